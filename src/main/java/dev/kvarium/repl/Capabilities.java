package dev.kvarium.repl;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;

/**
 * What a kind of terminal can do, as terminfo describes it: whether it can, how much of something
 * it has, and what to send it.
 */
record Capabilities(
    Set<Capability> flags, Map<Capability, Integer> numbers, Map<Capability, String> strings) {

  /** What nearly every terminal of today understands. */
  private static final String COMMON = "xterm";

  /** Those of a kind; of one that nobody has a description of, those of the common kind. */
  static Capabilities of(String type) throws InterruptedException {
    return parse(description(type));
  }

  /**
   * Reads what infocmp prints: a line of names, then what the terminal can do, parted by commas:
   * {@code am, colors#256, cup=\E[%i%p1%d;%p2%dH}.
   */
  static Capabilities parse(String description) {
    Capabilities read =
        new Capabilities(
            EnumSet.noneOf(Capability.class),
            new EnumMap<>(Capability.class),
            new EnumMap<>(Capability.class));
    int at = firstLineEnd(description);
    while (at < description.length()) {
      int end = at;
      while (end < description.length() && description.charAt(end) != ',') {
        end += description.charAt(end) == '\\' ? 2 : 1;
      }
      end = Math.min(end, description.length());
      read.add(description.substring(at, end).strip());
      at = end + 1;
    }
    return read;
  }

  /** Behind comments, and behind the line with the names of the terminal. */
  private static int firstLineEnd(String description) {
    int at = 0;
    while (at < description.length()) {
      boolean comment = description.charAt(at) == '#' || description.charAt(at) == '\n';
      int end = description.indexOf('\n', at);
      if (end < 0) {
        return description.length();
      }
      at = end + 1;
      if (!comment) {
        return at;
      }
    }
    return at;
  }

  private void add(String word) {
    int nameEnd = 0;
    while (nameEnd < word.length() && "#=@".indexOf(word.charAt(nameEnd)) < 0) {
      nameEnd++;
    }
    Capability capability = CapabilityNames.named(word.substring(0, nameEnd));
    if (capability == null) {
      return;
    }
    if (nameEnd == word.length()) {
      flags.add(capability);
    } else if (word.charAt(nameEnd) == '=') {
      strings.put(capability, word.substring(nameEnd + 1));
    } else if (word.charAt(nameEnd) == '#') {
      numbers.put(capability, Integer.decode(word.substring(nameEnd + 1)));
    }
  }

  /** In the words of infocmp, which is started only where JLine has none on board. */
  private static String description(String type) throws InterruptedException {
    String common = CommonTerminals.description(type);
    if (common != null) {
      return common;
    }
    String known = InfoCmp.getDefaultInfoCmp(type.startsWith("tmux") ? "screen-256color" : type);
    if (known != null) {
      return known;
    }
    try {
      String asked = InfoCmp.getInfoCmp(type);
      if (!asked.isBlank()) {
        return asked;
      }
    } catch (IOException unknown) {
      // neither the program nor its database has to be there
    }
    return InfoCmp.getDefaultInfoCmp(COMMON);
  }
}
