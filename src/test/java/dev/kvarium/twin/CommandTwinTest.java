package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Command;
import dev.kvarium.wire.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What COMMAND INFO says of every command, beside the real server. */
class CommandTwinTest {
  private static final List<String> FIELDS =
      List.of("name", "arity", "flags", "first", "last", "step", "categories", "tips", "keys");

  @Test
  void arityFlagsCategoriesAndKeysAreTheServers() throws IOException {
    try (RealRedis real = RealRedis.start()) {
      RespLink link = real.connect();
      link.ask("HELLO", "3");
      Ours ours = new Ours(1);
      ours.run(Bytes.of("HELLO"), Bytes.of("3"));
      List<String> differences = new ArrayList<>();
      for (Command command : ours.node().commands().flat()) {
        String name = command.name();
        List<Reply> there =
            Same.items(Same.items(Same.parse(link.ask("COMMAND", "INFO", name))).getFirst());
        List<Reply> here =
            Same.items(
                Same.items(
                        Same.parse(ours.run(Bytes.of("COMMAND"), Bytes.of("INFO"), Bytes.of(name))))
                    .getFirst());
        for (int i = 0; i < FIELDS.size(); i++) {
          boolean ordered = !FIELDS.get(i).equals("tips");
          String left = ordered ? text(there.get(i)) : sorted(there.get(i));
          String right = ordered ? text(here.get(i)) : sorted(here.get(i));
          if (!left.equals(right)) {
            differences.add(name + " " + FIELDS.get(i) + ": " + left + " | " + right);
          }
        }
        TreeSet<String> unknown = names(here.get(9));
        unknown.removeAll(names(there.get(9)));
        if (!unknown.isEmpty()) {
          differences.add(name + " has no subcommands " + unknown);
        }
      }
      assertThat(differences).isEmpty();
    }
  }

  /** A reply as text, with sets and the fields of maps in the order of their names. */
  private static String text(Reply reply) {
    return switch (reply) {
      case Reply.Bulk bulk -> Bytes.text(bulk.bytes());
      case Reply.Simple simple -> simple.text();
      case Reply.Int number -> Long.toString(number.value());
      case Reply.Map map -> map(map.keysAndValues());
      case Reply.Array array -> array(array.items());
      case Reply.Bulks bulks -> array(Same.items(bulks));
      case Reply.Set set ->
          new TreeSet<>(set.items().stream().map(CommandTwinTest::text).toList()).toString();
      default -> reply.toString();
    };
  }

  private static String array(List<Reply> items) {
    List<String> words = new ArrayList<>(items.stream().map(CommandTwinTest::text).toList());
    boolean named = words.size() % 2 == 0 && words.contains("begin_search");
    return named
        ? map(items)
        : allWords(items) ? new TreeSet<>(words).toString() : words.toString();
  }

  private static boolean allWords(List<Reply> items) {
    return items.stream().allMatch(item -> item instanceof Reply.Simple);
  }

  private static String map(List<Reply> items) {
    TreeMap<String, String> map = new TreeMap<>();
    for (int i = 0; i + 1 < items.size(); i += 2) {
      if (!text(items.get(i)).equals("notes")) {
        map.put(text(items.get(i)), text(items.get(i + 1)));
      }
    }
    return map.toString();
  }

  private static String sorted(Reply words) {
    return new TreeSet<>(Same.items(words).stream().map(CommandTwinTest::text).toList()).toString();
  }

  private static TreeSet<String> names(Reply subcommands) {
    TreeSet<String> names = new TreeSet<>();
    for (Reply each : Same.items(subcommands)) {
      names.add(text(Same.items(each).getFirst()));
    }
    return names;
  }
}
