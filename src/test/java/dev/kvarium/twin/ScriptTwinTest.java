package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.RedisConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts and functions beside a real server: what they answer, to the byte. */
class ScriptTwinTest {
  private static final int PROGRAMS = Integer.getInteger("lua.programs", 1_500);

  private static RealRedis real;

  @BeforeAll
  static void startTheRealOne() throws IOException {
    real = RealRedis.start("--enable-debug-command", "yes");
  }

  @AfterAll
  static void endTheRealOne() throws IOException {
    if (real != null) {
      real.close();
    }
  }

  private static byte[][] eval(String script) {
    return new byte[][] {Bytes.latin1("EVAL"), Bytes.latin1(script), Bytes.latin1("0")};
  }

  private static void compare(String script, byte[] theirs, byte[] ours, List<String> differences) {
    String there = Bytes.repr(theirs);
    String here = Bytes.repr(ours);
    if (!there.equals(here)) {
      differences.add(script + "\n  there " + there + "\n  here  " + here);
    }
  }

  @Test
  void scriptsAnswerTheSame() throws IOException {
    List<String> differences = new ArrayList<>();
    RespLink link = real.connect();
    link.ask("FLUSHALL");
    Ours ours = new Ours(1, RedisConfig.standard().with("enable-debug-command", "yes"));
    try (InputStream in = ScriptTwinTest.class.getResourceAsStream("/lua/scripts.txt")) {
      assertThat(in).isNotNull();
      String all = Bytes.latin1Text(in.readAllBytes());
      for (String each : all.substring(0, all.length() - 1).split("\n====\n")) {
        compare(each, link.ask(eval(each)), ours.run(eval(each)), differences);
      }
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void randomProgramsAnswerTheSame(long seed) throws IOException {
    LuaPrograms programs = new LuaPrograms(seed);
    List<String> differences = new ArrayList<>();
    RespLink link = real.connect();
    Ours ours = new Ours(seed);
    for (int i = 0; i < PROGRAMS && differences.size() < 8; i++) {
      String program = programs.next();
      compare(program, link.ask(eval(program)), ours.run(eval(program)), differences);
    }
    assertThat(differences).as("seed " + seed).isEmpty();
  }

  @Test
  void librariesAreDumpedToTheSameBytes() throws IOException {
    RespLink link = real.connect();
    Ours ours = new Ours(1);
    String[] libraries = {
      "#!lua name=a\nredis.register_function('f', function(k, a) return {k, a} end)",
      "#!lua name=b\n"
          + "-- a long remark, again and again\n".repeat(40)
          + "redis.register_function{function_name='g', callback=function() return 1 end,"
          + " description='one', flags={'no-writes', 'allow-stale'}}"
    };
    for (String each : libraries) {
      link.ask("FUNCTION", "FLUSH");
      ours.inspect("FUNCTION", "FLUSH");
      String[][] requests = {
        {"FUNCTION", "LOAD", each},
        {"FUNCTION", "LOAD", each},
        {"FUNCTION", "DUMP"},
        {"FUNCTION", "LIST", "WITHCODE"},
        {"FUNCTION", "STATS"},
        {"FCALL", "f", "1", "key", "arg"},
        {"FCALL_RO", "g", "0"},
        {"FCALL_RO", "f", "0"},
        {"FCALL", "nosuch", "0"},
        {"FCALL", "f", "x"},
        {"FUNCTION", "DELETE", "nosuch"}
      };
      List<String> differences = new ArrayList<>();
      for (String[] request : requests) {
        compare(String.join(" ", request), link.ask(request), ours.inspect(request), differences);
      }
      assertThat(differences).isEmpty();
    }
    link.ask("FUNCTION", "FLUSH");
  }
}
