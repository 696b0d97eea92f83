package dev.kvarium.redis.command;

import java.util.Locale;

/**
 * Which clients CLIENT KILL means.
 *
 * @param address empty for any
 * @param localAddress empty for any
 * @param type {@code normal}, {@code pubsub}, {@code replica}, {@code master}; empty for any
 * @param user by his name; empty for any
 * @param id 0 for any
 */
record ClientFilter(
    String address, String localAddress, String type, String user, long id, boolean skipMe) {
  private static final CommandError ID_NOT_POSITIVE =
      new CommandError("ERR client-id should be greater than 0");

  static ClientFilter from(Call call) throws CommandError {
    if (call.argc() == 3) {
      return new ClientFilter(call.text(2), "", "", "", 0, false);
    }
    String address = "";
    String localAddress = "";
    String type = "";
    long id = 0;
    String user = "";
    boolean skipMe = true;
    for (int i = 2; i < call.argc(); i += 2) {
      if (i + 1 == call.argc()) {
        throw CommandError.SYNTAX;
      } else if (call.is(i, "ID")) {
        id = call.longArg(i + 1, 1, Long.MAX_VALUE, ID_NOT_POSITIVE);
      } else if (call.is(i, "TYPE")) {
        type = type(call.text(i + 1));
      } else if (call.is(i, "ADDR")) {
        address = call.text(i + 1);
      } else if (call.is(i, "LADDR")) {
        localAddress = call.text(i + 1);
      } else if (call.is(i, "USER")) {
        user = call.text(i + 1);
        if (!call.knowsUser(user)) {
          throw new CommandError("ERR No such user '" + user + "'");
        }
      } else if (call.is(i, "SKIPME") && (call.is(i + 1, "YES") || call.is(i + 1, "NO"))) {
        skipMe = call.is(i + 1, "YES");
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return new ClientFilter(address, localAddress, type, user, id, skipMe);
  }

  /** The type that a word names. */
  static String type(String word) throws CommandError {
    String lower = word.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "normal", "pubsub", "replica", "master" -> lower;
      case "slave" -> "replica";
      default -> throw new CommandError("ERR Unknown client type '" + word + "'");
    };
  }

  static String typeOf(Session session) {
    return session.primary
        ? "master"
        : session.replica ? "replica" : session.subscribed ? "pubsub" : "normal";
  }

  boolean fits(Session each, Session me) {
    return (address.isEmpty() || address.equals(each.address()))
        && (localAddress.isEmpty() || localAddress.equals(each.localAddress))
        && (type.isEmpty() || type.equals(typeOf(each)))
        && (user.isEmpty() || each.user != null && user.equals(each.user.name()))
        && (id == 0 || id == each.id())
        && !(skipMe && each == me);
  }
}
