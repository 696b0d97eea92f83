package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Commands that make values of every type, encoding and size, with seeded chance. */
final class RandomValues {
  private static final int[] EDGES = {
    0, 1, 11, 12, 19, 20, 21, 22, 31, 32, 33, 43, 44, 45, 63, 64, 65, 127, 128, 253, 254, 255, 256,
    4094, 4095, 4096, 8191, 8192, 8193, 16383, 16384, 16385
  };

  private final SplittableRandom random;

  RandomValues(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Limits under which the next value is made. */
  List<byte[][]> limits() {
    List<byte[][]> out = new ArrayList<>();
    out.add(limit("list-max-listpack-size", pick("-2", "-1", "-3", "5", "1", "128")));
    out.add(limit("hash-max-listpack-entries", pick("512", "512", "8", "0")));
    out.add(limit("hash-max-listpack-value", pick("64", "64", "1000", "70000")));
    out.add(limit("zset-max-listpack-entries", pick("128", "128", "5", "0")));
    out.add(limit("zset-max-listpack-value", pick("64", "64", "1000")));
    out.add(limit("set-max-intset-entries", pick("512", "512", "6")));
    out.add(limit("rdbcompression", pick("yes", "yes", "yes", "no")));
    return out;
  }

  private static byte[][] limit(String name, String value) {
    return words("CONFIG", "SET", name, value);
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  /** Commands that make a key of some type. */
  List<byte[][]> commands(byte[] key) {
    List<byte[][]> out = new ArrayList<>();
    int size = random.nextInt(4) == 0 ? 1 + random.nextInt(700) : 1 + random.nextInt(20);
    switch (random.nextInt(11)) {
      case 0, 1 -> out.add(new byte[][] {Bytes.of("SET"), key, element()});
      case 2 -> {
        out.add(new byte[][] {Bytes.of("SET"), key, element()});
        out.add(new byte[][] {Bytes.of("APPEND"), key, element()});
      }
      case 3, 4 -> {
        for (int i = 0; i < size; i++) {
          out.add(new byte[][] {Bytes.of(pick("RPUSH", "RPUSH", "LPUSH")), key, element()});
        }
        for (int i = random.nextInt(6); i > 0; i--) {
          out.add(
              new byte[][] {
                Bytes.of("LSET"), key, Bytes.of("" + random.nextInt(1 + size / 3)), element()
              });
        }
      }
      case 5 -> {
        int bits = random.nextInt(64);
        for (int i = 0; i < size; i++) {
          byte[] number = Bytes.of("" + (random.nextLong() >> bits));
          out.add(new byte[][] {Bytes.of("SADD"), key, number});
        }
      }
      case 6 -> {
        for (int i = 0; i < size; i++) {
          out.add(new byte[][] {Bytes.of("SADD"), key, element()});
        }
      }
      case 10 -> {
        for (int i = 0; i < size; i++) {
          byte[] id = Bytes.of((1 + i / 3) + "-" + (1 + i % 3));
          out.add(new byte[][] {Bytes.of("XADD"), key, id, element(), element()});
        }
        out.add(
            new byte[][] {Bytes.of("XGROUP"), Bytes.of("CREATE"), key, element(), Bytes.of("0")});
        if (size > 3) {
          out.add(new byte[][] {Bytes.of("XDEL"), key, Bytes.of("1-2")});
        }
      }
      case 7, 8 -> {
        for (int i = 0; i < size; i++) {
          out.add(new byte[][] {Bytes.of("ZADD"), key, score(), element()});
        }
      }
      default -> {
        for (int i = 0; i < size; i++) {
          out.add(new byte[][] {Bytes.of("HSET"), key, element(), element()});
        }
      }
    }
    return out;
  }

  /** Commands that give the entries of a stream to groups of consumers, who keep some of them. */
  List<byte[][]> deliveries(byte[] key) {
    List<byte[][]> out = new ArrayList<>();
    if (random.nextBoolean()) {
      return out;
    }
    out.add(at(key, "XGROUP", "CREATE", "", "readers", "0"));
    for (String reader : List.of("ada", "ben", "ada")) {
      out.add(
          at(
              key,
              ("XREADGROUP GROUP readers " + reader + " COUNT " + (1 + random.nextInt(4)))
                  .concat(" STREAMS  >")
                  .split(" ", -1)));
    }
    out.add(at(key, "XACK", "", "readers", "1-1", "1-3"));
    out.add(at(key, "XGROUP", "CREATECONSUMER", "", "readers", "idle one"));
    out.add(
        at(
            key,
            "XCLAIM",
            "",
            "readers",
            "cyd",
            "0",
            "2-1",
            "TIME",
            "1700000000000",
            "RETRYCOUNT",
            "7"));
    out.add(at(key, "XDEL", "", "2-2"));
    return out;
  }

  /** A command with the key in the place of the word that is empty. */
  private static byte[][] at(byte[] key, String... words) {
    byte[][] argv = words(words);
    for (int i = 0; i < words.length; i++) {
      argv[i] = words[i].isEmpty() ? key : argv[i];
    }
    return argv;
  }

  private byte[] score() {
    return switch (random.nextInt(6)) {
      case 0 -> Bytes.of("" + random.nextInt(10));
      case 1 -> Bytes.of("" + (random.nextLong() >> random.nextInt(64)));
      case 2 -> Bytes.of("" + random.nextDouble());
      case 3 -> Bytes.of(pick("inf", "-inf", "-0", "1e300", "-1.5e-300", "0.1"));
      default -> Bytes.of("" + random.nextInt(1000) / 4.0);
    };
  }

  /** An integer of any width, or bytes of any length and any regularity. */
  byte[] element() {
    if (random.nextInt(3) == 0) {
      return Bytes.of("" + (random.nextLong() >> random.nextInt(64)));
    }
    int length =
        switch (random.nextInt(12)) {
          case 0 -> EDGES[random.nextInt(EDGES.length)];
          case 1 -> random.nextInt(3000);
          case 2 -> random.nextInt(30) == 0 ? random.nextInt(70_000) : random.nextInt(300);
          case 3, 4, 5 -> random.nextInt(100);
          default -> random.nextInt(24);
        };
    byte[] out = new byte[length];
    int letters = random.nextInt(4) == 0 ? 256 : 1 + random.nextInt(26);
    int from = letters == 256 ? 0 : 'a';
    int i = 0;
    while (i < length) {
      if (i > 4 && random.nextInt(8) == 0) {
        int back = 1 + random.nextInt(i);
        for (int count = random.nextInt(random.nextInt(5) == 0 ? 600 : 20); count > 0; count--) {
          if (i == length) {
            break;
          }
          out[i] = out[i - back];
          i++;
        }
      } else {
        out[i++] = (byte) (from + random.nextInt(letters));
      }
    }
    return out;
  }

  static byte[][] words(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }
}
