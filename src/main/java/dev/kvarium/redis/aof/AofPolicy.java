package dev.kvarium.redis.aof;

import java.util.Locale;
import java.util.Optional;

/** When what was written to the log is forced to the disk: the parameter {@code appendfsync}. */
public enum AofPolicy {
  /** Before the clients of a write are answered. */
  ALWAYS,
  /** Once a second, in the background. */
  EVERYSEC,
  /** Never: the kernel writes it out when it sees fit. */
  NO;

  /** The name that CONFIG takes and gives. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The policy of a name in any case. */
  public static Optional<AofPolicy> of(String word) {
    for (AofPolicy policy : values()) {
      if (policy.word().equalsIgnoreCase(word)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
