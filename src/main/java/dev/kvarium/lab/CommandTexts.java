package dev.kvarium.lab;

import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.Flags;
import dev.kvarium.redis.command.Group;
import java.util.ArrayList;
import java.util.List;

/** What a command means for the server that runs it, from what its row says of it. */
final class CommandTexts {
  private CommandTexts() {}

  static String of(CommandRow row) {
    List<String> lines = new ArrayList<>();
    lines.add((row.typedName() + " " + row.syntax()).strip());
    lines.add(row.summary() + ".");
    if (row.has(Flags.WRITE)) {
      lines.add(
          "It writes: what it changes goes into the log and to replicas; a replica refuses it with"
              + " READONLY.");
    } else if (row.has(Flags.READONLY)) {
      lines.add(
          "It only reads, so nothing goes into the log; a key past its time that it touches is"
              + " removed all the same, and the use of a key is noted.");
    }
    if (row.has(Flags.DENYOOM)) {
      lines.add("It may take memory: beyond maxmemory, with nothing to evict, OOM refuses it.");
    }
    if (row.has(Flags.BLOCKING)) {
      lines.add("It may wait, and then holds up nobody but its own connection.");
    }
    if (row.has(Flags.FAST)) {
      lines.add("It takes about as long however much data there is.");
    } else if (row.has(Flags.WRITE) || row.has(Flags.READONLY)) {
      lines.add(
          "Redis counts it among the slow: it may take the longer the more it is given or goes"
              + " through, and everybody waits meanwhile, since one thread runs all commands.");
    }
    if (row.has(Flags.NOSCRIPT)) {
      lines.add("A script may not call it.");
    }
    if (row.has(Flags.NO_MULTI)) {
      lines.add("It cannot stand in a transaction.");
    }
    if (row.has(Flags.ADMIN)) {
      lines.add("It is for whoever runs the server: a user needs the category @admin.");
    }
    lines.add(look(row.group()));
    return String.join("\n  ", lines);
  }

  /** What it is about, and where that is to be seen. */
  private static String look(Group group) {
    return switch (group) {
      case STRING -> "Strings are kept as int, embstr or raw: :inspect KEY shows the bytes.";
      case GENERIC -> "It is about keys, whatever they hold: :show keyspace lists them.";
      case HASH -> "A hash is a listpack while it is small, then a hashtable: :inspect KEY.";
      case LIST -> "A list is a chain of listpacks: :inspect KEY shows its nodes.";
      case SET -> "A set is an intset, or a hashtable: :inspect KEY, :show dict KEY.";
      case SORTED_SET -> "A sorted set is a listpack, then a skiplist: :inspect KEY.";
      case BITMAP -> "Bits lie in a string, the first being the highest: :inspect KEY.";
      case HYPERLOGLOG -> "A HyperLogLog is a string of 16,384 registers: :inspect KEY.";
      case GEO -> "Places are scores of a sorted set, 52 bits of a geohash: :inspect KEY.";
      case TRANSACTIONS ->
          "What is queued runs as one behind EXEC, with nobody in between, and takes nothing back:"
              + " :show clients.";
      case PUBSUB -> "Messages go to who listens now, and are kept nowhere: :show clients.";
      case STREAM -> "A stream is a radix tree of listpacks: :show stream KEY.";
      case SCRIPTING -> "A script runs as one, with nobody in between: :why tells what it called.";
      case CONNECTION -> "It is about this connection, not about data: :show clients.";
      case SERVER -> "It is about the server itself: :show aof, :show disk, :metrics.";
      case CLUSTER -> "It is about slots and who has them: :show slots.";
    };
  }
}
