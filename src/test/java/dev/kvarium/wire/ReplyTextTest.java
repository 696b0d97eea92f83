package dev.kvarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvarium.base.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {
  @Test
  void eachShapeHasItsText() {
    prints(Reply.OK, "OK", "OK");
    prints(Reply.error("ERR no"), "(error) ERR no", "(error) ERR no");
    prints(Reply.error("ERR '\u00c3\u00a9'"), "(error) ERR 'é'", "(error) ERR 'é'");
    prints(Reply.of(-5), "(integer) -5", "(integer) -5");
    prints(Reply.Nil.ARRAY, "(nil)", "(nil)");
    prints(Reply.EMPTY_ARRAY, "(empty array)", "(empty array)");
    prints(new Reply.Map(List.of()), "(empty array)", "(empty hash)");
    prints(new Reply.Set(List.of()), "(empty array)", "(empty set)");
    prints(new Reply.Double(3.141), "\"3.141\"", "(double) 3.141");
    prints(new Reply.Bool(true), "(integer) 1", "(true)");
    prints(new Reply.Verbatim("txt", Bytes.of("a\nb")), "\"a\\nb\"", "a\nb");
    assertThat(ReplyText.quoted(Bytes.latin1("x\ty\"\\\u00c3\u00a9\0\u0007\b\r\n~\u007f")))
        .isEqualTo("\"x\\ty\\\"\\\\\\xc3\\xa9\\x00\\a\\b\\r\\n~\\x7f\"");
  }

  @Test
  void nestedAggregatesAreIndented() {
    Reply flags = new Reply.Set(List.of(Reply.of("RO"), Reply.of("access")));
    Reply range = new Reply.Map(List.of(Reply.of("index"), Reply.ONE));
    Reply map =
        new Reply.Map(
            List.of(
                Reply.of("flags"),
                flags,
                Reply.of("spec"),
                range,
                Reply.of("none"),
                Reply.Nil.STRING));
    assertThat(ReplyText.of(Reply.of(Reply.ONE, map), true))
        .isEqualTo(
            """
            1) (integer) 1
            2) 1# "flags" =>\s
                  1~ "RO"
                  2~ "access"
               2# "spec" => 1# "index" => (integer) 1
               3# "none" => (nil)\
            """);
    assertThat(ReplyText.of(Reply.of(Reply.ONE, map), false))
        .isEqualTo(
            """
            1) (integer) 1
            2) 1) "flags"
               2) 1) "RO"
                  2) "access"
               3) "spec"
               4) 1) "index"
                  2) (integer) 1
               5) "none"
               6) (nil)\
            """);
  }

  @Test
  void indicesAreAligned() {
    byte[][] ten = new byte[10][];
    java.util.Arrays.fill(ten, Bytes.of("x"));
    assertThat(ReplyText.of(new Reply.Bulks(ten), false))
        .startsWith(" 1) \"x\"\n 2) \"x\"")
        .endsWith("10) \"x\"");
  }

  @Test
  void someRequestsAreAnsweredRaw() {
    byte[][] info = {Bytes.of("Info"), Bytes.of("server")};
    Reply text = new Reply.Verbatim("txt", Bytes.of("# Server\r\na:1\r\n"));
    assertThat(ReplyText.of(info, text, false)).isEqualTo("# Server\na:1");
    assertThat(ReplyText.of(info, Reply.error("ERR no"), false)).isEqualTo("ERR no");
    assertThat(ReplyText.isRaw(Bytes.of("CLIENT"), Bytes.of("list"))).isTrue();
    assertThat(ReplyText.isRaw(Bytes.of("CLIENT"), Bytes.of("id"))).isFalse();
    assertThat(ReplyText.isRaw(Bytes.of("GET"), Bytes.of("info"))).isFalse();
  }

  /** The real program is shown random replies; what it prints must be what we print. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void redisCliPrintsTheSame(boolean resp3) throws Exception {
    assumeTrue(hasRedisCli(), "redis-cli is installed");
    Random random = new Random(42);
    List<Reply> replies = new ArrayList<>();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      Reply reply = RandomReplies.reply(random, 4);
      replies.add(reply);
      expected.append(ReplyText.of(reply, resp3)).append('\n');
    }
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server = Thread.ofVirtual().start(() -> answer(listening, replies, resp3));
      List<String> command =
          new ArrayList<>(
              List.of("redis-cli", "--no-raw", "-p", Integer.toString(listening.getLocalPort())));
      if (resp3) {
        command.add("-3");
      }
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (OutputStream lines = process.getOutputStream()) {
        lines.write("PING\n".repeat(replies.size()).getBytes(StandardCharsets.UTF_8));
      }
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      server.join();
      assertThat(printed).isEqualTo(expected.toString());
    }
  }

  private static void answer(ServerSocket listening, List<Reply> replies, boolean resp3) {
    try (Socket socket = listening.accept()) {
      InputStream in = socket.getInputStream();
      RespParser parser = new RespParser();
      byte[] piece = new byte[4096];
      int next = 0;
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        parser.feed(piece, 0, read);
        while (parser.next()) {
          boolean asked = Bytes.equalsIgnoreCase(parser.args()[0], "PING");
          Reply reply = asked ? replies.get(next++) : new Reply.Map(List.of());
          socket.getOutputStream().write(RespWriter.bytes(reply, resp3));
        }
      }
    } catch (IOException | ProtocolError e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean hasRedisCli() {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, "redis-cli"))) {
        return true;
      }
    }
    return false;
  }

  private static void prints(Reply reply, String resp2, String resp3) {
    assertThat(ReplyText.of(reply, false)).isEqualTo(resp2);
    assertThat(ReplyText.of(reply, true)).isEqualTo(resp3);
  }
}
