package dev.kvarium.redis.script;

import static dev.kvarium.redis.command.Flags.ALLOW_BUSY;
import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.MAY_REPLICATE;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.NO_MANDATORY_KEYS;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.SKIP_MONITOR;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.script.ScriptCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.Group;
import dev.kvarium.redis.command.Help;
import dev.kvarium.redis.command.KeySpec;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.rdb.FunctionPayload;
import dev.kvarium.redis.rdb.RdbProblem;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** FCALL, FCALL_RO and FUNCTION. */
final class FunctionCommands {
  private static final String TAIL = "function numkeys [key [key ...]] [arg [arg ...]]";
  private static final CommandError BAD_NUMBER =
      new CommandError("ERR Bad number of keys provided");

  private final Scripting scripting;
  private final Functions functions;
  private final Settings settings;
  private final int rdbVersion;

  FunctionCommands(Scripting scripting, Functions functions, Settings settings, int rdbVersion) {
    this.scripting = scripting;
    this.functions = functions;
    this.settings = settings;
    this.rdbVersion = rdbVersion;
  }

  List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>();
    rows.add(
        row(
            "fcall",
            TAIL,
            NOSCRIPT | SKIP_MONITOR | MAY_REPLICATE | NO_MANDATORY_KEYS | MOVABLEKEYS | STALE,
            "7.0.0",
            "Calls a function",
            List.of(KeySpec.counted(2, "RW ACCESS UPDATE")),
            call -> call(call, false)));
    rows.add(
        row(
            "fcall_ro",
            TAIL,
            NOSCRIPT | SKIP_MONITOR | NO_MANDATORY_KEYS | MOVABLEKEYS | STALE | READONLY,
            "7.0.0",
            "Calls a function that may not write",
            List.of(KeySpec.counted(2, "RO ACCESS")),
            call -> call(call, true)));
    rows.add(
        Help.container(
            "function", "subcommand", Group.SCRIPTING, "7.0.0", "Handles libraries of functions"));
    rows.add(
        row(
            "function|load",
            "[REPLACE] function-code",
            NOSCRIPT | WRITE | DENYOOM,
            "7.0.0",
            "Adds a library of functions",
            KeySpec.NONE,
            this::load));
    rows.add(
        row(
            "function|delete",
            "library-name",
            NOSCRIPT | WRITE,
            "7.0.0",
            "Removes a library with its functions",
            KeySpec.NONE,
            this::delete));
    rows.add(
        row(
            "function|flush",
            "[ASYNC | SYNC]",
            NOSCRIPT | WRITE,
            "7.0.0",
            "Removes all libraries",
            KeySpec.NONE,
            this::flush));
    rows.add(
        row(
            "function|list",
            "[LIBRARYNAME library-name-pattern] [WITHCODE]",
            NOSCRIPT,
            "7.0.0",
            "Tells the libraries and their functions",
            KeySpec.NONE,
            this::list));
    rows.add(
        row(
            "function|dump",
            "",
            NOSCRIPT,
            "7.0.0",
            "Gives all libraries as bytes that FUNCTION RESTORE takes",
            KeySpec.NONE,
            call ->
                Reply.of(
                    FunctionPayload.of(
                        functions.codes(), call.shaping(), rdbVersion, settings.rdbCompression))));
    rows.add(
        row(
            "function|restore",
            "serialized-value [FLUSH | APPEND | REPLACE]",
            NOSCRIPT | WRITE | DENYOOM,
            "7.0.0",
            "Adds the libraries that FUNCTION DUMP gave",
            KeySpec.NONE,
            this::restore));
    rows.add(
        row(
            "function|stats",
            "",
            NOSCRIPT | ALLOW_BUSY,
            "7.0.0",
            "Tells what function runs, and of the engines",
            KeySpec.NONE,
            call -> stats()));
    rows.add(
        row(
            "function|kill",
            "",
            NOSCRIPT | ALLOW_BUSY,
            "7.0.0",
            "Ends the function that runs, unless it has written",
            KeySpec.NONE,
            call -> scripting.kill(true)));
    rows.add(help());
    return rows;
  }

  private Reply call(Call call, boolean readOnly) throws CommandError {
    call.feedMonitors();
    Functions.Function function = functions.find(call.text(1)).orElse(null);
    if (function == null) {
      throw new CommandError("ERR Function not found");
    }
    int keys = Scripting.keys(call, BAD_NUMBER);
    return scripting.runFunction(call, function, keys, readOnly);
  }

  private Reply load(Call call) throws CommandError {
    int last = call.argc() - 1;
    boolean replace = false;
    for (int i = 2; i < last; i++) {
      if (!call.is(i, "REPLACE")) {
        throw new CommandError("ERR Unknown option given: " + call.text(i));
      }
      replace = true;
    }
    boolean limited = !call.keyspace().loading;
    String name = functions.load(call.arg(last), replace, limited);
    call.dirty(1);
    return Reply.of(Bytes.latin1(name));
  }

  private Reply delete(Call call) throws CommandError {
    if (!functions.delete(call.text(2))) {
      throw new CommandError("ERR Library not found");
    }
    call.dirty(1);
    return Reply.OK;
  }

  private static CommandError syntax(Call call) {
    return new CommandError(
        "ERR unknown subcommand or wrong number of arguments for '"
            + call.text(1)
            + "'. Try FUNCTION HELP.");
  }

  private Reply flush(Call call) throws CommandError {
    if (call.argc() > 3) {
      throw syntax(call);
    }
    if (call.argc() == 3 && !call.is(2, "SYNC") && !call.is(2, "ASYNC")) {
      throw new CommandError("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
    }
    functions.clear();
    call.dirty(1);
    return Reply.OK;
  }

  private Reply list(Call call) throws CommandError {
    boolean code = false;
    byte[] pattern = null;
    for (int i = 2; i < call.argc(); i++) {
      if (!code && call.is(i, "WITHCODE")) {
        code = true;
      } else if (pattern == null && call.is(i, "LIBRARYNAME")) {
        if (i + 1 >= call.argc()) {
          throw new CommandError("ERR library name argument was not given");
        }
        pattern = call.arg(++i);
      } else {
        throw new CommandError("ERR Unknown argument " + call.text(i));
      }
    }
    List<Reply> replies = new ArrayList<>();
    for (Functions.Library each : functions.libraries()) {
      if (pattern == null
          || Glob.matches(Bytes.lower(pattern), Bytes.lower(Bytes.latin1(each.name())))) {
        replies.add(library(each, code));
      }
    }
    return new Reply.Array(replies);
  }

  private static Reply text(String text) {
    return Reply.of(Bytes.latin1(text));
  }

  private static Reply library(Functions.Library library, boolean code) {
    List<Reply> fields = new ArrayList<>();
    fields.add(text("library_name"));
    fields.add(text(library.name()));
    fields.add(text("engine"));
    fields.add(text("LUA"));
    fields.add(text("functions"));
    List<Reply> functions = new ArrayList<>();
    for (Functions.Function each : library.functions().values()) {
      List<Reply> flags = new ArrayList<>();
      for (ScriptFlag flag : each.flags()) {
        flags.add(new Reply.Simple(flag.redisName()));
      }
      functions.add(
          new Reply.Map(
              List.of(
                  text("name"),
                  text(each.name()),
                  text("description"),
                  each.description().map(FunctionCommands::text).orElse(Reply.Nil.STRING),
                  text("flags"),
                  new Reply.Set(flags))));
    }
    fields.add(new Reply.Array(functions));
    if (code) {
      fields.add(text("library_code"));
      fields.add(Reply.of(library.code()));
    }
    return new Reply.Map(fields);
  }

  private Reply restore(Call call) throws CommandError {
    if (call.argc() > 4) {
      throw syntax(call);
    }
    Functions.Policy policy = Functions.Policy.APPEND;
    if (call.argc() == 4) {
      policy =
          switch (call.text(3).toLowerCase(java.util.Locale.ROOT)) {
            case "append" -> Functions.Policy.APPEND;
            case "replace" -> Functions.Policy.REPLACE;
            case "flush" -> Functions.Policy.FLUSH;
            default ->
                throw new CommandError(
                    "ERR Wrong restore policy given, value should be either FLUSH, APPEND or"
                        + " REPLACE.");
          };
    }
    byte[] payload = call.arg(2);
    if (!FunctionPayload.isWhole(payload, rdbVersion)) {
      throw new CommandError("ERR DUMP payload version or checksum are wrong");
    }
    try {
      functions.restore(FunctionPayload.codes(payload), policy);
    } catch (RdbProblem problem) {
      throw new CommandError("ERR " + problem.text());
    }
    call.dirty(1);
    return Reply.OK;
  }

  private Reply stats() throws CommandError {
    ScriptRun run = scripting.current().orElse(null);
    if (run != null && !run.isFunction()) {
      throw new CommandError(Scripting.BUSY_SCRIPT);
    }
    Reply running =
        run == null
            ? Reply.Nil.STRING
            : new Reply.Map(
                List.of(
                    text("name"),
                    text(run.name()),
                    text("command"),
                    new Reply.Bulks(run.callerWords()),
                    text("duration_ms"),
                    Reply.of(run.elapsedMillis())));
    return new Reply.Map(
        List.of(
            text("running_script"),
            running,
            text("engines"),
            new Reply.Map(
                List.of(
                    text("LUA"),
                    new Reply.Map(
                        List.of(
                            text("libraries_count"),
                            Reply.of(functions.libraryCount()),
                            text("functions_count"),
                            Reply.of(functions.functionCount())))))));
  }

  private static CommandRow help() {
    return Help.row(
        "function",
        Group.SCRIPTING,
        "7.0.0",
        "LOAD [REPLACE] <FUNCTION CODE>",
        "    Create a new library with the given library name and code.",
        "DELETE <LIBRARY NAME>",
        "    Delete the given library.",
        "LIST [LIBRARYNAME PATTERN] [WITHCODE]",
        "    Return general information on all the libraries:",
        "    * Library name",
        "    * The engine used to run the Library",
        "    * Library description",
        "    * Functions list",
        "    * Library code (if WITHCODE is given)",
        "    It also possible to get only function that matches a pattern using LIBRARYNAME"
            + " argument.",
        "STATS",
        "    Return information about the current function running:",
        "    * Function name",
        "    * Command used to run the function",
        "    * Duration in MS that the function is running",
        "    If no function is running, return nil",
        "    In addition, returns a list of available engines.",
        "KILL",
        "    Kill the current running function.",
        "FLUSH [ASYNC|SYNC]",
        "    Delete all the libraries.",
        "    When called without the optional mode argument, the behavior is determined by the",
        "    lazyfree-lazy-user-flush configuration directive. Valid modes are:",
        "    * ASYNC: Asynchronously flush the libraries.",
        "    * SYNC: Synchronously flush the libraries.",
        "DUMP",
        "    Return a serialized payload representing the current libraries, can be restored using"
            + " FUNCTION RESTORE command",
        "RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE]",
        "    Restore the libraries represented by the given payload, it is possible to give a"
            + " restore policy to",
        "    control how to handle existing libraries (default APPEND):",
        "    * FLUSH: delete all existing libraries.",
        "    * APPEND: appends the restored libraries to the existing libraries. On collision,"
            + " abort.",
        "    * REPLACE: appends the restored libraries to the existing libraries, On collision,"
            + " replace the old",
        "      libraries with the new libraries (notice that even on this option there is a chance"
            + " of failure",
        "      in case of functions name collision with another library).");
  }
}
