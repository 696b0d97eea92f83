package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where two replies may differ and why: each rule is an explained difference, and {@code
 * docs/departures.md} lists them by the names of these methods.
 */
final class Rules {
  private Rules() {}

  static boolean same(Op op, byte[] theirs, byte[] own, boolean scattered, long slackMillis) {
    return Same.equal(theirs, own)
        || orderOfHashTables(op, theirs, own, scattered)
        || timeThatPassed(op, theirs, own, slackMillis)
        || ageOfSharedIntegers(op, theirs, own, scattered)
        || aboutTheServerItself(op, theirs, own)
        || wordsOfHelp(op, theirs, own)
        || commandsThatAreMissing(op)
        || bucketsOfACursor(op, theirs, own);
  }

  /** The order of a hash table's entries follows from its random seed. */
  private static boolean orderOfHashTables(Op op, byte[] theirs, byte[] own, boolean scattered) {
    return switch (op.name()) {
      case "keys", "sunion", "sdiff" -> Same.unordered(theirs, own, 1);
      case "config" -> isGet(op) && Same.unordered(theirs, own, 2);
      case "smembers", "sinter", "hkeys", "hvals" -> scattered && Same.unordered(theirs, own, 1);
      case "hgetall" -> scattered && Same.unordered(theirs, own, 2);
      case "dump" -> scattered && Payloads.sameBytesInAnotherOrder(theirs, own);
      case "sort", "sort_ro" -> scattered && sortsByNames(op);
      default -> false;
    };
  }

  /** Elements that compare equal, or are not sorted at all, come as the hash table has them. */
  private static boolean sortsByNames(Op op) {
    String words = op.line().toLowerCase(Locale.ROOT);
    return words.contains(" by ");
  }

  /** The server's clock goes on while a batch runs; Kvarium's stands still. */
  private static boolean timeThatPassed(Op op, byte[] theirs, byte[] own, long slackMillis) {
    return switch (op.name()) {
      case "pttl", "pexpiretime" -> Same.near(theirs, own, slackMillis);
      case "xpending", "xinfo" -> StreamTimes.same(op, theirs, own, slackMillis);
      case "dump" -> StreamTimes.samePayload(theirs, own, slackMillis);
      case "ttl", "expiretime" -> Same.near(theirs, own, slackMillis / 1_000 + 1);
      case "object" ->
          op.argv().length == 3
              && Bytes.equalsIgnoreCase(op.argv()[1], "idletime")
              && Same.near(theirs, own, slackMillis / 1_000 + 1);
      default -> false;
    };
  }

  /** An integer that all keys share is as old as the server, or as its last use by any key. */
  private static boolean ageOfSharedIntegers(Op op, byte[] theirs, byte[] own, boolean shared) {
    return op.name().equals("object")
        && shared
        && Same.parse(theirs) instanceof Reply.Int
        && Same.parse(own) instanceof Reply.Int;
  }

  /** What a server says of itself, its clients and its process. */
  private static boolean aboutTheServerItself(Op op, byte[] theirs, byte[] own) {
    String subcommand =
        op.argv().length < 2 ? "" : Bytes.latin1Text(op.argv()[1]).toLowerCase(Locale.ROOT);
    boolean excused =
        switch (op.name()) {
          case "hello" -> withoutId(theirs).equals(withoutId(own));
          case "info", "time", "lastsave" -> true;
          case "client" -> Set.of("id", "list", "info").contains(subcommand);
          case "slowlog", "latency" -> !(Same.parse(theirs) instanceof Reply.Error);
          case "acl" ->
              Set.of("log", "genpass").contains(subcommand)
                  && !(Same.parse(theirs) instanceof Reply.Error);
          default -> false;
        };
    return excused && Same.parse(theirs).getClass() == Same.parse(own).getClass();
  }

  /** The fields of HELLO, in order, but for the number of the connection. */
  private static List<String> withoutId(byte[] frame) {
    List<Reply> fields = new ArrayList<>(Same.items(Same.parse(frame)));
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (ReplyText.of(fields.get(i), false).equals("\"id\"")) {
        fields.set(i + 1, Reply.ZERO);
      }
    }
    return fields.stream().map(field -> ReplyText.of(field, true)).toList();
  }

  /** HELP says the same of the same subcommands, in words of our own. */
  private static boolean wordsOfHelp(Op op, byte[] theirs, byte[] own) {
    return op.argv().length == 2
        && Bytes.equalsIgnoreCase(op.argv()[1], "help")
        && Same.equal(first(theirs), first(own));
  }

  private static boolean isGet(Op op) {
    return op.argv().length > 1 && Bytes.equalsIgnoreCase(op.argv()[1], "get");
  }

  /** Streams, scripts, transactions and their like are still to come. */
  private static boolean commandsThatAreMissing(Op op) {
    return op.name().equals("command")
        && (op.argv().length == 1 || Bytes.equalsIgnoreCase(op.argv()[1], "count"));
  }

  /** Which keys stand behind a cursor that is not 0 follows from the random seed. */
  private static boolean bucketsOfACursor(Op op, byte[] theirs, byte[] own) {
    return op.name().equals("scan")
        && op.argv().length > 1
        && !Bytes.text(op.argv()[1]).equals("0")
        && Same.parse(theirs).getClass() == Same.parse(own).getClass();
  }

  private static byte[] first(byte[] reply) {
    String text = Bytes.latin1Text(reply);
    int from = text.indexOf("\r\n") + 2;
    return Bytes.latin1(text.substring(from, text.indexOf("\r\n", from) + 2));
  }

  /** Whether a key that the command reads is a hash table on our side right now. */
  static boolean isScattered(Op op, Ours ours) {
    switch (op.name()) {
      case "object" -> {
        if (op.argv().length != 3 || !Bytes.equalsIgnoreCase(op.argv()[1], "idletime")) {
          return false;
        }
        byte[] owners = ours.run(Bytes.of("OBJECT"), Bytes.of("REFCOUNT"), op.argv()[2]);
        return Same.number(owners) == Integer.MAX_VALUE;
      }
      case "sort", "sort_ro" -> {
        String encoding = op.argv().length > 1 ? Bytes.text(ours.encoding(op.argv()[1])) : "";
        return encoding.equals("hashtable") || encoding.matches("skiplist|listpack");
      }
      case "smembers", "sinter", "hkeys", "hvals", "hgetall", "dump" -> {
        for (int i = 1; i < op.argv().length; i++) {
          byte[] encoding = ours.encoding(op.argv()[i]);
          if (Bytes.text(encoding).contains("hashtable")) {
            return true;
          }
        }
        return false;
      }
      default -> {
        return false;
      }
    }
  }

  /** The same kinds of replies, as many of them, nested alike. */
  static boolean sameShape(Reply left, Reply right) {
    if (left instanceof Reply.Error || left instanceof Reply.Nil) {
      return left.equals(right);
    }
    if (left.getClass() != right.getClass()) {
      return false;
    }
    List<Reply> one = Same.items(left);
    List<Reply> two = Same.items(right);
    if (one.size() != two.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.get(i) != left && !sameShape(one.get(i), two.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether both drew what is there, and as often the same. */
  static boolean drawnFromTheSame(Op op, byte[] theirs, byte[] own, Ours ours) {
    boolean withValues = op.argv().length > 3;
    boolean repeats = op.argv().length > 2 && op.argv()[2].length > 0 && op.argv()[2][0] == '-';
    if (withValues || Same.parse(theirs) instanceof Reply.Error) {
      return true;
    }
    byte[][] question =
        switch (op.name()) {
          case "randomkey" -> new byte[][] {Bytes.of("KEYS"), Bytes.of("*")};
          case "srandmember" -> new byte[][] {Bytes.of("SMEMBERS"), op.argv()[1]};
          case "hrandfield" -> new byte[][] {Bytes.of("HKEYS"), op.argv()[1]};
          default -> new byte[][] {Bytes.of("ZRANGE"), op.argv()[1], Bytes.of("0"), Bytes.of("-1")};
        };
    Set<String> there =
        new HashSet<>(Same.sortedGroups(Same.items(Same.parse(ours.run(question))), 1));
    List<String> left = Same.sortedGroups(Same.items(Same.parse(theirs)), 1);
    List<String> right = Same.sortedGroups(Same.items(Same.parse(own)), 1);
    boolean distinct = new HashSet<>(left).size() == left.size();
    boolean distinctHere = new HashSet<>(right).size() == right.size();
    return there.containsAll(left)
        && there.containsAll(right)
        && (repeats || (distinct && distinctHere));
  }
}
