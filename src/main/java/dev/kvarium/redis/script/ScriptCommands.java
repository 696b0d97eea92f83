package dev.kvarium.redis.script;

import static dev.kvarium.redis.command.Flags.ALLOW_BUSY;
import static dev.kvarium.redis.command.Flags.MAY_REPLICATE;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.NO_MANDATORY_KEYS;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.SKIP_MONITOR;
import static dev.kvarium.redis.command.Flags.STALE;

import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.Group;
import dev.kvarium.redis.command.Handler;
import dev.kvarium.redis.command.Help;
import dev.kvarium.redis.command.KeySpec;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** EVAL, EVALSHA, their read-only forms, and SCRIPT. */
final class ScriptCommands {
  private static final int RUN =
      NOSCRIPT | SKIP_MONITOR | MAY_REPLICATE | NO_MANDATORY_KEYS | MOVABLEKEYS | STALE;
  private static final int RUN_READ_ONLY =
      NOSCRIPT | SKIP_MONITOR | NO_MANDATORY_KEYS | MOVABLEKEYS | STALE | READONLY;
  private static final String TAIL = " numkeys [key [key ...]] [arg [arg ...]]";
  private static final int SHA_DIGITS = 40;
  private static final CommandError NO_SCRIPT =
      new CommandError("NOSCRIPT No matching script. Please use EVAL.");

  private final Scripting scripting;
  private final ScriptCache scripts;

  ScriptCommands(Scripting scripting, ScriptCache scripts) {
    this.scripting = scripting;
    this.scripts = scripts;
  }

  List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>();
    List<KeySpec> write = List.of(KeySpec.counted(2, "RW ACCESS UPDATE"));
    List<KeySpec> read = List.of(KeySpec.counted(2, "RO ACCESS"));
    rows.add(
        row(
            "eval",
            "script" + TAIL,
            RUN,
            "2.6.0",
            "Runs a script: all that it does happens at once",
            write,
            call -> eval(call, false)));
    rows.add(
        row(
            "evalsha",
            "sha1" + TAIL,
            RUN,
            "2.6.0",
            "Runs a script that was loaded, by the hash of its text",
            write,
            call -> evalSha(call, false)));
    rows.add(
        row(
            "eval_ro",
            "script" + TAIL,
            RUN_READ_ONLY,
            "7.0.0",
            "Runs a script that may not write",
            read,
            call -> eval(call, true)));
    rows.add(
        row(
            "evalsha_ro",
            "sha1" + TAIL,
            RUN_READ_ONLY,
            "7.0.0",
            "Runs a script that was loaded and may not write",
            read,
            call -> evalSha(call, true)));
    rows.add(
        Help.container("script", "subcommand", Group.SCRIPTING, "2.6.0", "Handles loaded scripts"));
    rows.add(
        row(
            "script|load",
            "script",
            NOSCRIPT | STALE,
            "2.6.0",
            "Keeps a script for EVALSHA and tells its hash",
            KeySpec.NONE,
            call -> Reply.of(scripts.load(call.arg(2)).sha())));
    rows.add(
        row(
            "script|exists",
            "sha1 [sha1 ...]",
            NOSCRIPT,
            "2.6.0",
            "Tells which scripts are loaded",
            KeySpec.NONE,
            this::exist));
    rows.add(
        row(
            "script|flush",
            "[ASYNC | SYNC]",
            NOSCRIPT,
            "2.6.0",
            "Forgets all scripts",
            KeySpec.NONE,
            this::flush));
    rows.add(
        row(
            "script|kill",
            "",
            NOSCRIPT | ALLOW_BUSY,
            "2.6.0",
            "Ends the script that runs, unless it has written",
            KeySpec.NONE,
            call -> scripting.kill(false)));
    rows.add(
        row(
            "script|debug",
            "<YES | SYNC | NO>",
            NOSCRIPT,
            "3.2.0",
            "Turns the debugger of scripts on or off",
            KeySpec.NONE,
            ScriptCommands::debug));
    rows.add(
        Help.row(
            "script",
            Group.SCRIPTING,
            "5.0.0",
            "DEBUG (YES|SYNC|NO)",
            "    Set the debug mode for subsequent scripts executed.",
            "EXISTS <sha1> [<sha1> ...]",
            "    Return information about the existence of the scripts in the script cache.",
            "FLUSH [ASYNC|SYNC]",
            "    Flush the Lua scripts cache. Very dangerous on replicas.",
            "    When called without the optional mode argument, the behavior is determined by"
                + " the",
            "    lazyfree-lazy-user-flush configuration directive. Valid modes are:",
            "    * ASYNC: Asynchronously flush the scripts cache.",
            "    * SYNC: Synchronously flush the scripts cache.",
            "KILL",
            "    Kill the currently executing Lua script.",
            "LOAD <script>",
            "    Load a script into the scripts cache without executing it."));
    return rows;
  }

  static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      String summary,
      List<KeySpec> keys,
      Handler handler) {
    return new CommandRow(name, syntax, flags, Group.SCRIPTING, since, summary, keys, handler);
  }

  private Reply eval(Call call, boolean readOnly) throws CommandError {
    call.feedMonitors();
    int keys = Scripting.keys(call, CommandError.NOT_AN_INTEGER);
    return scripting.runScript(call, scripts.load(call.arg(1)), keys, readOnly);
  }

  private Reply evalSha(Call call, boolean readOnly) throws CommandError {
    call.feedMonitors();
    if (call.arg(1).length != SHA_DIGITS) {
      throw NO_SCRIPT;
    }
    int keys = Scripting.keys(call, CommandError.NOT_AN_INTEGER);
    ScriptCache.Script script = scripts.find(call.text(1)).orElse(null);
    if (script == null) {
      throw NO_SCRIPT;
    }
    return scripting.runScript(call, script, keys, readOnly);
  }

  private Reply exist(Call call) {
    List<Reply> replies = new ArrayList<>();
    for (int i = 2; i < call.argc(); i++) {
      replies.add(scripts.has(call.text(i)) ? Reply.ONE : Reply.ZERO);
    }
    return new Reply.Array(replies);
  }

  private Reply flush(Call call) throws CommandError {
    if (call.argc() > 3 || call.argc() == 3 && !call.is(2, "SYNC") && !call.is(2, "ASYNC")) {
      throw new CommandError("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
    }
    scripts.flush();
    return Reply.OK;
  }

  private static Reply debug(Call call) throws CommandError {
    if (call.is(2, "NO")) {
      return Reply.OK;
    }
    if (call.is(2, "YES") || call.is(2, "SYNC")) {
      throw new CommandError("ERR the debugger of scripts is not modelled here");
    }
    throw new CommandError("ERR Use SCRIPT DEBUG YES/SYNC/NO");
  }
}
