package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.Crash;
import dev.kvarium.event.DictEvent;
import dev.kvarium.event.DiskEvent;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.SlabEvent;
import dev.kvarium.event.StreamEvent;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.sim.LedgerSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Follows the facts of a lab and nothing else, and holds what they tell against the snapshots:
 * which nodes are up, their keys with types, encodings and times, which tables are being resized,
 * how far the log has come, what was acknowledged and lost.
 */
public final class EventFold {
  private static final int DATABASES = 16;

  private EventLog log = new EventLog();
  private int taken;
  private SortedMap<String, Node> nodes = new TreeMap<>();

  /**
   * What the facts say of a key.
   *
   * @param entries of a stream; -1 when facts do not tell
   */
  private record Known(String type, String encoding, OptionalLong expireAtMillis, long entries) {
    Known(String type, String encoding, long entries) {
      this(type, encoding, OptionalLong.empty(), entries);
    }

    Known as(String newType, String newEncoding) {
      return new Known(newType, newEncoding, expireAtMillis, -1);
    }

    Known until(OptionalLong atMillis) {
      return new Known(type, encoding, atMillis, entries);
    }

    Known entries(long count) {
      return new Known(type, encoding, expireAtMillis, count);
    }

    Known plus(long more) {
      return entries < 0 ? this : entries(entries + more);
    }
  }

  /** What they say of a node. */
  private static final class Node {
    final List<TreeMap<Blob, Known>> dbs = new ArrayList<>();
    final SortedMap<String, Long> rehashing = new TreeMap<>();
    final TreeMap<Blob, Integer> items = new TreeMap<>();
    final TreeMap<Integer, Integer> pages = new TreeMap<>();
    boolean up;

    /** Whether what is in the file now is on the disk: after a power cut and an orderly end. */
    boolean onPlatter;

    long end;
    long written;
    final TreeMap<String, Long> beginnings = new TreeMap<>();
    long synced;
    long acknowledged;
    long lost;

    Node() {
      empty();
    }

    void empty() {
      items.clear();
      pages.clear();
      dbs.clear();
      rehashing.clear();
      for (int i = 0; i < DATABASES; i++) {
        dbs.add(new TreeMap<>());
      }
    }

    /** Whether facts tell how many entries a key has. */
    boolean isCounted(int db, Blob key) {
      Known known = dbs.get(db).get(key);
      return known != null && known.entries() >= 0;
    }

    /** What is made by a running server is empty at first; what is read from a file is not. */
    long firstEntries(String type) {
      return type.equals("stream") && up ? 0 : -1;
    }

    /** A stream has so many entries more, or fewer. */
    void change(int db, Blob key, long more) {
      dbs.get(db).put(key, known(db, key).plus(more));
    }

    Known known(int db, Blob key) {
      Known known = dbs.get(db).get(key);
      assertThat(known).as("a fact about %s in db%d, which is not there", key, db).isNotNull();
      return known;
    }
  }

  /** Takes the facts that came since the last time, and compares. */
  public void follow(Lab lab, String where) {
    if (lab.events() != log || log.size() < taken) {
      log = lab.events();
      taken = 0;
      nodes = new TreeMap<>();
    }
    for (EventLog.Entry each : log.since(taken)) {
      if (!each.node().isEmpty()) {
        take(
            nodes.computeIfAbsent(each.node(), name -> new Node()),
            each.event(),
            each.timeMicros() / 1_000);
      }
    }
    taken = log.size();
    for (String name : lab.nodes()) {
      compare(nodes.computeIfAbsent(name, any -> new Node()), lab, name, name + " after " + where);
    }
  }

  private static void take(Node node, Event event, long nowMillis) {
    switch (event) {
      case KeyEvent key -> key(node, key, nowMillis);
      case EncodingEvent.Converted to -> {
        Known before = node.known(to.db(), to.key());
        assertThat(before.encoding()).as("%s", to).isEqualTo(to.from());
        node.dbs.get(to.db()).put(to.key(), before.as(to.type(), to.to()));
      }
      case StreamEvent.Appended e -> node.change(e.db(), e.key(), 1);
      case StreamEvent.Deleted e -> node.change(e.db(), e.key(), -1);
      case StreamEvent.Trimmed e -> node.change(e.db(), e.key(), -e.entries());
      case ItemEvent.Linked now -> node.items.put(now.key(), now.slabClass());
      case ItemEvent.Unlinked gone -> node.items.remove(gone.key());
      case ItemEvent.Evicted gone -> node.items.remove(gone.key());
      case ItemEvent.Expired gone -> node.items.remove(gone.key());
      case SlabEvent.PageTaken page -> node.pages.merge(page.slabClass(), 1, Integer::sum);
      case SlabEvent.PageMoved page -> {
        node.pages.merge(page.fromClass(), -1, Integer::sum);
        if (page.toClass() != 0) {
          node.pages.merge(page.toClass(), 1, Integer::sum);
        }
      }
      case DictEvent.RehashStarted started -> node.rehashing.put(started.dict(), 0L);
      case DictEvent.RehashStepped stepped -> node.rehashing.put(stepped.dict(), stepped.index());
      case DictEvent.RehashFinished finished -> node.rehashing.remove(finished.dict());
      case AofEvent.Buffered buffered -> {
        assertThat(buffered.offset()).as("%s", buffered).isEqualTo(node.end);
        node.end += buffered.lengthBytes();
      }
      case AofEvent.Written written -> {
        node.written += written.lengthBytes();
        assertThat(written.offset()).as("%s", written).isEqualTo(node.written);
      }
      case AofEvent.Synced synced ->
          assertThat(node.synced).isGreaterThanOrEqualTo(synced.offset());
      case DiskEvent.SyncTook took -> {
        if (node.beginnings.containsKey(took.file()) || took.file().endsWith(".incr.aof")) {
          long from = node.beginnings.getOrDefault(took.file(), 0L);
          node.synced = Math.max(node.synced, from + took.bytes());
        }
      }
      case AofEvent.RewriteStarted started -> {
        node.beginnings.putIfAbsent("the first", 0L);
        node.beginnings.put(started.increment(), started.offset());
      }
      case AofEvent.Rewritten rewritten -> {
        // the increments before the one that was begun with it are gone
        long last = Collections.max(node.beginnings.values());
        node.beginnings.values().removeIf(from -> from < last);
      }
      case AofEvent.SwitchedOff off -> {
        assertThat(off.offset()).as("%s", off).isEqualTo(node.end);
        node.end = 0;
        node.written = 0;
        node.synced = 0;
        node.beginnings.clear();
      }
      case AofEvent.Truncated cut -> node.synced = Math.min(node.synced, cut.toBytes());
      case AofEvent.Loaded loaded -> {
        // places are counted from the first increment that there is
        long first = node.beginnings.isEmpty() ? 0 : Collections.min(node.beginnings.values());
        node.beginnings.replaceAll((file, from) -> from - first);
        node.end = loaded.bytes();
        node.written = loaded.bytes();
        node.synced = node.onPlatter ? loaded.bytes() : node.synced;
        node.onPlatter = false;
      }
      case NodeEvent.Started started -> node.up = true;
      case NodeEvent.Stopped stopped -> {
        node.up = false;
        node.onPlatter = true;
        node.empty();
      }
      case Crash crash -> {
        node.up = false;
        node.onPlatter |= crash instanceof Crash.Power;
        node.empty();
      }
      case LedgerEvent.Acknowledged acknowledged -> node.acknowledged++;
      case LedgerEvent.Lost lost -> node.lost++;
      default -> {}
    }
  }

  private static void key(Node node, KeyEvent event, long nowMillis) {
    TreeMap<Blob, Known> db = node.dbs.get(event.db());
    switch (event) {
      case KeyEvent.Created e ->
          assertThat(
                  db.put(e.key(), new Known(e.type(), e.encoding(), node.firstEntries(e.type()))))
              .as("%s", e)
              .isNull();
      case KeyEvent.Replaced e ->
          db.put(e.key(), node.known(e.db(), e.key()).as(e.type(), e.encoding()));
      case KeyEvent.Changed e -> node.known(e.db(), e.key());
      case KeyEvent.Deleted e -> assertThat(db.remove(e.key())).as("%s", e).isNotNull();
      case KeyEvent.Expired e -> assertThat(db.remove(e.key())).as("%s", e).isNotNull();
      case KeyEvent.Renamed e -> {
        Known moved = node.known(e.db(), e.key());
        db.remove(e.key());
        assertThat(node.dbs.get(e.toDb()).put(e.to(), moved)).as("%s", e).isNull();
      }
      case KeyEvent.Copied e -> {
        Known source = node.known(e.db(), e.key());
        Known copy = node.known(e.toDb(), e.to());
        assertThat(copy.encoding()).isEqualTo(source.encoding());
        node.dbs.get(e.toDb()).put(e.to(), copy.entries(source.entries()));
      }
      case KeyEvent.ExpirySet e ->
          db.put(e.key(), node.known(e.db(), e.key()).until(OptionalLong.of(e.atMillis())));
      case KeyEvent.ExpiryCleared e ->
          db.put(e.key(), node.known(e.db(), e.key()).until(OptionalLong.empty()));
      case KeyEvent.Flushed e -> {
        assertThat(db).as("%s", e).hasSize((int) e.keys());
        db.clear();
        node.rehashing.keySet().removeIf(each -> each.startsWith("db" + e.db() + "."));
      }
      case KeyEvent.Swapped e -> {
        node.dbs.set(e.db(), node.dbs.get(e.otherDb()));
        node.dbs.set(e.otherDb(), db);
        swapTables(node.rehashing, e.db(), e.otherDb());
      }
      case KeyEvent.Hit e -> node.known(e.db(), e.key());
      case KeyEvent.Missed e -> {
        // a replica keeps what is past its time until the primary says DEL, and shows it to nobody
        Known there = db.get(e.key());
        assertThat(there == null || there.expireAtMillis().orElse(Long.MAX_VALUE) <= nowMillis)
            .as("%s", e)
            .isTrue();
      }
    }
  }

  private static void swapTables(SortedMap<String, Long> rehashing, int one, int other) {
    SortedMap<String, Long> swapped = new TreeMap<>();
    rehashing.forEach(
        (dict, index) -> {
          int number = Integer.parseInt(dict.substring(2, dict.indexOf('.')));
          int now = number == one ? other : number == other ? one : number;
          swapped.put("db" + now + dict.substring(dict.indexOf('.')), index);
        });
    rehashing.clear();
    rehashing.putAll(swapped);
  }

  /** The items and pages of a Memcached by class. */
  private static void compareCache(Node node, Lab lab, String name, String where) {
    assertThat(lab.memcached(name).isPresent()).as("up: " + where).isEqualTo(node.up);
    lab.scene(name)
        .cache(0)
        .ifPresent(
            cache -> {
              SortedMap<Integer, Long> items = new TreeMap<>();
              node.items.values().forEach(id -> items.merge(id, 1L, Long::sum));
              SortedMap<Integer, Long> seenItems = new TreeMap<>();
              SortedMap<Integer, Integer> seenPages = new TreeMap<>();
              cache
                  .classes()
                  .forEach(
                      each -> {
                        seenPages.put(each.id(), each.pages().size());
                        if (each.items() > 0) {
                          seenItems.put(each.id(), each.items());
                        }
                      });
              node.pages.values().removeIf(count -> count == 0);
              assertThat(seenItems).as("items: " + where).isEqualTo(items);
              assertThat(seenPages).as("pages: " + where).isEqualTo(node.pages);
            });
  }

  private static void compare(Node node, Lab lab, String name, String where) {
    if (lab.scene(name).models().startsWith("memcached")) {
      compareCache(node, lab, name, where);
      return;
    }
    Optional<PortMachine> port = lab.world().port(name);
    if (port.isPresent()) {
      assertThat(port.get().isUp()).as("up: " + where).isEqualTo(node.up);
      return;
    }
    assertThat(lab.redis(name).isPresent()).as("up: " + where).isEqualTo(node.up);
    LedgerSnapshot ledger = lab.ledger(name, 0);
    assertThat(ledger.acknowledged()).as("acknowledged: " + where).isEqualTo(node.acknowledged);
    assertThat(ledger.lost()).as("lost: " + where).isEqualTo(node.lost);
    Node seen = new Node();
    for (KeyspaceSnapshot.Database db : lab.scene(name).keyspace(Integer.MAX_VALUE).filled()) {
      for (KeyspaceSnapshot.Key key : db.page()) {
        seen.dbs
            .get(db.number())
            .put(
                key.name(),
                new Known(
                    key.type(),
                    key.encoding(),
                    key.expireAtMillis(),
                    node.isCounted(db.number(), key.name()) ? key.length() : -1));
      }
      rehashing(seen, "db" + db.number() + ".keys", db.keyTable());
      rehashing(seen, "db" + db.number() + ".expires", db.expiryTable());
    }
    assertThat(node.dbs).as("keys: " + where).isEqualTo(seen.dbs);
    // of a database without keys the snapshot says nothing, though its tables may still move
    SortedMap<String, Long> rehashing = new TreeMap<>(node.rehashing);
    rehashing
        .keySet()
        .removeIf(
            dict ->
                dict.matches("db[0-9]+\\..*")
                    && node.dbs.get(Integer.parseInt(dict.replaceAll("\\D", ""))).isEmpty());
    assertThat(rehashing).as("rehashing: " + where).isEqualTo(seen.rehashing);
    AofSnapshot aof = lab.scene(name).aof();
    if (node.up && aof.enabled()) {
      assertThat(aof.totalBytes()).as("log: " + where).isEqualTo(node.end);
      assertThat(aof.bufferBytes()).as("buffer: " + where).isEqualTo(node.end - node.written);
      assertThat(aof.syncedBytes()).as("synced: " + where).isEqualTo(node.synced);
    }
  }

  private static void rehashing(Node seen, String dict, KeyspaceSnapshot.Table table) {
    if (table.isRehashing()) {
      seen.rehashing.put(dict, table.rehashIndex());
    }
  }
}
