package dev.kvarium.lab;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a {@code ~} line asks for, in words: {@code KeyEvent.Expired stale 0 lazy} is {@code stale
 * expires, found by a touch}. A clause of the present, so that it can follow "still to happen" as
 * well as "must not happen".
 */
final class FactWords {
  private static final String ANY = "*";

  private final List<String> words;

  private FactWords(List<String> words) {
    this.words = words;
  }

  /** The clause for a fact of a name, and what its components are to be. */
  static String of(String name, List<String> components) {
    return new FactWords(components).say(name);
  }

  private String say(String name) {
    return switch (name) {
      case "KeyEvent.Created" -> key("a key") + " is created";
      case "KeyEvent.Replaced" -> key("a key") + " gets a whole new value";
      case "KeyEvent.Changed" -> key("a key") + " is changed";
      case "KeyEvent.Deleted" -> key("a key") + " is deleted";
      case "KeyEvent.Hit" -> key("a key") + " is looked up";
      case "KeyEvent.Missed" -> key("a key") + " is looked up in vain";
      case "KeyEvent.Renamed" -> key("a key") + " gets another name";
      case "KeyEvent.Flushed" -> "a database is emptied";
      case "KeyEvent.ExpirySet" -> key("a key") + " gets another time to live";
      case "KeyEvent.ExpiryCleared" -> key("a key") + " loses its time to live";
      case "KeyEvent.Expired" -> key("a key") + " expires" + cause();
      case "EvictionEvent.Evicted" -> key("a key") + " is evicted";
      case "CommandEvent.Ran" -> command(1).orElse("a command") + " is run";
      case "TimeEvent.Advanced" -> "time is let pass";
      case "DictEvent.RehashStarted" ->
          "the table "
              + key("of keys")
              + given(1).map(from -> ", of " + from + " buckets,").orElse("")
              + " begins to move";
      case "DictEvent.RehashFinished" ->
          "the table "
              + key("of keys")
              + " is moved to the end"
              + given(1).map(to -> ", into " + to + " buckets").orElse("");
      case "CommandEvent.Called" ->
          command(2).orElse("a command") + " is called from within a script or a transaction";
      case "AofEvent.Buffered" -> given(2).orElse("a command") + " gets into the log";
      case "AofEvent.Written" ->
          "the kernel is handed " + given(0).map(n -> n + " bytes").orElse("bytes") + " of the log";
      case "AofEvent.Synced" -> "a sync of the log ends";
      case "AofEvent.RewriteStarted" -> "a rewrite of the log begins";
      case "AofEvent.Rewritten" -> "a rewrite of the log comes to its end";
      case "AofEvent.SwitchedOff" -> "the log is switched off";
      case "AofEvent.Truncated" -> "an unfinished end of the log is cut off";
      case "RingEvent.Changed" ->
          "ring "
              + given(0).orElse("")
              + " is made"
              + given(2).map(nodes -> " over " + nodes).orElse(" or changed");
      case "RingEvent.Routed" -> key("a key") + " is looked for by a ring";
      case "RdbEvent.SaveStarted" -> "a copy of the process begins to save";
      case "RdbEvent.Saved" -> "all keys are saved";
      case "RdbEvent.PagesCopied" ->
          "a copy of the process ends"
              + given(0).map(n -> ", and meanwhile " + n + " keys were written to").orElse("");
      case "LoopEvent.Stalled" ->
          command(1).orElse("something") + " keeps the thread for a millisecond or more";
      case "LoopEvent.Received" -> "a large request has come whole";
      case "LoopEvent.Delivered" -> "a large reply has left the server whole";
      case "LoopEvent.TrafficBegan" ->
          "traffic"
              + given(0).map(who -> " called " + who).orElse("")
              + " begins"
              + given(1)
                  .map(from -> from.equals("loop") ? "" : ", with database=" + from)
                  .orElse("");
      case "ProxyEvent.Ejected" ->
          "a proxy takes " + given(1).orElse("a server") + " out of its ring";
      case "ProxyEvent.Failed" ->
          "a proxy's request to "
              + given(1).orElse("a server")
              + " fails"
              + given(2).map(why -> ": " + why).orElse("");
      case "Crash.Power" -> "the power" + of() + " is cut";
      case "Crash.Process" -> "the process" + of() + " is killed";
      case "NetworkEvent.Cut" -> "the link" + between() + " is cut";
      case "NetworkEvent.Healed" -> "the links are mended";
      case "NetworkEvent.Stalled" -> "something that is sent" + between() + " is lost on the way";
      case "NetworkEvent.Frozen" -> key("a process") + " stands still";
      case "NetworkEvent.Thawed" -> key("a process") + " goes on";
      case "ReplicationEvent.Promoted" -> "a replica takes the lead";
      case "ReplicationEvent.Acknowledged" -> key("a replica") + " says that it has something";
      case "ReplicationEvent.FullSyncStarted" -> "all data is sent to " + key("a replica");
      case "ReplicationEvent.PartialSync" -> key("a replica") + " is sent what it missed";
      case "ReplicationEvent.PartialRefused" -> key("a replica") + " cannot have what it missed";
      case "ReplicationEvent.Loaded" -> "a replica takes all data of " + key("its primary");
      case "ReplicationEvent.LinkLost" -> "a replica loses its primary";
      case "SentinelEvent.Suspected" ->
          "a sentinel holds " + given(1).orElse("a server") + " for down";
      case "SentinelEvent.Agreed" ->
          "enough sentinels say that " + given(0).orElse("the primary") + " is down";
      case "SentinelEvent.Tried" -> "a sentinel tries a failover";
      case "SentinelEvent.Elected" -> "a sentinel is voted to lead a failover";
      case "SentinelEvent.Promoted" -> "sentinels have " + given(0).orElse("a replica") + " lead";
      case "SentinelEvent.Switched" -> "sentinels tell clients another address";
      case "SentinelEvent.Redirected" ->
          "sentinels have " + given(0).orElse("a server") + " follow another";
      case "LedgerEvent.Acknowledged" -> "a write is acknowledged";
      case "LedgerEvent.Lost" -> "an acknowledged write is lost";
      case "NodeEvent.Stopped" -> "a server is stopped";
      case "CommandEvent.Failed" ->
          command(1).orElse("a command") + " fails" + given(2).map(why -> ": " + why).orElse("");
      case "NodeEvent.Started" -> "a server is started";
      case "ClientEvent.Blocked" -> key("a client") + " waits for something";
      case "ClientEvent.Served" ->
          key("a client")
              + " is served what it waits for"
              + command(1).map(by -> ", by " + by).orElse("");
      case "ClientEvent.WatchBroken" -> "a key that " + key("a client") + " watches is changed";
      case "ClientEvent.Aborted" ->
          "EXEC"
              + given(0).map(who -> " of " + who).orElse("")
              + " runs nothing"
              + given(2).map(why -> ": " + why).orElse("");
      case "ClientEvent.Executed" -> executed();
      case "ScriptEvent.Ended" ->
          "a script runs to its end"
              + given(3).map(n -> n.equals("0") ? ", and writes nothing" : "").orElse("");
      case "ScriptEvent.Failed" -> "a script fails";
      case "StreamEvent.Appended" -> entry(2) + " is added to " + key("a stream");
      case "StreamEvent.Deleted" -> entry(2) + " of " + key("a stream") + " is deleted";
      case "StreamEvent.Trimmed" -> trimmed();
      case "StreamEvent.Delivered" ->
          entry(4) + " of " + key("a stream") + " is given to " + given(3).orElse("a consumer");
      case "StreamEvent.Acknowledged" ->
          given(3).orElse("a consumer") + " acknowledges " + entry(4) + " of " + key("a stream");
      case "StreamEvent.Claimed" ->
          given(4).orElse("somebody")
              + " takes over "
              + entry(5)
              + " of "
              + key("a stream")
              + given(3).map(from -> " from " + from).orElse("");
      case "ItemEvent.Linked" -> key("an item") + " is stored";
      case "ItemEvent.Unlinked" -> key("an item") + " is taken out";
      case "ItemEvent.Evicted" -> key("an item") + " is thrown away";
      case "AppEvent.Read" ->
          "a client of "
              + key("an application")
              + " gets "
              + given(3).orElse("a row")
              + given(5).map(version -> " in version " + version).orElse("")
              + given(4).map(from -> ", from the " + from).orElse("");
      case "AppEvent.Wrote" -> "a client of " + key("an application") + " changes a row";
      case "AppEvent.Loaded" ->
          "a client of "
              + key("an application")
              + (given(4).filter("waited"::equals).isPresent()
                  ? " waits for another in vain and fills the cache itself"
                  : " fills the cache");
      case "AppEvent.LockTaken" -> "a client of " + key("an application") + " takes a lock";
      case "AppEvent.LockFreed" ->
          "a client of "
              + key("an application")
              + (given(4).filter("false"::equals).isPresent()
                  ? " comes to give up a lock that is not its own any more"
                  : " gives up its lock");
      case "AppEvent.ProcessEnded" -> "a process of " + key("an application") + " ends";
      case "AppEvent.WorkloadBegan" ->
          given(1).map(many -> many + " clients").orElse("clients")
              + " begin to ask "
              + key("an application");
      case "DatabaseEvent.Changed" ->
          given(1).orElse("a row") + " of " + key("a database") + " is changed";
      default -> plain(name);
    };
  }

  private Optional<String> given(int index) {
    return index < words.size() && !words.get(index).equals(ANY)
        ? Optional.of(words.get(index))
        : Optional.empty();
  }

  private String key(String any) {
    return given(0).orElse(any);
  }

  private String of() {
    return given(0).map(node -> " of " + node).orElse("");
  }

  private String between() {
    return given(0).map(one -> " from " + one).orElse("")
        + given(1).map(other -> " to " + other).orElse("");
  }

  private String entry(int index) {
    return given(index).map(id -> "entry " + id).orElse("an entry");
  }

  /** {@code config|set} as it is typed. */
  private Optional<String> command(int index) {
    return given(index).map(name -> name.replace('|', ' ').toUpperCase(Locale.ROOT));
  }

  private String cause() {
    return given(2)
        .map(cause -> cause.equals("lazy") ? ", found by a touch" : ", found by the search")
        .orElse("");
  }

  private String executed() {
    String whose = given(0).map(who -> " of " + who).orElse("");
    String errors =
        given(2)
            .map(n -> n.equals("1") ? ", and one of them fails" : ", and " + n + " of them fail")
            .orElse("");
    return "EXEC" + whose + " runs " + given(1).orElse("its") + " commands" + errors;
  }

  private String trimmed() {
    return key("a stream")
        + " is cut"
        + given(2).map(n -> " by " + n + " entries").orElse("")
        + given(3).map(n -> n.equals("1") ? ", a whole node" : ", " + n + " whole nodes").orElse("")
        + given(5).map(n -> ", with " + n + " left").orElse("");
  }

  /** {@code AofEvent.RewriteStarted} is {@code aof: rewrite started}. */
  private String plain(String name) {
    String[] parts = name.split("\\.");
    String family =
        parts[0].endsWith("Event") ? parts[0].substring(0, parts[0].length() - 5) : parts[0];
    String fact = parts[parts.length - 1].replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    String what = words.isEmpty() ? "" : " (" + String.join(" ", words) + ")";
    return family.toLowerCase(Locale.ROOT) + ": " + fact.toLowerCase(Locale.ROOT) + what;
  }
}
