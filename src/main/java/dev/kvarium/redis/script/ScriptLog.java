package dev.kvarium.redis.script;

/** Where {@code redis.log} writes. */
@FunctionalInterface
interface ScriptLog {
  /** Takes a line; {@code level} counts from 0, debug, to 3, warning. */
  void take(int level, String levelName, String line);
}
