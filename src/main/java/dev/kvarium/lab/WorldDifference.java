package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.WorldsApart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two worlds: time, nodes, keys, settings, log, ledger. */
final class WorldDifference {
  /** How many keys that both have are told apart before the rest is only counted. */
  private static final int TOLD = 20;

  /** How many names stand in a line. */
  private static final int NAMED = 8;

  private static final int SHOWN = 24;

  /** How many steps that one world alone took stand in a line. */
  private static final int STEPS = 3;

  private final String otherName;
  private final Timeline here;
  private final Timeline there;
  private final List<String> lines = new ArrayList<>();
  private final List<WorldsApart.Row> rows = new ArrayList<>();

  private WorldDifference(String otherName, Timeline here, Timeline there) {
    this.otherName = otherName;
    this.here = here;
    this.there = there;
  }

  /** A line for each difference between the world at hand and another. */
  static String of(Lab lab, String other) {
    WorldDifference difference = new WorldDifference(other, lab.timeline(), lab.timeline(other));
    difference.compare();
    if (difference.lines.isEmpty()) {
      return "nothing differs between " + lab.worldName() + " and " + other;
    }
    difference.history().ifPresent(difference.lines::addFirst);
    return String.join("\n", difference.lines);
  }

  /** The same side by side. */
  static WorldsApart apart(Lab lab, String other) {
    WorldDifference difference = new WorldDifference(other, lab.timeline(), lab.timeline(other));
    difference.compare();
    List<JournalEntry> mine = steps(difference.here);
    List<JournalEntry> others = steps(difference.there);
    int same = inCommon(mine, others);
    return new WorldsApart(
        lab.worldName(),
        other,
        same,
        same == 0 ? "" : mine.get(same - 1).text(),
        texts(mine.subList(same, mine.size())),
        texts(others.subList(same, others.size())),
        difference.rows);
  }

  private static List<String> texts(List<JournalEntry> steps) {
    return steps.stream().map(JournalEntry::text).toList();
  }

  private static int inCommon(List<JournalEntry> mine, List<JournalEntry> other) {
    int same = 0;
    while (same < mine.size()
        && same < other.size()
        && mine.get(same).step().isLike(other.get(same).step())) {
      same++;
    }
    return same;
  }

  /** Up to where both took the same way, and what each did then; empty when they took one way. */
  private Optional<String> history() {
    List<JournalEntry> mine = steps(here);
    List<JournalEntry> other = steps(there);
    int same = inCommon(mine, other);
    if (same == mine.size() && same == other.size()) {
      return Optional.empty();
    }
    String common =
        same == 0
            ? "nothing in common"
            : "the same up to #" + same + " " + mine.get(same - 1).text();
    return Optional.of(
        common
            + "; then here "
            + said(mine.subList(same, mine.size()))
            + ", in "
            + otherName
            + " "
            + said(other.subList(same, other.size())));
  }

  private static List<JournalEntry> steps(Timeline timeline) {
    return timeline.journal().stream().filter(JournalEntry::changes).toList();
  }

  private static String said(List<JournalEntry> steps) {
    if (steps.isEmpty()) {
      return "nothing more";
    }
    List<String> texts = new ArrayList<>();
    for (JournalEntry each : steps.subList(0, StrictMath.min(STEPS, steps.size()))) {
      texts.add(each.text());
    }
    String more = steps.size() > STEPS ? " and " + (steps.size() - STEPS) + " more" : "";
    return String.join(", ", texts) + more;
  }

  private void compare() {
    compare("time", time(here), time(there));
    compare("begun as", here.spec().line(), there.spec().line());
    caches();
    Set<String> names = new TreeSet<>();
    here.world().machines().forEach(each -> names.add(each.name()));
    there.world().machines().forEach(each -> names.add(each.name()));
    for (String name : names) {
      Optional<Machine> mine = here.world().machine(name);
      Optional<Machine> other = there.world().machine(name);
      if (mine.isPresent() && other.isPresent()) {
        compare(mine.get(), other.get());
      } else {
        lines.add("node " + name + ": only " + (mine.isPresent() ? "here" : "in " + otherName));
        row("node " + name, mine.isPresent() ? "there" : "", mine.isPresent() ? "" : "there");
      }
    }
  }

  /** Nodes that are no Redis. */
  private void caches() {
    for (String name : here.world().nodes()) {
      Optional<CacheMachine> mine = here.world().cache(name);
      Optional<CacheMachine> other = there.world().cache(name);
      if (mine.isEmpty() || other.isEmpty()) {
        continue;
      }
      String at = here.world().nodes().size() > 1 ? " at " + name : "";
      Optional<MemcachedNode> node = mine.get().node();
      Optional<MemcachedNode> twin = other.get().node();
      compare("server" + at, node.isPresent() ? "up" : "down", twin.isPresent() ? "up" : "down");
      if (node.isPresent() && twin.isPresent()) {
        for (CacheDifference.Differing each : CacheDifference.of(node.get(), twin.get(), at)) {
          lines.add(each.what() + ": " + apart(orNone(each.mine()), orNone(each.other())));
          row(each.what(), each.mine(), each.other());
        }
      }
    }
  }

  private static String orNone(String value) {
    return value.isEmpty() ? "not" : value;
  }

  private static String time(Timeline timeline) {
    return Durations.sinceStart(timeline.world().nowMicros() - timeline.world().startMicros());
  }

  private void compare(String what, String mine, String other) {
    if (!mine.equals(other)) {
      lines.add(what + ": " + apart(mine, other));
      row(what, mine, other);
    }
  }

  private void row(String what, String mine, String other) {
    rows.add(new WorldsApart.Row(what, mine, other));
  }

  private String apart(String mine, String other) {
    return mine + " here, " + other + " in " + otherName;
  }

  private void compare(Machine mine, Machine other) {
    String at = here.world().machines().size() > 1 ? " at " + mine.name() : "";
    Optional<RedisNode> redis = mine.node();
    Optional<RedisNode> otherRedis = other.node();
    compare("server" + at, up(redis), up(otherRedis));
    if (redis.isPresent() && otherRedis.isPresent()) {
      new Keys(at, redis.get(), otherRedis.get()).compare();
      for (String name : redis.get().settings().names()) {
        String value = redis.get().settings().get(name);
        compare(name + at, value, otherRedis.get().settings().get(name));
      }
    }
    AofSnapshot log = mine.aofSnapshot();
    AofSnapshot otherLog = other.aofSnapshot();
    compare("log" + at, bytes(log.totalBytes()), bytes(otherLog.totalBytes()));
    compare("log not on disk" + at, bytes(unsynced(log)), bytes(unsynced(otherLog)));
    LedgerSnapshot ledger = here.world().ledger(mine, 0);
    LedgerSnapshot otherLedger = there.world().ledger(other, 0);
    compare("writes acknowledged" + at, ledger.acknowledged(), otherLedger.acknowledged());
    compare("writes on disk" + at, ledger.onDisk(), otherLedger.onDisk());
    compare("writes lost" + at, ledger.lost(), otherLedger.lost());
  }

  private void compare(String what, long mine, long other) {
    compare(what, Quantity.count(mine), Quantity.count(other));
  }

  private static String up(Optional<RedisNode> node) {
    return node.isPresent() ? "up" : "down";
  }

  private static long unsynced(AofSnapshot log) {
    return log.bufferBytes() + log.pageCacheBytes();
  }

  private static String bytes(long bytes) {
    return Quantity.bytes(bytes);
  }

  /** The keys of two servers. */
  private final class Keys {
    private final String at;
    private final RedisNode mine;
    private final RedisNode other;

    Keys(String at, RedisNode mine, RedisNode other) {
      this.at = at;
      this.mine = mine;
      this.other = other;
    }

    private record Name(int db, Blob key) implements Comparable<Name> {
      @Override
      public int compareTo(Name name) {
        int byDb = Integer.compare(db, name.db);
        return byDb != 0 ? byDb : key.compareTo(name.key);
      }

      String text() {
        return CommandText.of(new byte[][] {key.bytes()}, SHOWN) + (db == 0 ? "" : " in db" + db);
      }
    }

    void compare() {
      SequencedMap<Name, KeyspaceSnapshot.Key> keys = keys(mine);
      SequencedMap<Name, KeyspaceSnapshot.Key> otherKeys = keys(other);
      only("here", keys, otherKeys);
      only("in " + otherName, otherKeys, keys);
      int told = 0;
      int more = 0;
      for (Map.Entry<Name, KeyspaceSnapshot.Key> each : keys.entrySet()) {
        KeyspaceSnapshot.Key twin = otherKeys.get(each.getKey());
        String differs = twin == null ? "" : differs(each.getKey(), each.getValue(), twin);
        if (twin != null && !differs.isEmpty() && told++ < TOLD) {
          lines.add(each.getKey().text() + at + ": " + differs);
          rows(each.getKey(), each.getValue(), twin);
        } else if (!differs.isEmpty()) {
          more++;
        }
      }
      if (more > 0) {
        lines.add("and " + Quantity.count(more, "key") + " more" + at);
        row("and " + Quantity.count(more, "key") + " more" + at, "otherwise", "otherwise");
      }
    }

    private static SequencedMap<Name, KeyspaceSnapshot.Key> keys(RedisNode node) {
      TreeMap<Name, KeyspaceSnapshot.Key> keys = new TreeMap<>();
      for (KeyspaceSnapshot.Database db : node.snapshot(Integer.MAX_VALUE).filled()) {
        db.page().forEach(key -> keys.put(new Name(db.number(), key.name()), key));
      }
      return keys;
    }

    private void only(
        String where,
        Map<Name, KeyspaceSnapshot.Key> keys,
        Map<Name, KeyspaceSnapshot.Key> without) {
      List<String> names = new ArrayList<>();
      for (Name name : keys.keySet()) {
        if (!without.containsKey(name)) {
          names.add(name.text());
        }
      }
      if (!names.isEmpty()) {
        lines.add("only " + where + at + ": " + listed(names));
        String listed = listed(names);
        boolean mine = where.equals("here");
        row(names.size() == 1 ? "key" + at : "keys" + at, mine ? listed : "", mine ? "" : listed);
      }
    }

    private String differs(Name name, KeyspaceSnapshot.Key key, KeyspaceSnapshot.Key twin) {
      List<String> differences = new ArrayList<>();
      if (!key.type().equals(twin.type())) {
        return "a " + apart(key.type(), "a " + twin.type());
      }
      SequencedMap<Blob, Blob> content = content(mine, name);
      SequencedMap<Blob, Blob> twinContent = content(other, name);
      if (!content.equals(twinContent)) {
        differences.add(contents(key.type(), content, twinContent));
      }
      if (!key.encoding().equals(twin.encoding())) {
        differences.add(apart(key.encoding(), twin.encoding()));
      }
      if (key.bytes() != twin.bytes()) {
        differences.add(apart(bytes(key.bytes()), bytes(twin.bytes())));
      }
      if (!key.expireAtMillis().equals(twin.expireAtMillis())) {
        differences.add(apart(expires(key.expireAtMillis()), expires(twin.expireAtMillis())));
      }
      return String.join("; ", differences);
    }

    /** The same as {@link #differs}, a row for each thing. */
    private void rows(Name name, KeyspaceSnapshot.Key key, KeyspaceSnapshot.Key twin) {
      String text = name.text() + at;
      if (!key.type().equals(twin.type())) {
        row(text, key.type(), twin.type());
        return;
      }
      elements(text, key.type(), content(mine, name), content(other, name));
      unlike(text + " encoding", key.encoding(), twin.encoding());
      unlike(text + " memory", bytes(key.bytes()), bytes(twin.bytes()));
      unlike(text, expires(key.expireAtMillis()), expires(twin.expireAtMillis()));
    }

    private void unlike(String what, String here, String there) {
      if (!here.equals(there)) {
        row(what, here, there);
      }
    }

    private void elements(
        String text, String type, SequencedMap<Blob, Blob> content, SequencedMap<Blob, Blob> twin) {
      if (content.equals(twin)) {
        return;
      }
      if (type.equals("string")) {
        row(text, shown(content.firstEntry().getValue()), shown(twin.firstEntry().getValue()));
        return;
      }
      if (type.equals("list")) {
        unlike(text, items(content.size()), items(twin.size()));
      }
      Set<Blob> names = new TreeSet<>(content.keySet());
      names.addAll(twin.keySet());
      int told = 0;
      for (Blob name : names) {
        if (!equal(content.get(name), twin.get(name)) && told++ < NAMED) {
          row(text + " " + shown(name), element(content.get(name)), element(twin.get(name)));
        }
      }
      if (told > NAMED) {
        row(text + " and " + (told - NAMED) + " more", "otherwise", "otherwise");
      }
    }

    private static String element(@Nullable Blob value) {
      return value == null ? "" : value.length() == 0 ? "there" : shown(value);
    }

    private static SequencedMap<Blob, Blob> content(RedisNode node, Name name) {
      return node.content(name.db(), name.key().bytes()).orElseGet(LinkedHashMap::new);
    }

    private String contents(
        String type, SequencedMap<Blob, Blob> content, SequencedMap<Blob, Blob> twin) {
      if (type.equals("string")) {
        return apart(shown(content.firstEntry().getValue()), shown(twin.firstEntry().getValue()));
      }
      Set<Blob> names = new TreeSet<>(content.keySet());
      names.addAll(twin.keySet());
      if (type.equals("list")) {
        long unlike =
            names.stream().filter(each -> !equal(content.get(each), twin.get(each))).count();
        String items = Quantity.count(unlike, "item differs", "items differ");
        return content.size() == twin.size()
            ? items
            : items + ", " + apart(items(content.size()), items(twin.size()));
      }
      List<String> unlike = new ArrayList<>();
      for (Blob name : names) {
        if (!equal(content.get(name), twin.get(name))) {
          unlike.add(shown(name) + element(content.get(name), twin.get(name)));
        }
      }
      if (type.equals("stream")) {
        return Quantity.count(unlike.size(), "thing differs", "things differ")
            + ": "
            + listed(unlike);
      }
      String what = type.equals("hash") ? "field" : "member";
      return Quantity.count(unlike.size(), what + " differs", what + "s differ")
          + ": "
          + listed(unlike);
    }

    private String element(@Nullable Blob value, @Nullable Blob twin) {
      if (value == null || twin == null) {
        return " only " + (twin == null ? "here" : "in " + otherName);
      }
      return " " + apart(shown(value), shown(twin));
    }
  }

  private static boolean equal(@Nullable Blob one, @Nullable Blob other) {
    return Objects.equals(one, other);
  }

  private static String items(int count) {
    return Quantity.count(count, "item");
  }

  private String expires(OptionalLong atMillis) {
    return atMillis.isEmpty()
        ? "expires never"
        : "expires at "
            + Durations.sinceStart(atMillis.getAsLong() * 1_000 - here.world().startMicros());
  }

  private static String shown(Blob bytes) {
    return CommandText.of(new byte[][] {bytes.bytes()}, SHOWN);
  }

  /** The first of many, and how many follow. */
  private static String listed(List<String> names) {
    String first = String.join(", ", names.subList(0, StrictMath.min(NAMED, names.size())));
    return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
  }
}
