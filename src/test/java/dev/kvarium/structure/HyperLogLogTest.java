package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperLogLogTest {
  @Test
  void theExamplesOfTheEssaysHold() {
    long hash = HyperLogLog.hash(Bytes.of("a"));
    assertThat(HyperLogLog.register(hash)).isEqualTo(12_711);
    assertThat(HyperLogLog.place(hash)).isEqualTo(2);
    Runs runs = new Runs();
    runs.raise(12_711, 2);
    assertThat(runs.hex()).isEqualTo("71a6844e57");

    Runs three = new Runs();
    three.raise(1000, 2);
    three.raise(1020, 3);
    three.raise(1021, 3);
    assertThat(three.hex()).isEqualTo("43e7841289" + "7c01");
    assertThat(SparseRegisters.decoded(three.bytes, three.length))
        .isEqualTo("Z:1000 v:2,1 z:19 v:3,2 Z:15362");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void runsAndBitsHoldWhatAnArrayHolds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] expected = new byte[HyperLogLog.REGISTERS];
    Runs runs = new Runs();
    byte[] dense = new byte[HyperLogLog.DENSE_BYTES];
    for (int i = 0; i < 4_000; i++) {
      int register =
          random.nextInt(4) == 0 ? random.nextInt(HyperLogLog.REGISTERS) : random.nextInt(300);
      int place = 1 + random.nextInt(random.nextBoolean() ? 3 : 32);
      boolean higher = place > expected[register];
      expected[register] = (byte) Math.max(expected[register], place);
      assertThat(runs.raise(register, place)).isEqualTo(higher);
      assertThat(HyperLogLog.raise(dense, register, place)).isEqualTo(higher);
      if (i % 200 == 0) {
        byte[] found = new byte[HyperLogLog.REGISTERS];
        assertThat(SparseRegisters.raiseAll(runs.bytes, runs.length, found)).isTrue();
        assertThat(found).isEqualTo(expected);
        byte[] whole = HyperLogLog.dense(runs.bytes, runs.length);
        assertThat(whole).isNotNull();
        assertThat(Arrays.copyOfRange(whole, 16, whole.length))
            .isEqualTo(Arrays.copyOfRange(dense, 16, dense.length));
        assertThat(HyperLogLog.histogram(runs.bytes, runs.length))
            .isEqualTo(HyperLogLog.histogram(dense, dense.length))
            .isEqualTo(HyperLogLog.histogram(expected));
      }
    }
  }

  @Test
  void theEstimateIsNearWhateverTheNumber() {
    byte[] dense = new byte[HyperLogLog.DENSE_BYTES];
    int next = 10;
    for (int i = 1; i <= 1_000_000; i++) {
      long hash = HyperLogLog.hash(Bytes.of("element " + i));
      HyperLogLog.raise(dense, HyperLogLog.register(hash), HyperLogLog.place(hash));
      if (i == next) {
        long number = HyperLogLog.estimate(HyperLogLog.histogram(dense, dense.length));
        assertThat((double) number).isBetween(i * 0.97, i * 1.03);
        next *= 10;
      }
    }
  }

  @Test
  void noDamageThrows() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[16 + random.nextInt(40) + 8];
      random.nextBytes(bytes);
      int length = bytes.length - 8;
      bytes[HyperLogLog.ENCODING_AT] = HyperLogLog.SPARSE;
      byte[] registers = new byte[HyperLogLog.REGISTERS];
      boolean sound = SparseRegisters.raiseAll(bytes, length, registers);
      assertThat(HyperLogLog.dense(bytes, length) != null).isEqualTo(sound);
      assertThat(HyperLogLog.histogram(bytes, length).length > 0).isEqualTo(sound);
      SparseRegisters.decoded(bytes, length);
      int register = random.nextInt(HyperLogLog.REGISTERS);
      SparseRegisters.raise(bytes, length, register, 1 + random.nextInt(32), 3_000);
    }
  }

  /** Runs with room enough. */
  private static final class Runs {
    private final byte[] bytes = Arrays.copyOf(HyperLogLog.empty(), 40_000);
    private int length = HyperLogLog.empty().length;

    boolean raise(int register, int place) {
      int now = SparseRegisters.raise(bytes, length, register, place, 40_000);
      assertThat(now).isNotIn(SparseRegisters.DAMAGED, SparseRegisters.TOO_LONG);
      if (now >= 0) {
        length = now;
      }
      return now >= 0;
    }

    String hex() {
      return Bytes.hex(Arrays.copyOfRange(bytes, HyperLogLog.HEADER_BYTES, length));
    }
  }

  @Test
  void aLastRunWhoseSecondByteWasCutOffIsSplitWithinTheRoomThereIs() {
    int length = HyperLogLog.HEADER_BYTES + 1;
    byte[] bytes = new byte[length + SparseRegisters.MOST_GROWTH];
    bytes[length - 1] = 0x7f; // XZERO of 16,129 registers or more, by the byte that is missing
    int now = SparseRegisters.raise(bytes, length, 100, 3, 3000);
    assertThat(now).isBetween(length, bytes.length);
    assertThat(SparseRegisters.kind(bytes, length - 1)).isEqualTo(SparseRegisters.Kind.XZERO);
    assertThat(SparseRegisters.span(bytes, length - 1, now)).isEqualTo(100);
    assertThat(SparseRegisters.value(bytes, length + 1)).isEqualTo(3);
  }
}
