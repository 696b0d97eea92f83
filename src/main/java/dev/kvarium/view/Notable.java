package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.AppEvent;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.ClusterEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Crash;
import dev.kvarium.event.DictEvent;
import dev.kvarium.event.DiskEvent;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Event;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.NetworkEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.event.RdbEvent;
import dev.kvarium.event.ReplicationEvent;
import dev.kvarium.event.RingEvent;
import dev.kvarium.event.ScriptEvent;
import dev.kvarium.event.SentinelEvent;
import dev.kvarium.event.SlotEvent;
import dev.kvarium.event.StreamEvent;

/** How much a fact stands out among others, and how it is said in a sentence. */
final class Notable {
  /** From here on a fact is a loss, and drawn as one. */
  static final int GRAVE = 7;

  /** From here on a fact is a threshold that was passed, and drawn as one. */
  static final int THRESHOLD = 4;

  private Notable() {}

  /** 0 for what happens all the time, the more the rarer and the worse. */
  static int rank(Event event) {
    return switch (event) {
      case LedgerEvent.Lost lost -> 9;
      case Crash crash -> 8;
      case AofEvent.Truncated truncated -> GRAVE;
      case AofEvent.WriteFailed failed -> GRAVE;
      case DiskEvent.SyncFailed failed -> GRAVE;
      case DiskEvent.Corrupted damage -> GRAVE;
      case EncodingEvent.Converted converted -> 6;
      case AofEvent.Postponed postponed -> 3;
      case EncodingEvent.Widened widened -> THRESHOLD;
      case EncodingEvent.Densified dense -> THRESHOLD;
      case KeyEvent.Expired expired -> 3;
      case DictEvent.RehashStarted started -> 2;
      case StreamEvent.NodeOpened opened -> opened.limit().isEmpty() ? 0 : 2;
      case StreamEvent.Trimmed trimmed -> 2;
      case StreamEvent.Claimed claimed -> 3;
      case StreamEvent.Dropped dropped -> 3;
      case CommandEvent.Failed failed -> 2;
      case ScriptEvent.Slow slow -> 4;
      case ScriptEvent.Killed killed -> 4;
      case ScriptEvent.Failed failed -> 3;
      case ScriptEvent.Ended ended -> ended.calls() > 1 ? 2 : 0;
      case ClientEvent.TimedOut timedOut -> 3;
      case ClientEvent client -> ClientFacts.isUpkeep(client) ? 0 : 2;
      case RdbEvent.SaveFailed failed -> GRAVE;
      case RdbEvent.PagesCopied copied -> 0;
      case RdbEvent rdb -> 2;
      case AofEvent.Rewritten rewritten -> 2;
      case ReplicationEvent.Promoted promoted -> GRAVE;
      case ReplicationEvent.PartialRefused refused -> 6;
      case ReplicationEvent.Acknowledged acknowledged -> 0;
      case ReplicationEvent link -> THRESHOLD;
      case ClusterEvent cluster -> THRESHOLD;
      case SentinelEvent sentinel when SentinelFacts.isGrave(sentinel) -> THRESHOLD;
      case NetworkEvent.Cut cut -> GRAVE;
      case NetworkEvent.Frozen frozen -> 6;
      case NetworkEvent.Healed healed -> THRESHOLD;
      case NetworkEvent.Thawed thawed -> THRESHOLD;
      case NetworkEvent network when NetworkFacts.isGrave(network) -> THRESHOLD;
      case AppEvent app when AppFacts.isGrave(app) -> THRESHOLD;
      case NodeEvent.Started started -> 1;
      case NodeEvent.Stopped stopped -> 1;
      default -> 0;
    };
  }

  /** What happened, to be put behind its time. */
  static String sentence(Event event) {
    return switch (event) {
      case LedgerEvent.Lost lost -> "an acknowledged write was lost: " + lost.text();
      case ReplicationEvent link -> ReplicationFacts.sentence(link);
      case ClusterEvent cluster -> ClusterFacts.sentence(cluster);
      case SlotEvent slot -> SlotFacts.sentence(slot);
      case SentinelEvent sentinel -> SentinelFacts.sentence(sentinel);
      case NetworkEvent network -> NetworkFacts.sentence(network);
      case RingEvent ring -> RingFacts.sentence(ring);
      case Crash.Power power -> "the power was cut";
      case Crash.Process process -> "the process was killed";
      case AofEvent.Truncated truncated ->
          "the log was cut from "
              + Quantity.bytes(truncated.fromBytes())
              + " to "
              + Quantity.bytes(truncated.toBytes());
      case AofEvent.WriteFailed failed -> "the log could not be written: " + failed.reason();
      case DiskEvent.Corrupted damage ->
          damage.file() + " was damaged at byte " + Quantity.count(damage.offset());
      case DiskEvent.SyncFailed failed ->
          "a sync of " + failed.file() + " failed: " + failed.reason();
      case EncodingEvent.Converted converted ->
          name(converted.key())
              + " went from "
              + converted.from()
              + " to "
              + converted.to()
              + ", by "
              + converted.limit();
      case AofEvent.Postponed postponed ->
          "a write of "
              + Quantity.bytes(postponed.bufferBytes())
              + " into the log waited for a sync";
      case EncodingEvent.Densified dense ->
          name(dense.key())
              + " keeps all registers of its HyperLogLog: "
              + EncodingFacts.reason(dense);
      case EncodingEvent.Widened widened ->
          name(widened.key()) + " took integers of " + widened.toBits() + " bits";
      case KeyEvent.Expired expired ->
          name(expired.key())
              + (expired.cause() == KeyEvent.Cause.LAZY
                  ? " was found past its time when touched"
                  : " was found past its time by the active cycle");
      case DictEvent.RehashStarted started ->
          started.dict()
              + " began to move from "
              + Quantity.count(started.fromBuckets())
              + " to "
              + Quantity.count(started.toBuckets(), "bucket");
      case ClientEvent client -> ClientFacts.sentence(client);
      case ScriptEvent script -> ScriptFacts.sentence(script);
      case StreamEvent stream -> StreamFacts.sentence(stream);
      case CommandEvent.Failed failed -> failed.command() + " failed: " + failed.error();
      case RdbEvent.SaveStarted started ->
          "a copy of the process began to write " + Quantity.count(started.keys(), "key");
      case RdbEvent.Saved saved ->
          Quantity.count(saved.keys(), "key")
              + " were saved in "
              + saved.file()
              + ", "
              + Quantity.bytes(saved.bytes());
      case RdbEvent.SaveFailed failed -> "the data was not saved: " + failed.reason();
      case RdbEvent.Loaded loaded ->
          Quantity.count(loaded.keys(), "key") + " were read from " + loaded.file();
      case AofEvent.Rewritten done ->
          "the log was written anew: "
              + Quantity.bytes(done.bytesBefore())
              + " became a base of "
              + Quantity.bytes(done.baseBytes());
      case AppEvent app -> AppFacts.sentence(app);
      case NodeEvent.Started started -> "the node started";
      case NodeEvent.Stopped stopped -> "the node stopped, " + stopped.reason();
      default -> "";
    };
  }

  private static String name(Blob key) {
    return CommandText.of(new byte[][] {key.bytes()}, 40);
  }
}
