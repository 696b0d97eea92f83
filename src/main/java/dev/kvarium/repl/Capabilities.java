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
    Set<Capability> flags = EnumSet.noneOf(Capability.class);
    Map<Capability, Integer> numbers = new EnumMap<>(Capability.class);
    Map<Capability, String> strings = new EnumMap<>(Capability.class);
    InfoCmp.parseInfoCmp(description(type), flags, numbers, strings);
    return new Capabilities(flags, numbers, strings);
  }

  /** In the words of infocmp, which is started only where JLine has none on board. */
  private static String description(String type) throws InterruptedException {
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
