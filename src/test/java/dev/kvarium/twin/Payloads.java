package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc64;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Payloads for RESTORE, of every type and of every version of the format. */
final class Payloads {
  /** Bodies as RDB has them: type and value. */
  static final String[] BODIES = {
    // strings: an integer, five bytes, thirty times the same compressed
    "00 c0 07",
    "00 c2 00 00 01 00",
    "00 05 68 65 6c 6c 6f",
    "00 c3 09 1e 01 61 61 e0 11 00 01 61 61",
    // lists: element by element, one ziplist, ziplists, listpacks and a plain node
    "01 03 01 61 c0 05 02 62 62",
    "0a 10 10 00 00 00 0c 00 00 00 02 00 00 f2 02 01 61 ff",
    "0e 01 10 10 00 00 00 0c 00 00 00 02 00 00 f2 02 01 61 ff",
    "12 01 02 0a 0a 00 00 00 01 00 81 61 02 ff",
    "12 02 02 0a 0a 00 00 00 01 00 81 61 02 ff 01 03 78 79 7a",
    // sets: member by member, integers only, an intset
    "02 02 01 61 01 62",
    "02 03 c0 03 c0 01 c1 00 10",
    "0b 0c 02 00 00 00 02 00 00 00 01 00 02 00",
    // sorted sets: scores as text, as doubles, ziplist, listpack
    "03 02 01 61 03 31 2e 35 01 62 ff",
    "05 02 01 62 00 00 00 00 00 00 00 40 01 61 00 00 00 00 00 00 f0 3f",
    "0c 10 10 00 00 00 0d 00 00 00 02 00 00 01 61 03 f2 ff",
    "11 0c 0c 00 00 00 02 00 81 61 02 01 01 ff",
    // hashes: field by field, zipmap, ziplist, listpack
    "04 02 01 66 01 76 01 67 c0 09",
    "09 07 01 01 61 01 00 31 ff",
    "0d 10 10 00 00 00 0d 00 00 00 02 00 00 01 61 03 f2 ff",
    "10 0c 0c 00 00 00 02 00 81 61 02 01 01 ff",
    // streams: as 7.0 writes them, empty with a group, as before 7.0; and not so
    "13 01 10 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01 3b 3b 00 00 00 18 00 02 01 01 "
        + "01 01 01 81 74 02 00 01 02 01 00 01 00 01 14 01 04 01 03 01 00 01 01 01 15 01 04 01 00 "
        + "01 04 01 df ff 02 02 01 81 75 02 01 01 81 77 02 02 01 08 01 ff 02 05 00 01 01 01 02 03 "
        + "01 01 67 01 01 81 ff ff ff ff ff ff ff ff 01 00 00 00 00 00 00 00 05 00 00 00 00 00 00 "
        + "00 00 e8 03 00 00 00 00 00 00 03 01 03 62 6f 62 ba d4 ca 07 a2 01 00 00 01 00 00 00 00 "
        + "00 00 00 05 00 00 00 00 00 00 00 00",
    "13 00 00 00 00 00 00 00 00 00 01 01 68 00 00 81 ff ff ff ff ff ff ff ff 00 00",
    "0f 01 10 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01 3b 3b 00 00 00 18 00 02 01 01 "
        + "01 01 01 81 74 02 00 01 02 01 00 01 00 01 14 01 04 01 03 01 00 01 01 01 15 01 04 01 00 "
        + "01 04 01 df ff 02 02 01 81 75 02 01 01 81 77 02 02 01 08 01 ff 02 05 00 01 01 67 01 01 "
        + "01 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00 00 e8 03 00 00 00 00 00 00 03 01 03 62 "
        + "6f 62 ba d4 ca 07 a2 01 00 00 01 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00 00",
    "13 01 10 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01 3b 3b 00 00 00 18 00 02 01 01 "
        + "01 01 01 81 74 02 00 01 02 01 00 01 00 01 14 01 04 01 03 01 00 01 01 01 15 01 04 01 00 "
        + "01 04 01 df ff 02 02 01 81 75 02 01 01 81 77 02 02 01 08 01 ff 02 05 00 01 01 01 02 03 "
        + "01 01 67 01 01 81 ff ff ff ff ff ff ff ff 01 00 00 00 00 00 00 00 05 00 00 00 00 00 00 "
        + "00 00 e8 03 00 00 00 00 00 00 03 01 03 62 6f 62 ba d4 ca 07 a2 01 00 00 01 00 00 00 00 "
        + "00 00 00 05 00 00 00 00 00 00 00 01",
    "13 02 10 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 01 3b 3b 00 00 00 18 00 02 01 01 "
        + "01 01 01 81 74 02 00 01 02 01 00 01 00 01 14 01 04 01 03 01 00 01 01 01 15 01 04 01 00 "
        + "01 04 01 df ff 02 02 01 81 75 02 01 01 81 77 02 02 01 08 01 ff 10 00 00 00 00 00 00 00 "
        + "01 00 00 00 00 00 00 00 01 3b 3b 00 00 00 18 00 02 01 01 01 01 01 81 74 02 00 01 02 01 "
        + "00 01 00 01 14 01 04 01 03 01 00 01 01 01 15 01 04 01 00 01 04 01 df ff 02 02 01 81 75 "
        + "02 01 01 81 77 02 02 01 08 01 ff 02 05 00 01 01 01 02 03 01 01 67 01 01 81 ff ff ff ff "
        + "ff ff ff ff 01 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00 00 e8 03 00 00 00 00 00 00 "
        + "03 01 03 62 6f 62 ba d4 ca 07 a2 01 00 00 01 00 00 00 00 00 00 00 05 00 00 00 00 00 00 "
        + "00 00",
    "0f 00 00 00 00 00",
    // nothing, nobody's, and not so
    "01 00",
    "02 00",
    "08 01 61",
    "16 01 61",
    "00 0a 61",
    "00 c4 61",
    "02 02 01 61 01 61",
    "0a 0b 0b 00 00 00 0a 00 00 00 00 00 ff",
    "10 07 07 00 00 00 00 00 ff",
    "10 0c 0d 00 00 00 02 00 81 61 02 01 01 ff",
    "0b 0c 03 00 00 00 02 00 00 00 01 00 02 00",
    "03 01 01 61 fd",
  };

  private static final int FOOTER = 10;

  private Payloads() {}

  /** One of them, now and then with a footer that is not its own. */
  static byte[] any(SplittableRandom random) {
    byte[] body = HexFormat.of().parseHex(BODIES[random.nextInt(BODIES.length)].replace(" ", ""));
    byte[] payload = whole(body, random.nextInt(30) == 0 ? 11 : 6 + random.nextInt(5));
    if (random.nextInt(30) == 0) {
      payload[random.nextInt(payload.length)] ^= 1;
    }
    return random.nextInt(40) == 0 ? Arrays.copyOf(payload, random.nextInt(12)) : payload;
  }

  /** A body with its footer. */
  static byte[] whole(byte[] body, int version) {
    byte[] out = Arrays.copyOf(body, body.length + FOOTER);
    out[body.length] = (byte) version;
    long crc = Crc64.update(0, out, 0, body.length + 2);
    for (int i = 0; i < Long.BYTES; i++) {
      out[body.length + 2 + i] = (byte) (crc >>> 8 * i);
    }
    return out;
  }

  /** Whether two replies to DUMP hold the same bytes of content in two orders. */
  static boolean sameBytesInAnotherOrder(byte[] one, byte[] two) {
    return one.length == two.length && one.length > FOOTER && sorted(one).equals(sorted(two));
  }

  private static String sorted(byte[] reply) {
    byte[] content = Arrays.copyOf(reply, reply.length - 2 - Long.BYTES);
    Arrays.sort(content);
    return Bytes.hex(content);
  }
}
