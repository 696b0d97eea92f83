package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.ConnectionCommands.row;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.STALE;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What clients with a cache of their own say of it: CLIENT TRACKING, CACHING, GETREDIR. */
final class TrackingCommands {
  private static final int ANY = NOSCRIPT | LOADING | STALE;
  private static final CommandError ONE_REDIRECT =
      new CommandError("ERR A client can only redirect to a single other client");
  private static final CommandError NO_SUCH_REDIRECT =
      new CommandError("ERR The client ID you want redirect to does not exist");
  private static final CommandError PREFIX_NEEDS_BCAST =
      new CommandError("ERR PREFIX option requires BCAST mode to be enabled");
  private static final CommandError SWITCHES_BCAST =
      new CommandError(
          "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and"
              + " then re-enabling it with a different mode.");
  private static final CommandError BCAST_WITH_OPT =
      new CommandError("ERR OPTIN and OPTOUT are not compatible with BCAST");
  private static final CommandError BOTH_OPTS =
      new CommandError("ERR You can't specify both OPTIN mode and OPTOUT mode");
  private static final CommandError SWITCHES_OPT =
      new CommandError(
          "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and"
              + " then re-enabling it with a different mode.");
  private static final CommandError NOT_TRACKING =
      new CommandError(
          "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
              + " OPTOUT mode enabled");
  private static final CommandError NOT_OPTIN =
      new CommandError(
          "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
  private static final CommandError NOT_OPTOUT =
      new CommandError(
          "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");

  private final Clients clients;
  private final Tracking tracking;

  TrackingCommands(Clients clients, Tracking tracking) {
    this.clients = clients;
    this.tracking = tracking;
  }

  private Reply track(Call call) throws CommandError {
    Tracking.Mode mode = mode(call);
    if (call.is(2, "ON")) {
      check(call.session().tracking, mode);
      tracking.begin(call.session(), mode);
    } else if (call.is(2, "OFF")) {
      tracking.end(call.session());
    } else {
      throw CommandError.SYNTAX;
    }
    return Reply.OK;
  }

  private Tracking.Mode mode(Call call) throws CommandError {
    Tracking.Mode mode = new Tracking.Mode();
    List<byte[]> prefixes = new ArrayList<>();
    for (int i = 3; i < call.argc(); i++) {
      boolean more = i + 1 < call.argc();
      if (more && call.is(i, "REDIRECT")) {
        if (mode.redirect != 0) {
          throw ONE_REDIRECT;
        }
        mode.redirect = call.longArg(++i);
        if (clients.byId(mode.redirect).isEmpty()) {
          throw NO_SUCH_REDIRECT;
        }
      } else if (call.is(i, "BCAST")) {
        mode.broadcasts = true;
      } else if (call.is(i, "OPTIN")) {
        mode.optIn = true;
      } else if (call.is(i, "OPTOUT")) {
        mode.optOut = true;
      } else if (call.is(i, "NOLOOP")) {
        mode.noLoop = true;
      } else if (more && call.is(i, "PREFIX")) {
        prefixes.add(call.arg(++i));
      } else {
        throw CommandError.SYNTAX;
      }
    }
    if (call.is(2, "ON")) {
      prefixes(call.session().tracking, mode, prefixes);
    }
    return mode;
  }

  private static void prefixes(
      Tracking.@Nullable Mode before, Tracking.Mode mode, List<byte[]> prefixes)
      throws CommandError {
    if (!mode.broadcasts && !prefixes.isEmpty()) {
      throw PREFIX_NEEDS_BCAST;
    }
    check(before, mode);
    for (byte[] each : prefixes) {
      Blob there = before == null ? null : Tracking.overlapping(each, before.prefixes);
      if (there != null) {
        throw overlap(each, "an existing", there);
      }
    }
    for (int i = 0; i < prefixes.size(); i++) {
      List<Blob> behind = prefixes.subList(i + 1, prefixes.size()).stream().map(Blob::of).toList();
      Blob other = Tracking.overlapping(prefixes.get(i), behind);
      if (other != null) {
        throw overlap(prefixes.get(i), "another provided", other);
      }
    }
    prefixes.forEach(each -> mode.prefixes.add(Blob.of(each)));
    if (mode.broadcasts && prefixes.isEmpty()) {
      mode.prefixes.add(Blob.of(Bytes.EMPTY));
    }
  }

  private static CommandError overlap(byte[] prefix, String which, Blob other) {
    return new CommandError(
        "ERR Prefix '"
            + Bytes.latin1Text(prefix)
            + "' overlaps with "
            + which
            + " prefix '"
            + Bytes.latin1Text(other.bytes())
            + "'. Prefixes for a single client must not overlap.");
  }

  /** Whether the options go together, and with those from before. */
  private static void check(Tracking.@Nullable Mode before, Tracking.Mode mode)
      throws CommandError {
    if (before != null && before.broadcasts != mode.broadcasts) {
      throw SWITCHES_BCAST;
    }
    if (mode.broadcasts && (mode.optIn || mode.optOut)) {
      throw BCAST_WITH_OPT;
    }
    if (mode.optIn && mode.optOut) {
      throw BOTH_OPTS;
    }
    if (before != null && (mode.optIn && before.optOut || mode.optOut && before.optIn)) {
      throw SWITCHES_OPT;
    }
  }

  private static Reply caching(Call call) throws CommandError {
    Tracking.Mode mode = call.session().tracking;
    if (mode == null) {
      throw NOT_TRACKING;
    }
    if (call.is(2, "YES")) {
      if (!mode.optIn) {
        throw NOT_OPTIN;
      }
    } else if (!call.is(2, "NO")) {
      throw CommandError.SYNTAX;
    } else if (!mode.optOut) {
      throw NOT_OPTOUT;
    }
    mode.caching = true;
    return Reply.OK;
  }

  private static Reply redirect(Call call) {
    Tracking.Mode mode = call.session().tracking;
    return Reply.of(mode == null ? -1 : mode.redirect);
  }

  private static Reply info(Call call) {
    Tracking.Mode mode = call.session().tracking;
    List<Reply> flags = new ArrayList<>();
    List<Reply> prefixes = new ArrayList<>();
    flags.add(Reply.of(mode == null ? "off" : "on"));
    if (mode != null) {
      add(flags, mode.broadcasts, "bcast");
      add(flags, mode.optIn, "optin");
      add(flags, mode.optIn && mode.caching, "caching-yes");
      add(flags, mode.optOut, "optout");
      add(flags, mode.optOut && mode.caching, "caching-no");
      add(flags, mode.noLoop, "noloop");
      add(flags, mode.redirectBroken, "broken_redirect");
      new TreeSet<>(mode.prefixes).forEach(each -> prefixes.add(Reply.of(each.bytes())));
    }
    return new Reply.Map(
        List.of(
            Reply.of("flags"),
            new Reply.Set(flags),
            Reply.of("redirect"),
            redirect(call),
            Reply.of("prefixes"),
            new Reply.Array(prefixes)));
  }

  private static void add(List<Reply> flags, boolean set, String name) {
    if (set) {
      flags.add(Reply.of(name));
    }
  }

  List<CommandRow> rows() {
    return List.of(
        row(
            "client|tracking",
            "<ON | OFF> [REDIRECT client-id] [PREFIX prefix [PREFIX prefix ...]] [BCAST] [OPTIN]"
                + " [OPTOUT] [NOLOOP]",
            ANY,
            "6.0.0",
            "Says whether this connection wants to be told when keys that it read change",
            this::track),
        row(
            "client|caching",
            "<YES | NO>",
            ANY,
            "6.0.0",
            "Says whether the keys of the next command are tracked",
            TrackingCommands::caching),
        row(
            "client|getredir",
            "",
            ANY,
            "6.0.0",
            "Says where tracking messages of this connection go",
            TrackingCommands::redirect),
        row(
            "client|trackinginfo",
            "",
            ANY,
            "6.2.0",
            "Tells of the tracking of this connection",
            TrackingCommands::info));
  }
}
