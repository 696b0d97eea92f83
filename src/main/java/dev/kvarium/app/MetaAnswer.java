package dev.kvarium.app;

import java.util.List;
import java.util.Optional;

/**
 * What a Memcached answers to a meta command: {@code HD}, {@code EN}, {@code NS} and so on, the
 * flags behind it, and a value behind {@code VA}.
 *
 * @param code the first word; {@code SERVER_ERROR} and the like where something went wrong
 * @param flags the words behind it, without the length of a value
 */
public record MetaAnswer(String code, List<String> flags, Optional<byte[]> value) {
  private static final String UNREACHABLE = "UNREACHABLE";

  /** Nobody answered. */
  public static MetaAnswer unreachable() {
    return new MetaAnswer(UNREACHABLE, List.of(), Optional.empty());
  }

  /** Whether somebody answered. */
  public boolean isReached() {
    return !code.equals(UNREACHABLE);
  }

  /** Whether a flag of one letter is there. */
  public boolean has(char letter) {
    for (String each : flags) {
      if (each.charAt(0) == letter) {
        return true;
      }
    }
    return false;
  }

  /** What stands behind the letter of a flag. */
  public Optional<String> flag(char letter) {
    for (String each : flags) {
      if (each.charAt(0) == letter) {
        return Optional.of(each.substring(1));
      }
    }
    return Optional.empty();
  }
}
