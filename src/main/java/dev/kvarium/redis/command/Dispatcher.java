package dev.kvarium.redis.command;

import dev.kvarium.base.Blob;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request to its handler: finds the row, checks what can be checked without it, runs it,
 * and hands what changed the data to the log.
 */
public final class Dispatcher {
  private static final Reply CHANGED_SIDES =
      Reply.error(
          "UNBLOCKED force unblock from blocking operation, instance state changed (master ->"
              + " replica?)");
  private final CommandTable table;
  private final List<Call> calls = new ArrayList<>();
  private final Replicas replicas;
  private final Effects effects;
  private final Waits waits;
  private final Watches watches;
  private final TransactionCommands transactions;
  private final Refusals refusals;
  private final ClientsLook look;
  private final PubSub pubSub;
  private final Tracking tracking;
  private final Gate gate;
  private final Eviction eviction;
  private final Monitors monitors;
  private final Pauses pauses;
  private final Failover failover;
  private final Clients clients;
  private final Waits.Serving serving = this::serve;
  private final Timers timers;
  private Timers.Timer later = () -> {};
  private @Nullable SlotCheck slots;
  private CommandFlags flags = (command, argv) -> command.row().flags();

  /** The command that others are told to wait for, if there is one; see {@link LongRun}. */
  private @Nullable Running running;

  private final Probe probe;
  private final DispatchStats stats;
  private final Acl acl;
  private final CommandTimes times;
  private final Clock clock;
  private final Keyspace keyspace;
  private final Settings settings;

  /** The call that is used when no command runs, and so by most of them. */
  private final Call first;

  /** How many commands run, each inside the one before it. */
  private int depth;

  public Dispatcher(
      CommandTable table,
      Keyspace keyspace,
      Settings settings,
      Propagation propagation,
      Probe probe,
      DispatchStats stats,
      Clients clients,
      Acl acl,
      Clock clock,
      Timers timers) {
    this.acl = acl;
    this.clients = clients;
    this.table = table;
    this.timers = timers;
    this.keyspace = keyspace;
    this.settings = settings;
    this.first = new Call(this, keyspace, settings);
    this.calls.add(first);

    this.waits = new Waits(keyspace, clock, timers, probe);
    this.replicas = new Replicas(settings, keyspace, waits, probe, timers);
    this.effects = new Effects(propagation, replicas);

    this.watches = new Watches(keyspace, probe);
    this.transactions = new TransactionCommands(watches, acl, probe);
    this.pubSub = new PubSub(settings, probe);
    this.tracking = new Tracking(keyspace, clients, settings, probe);
    this.clock = clock;
    this.times = new CommandTimes(settings, clock, keyspace.stats());
    this.gate = new Gate(settings, keyspace, replicas);
    this.eviction = new Eviction(keyspace, settings, this::evicted, clock, timers, probe);
    this.monitors = new Monitors(settings, clock);
    this.pauses = new Pauses(keyspace, clock, timers, probe);
    this.failover = new Failover(settings, replicas, pauses, clock, probe);
    replicas.failover(failover);
    keyspace.listener(new Attention(waits, watches, pubSub, tracking));
    clients.onLeaving(this::forget);
    this.probe = probe;
    this.stats = stats;
    this.refusals = new Refusals(table, transactions, stats, probe);
    this.look = new ClientsLook(clients, waits, watches, pauses, pubSub, tracking, replicas);
  }

  /** Runs a request of at least one word. */
  public Reply execute(Session session, byte[][] argv) {
    if (!session.asking) {
      return check(session, argv);
    }
    Reply reply = check(session, argv);
    if (!session.askedNow && session.transaction == null) {
      session.asking = false;
    }
    session.askedNow = false;
    return reply;
  }

  private Reply check(Session session, byte[][] argv) {
    Command command = table.find(argv);
    if (command == null) {
      return Muting.heard(session, refusals.unknown(session, argv));
    }
    if (!command.takes(argv.length)) {
      return Muting.heard(
          session,
          refusals.refuse(
              session,
              command,
              "ERR wrong number of arguments for '" + command.name() + "' command"));
    }
    if (!session.authenticated && !command.row().has(Flags.NO_AUTH) && acl.users().asksWho()) {
      return Muting.heard(
          session, refusals.refuse(session, command, "NOAUTH Authentication required."));
    }
    if (command.row().has(Flags.PROTECTED) && !allowed(command)) {
      return Muting.heard(
          session, refusals.refuse(session, command, Refusals.switchedOff(command)));
    }
    session.lastCommand = command.name();
    if (session.transaction != null && command.row().has(Flags.NO_MULTI)) {
      return Muting.heard(
          session,
          refusals.refuse(session, command, "ERR Command not allowed inside a transaction"));
    }
    if (session.user != null && !session.user.mayAll()) {
      AclLog.Context context =
          session.transaction == null ? AclLog.Context.TOPLEVEL : AclLog.Context.MULTI;
      AclDenial denial = acl.checkLogged(session, command, argv, context);
      if (denial.denies()) {
        return Muting.heard(session, refusals.refuse(session, command, denial.error(command)));
      }
    }
    if (slots != null && !session.primary && !keyspace.loading) {
      String elsewhere = slots.refusal(session, command, argv, flags.of(command, argv));
      if (!elsewhere.isEmpty()) {
        return Muting.heard(session, refusals.elsewhere(session, command, elsewhere));
      }
    }
    if (settings.maxMemoryBytes != 0 && running == null && !session.primary) {
      gate.outOfMemory(eviction.makeRoom(argv) == Eviction.Result.FAILED);
    }
    Optional<String> refusal =
        session.primary || gate.isOpen()
            ? Optional.empty()
            : gate.refusal(command, flags.of(command, argv), session.transaction);
    if (refusal.isPresent()) {
      return Muting.heard(session, refusals.refuse(session, command, refusal.get()));
    }
    tracking.limit();
    if (session.replica && touchesKeys(command)) {
      return refusals.refuse(session, command, "ERR Replica can't interact with the keyspace");
    }
    if (session.subscribed && session.resp == 2 && !isAllowedToSubscribers(command)) {
      return Muting.heard(
          session, refusals.refuse(session, command, Refusals.subscribersOnly(command)));
    }
    if (running != null && running.run.holdsOthers()) {
      return hold(session, command, argv, running.command.name());
    }
    if (running != null && !command.row().has(Flags.ALLOW_BUSY)) {
      return Muting.heard(session, refusals.refuse(session, command, running.run.busyError()));
    }
    if (pauses.mode() != Pauses.Mode.NONE
        && !session.primary
        && pauses.holds(session, command, flags.of(command, argv))) {
      return hold(session, command, argv, "");
    }
    if (session.transaction != null && queues(command)) {
      return Muting.heard(session, queue(session, session.transaction, command, argv));
    }
    tracking.begin(session);
    Reply reply = run(first, session, command, argv);
    session.writtenOffset = replicas.offset();
    List<Reply> messages = tracking.end();
    if (session.tracking != null) {
      stopCaching(session, command);
    }
    if (waits.anyReady() && running == null) {
      messages = serveBehind(session, messages);
    }
    return answer(session, reply, messages);
  }

  /** Has it asked before each command on keys whether they are here: the node of a cluster. */
  public void slotsBy(SlotGate gate) {
    slots = new SlotCheck(gate);
  }

  /** Has the messages of PUBLISH and SPUBLISH taken to other servers. */
  public void messagesBy(MessageCarrier carrier) {
    pubSub.carriedBy(carrier);
  }

  /** Sends a message that came from another server to those who listen here. */
  public void deliver(boolean ofShard, byte[] channel, byte[] text) {
    Subscriptions.Kind kind = ofShard ? Subscriptions.Kind.SHARD : Subscriptions.Kind.CHANNEL;
    pubSub.publish(null, kind, channel, text);
  }

  /** See {@link Call#refusalElsewhere}. */
  String refusalElsewhere(Session caller, Command command, byte[][] argv, boolean anySlots) {
    return slots == null || caller.primary || keyspace.loading
        ? ""
        : slots.refusalInScript(caller, command, argv, anySlots);
  }

  /** Clients that wait for keys which are elsewhere now are told so. */
  public void sendWaitingElsewhere() {
    SlotCheck check = slots;
    if (check == null || !waits.anyForKeys()) {
      return;
    }
    for (Session each : clients.all()) {
      Waits.Wait wait = each.wait;
      if (wait != null && !wait.keys.isEmpty()) {
        List<byte[]> keys = List.of(wait.keys.getFirst().bytes());
        String error = check.refusal(each, wait.command, keys);
        if (!error.isEmpty()) {
          waits.unblock(each, Reply.error(error), "its keys are elsewhere now");
        }
      }
    }
  }

  /** A command that is not done yet, and what it has left to be repeated by now. */
  private static final class Running {
    final LongRun run;
    final Session session;
    final Command command;
    final byte[][] argv;
    final int db;
    final long nowMillis;
    final long begun;
    List<Effects.Effect> effects;
    long dirty;

    Running(
        LongRun run, Call call, int db, long nowMillis, List<Effects.Effect> effects, long begun) {
      this.begun = begun;
      this.run = run;
      this.session = call.session();
      this.command = call.command();
      this.argv = call.argv();
      this.db = db;
      this.nowMillis = nowMillis;
      this.effects = effects;
      this.dirty = call.dirty();
    }
  }

  /** What a call of a command is like, where that hangs on its words: scripts say it themselves. */
  @FunctionalInterface
  public interface CommandFlags {
    /** Bits of {@link Flags}. */
    int of(Command command, byte[][] argv);
  }

  /** Says what calls are like; the flags of their rows if nobody does. */
  public void flagsBy(CommandFlags knowing) {
    flags = knowing;
  }

  /** Says why nothing may be written, since the data could not be kept; empty: it may. */
  public void unsavedBy(Supplier<String> knowing) {
    gate.unsavedBy(knowing);
  }

  /** See {@link Call#refusalInScript}. */
  Optional<String> refusalInScript(Command command, boolean written, boolean takesMemory) {
    return gate.isOpen() && !settings.isReplica()
        ? Optional.empty()
        : gate.refusalInScript(command, written, takesMemory);
  }

  /** Whether a command goes on that everybody else has to wait for. */
  public boolean isBusy() {
    return running != null;
  }

  /** Whether the command in hand may go on later: it is the outermost, and a client's. */
  boolean mayGoOnLater(Call call) {
    return call == first && depth == 1 && !keyspace.loading && call.mayBlock();
  }

  private Reply putOff(Call call, LongRun run, int db, long begun) {
    call.session().busy = true;
    running = new Running(run, call, db, keyspace.nowMillis(), effects.setAside(), begun);
    later = timers.after(run.pauseMicros(), this::goOnRunning);
    return Reply.None.NONE;
  }

  /** Has a command go on at once that was to go on later. */
  public void hurry(LongRun run) {
    Running now = running;
    if (now != null && now.run == run) {
      later.cancel();
      goOnRunning();
    }
  }

  private void goOnRunning() {
    Running now = running;
    if (now == null) {
      return;
    }
    keyspace.freeze(now.nowMillis);
    Call call = first;
    tracking.begin(now.session);
    call.begin(now.session, now.command, now.argv);
    call.dontPropagate();
    call.dirty(now.dirty);
    effects.putBack(now.effects);
    depth++;
    Optional<Reply> reply;
    try {
      reply = now.run.goOn(call);
    } finally {
      depth--;
    }
    if (reply.isEmpty()) {
      now.effects = effects.setAside();
      now.dirty = call.dirty();
      tracking.end();
      later = timers.after(now.run.pauseMicros(), this::goOnRunning);
    } else {
      running = null;
      now.session.busy = false;
      if (reply.get() instanceof Reply.Error error) {
        refusals.failed(call, error.text());
      }
      ran(call, now.session, now.command, now.db, reply.get(), now.begun);
      pauses.release();
      Reply answer = answer(now.session, reply.get(), tracking.end());
      keyspace.freeze(clock.nowMillis());
      serveReady();
      if (answer != Reply.None.NONE) {
        now.session.front.send(answer);
      }
      now.session.front.goOn();
    }
    keyspace.freeze(clock.nowMillis());
  }

  /**
   * Serves those whose keys have come; what the client is sent meanwhile stands behind its reply.
   */
  private List<Reply> serveBehind(Session session, List<Reply> messages) {
    List<Reply> behind = new ArrayList<>(messages);
    session.amongReplies = behind;
    try {
      serveReady();
    } finally {
      session.amongReplies = null;
    }
    return behind;
  }

  /** The reply, and behind it what the client is told of its cache. */
  private static Reply answer(Session session, Reply reply, List<Reply> messages) {
    Reply heard = session.isWaiting() ? Reply.None.NONE : Muting.heard(session, reply);
    if (messages.isEmpty()) {
      return heard;
    }
    List<Reply> all = new ArrayList<>();
    if (heard != Reply.None.NONE) {
      all.add(heard);
    }
    all.addAll(messages);
    return new Reply.Several(all);
  }

  /** What CLIENT CACHING said holds for one command or transaction. */
  private static void stopCaching(Session session, Command command) {
    if (session.transaction == null
        && session.tracking != null
        && !command.name().startsWith("client")) {
      session.tracking.caching = false;
    }
  }

  private static boolean touchesKeys(Command command) {
    return command.row().has(Flags.WRITE | Flags.READONLY | Flags.MAY_REPLICATE);
  }

  private static boolean isAllowedToSubscribers(Command command) {
    return switch (command.name()) {
      case "ping",
          "subscribe",
          "ssubscribe",
          "unsubscribe",
          "sunsubscribe",
          "psubscribe",
          "punsubscribe",
          "quit",
          "reset" ->
          true;
      default -> false;
    };
  }

  private Reply hold(Session session, Command command, byte[][] argv, String behind) {
    pauses.hold(session, argv);
    if (probe.listening()) {
      probe.emit(new ClientEvent.Held(session.label(), command.name(), behind));
    }
    return Reply.None.NONE;
  }

  /** Runs what was held while clients were paused. */
  private void goOn() {
    while (pauses.anyReleased()) {
      Session session = pauses.nextReleased();
      byte[][] argv = session.held;
      session.held = null;
      if (argv != null) {
        Reply reply = execute(session, argv);
        if (reply != Reply.None.NONE) {
          session.front.send(reply);
        }
        session.front.goOn();
      }
    }
  }

  private boolean allowed(Command command) {
    return command.name().equals("debug") ? settings.debugAllowed : settings.modulesAllowed;
  }

  /** Whether a transaction queues this command. */
  private static boolean queues(Command command) {
    return switch (command.name()) {
      case "exec", "discard", "multi", "watch", "quit", "reset" -> false;
      default -> true;
    };
  }

  private Reply queue(Session session, Transaction transaction, Command command, byte[][] argv) {
    session.lastCommand = command.name();
    if (!transaction.broken && !session.watchBroken) {
      transaction.add(command, argv, flags.of(command, argv));
    }
    if (probe.listening()) {
      probe.emit(new ClientEvent.Queued(session.label(), command.name(), transaction.size()));
    }
    return Reply.QUEUED;
  }

  private Reply run(Call call, Session session, Command command, byte[][] argv) {
    int db = session.db;
    call.begin(session, command, argv);
    long begun = times.beginNext();
    Reply reply = handle(call);
    if (!monitors.isEmpty()) {
      feed(call, session, command);
    }
    if (session.tracking != null && readsKeys(command)) {
      tracking.read(session, command.row(), argv);
    }
    LongRun later = call.later();
    if (later != null) {
      return putOff(call, later, db, begun);
    }
    ran(call, session, command, db, reply, begun);
    return reply;
  }

  private Reply handle(Call call) {
    depth++;
    try {
      Reply reply = call.command().row().handler().handle(call);
      if (reply instanceof Reply.Error error) {
        refusals.failed(call, error.text());
      }
      return reply;
    } catch (CommandError error) {
      refusals.failed(call, error.reply().text());
      return error.reply();
    } finally {
      depth--;
    }
  }

  /** Counts a command that is done and hands over what it left. */
  private void ran(Call call, Session session, Command command, int db, Reply reply, long begun) {
    if (!keyspace.loading) {
      times.ended(call, session, command, reply, begun);
      command.calls++;
      stats.commands++;
      stats.dirty += call.dirty();
    }
    log(call, db);
    if (probe.listening()) {
      keyspace.stateSteps();
      if (!(reply instanceof Reply.Error) && !session.isWaiting()) {
        probe.emit(new CommandEvent.Ran(session.label(), command.name(), call.dirty()));
      }
    }
  }

  /** Runs a command inside another; see {@link Call#run}. */
  Reply runInside(Call outer, Session session, Command command, byte[][] argv, boolean logged) {
    if (depth == calls.size()) {
      calls.add(new Call(this, keyspace, settings));
    }
    Call call = calls.get(depth);
    int db = session.db;
    call.begin(session, command, argv);
    long begun = times.begin();
    Reply reply = handle(call);
    if (!monitors.isEmpty()) {
      feed(call, session, command);
    }
    if (command.row().has(Flags.READONLY)) {
      readInside(outer, call, command);
    }
    if (!keyspace.loading) {
      times.ended(call, session, command, reply, begun);
      command.calls++;
      stats.commands++;
    }
    outer.dirty(call.dirty());
    if (logged && call.isLogged()) {
      effects.add(db, call.loggedWords());
    } else if (logged && call.isReplicated()) {
      effects.addForReplicas(db, call.loggedWords());
    }
    if (probe.listening() && !(reply instanceof Reply.Error)) {
      String inside = outer.command().name();
      probe.emit(new CommandEvent.Called(session.label(), inside, command.name(), call.dirty()));
    }
    return reply;
  }

  /** Notes what a client read: of a script, which is no client, the keys that it declared. */
  private void readInside(Call outer, Call call, Command command) {
    if (outer.session().tracking != null) {
      boolean own = call.session() == outer.session();
      tracking.read(
          outer.session(), own ? command.row() : outer.row(), own ? call.argv() : outer.argv());
    }
  }

  /** Whether its keys are tracked: a script's are when a command that it calls reads. */
  private static boolean readsKeys(Command command) {
    return command.row().has(Flags.READONLY) && command.row().group() != Group.SCRIPTING;
  }

  private void feed(Call call, Session session, Command command) {
    if (!command.row().has(Flags.SKIP_MONITOR | Flags.ADMIN)) {
      monitors.feed(session, session.db, call.sent());
    }
  }

  /** Shows a command to those in MONITOR now, since what runs inside it is to come behind it. */
  void feedNow(Call call) {
    if (!monitors.isEmpty()) {
      monitors.feed(call.session(), call.session().db, call.sent());
    }
  }

  /** Lets a client that waits try a key. */
  private Reply serve(Waits.Wait wait, byte[] key, @Nullable Value value) {
    Call call = first;
    tracking.begin(wait.session);
    call.begin(wait.session, wait.command, wait.argv);
    depth++;
    long begun = times.begin();
    Reply reply;
    try {
      reply = value == null ? wait.waiter.gone(call, key) : wait.waiter.serve(call, key, value);
    } catch (CommandError error) {
      reply = error.reply();
    } finally {
      depth--;
    }
    if (reply instanceof Reply.Error error) {
      refusals.failed(call, error.text());
    }
    if (reply != Reply.None.NONE) {
      times.served(wait.session, wait.command, wait.argv, reply, begun);
    }
    stats.dirty += call.dirty();
    log(call, wait.db);
    if (probe.listening() && reply != Reply.None.NONE) {
      keyspace.stateSteps();
      if (!(reply instanceof Reply.Error)) {
        probe.emit(
            new ClientEvent.Served(
                wait.session.label(),
                wait.command.name(),
                wait.db,
                Blob.of(key),
                waits.waitedMicros(wait),
                call.dirty()));
      }
    }
    List<Reply> messages = tracking.end();
    if (!messages.isEmpty()) {
      List<Reply> all = new ArrayList<>(List.of(reply));
      all.addAll(messages);
      return new Reply.Several(all);
    }
    return reply;
  }

  Effects effects() {
    return effects;
  }

  /** The rows of the commands that are about running commands. */
  public List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>(transactions.rows());
    rows.addAll(new PubSubCommands(pubSub).rows());
    rows.addAll(new ClientCommands(clients, waits, pauses, probe).rows());
    rows.addAll(new TrackingCommands(clients, tracking).rows());
    rows.add(monitor());
    rows.addAll(new SlowlogCommands(times.slowlog()).rows());
    LatencyReport report = new LatencyReport(settings, times.latency(), clock);
    rows.addAll(new LatencyCommands(times.latency(), table, report).rows());
    return rows;
  }

  /** Who may do what. */
  public Acl acl() {
    return acl;
  }

  /** How long commands take. */
  public CommandTimes times() {
    return times;
  }

  private CommandRow monitor() {
    return new CommandRow(
        "monitor",
        "",
        Flags.ADMIN | Flags.NOSCRIPT | Flags.LOADING | Flags.STALE,
        Group.SERVER,
        "1.0.0",
        "Shows every command that the server runs",
        KeySpec.NONE,
        call -> {
          if (!call.mayBlock()) {
            throw new CommandError("ERR MONITOR isn't allowed for DENY BLOCKING client");
          }
          return monitors.add(call.session()) ? Reply.OK : Reply.None.NONE;
        });
  }

  /** Puts a client back as it was when it came, as far as that is known here. */
  void reset(Session session) {
    monitors.forget(session);
    tracking.end(session);
    transactions.end(session);
    pubSub.forget(session);
  }

  /** At most so many of the clients as they are now. */
  public ClientsSnapshot snapshot(int most) {
    return look.snapshot(most);
  }

  /** What INFO counts. */
  ClientCounts counts() {
    return look.counts();
  }

  /** Counts a command that was refused inside another. */
  void countRefused(@Nullable Command command, String text) {
    refusals.countRefused(command, text);
  }

  /** A client that waits is told that this server has become another's replica, and ends. */
  public void unblock(Session session) {
    if (session.wait != null) {
      session.closing = true;
      waits.unblock(session, CHANGED_SIDES, "this server follows another now");
      session.front.end();
    }
  }

  /** What the cron has to do. */
  public void cron() {
    failover.cron();
    tracking.limit();
  }

  /** Says what ends a turn that a timer has begun. */
  public void turnsEndBy(Runnable end) {
    pauses.whenOver(end);
    eviction.whenOver(end);
  }

  /** What removes keys where memory is short. */
  public Eviction eviction() {
    return eviction;
  }

  /** A key was removed to make room. */
  private void evicted(int db, byte[] key) {
    effects.single(db, new byte[][] {settings.deletionOfEvicted(), key});
    pubSub.notice(Notice.EVICTED, "evicted", key, db);
  }

  /** What is due when a turn ends, before replies go out. */
  public void endTurn() {
    if (running != null) {
      return;
    }
    goOn();
    serveReady();
    replicas.endTurn();
    tracking.broadcast();
  }

  /** Holds what writes for so long, or until {@link #endPause}. */
  public void pauseWrites(Session by, long forMillis) {
    pauses.begin(by, Pauses.Mode.WRITE, forMillis);
  }

  /** What was held goes on. */
  public void endPause() {
    pauses.end();
  }

  /** Has the log and the replicas repeat what was done without a command. */
  public void repeat(int db, byte[][] argv) {
    effects.single(db, argv);
  }

  /** Serves clients whose keys have come. */
  private void serveReady() {
    if (waits.anyReady()) {
      // a command that slept has let time pass, in which a key may have expired
      keyspace.freeze(clock.nowMillis());
      waits.serve(serving);
    }
  }

  /** A client has left. */
  private void forget(Session session) {
    waits.forget(session);
    replicas.forget(session);
    pauses.forget(session);
    reset(session);
  }

  PubSub pubSub() {
    return pubSub;
  }

  /** The giving up of this server's place. */
  public Failover failover() {
    return failover;
  }

  /** Those that follow this server. */
  public Replicas replicas() {
    return replicas;
  }

  Waits waits() {
    return waits;
  }

  /**
   * Is called by the keyspace when it removed an expired key: what a command met is logged before
   * it, what the active cycle met at once.
   */
  public void expired(int db, byte[] key) {
    byte[][] deletion = {first.expiredDeletion(), key};
    if (depth > 0) {
      effects.add(db, deletion);
    } else {
      effects.single(db, deletion);
    }
  }

  /** Hands over what a unit leaves to be repeated. */
  private void log(Call call, int db) {
    boolean own = call.isLogged();
    if (!own && call.isReplicated()) {
      effects.addForReplicas(db, call.loggedWords());
    }
    if (effects.isEmpty()) {
      if (own) {
        effects.single(db, call.loggedWords());
      }
      return;
    }
    if (own) {
      effects.add(db, call.loggedWords());
    }
    effects.handOver(!call.row().has(Flags.TOUCHES_ARBITRARY_KEYS));
  }
}
