package dev.kvarium.redis.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeySpecTest {
  private static byte[][] words(String line) {
    return Stream.of(line.split(" ")).map(Bytes::of).toArray(byte[][]::new);
  }

  @Test
  void aCountSaysHowManyKeysFollowIt() {
    KeySpec counted = KeySpec.counted(1, "RO ACCESS");
    assertThat(counted.positions(words("ZUNION 2 a b WITHSCORES"))).containsExactly(2, 3);
    assertThat(counted.positions(words("ZUNION 3 a b"))).isEmpty();
    assertThat(counted.positions(words("ZUNION 0 a b"))).isEmpty();
    assertThat(counted.positions(words("ZUNION -1 a b"))).isEmpty();
    assertThat(counted.positions(words("ZUNION x a b"))).isEmpty();
  }

  /** Found by the fuzzer, seed 1520: a sum that overflowed, and then filled the memory. */
  @Test
  void aCountBeyondAllWordsNamesNoKey() {
    KeySpec counted = KeySpec.counted(1, "RO ACCESS");
    assertThat(counted.positions(words("ZUNION 9223372036854775807 a AGGREGATE SUM"))).isEmpty();
    assertThat(counted.positions(words("ZUNION 9223372036854775805 a"))).isEmpty();
  }
}
