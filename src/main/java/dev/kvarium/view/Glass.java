package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.AppEvent;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.ClusterEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.DatabaseEvent;
import dev.kvarium.event.DictEvent;
import dev.kvarium.event.DiskEvent;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.EvictionEvent;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.LoopEvent;
import dev.kvarium.event.NetworkEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.ProxyEvent;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.event.ReplicationEvent;
import dev.kvarium.event.RingEvent;
import dev.kvarium.event.ScriptEvent;
import dev.kvarium.event.SentinelEvent;
import dev.kvarium.event.SlabEvent;
import dev.kvarium.event.StreamEvent;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a step changed inside, in one dim line; only a limit that was passed is not dim, and it is
 * named.
 *
 * <p>Made from the facts of the step and from what is there afterwards, never from the command.
 */
public final class Glass {
  private static final String SEPARATOR = " · ";

  /** How many keys are named before the rest is only counted. */
  private static final int NAMED = 3;

  private static final int KEY_CHARACTERS = 24;

  /** What became of one key in the step. */
  private static final class Fate {
    boolean created;
    boolean written;
    boolean converted;
    boolean deleted;
    boolean expired;
    String removal = "";
    String expiry = "";
  }

  private record Name(int db, Blob key) {}

  /** Where it is told that a table is resized, and how many buckets it had before. */
  private record Resize(int index, long fromBuckets) {}

  private final Scene scene;
  private final Map<Name, Fate> fates = new LinkedHashMap<>();
  private final List<String> passed = new ArrayList<>();
  private final List<String> quiet = new ArrayList<>();
  private final Map<String, Resize> resizes = new LinkedHashMap<>();
  private final List<EvictionEvent.Evicted> evicted = new ArrayList<>();
  private final Map<String, Integer> routed = new LinkedHashMap<>();
  private final Map<String, List<String>> ways = new LinkedHashMap<>();
  private final StreamFacts streams = new StreamFacts();
  private final ScriptFacts scripts = new ScriptFacts();
  private final CacheFacts cache = new CacheFacts();
  private final LoopFacts loop = new LoopFacts();
  private final AppFacts apps = new AppFacts();
  private final ClusterFold cluster = new ClusterFold();
  private long logged;

  private Glass(Scene scene) {
    this.scene = scene;
  }

  /** The line for the facts of one step; empty when nothing changed. */
  public static StyledText line(List<EventLog.Entry> step, Scene scene) {
    Glass glass = new Glass(scene);
    Upkeep upkeep = new Upkeep(scene.nodes(), scene.watchers());
    for (EventLog.Entry entry : step) {
      if (entry.event() instanceof AppEvent app) {
        glass.apps.take(app);
      } else if (entry.event() instanceof DatabaseEvent database) {
        glass.apps.take(database);
      } else if (entry.node().equals(scene.node()) && !upkeep.is(entry.event())) {
        glass.take(entry.event());
      }
    }
    return glass.line();
  }

  /** Where the keys of a step hang in their tables, a line each. */
  public static List<StyledText> buckets(List<EventLog.Entry> step, Scene scene) {
    Set<Name> names = new LinkedHashSet<>();
    for (EventLog.Entry entry : step) {
      if (entry.node().equals(scene.node()) && entry.event() instanceof KeyEvent event) {
        names.add(new Name(event.db(), event.key()));
      }
    }
    List<StyledText> lines = new ArrayList<>();
    for (Name name : names) {
      scene
          .bucket(name.db(), name.key())
          .ifPresent(
              bucket ->
                  lines.add(
                      StyledText.of(
                          name(name.key())
                              + " hangs in bucket "
                              + Quantity.count(bucket.index())
                              + " of "
                              + Quantity.count(bucket.buckets())
                              + " of db"
                              + name.db()
                              + ".keys",
                          Style.DIM)));
    }
    return lines;
  }

  private void take(Event event) {
    switch (event) {
      case KeyEvent key -> take(key);
      case EncodingEvent.Converted converted -> {
        fate(converted.db(), converted.key()).converted = true;
        passed.add(passed(converted));
      }
      case EncodingEvent.Widened widened -> passed.add(passed(widened));
      case EncodingEvent.Densified dense -> passed.add(passed(dense));
      case DictEvent.RehashStarted rehash -> resized(rehash);
      case DictEvent.RehashFinished rehash -> {
        String told = rehash.dict() + " moved into ";
        quiet.removeIf(each -> each.startsWith(told)); // only where it ends is told
        quiet.add(told + Quantity.count(rehash.buckets(), "bucket"));
      }
      case EvictionEvent.Evicted one -> evicted.add(one);
      case EvictionEvent.Postponed later ->
          passed.add(
              "the time to evict was up: "
                  + Quantity.bytes(later.missingBytes())
                  + " too much are left to a timer");
      case ClientEvent client ->
          (ClientFacts.isGrave(client) ? passed : quiet).add(ClientFacts.sentence(client));
      case CommandEvent.Called called -> scripts.take(called);
      case ScriptEvent script -> scripts.tell(script, passed);
      case StreamEvent stream -> streams.take(stream);
      case LoopEvent.Ticked turn -> loop.take(turn);
      case LoopEvent.Stalled stall -> passed.add(LoopFacts.sentence(stall));
      case LoopEvent.Received request -> quiet.add(LoopFacts.sentence(request));
      case LoopEvent.Delivered reply -> quiet.add(LoopFacts.sentence(reply));
      case LoopEvent.TrafficEnded ended ->
          quiet.add(
              ended.name()
                  + (ended.requests() == 1
                      ? " has its reply"
                      : " has all " + Quantity.count(ended.requests()) + " replies")
                  + " after "
                  + Quantity.span(ended.micros()));
      case ClusterEvent one -> cluster.take(one);
      case SentinelEvent sentinel when SentinelFacts.isGrave(sentinel) ->
          passed.add(scene.node() + ": " + SentinelFacts.sentence(sentinel));
      case SentinelEvent sentinel -> {}
      case ReplicationEvent.Acknowledged acknowledged -> {}
      case ReplicationEvent link ->
          (ReplicationFacts.isGrave(link) ? passed : quiet).add(ReplicationFacts.sentence(link));
      case NetworkEvent network when NetworkFacts.isSaid(network) -> {
        String sentence = NetworkFacts.sentence(network);
        List<String> said = NetworkFacts.isGrave(network) ? passed : quiet;
        if (!said.contains(sentence)) {
          said.add(sentence);
        }
      }
      case ProxyEvent.Routed asked -> routed(asked.pool(), ProxyFacts.sentence(asked));
      case ProxyEvent proxy ->
          (ProxyFacts.isGrave(proxy) ? passed : quiet).add(ProxyFacts.sentence(proxy));
      case RingEvent.Routed asked -> routed("ring " + asked.ring(), RingFacts.sentence(asked));
      case RingEvent ring -> quiet.add(RingFacts.sentence(ring));
      case SlabEvent slab -> cache.take(slab);
      case ItemEvent item -> cache.take(item);
      case AofEvent.Buffered buffered -> logged += buffered.lengthBytes();
      case AofEvent.Postponed postponed ->
          passed.add(
              "a sync is still running: "
                  + Quantity.bytes(postponed.bufferBytes())
                  + " wait in the buffer");
      case AofEvent.WriteFailed failed ->
          passed.add(
              "the log could not be written: "
                  + failed.reason()
                  + ", "
                  + Quantity.bytes(failed.bufferBytes())
                  + " wait in the buffer, nobody may write until that succeeds");
      case DiskEvent.SyncFailed failed ->
          passed.add("a sync of " + failed.file() + " failed: " + failed.reason());
      case NodeEvent.Logged told when told.text().endsWith("Exiting...") -> passed.add(told.text());
      case AofEvent.SwitchedOff off ->
          quiet.add("the log is switched off: nothing goes into it any more");
      case AofEvent.RewriteStarted started ->
          passed.add(
              "a copy of the process writes the log anew; from here on: " + started.increment());
      case RdbEvent.SaveStarted started ->
          passed.add(
              "a copy of the process writes "
                  + Quantity.count(started.keys(), "key")
                  + " as they are now");
      case RdbEvent.Saved saved ->
          passed.add(
              Quantity.count(saved.keys(), "key")
                  + " in "
                  + saved.file()
                  + ", "
                  + Quantity.bytes(saved.bytes())
                  + ", synced");
      case RdbEvent.PagesCopied copied -> {
        if (copied.pages() > 0) {
          quiet.add(
              "the copy cost "
                  + Quantity.count(copied.pages(), "page")
                  + ", "
                  + Quantity.bytes(copied.bytes()));
        }
      }
      case RdbEvent.Loaded loaded ->
          passed.add(
              Quantity.count(loaded.keys(), "key")
                  + " read from "
                  + loaded.file()
                  + ", "
                  + Quantity.bytes(loaded.bytes()));
      default -> {}
    }
  }

  private void take(KeyEvent event) {
    Fate fate =
        event instanceof KeyEvent.Flushed
                || event instanceof KeyEvent.Swapped
                || event instanceof KeyEvent.Copied
                || event instanceof KeyEvent.Hit
                || event instanceof KeyEvent.Missed
            ? new Fate()
            : fate(event.db(), event.key());
    switch (event) {
      case KeyEvent.Created created -> {
        fate.created = true;
        fate.written = true;
        fate.deleted = false;
      }
      case KeyEvent.Replaced replaced -> fate.written = true;
      case KeyEvent.Changed changed -> fate.written = true;
      case KeyEvent.Deleted deleted -> {
        fate.deleted = true;
        fate.removal = "deleted";
      }
      case KeyEvent.Expired expired -> {
        fate.deleted = true;
        fate.expired = true;
        fate.removal =
            expired.cause() == KeyEvent.Cause.LAZY
                ? "expired: its time had passed, this touch removed it"
                : "expired: the active cycle removed it";
      }
      case KeyEvent.Renamed renamed -> {
        fate.deleted = true;
        fate.removal = "renamed to " + name(renamed.to()) + database(renamed.toDb(), renamed.db());
        fate(renamed.toDb(), renamed.to()).deleted = false;
      }
      case KeyEvent.ExpirySet set -> {
        long left = (set.atMillis() - scene.nowMicros() / 1_000) * 1_000;
        fate.expiry =
            left > 0 ? "expires in " + Quantity.span(left) : "its time has passed already";
      }
      case KeyEvent.ExpiryCleared cleared -> fate.expiry = "expires no more";
      case KeyEvent.Flushed flushed ->
          quiet.add("db" + flushed.db() + " emptied of " + Quantity.count(flushed.keys(), "key"));
      case KeyEvent.Swapped swapped ->
          quiet.add("db" + swapped.db() + " and db" + swapped.otherDb() + " exchanged their keys");
      case KeyEvent.Copied copied -> {}
      case KeyEvent.Hit hit -> {}
      case KeyEvent.Missed missed -> {}
    }
  }

  private Fate fate(int db, Blob key) {
    return fates.computeIfAbsent(new Name(db, key), name -> new Fate());
  }

  /** Where a ring or a proxy looks for a key: of many one is told, and the rest is counted. */
  private void routed(String by, String sentence) {
    if (routed.merge(by, 1, Integer::sum) <= NAMED) {
      ways.computeIfAbsent(by, name -> new ArrayList<>()).add(sentence);
    }
  }

  private StyledText line() {
    List<String> dim = new ArrayList<>();
    scripts.count(passed);
    evictions();
    keys(dim);
    streams.addTo(passed, dim);
    passed.addAll(cache.passed());
    dim.addAll(cache.quiet());
    cluster.say(passed, dim);
    dim.addAll(quiet);
    routed.forEach(
        (by, keys) -> {
          boolean many = keys > NAMED;
          List<String> told = ways.getOrDefault(by, List.of());
          dim.addAll(many ? told.subList(0, 1) : told);
          if (many) {
            dim.add("… and " + Quantity.count(keys - 1) + " more by " + by);
          }
        });
    log(dim);
    if (!loop.line().isEmpty()) {
      dim.add(loop.line());
    }
    if (!apps.line().isEmpty()) {
      dim.add(apps.line());
    }
    StyledText line = StyledText.EMPTY;
    for (String each : passed) {
      line = line.isEmpty() ? line : line.plus(SEPARATOR, Style.DIM);
      line = line.plus("▲ " + each, Style.PLAIN);
    }
    for (String each : dim) {
      line = line.plus((line.isEmpty() ? "" : SEPARATOR) + each, Style.DIM);
    }
    return line;
  }

  private void evictions() {
    if (evicted.isEmpty()) {
      return;
    }
    List<String> named = evicted.stream().limit(NAMED).map(each -> name(each.key())).toList();
    long freed = evicted.stream().mapToLong(EvictionEvent.Evicted::freedBytes).sum();
    passed.add(
        String.join(", ", named)
            + (evicted.size() > NAMED ? " and " + (evicted.size() - NAMED) + " more" : "")
            + " evicted by "
            + evicted.getFirst().policy()
            + ", since memory was short: "
            + Quantity.bytes(freed)
            + " given back"
            + (evicted.size() > 1 ? "" : better(evicted.getFirst())));
  }

  /** That another key would have gone had all been looked at. */
  private static String better(EvictionEvent.Evicted gone) {
    return gone.regret() == 0
        ? ""
        : " ("
            + EvictionFacts.score(gone.policy(), gone.scoreNow())
            + "; of all keys "
            + name(gone.best())
            + " had "
            + EvictionFacts.score(gone.policy(), gone.bestScore())
            + ")";
  }

  private void keys(List<String> dim) {
    fates.values().removeIf(Glass::isNothing);
    if (fates.size() == 1) {
      Map.Entry<Name, Fate> only = fates.entrySet().iterator().next();
      one(only.getKey(), only.getValue(), dim);
      return;
    }
    group(dim, "created", each -> each.created && !each.deleted);
    group(dim, "changed", each -> each.written && !each.created && !each.deleted);
    group(dim, "expired", each -> each.expired);
    group(dim, "deleted", each -> each.removal.equals("deleted"));
    for (Map.Entry<Name, Fate> each : fates.entrySet()) {
      Fate fate = each.getValue();
      if (fate.removal.startsWith("renamed")) {
        dim.add(name(each.getKey().key()) + " " + fate.removal);
      }
    }
    group(dim, "with another time to live", each -> !each.expiry.isEmpty() && !each.written);
  }

  /** Whether a key came and went, or was never touched. */
  private static boolean isNothing(Fate fate) {
    return fate.created && fate.deleted && !fate.expired
        || !fate.written && !fate.deleted && fate.expiry.isEmpty();
  }

  private void one(Name name, Fate fate, List<String> dim) {
    if (fate.deleted) {
      dim.add(name(name.key()) + " " + fate.removal);
      return;
    }
    if (fate.expired) {
      dim.add("the one before had " + fate.removal.substring(0, "expired".length()));
    }
    if (fate.written && !fate.converted) {
      scene.value(name.db(), name.key()).ifPresent(value -> dim.add(value(value)));
    }
    if (!fate.expiry.isEmpty()) {
      dim.add(fate.expiry);
    }
  }

  private void group(List<String> dim, String what, java.util.function.Predicate<Fate> which) {
    List<String> names = new ArrayList<>();
    int count = 0;
    for (Map.Entry<Name, Fate> each : fates.entrySet()) {
      if (which.test(each.getValue())) {
        count++;
        if (names.size() < NAMED) {
          names.add(name(each.getKey().key()));
        }
      }
    }
    if (count > 0) {
      dim.add(
          Quantity.count(count, "key")
              + " "
              + what
              + ": "
              + String.join(", ", names)
              + (count > NAMED ? ", …" : ""));
    }
  }

  private static String value(ValueSnapshot value) {
    String held =
        switch (value.type()) {
          case "string" -> Quantity.bytes(value.length());
          case "hash" -> Quantity.count(value.length(), "field");
          case "list" -> Quantity.count(value.length(), "item");
          case "stream" -> Quantity.count(value.length(), "entry", "entries");
          default -> Quantity.count(value.length(), "member");
        };
    return value.encoding() + ", " + held + " in " + Quantity.bytes(value.bytes());
  }

  /** How long the oldest byte has waited for a sync, when it has waited at all. */
  private static String age(AofSnapshot aof) {
    long micros = aof.nowMicros() - aof.oldestUnsyncedMicros();
    return aof.oldestUnsyncedMicros() < 0 || micros < 10_000
        ? ""
        : " (" + Quantity.span(micros) + ")";
  }

  private void log(List<String> dim) {
    if (logged == 0) {
      return;
    }
    AofSnapshot aof = scene.aof();
    long notOnDisk = aof.bufferBytes() + aof.pageCacheBytes();
    dim.add(
        "log +"
            + Quantity.bytes(logged)
            + ", "
            + (notOnDisk == 0 ? "on disk" : Quantity.bytes(notOnDisk) + " not on disk" + age(aof)));
  }

  /** A table that grows again and again in one step is told of once. */
  private void resized(DictEvent.RehashStarted rehash) {
    boolean grows = rehash.toBuckets() > rehash.fromBuckets();
    String sort = rehash.dict() + (grows ? " grows " : " shrinks ");
    Resize before = resizes.get(sort);
    Resize now =
        before == null
            ? new Resize(passed.size(), rehash.fromBuckets())
            : new Resize(before.index(), before.fromBuckets());
    resizes.put(sort, now);
    String told =
        sort
            + Quantity.count(now.fromBuckets())
            + " → "
            + Quantity.count(rehash.toBuckets(), "bucket")
            + ", moved step by step";
    if (before == null) {
      passed.add(told);
    } else {
      passed.set(now.index(), told);
    }
  }

  private static String passed(EncodingEvent event) {
    return switch (event) {
      case EncodingEvent.Converted converted ->
          converted.from()
              + " → "
              + converted.to()
              + ": "
              + reason(converted)
              + SEPARATOR
              + Quantity.bytes(converted.bytesBefore())
              + " → "
              + Quantity.bytes(converted.bytesAfter());
      case EncodingEvent.Densified dense ->
          "HyperLogLog sparse → dense: "
              + EncodingFacts.reason(dense)
              + SEPARATOR
              + Quantity.bytes(dense.bytesBefore())
              + " → "
              + Quantity.bytes(dense.bytesAfter());
      case EncodingEvent.Widened widened ->
          "intset widened "
              + widened.fromBits()
              + " → "
              + widened.toBits()
              + " bits: "
              + Quantity.count(widened.found())
              + " does not fit into "
              + widened.fromBits();
    };
  }

  private static String reason(EncodingEvent.Converted converted) {
    if (converted.limitValue() == 0 && converted.found() == 0) {
      return converted.limit();
    }
    String found =
        converted.limit().endsWith("-entries")
            ? Quantity.count(converted.found(), entries(converted.type()))
            : "value of " + Quantity.bytes(converted.found());
    return found + " > " + converted.limit() + " " + Quantity.count(converted.limitValue());
  }

  private static String entries(String type) {
    return type.equals("hash") ? "field" : "member";
  }

  private static String database(int db, int other) {
    return db == other ? "" : " in db" + db;
  }

  private static String name(Blob key) {
    return CommandText.of(new byte[][] {key.bytes()}, KEY_CHARACTERS);
  }
}
