package dev.kvarium.redis.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The table as lines of text: what CLUSTER NODES answers and what {@code nodes.conf} keeps.
 *
 * <pre>
 *   07c37dfe… 127.0.0.1:30004@31004 slave e7d1eecc… 0 1426238317239 4 connected
 *   67ed2db8… 127.0.0.1:30002@31002 master - 0 1426238316232 2 connected 5461-10922
 *   e7d1eecc… 127.0.0.1:30001@31001 myself,master - 0 0 1 connected 0-5460 [42-&gt;-67ed2db8…]
 *   id        address, bus port     flags  primary ping pong epoch link slots, and those that move
 * </pre>
 */
final class NodesText {
  private NodesText() {}

  /** All lines, but not those of nodes with one of these flags. */
  static String of(Table table, int without) {
    StringBuilder text = new StringBuilder();
    for (Member each : table.all()) {
      if (!each.is(without)) {
        text.append(line(table, each)).append('\n');
      }
    }
    return text.toString();
  }

  static String line(Table table, Member member) {
    StringBuilder text = new StringBuilder(member.id);
    Member primary = member.primary;
    Link link = member.link;
    text.append(' ').append(member.address()).append('@').append(member.busPort);
    if (!member.hostname.isEmpty()) {
      text.append(',').append(member.hostname);
    }
    text.append(' ').append(member.words()).append(' ');
    text.append(primary == null ? "-" : primary.id);
    text.append(' ').append(member.pingSentMillis).append(' ').append(member.pongReceivedMillis);
    text.append(' ').append(member.epoch());
    text.append(link != null || member.isMyself() ? " connected" : " disconnected");
    for (int from = member.slots.nextSetBit(0); from >= 0; ) {
      int to = member.slots.nextClearBit(from) - 1;
      text.append(' ').append(from);
      if (to > from) {
        text.append('-').append(to);
      }
      from = member.slots.nextSetBit(to + 1);
    }
    if (member.isMyself()) {
      for (int i = 0; i < Table.SLOTS; i++) {
        Member to = table.migratingTo[i];
        Member from = table.importingFrom[i];
        if (to != null) {
          text.append(" [").append(i).append("->-").append(to.id).append(']');
        } else if (from != null) {
          text.append(" [").append(i).append("-<-").append(from.id).append(']');
        }
      }
    }
    return text.toString();
  }

  /** What a file keeps. */
  static String file(Table table) {
    return of(table, Member.HANDSHAKE)
        + "vars currentEpoch "
        + table.currentEpoch
        + " lastVoteEpoch "
        + table.lastVoteEpoch
        + "\n";
  }

  /**
   * Reads what a file kept.
   *
   * @throws IllegalArgumentException when a line is not one of these
   */
  static Table read(String text, long nowMillis) {
    List<String[]> lines = new ArrayList<>();
    Table table = null;
    for (String line : text.split("\n")) {
      String[] words = line.split(" ");
      if (words.length >= 8 && !words[0].equals("vars")) {
        lines.add(words);
        if (words[2].contains("myself")) {
          table = new Table(new Member(words[0], 0, nowMillis));
        }
      }
    }
    if (table == null) {
      throw new IllegalArgumentException("no line is of this node itself");
    }
    Table read = table;
    LongFunction<String> bad = number -> "line " + number + " is not a node's";
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i);
      Member member = known(read, words[0], nowMillis);
      int at = words[1].indexOf('@');
      int colon = words[1].lastIndexOf(':', at < 0 ? words[1].length() : at);
      if (at < 0 || colon < 0) {
        throw new IllegalArgumentException(bad.apply(i + 1));
      }
      member.ip = words[1].substring(0, colon);
      member.port = Integer.parseInt(words[1].substring(colon + 1, at));
      String[] bus = words[1].substring(at + 1).split(",", 2);
      member.busPort = Integer.parseInt(bus[0]);
      member.hostname = bus.length > 1 ? bus[1] : "";
      member.flags = Member.flags(words[2]);
      member.configEpoch = Long.parseLong(words[6]);
      Table.follow(member, words[3].equals("-") ? null : known(read, words[3], nowMillis));
      for (int j = 8; j < words.length; j++) {
        slots(read, member, words[j], nowMillis);
      }
    }
    for (String line : text.split("\n")) {
      String[] words = line.split(" ");
      if (words[0].equals("vars")) {
        for (int i = 1; i + 1 < words.length; i += 2) {
          long value = Long.parseLong(words[i + 1]);
          if (words[i].equals("currentEpoch")) {
            read.currentEpoch = value;
          } else if (words[i].equals("lastVoteEpoch")) {
            read.lastVoteEpoch = value;
          }
        }
      }
    }
    return read;
  }

  private static Member known(Table table, String id, long nowMillis) {
    @Nullable Member known = table.named(id);
    if (known == null) {
      known = new Member(id, 0, nowMillis);
      table.add(known);
    }
    return known;
  }

  private static void slots(Table table, Member owner, String word, long nowMillis) {
    if (word.startsWith("[")) {
      int to = word.indexOf("->-");
      int from = word.indexOf("-<-");
      int at = Math.max(to, from);
      int slot = Integer.parseInt(word.substring(1, at));
      Member other = known(table, word.substring(at + 3, word.length() - 1), nowMillis);
      (to >= 0 ? table.migratingTo : table.importingFrom)[slot] = other;
      return;
    }
    int dash = word.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? word : word.substring(0, dash));
    int last = dash < 0 ? first : Integer.parseInt(word.substring(dash + 1));
    for (int slot = first; slot <= last; slot++) {
      table.assign(slot, owner);
    }
  }
}
