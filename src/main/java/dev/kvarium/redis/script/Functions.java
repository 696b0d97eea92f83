package dev.kvarium.redis.script;

import dev.kvarium.lua.LuaError;
import dev.kvarium.lua.LuaFunction;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.value.Jemalloc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The libraries of functions, which are part of the data: they are written to the files and to
 * replicas.
 */
final class Functions {
  private static final String ENGINE = "LUA";
  private static final String BAD_NAME =
      "ERR Library names can only contain letters, numbers, or underscores(_) and must be at least"
          + " one character long";

  /** A function that clients can call. */
  record Function(
      String name, Optional<String> description, LuaFunction callback, Set<ScriptFlag> flags) {}

  /** A library as it was loaded. */
  record Library(String name, byte[] code, Map<String, Function> functions) {}

  private final FunctionSandbox sandbox;
  private final Map<String, Library> libraries = new LinkedHashMap<>();
  private final Map<String, Function> functions = new LinkedHashMap<>();

  Functions(RedisApi api, Supplier<ScriptPace> pace) {
    this.sandbox = new FunctionSandbox(api, pace);
  }

  Sandbox sandbox() {
    return sandbox.sandbox();
  }

  Optional<Function> find(String name) {
    return Optional.ofNullable(functions.get(folded(name)));
  }

  /** Functions are found whatever the case of their names, libraries are not. */
  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  List<Library> libraries() {
    return List.copyOf(libraries.values());
  }

  List<byte[]> codes() {
    return libraries.values().stream().map(Library::code).toList();
  }

  int libraryCount() {
    return libraries.size();
  }

  int functionCount() {
    return functions.size();
  }

  static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean fits = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!fits && c != '_') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Translates a library, without adding it. */
  private Library read(byte[] code, boolean limited) throws CommandError {
    Shebang.OfLibrary shebang = Shebang.OfLibrary.read(code);
    if (!isName(shebang.name())) {
      throw new CommandError(BAD_NAME);
    }
    if (!shebang.engine().toUpperCase(Locale.ROOT).equals(ENGINE)) {
      throw new CommandError("ERR Engine '" + shebang.engine() + "' not found");
    }
    return new Library(shebang.name(), code, Map.of());
  }

  /**
   * Loads a library.
   *
   * @param limited whether its code may run no longer than half a second
   * @return its name
   */
  String load(byte[] code, boolean replace, boolean limited) throws CommandError {
    String name = read(code, limited).name();
    Library old = libraries.get(name);
    if (old != null && !replace) {
      throw new CommandError("ERR Library '" + name + "' already exists");
    }
    Library made = made(code, name, limited);
    for (String each : made.functions().keySet()) {
      Function there = functions.get(folded(each));
      if (there != null && (old == null || !old.functions().containsValue(there))) {
        drop(made);
        throw new CommandError("ERR Function " + each + " already exists");
      }
    }
    if (old != null) {
      unlink(old);
      drop(old);
    }
    link(made);
    return name;
  }

  /** Runs the code of a library, so that it registers its functions. */
  private Library made(byte[] code, String name, boolean limited) throws CommandError {
    Shebang.OfLibrary shebang = Shebang.OfLibrary.read(code);
    Map<String, Function> registered = new LinkedHashMap<>();
    try {
      sandbox.load(shebang.code(), registered, limited);
    } catch (LuaError error) {
      registered.values().forEach(this::letGo);
      throw new CommandError(LuaToReply.error("ERR " + error.getMessage()).text());
    }
    if (registered.isEmpty()) {
      throw new CommandError("ERR No functions registered");
    }
    return new Library(name, code, registered);
  }

  private void link(Library library) {
    libraries.put(library.name(), library);
    library.functions().forEach((name, function) -> functions.put(folded(name), function));
  }

  private void unlink(Library library) {
    libraries.remove(library.name());
    functions.values().removeAll(library.functions().values());
  }

  private void drop(Library library) {
    library.functions().values().forEach(this::letGo);
  }

  private void letGo(Function function) {
    sandbox().lua.letGo(function.callback());
  }

  /** Removes a library; false when there is none of that name. */
  boolean delete(String name) {
    Library library = libraries.get(name);
    if (library == null) {
      return false;
    }
    unlink(library);
    drop(library);
    return true;
  }

  void clear() {
    libraries().forEach(this::drop);
    libraries.clear();
    functions.clear();
  }

  /** How libraries from elsewhere are put beside those that are there. */
  enum Policy {
    FLUSH,
    APPEND,
    REPLACE
  }

  /** Adds all libraries of a payload, or none. */
  void restore(List<byte[]> codes, Policy policy) throws CommandError {
    Map<String, Library> coming = new LinkedHashMap<>();
    Map<String, Function> comingFunctions = new LinkedHashMap<>();
    for (byte[] code : codes) {
      String name = read(code, false).name();
      if (coming.containsKey(name)) {
        throw new CommandError("ERR Library '" + name + "' already exists");
      }
      Library library = made(code, name, false);
      for (String each : library.functions().keySet()) {
        if (comingFunctions.containsKey(folded(each))) {
          throw new CommandError("ERR Function " + each + " already exists");
        }
      }
      library.functions().forEach((key, made) -> comingFunctions.put(folded(key), made));
      coming.put(name, library);
    }
    if (policy != Policy.FLUSH) {
      check(coming, comingFunctions, policy);
    } else {
      clear();
    }
    for (Library each : coming.values()) {
      delete(each.name());
      link(each);
    }
  }

  private void check(
      Map<String, Library> coming, Map<String, Function> comingFunctions, Policy policy)
      throws CommandError {
    for (String each : coming.keySet()) {
      if (libraries.containsKey(each) && policy == Policy.APPEND) {
        throw new CommandError("ERR Library " + each + " already exists");
      }
    }
    for (Library there : libraries.values()) {
      if (coming.containsKey(there.name())) {
        continue;
      }
      for (String each : there.functions().keySet()) {
        if (comingFunctions.containsKey(folded(each))) {
          throw new CommandError("ERR Function " + each + " already exists");
        }
      }
    }
  }

  /** What the libraries take beside their translation. */
  long sizeBytes() {
    long bytes = 200;
    for (Library each : libraries.values()) {
      bytes +=
          Jemalloc.usable(each.code().length + 10L) + Jemalloc.usable(each.name().length() + 4L);
      bytes += 40 + 24;
      for (Function function : each.functions().values()) {
        bytes += Jemalloc.usable(function.name().length() + 4L) + 48 + 8 + 24;
      }
    }
    return bytes;
  }

  /** What the interpreter takes. */
  long vmBytes() {
    return sandbox().lua.reachableBytes() >> 10 << 10;
  }
}
