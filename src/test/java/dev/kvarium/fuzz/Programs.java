package dev.kvarium.fuzz;

import dev.kvarium.base.Bytes;

/** Lua programs: right ones, wrong ones, endless ones, and ones that want all memory. */
final class Programs {
  private static final String[] STATEMENTS = {
    "local a = redis.call('SET', KEYS[1], ARGV[1])",
    "redis.pcall('LPUSH', KEYS[1], ARGV[1])",
    "redis.call('NOSUCH')",
    "redis.call()",
    "redis.call('GET', {})",
    "redis.setresp(3)",
    "redis.setresp(9)",
    "redis.log(redis.LOG_WARNING, ARGV[1])",
    "redis.replicate_commands()",
    "redis.set_repl(redis.REPL_NONE)",
    "x = 1",
    "local t = {} t[t] = t t.t = t",
    "local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) local y = t[1]",
    "local function f() return f() end f()",
    "local function f() f() f() end f()",
    "while true do end",
    "repeat until false",
    "for i = 1, 1e300 do end",
    "for i = 1, 0, 0 do end",
    "local s = string.rep('x', 1e9)",
    "local s = 'x' while true do s = s .. s end",
    "local t = {} for i = 1, 1e9 do t[i] = i end",
    "local s = string.format('%s %d %q', {}, 1.5, nil)",
    "local s = string.format('%999999d', 1)",
    "local s = string.find(string.rep('a', 5000), string.rep('a*', 50) .. 'b')",
    "local s = string.gsub('abc', '(', '%9')",
    "local s = string.gsub('hello', '.', {h = 1, e = false})",
    "local v = cjson.decode(string.rep('[', 100000))",
    "local v = cjson.decode('{\"a\":1e999,\"b\":[null,true]}')",
    "local t = {} t.t = t local v = cjson.encode(t)",
    "local v = cmsgpack.unpack('\\\\221\\\\255\\\\255\\\\255\\\\255')",
    "local v = cmsgpack.unpack(string.rep('\\\\147', 10000))",
    "local t = {} t[1] = t local v = cmsgpack.pack(t)",
    "local v = struct.pack('>I99', 1)",
    "local v = struct.unpack('>s', ARGV[1])",
    "local v = bit.lshift(1, 1e10) + bit.tobit(0/0)",
    "table.concat({1, {}, 3})",
    "table.sort({3, 1, 2}, function() return true end)",
    "table.sort({1, 'a', {}})",
    "unpack({}, 1, 1e8)",
    "local f = loadstring('return ' .. ARGV[1]) if f then f() end",
    "local ok, e = pcall(error, {err = 'x'})",
    "error({err = 'MY error'})",
    "error(nil)",
    "assert(false, 'no')",
    "local a, b = math.random(0), math.random(5, 1)",
    "return redis.error_reply('')",
    "return redis.status_reply('a\nb')",
    "return {1, {2, {3}}, nil, 4}",
    "return {ok = 1}, 2",
    "return {double = 3.5}",
    "return {map = {a = 1}}",
    "return 1e400",
    "return string",
    "return KEYS",
    "goto x",
    "local \\255 = 1",
    "--[==[ never closed",
    "[[",
    "'",
  };

  private final Noise noise;

  Programs(Noise noise) {
    this.noise = noise;
  }

  byte[] next() {
    byte[] source =
        switch (noise.random.nextInt(10)) {
          case 0 -> nested();
          case 1 -> noise.bytes(noise.random.nextInt(100));
          default -> statements();
        };
    return noise.chance(35) ? noise.mutated(source) : source;
  }

  private byte[] statements() {
    StringBuilder source = new StringBuilder(noise.chance(10) ? "#!lua flags=no-writes\n" : "");
    for (int i = noise.random.nextInt(4); i >= 0; i--) {
      String statement = noise.pick(STATEMENTS);
      boolean last = statement.startsWith("return");
      source.append(last ? "do " + statement + " end" : statement);
      source.append(noise.pick("\n", " ; ", " "));
    }
    return Bytes.latin1(source.toString());
  }

  private byte[] nested() {
    int depth = noise.random.nextInt(noise.chance(20) ? 20_000 : 250);
    return Bytes.of(
        switch (noise.random.nextInt(6)) {
          case 0 -> "return " + "(".repeat(depth) + "1" + ")".repeat(depth);
          case 1 -> "return " + "{".repeat(depth) + "}".repeat(depth);
          case 2 -> "do ".repeat(depth) + "end ".repeat(depth);
          case 3 -> "return " + "-".repeat(2) + "not ".repeat(depth) + "1";
          case 4 -> "local f = " + "function() return ".repeat(depth) + "1 " + "end ".repeat(depth);
          default -> "return " + "'a' .. ".repeat(depth) + "'b'";
        });
  }
}
