package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * Why a write left everything, or a part of what it named, as it was: the condition in its words
 * that did not hold, told from what is there now, which is what was there before.
 */
final class Conditions {
  private static final int TOLD = 5;

  private final RedisNode node;
  private final int db;
  private final long startMicros;
  private final byte[][] argv;
  private final List<String> lines = new ArrayList<>();

  private Conditions(RedisNode node, int db, long startMicros, byte[][] argv) {
    this.node = node;
    this.db = db;
    this.startMicros = startMicros;
    this.argv = argv;
  }

  /** The conditions of a write that did not hold, each in words; none where none is known. */
  static List<String> of(RedisNode node, int db, long startMicros, byte[][] argv) {
    Conditions conditions = new Conditions(node, db, startMicros, argv);
    conditions.look();
    List<String> lines = conditions.lines;
    if (lines.size() <= TOLD) {
      return lines;
    }
    List<String> some = new ArrayList<>(lines.subList(0, TOLD));
    some.add("and " + (lines.size() - TOLD) + " more of that kind");
    return some;
  }

  private void look() {
    if (argv.length < 2) {
      return;
    }
    switch (word(0)) {
      case "SET" -> set();
      case "SETNX" -> notThere("SETNX", 1);
      case "MSETNX" -> msetnx();
      case "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT" -> expire();
      case "PERSIST" -> persist();
      case "RENAMENX" -> notThere("RENAMENX", 2);
      case "COPY" -> copy();
      case "MOVE" -> move();
      case "LPUSHX", "RPUSHX" -> there(word(0) + " pushes only onto a list that is there", 1);
      case "HSETNX" -> hsetnx();
      case "ZADD" -> zadd();
      case "SADD" -> elements("is a member already", true);
      case "SREM", "ZREM" -> elements("is no member", false);
      case "HDEL" -> elements("is no field of it", false);
      case "SMOVE" -> smove();
      case "XADD" -> xadd();
      case "XDEL" -> elements("is no entry of it", false);
      case "XACK" -> xack();
      case "XREADGROUP" -> xreadgroup();
      default -> {}
    }
  }

  // words

  private String word(int index) {
    return Bytes.latin1Text(argv[index]).toUpperCase(Locale.ROOT);
  }

  private boolean has(String option, int from) {
    for (int i = from; i < argv.length; i++) {
      if (word(i).equals(option)) {
        return true;
      }
    }
    return false;
  }

  private String name(int index) {
    return CommandText.of(new byte[][] {argv[index]}, 40);
  }

  // what is there

  private Optional<ValueSnapshot> value(int index) {
    return index < argv.length ? node.value(db, argv[index]) : Optional.empty();
  }

  private boolean isThere(int index) {
    return value(index).isPresent();
  }

  private SequencedMap<Blob, Blob> content(int index) {
    return node.content(db, argv[index]).orElseGet(LinkedHashMap::new);
  }

  private void notThere(String rule, int index) {
    if (isThere(index)) {
      lines.add(rule + " asks that " + name(index) + " is not there, and it is");
    }
  }

  private void there(String rule, int index) {
    if (!isThere(index)) {
      lines.add(rule + ", and " + name(index) + " is not there");
    }
  }

  // commands

  private void set() {
    if (has("NX", 3)) {
      notThere("NX", 1);
    } else if (has("XX", 3)) {
      there("XX asks that " + name(1) + " is there already", 1);
    }
  }

  private void msetnx() {
    for (int i = 1; i < argv.length; i += 2) {
      if (isThere(i)) {
        lines.add("MSETNX sets all or none, and " + name(i) + " is there already");
      }
    }
  }

  private void expire() {
    if (!isThere(1)) {
      lines.add(name(1) + " is not there, and what is not there cannot expire");
      return;
    }
    OptionalLong has = expiry();
    String now = has.isEmpty() ? "it has none" : "it has one, " + at(has.getAsLong());
    if (has("NX", 3) && has.isPresent()) {
      lines.add("NX sets a time only where there is none, and " + now);
    }
    if (has("XX", 3) && has.isEmpty()) {
      lines.add("XX sets a time only where there is one already, and " + now);
    }
    if (has("GT", 3)) {
      lines.add(
          has.isEmpty()
              ? "GT sets only a later time, and no time at all counts as later than any"
              : "GT sets only a later time, and it dies late enough already, "
                  + at(has.getAsLong()));
    }
    if (has("LT", 3) && has.isPresent()) {
      lines.add(
          "LT sets only an earlier time, and it dies earlier already, " + at(has.getAsLong()));
    }
  }

  private OptionalLong expiry() {
    Blob key = Blob.of(argv[1]);
    for (KeyspaceSnapshot.Database each : node.snapshot(Integer.MAX_VALUE).filled()) {
      if (each.number() == db) {
        for (KeyspaceSnapshot.Key found : each.page()) {
          if (found.name().equals(key)) {
            return found.expireAtMillis();
          }
        }
      }
    }
    return OptionalLong.empty();
  }

  private String at(long millis) {
    return "at " + Durations.sinceStart(millis * 1_000 - startMicros);
  }

  private void persist() {
    if (isThere(1)) {
      lines.add(name(1) + " has no time to live that could be taken");
    }
  }

  private void copy() {
    if (argv.length < 3) {
      return;
    }
    there("COPY needs something to copy", 1);
    if (isThere(1) && !has("REPLACE", 3) && !has("DB", 3)) {
      notThere("COPY without REPLACE", 2);
    }
  }

  private void move() {
    there("MOVE needs something to move", 1);
    if (isThere(1)) {
      lines.add("MOVE asks that the other database has no " + name(1) + ", and it has one");
    }
  }

  private void hsetnx() {
    if (argv.length > 2 && content(1).containsKey(Blob.of(argv[2]))) {
      lines.add("HSETNX sets only a field that is not there, and " + name(2) + " is");
    }
  }

  private void smove() {
    if (argv.length > 3 && !content(1).containsKey(Blob.of(argv[3]))) {
      lines.add(name(3) + " is no member of " + name(1));
    }
  }

  private void xadd() {
    if (has("NOMKSTREAM", 2)) {
      there("NOMKSTREAM makes no stream", 1);
    }
  }

  private void xack() {
    SequencedMap<Blob, Blob> content = content(1);
    for (int i = 3; i < argv.length && !content.isEmpty(); i++) {
      if (!content.containsKey(Blob.of("group " + name(2) + ", pending " + name(i)))) {
        lines.add(name(i) + " is not pending in " + name(2));
      }
    }
  }

  /** Nothing new was there for the group. */
  private void xreadgroup() {
    int streams = argv.length;
    int group = 0;
    for (int i = 1; i < argv.length && streams == argv.length; i++) {
      if (word(i).equals("GROUP")) {
        group = i + 1;
      } else if (word(i).equals("STREAMS")) {
        streams = i;
      }
    }
    int keys = (argv.length - streams - 1) / 2;
    for (int i = streams + 1; i <= streams + keys && group > 0; i++) {
      Blob there = content(i).get(Blob.of("group " + name(group)));
      if (there != null) {
        String upTo = there.toString();
        lines.add(
            name(group)
                + " was served "
                + upTo.substring(0, upTo.indexOf(','))
                + ", and "
                + name(i)
                + " has nothing after it");
      }
    }
  }

  private void elements(String what, boolean found) {
    SequencedMap<Blob, Blob> content = content(1);
    if (content.isEmpty()) {
      return;
    }
    for (int i = 2; i < argv.length; i++) {
      if (content.containsKey(Blob.of(argv[i])) == found) {
        lines.add(name(i) + " " + what);
      }
    }
  }

  private void zadd() {
    int at = 2;
    boolean onlyNew = false;
    boolean onlyOld = false;
    boolean greater = false;
    boolean less = false;
    for (boolean option = true; option && at < argv.length; ) {
      switch (word(at)) {
        case "NX" -> onlyNew = true;
        case "XX" -> onlyOld = true;
        case "GT" -> greater = true;
        case "LT" -> less = true;
        case "CH" -> {}
        default -> option = false;
      }
      at += option ? 1 : 0;
    }
    SequencedMap<Blob, Blob> scores = content(1);
    for (int i = at; i + 1 < argv.length; i += 2) {
      Blob score = scores.get(Blob.of(argv[i + 1]));
      String member = name(i + 1);
      if (score == null) {
        if (onlyOld) {
          lines.add("XX changes only members that are there, and " + member + " is not");
        }
        continue;
      }
      int compared = compare(argv[i], score);
      String has = member + " has " + score;
      if (compared == 0) {
        lines.add(has + ", as it was to get");
      } else if (onlyNew) {
        lines.add("NX adds only members that are not there, and " + has);
      } else if (greater && compared < 0) {
        lines.add("GT takes only a greater score, and " + has + ", more than " + name(i));
      } else if (less && compared > 0) {
        lines.add("LT takes only a lesser score, and " + has + ", less than " + name(i));
      }
    }
  }

  /** Which of two scores is the greater; equal where one is no plain number. */
  private static int compare(byte[] wanted, Blob score) {
    try {
      return new BigDecimal(Bytes.latin1Text(wanted))
          .compareTo(new BigDecimal(Bytes.latin1Text(score.bytes())));
    } catch (NumberFormatException infinite) {
      return Double.compare(number(wanted), number(score.bytes()));
    }
  }

  private static double number(byte[] text) {
    return switch (Bytes.latin1Text(text).toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> 0;
    };
  }
}
