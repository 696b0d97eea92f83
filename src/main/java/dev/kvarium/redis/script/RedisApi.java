package dev.kvarium.redis.script;

import dev.kvarium.base.Bytes;
import dev.kvarium.lua.Arguments;
import dev.kvarium.lua.CFormat;
import dev.kvarium.lua.Lua;
import dev.kvarium.lua.LuaError;
import dev.kvarium.lua.LuaFunction;
import dev.kvarium.lua.LuaString;
import dev.kvarium.lua.LuaTable;
import dev.kvarium.lua.NativeFunction;
import dev.kvarium.lua.NumberText;
import org.jspecify.annotations.Nullable;

/** The table {@code redis} of scripts and functions. */
final class RedisApi {
  private static final int VERSION_NUMBER = 0x0007000f;
  private static final String[] LEVELS = {"debug", "verbose", "notice", "warning"};

  private final ScriptLog log;
  @Nullable ScriptRun run;

  RedisApi(ScriptLog log) {
    this.log = log;
  }

  /** The table, for an interpreter. */
  LuaTable table(Lua lua) {
    LuaTable redis = lua.newTable();
    lua.register(redis, "call", a -> command(a, true));
    lua.register(redis, "pcall", a -> command(a, false));
    logging(lua, redis);
    version(redis);
    lua.register(redis, "setresp", this::setResp);
    lua.register(redis, "sha1hex", RedisApi::sha1);
    lua.register(redis, "error_reply", RedisApi::errorReply);
    lua.register(redis, "status_reply", RedisApi::statusReply);
    lua.register(redis, "set_repl", this::setReplication);
    redis.set("REPL_NONE", 0.0);
    redis.set("REPL_AOF", (double) ScriptRun.TO_LOG);
    redis.set("REPL_SLAVE", (double) ScriptRun.TO_REPLICAS);
    redis.set("REPL_REPLICA", (double) ScriptRun.TO_REPLICAS);
    redis.set("REPL_ALL", (double) (ScriptRun.TO_LOG | ScriptRun.TO_REPLICAS));
    lua.register(redis, "acl_check_cmd", this::mayRun);
    return redis;
  }

  /** The functions that write to the server's log. */
  void logging(Lua lua, LuaTable redis) {
    lua.register(redis, "log", this::log);
    for (int i = 0; i < LEVELS.length; i++) {
      redis.set("LOG_" + LEVELS[i].toUpperCase(java.util.Locale.ROOT), (double) i);
    }
  }

  /** The version of the server. */
  static void version(LuaTable redis) {
    redis.set("REDIS_VERSION_NUM", (double) VERSION_NUMBER);
    redis.set("REDIS_VERSION", LuaString.of("7.0.15"));
  }

  /** Random numbers are for scripts that run, not for libraries as they are loaded. */
  void guardRandom(Lua lua, LuaTable math) {
    for (String name : new String[] {"random", "randomseed"}) {
      if (math.get(name) instanceof NativeFunction function) {
        NativeFunction.Body body = function.body();
        lua.register(
            math,
            name,
            a -> {
              if (run == null) {
                throw a.error("math." + name + " can only be called inside a script invocation");
              }
              return body.call(a);
            });
      }
    }
  }

  private static LuaError error(Lua lua, String text) {
    return new LuaError(ReplyToLua.error(lua, "ERR " + text));
  }

  private static Object[] one(Object value) {
    return new Object[] {value};
  }

  private ScriptRun running(Arguments a, String function) {
    ScriptRun now = run;
    if (now == null) {
      throw error(a.lua(), function + " can only be called inside a script invocation");
    }
    return now;
  }

  // Commands

  private Object[] command(Arguments a, boolean raises) {
    ScriptRun now = running(a, "redis.call/pcall");
    Object result;
    try {
      result = now.call(words(a));
    } catch (LuaError error) {
      if (raises || !(error.value() instanceof LuaTable)) {
        throw error;
      }
      return one(error.value());
    }
    if (raises && result instanceof LuaTable table && ScriptRun.isError(table)) {
      throw new LuaError(result);
    }
    return one(result);
  }

  /** The arguments as the words of a command; numbers in 17 digits. */
  private static byte[][] words(Arguments a) {
    if (a.count() == 0) {
      throw error(a.lua(), "Please specify at least one argument for this redis lib call");
    }
    byte[][] words = new byte[a.count()][];
    for (int i = 1; i <= words.length; i++) {
      Object value = a.get(i);
      words[i - 1] =
          switch (value) {
            case LuaString string -> string.bytes();
            case Double number -> number(number);
            default ->
                throw error(a.lua(), "Lua redis lib command arguments must be strings or integers");
          };
    }
    return words;
  }

  private static byte[] number(double number) {
    long whole = (long) number;
    if (whole == number && Math.abs(whole) < 100_000_000_000_000_000L && whole != 0) {
      return dev.kvarium.base.Numbers.toBytes(whole);
    }
    return Bytes.latin1(CFormat.general(number, 17, false));
  }

  private Object[] mayRun(Arguments a) {
    ScriptRun now = running(a, "redis.acl_check_cmd");
    return one(now.mayRun(words(a)));
  }

  private Object[] setResp(Arguments a) {
    ScriptRun now = running(a, "redis.setresp");
    if (a.count() != 1) {
      throw error(a.lua(), "redis.setresp() requires one argument.");
    }
    long version = NumberText.toLong(loose(a.get(1)));
    if (version != 2 && version != 3) {
      throw error(a.lua(), "RESP version must be 2 or 3.");
    }
    now.setResp((int) version);
    return new Object[0];
  }

  private Object[] setReplication(Arguments a) {
    ScriptRun now = running(a, "redis.set_repl");
    if (a.count() != 1) {
      throw error(a.lua(), "redis.set_repl() requires two arguments.");
    }
    int targets = (int) NumberText.toLong(loose(a.get(1)));
    if ((targets & ~(ScriptRun.TO_LOG | ScriptRun.TO_REPLICAS)) != 0) {
      throw error(
          a.lua(), "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
    }
    now.replicateTo(targets);
    return new Object[0];
  }

  /** A number, a text read as one, or 0. */
  private static double loose(Object value) {
    return Lua.toNumber(value).orElse(0);
  }

  // What needs no script to run

  private static Object[] sha1(Arguments a) {
    if (a.count() != 1) {
      throw error(a.lua(), "wrong number of arguments");
    }
    Object value = a.get(1);
    byte[] bytes =
        value instanceof LuaString || value instanceof Double ? a.string(1).bytes() : Bytes.EMPTY;
    return one(LuaString.of(Sha1.hex(bytes)));
  }

  private static Object[] errorReply(Arguments a) {
    if (a.count() != 1 || !(a.get(1) instanceof LuaString string)) {
      return one(ReplyToLua.error(a.lua(), "ERR wrong number or type of arguments"));
    }
    String text = string.text();
    int zero = text.indexOf('\0');
    text = zero < 0 ? text : text.substring(0, zero);
    return one(ReplyToLua.error(a.lua(), ScriptRun.errorText("-" + withoutDash(text))));
  }

  private static String withoutDash(String text) {
    return text.startsWith("-") ? text.substring(1) : text;
  }

  private static Object[] statusReply(Arguments a) {
    if (a.count() != 1 || !(a.get(1) instanceof LuaString)) {
      return one(ReplyToLua.error(a.lua(), "ERR wrong number or type of arguments"));
    }
    LuaTable table = a.lua().newTable();
    table.set("ok", a.get(1));
    return one(table);
  }

  private Object[] log(Arguments a) {
    if (a.count() < 2) {
      throw error(a.lua(), "redis.log() requires two arguments or more.");
    }
    if (Lua.toNumber(a.get(1)).isEmpty()) {
      throw error(a.lua(), "First argument must be a number (log level).");
    }
    long level = NumberText.toLong(loose(a.get(1)));
    if (level < 0 || level >= LEVELS.length) {
      throw error(a.lua(), "Invalid debug level.");
    }
    StringBuilder line = new StringBuilder();
    for (int i = 2; i <= a.count(); i++) {
      if (a.get(i) instanceof LuaString || a.get(i) instanceof Double) {
        line.append(i > 2 ? " " : "").append(a.string(i).text());
      }
    }
    log.take((int) level, LEVELS[(int) level], line.toString());
    return new Object[0];
  }

  /** Whether a value can be called. */
  static boolean isFunction(Object value) {
    return value instanceof LuaFunction;
  }
}
