package dev.kvarium.redis.script;

import dev.kvarium.lua.LuaClosure;
import dev.kvarium.lua.LuaError;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.value.Jemalloc;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The scripts that were loaded or run, by the SHA-1 of their text. They stay until SCRIPT FLUSH or
 * the end of the server: they are in no file, and clients must be ready to send them again.
 */
final class ScriptCache {
  private static final int ENTRY_BYTES = 24 + 24;
  private static final int SMALL_STRING = 44;

  /** What a script is taken for that says nothing of itself. */
  static final Set<ScriptFlag> UNSAID = Set.of(ScriptFlag.COMPATIBLE);

  /** A script that was translated. */
  record Script(String sha, LuaClosure function, Set<ScriptFlag> flags) {}

  private final RedisApi api;
  private final Map<String, Script> scripts = new LinkedHashMap<>();
  private Sandbox sandbox;
  private long textBytes;

  ScriptCache(RedisApi api) {
    this.api = api;
    this.sandbox = Sandbox.forScripts(api);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** A script by its hash, in any case. */
  Optional<Script> find(String sha) {
    return Optional.ofNullable(scripts.get(sha.toLowerCase(java.util.Locale.ROOT)));
  }

  /** What a script says of itself, whether it was loaded or not. */
  Set<ScriptFlag> flagsOf(byte[] body) {
    if (body.length < 2 || body[0] != '#') {
      return UNSAID;
    }
    try {
      return Shebang.ofScript(body).flags();
    } catch (CommandError notSaid) {
      return UNSAID;
    }
  }

  boolean has(String sha) {
    return find(sha).isPresent();
  }

  /** Translates a script unless it is known. */
  Script load(byte[] body) throws CommandError {
    String sha = Sha1.hex(body);
    Script known = scripts.get(sha);
    if (known != null) {
      return known;
    }
    Shebang shebang = Shebang.ofScript(body);
    LuaClosure function;
    try {
      function = sandbox.lua.load(shebang.code(), "@user_script");
    } catch (LuaError error) {
      throw new CommandError(
          LuaToReply.error(
                  "ERR Error compiling script (new function): "
                      + sandbox.lua.text(error.value()).text())
              .text());
    }
    sandbox.lua.keep(function);
    Script script = new Script(sha, function, shebang.flags());
    scripts.put(sha, script);
    textBytes += Jemalloc.usable(44) + bodyBytes(body.length);
    return script;
  }

  private static long bodyBytes(int length) {
    if (length <= SMALL_STRING) {
      return Jemalloc.usable(16 + 3 + length + 1L) - 16;
    }
    int head = length < 256 ? 3 : length < 65_536 ? 5 : 9;
    return Jemalloc.usable((long) head + length + 1);
  }

  /** Forgets all scripts and begins with a new interpreter. */
  void flush() {
    scripts.clear();
    textBytes = 0;
    sandbox = Sandbox.forScripts(api);
  }

  int count() {
    return scripts.size();
  }

  /** What the scripts take beside their translation. */
  long sizeBytes() {
    int slots = scripts.isEmpty() ? 0 : Math.max(4, Integer.highestOneBit(scripts.size() * 2 - 1));
    return textBytes + (long) scripts.size() * ENTRY_BYTES + 8L * slots;
  }

  /** What the interpreter takes. */
  long vmBytes() {
    return sandbox.lua.reachableBytes() >> 10 << 10;
  }
}
