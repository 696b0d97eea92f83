package dev.kvarium.redis.keyspace;

import dev.kvarium.redis.value.Value;
import dev.kvarium.world.Randomness;

/**
 * How values age while nobody uses them: 24 bits in every value, written by each lookup, read one
 * of two ways.
 *
 * <pre>
 *   LRU   │        seconds, modulo 2^24: 194 days        │   when it was last used
 *   LFU   │  minutes, modulo 2^16   │  counter, 0 to 255 │   how often, about
 * </pre>
 *
 * <p>The counter begins at 5. A use adds one with a chance of 1 to {@code (counter - 5) *
 * lfu-log-factor + 1}, so that it grows like a logarithm: with the factor of 10 about 10 after 100
 * uses, 18 after 1,000, 142 after 100,000. For each {@code lfu-decay-time} of minutes that passed
 * without a use it loses one.
 *
 * <p>Limits: changing from one way to the other leaves the bits of the first to be read as the
 * second. The clocks move with the cron. Source: evict.c of 7.0.15.
 */
public final class Ageing {
  private static final int LRU_CLOCK_MASK = (1 << 24) - 1;
  private static final int MINUTES_MASK = (1 << 16) - 1;
  private static final int COUNTER_MAX = 255;
  private static final int COUNTER_AT_FIRST = 5;

  private final Randomness randomness;
  private long clockSeconds;
  private int lruClock;
  private int minutes;

  /** What a value that was made when the node started would hold; -1 before the first tick. */
  private int atStart = -1;

  /** Whether uses are counted, rather than the last one kept: the policies named {@code …-lfu}. */
  public boolean countsUses;

  /** Whether the last use decides, so that it is kept with a value: the policies {@code …-lru}. */
  public boolean keepsLastUse;

  /** {@code lfu-log-factor}. */
  public long logFactor = 10;

  /** {@code lfu-decay-time} in minutes; 0 never takes anything off. */
  public int decayMinutes = 1;

  public Ageing(Randomness randomness) {
    this.randomness = randomness;
  }

  /** Lets the clocks follow the time. */
  void tick(long nowMillis) {
    clockSeconds = nowMillis / 1000;
    lruClock = (int) clockSeconds & LRU_CLOCK_MASK;
    minutes = (int) (nowMillis / 60_000) & MINUTES_MASK;
    if (atStart < 0) {
      atStart = fresh();
    }
  }

  /** Seconds, 24 bits, as of the last tick. */
  public int lruClock() {
    return lruClock;
  }

  /** Marks a value that has just been made. */
  void born(Value value) {
    value.lru = fresh();
  }

  private int fresh() {
    return countsUses ? minutes << 8 | COUNTER_AT_FIRST : lruClock;
  }

  /** Marks a shared value that nobody has used yet as made when the node started. */
  void bornAtStart(Value shared) {
    if (shared.lru == 0) {
      shared.lru = atStart;
    }
  }

  /** Marks a value as used now. */
  void touch(Value value) {
    if (countsUses) {
      value.lru = minutes << 8 | oneMore(frequency(value));
    } else {
      value.lru = lruClock;
    }
  }

  /**
   * Marks a value that came from elsewhere with what was known of its use there, as far as this
   * node's policy looks at it.
   *
   * @param idleSeconds for how long it was not used, -1 for unknown
   * @param frequency its counter, 0 to 255, -1 for unknown
   */
  public void restore(Value value, long idleSeconds, long frequency) {
    if (countsUses) {
      if (frequency >= 0) {
        value.lru = minutes << 8 | (int) frequency;
      }
    } else if (idleSeconds >= 0) {
      long then = lruClock - idleSeconds * 1000 / 1000;
      value.lru =
          (int) (then < 0 ? (lruClock + (LRU_CLOCK_MASK >> 1)) % LRU_CLOCK_MASK : then)
              & LRU_CLOCK_MASK;
    }
  }

  private int oneMore(int counter) {
    if (counter == COUNTER_MAX) {
      return counter;
    }
    long rarity = Math.max(0, counter - COUNTER_AT_FIRST) * logFactor + 1;
    return randomness.below(rarity) == 0 ? counter + 1 : counter;
  }

  /** The counter of a value, less what the idle minutes take off. */
  public int frequency(Value value) {
    int counter = value.lru & COUNTER_MAX;
    if (decayMinutes == 0) {
      return counter;
    }
    int then = value.lru >>> 8;
    int idle = minutes >= then ? minutes - then : MINUTES_MASK - then + minutes;
    return Math.max(0, counter - idle / decayMinutes);
  }

  /** The second of the clock, not wrapped, at which a value was used last. */
  public long lastUseSeconds(Value value) {
    return clockSeconds - idleSeconds(value);
  }

  /**
   * The minute at which the counter of a value will be 0 if it is not used any more; the counter
   * itself where it does not decay.
   */
  public long forgottenAtMinutes(Value value) {
    int counter = value.lru & COUNTER_MAX;
    if (decayMinutes == 0) {
      return counter;
    }
    int then = value.lru >>> 8;
    int idle = minutes >= then ? minutes - then : MINUTES_MASK - then + minutes;
    return clockSeconds / 60 - idle + (long) counter * decayMinutes;
  }

  /** For how many seconds a value was not used. */
  public int idleSeconds(Value value) {
    return lruClock - value.lru & LRU_CLOCK_MASK;
  }
}
