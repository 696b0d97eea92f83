package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real redis-cli against a port, in the modes that people use in scripts. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RedisCliTest {
  private RedisServer server;

  /** What redis-cli printed, and how it ended. */
  private record Said(String text, int exit) {}

  @BeforeAll
  static void redisCliIsInstalled() throws IOException, InterruptedException {
    try {
      new ProcessBuilder("redis-cli", "--version").start().waitFor();
    } catch (IOException none) {
      if (System.getenv("CI") != null) {
        fail("redis-cli is needed: it comes with redis-tools");
      }
      Assumptions.abort("redis-cli is needed: it comes with redis-tools");
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = TestNodes.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Said cli(String input, String... options) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("redis-cli", "-p", "" + server.address().getPort()));
    words.addAll(List.of(options));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.ISO_8859_1));
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(text, process.waitFor());
  }

  private String says(String... options) throws IOException, InterruptedException {
    return cli("", options).text();
  }

  @Test
  void repliesAreShownInEveryForm() throws Exception {
    says("hset", "h", "a", "1", "b", "x,\"y");
    says("zadd", "z", "1.5", "m");
    assertThat(says("--csv", "hgetall", "h")).isEqualTo("\"a\",\"1\",\"b\",\"x,\\\"y\"\n");
    assertThat(says("--json", "hgetall", "h")).isEqualTo("{\"a\":\"1\",\"b\":\"x,\\\"y\"}\n");
    assertThat(says("-2", "--json", "hgetall", "h")).isEqualTo("[\"a\",\"1\",\"b\",\"x,\\\"y\"]\n");
    assertThat(says("--no-raw", "hget", "h", "a")).isEqualTo("\"1\"\n");
    assertThat(says("-3", "--no-raw", "zscore", "z", "m")).isEqualTo("(double) 1.5\n");
    assertThat(says("-3", "--no-raw", "hgetall", "h"))
        .isEqualTo("1# \"a\" => \"1\"\n2# \"b\" => \"x,\\\"y\"\n");
    assertThat(says("-D", "|", "hkeys", "h")).startsWith("a\nb");
    assertThat(says("--scan", "--pattern", "z*")).isEqualTo("z\n");
  }

  @Test
  void inputComesFromArgumentsLinesOrThePipe() throws Exception {
    assertThat(cli("val\u0001ue\r\n", "-x", "set", "k").text()).isEqualTo("OK\n");
    assertThat(says("--no-raw", "get", "k")).isEqualTo("\"val\\x01ue\\r\\n\"\n");
    assertThat(cli("one", "-X", "tag", "append", "k", "tag").text()).isEqualTo("11\n");
    assertThat(says("--quoted-input", "set", "\"\\x00key\"", "v")).isEqualTo("OK\n");
    assertThat(says("--quoted-input", "get", "\"\\x00key\"")).isEqualTo("v\n");
    assertThat(cli("set q 1\nget q\nmulti\nincr q\nexec\nnosuch\n").text())
        .isEqualTo(
            "OK\n1\nOK\nQUEUED\n2\nERR unknown command 'nosuch', with args beginning with: \n\n");
    assertThat(says("-r", "3", "-i", "0.01", "incr", "n")).isEqualTo("1\n2\n3\n");
    assertThat(says("-n", "3", "dbsize")).isEqualTo("0\n");
  }

  @Test
  void aPipeOfRequestsIsCounted() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      requests.append("*3\r\n$3\r\nSET\r\n$5\r\n").append(10_000 + i).append("\r\n$1\r\nv\r\n");
    }
    requests.append("INCR 10000\r\n");
    Said said = cli(requests.toString(), "--pipe");
    assertThat(said.text()).contains("errors: 1, replies: 20001");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(says("dbsize")).isEqualTo("20000\n");
  }

  @Test
  void anErrorIsTheExitCodeWhenThatIsAsked() throws Exception {
    says("set", "text", "word");
    assertThat(cli("", "-e", "incr", "text"))
        .isEqualTo(new Said("ERR value is not an integer or out of range\n", 1));
    assertThat(cli("", "incr", "text").exit()).isZero();
  }

  @Test
  void whatIsDumpedCanBeRestored(@TempDir Path folder) throws Exception {
    says("rpush", "list", "a", "b", "300");
    String dumped = "redis-cli -p " + server.address().getPort() + " -D '' --raw dump list";
    Path file = folder.resolve("dump");
    Process shell = new ProcessBuilder("sh", "-c", dumped + " > " + file).start();
    assertThat(shell.waitFor()).isZero();
    String payload = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    assertThat(cli(payload, "-x", "restore", "copy", "0").text()).isEqualTo("OK\n");
    assertThat(says("lrange", "copy", "0", "-1")).isEqualTo("a\nb\n300\n");
  }

  @Test
  void messagesAreShownAsTheyCome() throws Exception {
    Process listener =
        new ProcessBuilder(
                "redis-cli", "-p", "" + server.address().getPort(), "--csv", "subscribe", "news")
            .redirectErrorStream(true)
            .start();
    try (var lines = listener.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).startsWith("Reading messages");
      assertThat(lines.readLine()).isEqualTo("\"subscribe\",\"news\",1");
      assertThat(says("publish", "news", "hello")).isEqualTo("1\n");
      assertThat(lines.readLine()).isEqualTo("\"message\",\"news\",\"hello\"");
    } finally {
      listener.destroy();
    }
  }

  @Test
  void aScriptIsReadFromAFile(@TempDir Path folder) throws Exception {
    String take =
        """
        -- takes from a stock as long as there is some
        local left = tonumber(redis.call('GET', KEYS[1]) or '0')
        if left < tonumber(ARGV[1]) then
          return redis.error_reply('ERR only ' .. left .. ' left')
        end
        redis.call('DECRBY', KEYS[1], ARGV[1])
        redis.call('RPUSH', KEYS[2], ARGV[2])
        return {redis.status_reply('TAKEN'), left - ARGV[1], KEYS[2], {1.9, true, false}}
        """;
    String file = script(folder, take);
    says("set", "stock", "3");
    assertThat(says("--no-raw", "--eval", file, "stock", "sold", ",", "1", "ada b"))
        .isEqualTo(
            "1) TAKEN\n2) (integer) 2\n3) \"sold\"\n4) 1) (integer) 1\n   2) (integer) 1\n"
                + "   3) (nil)\n");
    assertThat(says("--json", "--eval", file, "stock", "sold", ",", "1", "eve"))
        .isEqualTo("[\"TAKEN\",1,\"sold\",[1,1,null]]\n");
    assertThat(says("-3", "--csv", "--eval", file, "stock", "sold", ",", "1", "bob"))
        .isEqualTo("\"TAKEN\",0,\"sold\",1,1,NULL\n");
    assertThat(cli("", "-e", "--eval", file, "stock", "sold", ",", "1", "gil"))
        .isEqualTo(new Said("ERR only 0 left\n", 1));
    assertThat(says("lrange", "sold", "0", "-1")).isEqualTo("ada b\neve\nbob\n");
    String digest = says("script", "load", take).strip();
    assertThat(says("evalsha", digest, "2", "stock", "sold", "0", "x")).startsWith("TAKEN\n0\n");
  }

  @Test
  void keysStandBeforeTheCommaAndArgumentsBehindIt(@TempDir Path folder) throws Exception {
    String count = script(folder, "return {#KEYS, #ARGV, ARGV[1]}");
    assertThat(says("--eval", count)).isEqualTo("0\n0\n");
    assertThat(says("--eval", count, "a", "b")).isEqualTo("2\n0\n");
    assertThat(says("--eval", count, ",", "a", "b")).isEqualTo("0\n2\na\n");
    assertThat(says("--eval", count, "k, x", ",", ",")).isEqualTo("1\n1\n,\n");
    assertThat(says("--eval", script(folder, "return (")))
        .startsWith("ERR Error compiling script (new function): user_script:1:");
    assertThat(says("--eval", script(folder, "return redis.call('NOSUCH')")))
        .startsWith("ERR Unknown Redis command called from script script: ");
    assertThat(says("--eval", script(folder, "#!lua flags=no-writes\nredis.call('SET', 'a', 1)")))
        .startsWith("ERR Write commands are not allowed from read-only scripts. script: ")
        .endsWith(", on @user_script:2.\n\n");
  }

  private static String script(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("script.lua"), text).toString();
  }
}
