package dev.kvarium.sharding;

import dev.kvarium.base.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Ways without a circle: jump, rendezvous, and no way at all. */
final class Hashing {
  private static final long JUMP_MULTIPLIER = 2_862_933_555_777_941_757L;

  private Hashing() {}

  /** The first eight bytes of MD5, the lowest first. */
  private static long wide(byte[] text) {
    return ByteBuffer.wrap(KeyHash.md5(text)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /**
   * Jump consistent hash (Lamping and Veach, 2014): no memory and the evenest shares, but servers
   * come and go only at the end of the list.
   */
  static Ring jump(List<Server> servers) {
    return new Ring() {
      @Override
      public List<Server> servers() {
        return servers;
      }

      @Override
      public long place(byte[] key) {
        return wide(key) >>> 32;
      }

      @Override
      public int pick(byte[] key) {
        long state = wide(key);
        long bucket = -1;
        long next = 0;
        while (next < servers.size()) {
          bucket = next;
          state = state * JUMP_MULTIPLIER + 1;
          next = (long) ((bucket + 1) * ((double) (1L << 31) / ((state >>> 33) + 1)));
        }
        return (int) bucket;
      }
    };
  }

  /**
   * Rendezvous, or highest random weight (Thaler and Ravishankar, 1996): every server bids for the
   * key by the hash of both, and the highest bid has it; a weight w counts as the w-th root.
   */
  static Ring rendezvous(List<Server> servers) {
    return new Ring() {
      @Override
      public List<Server> servers() {
        return servers;
      }

      @Override
      public long place(byte[] key) {
        return wide(key) >>> 32;
      }

      @Override
      public int pick(byte[] key) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < servers.size(); i++) {
          byte[] both = Bytes.concat(KeyHash.text(servers.get(i).shown() + " "), key);
          double drawn = ((wide(both) >>> 11) + 0.5) * 0x1.0p-53;
          double bid = -servers.get(i).weight() / StrictMath.log(drawn);
          if (bid > highest) {
            highest = bid;
            best = i;
          }
        }
        return best;
      }
    };
  }

  /**
   * Any server, whatever the key: what twemproxy offers for reads of copies. Drawn from SplitMix64,
   * so that the same run chooses the same servers again.
   */
  static Ring random(List<Server> servers) {
    return new Ring() {
      private long state = 1;

      @Override
      public List<Server> servers() {
        return servers;
      }

      @Override
      public long place(byte[] key) {
        return wide(key) >>> 32;
      }

      @Override
      public int pick(byte[] key) {
        state += 0x9e3779b97f4a7c15L;
        long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return (int) Long.remainderUnsigned(mixed ^ mixed >>> 31, servers.size());
      }
    };
  }
}
