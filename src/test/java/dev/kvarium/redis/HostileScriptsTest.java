package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that mean harm: each is answered with an error of the server's, and the node lives. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileScriptsTest {
  private final TestNode redis =
      new TestNode(RedisConfig.standard().with("busy-reply-threshold", "100"), false);
  private final Session slow = redis.node.connect("slow");
  private final List<String> late = new ArrayList<>();

  HostileScriptsTest() {
    slow.front = reply -> late.add(TestNode.text(reply));
  }

  private String eval(String script) {
    return eval(redis.session, script);
  }

  private String eval(Session session, String script) {
    byte[][] argv = {Bytes.latin1("EVAL"), Bytes.latin1(script), Bytes.latin1("0")};
    return TestNode.text(redis.node.execute(session, argv));
  }

  /** The node that must live: another one where the test leaves its own with a script in it. */
  private TestNode alive = redis;

  @AfterEach
  void theNodeLives() {
    assertThat(alive.say("INCR alive")).isEqualTo("1");
  }

  @Test
  void recursionEndsAtTheDepthAtWhichItEndsInC() {
    assertThat(eval("local function f() return f() + 1 end return f()"))
        .contains("user_script:1: stack overflow script: ");
    String depth = "local n = 0 local function f() n = n + 1 return 1 + f() end pcall(f) return n";
    assertThat(eval(depth)).isEqualTo("16381");
  }

  @Test
  void callsOutOfCallsEndAtTwoHundred() {
    assertThat(eval("local n = 0 local function f() n = n + 1 pcall(f) end f() return n"))
        .isEqualTo("199");
    assertThat(eval("return string.gsub('x', 'x', function() return loadstring('x')() end)"))
        .contains("attempt to call a nil value");
    assertThat(
            eval("local function f() return (string.gsub('a', 'a', f)) end" + " return {pcall(f)}"))
        .contains("C stack overflow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return string.rep('x', 2000000000)",
        "local s = 'x' while true do s = s .. s end",
        "local t = {} for i = 1, 1e9 do t[i] = i end",
        "local t = {} while true do t[#t + 1] = string.rep('x', 1e6) .. #t end",
        "local t = {} while true do t = {t} end",
        "return table.concat({string.rep('x', 2e8), string.rep('y', 2e8)})",
        "return (string.gsub(string.rep('x', 1e6), 'x', string.rep('y', 1000)))",
        "local s = string.rep('\\1', 6e7) return cjson.encode({s, s, s, s, s})"
      })
  void whoTakesTooMuchMemoryIsRefusedMore(String script) {
    redis.say("CONFIG SET busy-reply-threshold 0");
    assertThat(eval(script)).startsWith("-ERR Error running script").endsWith("not enough memory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "repeat until false",
        "for i = 1, math.huge do end",
        "local function f() return f() end return f()",
        "while true do pcall(function() while true do end end) end",
        "while true do pcall(error) end",
        "for k in function() return 1 end do end",
        "local co = coroutine.wrap(function() while true do coroutine.yield() end end)"
            + " while true do co() end",
        "while true do redis.pcall('get', 'x') end",
        "while true do xpcall(function() while true do end end, error) end"
      })
  void whoDoesNotEndIsKilledWhileOthersAreToldToWait(String script) {
    assertThat(eval(slow, script)).isEmpty();
    assertThat(redis.say("GET x")).startsWith("-BUSY Redis is busy running a script.");
    redis.passMillis(50);
    assertThat(late).isEmpty();
    assertThat(redis.say("SCRIPT KILL")).isEqualTo("OK");
    redis.passMillis(50);
    assertThat(late).hasSize(1);
    assertThat(late.getFirst()).contains("Script killed by user with SCRIPT KILL...");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return string.find(string.rep('a', 40), string.rep('a?', 40) .. string.rep('a', 40))",
        "return string.gsub('x', 'x', function() while true do end end)",
        "table.sort({3, 2, 1}, function() while true do end end)",
        "return setmetatable({}, {__index = function() while true do end end}).x",
        "return load(function() return ' ' end)"
      })
  void whoDoesNotEndInANativeFunctionIsKilledInTheEnd(String script) {
    assertThat(eval(script))
        .matches(".*(Script killed by user|not enough memory|attempt to compare).*");
  }

  @Test
  void whoHasWrittenCannotBeKilled() {
    assertThat(eval(slow, "redis.call('set', 'x', 1) while redis.call('get', 'x') do end"))
        .isEmpty();
    assertThat(redis.say("SCRIPT KILL"))
        .startsWith("-UNKILLABLE Sorry the script already executed");
    assertThat(redis.say("FUNCTION KILL")).startsWith("-UNKILLABLE");
    assertThat(redis.say("FUNCTION STATS")).startsWith("-BUSY");
    redis.passMillis(50);
    assertThat(late).isEmpty();
    alive = new TestNode();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return %s",
        "return {%s}",
        "return -%s",
        "return not %s",
        "local t = %s return t"
      })
  void sourcesThatNestDeeplyAreRefused(String form) {
    String deep = "(".repeat(5_000) + "1" + ")".repeat(5_000);
    assertThat(eval(String.format(form, deep))).contains("chunk has too many syntax levels");
    assertThat(eval("return " + "{".repeat(5_000) + "}".repeat(5_000)))
        .contains("chunk has too many syntax levels");
  }

  @Test
  void repliesThatNestForEverEnd() {
    assertThat(eval("local a = {} a[1] = a return a")).contains("reached lua stack limit");
    assertThat(eval("local a = {} a[1] = a return cjson.encode(a)"))
        .contains("Cannot serialise, excessive nesting (1001)");
    assertThat(eval("return cjson.decode(string.rep('[', 100000))"))
        .contains("Found too many nested data structures (1001) at character 1001");
    assertThat(eval("return cmsgpack.unpack(string.rep('\\145', 100000))"))
        .contains("too many return values at once");
  }
}
