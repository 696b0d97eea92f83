package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DANGEROUS;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.KEYSPACE;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Numbers;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The commands on the server as a whole. */
public final class ServerCommands {
  private final Settings settings;
  private final Clock clock;
  private final Info info;
  private final CommandTable table;
  private final DebugCommand debug;
  private LongConsumer flushed = removed -> {};

  public ServerCommands(Settings settings, Clock clock, Info info, CommandTable table) {
    this.settings = settings;
    this.clock = clock;
    this.info = info;
    this.table = table;
    this.debug = new DebugCommand(settings, clock);
  }

  /** DEBUG, to which other parts of the node add what is their own. */
  public DebugCommand debug() {
    return debug;
  }

  /** Says who is to know that FLUSHALL removed so many keys. */
  public void onFlush(LongConsumer listener) {
    flushed = listener;
  }

  /** The rows of all commands on the server. */
  public List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>(own());
    rows.addAll(new ConfigCommands(settings, info::resetStats).rows());
    rows.addAll(MemoryCommands.rows());
    rows.addAll(new CommandCommands(table).rows());
    return rows;
  }

  private List<CommandRow> own() {
    return List.of(
        row(
            "dbsize",
            "",
            READONLY | FAST | KEYSPACE,
            "1.0.0",
            "Counts the keys of the database",
            call -> Reply.of(call.db().size())),
        row(
            "swapdb",
            "index1 index2",
            WRITE | FAST | KEYSPACE | DANGEROUS,
            "4.0.0",
            "Exchanges what two databases hold",
            ServerCommands::swapDb),
        row(
            "flushdb",
            "[ASYNC | SYNC]",
            WRITE | KEYSPACE | DANGEROUS,
            "1.0.0",
            "Removes all keys of the database",
            call -> flush(call, call.session().db, call.session().db)),
        row(
            "flushall",
            "[ASYNC | SYNC]",
            WRITE | KEYSPACE | DANGEROUS,
            "1.0.0",
            "Removes all keys of all databases",
            this::flushAll),
        row(
            "time",
            "",
            LOADING | STALE | FAST,
            "2.6.0",
            "Tells the time: seconds since 1970, and microseconds",
            this::time),
        row(
            "info",
            "[section [section ...]]",
            LOADING | STALE | DANGEROUS,
            "1.0.0",
            "Tells the state of the server in figures",
            info::handle),
        row(
                "debug",
                "subcommand",
                Flags.ADMIN | NOSCRIPT | LOADING | STALE | Flags.PROTECTED,
                "1.0.0",
                "Looks into the server and changes how it behaves",
                debug::handle)
            .withArity(-2));
  }

  static CommandRow row(
      String name, String syntax, int flags, String since, String summary, Handler handler) {
    return new CommandRow(name, syntax, flags, Group.SERVER, since, summary, KeySpec.NONE, handler);
  }

  private static Reply swapDb(Call call) throws CommandError {
    call.refuseInCluster("ERR SWAPDB is not allowed in cluster mode");
    int first = dbNumber(call, 1, "ERR invalid first DB index");
    int second = dbNumber(call, 2, "ERR invalid second DB index");
    int databases = call.keyspace().databases();
    if (first < 0 || first >= databases || second < 0 || second >= databases) {
      throw CommandError.DB_OUT_OF_RANGE;
    }
    call.keyspace().swap(first, second);
    call.dirty(1);
    return Reply.OK;
  }

  private static int dbNumber(Call call, int i, String error) throws CommandError {
    return (int) call.longArg(i, Integer.MIN_VALUE, Integer.MAX_VALUE, new CommandError(error));
  }

  private Reply flushAll(Call call) throws CommandError {
    long before = call.dirty();
    Reply reply = flush(call, 0, call.keyspace().databases() - 1);
    flushed.accept(call.dirty() - before);
    return reply;
  }

  private static Reply flush(Call call, int first, int last) throws CommandError {
    if (call.argc() > 2 || call.argc() == 2 && !call.is(1, "SYNC") && !call.is(1, "ASYNC")) {
      throw CommandError.SYNTAX;
    }
    long removed = call.keyspace().flush(first, last);
    call.dirty(removed);
    if (call.argc() == 2 ? call.is(1, "ASYNC") : call.flushesLazily()) {
      call.keyspace().stats().lazilyFreed += removed;
    } else {
      call.keyspace().stats().freedElements += removed;
    }
    call.force();
    return Reply.OK;
  }

  private Reply time(Call call) {
    long micros = clock.nowMicros();
    return Reply.of(
        Reply.of(Numbers.toBytes(micros / 1_000_000)),
        Reply.of(Numbers.toBytes(micros % 1_000_000)));
  }

  /** There are no replicas here, so none will ever have it. */
}
