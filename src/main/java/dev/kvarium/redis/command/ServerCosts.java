package dev.kvarium.redis.command;

/**
 * What the parts of a redis-server's work cost its processor, in nanoseconds.
 *
 * <p>Measured on redis-server 7.0.15 on 2026-11-23: Debian 12, two processors of an AMD EPYC,
 * shared with other work, so the least of fifteen rounds was taken. {@code ./dev measure-loop} does
 * it again and prints these lines. {@link #TICK} alone is assumed: what epoll_wait costs by itself
 * could not be told from the rest.
 */
public final class ServerCosts {
  /** A turn of the loop: epoll_wait that finds something, and what is done before it. */
  public static final double TICK = 700;

  /** Being woken, when epoll_wait had to wait. */
  public static final double WOKEN = 975;

  /** A socket that is readable: the call of its handler, and read. */
  public static final double READ = 3_047;

  /** A byte that is read and parsed. */
  public static final double READ_BYTE = 0.05;

  /** Sending replies: write, through the kernel into the socket of the other side. */
  public static final double WRITE = 2_499;

  /** A byte that is written. */
  public static final double WRITE_BYTE = 0.05;

  /** What a write costs more when it wakes a client that slept. */
  public static final double WAKES = 975;

  /** From so many bytes on, copying a string is more than the rest of its command. */
  public static final long LONG_BYTES = 64 * 1024;

  /** A byte of a long string that is copied; as {@code usec_per_call} of GET had it of 1 MB. */
  public static final double COPIED_BYTE = 0.05;

  /**
   * From this size on an allocation is memory that the kernel gives anew, page by page as it is
   * touched, and takes back when it is freed; the figures of a large byte are of such.
   */
  public static final long LARGE_BYTES = 8L << 20;

  /** A byte that is read into the query buffer of a large request. */
  public static final double LARGE_READ_BYTE = 0.55;

  /** A byte that is copied into a large reply or value. */
  public static final double LARGE_COPIED_BYTE = 0.40;

  /** A byte of a large reply that is written to a socket. */
  public static final double LARGE_WRITE_BYTE = 0.11;

  /** A byte of a large value or buffer that is freed. */
  public static final double LARGE_FREED_BYTE = 0.07;

  /** Ten times a second: serverCron, with its look at /proc/self/stat. */
  public static final double CRON = 141_942;

  /** A command that was not measured by itself. */
  public static final double COMMAND = 250;

  public static final double PING = 137;
  public static final double GET = 188;
  public static final double SET = 250;
  public static final double INCR = 201;
  public static final double LPUSH = 271;
  public static final double LPOP = 408;
  public static final double SADD = 222;
  public static final double HSET = 283;
  public static final double HGET = 236;
  public static final double ZADD = 541;
  public static final double XADD = 667;

  /** A word of a command beyond those that it needs. */
  public static final double WORD = 52.42;

  /** An element of a reply. */
  public static final double ITEM = 27.68;

  /**
   * From so many keys or elements on, going over them misses the caches every time; the figures
   * below are of such. Fewer cost less, a few {@link #WARM} of it.
   */
  public static final long COLD_ELEMENTS = 1_000_000;

  /** The share of its cost that an element has left where all are in the caches. */
  public static final double WARM = 0.5;

  /** A key that KEYS holds against its pattern. */
  public static final double KEY_SCANNED = 109;

  /** A key that matches, and is put into the reply of KEYS. */
  public static final double KEY_MATCHED = 368;

  /** An element that an aggregate, such as SINTER or SORT, looks at. */
  public static final double ELEMENT = 258;

  /** A field or member of a listpack that is compared on the way. */
  public static final double LISTPACK_STEP = 4.69;

  /** An element of a skiplist with its hash table that is freed. */
  public static final double FREED_SKIPLIST = 153;

  /** An element of a hash table that is freed. */
  public static final double FREED_TABLE = 438;

  /** An item of a list that is freed. */
  public static final double FREED_LIST = 0.39;

  /** A key that FLUSHALL or FLUSHDB frees, with its value. */
  public static final double FREED_KEY = 412;

  /** A step of Kvarium's Lua machine, as long as Lua 5.1 takes for the same. */
  public static final double LUA_STEP = 3.51;

  /** A script that begins and ends. */
  public static final double SCRIPT = 670;

  /** A key that SAVE writes. */
  public static final double SAVED_KEY = 402;

  /** A byte that SAVE writes, checksum and file included. */
  public static final double SAVED_BYTE = 6.41;

  /** What a system call costs more while strace watches. */
  public static final double TRACED_CALL = 18_000;

  /** A client process, such as redis-benchmark, that has slept and is woken. */
  public static final double CLIENT_WOKEN = 2_790;

  /** What a client process needs for the replies of a connection and for sending the next batch. */
  public static final double CLIENT_BATCH = 5_641;

  /** What a client process needs for a request and its reply. */
  public static final double CLIENT_COMMAND = 13.19;

  private ServerCosts() {}
}
