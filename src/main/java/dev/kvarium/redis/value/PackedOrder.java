package dev.kvarium.redis.value;

import dev.kvarium.base.Numbers;
import dev.kvarium.structure.LexRange;
import dev.kvarium.structure.Packed;
import dev.kvarium.structure.ScoreRange;

/**
 * A small sorted set in a listpack: members and scores by turns, in order.
 *
 * <p>{@code ZADD z 1.5 b 1 a} lies there as <code>"a" 1 "b" "1.5"</code>: a whole score as an
 * integer, any other as its text. Everything is found by walking from an end.
 */
final class PackedOrder {
  private PackedOrder() {}

  /** Puts in a member that is not there yet, before the first that comes after it. */
  static void insert(Packed pack, double score, byte[] member) {
    int p = pack.first();
    while (p != Packed.NONE) {
      int scoreAt = pack.next(p);
      double there = pack.getDouble(scoreAt);
      if (there > score || there == score && pack.compareAt(p, member) > 0) {
        pack.insertBefore(p, member);
        if (Numbers.isIntegral(score)) {
          pack.insertAfter(p, (long) score);
        } else {
          pack.insertAfter(p, Numbers.storedDouble(score));
        }
        return;
      }
      p = pack.next(scoreAt);
    }
    append(pack, score, member);
  }

  /** Puts in a member that comes after all others. */
  static void append(Packed pack, double score, byte[] member) {
    pack.append(member);
    if (Numbers.isIntegral(score)) {
      pack.append((long) score);
    } else {
      pack.append(Numbers.storedDouble(score));
    }
  }

  /** Where the first member in a range stands, the last when {@code reverse}. */
  static int firstIn(Packed pack, ScoreRange range, boolean reverse) {
    int last = pack.last();
    if (range.isEmpty()
        || last == Packed.NONE
        || !range.admitsAbove(pack.getDouble(last))
        || !range.admitsBelow(pack.getDouble(pack.next(pack.first())))) {
      return Packed.NONE;
    }
    if (reverse) {
      for (int p = pack.prev(last); p != Packed.NONE; p = before(pack, p)) {
        double score = pack.getDouble(pack.next(p));
        if (range.admitsBelow(score)) {
          return range.admitsAbove(score) ? p : Packed.NONE;
        }
      }
    } else {
      for (int p = pack.first(); p != Packed.NONE; p = pack.next(pack.next(p))) {
        double score = pack.getDouble(pack.next(p));
        if (range.admitsAbove(score)) {
          return range.admitsBelow(score) ? p : Packed.NONE;
        }
      }
    }
    return Packed.NONE;
  }

  /** Where the first member in a range stands, the last when {@code reverse}. */
  static int firstIn(Packed pack, LexRange range, boolean reverse) {
    int last = pack.last();
    if (range.isEmpty()
        || last == Packed.NONE
        || !range.admitsAbove(pack.get(pack.prev(last)))
        || !range.admitsBelow(pack.get(pack.first()))) {
      return Packed.NONE;
    }
    if (reverse) {
      for (int p = pack.prev(last); p != Packed.NONE; p = before(pack, p)) {
        byte[] member = pack.get(p);
        if (range.admitsBelow(member)) {
          return range.admitsAbove(member) ? p : Packed.NONE;
        }
      }
    } else {
      for (int p = pack.first(); p != Packed.NONE; p = pack.next(pack.next(p))) {
        byte[] member = pack.get(p);
        if (range.admitsAbove(member)) {
          return range.admitsBelow(member) ? p : Packed.NONE;
        }
      }
    }
    return Packed.NONE;
  }

  private static int before(Packed pack, int member) {
    int score = pack.prev(member);
    return score == Packed.NONE ? Packed.NONE : pack.prev(score);
  }

  /** Takes out the members in a range; how many. */
  static long removeRange(Packed pack, ScoreRange range) {
    long removed = 0;
    int p = firstIn(pack, range, false);
    while (p != Packed.NONE && range.admitsBelow(pack.getDouble(pack.next(p)))) {
      p = pack.deleteRangeAt(p, 2);
      removed++;
    }
    return removed;
  }

  /** Takes out the members in a range; how many. */
  static long removeRange(Packed pack, LexRange range) {
    long removed = 0;
    int p = firstIn(pack, range, false);
    while (p != Packed.NONE && range.admitsBelow(pack.get(p))) {
      p = pack.deleteRangeAt(p, 2);
      removed++;
    }
    return removed;
  }
}
