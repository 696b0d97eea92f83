package dev.kvarium.lab;

import dev.kvarium.view.Quantity;
import java.util.List;
import java.util.Locale;

/**
 * A comparison of a {@code ?} line that does not hold, in words: what should be, and what is.
 *
 * <p>{@code key.encoding price == int: found raw} is for whoever writes checks; whoever is to
 * fulfil one reads {@code price should be kept as int, and is kept as raw}.
 */
final class MetricWords {
  private final String key;
  private final String operator;
  private final String wanted;
  private final String found;

  private MetricWords(String key, String operator, String wanted, String found) {
    this.key = key;
    this.operator = operator;
    this.wanted = wanted;
    this.found = found;
  }

  /** What differs, in words; {@code metric} is the name with the key behind it, if it has one. */
  static String of(List<String> metric, String operator, String wanted, String found) {
    String name = metric.getFirst();
    int at = name.indexOf('@');
    String where = at < 0 ? "" : ", on " + name.substring(at + 1);
    String key = metric.size() > 1 ? quoted(metric.get(1)) : "";
    MetricWords words = new MetricWords(key, operator, wanted, found);
    return words.say(at < 0 ? name : name.substring(0, at)) + where;
  }

  private String say(String name) {
    if (name.startsWith("ring.") && found.isEmpty()) {
      return "there should be a ring " + key + ", and there is none";
    }
    if (name.startsWith("app.") && found.isEmpty()) {
      return "there should be an application " + key + ", and there is none";
    }
    if (name.startsWith("workload.") && found.isEmpty()) {
      return "clients should ask " + key + ", and nobody has so far";
    }
    if (name.startsWith("workload.")) {
      return WorkloadMetrics.words(name, key) + should() + amount() + ", and is " + figure(found);
    }
    if (name.startsWith("app.")) {
      return AppMetrics.words(name, key) + should() + amount() + ", and is " + none(found);
    }
    if (name.startsWith("lint.") || name.startsWith("stale.")) {
      return GuidelineMetrics.words(name, key) + should() + amount() + ", and is " + none(found);
    }
    return switch (name) {
      case "key.exists", "item.exists" ->
          key
              + (found.equals("0")
                  ? " should be there, and is not"
                  : " should not be there, and is");
      case "key.encoding" ->
          key + be("kept as ", wanted) + (gone("none") ? gone() : is("kept as "));
      case "key.type" -> key + be("a ", wanted) + (gone("none") ? gone() : is("a "));
      case "key.value", "item.value" -> key + hold();
      case "key.sorted" -> key + hold();
      case "keys.holding" ->
          there("key with " + key + " in it", "keys with " + key + " in them", "there");
      case "traffic.command" -> key + " should send " + quoted(wanted) + ", and " + sends();
      case "traffic.connections" -> there("client", "clients", "called " + key);
      case "key.order" ->
          key
              + " should stand in the order "
              + quoted(wanted)
              + ", and "
              + (found.isEmpty() ? "is not there" : "stands in " + quoted(found));
      case "key.score_sum" ->
          "the scores of " + key + " should add up to " + amount() + ", and add up to " + found;
      case "key.length" ->
          "the length of " + key + should() + amount() + ", and is " + figure(found);
      case "key.bytes", "item.bytes" ->
          key
              + " should take "
              + amount()
              + " bytes, and "
              + (gone("0") ? "is not there" : "takes " + figure(found));
      case "key.ttl" -> key + timeToLive("milliseconds");
      case "item.ttl" -> key + timeToLive("seconds");
      case "traffic.max_us" ->
          "the longest wait of "
              + key
              + should()
              + amount()
              + " microseconds, and is "
              + figure(found);
      case "traffic.us" ->
          "the microseconds that "
              + key
              + " took"
              + should()
              + amount()
              + ", and are "
              + figure(found);
      case "traffic.p50_us" ->
          "half of the waits of "
              + key
              + should()
              + amount()
              + " microseconds, and are "
              + figure(found);
      case "traffic.answered" -> there("reply", "replies", "there for " + key);
      case "traffic.per_second" ->
          "the replies a second of " + key + should() + amount() + ", and are " + figure(found);
      case "loop.writevs" -> there("writev", "writevs", "called");
      case "key.uses" ->
          "the counter of "
              + key
              + should()
              + amount()
              + (gone("-1") ? gone2() : ", and is " + found);
      case "key.idle" -> key + " should be unused for " + amount() + " seconds, and " + idle();
      case "keys.like" -> there("key like " + key, "keys like " + key, "there");
      case "info" -> "in INFO, " + key + should() + amount() + ", and is " + none(found);
      case "item.class" -> key + be("in class ", amount()) + (gone("0") ? gone() : is("in class "));
      case "item.list" -> key + be("on the list ", wanted) + (gone("none") ? gone() : is("on "));
      case "keys" -> there("key", "keys", "there");
      case "expires" -> there("key", "keys", "with a time to live there");
      case "ledger.lost" -> there("acknowledged write", "acknowledged writes", "lost");
      case "ring.moved_percent" ->
          "the last change of ring "
              + key
              + " should give "
              + amount()
              + " % of the keys to another node, and gave "
              + figure(found)
              + " %";
      case "ring.largest_share" ->
          "the fullest node of ring "
              + key
              + " should have "
              + amount()
              + " % of the keys, and has "
              + figure(found)
              + " %";
      case "cluster.share" ->
          "the part of all commands that are let in should be "
              + amount()
              + " %, and is "
              + figure(found)
              + " %";
      case "cluster.keys_like" -> there("key like " + key, "keys like " + key, "in the cluster");
      case "cluster.all_keys" -> there("key", "keys", "in the cluster");
      case "cluster.all_hits" -> there("read", "reads", "of keys that are there");
      case "cluster.open_slots" -> there("slot", "slots", "on the way");
      case "slot.owner" -> "the slot of " + key + be("of ", wanted) + is("of ");
      case "slot.keys" -> there("key", "keys", "in the slot of " + key);
      case "slotclient.answered", "slotclient.failed", "slotclient.sent", "slotclient.remembered" ->
          there("command", "commands", name.substring(name.indexOf('.') + 1) + " by " + key);
      case "slotclient.moved", "slotclient.ask", "slotclient.tryagain" ->
          key
              + " should be told "
              + name.substring(name.indexOf('.') + 1).toUpperCase(Locale.ROOT)
              + " "
              + times(amount())
              + ", and was"
              + (found.equals("0") ? " not" : " " + times(figure(found)));
      case "ring.fullest" -> "the fullest node of ring " + key + be("", wanted) + found;
      case "ring.points" ->
          "ring "
              + key
              + " should have "
              + amount()
              + " points on its circle, and has "
              + figure(found);
      case "ring.nodes" -> "ring " + key + " should be over " + wanted + ", and is over " + found;
      case "ring.differs_percent" ->
          "ring "
              + key
              + " should give "
              + amount()
              + " % of the keys to another node than the first ring does, and gives "
              + figure(found)
              + " %";
      case "repl.role" ->
          "the server should be the " + role(wanted) + ", and is the " + role(found);
      case "repl.link" ->
          "the link to the primary should be "
              + wanted
              + ", and "
              + (found.equals("none") ? "there is none" : "is " + found);
      case "node.frozen" ->
          found.equals("1")
              ? "the process should run, and stands still"
              : "the process should stand still, and runs";
      case "node.up" ->
          found.equals("0")
              ? "the server should be running, and is down"
              : "the server should be down, and is running";
      default -> figureOf(name) + should() + amount() + ", and is " + figure(found);
    };
  }

  private static String times(String figure) {
    return switch (figure) {
      case "1" -> "once";
      case "2" -> "twice";
      default -> figure + " times";
    };
  }

  private static String role(String word) {
    return word.equals("slave") ? "replica" : "primary";
  }

  private String should() {
    return " should be ";
  }

  private String be(String how, String what) {
    return (operator.equals("!=") ? " should not be " : " should be ") + how + what + ", and is ";
  }

  private String is(String how) {
    return how + found;
  }

  private boolean gone(String none) {
    return found.equals(none) && !wanted.equals(none);
  }

  private static String gone() {
    return "not there";
  }

  private static String gone2() {
    return ", and there is none";
  }

  private String idle() {
    return gone("-1") ? "is not there" : "is for " + found;
  }

  private String sends() {
    return found.isEmpty() ? "has sent nothing" : "sends " + quoted(found);
  }

  private static String none(String text) {
    return text.isEmpty() ? "not there" : figure(text);
  }

  private String hold() {
    String has = found.isEmpty() ? "holds nothing" : "holds " + quoted(found);
    return switch (operator) {
      case "!=" -> " should not hold " + quoted(wanted) + ", and does";
      case "==" -> " should hold " + quoted(wanted) + ", and " + has;
      default -> " should hold a number, " + amount() + ", and " + has;
    };
  }

  private String timeToLive(String unit) {
    String has =
        switch (found) {
          case "-2" -> "is not there";
          case "-1" -> "has no time to live";
          default -> "has " + figure(found);
        };
    return wanted.equals("-1") && operator.equals("==")
        ? " should have no time to live, and " + has + (found.equals("-2") ? "" : " " + unit)
        : " should have " + amount() + " " + unit + " to live, and " + has;
  }

  private String there(String one, String many, String what) {
    return (wanted.equals("0") && operator.equals("==") ? "no" : amount())
        + " "
        + (wanted.equals("0") || wanted.equals("1") ? one : many)
        + " should be "
        + what
        + ", and "
        + (found.equals("0") ? "none is" : found.equals("1") ? "one is" : figure(found) + " are");
  }

  /** {@code stats.curr_items} is {@code curr_items (stats)}, as the server names it. */
  private static String figureOf(String name) {
    String[] parts = name.split("\\.");
    String last = parts[parts.length - 1].replace('_', ' ');
    return switch (parts[0]) {
      case "stats" -> parts[parts.length - 1] + " of stats";
      case "slabs", "items" ->
          parts[parts.length - 1]
              + (parts.length > 2 ? " of class " + parts[1] : " of stats " + parts[0]);
      case "repl" ->
          switch (last) {
            case "full syncs" -> "the number of times that all data was sent";
            case "partial syncs" -> "the number of times that only what was missed was sent";
            case "partial refused" -> "the number of times that a partial sync was refused";
            default -> "of the replication, the " + last;
          };
      case "ledger" ->
          "the number of acknowledged writes" + (last.equals("acknowledged") ? "" : " " + last);
      case "aof" -> "of the log, " + last;
      default -> name.replace('.', ' ').replace('_', ' ');
    };
  }

  private String amount() {
    String figure = figure(wanted);
    return switch (operator) {
      case "<" -> "less than " + figure;
      case "<=" -> "at most " + figure;
      case ">" -> "more than " + figure;
      case ">=" -> "at least " + figure;
      case "!=" -> "other than " + figure;
      default -> figure;
    };
  }

  /** Long numbers with the separators that make them readable. */
  private static String figure(String number) {
    return number.matches("-?[0-9]{1,18}")
        ? Quantity.count(Long.parseLong(number))
        : quoted(number);
  }

  private static String quoted(String value) {
    return value.isEmpty() || value.indexOf(' ') >= 0 ? '"' + value + '"' : value;
  }
}
