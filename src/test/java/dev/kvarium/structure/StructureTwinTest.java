package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.LongDouble;
import dev.kvarium.base.Numbers;
import dev.kvarium.structure.Quicklist.Direction;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same random changes here and in a real redis-server 7.0; the bytes must be equal. */
@EnabledIf("dev.kvarium.structure.RealServer#isInstalled")
class StructureTwinTest {
  @TempDir static File directory;
  private static RealServer real;

  @BeforeAll
  static void start() throws Exception {
    real = RealServer.start(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    real.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, -2, 0",
    "2, -1, 0",
    "3, 4, 0",
    "4, 128, 0",
    "5, -2, 80",
    "6, 7, 50",
    "7, -1, 200",
    "8, 1, 0",
    "9, -3, 0"
  })
  void listsHaveTheSameNodesWithTheSameBytes(long seed, int fill, int plainThreshold)
      throws IOException {
    real.call("DEL", "l");
    real.call("CONFIG", "SET", "list-max-listpack-size", fill);
    real.call("DEBUG", "QUICKLIST-PACKED-THRESHOLD", plainThreshold + "B");
    Random random = new Random(seed);
    Quicklist list =
        new Quicklist(fill, 0, plainThreshold == 0 ? Quicklist.PLAIN_THRESHOLD : plainThreshold);
    for (int step = 0; step < 4000; step++) {
      change(list, random, step);
      assertThat(nodes(list))
          .as("seed %d step %d", seed, step)
          .isEqualTo(nodes(real.call("DUMP", "l")));
    }
  }

  private static void change(Quicklist list, Random random, int step) throws IOException {
    byte[] value =
        random.nextInt(40) == 0
            ? RandomBytes.string(random, random.nextInt(9000))
            : RandomBytes.element(random);
    int size = (int) list.length();
    int index = size == 0 ? 0 : random.nextInt(size) - (random.nextBoolean() ? size : 0);
    switch (random.nextInt(size == 0 ? 2 : step % 1000 > 800 ? 12 : 9)) {
      case 0 -> {
        real.call("RPUSH", "l", value);
        list.pushTail(value);
      }
      case 1 -> {
        real.call("LPUSH", "l", value);
        list.pushHead(value);
      }
      case 2, 3, 4, 5 -> {
        boolean after = random.nextBoolean();
        byte[] pivot = list.get(index);
        real.call("LINSERT", "l", after ? "AFTER" : "BEFORE", pivot, value);
        QuicklistIterator walk = list.iterator(Direction.HEAD_TO_TAIL);
        while (walk.advance()) {
          if (walk.valueEquals(pivot)) {
            if (after) {
              walk.insertAfter(value);
            } else {
              walk.insertBefore(value);
            }
            break;
          }
        }
      }
      case 6 -> {
        real.call("LSET", "l", index, value);
        list.set(index, value);
      }
      case 7 -> {
        boolean fromHead = random.nextBoolean();
        byte[] gone = list.get(index);
        real.call("LREM", "l", fromHead ? 1 : -1, gone);
        QuicklistIterator walk =
            list.iterator(fromHead ? Direction.HEAD_TO_TAIL : Direction.TAIL_TO_HEAD);
        while (walk.advance()) {
          if (walk.valueEquals(gone)) {
            walk.remove();
            break;
          }
        }
      }
      case 8 -> {
        boolean head = random.nextBoolean();
        byte[] popped = head ? list.popHead() : list.popTail();
        assertThat(real.call(head ? "LPOP" : "RPOP", "l")).isEqualTo(popped);
      }
      default -> {
        int front = random.nextInt(3) * random.nextInt(20);
        int back = random.nextInt(3) * random.nextInt(20);
        real.call("LTRIM", "l", front, -1 - back);
        if (front + back >= size) {
          list.deleteRange(0, size);
        } else {
          list.deleteRange(0, front);
          list.deleteRange(-back, back);
        }
      }
    }
  }

  private static List<String> nodes(Quicklist list) {
    List<String> out = new ArrayList<>();
    for (QuicklistNode node = list.head(); node != null; node = node.next()) {
      byte[] bytes = node.isPlain() ? node.plain() : node.pack().copyBytes();
      out.add((node.isPlain() ? "plain " : "packed ") + Bytes.hex(bytes));
    }
    return out;
  }

  /** The nodes in a DUMP of a list: type 18, then for each its container and its bytes. */
  private static List<String> nodes(byte[] dump) {
    List<String> out = new ArrayList<>();
    if (dump.length == 0) {
      return out;
    }
    assertThat(dump[0]).isEqualTo((byte) 18);
    Dump in = new Dump(dump);
    for (long left = in.length(); left > 0; left--) {
      String container = in.length() == 1 ? "plain " : "packed ";
      out.add(container + Bytes.hex(in.string()));
    }
    return out;
  }

  /** The length-prefixed parts of an RDB payload, behind its type byte. */
  private static final class Dump {
    private final byte[] bytes;
    private int at = 1;

    Dump(byte[] bytes) {
      this.bytes = bytes;
    }

    long length() {
      int first = bytes[at++] & 0xff;
      switch (first >> 6) {
        case 0 -> {
          return first;
        }
        case 1 -> {
          return (first & 63) << 8 | bytes[at++] & 0xff;
        }
        default -> {
          long value = 0;
          for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[at++] & 0xff;
          }
          return value;
        }
      }
    }

    byte[] string() {
      int first = bytes[at] & 0xff;
      if (first >> 6 == 3) {
        at++;
        long value = 0;
        int width = 1 << (first & 63);
        for (int i = 0; i < width; i++) {
          value |= (long) bytes[at++] << 8 * i & (i == width - 1 ? -1L : 0xffL << 8 * i);
        }
        return Numbers.toBytes(value);
      }
      int length = (int) length();
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void listpackOfAHashHasTheSameBytes(long seed) throws IOException {
    real.call("DEL", "h");
    real.call("CONFIG", "SET", "hash-max-listpack-value", 100_000);
    Random random = new Random(seed);
    Listpack pack = new Listpack();
    for (int step = 0; step < 3000; step++) {
      byte[] field = Bytes.of(Integer.toString(random.nextInt(60) - 5));
      int at = pack.find(pack.first(), field, 1);
      if (random.nextInt(3) == 0) {
        real.call("HDEL", "h", field);
        if (at != Listpack.NONE) {
          pack.deleteRangeAt(at, 2);
        }
      } else {
        byte[] value =
            random.nextInt(50) == 0
                ? RandomBytes.string(random, random.nextInt(20_000))
                : RandomBytes.element(random);
        real.call("HSET", "h", field, value);
        if (at == Listpack.NONE) {
          pack.append(field);
          pack.append(value);
        } else {
          pack.replace(pack.next(at), value);
        }
      }
      if (pack.first() != Listpack.NONE) {
        assertThat(new Dump(real.call("DUMP", "h")).string())
            .as("seed %d step %d", seed, step)
            .isEqualTo(pack.copyBytes());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void intsetHasTheSameBytes(long seed) throws IOException {
    real.call("DEL", "s");
    Random random = new Random(seed);
    Intset set = new Intset();
    for (int step = 0; step < 1500; step++) {
      int bits = step < 600 ? 8 : step < 1000 ? 20 : 40;
      long value = random.nextLong() >> (64 - bits);
      if (random.nextInt(5) < 2 && set.length() > 0 || set.length() > 500) {
        long gone = set.get(random.nextInt(set.length()));
        real.call("SREM", "s", gone);
        set.remove(gone);
      } else {
        real.call("SADD", "s", value);
        set.add(value);
      }
      if (set.length() == 0) {
        set = new Intset();
      } else {
        assertThat(new Dump(real.call("DUMP", "s")).string())
            .as("seed %d step %d", seed, step)
            .isEqualTo(set.copyBytes());
      }
    }
  }

  @Test
  void scoresAreReadAndPrintedAlike() throws IOException {
    Random random = new Random(17);
    real.call("DEL", "z");
    for (int i = 0; i < 6000; i++) {
      byte[] text = number(random);
      byte[] added = real.call("ZADD", "z", text, "m");
      double mine = Numbers.parseDouble(text);
      if (added[0] == '-') {
        assertThat(mine).as(Bytes.repr(text)).isNaN();
      } else {
        Listpack pack = new Listpack();
        pack.append(Bytes.of("m"));
        pack.appendScore(mine);
        assertThat(Bytes.text(Numbers.replyDouble(pack.getDouble(pack.last()))))
            .as(Bytes.repr(text))
            .isEqualTo(Bytes.text(real.call("ZSCORE", "z", "m")));
        assertThat(pack.copyBytes())
            .as(Bytes.repr(text))
            .isEqualTo(new Dump(real.call("DUMP", "z")).string());
        assertThat(pack.getDouble(pack.last()) == mine).as(Bytes.repr(text)).isTrue();
      }
      real.call("DEL", "z");
    }
  }

  @Test
  void boundsOfScoreRangesAreReadAlike() throws IOException {
    Random random = new Random(19);
    real.call("DEL", "z");
    for (int i = -40; i <= 40; i++) {
      real.call("ZADD", "z", i / 4.0, "m" + i);
    }
    for (int i = 0; i < 3000; i++) {
      byte[] text = number(random);
      if (random.nextInt(4) == 0) {
        text = Bytes.concat(Bytes.of(random.nextBoolean() ? " " : "\t"), text);
      }
      if (random.nextInt(8) == 0) {
        text = Bytes.concat(text, new byte[] {0, 'x'});
      }
      byte[] count = real.call("ZCOUNT", "z", text, "+inf");
      double mine = Numbers.parseBound(text, 0);
      if (count[0] == '-') {
        assertThat(mine).as(Bytes.repr(text)).isNaN();
      } else {
        long expected = 0;
        for (int k = -40; k <= 40; k++) {
          expected += k / 4.0 >= mine ? 1 : 0;
        }
        assertThat(expected).as(Bytes.repr(text)).isEqualTo(Numbers.parseLong(count));
      }
    }
  }

  @Test
  void incrbyfloatAddsAndPrintsAlike() throws IOException {
    Random random = new Random(23);
    for (int i = 0; i < 6000; i++) {
      byte[] a = number(random);
      byte[] b = number(random);
      String where = Bytes.repr(a) + " + " + Bytes.repr(b);
      real.call("SET", "f", a);
      byte[] sum = real.call("INCRBYFLOAT", "f", b);
      if (!LongDouble.isNumber(a) || !LongDouble.isNumber(b)) {
        assertThat(Bytes.text(sum)).as(where).isEqualTo("-ERR value is not a valid float");
        continue;
      }
      LongDouble mine = LongDouble.parse(a).plus(LongDouble.parse(b));
      if (mine.isFinite()) {
        assertThat(Bytes.text(mine.toBytes())).as(where).isEqualTo(Bytes.text(sum));
      } else {
        assertThat(Bytes.text(sum))
            .as(where)
            .isEqualTo("-ERR increment would produce NaN or Infinity");
      }
    }
  }

  /** Mostly numbers: integers, decimals, exponents, halves between doubles, and near misses. */
  private static byte[] number(Random random) {
    String sign = random.nextInt(4) == 0 ? "-" : random.nextInt(12) == 0 ? "+" : "";
    String text =
        switch (random.nextInt(14)) {
          case 0 -> Long.toString(random.nextLong() >>> 1 + random.nextInt(62));
          case 1 -> Integer.toString(random.nextInt(1000));
          case 2, 3 -> random.nextInt(10_000) / 100.0 + "";
          case 4 -> Double.toString(Double.longBitsToDouble(random.nextLong() >>> 1));
          case 5 -> random.nextInt(1000) + "e" + (random.nextInt(700) - 350);
          case 6 -> "0." + Long.toString(random.nextLong() >>> 1) + (random.nextLong() >>> 1);
          case 7 -> Long.toString(random.nextLong() >>> 1) + "." + random.nextInt(1000);
          case 8 -> random.nextInt(100) + "e" + (random.nextInt(10_200) - 5100);
          case 9 -> "0x" + Long.toHexString(random.nextLong()) + "p" + (random.nextInt(120) - 60);
          case 10 -> "0x" + random.nextInt(100) + "." + Integer.toHexString(random.nextInt(999));
          case 11 ->
              (1L << 53) + 2L * random.nextInt(1000) + 1 + "." + (random.nextBoolean() ? "0" : "1");
          case 12 -> List.of("inf", "Infinity", "nan", "nan(1)", "infi").get(random.nextInt(5));
          default ->
              List.of(
                      "", ".", "1.", ".5", "1e", "1e+", "0x", "1 ", "1f", "--1", "0x.p1", "0e9999",
                      "1e-9999", "00012", "0x1p", "1_0", "0b1")
                  .get(random.nextInt(17));
        };
    return Bytes.of(sign + text);
  }
}
