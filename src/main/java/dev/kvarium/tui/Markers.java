package dev.kvarium.tui;

import dev.kvarium.event.AofEvent;
import dev.kvarium.event.AppEvent;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.ClusterEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Crash;
import dev.kvarium.event.DatabaseEvent;
import dev.kvarium.event.DictEvent;
import dev.kvarium.event.DiskEvent;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.EvictionEvent;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.LedgerEvent;
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
import dev.kvarium.event.SlotEvent;
import dev.kvarium.event.StreamEvent;
import dev.kvarium.event.TimeEvent;
import dev.kvarium.view.AppFacts;
import dev.kvarium.view.ClientFacts;
import dev.kvarium.view.ClusterFacts;
import dev.kvarium.view.EncodingFacts;
import dev.kvarium.view.LoopFacts;
import dev.kvarium.view.NetworkFacts;
import dev.kvarium.view.ProxyFacts;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.ReplicationFacts;
import dev.kvarium.view.RingFacts;
import dev.kvarium.view.ScriptFacts;
import dev.kvarium.view.SentinelFacts;
import dev.kvarium.view.SlotFacts;
import dev.kvarium.view.StreamFacts;
import dev.kvarium.view.Style;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which facts the timeline shows, and as what. */
final class Markers {
  private Markers() {}

  /** How a fact looks on the strip, and what there is to say about it. */
  private record Face(String text, Style style, String detail) {}

  /** The marker of a fact; empty where it does not stand out. */
  static Optional<Marker> of(EventLog.Entry entry, long startMicros) {
    Face face = face(entry.event());
    if (face == null) {
      return Optional.empty();
    }
    String when = Quantity.clock(entry.timeMicros() - startMicros);
    String where = entry.node().isEmpty() ? "" : " · " + entry.node();
    return Optional.of(
        new Marker(entry.number(), face.text, face.style, when + where + " · " + face.detail));
  }

  /** Whether a fact stands out. */
  static boolean isMarked(Event event) {
    return face(event) != null;
  }

  private static @Nullable Face face(Event event) {
    return switch (event) {
      case CommandEvent.Ran ran when ran.command().equals("quit") -> null;
      case CommandEvent.Ran ran ->
          new Face(
              "·" + ran.command().toUpperCase(Locale.ROOT),
              ran.dirty() > 0 ? Style.PLAIN : Style.DIM,
              ran.client()
                  + " ran "
                  + ran.command().toUpperCase(Locale.ROOT)
                  + ", "
                  + (ran.dirty() == 0 ? "nothing changed" : Quantity.count(ran.dirty(), "change")));
      case CommandEvent.Failed failed ->
          new Face(
              "!" + failed.command().toUpperCase(Locale.ROOT),
              Style.WRONG,
              failed.client() + " got an error: " + failed.error());
      case CommandEvent.Called called -> null;
      case ScriptEvent.Started started -> null;
      case ScriptEvent script ->
          new Face(
              ScriptFacts.marker(script), Style.PLAIN.withBold(), ScriptFacts.sentence(script));
      case ClientEvent client when ClientFacts.isUpkeep(client) -> null;
      case ClientEvent client ->
          new Face(
              ClientFacts.marker(client), Style.PLAIN.withBold(), ClientFacts.sentence(client));
      case LoopEvent.Stalled stall ->
          new Face("▒waiting", Style.BUFFER.withBold(), LoopFacts.sentence(stall));
      case LoopEvent loop -> null;
      case DatabaseEvent database -> null;
      case AppEvent app when AppFacts.marker(app).isEmpty() -> null;
      case AppEvent app ->
          new Face(AppFacts.marker(app), Style.PLAIN.withBold(), AppFacts.sentence(app));
      case StreamEvent.Appended entry -> null;
      case StreamEvent stream ->
          new Face(
              StreamFacts.marker(stream), Style.PLAIN.withBold(), StreamFacts.sentence(stream));
      case EncodingEvent.Converted to ->
          new Face(
              "▲" + to.to(),
              Style.MEMORY.withBold(),
              to.key() + " went from " + to.from() + " to " + to.to() + reason(to));
      case EncodingEvent.Densified dense ->
          new Face(
              "▲dense",
              Style.MEMORY.withBold(),
              dense.key()
                  + " keeps all registers of its HyperLogLog: "
                  + EncodingFacts.reason(dense));
      case EncodingEvent.Widened wide ->
          new Face(
              "▲" + wide.toBits() + " bit",
              Style.MEMORY.withBold(),
              wide.key() + " took integers of " + wide.toBits() + " bits: " + wide.found());
      case KeyEvent.Expired gone ->
          new Face(
              "▼expired",
              Style.PLAIN.withBold(),
              gone.key() + " expired and was freed, " + cause(gone.cause()));
      case EvictionEvent.Evicted gone ->
          new Face(
              "▼evicted",
              Style.PLAIN.withBold(),
              gone.key() + " was evicted by " + gone.policy() + ": memory was short");
      case EvictionEvent.Sampled drawn -> null;
      case EvictionEvent.Postponed later ->
          new Face(
              "▲short",
              Style.PLAIN.withBold(),
              Quantity.count(later.evicted(), "key was", "keys were")
                  + " evicted, then the time was up: "
                  + Quantity.bytes(later.missingBytes())
                  + " too much are left for a timer");
      case KeyEvent.Flushed flushed ->
          new Face(
              "▼flushed",
              Style.PLAIN.withBold(),
              "db" + flushed.db() + " was emptied of " + Quantity.count(flushed.keys(), "key"));
      case KeyEvent other -> null;
      case DictEvent.RehashStarted begun ->
          new Face(
              "▲rehash",
              Style.MEMORY,
              begun.dict()
                  + " grows from "
                  + Quantity.count(begun.fromBuckets())
                  + " to "
                  + Quantity.count(begun.toBuckets(), "bucket"));
      case DictEvent.RehashFinished done ->
          new Face(
              "·rehashed",
              Style.MEMORY,
              done.dict() + " has " + Quantity.count(done.buckets(), "bucket") + " now");
      case DictEvent.RehashStepped step -> null;
      case AofEvent.Synced synced ->
          new Face(
              "▓synced",
              Style.DISK,
              "the log is on the disk up to byte " + Quantity.count(synced.offset()));
      case AofEvent.Loaded loaded ->
          new Face(
              "▓loaded",
              Style.DISK,
              Quantity.count(loaded.commands(), "command")
                  + " read from the log, "
                  + Quantity.bytes(loaded.bytes()));
      case AofEvent.Truncated cut ->
          new Face(
              "✕truncated",
              Style.LOST,
              "the log was cut from "
                  + Quantity.bytes(cut.fromBytes())
                  + " to "
                  + Quantity.bytes(cut.toBytes()));
      case AofEvent.Postponed late ->
          new Face(
              "░postponed",
              Style.BUFFER,
              Quantity.bytes(late.bufferBytes()) + " wait in the buffer: a sync is still running");
      case AofEvent.WriteFailed failed ->
          new Face(
              "✕write",
              Style.LOST,
              "the log could not be written: "
                  + failed.reason()
                  + "; "
                  + Quantity.bytes(failed.bufferBytes())
                  + " wait in the buffer");
      case AofEvent.RewriteStarted started ->
          new Face("▒rewrite", Style.BUFFER, "a copy of the process writes the log anew");
      case AofEvent.Rewritten done ->
          new Face(
              "▓rewritten",
              Style.DISK,
              "the log was written anew: "
                  + Quantity.bytes(done.bytesBefore())
                  + " became a base of "
                  + Quantity.bytes(done.baseBytes()));
      case AofEvent other -> null;
      case RdbEvent.SaveStarted started ->
          new Face(
              "▒save",
              Style.BUFFER,
              "a copy of the process writes " + Quantity.count(started.keys(), "key"));
      case RdbEvent.Saved saved ->
          new Face(
              "▓saved",
              Style.DISK,
              Quantity.count(saved.keys(), "key")
                  + " are in "
                  + saved.file()
                  + ", "
                  + Quantity.bytes(saved.bytes()));
      case RdbEvent.PagesCopied copied ->
          copied.pages() == 0
              ? null
              : new Face(
                  "▚copied",
                  Style.MEMORY,
                  Quantity.count(copied.pages(), "page")
                      + " were copied while a copy of the process was at work");
      case RdbEvent.SaveFailed failed ->
          new Face("✕save", Style.LOST, "the data was not saved: " + failed.reason());
      case RdbEvent.Loaded loaded ->
          new Face(
              "▓loaded",
              Style.DISK,
              Quantity.count(loaded.keys(), "key") + " read from " + loaded.file());
      case DiskEvent.Dropped dropped ->
          new Face(
              "✕dropped",
              Style.LOST,
              Quantity.bytes(dropped.bytes()) + " of " + dropped.file() + " were never synced");
      case DiskEvent.SyncTook took -> null;
      case DiskEvent.Corrupted damage ->
          new Face(
              "✕corrupt",
              Style.LOST,
              Quantity.count(damage.bytes(), "byte")
                  + " of "
                  + damage.file()
                  + " from "
                  + Quantity.count(damage.offset())
                  + " on were changed by hand");
      case DiskEvent.SyncFailed failed ->
          new Face(
              "✕sync", Style.LOST, "a sync of " + failed.file() + " failed: " + failed.reason());
      case LedgerEvent.Lost lost ->
          new Face(
              "✕lost", Style.LOST, lost.client() + " was told that " + lost.text() + " is done");
      case LedgerEvent.Acknowledged done -> null;
      case NodeEvent.Started started ->
          new Face("·start", Style.PLAIN, started.node() + " started");
      case NodeEvent.Stopped stopped ->
          new Face("✕stop", Style.PLAIN, stopped.node() + " stopped: " + stopped.reason());
      case NodeEvent.Logged logged -> null;
      case NetworkEvent network when NetworkFacts.marker(network).isEmpty() -> null;
      case NetworkEvent network ->
          new Face(
              NetworkFacts.marker(network), Style.PLAIN.withBold(), NetworkFacts.sentence(network));
      case ProxyEvent proxy when ProxyFacts.marker(proxy).isEmpty() -> null;
      case ProxyEvent proxy ->
          new Face(ProxyFacts.marker(proxy), Style.PLAIN.withBold(), ProxyFacts.sentence(proxy));
      case RingEvent.Routed routed -> null;
      case RingEvent ring -> new Face("·ring", Style.PLAIN.withBold(), RingFacts.sentence(ring));
      case SentinelEvent sentinel ->
          new Face(
              SentinelFacts.marker(sentinel),
              Style.PLAIN.withBold(),
              SentinelFacts.sentence(sentinel));
      case ClusterEvent cluster ->
          new Face(
              ClusterFacts.marker(cluster), Style.PLAIN.withBold(), ClusterFacts.sentence(cluster));
      case SlotEvent slot when SlotFacts.marker(slot).isEmpty() -> null;
      case SlotEvent slot ->
          new Face(SlotFacts.marker(slot), Style.PLAIN.withBold(), SlotFacts.sentence(slot));
      case ReplicationEvent link when ReplicationFacts.marker(link).isEmpty() -> null;
      case ReplicationEvent link ->
          new Face(
              ReplicationFacts.marker(link),
              Style.PLAIN.withBold(),
              ReplicationFacts.sentence(link));
      case Crash.Process crash ->
          new Face("✕process", Style.LOST, "the process of " + crash.node() + " was killed");
      case Crash.Power crash ->
          new Face("✕power", Style.LOST, "the power of " + crash.node() + " was cut");
      case SlabEvent.PageTaken taken ->
          new Face(
              "▲page",
              Style.MEMORY,
              "class " + taken.slabClass() + " took page " + taken.page() + " for its chunks");
      case SlabEvent.MoveBegun begun -> null;
      case SlabEvent.PageMoved moved ->
          new Face(
              "▲moved",
              Style.MEMORY.withBold(),
              "page "
                  + moved.page()
                  + " went from class "
                  + moved.fromClass()
                  + " to "
                  + (moved.toClass() == 0 ? "the pool" : "class " + moved.toClass()));
      case ItemEvent.Evicted evicted ->
          new Face(
              "▼evicted",
              Style.LOST,
              evicted.key() + " was thrown away to make room in class " + evicted.slabClass());
      case ItemEvent.Expired gone ->
          new Face("▼expired", Style.PLAIN.withBold(), gone.key() + " had expired and was freed");
      case ItemEvent other -> null;
      case TimeEvent.Advanced advanced ->
          new Face(
              "→" + Quantity.span(advanced.micros()),
              Style.DIM,
              Quantity.span(advanced.micros()) + " passed by wish");
    };
  }

  private static String reason(EncodingEvent.Converted to) {
    if (to.limitValue() == 0) {
      return ": " + to.limit();
    }
    return ": "
        + Quantity.count(to.found())
        + " > "
        + to.limit()
        + " "
        + Quantity.count(to.limitValue());
  }

  private static String cause(KeyEvent.Cause cause) {
    return switch (cause) {
      case LAZY -> "because somebody touched it";
      case ACTIVE -> "because the cycle drew it";
    };
  }
}
