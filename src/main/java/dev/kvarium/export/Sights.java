package dev.kvarium.export;

import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;

/** Which views of a script are worth a look when nobody has chosen any. */
final class Sights {
  /** As many as stand beside each other or are scrolled past without effort. */
  private static final int MOST = 3;

  private Sights() {}

  /** Those that it shows itself, then those that its lines suggest. */
  static List<Sight> of(Script script) {
    SequencedSet<String> wishes = new LinkedHashSet<>();
    StringBuilder all = new StringBuilder();
    for (ScriptLine line : script.lines()) {
      if (line instanceof ScriptLine.Directive directive) {
        String text = directive.text();
        if (text.startsWith("show ")) {
          wishes.add(text.substring(5).strip());
        } else if (text.startsWith("inspect ")) {
          wishes.add(text);
        }
      }
      if (line.acts()) {
        all.append(line.entry().toLowerCase(Locale.ROOT)).append('\n');
      }
    }
    String text = all.toString();
    if (text.contains(":world memcached")) {
      suggest(wishes, text, "slabs", "");
      suggest(wishes, text, "lru", "evict");
    } else {
      suggest(wishes, text, "stampede", ":app ");
      suggest(wishes, text, "slots", "cluster");
      suggest(wishes, text, "messages", ":node ");
      suggest(wishes, text, "replication", "replicaof ");
      suggest(wishes, text, "eviction", "maxmemory");
      suggest(wishes, text, "expiry", "expire");
      suggest(wishes, text, "ledger", ":crash ");
      suggest(wishes, text, "aof", "appendfsync");
      suggest(wishes, text, "stream", "xadd ");
      suggest(wishes, text, "keyspace", "");
    }
    List<Sight> sights = new ArrayList<>();
    for (String wish : wishes) {
      List<String> words = List.of(wish.split(" +"));
      if (sights.size() < MOST) {
        Sight.of(words.getFirst(), words.subList(1, words.size())).ifPresent(sights::add);
      }
    }
    return sights;
  }

  private static void suggest(SequencedSet<String> wishes, String text, String view, String sign) {
    if (text.contains(sign) && wishes.stream().noneMatch(each -> each.startsWith(view))) {
      wishes.add(view);
    }
  }
}
