package dev.kvarium.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.Part;
import dev.kvarium.script.EventLines;
import dev.kvarium.script.Script;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.ScriptRunner;
import dev.kvarium.script.StepResult;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session of several worlds comes back with all of them, by a text and by a script. */
class SharedSessionTest {
  private static final String FORKS =
      "SET a 1|+ 2s|:fork copy|DEL a|:client eve|SET b 2|:fork deep|INCR n|:world first|INCR n"
          + "|:fork late|:world copy|+ 1s|GET a";

  private static final String ANEW =
      "SET a 1|:fork other|:world memcached seed=3 m=8|set a 0 0 1|x|:world first|INCR n";

  private static final String NO_FIRST =
      "SET a 1|:fork copy|INCR n|:fork third|INCR n|:drop first|:world copy";

  private static final String SANDBOX =
      "SET a 1|:fork copy|SET a 2|:sandbox|DEL a|:world first|:node b replicaof=main|:use b";

  /** Its home goes back behind the point at which it parted from the first world. */
  private static final String EARLIER =
      "SET a 1|SET b 1|SET c 1|:fork copy|SET d 1|:back 3|:sandbox|INCR s|:world copy|:seek #4";

  private static final String SAME = "SET a 1|:fork one|:fork two|:world one";

  @ParameterizedTest
  @ValueSource(strings = {FORKS, ANEW, NO_FIRST, SANDBOX, EARLIER, SAME})
  void aTextBringsBackAllWorldsAndTheOneAtHand(String session) {
    Lab lab = lab(session);
    lab.elapse(1_234);
    Lab other = new InMemory().lab();

    Outcome opened = other.enter(":open " + shared(lab) + " here");

    assertThat(opened.failed()).as(said(opened)).isFalse();
    assertSame(lab, other);
    assertThat(shared(other)).isEqualTo(shared(lab));
  }

  @ParameterizedTest
  @ValueSource(strings = {FORKS, ANEW, NO_FIRST, SANDBOX, EARLIER, SAME})
  void aScriptBringsBackAllWorldsAndTheOneAtHand(String session) throws Exception {
    InMemory files = new InMemory();
    Lab lab = files.lab(session.split("\\|"));
    lab.enter(":save s.kv");
    Lab other = new InMemory().lab();
    for (Script.Step step : ScriptParser.parse("s", files.read("s.kv")).steps()) {
      StepResult result = ScriptRunner.follow(step, other);
      assertThat(result.verdict().isBad()).as(result.mismatch("s")).isFalse();
    }
    assertSame(lab, other);
  }

  @Test
  void whatWorldsHaveInCommonStandsInTheScriptOnce() {
    InMemory files = new InMemory();
    files.lab("SET a 1", ":fork copy", "DEL a", ":world first", "SET b 2").enter(":save s.kv");
    assertThat(files.read("s.kv").lines().skip(1))
        .containsExactly(
            "> SET a 1",
            "OK",
            ":fork copy",
            "> DEL a",
            "(integer) 1",
            ":world first",
            "> SET b 2",
            "OK");
  }

  @Test
  void aSandboxIsOneAgain() {
    Lab other = new InMemory().lab();
    other.enter(":open " + shared(lab(SANDBOX)) + " here");
    other.enter(":world sandbox");
    assertThat(said(other.enter(":sandbox end"))).contains("1 step in the sandbox forgotten");
    assertThat(other.worldName()).isEqualTo("copy");
    assertThat(other.worlds()).containsExactly("first", "copy");
  }

  @Test
  void worldsComeBesideThoseThatAreThere() {
    Lab other = lab("SET mine 1|:fork copy|:sandbox");
    Outcome opened = other.enter(":open " + shared(lab(SANDBOX)));
    assertThat(said(opened))
        .isEqualTo(
            "in shared: 2 steps, at 00:00.000, as it was shared; beside it copy-2 (there copy),"
                + " sandbox-2 (there sandbox)");
    assertThat(other.worlds())
        .containsExactlyInAnyOrder("first", "copy", "sandbox", "shared", "copy-2", "sandbox-2");
    other.enter(":world copy-2");
    assertThat(other.enter("GET a").replyText()).contains("\"2\"");
    other.enter(":world first");
    assertThat(other.enter("GET mine").replyText()).contains("\"1\"");
  }

  @Test
  void timePassesAsItDidWhereItTakesThePlaceOfTheWorldAtHand() {
    String text = shared(lab("SET a 1|:speed 10|:stepped"));
    Lab beside = new InMemory().lab();
    beside.enter(":open " + text);
    assertThat(beside.live()).isTrue();
    Lab place = new InMemory().lab();
    place.enter(":open " + text + " here");
    assertThat(place.live()).isFalse();
    assertThat(place.speed()).isEqualTo("10");
  }

  @Test
  void whatIsNotKeptIsSaid() {
    Lab lab = lab("SET a 1|SET b 1|:fork copy|:back 1");
    assertThat(said(lab.enter(":share")).lines().skip(1))
        .containsExactly(
            "with all worlds: first, copy (here)", "without 1 step of copy that was taken back");
    assertThat(said(lab.enter(":save s.kv"))).contains("without 1 step of copy");
    assertThat(said(lab.enter(":export s.txt")))
        .endsWith("with the world at hand alone, without first: those go into .kv");
  }

  @Test
  void moreWorldsThanAPersonMakesAreRefused() throws Exception {
    StringBuilder text = new StringBuilder("0 0000000000000000\n:world redis seed=1 version=7.0\n");
    for (int i = 0; i < SharedLines.MOST_WORLDS; i++) {
      text.append(":fork w").append(i).append('\n');
    }
    Outcome opened = new InMemory().lab().enter(":open " + Share.of(text.toString()));
    assertThat(said(opened)).contains("makes no world").contains(":fork w49");
  }

  private static void assertSame(Lab lab, Lab other) {
    assertThat(other.worlds()).containsExactlyInAnyOrderElementsOf(lab.worlds());
    assertThat(other.prompt()).isEqualTo(lab.prompt());
    String here = lab.worldName();
    for (String name : lab.worlds()) {
      lab.enter(":world " + name);
      other.enter(":world " + name);
      assertThat(EventLines.of(other.events().all()))
          .as(name)
          .isEqualTo(EventLines.of(lab.events().all()));
      assertThat(other.metrics()).as(name).isEqualTo(lab.metrics());
      assertThat(other.steps()).as(name).isEqualTo(lab.steps());
      assertThat(other.prompt()).as(name).isEqualTo(lab.prompt());
    }
    lab.enter(":world " + here);
    other.enter(":world " + here);
  }

  private static Lab lab(String session) {
    return new InMemory().lab(session.split("\\|"));
  }

  private static String shared(Lab lab) {
    String first = said(lab.enter(":share")).lines().findFirst().orElseThrow();
    assertThat(first).startsWith("kvarium open kv1-");
    return first.substring("kvarium open ".length());
  }

  private static String said(Outcome outcome) {
    List<Part> parts = outcome.parts();
    return parts.stream()
        .map(
            each ->
                switch (each) {
                  case Part.Said said -> said.text();
                  case Part.Problem problem -> problem.what();
                  default -> "";
                })
        .collect(Collectors.joining("\n"));
  }
}
