package dev.kvarium.redis.script;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a script declares of itself. */
enum ScriptFlag {
  NO_WRITES,
  ALLOW_OOM,
  ALLOW_STALE,
  NO_CLUSTER,
  ALLOW_CROSS_SLOT_KEYS,
  /** Not declared but the opposite: the script said nothing, as those before Redis 7. */
  COMPATIBLE;

  /** By the name that scripts use; COMPATIBLE when there is none. */
  static ScriptFlag of(String name) {
    for (ScriptFlag each : values()) {
      if (each != COMPATIBLE && each.redisName().equals(name)) {
        return each;
      }
    }
    return COMPATIBLE;
  }

  String redisName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Set<ScriptFlag> none() {
    return EnumSet.noneOf(ScriptFlag.class);
  }
}
