package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of CONFIG: its name and older name, what may be said of it, its value as CONFIG GET
 * tells it.
 */
final class Parameter {
  private static final LongConsumer NOTHING = value -> {};
  private static final int MOST_OF_CHOICES = 255;

  /** What kind of words a parameter takes. */
  private enum Kind {
    YES_NO,
    NUMBER,
    CHOICE,
    CHOICES,
    TEXT
  }

  /** A text as it is to be kept, or in CONFIG SET's words why it cannot be. */
  record Reading(String text, String problem) {
    static Reading of(String text) {
      return new Reading(text, "");
    }

    static Reading refused(String problem) {
      return new Reading("", problem);
    }
  }

  /** Reads a text, knowing the value before. */
  @FunctionalInterface
  interface Reader {
    Reading read(String given, String before);
  }

  private final Kind kind;
  private final String name;
  private final @Nullable NumberForm form;
  private String alias = "";
  private String lockedBecause = "";
  private boolean guarded;
  private boolean hidden;
  private boolean sensitive;
  private String fixedBecause = "";
  private long keptMin = Long.MIN_VALUE;
  private long keptMax = Long.MAX_VALUE;
  private List<String> choices = List.of();
  private Reader reader = (given, before) -> Reading.of(given);
  private LongConsumer live = NOTHING;
  private Consumer<String> liveText = text -> {};
  private String value;

  private Parameter(Kind kind, String name, String value, @Nullable NumberForm form) {
    this.kind = kind;
    this.name = name;
    this.value = value;
    this.form = form;
  }

  static Parameter yesNo(String name, String value) {
    return new Parameter(Kind.YES_NO, name, value, null);
  }

  static Parameter number(String name, long min, long max, long value) {
    return number(name, new NumberForm(NumberForm.Unit.PLAIN, min, max, false), value);
  }

  static Parameter number(String name, NumberForm form, long value) {
    return new Parameter(Kind.NUMBER, name, form.text(value), form);
  }

  /** A number that may be given as {@code 100mb}. */
  static Parameter memory(String name, long min, long max, long value) {
    return number(name, new NumberForm(NumberForm.Unit.MEMORY, min, max, false), value);
  }

  /** The same where the server keeps the number without a sign. */
  static Parameter unsignedMemory(String name, long min, long max, long value) {
    return number(name, new NumberForm(NumberForm.Unit.MEMORY, min, max, true), value);
  }

  static Parameter choice(String name, String value, String... choices) {
    Parameter parameter = new Parameter(Kind.CHOICE, name, value, null);
    parameter.choices = List.of(choices);
    return parameter;
  }

  /** Several of the choices at once, the first of which is none. */
  static Parameter choices(String name, String value, String... choices) {
    Parameter parameter = new Parameter(Kind.CHOICES, name, value, null);
    parameter.choices = List.of(choices);
    return parameter;
  }

  static Parameter text(String name, String value) {
    return new Parameter(Kind.TEXT, name, value, null);
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

  /**
   * Not to be changed after the start unless enable-protected-configs allows it, lest a client
   * choose where the server writes.
   */
  Parameter guarded() {
    guarded = true;
    return this;
  }

  /** Found by its whole name only. */
  Parameter hidden() {
    hidden = true;
    return this;
  }

  /** With a value that is nobody's business: kept out of the slow log and the monitor. */
  Parameter sensitive() {
    sensitive = true;
    return this;
  }

  /** Takes only text that is read, as what it is read to; else CONFIG SET says the problem. */
  Parameter readBy(Function<String, Optional<String>> reading, String problem) {
    return readBy(
        (given, before) ->
            reading.apply(given).map(Reading::of).orElseGet(() -> Reading.refused(problem)));
  }

  /** Takes text as this reads it. */
  Parameter readBy(Reader reader) {
    this.reader = reader;
    return this;
  }

  /** Takes text of which this says no problem. */
  Parameter checkedBy(Function<String, String> check) {
    return readBy((given, before) -> new Reading(given, check.apply(given)));
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

  boolean isHidden() {
    return hidden;
  }

  boolean isSensitive() {
    return sensitive;
  }

  /** Why CONFIG SET cannot change it; empty when it can. */
  String fixedBecause() {
    return fixedBecause;
  }

  /**
   * Why CONFIG SET refuses it whatever the value, in the server's words; empty when it does not.
   */
  String lockedBecause(boolean guardedAllowed) {
    return guarded && !guardedAllowed ? "can't set protected config" : lockedBecause;
  }

  /** The value as CONFIG GET tells it. */
  String value() {
    return value;
  }

  /** Sets the value, or says in CONFIG SET's words why not; empty when it is set. */
  String set(String given) {
    Reading reading =
        switch (kind) {
          case YES_NO -> readYesNo(given);
          case NUMBER -> readNumber(given);
          case CHOICE -> readChoice(given);
          case CHOICES -> readChoices(given);
          case TEXT -> reader.read(given, value);
        };
    if (!reading.problem().isEmpty()) {
      return reading.problem();
    }
    value = reading.text();
    live.accept(asNumber());
    liveText.accept(value);
    return "";
  }

  private Reading readYesNo(String given) {
    String lower = given.toLowerCase(Locale.ROOT);
    return lower.equals("yes") || lower.equals("no")
        ? reader.read(lower, value)
        : Reading.refused("argument must be 'yes' or 'no'");
  }

  private Reading readNumber(String given) {
    NumberForm number = numberForm();
    NumberForm.Reading read = number.read(given);
    return read.problem().isEmpty()
        ? Reading.of(number.text(Math.clamp(read.number(), keptMin, keptMax)))
        : Reading.refused(read.problem());
  }

  private Reading readChoice(String given) {
    String lower = given.toLowerCase(Locale.ROOT);
    return choices.contains(lower) ? reader.read(lower, value) : Reading.refused(whichChoices());
  }

  private Reading readChoices(String given) {
    List<String> said = new ArrayList<>();
    for (String each : given.toLowerCase(Locale.ROOT).split(" ", -1)) {
      if (!choices.contains(each)) {
        return Reading.refused(whichChoices());
      }
      said.add(each);
    }
    List<String> kept = new ArrayList<>(choices.subList(1, choices.size()));
    kept.retainAll(said);
    return reader.read(kept.isEmpty() ? choices.getFirst() : String.join(" ", kept), value);
  }

  private String whichChoices() {
    String text = "argument(s) must be one of the following: " + String.join(", ", choices);
    return text.substring(0, Math.min(text.length(), MOST_OF_CHOICES));
  }

  private NumberForm numberForm() {
    if (form == null) {
      throw new IllegalStateException(name + " is no number");
    }
    return form;
  }

  private long asNumber() {
    return switch (kind) {
      case YES_NO -> value.equals("yes") ? 1 : 0;
      case NUMBER -> numberForm().read(value).number();
      case CHOICE -> choices.indexOf(value);
      case CHOICES, TEXT -> 0;
    };
  }
}
