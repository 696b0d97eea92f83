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
  void aPageIsCountedOnceAsLongAsTheCopyIsAtWork() {
    enter(":repeat 400 SET k{n} {x1000}", "BGSAVE", ":repeat 200 SET k{n} {x1000}");
    long half = fork().copiedPages();
    // 50 of values, four to a page, 2 of entries, 1 of objects
    assertThat(half).isEqualTo(53);
    enter(":repeat 200 SET k{n} {x1000}", ":repeat 200 SETRANGE k{n} 0 x");
    assertThat(fork().copiedPages()).isEqualTo(half);
    assertThat(fork().keysChanged()).isEqualTo(200);
    enter("+ 5s");
    assertThat(fork().running()).isFalse();
    assertThat(fork().lastSaveBytes()).isEqualTo(half * 4096 + CopiedPages.OWN_BYTES);
    enter("SET k1 x", "BGSAVE", "+ 5s");
    assertThat(fork().lastSaveBytes()).isEqualTo(CopiedPages.OWN_BYTES);
  }

  @Test
  void neighboursOfWhatIsWrittenAreCopiedWithIt() {
    enter(":repeat 400 SET k{n} {x1000}", "BGSAVE", ":repeat 40 SET k{n}0 {x1000}");
    // every tenth value: another page each time, and all pages of entries and objects
    assertThat(fork().copiedPages()).isEqualTo(40 + 4 + 2);
  }

  @Test
  void aKeyTakesThePlaceOfOneThatWasRemoved() {
    enter(":repeat 400 SET k{n} {x1000}", ":repeat 200 DEL k{n}", ":repeat 200 SET n{n} {x1000}");
    enter("BGSAVE", ":repeat 200 SETRANGE n{n} 0 x");
    assertThat(fork().copiedPages()).isEqualTo(50 + 1);
  }

  @Test
  void whatIsReplacedByAnotherSizeIsNotCopied() {
    enter(":repeat 400 SET k{n} {x1000}", "BGSAVE", ":repeat 400 SET k{n} {x3000}");
    assertThat(fork().copiedPages()).isEqualTo(4 + 2); // entries, objects
  }

  @Test
  void theCopyLetsGoOfALargeValueThatItHasWritten() {
    enter("SETRANGE big 0 x", ":repeat 1 SET big {x100000}", "BGSAVE", "SETRANGE big 50000 new");
    assertThat(fork().copiedPages()).isGreaterThan(1);
    enter("+ 5s");
    assertThat(fork().lastSaveBytes())
        .isEqualTo(CopiedPages.OWN_BYTES + CopiedPages.PAGE_BYTES); // that of the object
  }

  @Test
  void ofAValueInManyPiecesPagesAreCountedForEachWrite() {
    enter(":repeat 700 HSET h f{n} {x100}", "BGSAVE", "HSET h f1 y", "HSET h f2 y", "HSET h f3 y");
    // of the object, and some of entries and elements
    assertThat(fork().copiedPages()).isBetween(4L, 7L);
    assertThat(fork().keysChanged()).isEqualTo(1);
  }
}
