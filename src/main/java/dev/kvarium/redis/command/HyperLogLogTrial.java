package dev.kvarium.redis.command;

import dev.kvarium.structure.HyperLogLog;
import dev.kvarium.structure.SparseRegisters;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Randomness;
import java.util.Arrays;

/**
 * PFSELFTEST: fills registers with random values and reads them again, then adds ten million
 * elements and looks at every power of ten whether the estimate is near and the same for both
 * forms.
 */
final class HyperLogLogTrial {
  private static final int CYCLES = 1_000;
  private static final int ELEMENTS = 10_000_000;
  private static final double STANDARD_ERROR = 1.04 / 128;

  private HyperLogLogTrial() {}

  static Reply run(Call call) throws CommandError {
    Randomness random = call.keyspace().randomness().fork("pfselftest");
    registers(random);
    estimates(random, call.shaping().hllSparseMaxBytes);
    return Reply.OK;
  }

  private static void registers(Randomness random) throws CommandError {
    byte[] bytes = new byte[HyperLogLog.DENSE_BYTES];
    byte[] expected = new byte[HyperLogLog.REGISTERS];
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (byte) (random.nextLong() & 63);
        HyperLogLog.put(bytes, i, expected[i]);
      }
      for (int i = 0; i < expected.length; i++) {
        int found = HyperLogLog.get(bytes, i);
        if (found != expected[i]) {
          throw new CommandError(
              "ERR TESTFAILED Register " + i + " should be " + expected[i] + " but is " + found);
        }
      }
    }
  }

  private static void estimates(Randomness random, long sparseMaxBytes) throws CommandError {
    byte[] dense = new byte[HyperLogLog.DENSE_BYTES];
    byte[] sparse = Arrays.copyOf(HyperLogLog.empty(), HyperLogLog.DENSE_BYTES);
    int length = HyperLogLog.empty().length;
    long seed = random.nextLong();
    byte[] element = new byte[Long.BYTES];
    int checkpoint = 1;
    for (int i = 1; i <= ELEMENTS; i++) {
      for (int at = 0; at < element.length; at++) {
        element[at] = (byte) ((i ^ seed) >>> 8 * at);
      }
      long hash = HyperLogLog.hash(element);
      int register = HyperLogLog.register(hash);
      int place = HyperLogLog.place(hash);
      HyperLogLog.raise(dense, register, place);
      if (!HyperLogLog.isSparse(sparse)) {
        HyperLogLog.raise(sparse, register, place);
      } else {
        int now =
            place > SparseRegisters.HIGHEST
                ? SparseRegisters.TOO_LONG
                : SparseRegisters.raise(sparse, length, register, place, sparseMaxBytes);
        if (now == SparseRegisters.TOO_LONG) {
          byte[] whole = HyperLogLog.dense(sparse, length);
          if (whole == null) {
            throw new CommandError("ERR TESTFAILED dense/sparse disagree");
          }
          sparse = whole;
          HyperLogLog.raise(sparse, register, place);
          length = whole.length;
        } else if (now >= 0) {
          length = now;
        }
      }
      if (i == checkpoint) {
        check(dense, sparse, length, i, sparseMaxBytes);
        checkpoint *= 10;
      }
    }
  }

  private static void check(byte[] dense, byte[] sparse, int length, int added, long sparseMaxBytes)
      throws CommandError {
    if (added < sparseMaxBytes / 2 && !HyperLogLog.isSparse(sparse)) {
      throw new CommandError("ERR TESTFAILED sparse encoding not used");
    }
    long number = HyperLogLog.estimate(HyperLogLog.histogram(dense, dense.length));
    int[] histogram = HyperLogLog.histogram(sparse, length);
    if (histogram.length == 0 || number != HyperLogLog.estimate(histogram)) {
      throw new CommandError("ERR TESTFAILED dense/sparse disagree");
    }
    long error = Math.abs(added - number);
    long most = added == 10 ? 1 : (long) StrictMath.ceil(STANDARD_ERROR * 6 * added);
    if (error > most) {
      throw new CommandError("ERR TESTFAILED Too big error. card:" + added + " abserr:" + error);
    }
  }
}
