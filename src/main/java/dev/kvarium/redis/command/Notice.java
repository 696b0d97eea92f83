package dev.kvarium.redis.command;

/**
 * The classes of keyspace notifications, as bits, and their letters in {@code
 * notify-keyspace-events}.
 *
 * <pre>
 *   K keyspace channel   g generic  $ string  l list  s set  h hash  z sorted set  t stream
 *   E event channel      x expired  e evicted  n new  m miss  d module   A = g$lshztxed
 * </pre>
 */
public final class Notice {
  public static final int KEYSPACE = 1;
  public static final int KEYEVENT = 1 << 1;
  public static final int GENERIC = 1 << 2;
  public static final int STRING = 1 << 3;
  public static final int LIST = 1 << 4;
  public static final int SET = 1 << 5;
  public static final int HASH = 1 << 6;
  public static final int ZSET = 1 << 7;
  public static final int EXPIRED = 1 << 8;
  public static final int EVICTED = 1 << 9;
  public static final int STREAM = 1 << 10;
  public static final int MISS = 1 << 11;
  public static final int MODULE = 1 << 13;
  public static final int NEW = 1 << 14;

  private static final int ALL =
      GENERIC | STRING | LIST | SET | HASH | ZSET | EXPIRED | EVICTED | STREAM | MODULE;

  private static final String LETTERS = "g$lshzxetdnKEm";
  private static final int[] BITS = {
    GENERIC, STRING, LIST, SET, HASH, ZSET, EXPIRED, EVICTED, STREAM, MODULE, NEW, KEYSPACE,
    KEYEVENT, MISS
  };

  private Notice() {}

  /** The bits of a text of letters; letters that say nothing count nothing. */
  static int bits(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      int at = LETTERS.indexOf(letters.charAt(i));
      bits |= letters.charAt(i) == 'A' ? ALL : at < 0 ? 0 : BITS[at];
    }
    return bits;
  }
}
