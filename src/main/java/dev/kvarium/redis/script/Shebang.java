package dev.kvarium.redis.script;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.wire.Words;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a script or library, {@code #!lua name=mylib flags=no-writes}: what engine it
 * is for, and what it says of itself. The code begins with the line's end, so that lines keep their
 * numbers.
 */
record Shebang(byte[] code, Set<ScriptFlag> flags) {
  /** The first line of a script for EVAL; without one, all of it is code. */
  static Shebang ofScript(byte[] body) throws CommandError {
    if (!begins(body)) {
      return new Shebang(body, Set.of(ScriptFlag.COMPATIBLE));
    }
    int end = Bytes.indexOf(body, (byte) '\n', 0);
    if (end < 0) {
      throw new CommandError("ERR Invalid script shebang");
    }
    byte[][] parts = split(body, end);
    if (parts == null || parts.length == 0) {
      throw new CommandError("ERR Invalid engine in script shebang");
    }
    String engine = Bytes.latin1Text(parts[0]);
    if (!engine.equals("#!lua")) {
      throw new CommandError("ERR Unexpected engine in script shebang: " + engine);
    }
    Set<ScriptFlag> flags = ScriptFlag.none();
    for (int i = 1; i < parts.length; i++) {
      String part = Bytes.latin1Text(parts[i]);
      if (!part.startsWith("flags=")) {
        throw new CommandError("ERR Unknown lua shebang option: " + part);
      }
      String names = part.substring("flags=".length());
      for (String each : names.isEmpty() ? new String[0] : names.split(",", -1)) {
        ScriptFlag flag = ScriptFlag.of(each);
        if (flag == ScriptFlag.COMPATIBLE) {
          throw new CommandError("ERR Unexpected flag in script shebang: " + each);
        }
        flags.add(flag);
      }
    }
    return new Shebang(Arrays.copyOfRange(body, end, body.length), flags);
  }

  /** The first line of a library. */
  record OfLibrary(String engine, String name, byte[] code) {
    static OfLibrary read(byte[] body) throws CommandError {
      if (!begins(body)) {
        throw new CommandError("ERR Missing library metadata");
      }
      int end = Bytes.indexOf(body, (byte) '\n', 0);
      byte[][] parts = end < 0 ? null : split(body, end);
      if (parts == null || parts.length == 0) {
        throw new CommandError("ERR Invalid library metadata");
      }
      String name = null;
      for (int i = 1; i < parts.length; i++) {
        String part = Bytes.latin1Text(parts[i]);
        if (!part.regionMatches(true, 0, "name=", 0, 5)) {
          throw new CommandError("ERR Invalid metadata value given: " + part);
        }
        if (name != null) {
          throw new CommandError(
              "ERR Invalid metadata value, name argument was given multiple times");
        }
        name = part.substring(5);
      }
      if (name == null) {
        throw new CommandError("ERR Library name was not given");
      }
      String engine = Bytes.latin1Text(parts[0]).substring(2);
      return new OfLibrary(engine, name, Arrays.copyOfRange(body, end, body.length));
    }
  }

  private static boolean begins(byte[] body) {
    return body.length >= 2 && body[0] == '#' && body[1] == '!';
  }

  private static byte @Nullable [][] split(byte[] body, int end) {
    Words words = Words.split(body, 0, end);
    return words.problem().isPresent() ? null : words.args();
  }
}
