package dev.kvarium.fuzz;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc64;
import java.util.Arrays;
import java.util.List;

/** What DUMP gives: a value as bytes, then two of a version and eight of a checksum. */
final class Payloads {
  private static final int FOOTER = 10;
  private static final byte[] VERSION = {10, 0};
  private static final List<String> READS =
      List.of(
          "GET",
          "STRLEN",
          "LRANGE 0 -1",
          "LLEN",
          "SMEMBERS",
          "SRANDMEMBER 5",
          "HGETALL",
          "HRANDFIELD 3",
          "ZRANGE 0 -1 WITHSCORES",
          "ZRANGEBYSCORE -inf +inf",
          "ZRANDMEMBER 3",
          "XRANGE - +",
          "XREVRANGE + -",
          "XINFO STREAM",
          "XINFO GROUPS",
          "XLEN",
          "PFCOUNT",
          "OBJECT ENCODING",
          "MEMORY USAGE SAMPLES 0",
          "DEBUG DIGEST-VALUE",
          "DUMP",
          "SSCAN 0",
          "HSCAN 0",
          "ZSCAN 0",
          "TYPE",
          "RPUSH x",
          "LPOP",
          "LPOP 1000",
          "SADD 1 x",
          "SPOP 2",
          "HSET f v",
          "HDEL f",
          "ZADD 1 m",
          "ZPOPMIN",
          "XADD * a b",
          "XTRIM MAXLEN 1",
          "APPEND x",
          "PFADD a",
          "BITCOUNT",
          "SORT ALPHA",
          "GEOPOS m",
          "COPY",
          "EXPIRE 100");

  private Payloads() {}

  static byte[] body(byte[] payload) {
    return Arrays.copyOf(payload, Math.max(0, payload.length - FOOTER));
  }

  /** A body with a version and a checksum that fits. */
  static byte[] signed(byte[] body) {
    byte[] whole = Bytes.concat(body, VERSION);
    long crc = Crc64.of(whole);
    byte[] sum = new byte[8];
    for (int i = 0; i < 8; i++) {
      sum[i] = (byte) (crc >>> 8 * i);
    }
    return Bytes.concat(whole, sum);
  }

  /** Looks at a value in every way, and changes it in some. */
  static void read(Target target, byte[] key) {
    for (String each : READS) {
      String[] words = each.split(" ");
      boolean inner = List.of("OBJECT", "MEMORY", "DEBUG", "XINFO").contains(words[0]);
      byte[][] argv = new byte[words.length + (each.equals("COPY") ? 2 : 1)][];
      int at = inner ? 2 : 1;
      for (int i = 0; i < at; i++) {
        argv[i] = Bytes.of(words[i]);
      }
      argv[at] = key;
      for (int i = at; i < words.length; i++) {
        argv[i + 1] = Bytes.of(words[i]);
      }
      if (each.equals("COPY")) {
        argv[2] = Bytes.of("copied");
      }
      target.send(target.client(), argv);
    }
  }
}
