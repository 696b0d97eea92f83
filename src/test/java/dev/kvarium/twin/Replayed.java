package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import dev.kvarium.world.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node must hold after a cut, without asking its loader: the commands of every increment of
 * its log, those that a base has replaced as they were before they went, the others as far as they
 * are left, given to a node that has nothing.
 */
final class Replayed {
  private static final String FOLDER = "appendonlydir/";
  private static final Pattern INCREMENT =
      Pattern.compile(FOLDER + "appendonly\\.aof\\.([0-9]+)\\.incr\\.aof");
  private static final Pattern LISTED = Pattern.compile("seq ([0-9]+) type i");

  /** The increments by number, as long as they ever were. */
  private final Map<Long, byte[]> increments = new TreeMap<>();

  /** Looks at the increments that there are now: before one goes, and before the power does. */
  void look(Disk disk) {
    for (String name : disk.names()) {
      Matcher increment = INCREMENT.matcher(name);
      if (increment.matches()) {
        byte[] content = disk.read(name).orElseThrow();
        increments.merge(
            Long.parseLong(increment.group(1)),
            content,
            (was, is) -> is.length >= was.length ? is : was);
      }
    }
  }

  /** Cuts a torn entry, or a transaction without its end, off every increment that is left. */
  static void mend(Disk disk) {
    for (String name : disk.names()) {
      if (INCREMENT.matcher(name).matches()) {
        byte[] log = disk.read(name).orElseThrow();
        disk.open(name).truncate(whole(log));
      }
    }
  }

  /** How far a log goes without a torn entry or a transaction without its end. */
  private static int whole(byte[] log) {
    int[] at = {0};
    int whole = 0;
    boolean open = false;
    try {
      while (at[0] < log.length) {
        String first = Bytes.text(words(log, at)[0]);
        open = first.equalsIgnoreCase("MULTI") || open && !first.equalsIgnoreCase("EXEC");
        whole = open ? whole : at[0];
      }
    } catch (ArrayIndexOutOfBoundsException torn) {
      return whole;
    }
    return whole;
  }

  /** A node that was given what the disk of one that is down still leads to. */
  Ours node(Disk disk) {
    List<Long> listed = new ArrayList<>();
    Matcher lines =
        LISTED.matcher(Bytes.text(disk.read(FOLDER + "appendonly.aof.manifest").orElseThrow()));
    while (lines.find()) {
      listed.add(Long.parseLong(lines.group(1)));
    }
    Ours node = new Ours(1);
    for (Map.Entry<Long, byte[]> each : increments.entrySet()) {
      long number = each.getKey();
      if (listed.contains(number)) {
        give(node, disk.read(FOLDER + "appendonly.aof." + number + ".incr.aof").orElseThrow());
      } else if (number < listed.getFirst()) {
        give(node, each.getValue());
      }
    }
    return node;
  }

  private static void give(Ours node, byte[] log) {
    node.run(Bytes.of("SELECT"), Bytes.of("0"));
    int[] at = {0};
    while (at[0] < log.length) {
      node.run(words(log, at));
    }
  }

  private static byte[][] words(byte[] log, int[] at) {
    byte[][] words = new byte[number(log, at, '*')][];
    for (int i = 0; i < words.length; i++) {
      words[i] = new byte[number(log, at, '$')];
      System.arraycopy(log, at[0], words[i], 0, words[i].length);
      at[0] += words[i].length + 2;
    }
    if (at[0] > log.length) {
      throw new ArrayIndexOutOfBoundsException("torn");
    }
    return words;
  }

  private static int number(byte[] log, int[] at, char sign) {
    if (log[at[0]++] != sign) {
      throw new IllegalStateException("no " + sign + " at " + (at[0] - 1));
    }
    int number = 0;
    for (; log[at[0]] != '\r'; at[0]++) {
      number = number * 10 + log[at[0]] - '0';
    }
    at[0] += 2;
    return number;
  }
}
