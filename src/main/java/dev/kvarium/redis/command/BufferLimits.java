package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The value of {@code client-output-buffer-limit}: for each class of clients how many bytes of
 * replies may wait, how many for how long, {@code normal 0 0 0 slave 268435456 67108864 60 pubsub
 * 33554432 8388608 60}.
 */
final class BufferLimits {
  private static final List<String> CLASSES = List.of("normal", "slave", "pubsub");
  private static final int WORDS = 4;

  private BufferLimits() {}

  /** The value before, with the classes changed of which something is said. */
  static Parameter.Reading read(String given, String before) {
    String[] said = given.isEmpty() ? new String[0] : given.split(" ", -1);
    if (said.length % WORDS != 0) {
      return Parameter.Reading.refused("Wrong number of arguments in buffer limit configuration.");
    }
    List<String> kept = new ArrayList<>(Arrays.asList(before.split(" ", -1)));
    for (int i = 0; i < said.length; i += WORDS) {
      String type = said[i].toLowerCase(Locale.ROOT);
      int at = CLASSES.indexOf(type.equals("replica") ? "slave" : type);
      if (at < 0) {
        return Parameter.Reading.refused(
            "Invalid client class specified in buffer limit configuration.");
      }
      MemoryText hard = MemoryText.parse(said[i + 1]);
      MemoryText soft = MemoryText.parse(said[i + 2]);
      if (!hard.valid() || !soft.valid() || !said[i + 3].matches("\\+?[0-9]{0,9}")) {
        return Parameter.Reading.refused(
            "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
      }
      kept.set(at * WORDS + 1, Long.toUnsignedString(hard.bytes()));
      kept.set(at * WORDS + 2, Long.toUnsignedString(soft.bytes()));
      kept.set(
          at * WORDS + 3, Integer.toString(Integer.parseInt("0" + said[i + 3].replace("+", ""))));
    }
    return Parameter.Reading.of(String.join(" ", kept));
  }
}
