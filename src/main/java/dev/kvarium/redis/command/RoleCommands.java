package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.ADMIN;
import static dev.kvarium.redis.command.Flags.ALLOW_BUSY;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.NO_ASYNC_LOADING;
import static dev.kvarium.redis.command.Flags.NO_MULTI;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.STALE;
import static dev.kvarium.redis.command.ServerCommands.row;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a server is among others: taking another for its master, giving the place up, moving keys
 * elsewhere, loading modules, ending.
 */
public final class RoleCommands {
  private static final CommandError NO_SHUTDOWN = new CommandError("ERR No shutdown in progress.");
  private static final CommandError SHUTDOWN_FAILED =
      new CommandError("ERR Errors trying to SHUTDOWN. Check logs.");
  private static final CommandError NO_MODULE =
      new CommandError("ERR Error loading the extension. Please check the server logs.");
  private static final int MODULES = NO_ASYNC_LOADING | ADMIN | NOSCRIPT | Flags.PROTECTED;

  private final Settings settings;
  private final Handler migrate;
  private @Nullable Replicas replicas;
  private @Nullable Failover failover;
  private @Nullable Predicate<Shutdown> ending;

  /**
   * The commands of a node.
   *
   * @param migrate answers MIGRATE
   */
  public RoleCommands(Settings settings, Handler migrate) {
    this.settings = settings;
    this.migrate = migrate;
  }

  /** Says who follows this server, how it follows another, and gives its place up. */
  public void places(Replicas those, Failover own) {
    replicas = those;
    failover = own;
  }

  private Upstream upstream() {
    return replicas == null ? Upstream.NONE : replicas.upstream();
  }

  /**
   * How the server is to end.
   *
   * @param save whether the data is to be saved first; empty: if there are save points
   * @param force whether to end even if that fails
   */
  public record Shutdown(Optional<Boolean> save, boolean force) {}

  /** Says who ends the process; it tells whether it will. Without it SHUTDOWN fails. */
  public void endBy(Predicate<Shutdown> ending) {
    this.ending = ending;
  }

  /** The rows of all of these. */
  public List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>(places());
    rows.addAll(modules());
    rows.add(
        row(
            "shutdown",
            "[NOSAVE | SAVE] [NOW] [FORCE] [ABORT]",
            ADMIN | NOSCRIPT | LOADING | STALE | NO_MULTI | ALLOW_BUSY,
            "1.0.0",
            "Ends the server, after saving the data if that is wanted",
            this::shutdown));
    rows.add(
        row(
            "lolwut",
            "[VERSION version]",
            READONLY | Flags.FAST,
            "5.0.0",
            "Tells the version, in passing",
            call ->
                new Reply.Verbatim(
                    "txt", Bytes.latin1("Redis ver. " + call.shaping().version().full() + "\n"))));
    return rows;
  }

  private List<CommandRow> places() {
    int place = NO_ASYNC_LOADING | ADMIN | NOSCRIPT | STALE;
    return List.of(
        row(
            "replicaof",
            "host port",
            place,
            "5.0.0",
            "Makes this server a replica of another, or of nobody",
            this::replicaOf),
        row(
            "slaveof",
            "host port",
            place,
            "1.0.0",
            "Makes this server a replica of another, or of nobody",
            this::replicaOf),
        row(
            "failover",
            "[TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]",
            ADMIN | NOSCRIPT | STALE,
            "6.2.0",
            "Gives this server's place to one of its replicas",
            this::failover),
        new CommandRow(
            "migrate",
            "host port <key | \"\"> destination-db timeout [COPY] [REPLACE] [AUTH password |"
                + " AUTH2 username password] [KEYS key [key ...]]",
            Flags.WRITE | Flags.MOVABLEKEYS | Flags.DANGEROUS,
            Group.GENERIC,
            "2.6.0",
            "Moves keys to another server",
            List.of(
                KeySpec.at(3, "RW ACCESS DELETE"),
                new KeySpec(
                    "RW ACCESS DELETE INCOMPLETE",
                    new KeySpec.Begin.Keyword("KEYS", -2),
                    new KeySpec.Find.Range(-1, 1, 0))),
            migrate));
  }

  private static List<CommandRow> modules() {
    return List.of(
        Help.container("module", "subcommand", Group.SERVER, "4.0.0", "Tells of modules"),
        row(
            "module|list",
            "",
            ADMIN | NOSCRIPT,
            "4.0.0",
            "Lists the modules, of which there are none",
            call -> Reply.EMPTY_ARRAY),
        row(
            "module|load",
            "path [arg [arg ...]]",
            MODULES,
            "4.0.0",
            "Loads a module",
            RoleCommands::noModule),
        row(
            "module|loadex",
            "path [CONFIG name value [CONFIG name value ...]] [ARGS arg [arg ...]]",
            MODULES,
            "7.0.0",
            "Loads a module with parameters",
            RoleCommands::noModule),
        row(
            "module|unload",
            "name",
            MODULES,
            "4.0.0",
            "Takes a module out",
            call -> {
              throw new CommandError("ERR Error unloading module: no such module with that name");
            }),
        Help.row(
            "module",
            Group.SERVER,
            "5.0.0",
            "LIST",
            "    The modules that are loaded.",
            "LOAD <path> [<arg> ...]",
            "    Loads a module.",
            "LOADEX <path> [[CONFIG NAME VALUE]...] [ARGS ...]",
            "    Loads a module with parameters.",
            "UNLOAD <name>",
            "    Takes a module out."));
  }

  private static Reply noModule(Call call) throws CommandError {
    throw NO_MODULE;
  }

  private Reply replicaOf(Call call) throws CommandError {
    call.refuseInCluster("ERR REPLICAOF not allowed in cluster mode.");
    if (failover != null && failover.isUnderWay()) {
      throw new CommandError("ERR REPLICAOF not allowed while failing over.");
    }
    if (call.is(1, "no") && call.is(2, "one")) {
      if (settings.isReplica()) {
        settings.follow("");
        upstream().lead();
      }
      return Reply.OK;
    }
    if (call.session().replica) {
      throw new CommandError("ERR Command is not valid when client is a replica.");
    }
    long port = call.longArg(2, 0, 65535, new CommandError("ERR Invalid master port"));
    String master = call.text(1) + " " + port;
    if (master.equalsIgnoreCase(settings.master())) {
      return new Reply.Simple("OK Already connected to specified master");
    }
    settings.follow(master);
    upstream().follow();
    return Reply.OK;
  }

  private Reply failover(Call call) throws CommandError {
    Failover own = failover;
    if (own == null) {
      throw new CommandError("ERR FAILOVER requires connected replicas.");
    }
    return own.handle(call);
  }

  private Reply shutdown(Call call) throws CommandError {
    boolean save = false;
    boolean noSave = false;
    boolean force = false;
    boolean now = false;
    boolean abort = false;
    for (int i = 1; i < call.argc(); i++) {
      switch (call.text(i).toUpperCase(Locale.ROOT)) {
        case "NOSAVE" -> noSave = true;
        case "SAVE" -> save = true;
        case "NOW" -> now = true;
        case "FORCE" -> force = true;
        case "ABORT" -> abort = true;
        default -> throw CommandError.SYNTAX;
      }
    }
    if (save && noSave || abort && (save || noSave || force || now)) {
      throw CommandError.SYNTAX;
    }
    if (abort) {
      throw NO_SHUTDOWN;
    }
    Optional<Boolean> wanted = save || noSave ? Optional.of(save) : Optional.empty();
    if (ending == null || !ending.test(new Shutdown(wanted, force))) {
      throw SHUTDOWN_FAILED;
    }
    return Reply.None.NONE;
  }
}
