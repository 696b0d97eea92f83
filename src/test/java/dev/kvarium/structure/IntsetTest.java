package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hexadecimal bytes were printed by DUMP of redis-server 7.0.15. */
class IntsetTest {
  @Test
  void widthGrowsWithTheWidestMemberAndStays() {
    Intset set = new Intset();
    set.add(2);
    set.add(3);
    set.add(1);
    assertHex(set, "0200000003000000010002000300");
    assertThat(set.add(70000)).isTrue();
    assertHex(set, "040000000400000001000000020000000300000070110100");
    assertThat(set.remove(70000)).isTrue();
    assertHex(set, "0400000003000000010000000200000003000000");
    assertThat(set.add(-3000000000L)).isTrue();
    assertHex(
        set, "080000000400000000a22f4dffffffff010000000000000002000000000000000300000000000000");
    assertThat(set.add(2)).isFalse();
    assertThat(set.remove(9)).isFalse();
  }

  private static void assertHex(Intset set, String hex) {
    assertThat(Bytes.hex(set.copyBytes())).isEqualTo(hex);
    assertThat(set.bytes()).isEqualTo(hex.length() / 2);
    assertThat(Intset.isValid(set.copyBytes())).isTrue();
    assertThat(Bytes.hex(Intset.wrap(set.copyBytes()).copyBytes())).isEqualTo(hex);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void behavesAsASortedSetUnderRandomChanges(long seed) {
    Random random = new Random(seed);
    Intset set = new Intset();
    TreeSet<Long> model = new TreeSet<>();
    for (int step = 0; step < 4000; step++) {
      int bits = step < 1000 ? 7 : step < 2000 ? 30 : 64;
      long value = random.nextLong() >> (64 - bits);
      if (random.nextInt(3) > 0) {
        assertThat(set.add(value)).isEqualTo(model.add(value));
      } else {
        long gone = model.isEmpty() || random.nextBoolean() ? value : set.get(0);
        assertThat(set.remove(gone)).isEqualTo(model.remove(gone));
      }
      assertThat(set.contains(value)).isEqualTo(model.contains(value));
      assertThat(set.length()).isEqualTo(model.size());
    }
    int i = 0;
    for (long member : model) {
      assertThat(set.get(i++)).as("seed %d", seed).isEqualTo(member);
    }
    assertThat(Intset.isValid(set.copyBytes())).isTrue();
    assertThat(model).contains(set.randomMember(RandomBytes.randomness(seed)));
  }

  @Test
  void damagedBytesAreNoIntset() {
    Intset set = new Intset();
    set.add(1);
    set.add(2);
    byte[] unsorted = set.copyBytes();
    unsorted[8] = 5;
    assertThat(Intset.isValid(unsorted)).isFalse();
    byte[] width = set.copyBytes();
    width[0] = 3;
    assertThat(Intset.isValid(width)).isFalse();
    assertThat(Intset.isValid(new byte[8])).isFalse();
  }
}
