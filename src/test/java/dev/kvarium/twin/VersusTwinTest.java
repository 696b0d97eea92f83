package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.memcached.RealMemcached;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code :versus} says that items take, beside what they take in both real servers. */
class VersusTwinTest {
  private static final int ITEMS = 12_500;

  /** Rows of the measured figures: strings, with a time to live, packed, chunk. */
  private static final int[][] MEASURED = {
    {10, 91, 133, 16, 96}, {100, 187, 229, 164, 192}, {400, 523, 565, 500, 480}
  };

  private static final Pattern SENTENCE =
      Pattern.compile(
          "A value of (\\d+) B takes ([0-9.]+) as a string of Redis, ([0-9.]+) with a time to live,"
              + " ([0-9.]+) as one of 100 to a (\\w+); in Memcached ([0-9.]+) with its header, in a"
              + " chunk of ([0-9.]+), class (\\d+)\\.");

  private static String told(String line) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    return lab.enter(line).parts().stream()
        .filter(Part.Picture.class::isInstance)
        .map(part -> ((Part.Picture) part).picture().narration())
        .findFirst()
        .orElseThrow();
  }

  private static List<MatchResult> sentences(String line) {
    return SENTENCE.matcher(told(line).replaceAll("(\\d),(\\d)", "$1$2")).results().toList();
  }

  private static double figure(MatchResult sentence, int group) {
    return Double.parseDouble(sentence.group(group));
  }

  @Test
  void theFiguresAreThoseThatWereMeasured() {
    List<MatchResult> sentences = sentences(":versus");
    assertThat(sentences).hasSize(MEASURED.length);
    for (int i = 0; i < MEASURED.length; i++) {
      MatchResult told = sentences.get(i);
      for (int column = 0; column < 4; column++) {
        assertThat(figure(told, new int[] {2, 3, 4, 7}[column]))
            .as("%d B, column %d", MEASURED[i][0], column)
            .isCloseTo(MEASURED[i][column + 1], within(0.6));
      }
    }
  }

  @Test
  void bothServersTakeAsMuch() throws Exception {
    for (MatchResult told : sentences(":versus 10 400")) {
      int length = Integer.parseInt(told.group(1));
      String value = "x".repeat(length);
      try (RealRedis redis = RealRedis.start()) {
        RespLink link = redis.connect();
        assertThat(figure(told, 2))
            .as("a string of %d B", length)
            .isCloseTo(grown(link, i -> words("SET", key(i), value)), within(0.3));
        assertThat(figure(told, 3))
            .as("%d B with a time to live", length)
            .isCloseTo(grown(link, i -> words("SET", key(i), value, "EX", "1000000")), within(0.3));
        assertThat(figure(told, 4))
            .as("%d B packed", length)
            .isCloseTo(
                grown(link, i -> words("HSET", key(i / 100), Integer.toString(i % 100), value)),
                within(0.3));
      }
      try (RealMemcached memcached = new RealMemcached("-m", "1024")) {
        StringBuilder sets = new StringBuilder();
        for (int i = 0; i < ITEMS; i++) {
          sets.append("set ").append(key(i)).append(" 0 0 ").append(length).append(" noreply\r\n");
          sets.append(value).append("\r\n");
        }
        memcached.send(sets.toString());
        String slabs = memcached.send("stats slabs\r\n");
        String slabClass = told.group(8);
        assertThat(slabs)
            .contains("STAT " + slabClass + ":used_chunks " + ITEMS)
            .contains("STAT " + slabClass + ":chunk_size " + (int) figure(told, 7));
        assertThat(memcached.send("stats\r\n"))
            .contains("STAT bytes " + (long) (figure(told, 6) * ITEMS));
      }
    }
  }

  private static String key(int number) {
    return String.format("key:%06d", number);
  }

  private static byte[][] words(String... words) {
    byte[][] request = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      request[i] = words[i].getBytes(StandardCharsets.US_ASCII);
    }
    return request;
  }

  /** By how much a real server grows for one of these commands; it is emptied before. */
  private static double grown(RespLink link, IntFunction<byte[][]> commands)
      throws IOException, InterruptedException {
    link.ask(commands.apply(0));
    link.ask("FLUSHALL");
    long before = settled(link);
    List<byte[][]> all = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      all.add(commands.apply(i));
      if (all.size() == 100) {
        link.ask(all);
        all.clear();
      }
    }
    link.ask(all);
    return (settled(link) - before) / (double) ITEMS;
  }

  /** What it takes once it has rehashed, and forgotten how large its buffers were. */
  private static long settled(RespLink link) throws IOException, InterruptedException {
    long last = -1;
    int same = 0;
    while (same < 5) {
      Thread.sleep(200);
      String told = new String(link.ask("INFO", "memory"), StandardCharsets.UTF_8);
      Matcher used = Pattern.compile("used_memory:(\\d+)").matcher(told);
      assertThat(used.find()).isTrue();
      long now = Long.parseLong(used.group(1));
      same = now == last ? same + 1 : 0;
      last = now;
    }
    return last;
  }
}
