package dev.kvarium.redis.script;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.event.ScriptEvent;
import dev.kvarium.lua.Hook;
import dev.kvarium.lua.Lua;
import dev.kvarium.lua.LuaError;
import dev.kvarium.lua.LuaString;
import dev.kvarium.lua.LuaTable;
import dev.kvarium.lua.Nil;
import dev.kvarium.redis.command.AclDenial;
import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.CommandTable;
import dev.kvarium.redis.command.Flags;
import dev.kvarium.redis.command.LongRun;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.Reply;
import java.util.Optional;
import java.util.Set;

/**
 * One invocation of a script or function: who called it, what it may do, what it has done.
 *
 * <p>The data is as it was found while it runs, whoever else is connected: nothing is executed in
 * between. What it did stays done when it fails in the middle.
 */
final class ScriptRun implements LongRun {
  /** Where the effects go, as {@code redis.set_repl} takes it. */
  static final int TO_LOG = 1;

  static final int TO_REPLICAS = 2;

  private static final LuaString ERR = LuaString.of("err");

  private final Scripting scripting;
  private final Sandbox sandbox;
  private final Session session;
  private final String name;
  private final boolean isFunction;
  private final boolean readOnly;
  private final boolean takesMemory;
  private final boolean anySlots;
  private final Probe probe;
  private Call call;
  private final String caller;
  private final byte[][] callerWords;
  private final ScriptPace.Watch watch;
  private final long stepsBefore;
  private int targets = TO_LOG | TO_REPLICAS;
  private int calls;
  private int writes;
  private boolean dirty;
  private boolean slow;
  private boolean killed;

  ScriptRun(
      Scripting scripting,
      Sandbox sandbox,
      Session session,
      Call call,
      String name,
      boolean isFunction,
      Set<ScriptFlag> flags,
      boolean readOnly) {
    this.scripting = scripting;
    this.sandbox = sandbox;
    this.session = session;
    this.call = call;
    this.name = name;
    this.isFunction = isFunction;
    this.readOnly = readOnly || flags.contains(ScriptFlag.NO_WRITES);
    this.anySlots =
        flags.contains(ScriptFlag.COMPATIBLE) || flags.contains(ScriptFlag.ALLOW_CROSS_SLOT_KEYS);
    this.takesMemory = flags.contains(ScriptFlag.ALLOW_OOM);
    this.probe = scripting.probe();
    this.caller = call.session().label();
    this.callerWords = call.argv();
    this.watch = scripting.pace().start();
    this.stepsBefore = sandbox.lua.stepsOfAll();
    session.db = call.session().db;
    session.resp = 2;
  }

  /** The name of the function, or the hash of the script. */
  String name() {
    return name;
  }

  boolean isFunction() {
    return isFunction;
  }

  /** The words of the client that called it. */
  byte[][] callerWords() {
    return callerWords;
  }

  /** How long it has been running. */
  long elapsedMillis() {
    return watch.micros(sandbox.lua.steps()) / 1000;
  }

  /** Starts it: the reply, or nothing yet when it pauses. */
  Reply start(Object function, Object... arguments) {
    call.dontPropagate();
    if (probe.listening()) {
      probe.emit(new ScriptEvent.Started(caller, name, isFunction));
    }
    sandbox.lua.heap().limit(scripting.memoryBytes());
    sandbox.lua.hook(this::check);
    sandbox.lua.begin(function, sandbox.handler(), arguments);
    Optional<Reply> reply = goOn(call);
    return reply.isPresent() ? reply.get() : call.goOnLater(this);
  }

  @Override
  public Optional<Reply> goOn(Call now) {
    call = now;
    scripting.running(this);
    Reply reply;
    try {
      if (sandbox.lua.run() == Lua.Outcome.PAUSED) {
        return Optional.empty();
      }
      LuaToReply conversion = new LuaToReply(session.resp == 3);
      reply = conversion.convert(sandbox.lua.result());
      if (conversion.counted) {
        call.errorWasCounted();
      }
    } catch (LuaError error) {
      reply = failure(error.value());
    }
    scripting.ended(this, sandbox.lua.stepsOfAll() - stepsBefore);
    sandbox.lua.hook(Hook.NONE);
    if (probe.listening()) {
      probe.emit(
          killed
              ? new ScriptEvent.Killed(caller, name, calls, elapsedMillis())
              : reply instanceof Reply.Error failed
                  ? new ScriptEvent.Failed(caller, name, calls, writes, failed.text())
                  : new ScriptEvent.Ended(caller, name, calls, writes));
    }
    return Optional.of(reply);
  }

  @Override
  public String busyError() {
    return isFunction ? Scripting.BUSY_FUNCTION : Scripting.BUSY_SCRIPT;
  }

  @Override
  public long pauseMicros() {
    return scripting.pace().pauseMicros();
  }

  /** Asked every so many steps: whether it was killed, and whether others should be let in. */
  private Hook.Verdict check(long steps, boolean canPause) {
    endWhenOver(steps);
    long threshold = scripting.busyThresholdMillis();
    if (threshold <= 0) {
      return Hook.Verdict.GO_ON;
    }
    long micros = watch.micros(steps);
    if (micros / 1000 < threshold) {
      return Hook.Verdict.GO_ON;
    }
    if (!slow) {
      slow = true;
      if (probe.listening()) {
        probe.emit(new ScriptEvent.Slow(caller, name, micros / 1000));
      }
    }
    if (!canPause || !call.canGoOnLater()) {
      if (micros / 1000 > threshold + Scripting.PATIENCE_MILLIS) {
        killed = true;
        throw killedError();
      }
      return Hook.Verdict.GO_ON;
    }
    return watch.isPauseDue(steps) ? Hook.Verdict.PAUSE : Hook.Verdict.GO_ON;
  }

  private void endWhenOver(long steps) {
    killed |= scripting.isOver(watch.micros(steps));
    if (killed) {
      throw killedError();
    }
  }

  private LuaError killedError() {
    return new LuaError(
        ReplyToLua.error(sandbox.lua, "ERR Script killed by user with SCRIPT KILL..."));
  }

  /** Whether it has tried to write, so that it cannot be killed any more. */
  boolean isDirty() {
    return dirty;
  }

  void kill() {
    killed = true;
  }

  /** The reply to an error that left the script. */
  private Reply failure(Object value) {
    if (!(value instanceof LuaTable table)) {
      String text =
          value instanceof LuaString || value instanceof Double
              ? sandbox.lua.text(value).text()
              : "execution failure";
      String shown = text.length() > 100 ? text.substring(0, 100) : text;
      return Reply.error("ERR Error running script " + name + ", " + shown);
    }
    StringBuilder text = new StringBuilder(textOf(table.get(ERR), "ERR unknown error"));
    Object source = table.get("source");
    Object line = table.get("line");
    if (source != Nil.NIL && line != Nil.NIL) {
      text.append(" script: ").append(name).append(", on ");
      text.append(textOf(source, "")).append(':').append(textOf(line, "")).append('.');
    }
    if (table.get("ignore_error_stats_update") == Boolean.TRUE) {
      call.errorWasCounted();
    }
    return LuaToReply.error(text.toString());
  }

  private String textOf(Object value, String otherwise) {
    return value instanceof LuaString || value instanceof Double
        ? sandbox.lua.text(value).text()
        : otherwise;
  }

  // Commands

  /** Whether a table is an error of a command. */
  static boolean isError(LuaTable table) {
    return table.get(ERR) instanceof LuaString;
  }

  /** {@code -CODE text} or a text alone, as an error table holds it: with a code. */
  static String errorText(String text) {
    if (!text.startsWith("-")) {
      return "ERR " + text;
    }
    int blank = text.indexOf(' ');
    String code = blank < 0 ? "ERR" : text.substring(1, blank);
    String message = blank < 0 ? text.substring(1) : text.substring(blank + 1);
    return code + " " + trimmed(message);
  }

  private static String trimmed(String message) {
    int from = 0;
    int to = message.length();
    while (from < to && "\r\n".indexOf(message.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && "\r\n".indexOf(message.charAt(to - 1)) >= 0) {
      to--;
    }
    return message.substring(from, to);
  }

  /** Runs a command: its reply as the script gets it, an error included. */
  Object call(byte[][] words) {
    if (scripting.isBounded()) {
      endWhenOver(sandbox.lua.steps()); // a few slow commands are no steps
    }
    CommandTable table = scripting.commands();
    Command command = table.find(words);
    String refused = refusal(command, words);
    if (refused != null || command == null) {
      String text = refused == null ? "" : refused;
      call.countError(command, text);
      return ReplyToLua.countedError(sandbox.lua, text);
    }
    if (command.row().has(Flags.WRITE)) {
      dirty = true;
    }
    String elsewhere = call.refusalElsewhere(command, words, anySlots);
    if (!elsewhere.isEmpty()) {
      call.countError(command, elsewhere);
      return ReplyToLua.countedError(sandbox.lua, elsewhere);
    }
    calls++;
    sandbox.lua.charge(100);
    writes += command.row().has(Flags.WRITE) ? 1 : 0;
    Reply reply = call.run(session, command, words, (targets & TO_LOG) != 0);
    if (reply instanceof Reply.Error error) {
      return ReplyToLua.countedError(sandbox.lua, errorText("-" + error.text()));
    }
    return new ReplyToLua(sandbox.lua, session.resp == 3).convert(reply);
  }

  private @org.jspecify.annotations.Nullable String refusal(
      @org.jspecify.annotations.Nullable Command command, byte[][] words) {
    if (command == null) {
      return "ERR Unknown Redis command called from script";
    }
    if (!command.takes(words.length)) {
      return "ERR Wrong number of args calling Redis command from script";
    }
    if (!scripting.denialsIgnored() && command.row().has(Flags.NOSCRIPT)) {
      return "ERR This Redis command is not allowed from script";
    }
    AclDenial denial = scripting.acl().checkInScript(call.session(), command, words);
    if (denial.denies()) {
      return "ERR The user executing the script " + cannot(denial);
    }
    if (readOnly && command.row().has(Flags.WRITE | Flags.MAY_REPLICATE)) {
      return "ERR Write commands are not allowed from read-only scripts.";
    }
    return call.refusalInScript(command, dirty, takesMemory).orElse(null);
  }

  /** Whether the client may run a command. */
  boolean mayRun(byte[][] words) {
    Command command = scripting.commands().find(words);
    if (command == null) {
      throw new LuaError(
          ReplyToLua.error(sandbox.lua, "ERR Invalid command passed to redis.acl_check_cmd()"));
    }
    return !scripting.acl().check(call.session(), command, words).denies();
  }

  private static String cannot(AclDenial denial) {
    return switch (denial.reason()) {
      case NONE, COMMAND -> "can't run this command or subcommand";
      case KEY -> "can't access at least one of the keys mentioned in the command arguments";
      case CHANNEL -> "can't publish to the channel mentioned in the command";
    };
  }

  void setResp(int version) {
    session.resp = version;
  }

  void replicateTo(int flags) {
    targets = flags;
  }

  /** The text of a name as bytes. */
  static byte[] bytes(String text) {
    return Bytes.latin1(text);
  }
}
