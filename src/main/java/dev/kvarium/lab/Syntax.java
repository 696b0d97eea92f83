package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may stand where behind a command, read from its syntax text: {@code key value [NX | XX] [EX
 * seconds | KEEPTTL]}.
 *
 * <p>Square brackets hold what may be left out, bars part what excludes each other, angle brackets
 * only group, {@code ...} at the end of a bracket lets it repeat. Neighbouring options that begin
 * with a keyword may come in any order, each once, as servers take them. Words are followed by
 * keeping all places in the text where the line so far may stand.
 */
final class Syntax {
  /** Which words of a syntax text are to be typed as they stand. */
  enum Keywords {
    /** {@code NX}, as in the tables of commands. */
    UPPER,
    /** {@code power}, as in the table of directives. */
    LOWER
  }

  /** A part of a syntax text. */
  private sealed interface Item {
    /** One word, a keyword or the name of what is to be put in its place. */
    record Word(String name, boolean keyword) implements Item {}

    record Choice(List<List<Item>> ways) implements Item {}

    record Optional(List<Item> body) implements Item {}

    /** Any number of times. */
    record Repeat(List<Item> body) implements Item {}

    /** In any order, each at most once. */
    record Options(List<List<Item>> bodies) implements Item {}
  }

  /**
   * A place in the text.
   *
   * @param taken which of the options at {@code index} were used, a bit each
   * @param back where it goes on behind the end of {@code items}
   */
  private record Place(List<Item> items, int index, long taken, @Nullable Place back) {
    Place next() {
      return new Place(items, index + 1, 0, back);
    }
  }

  /** A word that may come next. */
  record Expected(String name, boolean keyword) {}

  private final List<Item> items;

  private Syntax(List<Item> items) {
    this.items = items;
  }

  static Syntax of(String text, Keywords keywords) {
    return new Syntax(new SyntaxReader(text, keywords).sequence('\0'));
  }

  /** The place before the first word. */
  Progress start() {
    Set<Place> words = new LinkedHashSet<>();
    boolean complete = close(new Place(items, 0, 0, null), words, new HashSet<>());
    return new Progress(words, complete, null, false);
  }

  /** Where a line may stand in the text after some of its words. */
  static final class Progress {
    private final Set<Place> places;
    private final boolean complete;

    /** Behind the last word, without having gone on to the next; null where no word can be. */
    private final @Nullable Place at;

    private final boolean optioned;

    private Progress(Set<Place> places, boolean complete, @Nullable Place at, boolean optioned) {
      this.places = places;
      this.complete = complete;
      this.at = at;
      this.optioned = optioned;
    }

    /** Whether an option was used, of which the rest of the text is then free. */
    boolean isOptioned() {
      return optioned;
    }

    /**
     * What is left of the text, in its notation: within an option the rest of that alone, otherwise
     * all that follows without the options that were used.
     */
    String rest() {
      Place place = at;
      while (place != null && place.index() == place.items().size()) {
        place = place.back();
      }
      if (place == null) {
        return "";
      }
      StringBuilder out = new StringBuilder();
      write(place.items(), place.index(), place.taken(), out);
      return out.toString();
    }

    /** Whether the line may end here. */
    boolean isComplete() {
      return complete;
    }

    /** What may come next; keywords in the order of the text. */
    List<Expected> expected() {
      Set<Expected> expected = new LinkedHashSet<>();
      for (Place place : places) {
        Item.Word word = word(place);
        expected.add(new Expected(word.name(), word.keyword()));
      }
      return List.copyOf(expected);
    }

    /** What a word would be taken for; null when it cannot stand here. */
    @Nullable Expected takenAs(String word) {
      Expected placeholder = null;
      for (Place place : places) {
        Item.Word each = word(place);
        if (each.keyword() && each.name().equalsIgnoreCase(word)) {
          return new Expected(each.name(), true);
        }
        if (!each.keyword() && placeholder == null) {
          placeholder = new Expected(each.name(), false);
        }
      }
      return placeholder;
    }

    /** The place behind a word, which {@link #takenAs} accepts. */
    Progress behind(String word) {
      Expected taken = takenAs(word);
      Set<Place> next = new LinkedHashSet<>();
      Set<Place> seen = new HashSet<>();
      boolean mayEnd = false;
      Place first = null;
      for (Place place : places) {
        Item.Word each = word(place);
        if (taken != null
            && each.keyword() == taken.keyword()
            && (!each.keyword() || each.name().equalsIgnoreCase(word))) {
          first = first == null ? place.next() : first;
          mayEnd |= close(place.next(), next, seen);
        }
      }
      return new Progress(next, mayEnd, first, optioned || isWithinOption(first));
    }

    private static boolean isWithinOption(@Nullable Place place) {
      for (Place each = place; each != null; each = each.back()) {
        if (each.taken() != 0) {
          return true;
        }
      }
      return false;
    }

    private static Item.Word word(Place place) {
      return (Item.Word) place.items().get(place.index());
    }
  }

  /** Writes items from one on in the notation that they were read from. */
  private static void write(List<Item> items, int from, long taken, StringBuilder out) {
    for (int i = from; i < items.size(); i++) {
      switch (items.get(i)) {
        case Item.Word word -> gap(out).append(word.name());
        case Item.Optional optional -> bracket(optional.body(), "]", out);
        case Item.Repeat repeat -> bracket(repeat.body(), " ...]", out);
        case Item.Options options -> {
          for (int each = 0; each < options.bodies().size(); each++) {
            if (i > from || (taken & 1L << each) == 0) {
              bracket(options.bodies().get(each), "]", out);
            }
          }
        }
        case Item.Choice choice -> {
          String bar = "";
          gap(out);
          for (List<Item> way : choice.ways()) {
            StringBuilder each = new StringBuilder();
            write(way, 0, 0, each);
            out.append(bar).append(each);
            bar = "|";
          }
        }
      }
    }
  }

  private static void bracket(List<Item> body, String close, StringBuilder out) {
    StringBuilder within = new StringBuilder();
    write(body, 0, 0, within);
    gap(out).append('[').append(within).append(close);
  }

  private static StringBuilder gap(StringBuilder out) {
    return out.isEmpty() ? out : out.append(' ');
  }

  /** Adds the words that can be reached without typing one; whether the end can. */
  private static boolean close(Place place, Set<Place> words, Set<Place> seen) {
    if (!seen.add(place)) {
      return false;
    }
    if (place.index() == place.items().size()) {
      Place back = place.back();
      return back == null || close(back, words, seen);
    }
    return switch (place.items().get(place.index())) {
      case Item.Word word -> {
        words.add(place);
        yield false;
      }
      case Item.Choice choice -> {
        boolean mayEnd = false;
        for (List<Item> way : choice.ways()) {
          mayEnd |= close(new Place(way, 0, 0, place.next()), words, seen);
        }
        yield mayEnd;
      }
      case Item.Optional optional ->
          close(new Place(optional.body(), 0, 0, place.next()), words, seen)
              | close(place.next(), words, seen);
      case Item.Repeat repeat ->
          close(new Place(repeat.body(), 0, 0, place), words, seen)
              | close(place.next(), words, seen);
      case Item.Options options -> {
        boolean mayEnd = false;
        for (int i = 0; i < options.bodies().size(); i++) {
          long bit = 1L << i;
          if ((place.taken() & bit) == 0) {
            Place back = new Place(place.items(), place.index(), place.taken() | bit, place.back());
            mayEnd |= close(new Place(options.bodies().get(i), 0, 0, back), words, seen);
          }
        }
        yield mayEnd | close(place.next(), words, seen);
      }
    };
  }

  /** One pass over a syntax text. */
  private static final class SyntaxReader {
    private final String text;
    private final Keywords keywords;
    private int at;

    SyntaxReader(String text, Keywords keywords) {
      this.text = text;
      this.keywords = keywords;
    }

    /** Reads up to the closing bracket, which it leaves. */
    List<Item> sequence(char close) {
      List<List<Item>> ways = new ArrayList<>();
      List<Item> way = new ArrayList<>();
      boolean repeats = false;
      while (at < text.length() && text.charAt(at) != close) {
        char c = text.charAt(at);
        if (c == ' ') {
          at++;
        } else if (c == '|') {
          at++;
          ways.add(way);
          way = new ArrayList<>();
        } else if (c == '[') {
          way.add(bracket());
        } else if (c == '<') {
          at++;
          List<Item> group = sequence('>');
          at++;
          way.addAll(group);
        } else {
          String word = word();
          if (word.equals("...")) {
            repeats = true;
          } else {
            way.add(isTight() ? tight(word) : new Item.Word(word, isKeyword(word)));
          }
        }
      }
      ways.add(way);
      List<Item> items =
          ways.size() == 1
              ? gather(way)
              : List.of(new Item.Choice(ways.stream().map(SyntaxReader::gather).toList()));
      return repeats ? List.of(new Item.Repeat(items)) : items;
    }

    private Item bracket() {
      at++;
      List<Item> body = sequence(']');
      at++;
      return body.size() == 1 && body.getFirst() instanceof Item.Repeat repeat
          ? repeat
          : new Item.Optional(body);
    }

    private boolean isTight() {
      return at < text.length() && text.charAt(at) == '|';
    }

    /** Words with nothing but a bar between them, which part only these words. */
    private Item tight(String first) {
      List<List<Item>> ways = new ArrayList<>();
      ways.add(List.of(new Item.Word(first, isKeyword(first))));
      while (isTight()) {
        at++;
        String word = word();
        ways.add(List.of(new Item.Word(word, isKeyword(word))));
      }
      return new Item.Choice(List.copyOf(ways));
    }

    private String word() {
      int start = at;
      while (at < text.length() && " []<>|".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return at == start ? text.substring(at, ++at) : text.substring(start, at);
    }

    private boolean isKeyword(String word) {
      boolean letters = false;
      for (int i = 0; i < word.length(); i++) {
        letters |= Character.isLetter(word.charAt(i));
      }
      String inCase =
          keywords == Keywords.UPPER
              ? word.toUpperCase(Locale.ROOT)
              : word.toLowerCase(Locale.ROOT);
      return letters && word.equals(inCase);
    }

    /** Lets neighbouring options that begin with a keyword come in any order. */
    private static List<Item> gather(List<Item> items) {
      List<Item> gathered = new ArrayList<>();
      List<List<Item>> options = new ArrayList<>();
      for (Item item : items) {
        if (item instanceof Item.Optional optional && beginsWithKeyword(optional.body())) {
          options.add(optional.body());
        } else {
          flush(options, gathered);
          gathered.add(item);
        }
      }
      flush(options, gathered);
      return Collections.unmodifiableList(gathered);
    }

    private static void flush(List<List<Item>> options, List<Item> into) {
      if (!options.isEmpty()) {
        into.add(new Item.Options(List.copyOf(options)));
        options.clear();
      }
    }

    private static boolean beginsWithKeyword(List<Item> body) {
      if (body.isEmpty()) {
        return false;
      }
      return switch (body.getFirst()) {
        case Item.Word word -> word.keyword();
        case Item.Choice choice -> choice.ways().stream().allMatch(SyntaxReader::beginsWithKeyword);
        case Item.Optional optional -> false;
        case Item.Repeat repeat -> false;
        case Item.Options options -> true;
      };
    }
  }
}
