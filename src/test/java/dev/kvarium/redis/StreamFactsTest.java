package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.Event;
import dev.kvarium.event.StreamEvent;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The facts of streams, folded, are what the commands tell. */
class StreamFactsTest {
  private final TestNode redis = new TestNode();
  private final SortedMap<String, Long> lengths = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, String>> pending = new TreeMap<>();
  private int taken;

  private SortedMap<String, String> pendingOf(StreamEvent event, Object group) {
    return pending.computeIfAbsent(event.key() + " " + group, none -> new TreeMap<>());
  }

  private void fold() {
    for (Event each : redis.events.subList(taken, redis.events.size())) {
      if (each instanceof StreamEvent event) {
        take(event);
      }
    }
    taken = redis.events.size();
  }

  private void take(StreamEvent event) {
    String key = event.key().toString();
    switch (event) {
      case StreamEvent.Appended e -> lengths.merge(key, 1L, Long::sum);
      case StreamEvent.Deleted e -> lengths.merge(key, -1L, Long::sum);
      case StreamEvent.Trimmed e -> {
        lengths.merge(key, -e.entries(), Long::sum);
        assertThat(lengths.get(key)).isEqualTo(e.left());
      }
      case StreamEvent.GroupDestroyed e ->
          assertThat(pendingOf(e, e.group())).hasSize((int) e.pending());
      case StreamEvent.ConsumerRemoved e -> {
        SortedMap<String, String> entries = pendingOf(e, e.group());
        int before = entries.size();
        entries.values().removeIf(e.consumer().toString()::equals);
        assertThat(before - entries.size()).isEqualTo((int) e.pending());
      }
      case StreamEvent.Delivered e -> {
        if (e.pending()) {
          pendingOf(e, e.group()).put(e.id(), e.consumer().toString());
        }
      }
      case StreamEvent.Claimed e -> {
        String had = pendingOf(e, e.group()).put(e.id(), e.consumer().toString());
        assertThat(had == null ? "" : had).isEqualTo(e.from().toString());
      }
      case StreamEvent.Acknowledged e ->
          assertThat(pendingOf(e, e.group()).remove(e.id())).isEqualTo(e.consumer().toString());
      case StreamEvent.Dropped e ->
          assertThat(pendingOf(e, e.group()).remove(e.id())).isEqualTo(e.consumer().toString());
      case StreamEvent.NodeOpened e -> assertThat(e.nodes()).isPositive();
      case StreamEvent.IdSet e -> {}
      case StreamEvent.GroupCreated e -> {}
      case StreamEvent.GroupMoved e -> {}
      case StreamEvent.ConsumerCreated e -> {}
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void foldedTheyAreTheLengthsAndWhatIsPending(long seed) {
    Random random = new Random(seed);
    redis.run("CONFIG SET stream-node-max-entries 4");
    for (String key : new String[] {"x", "y"}) {
      redis.run("XGROUP CREATE " + key + " g 0 MKSTREAM");
    }
    for (int step = 1; step < 1500; step++) {
      String key = random.nextBoolean() ? "x" : "y";
      String consumer = random.nextBoolean() ? "alice" : "bob";
      String id = Math.max(1, step - random.nextInt(60)) + "-0";
      redis.run(
          switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> "XADD " + key + " " + step + "-0 f " + step;
            case 4, 5, 6 -> "XREADGROUP GROUP g " + consumer + " COUNT 3 STREAMS " + key + " >";
            case 7 -> "XREADGROUP GROUP g " + consumer + " COUNT 1 NOACK STREAMS " + key + " >";
            case 8 -> "XDEL " + key + " " + id;
            case 9 -> "XACK " + key + " g " + id;
            case 10 -> "XCLAIM " + key + " g " + consumer + " 0 " + id + " FORCE";
            case 11 -> "XAUTOCLAIM " + key + " g " + consumer + " 0 " + id + " COUNT 4";
            case 12 ->
                random.nextInt(4) > 0
                    ? "XTRIM " + key + " MAXLEN " + (random.nextBoolean() ? "~ " : "") + "15"
                    : "XGROUP DELCONSUMER " + key + " g " + consumer;
            default -> "XREADGROUP GROUP g " + consumer + " STREAMS " + key + " 0";
          });
      fold();
      for (String each : new String[] {"x", "y"}) {
        assertThat(redis.say("XLEN " + each)).isEqualTo("" + lengths.getOrDefault(each, 0L));
        StringBuilder wanted = new StringBuilder();
        SortedMap<Long, String> entries = new TreeMap<>();
        pending
            .getOrDefault(each + " g", new TreeMap<>())
            .forEach((name, who) -> entries.put(Long.parseLong(name.split("-")[0]), who));
        entries.forEach((name, who) -> wanted.append(name).append("-0 ").append(who).append(' '));
        String told = redis.say("XPENDING " + each + " g - + 10000");
        StringBuilder found = new StringBuilder();
        for (String entry : told.split("\\], \\[")) {
          String[] words = entry.replaceAll("[\\[\\]]", "").split(", ");
          if (words.length == 4) {
            found.append(words[0]).append(' ').append(words[1]).append(' ');
          }
        }
        assertThat(found.toString()).isEqualTo(wanted.toString());
      }
    }
  }
}
