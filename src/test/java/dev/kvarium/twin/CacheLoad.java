package dev.kvarium.twin;

import dev.kvarium.app.Zipf;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a cache is asked for, read first and set where it was missed: a request a rank, each rank
 * with a size and maybe a time to live.
 *
 * @param name as the table shows it
 * @param ranks a request each
 * @param sizes of the values, by rank modulo their number, mixed
 * @param ttlMillis the shortest time to live; others up to three times as long; 0 for none
 * @param share of all values for which there is room
 * @param round which of many streams of its kind it is
 */
record CacheLoad(String name, int[] ranks, int[] sizes, int ttlMillis, double share, int round) {
  private static final int[] MIXED = {100, 400, 1500, 6000};
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  CacheLoad(String name, int[] ranks, int[] sizes, int ttlMillis, double share) {
    this(name, ranks, sizes, ttlMillis, share, 0);
  }

  /** Loads of so many requests over so many keys, of the kinds that a cache meets. */
  static List<CacheLoad> all(int keys, int requests, int round) {
    long more = 1_000L * round;
    int[] usual = zipf(keys, requests, 42 + more, 0.99);
    int[] even = zipf(keys, requests, 7 + more, 0.7);
    int[] steep = zipf(keys, requests, 99 + more, 1.2);
    int[] scans = scans(keys, requests, 3 + more);
    int[] shifting = shifting(keys, requests, 5 + more);
    int[] small = {400};
    return List.of(
        new CacheLoad("zipf 0.99, 400 B", usual, small, 0, 0.3, round),
        new CacheLoad("zipf 0.99, mixed sizes", usual, MIXED, 0, 0.3, round),
        new CacheLoad("expiring, room for few", usual, small, 2_000, 0.3, round),
        new CacheLoad("expiring, room for all", usual, small, 500, 1.5, round),
        new CacheLoad("zipf 0.7, 1000 B", even, new int[] {1000}, 0, 0.3, round),
        new CacheLoad("zipf 1.2, 100 B", steep, new int[] {100}, 0, 0.2, round),
        new CacheLoad("zipf and scans, 400 B", scans, small, 0, 0.3, round),
        new CacheLoad("hot set shifts", shifting, small, 0, 0.15, round));
  }

  /**
   * Ranks from 1 to {@code keys}, the rank r with a weight of r^-alpha, by SplitMix64: the stream
   * that Memcached's hit ratios were recorded with.
   */
  static int[] zipf(int keys, int requests, long seed, double alpha) {
    Zipf zipf = new Zipf(keys, alpha);
    int[] ranks = new int[requests];
    long state = seed;
    for (int r = 0; r < requests; r++) {
      state += GOLDEN;
      ranks[r] = zipf.rank((mix(state) >>> 11) * 0x1.0p-53);
    }
    return ranks;
  }

  /** The usual stream, a tenth of it given to runs over keys that nobody asks for twice soon. */
  private static int[] scans(int keys, int requests, long seed) {
    int[] ranks = zipf(keys, requests, seed, 0.99);
    int length = requests / 50;
    int next = keys;
    for (int from = length * 4; from + length <= requests; from += length * 10) {
      for (int i = 0; i < length; i++) {
        ranks[from + i] = ++next;
        next = next == 2 * keys ? keys : next;
      }
    }
    return ranks;
  }

  /**
   * Nine of ten requests go to a tenth of the keys, and every fifth of the way to another tenth.
   */
  private static int[] shifting(int keys, int requests, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] ranks = new int[requests];
    int hot = keys / 10;
    for (int i = 0; i < requests; i++) {
      int first = (int) (5L * i / requests) * hot;
      ranks[i] = 1 + (random.nextInt(10) < 9 ? first + random.nextInt(hot) : random.nextInt(keys));
    }
    return ranks;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  int requests() {
    return ranks.length;
  }

  /** The length of the value of a rank. */
  int size(int rank) {
    return sizes.length == 1
        ? sizes[0]
        : sizes[(int) Long.remainderUnsigned(mix(rank * GOLDEN), sizes.length)];
  }

  /** The time to live of a rank in ms. */
  int ttlMillis(int rank) {
    return (int) (ttlMillis + Long.remainderUnsigned(mix(rank), 2L * ttlMillis));
  }

  /** What the data would take at most if all keys were there, roughly. */
  long bytesOfAll() {
    boolean[] seen = new boolean[1 << 20];
    long bytes = 0;
    for (int rank : ranks) {
      if (!seen[rank]) {
        seen[rank] = true;
        bytes += size(rank) + 100;
      }
    }
    return bytes;
  }
}
