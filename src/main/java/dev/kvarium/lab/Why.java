package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.EvictionEvent;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.event.LedgerEvent;
import dev.kvarium.event.ProxyEvent;
import dev.kvarium.event.ScriptEvent;
import dev.kvarium.event.SlotEvent;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.Flags;
import dev.kvarium.redis.command.KeySpec;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.view.Glass;
import dev.kvarium.view.ProxyFacts;
import dev.kvarium.view.Quantity;
import dev.kvarium.view.SlotFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Why the last input came out as it did, told from the facts that it led to and from the histories
 * of the keys that it named.
 */
final class Why {
  /** Of how many keys, losses and log entries it is told before the rest is only counted. */
  private static final int TOLD = 5;

  private final Lab lab;
  private final Inputs inputs;
  private final int index;
  private final List<EventLog.Entry> facts = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private Why(Lab lab, Inputs inputs, int index) {
    this.lab = lab;
    this.inputs = inputs;
    this.index = index;
    long end = inputs.end(index);
    for (EventLog.Entry each : lab.events().since(inputs.at(index).firstEvent())) {
      if (each.number() < end) {
        facts.add(each);
      }
    }
  }

  static String of(Lab lab) throws Refusal {
    Inputs inputs = new Inputs(lab);
    if (inputs.last() < 0) {
      throw new Refusal("there is nothing to give reasons for: nothing was entered yet");
    }
    Why why = new Why(lab, inputs, inputs.last());
    why.tell();
    why.since();
    return String.join("\n  ", why.lines);
  }

  private void tell() {
    JournalEntry entry = inputs.at(index);
    lines.add(inputs.name(entry.firstEvent(), entry.atMicros()));
    switch (entry.step()) {
      case Step.Command command -> command(command);
      case Step.Line line -> {
        String told = Glass.line(facts, lab.scene(line.node())).text();
        lines.add(told.isEmpty() ? "nothing changed but who was used last" : told);
        lines.addAll(ItemReasons.of(lab, inputs, index, line));
      }
      case Step.Many many -> {
        String told = Glass.line(facts, lab.scene(lab.node())).text();
        lines.add(told.isEmpty() ? "nothing changed" : told);
      }
      case Step.Advance advance -> {
        new ClientReasons(lab, inputs, facts).tell("", lines);
        byItself("nothing was due that left a trace");
      }
      case Step.Crash crash -> {
        lost();
        byItself(
            "no acknowledged write was lost: the log had them all on the disk, or in the"
                + " kernel's page cache when only the process died");
      }
      case Step.Restart restart -> {
        loaded();
        lost();
      }
      case Step.Freeze freeze -> {
        byItself(
            freeze.frozen()
                ? "the process does nothing from here on; what is sent to it waits in its kernel"
                : "nothing had come for it meanwhile");
        lost();
      }
      case Step.Partition cut ->
          byItself(
              cut.connections()
                  ? "both ends learnt that their connections are over"
                  : "nobody is told: what is sent is lost and sent again until the link is mended");
      case Step.Heal heal -> byItself("what was lost is sent again at the next attempt");
      case Step.Link link -> lines.add("what is sent from now on takes another time");
      case Step.AddNode added -> lines.add("a node was added");
      case Step.AddProxy added -> lines.add("a proxy stands before nodes from then on");
      case Step.OfCluster of -> lines.add("it was about the cluster: " + of.what().text());
      case Step.SetRing set ->
          lines.add(
              "clients find nodes by the ring as it is now; what lies on a node where no key leads"
                  + " any more stays there");
      case Step.Traffic traffic ->
          lines.add("a process sends commands from then on; :traffic tells how fast");
      case Step.StopTraffic stop -> lines.add("a process sends no more commands");
      case Step.AddDatabase added -> lines.add("a database is there from then on");
      case Step.AddObjects added -> lines.add("an object store is there from then on");
      case Step.AddApp added -> lines.add("an application is there from then on");
      case Step.BeginWorkload begun ->
          lines.add("clients ask " + begun.app() + " from then on; :show cache tells how it fares");
      case Step.StopWorkload stop -> lines.add("the clients of " + stop.app() + " ask no more");
      case Step.AskApp asked -> lines.addAll(AppTrace.of(facts, entry.atMicros()));
      case Step.KillProcess killed ->
          lines.add("what its clients waited for they do not get; its locks stay where they are");
      case Step.ChangeRow changed ->
          lines.add("the row is another, and no cache was told: an entry of it is stale");
      case Step.Corrupt corrupt ->
          lines.add("only bytes on the disk were changed; it shows when the file is read");
      case Step.SetDisk set -> lines.add("only the disk was set; it shows with the next sync");
    }
  }

  /** What the servers have done by themselves since then, while time passed on the wall. */
  private void since() {
    long end = inputs.end(index);
    if (end == Long.MAX_VALUE) {
      return;
    }
    List<EventLog.Entry> later = lab.events().since((int) end);
    List<String> told = OwnAccord.of(lab, later);
    int expired = 0;
    for (EventLog.Entry each : later) {
      expired += each.event() instanceof KeyEvent.Expired ? 1 : 0;
    }
    if (expired > 0) {
      told.addFirst(Quantity.count(expired, "key") + " expired");
    }
    for (String each : few(told)) {
      lines.add("since then: " + each);
    }
  }

  private static List<String> few(List<String> all) {
    if (all.size() <= TOLD) {
      return all;
    }
    List<String> few = new ArrayList<>(all.subList(0, TOLD));
    few.add("and " + (all.size() - TOLD) + " more; :events lists all");
    return few;
  }

  /** What came about without a command. */
  private void byItself(String nothing) {
    int before = lines.size();
    long syncedTo = -1;
    SequencedSet<KeyName> expired = new LinkedHashSet<>();
    for (EventLog.Entry each : facts) {
      switch (each.event()) {
        case KeyEvent.Expired gone -> expired.add(new KeyName(each.node(), gone.db(), gone.key()));
        case EvictionEvent.Evicted gone ->
            expired.add(new KeyName(each.node(), gone.db(), gone.key()));
        case AofEvent.Synced synced -> syncedTo = synced.offset();
        default -> {}
      }
    }
    if (syncedTo >= 0) {
      lines.add(
          "the log was synced: up to byte " + Quantity.count(syncedTo) + " it is on the disk");
    }
    ofKeys(List.copyOf(expired));
    lines.addAll(few(OwnAccord.of(lab, facts)));
    if (lines.size() == before && lines.size() == 1) {
      lines.add(nothing);
    }
  }

  private void lost() {
    int lost = 0;
    for (EventLog.Entry each : facts) {
      if (each.event() instanceof LedgerEvent.Lost write && ++lost <= TOLD) {
        lines.add(
            "lost: "
                + write.text()
                + ", acknowledged at "
                + Durations.sinceStart(write.acknowledgedMicros() - lab.startMicros())
                + lastSync(each));
      }
    }
    if (lost > TOLD) {
      lines.add("and " + (lost - TOLD) + " more; :ledger counts them");
    }
  }

  /** When the log was last synced before a fact. */
  private String lastSync(EventLog.Entry fact) {
    String said = "; its log had never been synced";
    for (EventLog.Entry each : lab.events().all()) {
      if (each.number() >= fact.number()) {
        break;
      }
      if (each.event() instanceof AofEvent.Synced && each.node().equals(fact.node())) {
        said =
            "; the last sync of the log ended at "
                + Durations.sinceStart(each.timeMicros() - lab.startMicros());
      }
    }
    return said;
  }

  private void loaded() {
    for (EventLog.Entry each : facts) {
      switch (each.event()) {
        case AofEvent.Loaded loaded ->
            lines.add(
                "memory was empty; the log gave "
                    + Quantity.count(loaded.commands(), "command")
                    + " of "
                    + Quantity.bytes(loaded.bytes()));
        case AofEvent.Truncated cut ->
            lines.add(
                "an unfinished command at its end was cut off, from byte "
                    + Quantity.count(cut.toBytes()));
        default -> {}
      }
    }
  }

  // commands

  private record KeyName(String node, int db, Blob key) {
    String text() {
      return CommandText.of(new byte[][] {key.bytes()}, 40);
    }
  }

  /** What a client with a map of slots did, and what came of it where it sent the command last. */
  private void bySlots(Step.Command step) {
    String last = "";
    String error = "";
    for (EventLog.Entry each : facts) {
      if (each.node().equals(step.node()) && each.event() instanceof SlotEvent event) {
        lines.add(SlotFacts.sentence(event));
        last = event instanceof SlotEvent.Sent sent ? ClusterMoves.host(sent.node()) : last;
        error = event instanceof SlotEvent.Failed failed ? failed.error() : error;
      }
    }
    Optional<RedisNode> node = lab.redis(last);
    if (node.isPresent()) {
      Step.Command there = new Step.Command(ClusterActors.OPERATOR, last, step.argv());
      Optional<Command> row = Commands.row(node.get(), step.argv());
      if (error.isEmpty()) {
        ofKeys(keys(there, row));
      } else {
        failed(there, row, keys(there, row), error);
      }
    }
  }

  private void command(Step.Command step) {
    if (lab.world().cluster().client(step.node()).isPresent()) {
      bySlots(step);
      return;
    }
    Optional<RedisNode> node = lab.redis(step.node());
    Optional<Command> row = node.flatMap(each -> Commands.row(each, step.argv()));
    List<KeyName> keys = keys(step, row);
    for (EventLog.Entry each : facts) {
      if (each.event() instanceof ProxyEvent event) {
        lines.add(ProxyFacts.sentence(event));
        if (event instanceof ProxyEvent.Routed to && lab.redis(to.server()).isPresent()) {
          ofKey(new KeyName(to.server(), 0, to.key()));
        }
      }
    }
    ClientReasons clients = new ClientReasons(lab, inputs, facts);
    if (clients.tell(step.client(), lines)) {
      log(step);
      return;
    }
    if (ScriptReasons.tell(facts, lines)) {
      facts.stream()
          .map(EventLog.Entry::event)
          .filter(ScriptEvent.Failed.class::isInstance)
          .map(event -> ErrorTexts.of(((ScriptEvent.Failed) event).error()))
          .flatMap(Optional::stream)
          .forEach(lines::add);
      ofKeys(keys);
      log(step);
      return;
    }
    for (EventLog.Entry each : facts) {
      if (each.event() instanceof CommandEvent.Failed failed) {
        failed(step, row, keys, failed.error());
        return;
      }
    }
    expired(keys);
    changes(step, row, keys);
    node.ifPresent(each -> lines.addAll(MissReasons.of(each, db(step), step.argv(), reply())));
    ofKeys(keys);
    log(step);
  }

  /** What the input was answered, as it was shown; empty where nobody typed it. */
  private String reply() {
    for (Transcript.Line each : lab.transcript().lines().reversed()) {
      if (each.journalFrom() <= index && index < each.journalTo()) {
        return each.reply().orElse("");
      }
    }
    return "";
  }

  private List<KeyName> keys(Step.Command step, Optional<Command> row) {
    int db = db(step);
    SequencedSet<KeyName> keys = new LinkedHashSet<>();
    if (row.isPresent()) {
      for (KeySpec spec : row.get().row().keys()) {
        for (int position : spec.positions(step.argv())) {
          keys.add(new KeyName(step.node(), db, Blob.of(step.argv()[position])));
        }
      }
    }
    return List.copyOf(keys);
  }

  private int db(Step.Command step) {
    return lab.world()
        .machine(step.node())
        .flatMap(each -> each.session(step.client()))
        .map(session -> session.db)
        .orElse(0);
  }

  private void failed(Step.Command step, Optional<Command> row, List<KeyName> keys, String error) {
    lines.add("refused, so nothing was changed and nothing logged: " + error);
    ErrorTexts.of(error).ifPresent(lines::add);
    lines.addAll(RefusalReasons.of(lab, step, row, error));
    if (row.isEmpty()) {
      lines.add("no command of " + lab.scene(step.node()).models() + " has that name");
      return;
    }
    if (error.startsWith("WRONGTYPE")) {
      String name = row.get().row().typedName();
      String group =
          row.get().row().group().name().toLowerCase(Locale.ROOT).replace("sorted_set", "zset");
      for (KeyName key : keys) {
        KeyHistory history = history(key);
        lab.scene(key.node())
            .value(key.db(), key.key())
            .filter(value -> !value.type().equals(group))
            .ifPresent(
                value ->
                    lines.add(
                        key.text()
                            + " holds a "
                            + value.type()
                            + since(history.arrival())
                            + "; "
                            + name
                            + " is for the type "
                            + group));
      }
    } else if (error.startsWith("ERR wrong number of arguments")) {
      lines.add("it is written " + row.get().row().typedName() + " " + row.get().row().syntax());
    } else {
      ofKeys(keys);
    }
  }

  private KeyHistory history(KeyName key) {
    return KeyHistory.of(lab, key.node(), key.db(), key.key(), inputs.end(index));
  }

  private String since(Optional<KeyHistory.Chapter> chapter) {
    return chapter
        .map(each -> ", since " + inputs.name(each.fact().number(), each.fact().timeMicros()))
        .orElse("");
  }

  /** Keys that the input found dead, though it did not name them. */
  private void expired(List<KeyName> named) {
    SequencedSet<KeyName> others = new LinkedHashSet<>();
    for (EventLog.Entry each : facts) {
      if (each.event() instanceof KeyEvent.Expired gone) {
        others.add(new KeyName(each.node(), gone.db(), gone.key()));
      }
      if (each.event() instanceof EvictionEvent.Evicted gone) {
        others.add(new KeyName(each.node(), gone.db(), gone.key()));
      }
    }
    others.removeAll(named);
    ofKeys(List.copyOf(others));
  }

  private void ofKeys(List<KeyName> keys) {
    for (KeyName key : keys.subList(0, StrictMath.min(TOLD, keys.size()))) {
      ofKey(key);
    }
    if (keys.size() > TOLD) {
      lines.add("and " + Quantity.count(keys.size() - TOLD, "key") + " more");
    }
  }

  private void ofKey(KeyName key) {
    KeyHistory history = history(key);
    if (history.chapters().isEmpty()) {
      lines.add(key.text() + " is not there: no input has ever made it in db" + key.db());
      return;
    }
    if (!history.isThere()) {
      Optional<KeyHistory.Chapter> gone = history.last(KeyHistory.Turn.GONE);
      lines.add(
          key.text()
              + " is not there: "
              + gone.map(KeyHistory.Chapter::what).orElse("nothing made it")
              + gone.map(each -> " — " + name(each)).orElse(""));
      history.chapters().stream()
          .filter(each -> each.what().startsWith("lost, "))
          .reduce((one, other) -> other)
          .ifPresent(each -> lines.add(key.text() + " was " + each.what() + " — " + name(each)));
      return;
    }
    lab.scene(key.node())
        .value(key.db(), key.key())
        .ifPresent(
            value -> {
              Reasons reasons = new Reasons(lab.redis(key.node()).orElseThrow());
              Optional<KeyHistory.Chapter> converted = conversion(history);
              String why =
                  converted
                      .filter(each -> !reasons.isDefault(value))
                      .map(each -> each.what() + " — " + name(each))
                      .orElseGet(() -> reasons.encoding(value));
              pastItsTime(key, value).ifPresent(lines::add);
              lines.add(key.text() + " is " + value.encoding() + ": " + why);
              lines.add(key.text() + " takes " + reasons.bytes(value));
            });
  }

  /** Of a value that is held though nobody sees it any more. */
  private Optional<String> pastItsTime(KeyName key, ValueSnapshot value) {
    long now = lab.nowMicros() / 1_000;
    return value.expireAtMillis().isPresent() && value.expireAtMillis().getAsLong() <= now
        ? Optional.of(
            key.text()
                + " is past its time since "
                + Durations.sinceStart(
                    value.expireAtMillis().getAsLong() * 1_000 - lab.startMicros())
                + ": a replica answers as if it were gone, and frees it only when its primary"
                + " sends a DEL")
        : Optional.empty();
  }

  /** The last conversion since the input that made the value; it may be stated before the key. */
  private Optional<KeyHistory.Chapter> conversion(KeyHistory history) {
    int born = history.birth().map(each -> inputs.of(each.fact().number())).orElse(-1);
    return history
        .last(KeyHistory.Turn.CONVERTED)
        .filter(
            each ->
                each.fact().event() instanceof EncodingEvent.Converted
                    && inputs.of(each.fact().number()) >= born);
  }

  private String name(KeyHistory.Chapter chapter) {
    return inputs.name(chapter.fact().number(), chapter.fact().timeMicros());
  }

  private void changes(Step.Command step, Optional<Command> row, List<KeyName> keys) {
    long dirty = 0;
    for (EventLog.Entry each : facts) {
      dirty += each.event() instanceof CommandEvent.Ran ran ? ran.dirty() : 0;
    }
    boolean writes = row.isPresent() && row.get().row().has(Flags.WRITE);
    List<String> unmet = writes ? unmet(step, row.get(), dirty) : List.of();
    if (dirty == 0 && row.isPresent()) {
      String name = row.get().row().typedName();
      // a touch that finds a key past its time is logged, whatever the command itself changes
      String unlogged =
          facts.stream().anyMatch(each -> each.event() instanceof AofEvent.Buffered)
              ? ""
              : " so nothing went into the log";
      lines.add(
          !writes
              ? name + " changes no data" + then(",", unlogged)
              : unmet.isEmpty()
                  ? name
                      + " changed nothing: what it asked for was so already, or its condition did"
                      + " not hold"
                      + then(";", unlogged)
                  : name + " changed nothing" + then(",", unlogged));
      lines.addAll(unmet);
      for (KeyName key : keys.subList(0, StrictMath.min(TOLD, keys.size()))) {
        Optional<KeyHistory.Chapter> birth = history(key).arrival();
        birth.ifPresent(each -> lines.add(key.text() + " is there" + since(birth)));
      }
    } else {
      lines.addAll(unmet);
    }
  }

  private static String then(String mark, String clause) {
    return clause.isEmpty() ? "" : mark + clause;
  }

  /** What a write asked for and did not get; where it changed something, that of ZADD alone. */
  private List<String> unmet(Step.Command step, Command row, long dirty) {
    Optional<RedisNode> node = lab.redis(step.node());
    if (node.isEmpty() || dirty > 0 && !row.name().equals("zadd")) {
      return List.of();
    }
    List<String> unmet = Conditions.of(node.get(), db(step), lab.startMicros(), step.argv());
    // with an effect, a member that has the score it was to get just got it
    return dirty == 0
        ? unmet
        : unmet.stream().filter(each -> !each.endsWith(", as it was to get")).toList();
  }

  private void log(Step.Command step) {
    String entered = CommandText.of(step.argv(), 128);
    int told = 0;
    Set<String> said = new HashSet<>();
    for (EventLog.Entry each : facts) {
      if (each.event() instanceof AofEvent.Buffered buffered && told++ < TOLD) {
        String remark = inLog(buffered.text(), entered);
        lines.add(
            "log +"
                + Quantity.bytes(buffered.lengthBytes())
                + ": "
                + buffered.text()
                + (said.add(remark) ? remark : ""));
      }
    }
    if (told > TOLD) {
      lines.add("and " + Quantity.count(told - TOLD, "entry", "entries") + " more in the log");
    }
  }

  private static String inLog(String logged, String entered) {
    if (entered.equalsIgnoreCase("EXEC")) {
      return "";
    }
    if (logged.equalsIgnoreCase(entered)) {
      return ", each word with its length before it";
    }
    if (logged.equals("MULTI")) {
      return ", so that either all of it is read again or nothing";
    }
    if (logged.equals("EXEC")) {
      return "";
    }
    return logged.startsWith("SELECT ")
        ? ", since what follows is for another database than what stood there before, or the first"
        : ", and not as it was entered: it must do the same whenever it is read again";
  }
}
