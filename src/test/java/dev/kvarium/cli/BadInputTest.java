package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.repl.Piped;
import dev.kvarium.repl.SessionOptions;
import dev.kvarium.script.Run;
import dev.kvarium.script.RunDirective;
import dev.kvarium.script.RunOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong lines and wrong files: each gets an answer that says what is wrong and what to do, none
 * ends the program, none shows a stack trace, none hangs.
 */
class BadInputTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** A line, and what its answer must say; several pieces are parted by {@code ..}. */
  private static final String[] LINES = {
    // commands that are not, or with too much or too little behind them
    "SETT a 1 => ERR unknown command 'SETT', with args beginning with: 'a' '1'",
    "foo => ERR unknown command 'foo'",
    "\"\" => ERR unknown command ''",
    "GET => ERR wrong number of arguments for 'get' command",
    "GET a b => ERR wrong number of arguments for 'get' command",
    "SET a => ERR wrong number of arguments for 'set' command",
    "HSET h f => ERR wrong number of arguments for 'hset' command",
    "ZADD z 1 => ERR wrong number of arguments for 'zadd' command",
    "CONFIG => ERR wrong number of arguments for 'config' command",
    "CONFIG NOSUCH => ERR unknown subcommand 'NOSUCH'. Try CONFIG HELP.",
    "OBJECT ENCODING => ERR wrong number of arguments for 'object|encoding' command",
    // options and numbers
    "SET a 1 EX => ERR syntax error",
    "SET a 1 EX abc => ERR value is not an integer or out of range",
    "SET a 1 EX 0 => ERR invalid expire time in 'set' command",
    "SET a 1 PX 99999999999999999999 => ERR value is not an integer or out of range",
    "SET a 1 NX XX => ERR syntax error",
    "INCRBY n 1.5 => ERR value is not an integer or out of range",
    "INCRBYFLOAT f nan => ERR value is not a valid float",
    "INCR full => ERR increment or decrement would overflow",
    "EXPIRE word soon => ERR value is not an integer or out of range",
    "EXPIRE word 9223372036854775807 => ERR invalid expire time in 'expire' command",
    "SETRANGE s -1 x => ERR offset is out of range",
    "SETRANGE s 536870912 x => ERR string exceeds maximum allowed size",
    "GETRANGE word a b => ERR value is not an integer or out of range",
    "LPOP list -1 => ERR value is out of range, must be positive",
    "LPOS list a RANK 0 => ERR RANK can't be zero",
    "LSET list 99 x => ERR index out of range",
    "LSET nosuch 0 x => ERR no such key",
    "LINSERT list MIDDLE a b => ERR syntax error",
    "SRANDMEMBER set x => ERR value is not an integer or out of range",
    "ZADD z one m => ERR value is not a valid float",
    "ZADD z NX XX 1 m => ERR XX and NX options at the same time are not compatible",
    "ZRANGE z 0 -1 BYSCORE BYLEX => ERR syntax error",
    "ZRANGEBYSCORE z x y => ERR min or max is not a float",
    "ZUNIONSTORE z 0 a => ERR at least 1 input key is needed for 'zunionstore' command",
    "SINTERCARD 0 s => ERR numkeys should be greater than 0",
    "SCAN x => ERR invalid cursor",
    "SELECT 99 => ERR DB index is out of range",
    "HELLO 9 => NOPROTO unsupported protocol version",
    "RENAME nosuch b => ERR no such key",
    "COPY a a => ERR source and destination objects are the same",
    "CONFIG SET nosuch 1 => ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'",
    "CONFIG SET hash-max-listpack-entries many => argument couldn't be parsed into an integer",
    "CONFIG SET appendfsync sometimes => must be one of the following: everysec, always, no",
    // types
    "LPUSH word 1 => WRONGTYPE",
    "HGET word f => WRONGTYPE",
    "ZADD word 1 a => WRONGTYPE",
    "APPEND list x => WRONGTYPE",
    "INCR list => WRONGTYPE",
    // quotes
    "\" => unbalanced quotes .. column 1",
    "SET a \"b => unbalanced quotes .. column 7",
    "SET a 'b => unbalanced quotes .. column 7",
    "SET a \"b\"c => unbalanced quotes .. column 10",
    "x> \" => unbalanced quotes",
    // directives
    ": => ':' needs the name of a directive .. :help",
    ":nosuch => there is no directive :nosuch .. :help",
    ":shwo aof => there is no directive :shwo .. did you mean show",
    ":crash => :crash lacks .. process|power",
    ":crash gently => :crash takes process or power, not 'gently'",
    ":crash process nowhere => there is no node 'nowhere' .. :node",
    ":restart nosuch => there is no node 'nosuch'",
    ":back 0 => :back takes a count of steps from 1 on, not '0'",
    ":back x => not 'x'",
    ":advance 5 => lacks a unit .. 5ms",
    ":advance 5 parsecs => :advance does not take 'parsecs' .. :advance [DURATION]",
    ":show => :show lacks the name of a view .. keyspace",
    ":show nosuch => there is no view 'nosuch' .. keyspace",
    ":inspect => :inspect lacks a key",
    ":inspect nosuch => there is no key 'nosuch' in database 0",
    ":world postgres => there is no world of kind 'postgres'",
    ":world memcached f=1 => memcached says: Factor must be greater than 1",
    ":repeat 2 => :repeat lacks the command",
    ":repeat x SET a 1 => :repeat takes a count up to 1,000,000, not 'x'",
    ":repeat 2 :back => :repeat sends commands, not lines such as :back",
    ":world redis seed=x => seed takes a whole number, not 'x'",
    ":world redis version=9.9 => redis version '9.9' is not modelled .. version=7.0",
    ":world redis nosuch=1 => nosuch",
    ":world redis disk-sync=fast => 'fast' is not a duration",
    ":run => :run lacks the name of a file",
    ":run nosuch => there is no file nosuch .. strings-inside",
    ":save => :save lacks the name of a file",
    ":save /nosuch/folder/x.kv => cannot write /nosuch/folder/x.kv .. no such directory",
    ":glass loud => :glass takes off, on or full, not 'loud'",
    ":live fast => not 'fast'",
    ":help nosuch => there is no help on 'nosuch'",
    "x@nosuch> GET a => there is no node 'nosuch' .. main",
    // time
    "+ => '+' needs a duration .. 500ms",
    "+ 5 => lacks a unit .. 5ms",
    "+ five seconds => is not a duration .. 500ms",
    "+ -1s => '-1s' is not a duration",
    "+ 99999999999999d => too long .. 400d",
    // checks
    "? => '?' needs a metric .. keys == 1",
    "? nosuch == 1 => there is no metric 'nosuch' .. :metrics",
    "? keys ~ 1 => metric operator value",
    "? keys == many => keys == many: found",
    "? key.encoding == raw => key.encoding needs a key",
    "~ => '~' needs a fact .. KeyEvent.Expired",
    "~ Nosuch => there is no fact 'Nosuch' .. :events",
    "~ KeyEvent.Expird a => there is no fact 'KeyEvent.Expird'; did you mean KeyEvent.Expired?",
    "~ KeyEvent.Expired nosuch => not stated since the last input: KeyEvent.Expired nosuch",
    // bytes that nobody types
    "SET \u0000 => ERR wrong number of arguments",
    "\u0000\u0001\u0002 => ERR unknown command",
    "G\ud800T a => ERR unknown command",
    "\ud83d\ude00 => ERR unknown command",
    ":\u0007 => there is no directive",
  };

  private static final String[] BEFORE = {
    "SET word hello", "RPUSH list a", "SADD set a", "SET full 9223372036854775807"
  };

  record Case(String line, List<String> says) {
    static Case of(String text) {
      int arrow = text.indexOf(" => ");
      return new Case(
          text.substring(0, arrow), List.of(text.substring(arrow + 4).split(" \\.\\. ")));
    }

    @Override
    public String toString() {
      return line.replaceAll("[^ -~]", "?");
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String line : LINES) {
      cases.add(Case.of(line));
    }
    return cases;
  }

  @TempDir Path folder;

  private static Lab lab() {
    Lab lab = Lab.open(WorldSpec.DEFAULT, new FilesOnDisk());
    RunDirective.register(lab);
    for (String line : BEFORE) {
      assertThat(lab.enter(line).failed()).isFalse();
    }
    return lab;
  }

  private static String answer(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    for (Part part : outcome.parts()) {
      switch (part) {
        case Part.Replied replied -> text.append(replied.text()).append('\n');
        case Part.Said said -> text.append(said.text()).append('\n');
        case Part.Problem problem -> text.append(problem.what()).append('\n');
        case Part.Delivered delivered -> text.append(delivered.lines()).append('\n');
        case Part.Glass glass -> {}
        case Part.Picture picture -> {}
        case Part.Offered offered -> {}
      }
    }
    return text.toString();
  }

  private static void isGood(String answer, List<String> says) {
    int at = 0;
    for (String piece : says) {
      int found = answer.indexOf(piece, at);
      assertThat(found).as("'%s' in: %s", piece, answer).isNotNegative();
      at = found;
    }
    isNoTrace(answer);
  }

  private static void isNoTrace(String answer) {
    assertThat(answer).doesNotContain("Exception", "\tat ", "defect", "null");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aWrongLineIsAnsweredAndTheNextOneWorks(Case wrong) {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          Lab lab = lab();
          isGood(answer(lab.enter(wrong.line())), wrong.says());
          assertThat(answer(lab.enter("GET word"))).isEqualTo("\"hello\"\n");
        });
  }

  @Test
  void thereAreMoreThanSixty() {
    assertThat(LINES.length).isGreaterThan(60);
  }

  private record Session(int exitCode, String out, String err) {}

  private static Session piped(InputStream in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    SessionOptions options = SessionOptions.DEFAULT.withLab(BadInputTest::lab);
    int exit =
        Piped.run(
            options,
            in,
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Session(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aPipeOfNothingButWrongLinesIsFollowedToItsEnd() {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          StringBuilder lines = new StringBuilder();
          for (Case wrong : cases()) {
            lines.append(wrong.line()).append('\n');
          }
          lines.append("ECHO the-end\n");
          byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
          Session session = piped(new ByteArrayInputStream(bytes));
          assertThat(session.exitCode()).isEqualTo(1);
          assertThat(session.out()).endsWith("\"the-end\"\n");
          assertThat(session.err()).contains("line 51: ", ":help");
          isNoTrace(session.out() + session.err());
        });
  }

  @Test
  void bytesThatAreNoTextAreSkippedWithTheirLineAndPlace() {
    byte[] bytes = "PING\nSET a \u00ff\nPING\n".getBytes(StandardCharsets.ISO_8859_1);
    Session session = piped(new ByteArrayInputStream(bytes));
    assertThat(session.out()).isEqualTo("PONG\nPONG\n");
    assertThat(session.err()).contains("line 2", "0xff is not UTF-8", "\\xff");
    assertThat(session.exitCode()).isEqualTo(1);
  }

  @Test
  void aLineOfAHundredMegabytesIsSkippedOrAnsweredAndTheNextOneWorks() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          InputStream start = new ByteArrayInputStream("SET a ".getBytes(StandardCharsets.UTF_8));
          InputStream end =
              new ByteArrayInputStream("\nECHO next\n".getBytes(StandardCharsets.UTF_8));
          InputStream all =
              new SequenceInputStream(
                  new SequenceInputStream(start, new Repeated('x', 100_000_000)), end);
          Session session = piped(all);
          assertThat(session.out()).endsWith("\"next\"\n");
          isNoTrace(session.err());
        });
  }

  /** A stream of one byte many times. */
  private static final class Repeated extends InputStream {
    private final int each;
    private long left;

    Repeated(int each, long count) {
      this.each = each;
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? each : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      java.util.Arrays.fill(bytes, from, from + count, (byte) each);
      left -= count;
      return count;
    }
  }

  @Test
  void veryManyWordsAndVeryDeepQuotesAreAnswered() {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          Lab lab = lab();
          assertThat(answer(lab.enter("DEL" + " k".repeat(200_000)))).isEqualTo("(integer) 0\n");
          assertThat(answer(lab.enter("GET" + " k".repeat(200_000)))).contains("wrong number");
          assertThat(answer(lab.enter("nosuch" + " k".repeat(200_000)))).hasSizeLessThan(400);
          assertThat(answer(lab.enter("\"".repeat(100_001)))).contains("unbalanced");
          assertThat(answer(lab.enter(":" + "x".repeat(1_000_000)))).hasSizeLessThan(2_100);
          assertThat(answer(lab.enter("+ " + "9".repeat(100_000) + "s"))).hasSizeLessThan(2_100);
          assertThat(answer(lab.enter("? " + "y".repeat(100_000)))).hasSizeLessThan(2_100);
          assertThat(answer(lab.enter("KEYS " + "*a".repeat(50_000)))).contains("(empty array)");
          assertThat(answer(lab.enter("GET word"))).isEqualTo("\"hello\"\n");
        });
  }

  @Test
  void noiseIsAnswered() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          String letters = "aA1 :?~+>#@\"'\\.-=%\u0000\t\r\u00e4\ud83d\ude00\ud800";
          String[] words = {
            "SET",
            "GET",
            "HSET",
            "ZADD",
            ":back",
            ":advance",
            ":world",
            ":crash",
            ":restart",
            ":show",
            ":inspect",
            "keyspace",
            "aof",
            "+",
            "?",
            "~",
            "keys",
            "==",
            "1",
            "-1",
            "a",
            "redis",
            "seed=1",
            "power",
            "1s",
            ":client",
            ":use",
            "main",
            ":glass",
            ":set",
            ":help",
            ":events",
          };
          Lab lab = lab();
          for (long seed = 1; seed <= 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder line = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
              if (random.nextInt(3) > 0) {
                line.append(words[random.nextInt(words.length)]).append(' ');
              } else {
                line.append(letters.charAt(random.nextInt(letters.length())));
              }
            }
            assertThat(lab.enter(line.toString())).as("seed " + seed + ": " + line).isNotNull();
          }
        });
  }

  @Test
  void everyWrongLineInAScriptIsFoundAtItsPlace() {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          int refused = 0;
          for (Case wrong : cases()) {
            char mark = wrong.line().charAt(0);
            boolean marked = ":+?~".indexOf(mark) >= 0 || wrong.line().startsWith("x");
            Path file = folder.resolve("wrong.kv");
            String line = marked ? wrong.line() : "> " + wrong.line();
            String text = "# wrong\n> PING\nPONG\n" + line + "\n";
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            Run run = Run.of(RunOptions.of(List.of(file.toString())), new FilesOnDisk());
            isNoTrace(run.report() + run.notes());
            boolean isError = !marked && !wrong.says().getFirst().startsWith("unbalanced");
            if (isError) {
              assertThat(run.exitCode()).as(line).isIn(0, 2);
            } else {
              assertThat(run.exitCode()).as(line).isIn(1, 2);
              assertThat(run.report() + run.notes()).contains("wrong.kv:4: ");
              refused++;
            }
          }
          assertThat(refused).isGreaterThan(40);
        });
  }

  private Run run(Path file) {
    return Run.of(RunOptions.of(List.of(file.toString())), new FilesOnDisk());
  }

  private void isUnusable(Path file, String... says) {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          Run run = run(file);
          assertThat(run.exitCode()).isEqualTo(2);
          assertThat(run.report()).isEmpty();
          assertThat(run.notes()).startsWith("kvarium: ").contains(file.toString()).contains(says);
          isNoTrace(run.notes());
        });
  }

  @Test
  void filesThatAreNoScriptsAreNamedWithWhatIsWrong() throws Exception {
    isUnusable(folder.resolve("nosuch.kv"), "there is no file", "strings-inside");
    isUnusable(folder, "is a directory");
    Path binary = Files.write(folder.resolve("binary.kv"), new byte[] {'#', '\n', 0x7f, 0, 1});
    isUnusable(binary, "binary.kv:2: ", "NUL");
    Path latin = Files.write(folder.resolve("latin.kv"), new byte[] {'#', ' ', (byte) 0xe4, '\n'});
    isUnusable(latin, "latin.kv:1: ", "is not UTF-8");
    Path bare = Files.writeString(folder.resolve("bare.kv"), "SET a 1\n");
    isUnusable(bare, "bare.kv:1: ", "put '> ' before a command");
    Path unmarked = Files.writeString(folder.resolve("unmarked.kv"), "# x\n>SET a 1\n");
    isUnusable(unmarked, "unmarked.kv:2: ", "put a space behind '>'");
    Path java = Path.of("pom.xml");
    isUnusable(java, "pom.xml:1: ");
    Path random = Path.of("/dev/urandom");
    if (Files.exists(random)) {
      isUnusable(random, "is too large for a script");
    }
    Path empty = Files.createFile(folder.resolve("empty.kv"));
    assertThat(run(empty).exitCode()).isZero();
  }

  @Test
  void aFileThatMayNotBeReadIsNamed() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.kv"), "> PING\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    if (Files.isReadable(secret)) { // this user may read everything, so take what nobody can
      isUnusable(Path.of("/proc/self/mem"), "cannot read /proc/self/mem: ");
    } else {
      isUnusable(secret, "cannot read", "permission denied");
    }
  }

  @Test
  void aScriptWithALineOfAHundredMegabytesIsRefusedAtItsLine() throws Exception {
    Path file = folder.resolve("long.kv");
    byte[] megabyte = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    try (var out = Files.newOutputStream(file)) {
      out.write("# long\n> SET a ".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 100; i++) {
        out.write(megabyte);
      }
    }
    isUnusable(file, "long.kv:2: ", "100000008 characters");
  }

  @Test
  void aScriptThatRunsItselfEnds() throws Exception {
    Path file = folder.resolve("itself.kv");
    Files.writeString(file, "> PING\n:run " + file + "\n");
    assertTimeoutPreemptively(
        SOON,
        () -> {
          Run run = run(file);
          assertThat(run.exitCode()).isEqualTo(1);
          assertThat(run.report()).contains("does one run itself?");
        });
  }

  @Test
  void whatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("ok.kv"), "> PING\nPONG\n");
    RunOptions options =
        new RunOptions(
            List.of(file.toString()),
            "text",
            java.util.Optional.of("/nosuch/folder/events"),
            false,
            java.util.OptionalLong.empty(),
            false);
    Run run = Run.of(options, new FilesOnDisk());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.notes()).contains("cannot write /nosuch/folder/events", "no such directory");
    Run update =
        Run.of(
            new RunOptions(
                List.of("strings-inside"),
                "text",
                java.util.Optional.empty(),
                true,
                java.util.OptionalLong.empty(),
                false),
            new FilesOnDisk());
    assertThat(update.exitCode()).isZero();
  }
}
