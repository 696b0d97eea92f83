package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the words of commands: small spaces of keys and members, and values around the limits. */
final class Words {
  private static final String[] INTS = {
    "0",
    "1",
    "-1",
    "2",
    "7",
    "10",
    "100",
    "9999",
    "10000",
    "10001",
    "-9999",
    "127",
    "128",
    "-128",
    "-129",
    "4095",
    "4096",
    "-4097",
    "32767",
    "32768",
    "-32769",
    "70000",
    "8388607",
    "8388608",
    "-8388609",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775806",
    "-9223372036854775807",
  };
  private static final String[] NOT_INTS = {
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "abc",
    "",
    " 1",
    "1 ",
    "+1",
    "01",
    "-0",
    "1.5",
    "1e3",
    "0x10",
    "--1",
    "-",
    "1\0",
    "99999999999999999999999",
  };
  private static final String[] FLOATS = {
    "0",
    "1",
    "-1",
    "0.1",
    "0.2",
    "0.3",
    "3.14",
    "-2.5",
    "1e3",
    "1E-5",
    "5.0e3",
    "1e17",
    "1e18",
    "123456789.123456789",
    "0.00000000000000001",
    "-0",
    "-0.0",
    "1.7976931348623157e308",
    "1e21",
    "4.9e-324",
    "3.0",
    "10",
    "9007199254740993",
    "0.1e1",
    "100000000000000000000",
    "2.50",
    "1e-7",
    "1.0000000000000002",
  };
  private static final String[] NOT_FLOATS = {
    "inf",
    "-inf",
    "+inf",
    "nan",
    "infinity",
    "abc",
    "",
    " 1",
    "1 ",
    "1e400",
    "0x1p3",
    "1,5",
    "1e",
    ".5",
    "5.",
    "+1.5",
    "1e5000",
    "-nan",
    "1 2",
  };
  private static final int[] SIZES = {
    1, 2, 3, 10, 43, 44, 45, 46, 63, 64, 65, 66, 100, 127, 128, 129, 254, 255, 256, 257, 511, 512,
    513, 1023, 1024, 1025, 4095, 4096, 4097, 8191, 8192, 8193,
  };
  private static final int[] LARGE_SIZES = {16_383, 16_384, 16_385, 32_765, 32_767, 32_768, 40_000};

  private final SplittableRandom random;
  private final StreamWords streams;

  Words(SplittableRandom random) {
    this.random = random;
    this.streams = new StreamWords(random);
  }

  /** Adds the words of a kind. */
  void add(String kind, List<byte[]> out) {
    switch (kind) {
      case "fvs" -> pairs(out, this::field, this::value, 700);
      case "sms" -> pairs(out, this::score, this::member, 180);
      case "fs" -> several(out, this::field, 600);
      case "ms" -> several(out, this::member, 700);
      case "es" -> several(out, this::value, 300);
      case "keys" -> repeat(out, 1 + random.nextInt(3), () -> key("*"));
      case "ts" -> repeat(out, 1 + random.nextInt(3), () -> key("t"));
      case "zs" -> {
        int count = 1 + random.nextInt(3);
        boolean wrong = random.nextInt(12) == 0;
        out.add(text(wrong ? "" + (count - 1 + random.nextInt(3)) : "" + count));
        repeat(out, count, () -> key(random.nextInt(5) == 0 ? "t" : "z"));
      }
      case "aggregate" -> aggregate(out);
      case "bitfield" -> bitField(out);
      case "sorting" -> sorting(out);
      case "elements" -> {
        int from = random.nextInt(3_000);
        for (int i = random.nextInt(400); i > 0; i--) {
          out.add(text("element:" + (from + i)));
        }
      }
      case "places" -> places(out);
      case "lonlat" -> longitudeAndLatitude(out);
      case "radius" -> {
        out.add(side());
        addAll(
            out,
            pickText("m", "m", "km", "km", "KM", "ft", "mi", random.nextInt(9) > 0 ? "km" : "x"));
      }
      case "nearby" -> nearby(out);
      case "limit" -> limit(out);
      case "nonsense" -> nonsense(out);
      default -> {
        if (!streams.add(kind, out)) {
          out.add(word(kind));
        }
      }
    }
  }

  private byte[] word(String kind) {
    return switch (kind) {
      case "k" -> key("*");
      case "s", "h", "l", "t", "z", "x" -> key(kind);
      case "g" -> random.nextInt(12) == 0 ? key("z") : text("g:" + (1 + random.nextInt(3)));
      case "p" -> random.nextInt(14) == 0 ? key("s") : text("p:" + (1 + random.nextInt(4)));
      case "place" -> text("p" + random.nextInt(random.nextInt(9) == 0 ? 200 : 20));
      case "side" -> side();
      case "y" -> text("y:" + (1 + random.nextInt(2)));
      case "v", "e" -> value();
      case "f" -> field();
      case "m" -> member();
      case "short" -> text("n" + random.nextInt(3) + (random.nextInt(4) == 0 ? " x" : ""));
      case "int" -> random.nextInt(8) == 0 ? pick(NOT_INTS) : pick(INTS);
      case "float" -> random.nextInt(6) == 0 ? pick(NOT_FLOATS) : pick(FLOATS);
      case "score" -> score();
      case "count" -> text("" + random.nextInt(random.nextInt(6) == 0 ? 300 : 6));
      case "index" -> index();
      case "offset" -> offset();
      case "bit" -> bit();
      case "bits" -> bits();
      case "seconds" -> seconds(1);
      case "millis" -> seconds(1_000);
      case "unique" -> text("" + (1_000 + random.nextInt(100_000_000)));
      case "at" -> at("");
      case "atmillis" -> at("000");
      case "pattern" ->
          pick("*", "s:*", "?:1", "[hl]:[12]", "*1*", "f*", "m[^1-3]", "nosuch", "", "\\*");
      case "payload" -> Payloads.any(random);
      case "type" -> pick("string", "hash", "list", "set", "zset", "stream", "STRING", "nosuch");
      case "min" -> pick("-inf", "(1", "0", "1", "-5", "(0", "2.5", "+inf", "nan", "(", "x");
      case "max" -> pick("+inf", "inf", "(5", "3", "10", "100", "(2.5", "-inf", "1e3", "(x");
      case "lexmin" -> pick("-", "[a", "(b", "[m1", "(m2", "+", "[", "(", "x", "[m");
      case "lexmax" -> pick("+", "[z", "(m5", "[m9", "-", "(", "[c", "m");
      default -> throw new IllegalArgumentException("no words of kind " + kind);
    };
  }

  private byte[] key(String kind) {
    boolean own = !kind.equals("*") && random.nextInt(12) != 0;
    if (!own && random.nextInt(12) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> text("");
        case 1 -> new byte[] {(byte) 0xff, 0, ' ', '\n'};
        case 2 -> text("long:".repeat(30));
        default -> text("nosuch:" + random.nextInt(3));
      };
    }
    String type = own ? kind : pickText("s", "h", "l", "t", "z", "x");
    return text(type + ":" + (1 + random.nextInt(4)));
  }

  private byte[] value() {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> pick(INTS);
      case 6 -> pick(NOT_INTS);
      case 7, 8 -> pick(FLOATS);
      case 9 -> pick(NOT_FLOATS);
      case 10, 11, 12, 13 -> pick("a", "b", "c", "hello", "Hello", "x y", "ünï", "\"", "\\", "*");
      case 14 -> binary(1 + random.nextInt(80));
      case 15 -> text("" + random.nextLong());
      case 16 -> random.nextInt(4) == 0 ? sized(LARGE_SIZES) : sized(SIZES);
      case 17, 18 -> sized(SIZES);
      default -> text("v" + random.nextInt(1_000));
    };
  }

  private byte[] sized(int[] sizes) {
    byte[] bytes = new byte[sizes[random.nextInt(sizes.length)]];
    java.util.Arrays.fill(bytes, (byte) ('a' + random.nextInt(3)));
    return bytes;
  }

  private byte[] binary(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] field() {
    return switch (random.nextInt(24)) {
      case 0 -> value();
      case 1 -> pick(INTS);
      case 2, 3, 4, 5 -> text("f" + random.nextInt(700));
      default -> text("f" + random.nextInt(12));
    };
  }

  private byte[] member() {
    return switch (random.nextInt(24)) {
      case 0 -> value();
      case 1, 2 -> pick(INTS);
      case 3, 4 -> text("" + random.nextInt(700));
      case 5, 6, 7, 8, 9, 10, 11, 12 -> text("" + random.nextInt(12));
      default -> text("m" + random.nextInt(12));
    };
  }

  private byte[] score() {
    return switch (random.nextInt(10)) {
      case 0 -> pick(FLOATS);
      case 1 -> pick(NOT_FLOATS);
      case 2 -> pick(INTS);
      case 3 -> text("" + random.nextInt(100) / 8.0);
      default -> text("" + random.nextInt(6));
    };
  }

  private byte[] index() {
    return switch (random.nextInt(12)) {
      case 0 -> pick("-9223372036854775808", "9223372036854775807", "-1000", "1000", "300", "-300");
      case 1 -> pick(NOT_INTS);
      default -> text("" + (random.nextInt(14) - 5));
    };
  }

  private byte[] offset() {
    return switch (random.nextInt(14)) {
      case 0 -> pick("-1", "536870912", "9223372036854775807", "x", "4294967296");
      case 1 -> pick("1024", "4096", "16380");
      case 2, 3 -> text("" + random.nextInt(100));
      default -> text("" + random.nextInt(12));
    };
  }

  private byte[] bit() {
    return switch (random.nextInt(20)) {
      case 0 -> pick("-1", "4294967296", "9223372036854775807", "x", "", "1.5", "#1");
      case 1 -> text("" + random.nextInt(70_000));
      case 2, 3 -> text("" + random.nextInt(500));
      default -> text("" + random.nextInt(70));
    };
  }

  private byte[] bits() {
    return switch (random.nextInt(14)) {
      case 0 -> pick("u64", "i65", "u0", "i0", "i-1", "8", "x8", "", "u", "u08", "I8");
      case 1 -> pick("u63", "i64", "i63", "u1", "i1", "u62");
      case 2, 3, 4 -> text((random.nextBoolean() ? "u" : "i") + (1 + random.nextInt(63)));
      default -> pick("u8", "i8", "u4", "i5", "u2", "i16", "u32");
    };
  }

  private void bitField(List<byte[]> out) {
    if (random.nextInt(5) == 0) {
      addAll(out, "OVERFLOW", pickText("WRAP", "SAT", "FAIL", "fail", "sat", "NO"));
    }
    String verb = pickText("GET", "SET", "INCRBY", "incrby", "NO");
    byte[] place = random.nextInt(4) == 0 ? Bytes.concat(text("#"), bit()) : bit();
    addAll(out, verb);
    out.add(bits());
    out.add(place);
    if (!verb.equals("GET")) {
      out.add(random.nextInt(12) == 0 ? pick(NOT_INTS) : pick(INTS));
    }
  }

  private void sorting(List<byte[]> out) {
    for (int i = random.nextInt(3); i > 0; i--) {
      switch (random.nextInt(14)) {
        case 0 -> addAll(out, "LIMIT", pickText("-1", "0", "x", "300"), pickText("-1", "0", "2"));
        case 1, 2, 3 -> addAll(out, "LIMIT", "" + random.nextInt(6), "" + random.nextInt(6));
        case 4, 5, 6, 7 -> addAll(out, pickText("ALPHA", "alpha"));
        case 8 -> addAll(out, pickText("NO", "LIMIT", "BY", "STORE", "ASC"));
        case 9 -> addAll(out, "GET", pickText("#", "s:*", "h:*->f1", "nosuch"));
        default -> addAll(out, "DESC");
      }
    }
  }

  private void places(List<byte[]> out) {
    int count = random.nextInt(30) == 0 ? 1 + random.nextInt(150) : 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      longitudeAndLatitude(out);
      out.add(count > 5 ? text("p" + i) : word("place"));
    }
    if (random.nextInt(30) == 0) {
      out.removeLast();
    }
  }

  private void longitudeAndLatitude(List<byte[]> out) {
    switch (random.nextInt(20)) {
      case 0 ->
          addAll(
              out,
              pickText("180", "-180", "181", "0", "x", "inf", "-0"),
              pickText("85.05112878", "-85.05112878", "86", "0", "nan", "-0.0"));
      case 1, 2, 3, 4 ->
          addAll(
              out,
              "" + (random.nextInt(3_600_000) - 1_800_000) / 10_000.0,
              "" + (random.nextInt(1_700_000) - 850_000) / 10_000.0);
      case 5, 6 ->
          addAll(
              out,
              "" + (random.nextBoolean() ? 179.9 : -179.9) * random.nextDouble(0.999, 1),
              "" + random.nextDouble(-85, 85));
      default -> addAll(out, "" + random.nextDouble(12, 16), "" + random.nextDouble(36, 39));
    }
  }

  private byte[] side() {
    return switch (random.nextInt(14)) {
      case 0 -> pick("0", "-1", "x", "inf", "1e9", "20037726", "40000", "1e-9", "nan");
      case 1 -> text("" + random.nextInt(40_000));
      case 2 -> text("" + random.nextDouble(100));
      default -> text("" + random.nextInt(700));
    };
  }

  private void nearby(List<byte[]> out) {
    for (int i = random.nextInt(5); i > 0; i--) {
      switch (random.nextInt(11)) {
        case 0, 1 -> addAll(out, "WITHDIST");
        case 2, 3 -> addAll(out, "WITHCOORD");
        case 4 -> addAll(out, "withhash");
        case 5, 6 -> addAll(out, "COUNT", "" + (random.nextInt(12) - (i == 1 ? 1 : -1)));
        case 7 -> addAll(out, "COUNT", "" + (1 + random.nextInt(9)), "ANY");
        case 8 -> addAll(out, "DESC");
        case 9 -> addAll(out, random.nextInt(5) == 0 ? pickText("ANY", "COUNT", "NO") : "ASC");
        default -> addAll(out, "ASC");
      }
    }
  }

  private byte[] seconds(long unit) {
    return switch (random.nextInt(14)) {
      case 0 -> pick("0", "-1", "-1000", "abc", "1.5", "", "9223372036854775807");
      case 1 ->
          pick(
              "9223372036854775",
              "9223372036854776",
              "-9223372036854775808",
              "4611686018427387904");
      default -> text("" + (100 + random.nextInt(1_000_000)) * unit);
    };
  }

  private byte[] at(String zeros) {
    return switch (random.nextInt(12)) {
      case 0 -> pick("0", "-1", "abc", "9223372036854775807", "-9223372036854775808");
      case 1, 2 -> text("1000000000" + zeros);
      default -> text((4_000_000_000L + random.nextInt(1_000)) + zeros);
    };
  }

  private void aggregate(List<byte[]> out) {
    switch (random.nextInt(12)) {
      case 0 -> addAll(out, "WEIGHTS", "2");
      case 1 -> addAll(out, "WEIGHTS", "2", "-1.5");
      case 2 -> addAll(out, "WEIGHTS", "1", "inf", "0");
      case 3 -> addAll(out, "AGGREGATE", "MIN");
      case 4 -> addAll(out, "AGGREGATE", "MAX");
      case 5 -> addAll(out, "AGGREGATE", "SUM", "WEIGHTS", "x");
      case 6 -> addAll(out, "AGGREGATE", "AVG");
      default -> {}
    }
  }

  private void limit(List<byte[]> out) {
    switch (random.nextInt(10)) {
      case 8 -> addAll(out, "stream-node-max-entries", pickText("0", "1", "3", "10", "100", "100"));
      // never below 4096: the real server loses track of a node that then outgrows its first
      // allocation into the freed one of the node before
      case 9 -> addAll(out, "stream-node-max-bytes", pickText("0", "4096", "4097", "8kb", "1x"));
      case 0 -> addAll(out, "hash-max-listpack-entries", pickText("0", "4", "16", "128", "512"));
      case 1 -> addAll(out, "hash-max-listpack-value", pickText("8", "64", "100", "1000"));
      case 2 -> addAll(out, "set-max-intset-entries", pickText("0", "4", "100", "512"));
      case 3 -> addAll(out, "zset-max-listpack-entries", pickText("0", "4", "32", "128"));
      case 4 -> addAll(out, "zset-max-listpack-value", pickText("4", "64", "200"));
      case 5 -> {
        boolean depth = random.nextBoolean();
        String[] sizes = {"-5", "-2", "-1", "1", "4", "128"};
        String[] depths = {"0", "1", "1", "2", "3"};
        addAll(
            out,
            depth ? "list-compress-depth" : "list-max-listpack-size",
            pickText(depth ? depths : sizes));
      }
      case 6 -> {
        boolean hash = random.nextBoolean();
        addAll(
            out,
            hash ? "hash-max-ziplist-entries" : "hll-sparse-max-bytes",
            hash ? pickText("512", "x", "-1", "10mb") : pickText("0", "100", "1000", "3000"));
      }
      default ->
          addAll(
              out,
              pickText("no-such-thing", "hash-max-listpack-entries", "maxmemory"),
              pickText("", "x", "-1", "1.5"));
    }
  }

  private void nonsense(List<byte[]> out) {
    switch (random.nextInt(7)) {
      case 0 -> addAll(out, "nosuch", "a", "b");
      case 1 -> addAll(out, "");
      case 2 -> out.add(binary(5));
      case 3 -> addAll(out, "x".repeat(200), "y".repeat(200), "z");
      case 4 -> addAll(out, "get\r\nset", "a\r\nb");
      case 5 -> addAll(out, "GET key");
      default -> addAll(out, "config", "nosuch\r\n", "x");
    }
  }

  private void pairs(List<byte[]> out, Word first, Word second, int many) {
    if (random.nextInt(40) == 0) {
      int from = random.nextInt(many);
      int count = 1 + random.nextInt(many);
      boolean numbers = random.nextBoolean();
      for (int i = 0; i < count; i++) {
        boolean scores = many < 200;
        byte[] name = text((scores ? "m" : "f") + (from + i));
        byte[] value = text("" + (numbers ? i : "v"));
        out.add(scores ? text("" + i % 50) : name);
        out.add(scores ? name : value);
      }
      return;
    }
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      out.add(first.next());
      out.add(second.next());
    }
  }

  private void several(List<byte[]> out, Word word, int many) {
    if (random.nextInt(40) == 0) {
      int from = random.nextInt(many);
      int count = 1 + random.nextInt(many);
      String prefix = pickText("", "", "f", "m");
      for (int i = 0; i < count; i++) {
        out.add(text(prefix + (from + i)));
      }
      return;
    }
    repeat(out, 1 + random.nextInt(3), word);
  }

  private static void repeat(List<byte[]> out, int count, Word word) {
    for (int i = 0; i < count; i++) {
      out.add(word.next());
    }
  }

  /** Makes one word. */
  private interface Word {
    byte[] next();
  }

  private static void addAll(List<byte[]> out, String... words) {
    for (String word : words) {
      out.add(text(word));
    }
  }

  private byte[] pick(String... words) {
    return text(pickText(words));
  }

  private String pickText(String... words) {
    return words[random.nextInt(words.length)];
  }

  private static byte[] text(String text) {
    return Bytes.of(text);
  }
}
