package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.view.ColourDepth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTest {
  private static final String TAB = "\t";
  private static final String CTRL_D = "\u0004";

  @Test
  void repliesStandAsRedisCliPrintsThemWithTheGlassLineBeneath() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      session.type("SET user:1 ada EX 30");
      session.type("GET user:1");
      session.awaitText("\"ada\"");
      assertThat(session.screen())
          .contains(
              """
              redis> SET user:1 ada EX 30
              OK
                embstr, 3 B in 64 B · expires in 30.0 s · log +87 B, 87 B not on disk
              redis> GET user:1
              "ada"
              """);
    }
  }

  @Test
  void theFirstLineNamesOnlyDirectivesThatThereAre() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      assertThat(session.screen())
          .startsWith("kvarium 0.1 · redis 7.0 · seed 1 · live")
          .contains(":help")
          .doesNotContain(":tui");
    }
  }

  @Test
  void hintsAndCompletionsComeWhileTyping() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      session.type("HSET cart:9 quantity 2");
      session.keys("HGET ");
      session.awaitText("redis> HGET key field");
      session.keys(TAB);
      session.awaitText("redis> HGET cart:9 field");
      session.keys(TAB);
      session.awaitText("redis> HGET cart:9 quantity");
      session.keys("\r");
      session.awaitText("\"2\"");
      session.keys("SET a b ");
      session.keys(TAB);
      session.awaitText("KEEPTTL]\noptions\nNX ");
      session.keys(TAB);
      session.awaitText("redis> SET a b NX");
    }
  }

  @Test
  void anOpenQuoteGoesOnInTheNextLine() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      session.type("SET a \"two");
      session.awaitText("...>");
      session.type("lines\"");
      session.type("GET a");
      session.awaitText("\"two\\nlines\"");
    }
  }

  @Test
  void theOpenQuoteStandsBeforeTheNextLineAndAnEmptyLineLeavesItOut() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      session.type("GET \"a\" b'");
      session.awaitText("GET \"a\" b'\n'...>");
      session.type("");
      session.awaitText("left out, since a ' was never closed\nredis>");
      session.type("SET a \"b");
      session.awaitText("\n\"...>");
      session.interrupt();
      session.type("GET a");
      session.awaitText("(nil)");
    }
  }

  @Test
  void wordsAreNotBrokenAtTheEdge() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      session.type(":help");
      session.type("ECHO done");
      session.awaitText("\"done\"");
      assertThat(session.raw()).containsPattern("\\(:events lists\\r*\\n {18,}them\\)");
    }
  }

  @Test
  void aPictureLeavesItsTitleOnTheScreen() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      StringBuilder many = new StringBuilder("MSET");
      for (int i = 0; i < 60; i++) {
        many.append(" key:").append(i).append(" 1");
      }
      session.type(many.toString());
      session.type(":show keyspace");
      session.awaitText("more");
      session.awaitText("largest");
      assertThat(session.screen()).startsWith("keyspace · main · 60 keys");
    }
  }

  @Test
  void linesThatArePastedTogetherAreEnteredOneByOne() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      session.keys("\u001b[200~SET a 1\nINCR a\nINCR a\u001b[201~");
      session.awaitText("INCR a\n...> INCR a");
      session.keys("\r");
      session.awaitText("(integer) 3");
      assertThat(session.screen()).contains("(integer) 2");
    }
  }

  @Test
  void ctrlCClearsTheLineAndOnAnEmptyOneSaysHowToLeave() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      session.keys("SET a");
      session.awaitText("redis> SET a");
      session.interrupt();
      session.type("GET a");
      session.awaitText("(nil)");
      assertThat(session.screen()).doesNotContain("leaves");
      session.interrupt();
      session.awaitText("Ctrl-D or :quit leaves");
      session.type("PING");
      session.awaitText("PONG");
    }
  }

  @Test
  void ctrlCBreaksOffALineThatTakesLong() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      session.type("SET a 1 EX 100");
      session.type("+ 400d");
      session.awaitText("redis> + 400d\n");
      session.interruptUntil("broken off at");
      session.interrupt();
      session.type("TTL a");
      session.awaitText("(integer) 100");
    }
  }

  @Test
  void ctrlDAndQuitAndExitLeave() throws Exception {
    for (String way : new String[] {CTRL_D, ":quit\r", "quit\r", "EXIT\r"}) {
      try (TypedSession session = TypedSession.open()) {
        session.keys(way);
        assertThat(session.awaitExit()).isZero();
      }
    }
  }

  @Test
  void whatAClientIsSentIsToldAboveThePromptWhenItComes() throws Exception {
    try (TypedSession session =
        TypedSession.open(SessionOptions.DEFAULT, ColourDepth.NONE, Optional.empty())) {
      long before = System.nanoTime();
      session.type("worker-1> BLPOP jobs 3.3");
      session.keys("SET b");
      session.awaitText("\nworker-1< (nil)\nredis> SET b");
      assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(4_300);
    }
  }

  @Test
  void anExpiredKeyIsToldAboveThePrompt() throws Exception {
    try (TypedSession session =
        TypedSession.open(SessionOptions.DEFAULT, ColourDepth.NONE, Optional.empty())) {
      session.type("SET a 1 PX 300");
      session.keys("SET b");
      session.awaitText("expired: a");
      session.awaitText("redis> SET b");
    }
  }

  @Test
  void anUnknownCommandIsMarkedAndAnswered() throws Exception {
    try (TypedSession session = TypedSession.open()) {
      session.type("SETT a 1");
      session.awaitText("did you mean SET?");
      assertThat(session.raw()).containsPattern("\u001b\\[4[;m]");
    }
  }

  @Test
  void withoutColoursNoneIsWritten() throws Exception {
    try (TypedSession session =
        TypedSession.open(SessionOptions.DEFAULT, ColourDepth.NONE, Optional.empty())) {
      session.type("SET a \"b c\"");
      session.awaitText("log +");
      session.keys("SETT x ");
      session.awaitText("redis> SETT x");
      session.interrupt();
      session.keys("SET a b ");
      session.awaitText("redis> SET a b [NX|XX]");
      session.keys(TAB);
      session.awaitText("options");
      session.keys(TAB);
      session.awaitText("redis> SET a b NX");
      session.interrupt();
      session.type(":show aof");
      session.awaitText("Process killed now");
      assertThat(session.raw())
          .as("colours other than the default")
          .doesNotContainPattern("\u001b\\[[0-9;]*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]");
    }
  }

  @Test
  void inAsciiNothingElseIsWritten() throws Exception {
    try (TypedSession session =
        TypedSession.open(
            SessionOptions.DEFAULT.withAscii(true), ColourDepth.NONE, Optional.empty())) {
      session.type("SET a 1");
      session.type("SADD s 1");
      session.type("SADD s x");
      session.type(":inspect s");
      session.type(":show aof");
      session.type(":show keyspace");
      session.awaitText("is the largest");
      assertThat(session.raw()).isASCII();
    }
  }

  @Test
  void narrationStandsInPlaceOfPictures() throws Exception {
    try (TypedSession session =
        TypedSession.open(
            SessionOptions.DEFAULT.withNarrate(true), ColourDepth.NONE, Optional.empty())) {
      session.type("SET a 1");
      session.type(":show aof");
      session.awaitText("In the buffer of the process: 0 B.");
      assertThat(session.raw()).doesNotContain("▒");
    }
  }

  @Test
  void whatWasTypedIsRememberedInTheNextSession(@TempDir Path folder) throws Exception {
    Path history = folder.resolve("history");
    try (TypedSession session =
        TypedSession.open(SessionOptions.DEFAULT, ColourDepth.NONE, Optional.of(history))) {
      session.type("SET remembered 1");
      session.awaitText("log +");
      session.keys(CTRL_D);
      session.awaitExit();
    }
    assertThat(Files.readString(history)).isEqualTo("SET remembered 1\n");
    try (TypedSession session =
        TypedSession.open(SessionOptions.DEFAULT, ColourDepth.NONE, Optional.of(history))) {
      session.keys("\u001bOA");
      session.awaitText("redis> SET remembered 1");
      session.interrupt();
      session.keys("\u0012remem");
      session.awaitText("redis> SET remembered 1\nredis> SET remembered 1");
    }
  }

  @Test
  void aDefectEndsTheLineAndNotTheSession() throws Exception {
    SessionOptions broken =
        SessionOptions.DEFAULT.withLab(
            () -> {
              dev.kvarium.lab.Lab lab = SessionOptions.DEFAULT.lab().get();
              lab.register(
                  new dev.kvarium.lab.DirectiveRow(
                      "broken",
                      "help",
                      "",
                      "Fails",
                      (any, words) -> {
                        throw new IllegalStateException("on purpose");
                      }));
              return lab;
            });
    try (TypedSession session = TypedSession.open(broken, ColourDepth.NONE, Optional.empty())) {
      session.type(":broken");
      session.awaitText("a defect in kvarium");
      session.type("PING");
      session.awaitText("PONG");
    }
  }
}
