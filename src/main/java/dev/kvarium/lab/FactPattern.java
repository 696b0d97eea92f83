package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Event;
import dev.kvarium.event.Facts;
import java.util.Arrays;
import java.util.List;

/**
 * A fact as a {@code ~} line asks for it: its name, and the first of its components, word by word.
 * The word {@code *} stands for any.
 */
final class FactPattern {
  private static final byte[] ANY = {'*'};

  private final String name;
  private final byte[][] words;

  private FactPattern(String name, byte[][] words) {
    this.name = name;
    this.words = words;
  }

  /** Reads {@code Family.Fact args…}; refuses a fact that there is not, and components too many. */
  static FactPattern parse(String text) throws Refusal {
    byte[][] words = Lines.split(text).args();
    String typed = Bytes.text(words[0]);
    List<String> names = Facts.names();
    for (String name : names) {
      if (name.equalsIgnoreCase(typed)) {
        List<String> components = Facts.componentNames(name);
        if (words.length - 1 > components.size()) {
          throw new Refusal(
              name
                  + " has "
                  + components.size()
                  + " components, "
                  + String.join(", ", components)
                  + ": "
                  + (words.length - 1)
                  + " are given");
        }
        return new FactPattern(name, words);
      }
    }
    throw new Refusal(
        "there is no fact '"
            + typed
            + "'"
            + NearWords.question(typed, names, ":events lists those that were stated"));
  }

  /** Family and record of the fact. */
  String name() {
    return name;
  }

  /** What it asks for, for who does not know how facts are written. */
  String inWords() {
    List<String> components = Arrays.stream(words).skip(1).map(Bytes::text).toList();
    return FactWords.of(name, components);
  }

  /** The same of one that happened: where no key is asked for, its key is told. */
  String inWords(Event stated) {
    return name.startsWith("KeyEvent.") && words.length == 1
        ? FactWords.of(
            name, List.of(Bytes.text(EventText.bytes(Facts.components(stated).getFirst().value()))))
        : inWords();
  }

  /** Whether the event is such a fact, whatever its components. */
  boolean isKindOf(Event event) {
    return Facts.name(event).equals(name);
  }

  /** Whether the event is this fact. */
  boolean matches(Event event) {
    if (!isKindOf(event)) {
      return false;
    }
    List<Facts.Component> components = Facts.components(event);
    for (int i = 1; i < words.length; i++) {
      byte[] stated = EventText.bytes(components.get(i - 1).value());
      if (!Arrays.equals(ANY, words[i]) && !Arrays.equals(stated, words[i])) {
        return false;
      }
    }
    return true;
  }
}
