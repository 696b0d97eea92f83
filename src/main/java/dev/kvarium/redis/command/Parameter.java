package dev.kvarium.redis.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * One parameter of CONFIG: its name and older name, what may be said of it, its value as CONFIG GET
 * tells it.
 */
final class Parameter {
  private static final LongConsumer NOTHING = value -> {};

  /** What kind of words a parameter takes. */
  private enum Kind {
    YES_NO,
    NUMBER,
    MEMORY,
    CHOICE,
    TEXT
  }

  private final Kind kind;
  private final String name;
  private String alias = "";
  private String lockedBecause = "";
  private String fixedBecause = "";
  private long min;
  private long max;
  private long keptMin = Long.MIN_VALUE;
  private long keptMax = Long.MAX_VALUE;
  private List<String> choices = List.of();
  private Function<String, Optional<String>> reading = Optional::of;
  private String unread = "";
  private LongConsumer live = NOTHING;
  private Consumer<String> liveText = text -> {};
  private String value;

  private Parameter(Kind kind, String name, String value) {
    this.kind = kind;
    this.name = name;
    this.value = value;
  }

  static Parameter yesNo(String name, String value) {
    return new Parameter(Kind.YES_NO, name, value);
  }

  static Parameter number(String name, long min, long max, long value) {
    Parameter parameter = new Parameter(Kind.NUMBER, name, Long.toString(value));
    parameter.min = min;
    parameter.max = max;
    return parameter;
  }

  /** A number that may be given as {@code 100mb}. */
  static Parameter memory(String name, long min, long max, long value) {
    Parameter parameter = new Parameter(Kind.MEMORY, name, Long.toString(value));
    parameter.min = min;
    parameter.max = max;
    return parameter;
  }

  static Parameter choice(String name, String value, String... choices) {
    Parameter parameter = new Parameter(Kind.CHOICE, name, value);
    parameter.choices = List.of(choices);
    return parameter;
  }

  static Parameter text(String name, String value) {
    return new Parameter(Kind.TEXT, name, value);
  }

  /** Takes numbers beyond these as the nearest of them. */
  Parameter keptWithin(long least, long most) {
    keptMin = least;
    keptMax = most;
    return this;
  }

  /** With an older name that CONFIG knows too. */
  Parameter alias(String alias) {
    this.alias = alias;
    return this;
  }

  /** Not to be changed after the start. */
  Parameter immutable() {
    lockedBecause = "can't set immutable config";
    return this;
  }

  /** Not to be changed after the start, lest a client choose where the server writes. */
  Parameter guarded() {
    lockedBecause = "can't set protected config";
    return this;
  }

  /** Takes only text that is read, as what it is read to; else CONFIG SET says the problem. */
  Parameter readBy(Function<String, Optional<String>> reading, String problem) {
    this.reading = reading;
    this.unread = problem;
    return this;
  }

  /** Not to be changed after the start in this model, although the real server can; says why. */
  Parameter fixed(String because) {
    this.fixedBecause = because;
    return this;
  }

  /**
   * Tells of every value, the first included: a number as it is, yes as 1 and no as 0, a choice as
   * its index.
   */
  Parameter live(LongConsumer live) {
    this.live = live;
    live.accept(asNumber());
    return this;
  }

  /** Tells of every value, the first included, as text. */
  Parameter liveText(Consumer<String> liveText) {
    this.liveText = liveText;
    liveText.accept(value);
    return this;
  }

  String name() {
    return name;
  }

  /** The older name, empty when there is none. */
  String alias() {
    return alias;
  }

  /** Why CONFIG SET cannot change it; empty when it can. */
  String fixedBecause() {
    return fixedBecause;
  }

  /**
   * Why CONFIG SET refuses it whatever the value, in the server's words; empty when it does not.
   */
  String lockedBecause() {
    return lockedBecause;
  }

  /** The value as CONFIG GET tells it. */
  String value() {
    return value;
  }

  /** Sets the value, or says in CONFIG SET's words why not; empty when it is set. */
  String set(String given) {
    switch (kind) {
      case YES_NO -> {
        String lower = given.toLowerCase(Locale.ROOT);
        if (!lower.equals("yes") && !lower.equals("no")) {
          return "argument must be 'yes' or 'no'";
        }
        value = lower;
      }
      case NUMBER, MEMORY -> {
        MemoryText number = MemoryText.parse(given, kind == Kind.MEMORY);
        if (!number.valid()) {
          return kind == Kind.MEMORY
              ? "argument must be a memory value"
              : "argument couldn't be parsed into an integer";
        }
        if (number.bytes() < min || number.bytes() > max) {
          return "argument must be between " + min + " and " + max + " inclusive";
        }
        value = Long.toString(Math.clamp(number.bytes(), keptMin, keptMax));
      }
      case CHOICE -> {
        String lower = given.toLowerCase(Locale.ROOT);
        if (!choices.contains(lower)) {
          return "argument(s) must be one of the following: " + String.join(", ", choices);
        }
        value = lower;
      }
      case TEXT -> {
        Optional<String> read = reading.apply(given);
        if (read.isEmpty()) {
          return unread;
        }
        value = read.get();
      }
    }
    live.accept(asNumber());
    liveText.accept(value);
    return "";
  }

  private long asNumber() {
    return switch (kind) {
      case YES_NO -> value.equals("yes") ? 1 : 0;
      case NUMBER, MEMORY -> Long.parseLong(value);
      case CHOICE -> choices.indexOf(value);
      case TEXT -> 0;
    };
  }
}
