package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists whose inner nodes are compressed: after every change the same nodes in the same form. */
class CompressedListsTwinTest {
  private static final int STEPS = Integer.getInteger("lists.steps", 1500);

  @ParameterizedTest
  @CsvSource({
    "1, 1, -1, 0",
    "2, 2, 4, 0",
    "3, 1, 3, 0",
    "4, 3, 8, 0",
    "5, 1, 5, 60",
    "6, 2, 3, 40",
    "7, 1, 1, 0",
    "8, 100, 2, 50"
  })
  void everyNodeIsCompressedWhereTheServersIs(long seed, int depth, int fill, int plainFrom)
      throws IOException {
    Ours ours = new Ours(seed);
    SplittableRandom random = new SplittableRandom(seed);
    RandomValues values = new RandomValues(seed);
    try (RealRedis real = RealRedis.start()) {
      RespLink link = real.connect();
      both(ours, link, line("CONFIG SET list-compress-depth " + depth));
      both(ours, link, line("CONFIG SET list-max-listpack-size " + fill));
      both(ours, link, line("DEBUG QUICKLIST-PACKED-THRESHOLD " + plainFrom + "B"));
      for (int step = 0; step < STEPS; step++) {
        byte[][] command = command(random, values);
        both(ours, link, command);
        String where =
            "seed " + seed + " step " + step + " " + Bytes.repr(command[0]) + command.length;
        for (String each : List.of("DUMP l", "MEMORY USAGE l SAMPLES 0")) {
          byte[] there = link.ask(line(each));
          byte[] here = ours.run(line(each));
          if (!Arrays.equals(here, there)) {
            assertThat(Bytes.repr(here)).as(where + " " + each).isEqualTo(Bytes.repr(there));
          }
        }
      }
      assertThat(Bytes.text(ours.run(line("DEBUG OBJECT l")))).contains("ql_compressed:1");
    }
  }

  private static byte[][] command(SplittableRandom random, RandomValues values) {
    byte[] element =
        random.nextBoolean()
            ? values.element()
            : Bytes.of("word ".repeat(1 + random.nextInt(20)) + random.nextInt(50));
    String index = "" + (random.nextInt(40) - 20);
    byte[] some = Bytes.of("word ".repeat(1 + random.nextInt(3)) + random.nextInt(50));
    return switch (random.nextInt(random.nextInt(40) == 0 ? 15 : 13)) {
      case 0, 1, 2 -> words("RPUSH l", element, some);
      case 3, 4 -> words("LPUSH l", element, some);
      case 5 -> words("LINSERT l " + (random.nextBoolean() ? "BEFORE" : "AFTER"), some, element);
      case 6 -> words("LSET l " + index, element);
      case 7 -> words("LREM l " + (random.nextInt(3) - 1), some);
      case 8 -> line((random.nextBoolean() ? "LPOP" : "RPOP") + " l");
      case 9 -> line("LINDEX l " + index);
      case 10 -> line("LRANGE l " + index + " " + random.nextInt(30));
      case 11 -> line("RPOPLPUSH l l");
      case 12 -> words("LPOS l", some);
      case 13 -> line("LTRIM l " + random.nextInt(4) + " -" + (1 + random.nextInt(4)));
      default -> line("COPY l l2 REPLACE");
    };
  }

  private static void both(Ours ours, RespLink link, byte[][] command) throws IOException {
    assertThat(Bytes.repr(ours.run(command))).isEqualTo(Bytes.repr(link.ask(command)));
  }

  private static byte[][] line(String line) {
    return RandomValues.words(line.split(" "));
  }

  private static byte[][] words(String line, byte[]... more) {
    List<byte[]> words = new ArrayList<>(List.of(line(line)));
    words.addAll(List.of(more));
    return words.toArray(byte[][]::new);
  }
}
