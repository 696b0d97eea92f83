package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PipedTest {
  private record Ran(int exitCode, String out, String err) {}

  @Test
  void repliesArePrintedAndNothingElse() {
    Ran ran = run("SET user:1 ada\nOBJECT ENCODING user:1\n");
    assertThat(ran).isEqualTo(new Ran(0, "OK\n\"embstr\"\n", ""));
  }

  @Test
  void theLastLineNeedsNoLineFeed() {
    assertThat(run("PING").out()).isEqualTo("PONG\n");
  }

  @Test
  void aByteOrderMarkBeforeTheFirstLineIsSkipped() {
    assertThat(run("\ufeffPING\nPING\n").out()).isEqualTo("PONG\nPONG\n");
    assertThat(run("PING\n\ufeffPING\n").out()).contains("ERR unknown command");
  }

  @Test
  void anErrorReplyIsAReply() {
    Ran ran = run("GET\nGET a\n");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .isEqualTo("(error) ERR wrong number of arguments for 'get' command\n(nil)\n");
  }

  @Test
  void glassLinesComeOnlyWhenAskedFor() {
    SessionOptions asked = SessionOptions.DEFAULT.withGlass(true);
    assertThat(run(asked, "SET a 1\n").out())
        .isEqualTo("OK\n  int, 1 B in 48 B · log +50 B, 50 B not on disk\n");
  }

  @Test
  void whatIsWrongIsToldWithItsLineAndTheRestFollows() {
    Ran ran = run("SET a \"b\n:nosuch\nPING\n");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEqualTo("PONG\n");
    assertThat(ran.err())
        .startsWith("kvarium: line 1: Invalid argument(s): unbalanced quotes")
        .contains("kvarium: line 2: there is no directive :nosuch");
  }

  @Test
  void bytesThatAreNoTextAreToldWithTheirPlace() {
    Ran ran = run(SessionOptions.DEFAULT, new byte[] {'P', 'I', 'N', 'G', '\n', (byte) 0xff});
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEqualTo("PONG\n");
    assertThat(ran.err())
        .isEqualTo(
            "kvarium: line 2, byte 1: 0xff is not UTF-8; write it as \"\\xff\" in double"
                + " quotes\n");
  }

  @Test
  void beneathALineOfAScriptStandsItsReply() {
    Ran holds = run("> SET a 1\nOK\n> GET a\n\"1\"\n\n> KEYS *\n1) \"a\"\n");
    assertThat(holds.exitCode()).isZero();
    Ran differs = run("> SET a 1\nOK\n> GET a\n\"2\"\n");
    assertThat(differs.exitCode()).isEqualTo(1);
    assertThat(differs.err()).isEqualTo("kvarium: line 3: expected \"2\"\n  got \"1\"\n");
    assertThat(run("> GET a\n...\n").exitCode()).isZero();
  }

  @Test
  void aMetricThatDoesNotHoldFails() {
    Ran ran = run("SET a 1\n? keys == 2\n? keys == 1\n");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).isEqualTo("kvarium: line 2: keys == 2: found 1\n");
  }

  @Test
  void timePassesOnlyByALineThatSaysSo() {
    assertThat(run("SET a 1 PX 1000\nPTTL a\n+ 999ms\nPTTL a\n+ 2ms\nPTTL a\n").out())
        .isEqualTo("OK\n(integer) 1000\n(integer) 1\n(integer) -2\n");
  }

  @Test
  void quitEndsItBeforeItsEnd() {
    assertThat(run("PING\n:quit\nPING\n").out()).isEqualTo("PONG\n");
  }

  @Test
  void picturesAreDrawnWholeOrTold() {
    assertThat(run("SET a 1\n:show aof\n").out()).contains("▒ page cache");
    assertThat(run(SessionOptions.DEFAULT.withAscii(true), "SET a 1\n:show aof\n").out()).isASCII();
    assertThat(run(SessionOptions.DEFAULT.withNarrate(true), "SET a 1\n:show aof\n").out())
        .contains("In the page cache of the kernel: 50 B");
  }

  private static Ran run(String input) {
    return run(SessionOptions.DEFAULT, input);
  }

  private static Ran run(SessionOptions options, String input) {
    return run(options, input.getBytes(StandardCharsets.UTF_8));
  }

  private static Ran run(SessionOptions options, byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Piped.run(
            options,
            new ByteArrayInputStream(input),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
