package dev.kvarium.redis.command;

/**
 * The 16 best of the keys that were drawn, kept from one eviction to the next, sorted by how much
 * they deserve to go.
 *
 * <p>Only names are kept: a key may have gone meanwhile, and one that was used since keeps the
 * score with which it came.
 */
final class EvictionPool {
  static final int SIZE = 16;

  private final byte[][] keys = new byte[SIZE][];
  private final int[] dbs = new int[SIZE];
  private final long[] scores = new long[SIZE];
  private int size;

  int size() {
    return size;
  }

  byte[] key(int place) {
    return keys[place];
  }

  int db(int place) {
    return dbs[place];
  }

  long score(int place) {
    return scores[place];
  }

  /** Takes the best out: its place is {@link #size()} until the next one enters. */
  void takeBest() {
    size--;
  }

  /** Puts one in behind those that deserve it less, unless it is full of better ones. */
  void enter(int db, byte[] key, long score) {
    int at = 0;
    while (at < size && Long.compareUnsigned(scores[at], score) < 0) {
      at++;
    }
    if (size < SIZE) {
      move(at, at + 1, size - at);
      size++;
    } else if (at == 0) {
      return;
    } else {
      at--;
      move(1, 0, at);
    }
    keys[at] = key;
    dbs[at] = db;
    scores[at] = score;
  }

  private void move(int from, int to, int count) {
    System.arraycopy(keys, from, keys, to, count);
    System.arraycopy(dbs, from, dbs, to, count);
    System.arraycopy(scores, from, scores, to, count);
  }
}
