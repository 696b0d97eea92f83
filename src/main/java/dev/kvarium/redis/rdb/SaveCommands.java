package dev.kvarium.redis.rdb;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.ADMINISTRATIVE;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.NO_ASYNC_LOADING;
import static dev.kvarium.redis.command.Flags.NO_MULTI;
import static dev.kvarium.redis.command.Flags.STALE;

import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.CommandTable;
import dev.kvarium.redis.command.DebugCommand;
import dev.kvarium.redis.command.Group;
import dev.kvarium.redis.command.Handler;
import dev.kvarium.redis.command.KeySpec;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.Reply;
import java.util.List;

/** The commands that write all keys to a file, and read them again. */
public final class SaveCommands {
  private static final CommandError IN_PROGRESS =
      new CommandError("ERR Background save already in progress");
  private static final CommandError OTHER_CHILD =
      new CommandError(
          "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE"
              + " in order to schedule a BGSAVE whenever possible.");
  private static final CommandError REWRITING =
      new CommandError("ERR Background append only file rewriting already in progress");
  private static final CommandError NOT_REWRITTEN =
      new CommandError(
          "ERR Can't execute an AOF background rewriting. Please check the server logs for more"
              + " information.");
  private static final CommandError RELOAD_OPTIONS =
      new CommandError("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
  private static final CommandError NOT_LOADED =
      new CommandError("ERR Error trying to load the RDB dump");
  private static final CommandError FAILED = new CommandError("ERR");

  private final Persistence persistence;
  private final CommandTable commands;
  private final Session log;

  /**
   * The commands of a node.
   *
   * @param log the client as which the log is read
   */
  public SaveCommands(Persistence persistence, CommandTable commands, Session log) {
    this.persistence = persistence;
    this.commands = commands;
    this.log = log;
  }

  /** The rows. */
  public List<CommandRow> rows() {
    int flags = ADMIN | NOSCRIPT | NO_ASYNC_LOADING;
    return List.of(
        row(
            "save",
            "",
            flags | NO_MULTI,
            "Writes all keys into a file while everything waits",
            this::save),
        row(
            "bgsave",
            "[SCHEDULE]",
            flags,
            "Lets a copy of the process write all keys into a file",
            this::saveInBackground),
        row(
            "bgrewriteaof",
            "",
            flags,
            "Lets a copy of the process write the log anew, as short as it can be",
            this::rewriteInBackground),
        row(
            "lastsave",
            "",
            LOADING | STALE | FAST | ADMINISTRATIVE,
            "Tells when the data was last saved, or else when the server began",
            call -> Reply.of(persistence.lastSaveSeconds())));
  }

  private static CommandRow row(
      String name, String syntax, int flags, String summary, Handler handler) {
    return new CommandRow(
        name, syntax, flags, Group.SERVER, "1.0.0", summary, KeySpec.NONE, handler);
  }

  /** Adds RELOAD and LOADAOF to DEBUG, and how long a value is in a file. */
  public void addTo(DebugCommand debug) {
    debug.serializedBy(persistence::serializedBytes);
    debug.add("reload", 2, Integer.MAX_VALUE, this::reload);
    debug.add("loadaof", 2, Integer.MAX_VALUE, this::reloadLog);
  }

  private Reply save(Call call) throws CommandError {
    if (persistence.isSaving()) {
      throw IN_PROGRESS;
    }
    if (!persistence.saveAsked()) {
      throw FAILED;
    }
    return Reply.OK;
  }

  private Reply saveInBackground(Call call) throws CommandError {
    boolean schedule = call.argc() == 2 && call.is(1, "SCHEDULE");
    if (call.argc() > 1 && !schedule) {
      throw CommandError.SYNTAX;
    }
    if (persistence.isSaving()) {
      throw IN_PROGRESS;
    }
    boolean inside = call.session().isInTransaction();
    if (persistence.hasChild() || inside) {
      if (!schedule && !inside) {
        throw OTHER_CHILD;
      }
      persistence.scheduleSave();
      return new Reply.Simple("Background saving scheduled");
    }
    persistence.saveInBackground();
    return new Reply.Simple("Background saving started");
  }

  private Reply rewriteInBackground(Call call) throws CommandError {
    if (persistence.isRewriting()) {
      throw REWRITING;
    }
    if (persistence.hasChild() || call.session().isInTransaction()) {
      persistence.scheduleRewrite();
      return new Reply.Simple("Background append only file rewriting scheduled");
    }
    if (!persistence.rewriteInBackground()) {
      throw NOT_REWRITTEN;
    }
    return new Reply.Simple("Background append only file rewriting started");
  }

  private Reply reload(Call call) throws CommandError {
    boolean flush = true;
    boolean save = true;
    boolean merge = false;
    for (int i = 2; i < call.argc(); i++) {
      if (call.is(i, "MERGE")) {
        merge = true;
      } else if (call.is(i, "NOFLUSH")) {
        flush = false;
      } else if (call.is(i, "NOSAVE")) {
        save = false;
      } else {
        throw RELOAD_OPTIONS;
      }
    }
    if (save && !persistence.save()) {
      throw FAILED;
    }
    if (!persistence.reload(flush, merge)) {
      throw NOT_LOADED;
    }
    return Reply.OK;
  }

  private boolean replay(Call call, byte[][] argv) {
    Command command = commands.find(argv);
    if (command == null) {
      return false;
    }
    int arity = command.arity();
    if (arity < 0 ? argv.length >= -arity : argv.length == arity) {
      call.run(log, command, argv, false);
    }
    return true;
  }

  private Reply reloadLog(Call call) throws CommandError {
    boolean loaded = persistence.reloadLog(argv -> replay(call, argv));
    call.dirty(-call.dirty());
    call.dontPropagate();
    if (!loaded) {
      throw new CommandError("ERR Error trying to load the append only file");
    }
    return Reply.OK;
  }
}
