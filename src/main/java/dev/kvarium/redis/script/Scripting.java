package dev.kvarium.redis.script;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.event.ScriptEvent;
import dev.kvarium.lua.LuaTable;
import dev.kvarium.redis.command.Acl;
import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.CommandTable;
import dev.kvarium.redis.command.Flags;
import dev.kvarium.redis.command.Info;
import dev.kvarium.redis.command.Session;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.rdb.Libraries;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The scripts and functions of a node: what is loaded, what runs, and the commands on them. */
public final class Scripting {
  static final String BUSY_SCRIPT =
      "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
  static final String BUSY_FUNCTION =
      "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.";

  /** How long a slow script may go on that cannot pause, because a native function waits for it. */
  static final long PATIENCE_MILLIS = 5_000;

  private static final CommandError NOT_BUSY =
      new CommandError("NOTBUSY No scripts in execution right now.");
  private static final CommandError UNKILLABLE =
      new CommandError(
          "UNKILLABLE Sorry the script already executed write commands against the dataset. You can"
              + " either wait the script termination or kill the server in a hard way using the"
              + " SHUTDOWN NOSAVE command.");

  private final CommandTable commands;
  private final Settings settings;
  private final Acl acl;
  private final Probe probe;
  private final RedisApi api;
  private final Session session;
  private final ScriptCache scripts;
  private final Functions functions;
  private ScriptPace pace = new ScriptPace.Counted();
  private @Nullable ScriptRun run;
  private long stepsTaken;
  private static final LongPredicate FOR_EVER = micros -> false;

  private LongPredicate patienceEnds = FOR_EVER;
  private long memoryBytes = Sandbox.MEMORY_BYTES;

  public Scripting(CommandTable commands, Settings settings, Acl acl, Probe probe) {
    this.commands = commands;
    this.acl = acl;
    this.settings = settings;
    this.probe = probe;
    this.api =
        new RedisApi(
            (level, levelName, line) -> {
              if (probe.listening() && level >= verbosity()) {
                probe.emit(new ScriptEvent.Logged(levelName, line));
              }
            });
    this.session = new Session(-1, "script", "", 0);
    this.session.denyBlocking = true;
    this.session.script = true;
    this.scripts = new ScriptCache(api);
    this.functions = new Functions(api, this::pace);
  }

  private int verbosity() {
    return List.of("debug", "verbose", "notice", "warning").indexOf(settings.get("loglevel"));
  }

  /** The rows of all commands on scripts and functions. */
  public List<CommandRow> rows(int rdbVersion) {
    List<CommandRow> rows = new ArrayList<>(new ScriptCommands(this, scripts).rows());
    rows.addAll(new FunctionCommands(this, functions, settings, rdbVersion).rows());
    return rows;
  }

  /** Has INFO tell of them. */
  public void tell(Info info) {
    info.figure("used_memory_lua", scripts::vmBytes);
    info.figure("used_memory_vm_eval", scripts::vmBytes);
    info.figure("used_memory_scripts_eval", scripts::sizeBytes);
    info.figure("number_of_cached_scripts", scripts::count);
    info.figure("number_of_functions", functions::functionCount);
    info.figure("number_of_libraries", functions::libraryCount);
    info.figure("used_memory_vm_functions", functions::vmBytes);
    info.figure("used_memory_vm_total", () -> scripts.vmBytes() + functions.vmBytes());
    info.figure("used_memory_functions", functions::sizeBytes);
    info.figure("used_memory_scripts", () -> scripts.sizeBytes() + functions.sizeBytes());
  }

  /** Says how the time of scripts is measured; steps are counted unless said otherwise. */
  public void measureBy(ScriptPace measure) {
    pace = measure;
  }

  /**
   * Says which scripts are ended whatever they have written, by how many µs they have run.
   *
   * @param patienceEnds asked every so many steps, and before each command
   */
  public void bound(LongPredicate patienceEnds) {
    this.patienceEnds = patienceEnds;
  }

  /** Says how much memory a script may hold. */
  public void boundMemory(long bytes) {
    memoryBytes = bytes;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  boolean isBounded() {
    return patienceEnds != FOR_EVER;
  }

  boolean isOver(long micros) {
    return patienceEnds.test(micros);
  }

  /** The libraries as the files of the node hold them. */
  public Libraries forFiles() {
    return new Libraries() {
      @Override
      public List<byte[]> sources() {
        return functions.codes();
      }

      @Override
      public String load(byte[] source, boolean replace) {
        try {
          functions.load(source, replace, false);
          return "";
        } catch (CommandError error) {
          return error.reply().text();
        }
      }

      @Override
      public void clear() {
        functions.clear();
      }
    };
  }

  /** What a call is like: a script that says of itself what it does is taken at its word. */
  public int flags(Command command, byte[][] argv) {
    int flags = command.row().flags();
    Set<ScriptFlag> said =
        switch (command.name()) {
          case "eval", "eval_ro" -> scripts.flagsOf(argv[1]);
          case "evalsha", "evalsha_ro" ->
              scripts
                  .find(Bytes.latin1Text(argv[1]))
                  .map(ScriptCache.Script::flags)
                  .orElse(ScriptCache.UNSAID);
          case "fcall", "fcall_ro" ->
              functions
                  .find(Bytes.latin1Text(argv[1]))
                  .map(Functions.Function::flags)
                  .orElse(ScriptCache.UNSAID);
          default -> ScriptCache.UNSAID;
        };
    if (said.contains(ScriptFlag.COMPATIBLE)) {
      return flags;
    }
    flags &= ~(Flags.STALE | Flags.DENYOOM | Flags.WRITE | Flags.MAY_REPLICATE);
    if (!said.contains(ScriptFlag.ALLOW_OOM) && !said.contains(ScriptFlag.NO_WRITES)) {
      flags |= Flags.DENYOOM;
    }
    if (!said.contains(ScriptFlag.NO_WRITES)) {
      flags |= Flags.WRITE;
    }
    return said.contains(ScriptFlag.ALLOW_STALE) ? flags | Flags.STALE : flags;
  }

  // What runs

  Acl acl() {
    return acl;
  }

  CommandTable commands() {
    return commands;
  }

  Probe probe() {
    return probe;
  }

  ScriptPace pace() {
    return pace;
  }

  long busyThresholdMillis() {
    return Long.parseLong(settings.get("busy-reply-threshold"));
  }

  /** Whether scripts may run what they are denied otherwise, as a test of the server asks for. */
  boolean denialsIgnored() {
    return settings.scriptsMayAll;
  }

  Optional<ScriptRun> current() {
    return Optional.ofNullable(run);
  }

  /** How many steps scripts that are done have taken since the start. */
  public long stepsTaken() {
    return stepsTaken;
  }

  /** A script runs from now on. */
  void running(ScriptRun script) {
    run = script;
    api.run = script;
  }

  void ended(ScriptRun script, long steps) {
    stepsTaken += steps;
    run = null;
    api.run = null;
  }

  /** Runs a script with what a client gave it. */
  Reply runScript(Call call, ScriptCache.Script script, int keys, boolean readOnly)
      throws CommandError {
    checkFlags(call, script.flags(), readOnly);
    if (script.flags().contains(ScriptFlag.COMPATIBLE)) {
      call.checkNotStale();
    }
    Sandbox sandbox = scripts.sandbox();
    LuaTable globals = sandbox.lua.globals();
    globals.set("KEYS", words(sandbox, call, 3, 3 + keys));
    globals.set("ARGV", words(sandbox, call, 3 + keys, call.argc()));
    ScriptRun started =
        new ScriptRun(this, sandbox, session, call, script.sha(), false, script.flags(), readOnly);
    return started.start(script.function());
  }

  /** Runs a function with what a client gave it. */
  Reply runFunction(Call call, Functions.Function function, int keys, boolean readOnly)
      throws CommandError {
    checkFlags(call, function.flags(), readOnly);
    Sandbox sandbox = functions.sandbox();
    ScriptRun started =
        new ScriptRun(
            this, sandbox, session, call, function.name(), true, function.flags(), readOnly);
    return started.start(
        function.callback(),
        words(sandbox, call, 3, 3 + keys),
        words(sandbox, call, 3 + keys, call.argc()));
  }

  private static void checkFlags(Call call, Set<ScriptFlag> flags, boolean readOnly)
      throws CommandError {
    if (flags.contains(ScriptFlag.NO_CLUSTER)) {
      call.refuseInCluster("ERR Can not run script on cluster, 'no-cluster' flag is set.");
    }
    if (readOnly
        && !flags.contains(ScriptFlag.COMPATIBLE)
        && !flags.contains(ScriptFlag.NO_WRITES)) {
      throw new CommandError("ERR Can not execute a script with write flag using *_ro command.");
    }
  }

  private static LuaTable words(Sandbox sandbox, Call call, int from, int to) {
    LuaTable table = sandbox.lua.newTable();
    for (int i = from; i < to; i++) {
      table.set(i - from + 1.0, new dev.kvarium.lua.LuaString(call.arg(i)));
    }
    return table;
  }

  /** How many of the words behind word 2 are keys. */
  static int keys(Call call, CommandError notANumber) throws CommandError {
    long keys = call.longArg(2, notANumber);
    if (keys > call.argc() - 3) {
      throw new CommandError("ERR Number of keys can't be greater than number of args");
    }
    if (keys < 0) {
      throw new CommandError("ERR Number of keys can't be negative");
    }
    return (int) keys;
  }

  /** Ends the script that runs, if nothing would be half done by that. */
  Reply kill(boolean function) throws CommandError {
    ScriptRun now = run;
    if (now == null) {
      throw NOT_BUSY;
    }
    if (now.isDirty()) {
      throw UNKILLABLE;
    }
    if (now.isFunction() != function) {
      throw new CommandError(now.isFunction() ? BUSY_FUNCTION : BUSY_SCRIPT);
    }
    now.kill();
    return Reply.OK;
  }
}
