package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.view.PlainRenderer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several clients in the lab: who waits, when its reply comes, and how they are shown. */
class SeveralClientsTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT.with("appendonly", "yes"));

  /** What is answered, without the glass. */
  private List<String> say(String line) {
    List<String> said = new ArrayList<>();
    for (Part part : lab.enter(line).parts()) {
      switch (part) {
        case Part.Replied replied -> said.add(replied.text());
        case Part.Delivered delivered -> said.add(delivered.lines());
        case Part.Problem problem -> said.add("! " + problem.what());
        case Part.Picture picture ->
            said.add(new PlainRenderer(false).render(picture.picture().draw(72, 6)));
        default -> {}
      }
    }
    return said;
  }

  @Test
  void theReplyComesBeneathWhatLedToIt() {
    assertThat(say("worker> BLPOP jobs 0")).isEmpty();
    assertThat(say("RPUSH jobs a"))
        .containsExactly("(integer) 1", "worker< 1) \"jobs\"\nworker< 2) \"a\"");
    assertThat(say("worker> BLPOP jobs 2")).isEmpty();
    assertThat(say("+ 1999ms")).isEmpty();
    assertThat(say("+ 1ms")).containsExactly("worker< (nil)");
    assertThat(say("worker> PING")).containsExactly("PONG");
  }

  @Test
  void whoWaitsIsRefusedAnotherCommandAndOthersGoOn() {
    say("worker> BLPOP jobs 0");
    assertThat(say("worker> PING")).singleElement().asString().startsWith("! worker waits");
    assertThat(say("PING")).containsExactly("PONG");
  }

  @Test
  void aWaitIsAStepThatCanBeTakenBack() {
    say("worker> BLPOP jobs 0");
    assertThat(lab.steps()).isEqualTo(1);
    say(":back");
    assertThat(say("worker> PING")).containsExactly("PONG");
  }

  @Test
  void whatAClientGotThatWaitedIsAcknowledgedToIt() {
    say("worker> BLPOP jobs 0");
    say("RPUSH jobs a");
    assertThat(lab.ledger("main", 9).toString()).contains("BLPOP jobs 0").contains("RPUSH jobs a");
  }

  @Test
  void thePromptShowsTheTransaction() {
    say("MULTI");
    assertThat(lab.prompt()).isEqualTo("redis(TX)> ");
    say("EXEC");
    assertThat(lab.prompt()).isEqualTo("redis> ");
  }

  @Test
  void theViewOfClientsShowsWhatEachOfThemDoes() {
    say("worker> BLPOP jobs mail 0");
    say("one> MULTI");
    say("one> SET a 1");
    say("+ 2s");
    assertThat(say(":show clients"))
        .containsExactly(
            """
            clients · main · 2 clients                                   t 00:02.000
              ▒ worker  waits for jobs or mail, 2.0 s by now (BLPOP) · db0 · RESP2
              · one     MULTI: 1 command queued · db0 · RESP2


            1 client waits: who began to wait for a key first is served first.
            """);
  }

  /** WAIT has no key: what it waits for are the replicas. */
  @Test
  void whoWaitsForReplicasIsSaidToWaitForThem() {
    assertThat(lab.enter("WAIT 1 200").parts().toString())
        .contains("you wait for replicas, 200 ms at most");
    assertThat(lab.enter(":why").parts().toString())
        .contains("it waits until as many replicas have said that they have its writes; 200 ms");
  }

  @Test
  void whoseTransactionIsSpoiledIsSaidProperly() {
    Lab spoiling = Lab.open(WorldSpec.DEFAULT);
    spoiling.enter("MULTI");
    assertThat(spoiling.enter("NONE").parts().toString())
        .contains("your transaction is spoiled: its EXEC will run nothing");
    spoiling.enter("shop-1> MULTI");
    assertThat(spoiling.enter("shop-1> NONE").parts().toString())
        .contains("shop-1's transaction is spoiled");
  }
}
