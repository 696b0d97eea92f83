package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists whose inner nodes are compressed, beside the real server: sizes after every change. */
class ListCompressionTwinTest {
  private static final int STEPS = 1_500;

  private final Deque<String> steps = new ArrayDeque<>();

  @ParameterizedTest
  @CsvSource({"1,4,0", "2,4,0", "3,2,0", "1,-1,0", "1,8,60", "2,3,60"})
  void sizesAreTheServers(int depth, int fill, int plainFrom) throws IOException {
    try (RealRedis real = RealRedis.start()) {
      RespLink link = real.connect();
      Ours ours = new Ours(1);
      ask(link, ours, "CONFIG", "SET", "list-compress-depth", "" + depth);
      ask(link, ours, "CONFIG", "SET", "list-max-listpack-size", "" + fill);
      ask(link, ours, "DEBUG", "QUICKLIST-PACKED-THRESHOLD", "" + plainFrom);
      Random random = new Random(depth * 31L + fill);
      for (int i = 0; i < STEPS; i++) {
        ask(link, ours, step(random));
        ask(link, ours, "MEMORY", "USAGE", "l", "SAMPLES", "0");
        if (i % 50 == 0) {
          ask(link, ours, "DUMP", "l");
          ask(link, ours, "COPY", "l", "copied", "REPLACE");
          ask(link, ours, "MEMORY", "USAGE", "copied", "SAMPLES", "0");
        }
      }
    }
  }

  private static String[] step(Random random) {
    String at = "" + (random.nextInt(60) - 30);
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> new String[] {"RPUSH", "l", value(random), value(random)};
      case 3, 4 -> new String[] {"LPUSH", "l", value(random)};
      case 5 -> new String[] {"LSET", "l", at, value(random)};
      case 6, 7 ->
          new String[] {
            "LINSERT",
            "l",
            random.nextBoolean() ? "BEFORE" : "AFTER",
            "v" + random.nextInt(9),
            value(random)
          };
      case 8 -> new String[] {"LREM", "l", "" + (random.nextInt(3) - 1), "v" + random.nextInt(9)};
      case 9 -> new String[] {"LINDEX", "l", at};
      case 10 -> new String[] {"LRANGE", "l", at, "" + random.nextInt(40)};
      case 11 -> new String[] {random.nextBoolean() ? "LPOP" : "RPOP", "l"};
      case 12 ->
          random.nextInt(8) == 0
              ? new String[] {"LTRIM", "l", "" + random.nextInt(9), "-" + (1 + random.nextInt(9))}
              : new String[] {"LPOS", "l", "v" + random.nextInt(9)};
      default -> new String[] {"RPUSH", "l", "v" + random.nextInt(9)};
    };
  }

  private static String value(Random random) {
    String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(90);
    boolean compressible = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      text.append(compressible ? letters.charAt(i / 9) : letters.charAt(random.nextInt(62)));
    }
    return random.nextInt(3) == 0 ? "v" + random.nextInt(9) : text.toString();
  }

  private void ask(RespLink link, Ours ours, String... words) throws IOException {
    steps.addLast(String.join(" ", words));
    if (steps.size() > 12) {
      steps.removeFirst();
    }
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    String there = Bytes.latin1Text(link.ask(words));
    String here = Bytes.latin1Text(ours.run(argv));
    assertThat(here).as(String.join("\n", steps)).isEqualTo(there);
  }
}
