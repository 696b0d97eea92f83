package dev.kvarium.redis.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.redis.rdb.ForkSnapshot;
import org.junit.jupiter.api.Test;

class CopiedPagesTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT.with("rdb-key-save-delay", "1000"));

  private void enter(String... lines) {
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
  }

  private ForkSnapshot fork() {
    return lab.redis("main").orElseThrow().fork();
  }

  @Test
  void whoWritesNothingCopiesNothing() {
    enter(":repeat 400 SET k{n} {x1000}", "BGSAVE", "+ 50ms", "GET k1");
    assertThat(fork().running()).isTrue();
    assertThat(fork().copiedPages()).isZero();
    assertThat(fork().copiedBytes()).isEqualTo(CopiedPages.OWN_BYTES);
  }

  @Test
  void aValueIsCountedOnceAsLongAsTheCopyIsAtWork() {
    enter(":repeat 400 SET k{n} {x1000}", "BGSAVE", ":repeat 200 SET k{n} {x1000}");
    long half = fork().copiedPages();
    enter(":repeat 200 SET k{n} {x1000}", ":repeat 200 APPEND k{n} x");
    assertThat(fork().copiedPages()).isEqualTo(half).isBetween(50L, 62L);
    assertThat(fork().keysChanged()).isEqualTo(200);
    enter("+ 5s");
    assertThat(fork().running()).isFalse();
    assertThat(fork().lastSaveBytes()).isEqualTo(half * 4096 + CopiedPages.OWN_BYTES);
    enter("SET k1 x", "BGSAVE", "+ 5s");
    assertThat(fork().lastSaveBytes()).isEqualTo(CopiedPages.OWN_BYTES);
  }

  @Test
  void ofAValueInManyPiecesAPageIsCountedForEachWrite() {
    enter(":repeat 700 HSET h f{n} {x100}", "BGSAVE", "HSET h f1 y", "HSET h f2 y", "HSET h f3 y");
    assertThat(fork().copiedPages()).isEqualTo(3);
    assertThat(fork().keysChanged()).isEqualTo(1);
  }
}
