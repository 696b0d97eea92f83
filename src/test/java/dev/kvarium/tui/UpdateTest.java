package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.view.Views;
import org.junit.jupiter.api.Test;

class UpdateTest {
  private final Playing playing = new Playing(100, 30);

  @Test
  void aLineIsFollowedAndStandsInTheTranscript() {
    playing.enter("SET a 1");
    assertThat(playing.screen()).contains("redis> SET a 1", "│OK", "·SET");
    assertThat(playing.state().input().isEmpty()).isTrue();
  }

  @Test
  void controlZTakesTheLastStepBack() {
    playing.enter("SET a 1").enter("SET b 2").press(Key.BACK).enter("DBSIZE");
    assertThat(playing.screen()).contains("(integer) 1");
  }

  @Test
  void aKeyThatCanDoNothingSaysWhy() {
    playing.press(Key.BACK);
    assertThat(playing.state().note()).contains("no step to take back");
    playing.press(Key.FORWARD);
    assertThat(playing.state().note()).contains("nothing lies ahead");
    playing.press(Key.HINT);
    assertThat(playing.state().note()).contains("none is being played");
    playing.press(Key.RIGHT);
    assertThat(playing.state().note()).contains("has not happened yet");
    playing.press(Key.HOME, Key.LEFT);
    assertThat(playing.state().note()).contains("the first that happened");
    playing.press(Key.ESCAPE, Key.UP);
    assertThat(playing.state().note()).contains("no earlier line");
    int beyond = Views.all().size() + 1;
    playing.send(new Message.Chose(beyond));
    assertThat(playing.state().note()).contains("there is no view " + beyond);
  }

  @Test
  void spaceStopsTheClockAndLetsItRun() {
    playing.type(" ");
    assertThat(playing.state().sight().live()).isTrue();
    playing.type(" ");
    assertThat(playing.state().sight().live()).isFalse();
    playing.type("GET a");
    assertThat(playing.state().input().text()).isEqualTo("GET a");
  }

  @Test
  void theTimelineIsSteppedThrough() {
    playing.enter("SET a 1").enter("INCR a").press(Key.LEFT);
    assertThat(playing.screen()).contains("you ran INCR, 1 change");
    playing.press(Key.LEFT);
    assertThat(playing.screen()).contains("you ran SET, 1 change");
    playing.press(Key.RIGHT, Key.RIGHT);
    assertThat(playing.state().cursor()).isEmpty();
  }

  @Test
  void tabPutsInTheOnlyWordAndWalksThroughMore() {
    playing.type("HGETA").press(Key.TAB);
    assertThat(playing.state().input().text()).isEqualTo("HGETALL ");
    playing.press(Key.KILL_LINE).type("HINC").press(Key.TAB);
    assertThat(playing.state().input().text()).isEqualTo("HINCRBY");
    playing.press(Key.TAB, Key.TAB);
    assertThat(playing.state().input().text()).isEqualTo("HINCRBYFLOAT");
  }

  @Test
  void tabOnAnEmptyLineShowsTheNextView() {
    String first = playing.state().panes().getFirst().view();
    playing.press(Key.TAB);
    assertThat(playing.state().panes().getFirst().view()).isNotEqualTo(first);
    playing.press(Key.BACK_TAB);
    assertThat(playing.state().panes().getFirst().view()).isEqualTo(first);
  }

  @Test
  void aViewThatIsAskedForIsShownInAPane() {
    playing.enter("HSET cart qty 2").enter("SET a 1").enter(":inspect cart");
    assertThat(playing.state().panes().getFirst().words()).containsExactly("cart");
    assertThat(playing.screen()).contains("inspect · cart");
  }

  @Test
  void historyIsFetchedAndTheDraftKept() {
    playing.enter("SET a 1").enter("GET a").type("draft").press(Key.UP);
    assertThat(playing.state().input().text()).isEqualTo("GET a");
    playing.press(Key.UP, Key.DOWN, Key.DOWN);
    assertThat(playing.state().input().text()).isEqualTo("draft");
  }

  @Test
  void aQuestionMarkExplainsAndMayStillBeginALine() {
    playing.enter("SET a 1").type("?");
    assertThat(playing.screen()).contains("what is on the screen", "timeline ·");
    playing.type(" keys").press(Key.ENTER);
    assertThat(playing.screen()).contains("redis> ? keys");
  }

  @Test
  void escapeClosesWhatIsOpenBeforeItLeaves() {
    playing.type("?").press(Key.ESCAPE);
    assertThat(playing.left()).isFalse();
    playing.press(Key.ESCAPE);
    assertThat(playing.left()).isTrue();
  }

  @Test
  void whatTheLastStepChangedIsBold() {
    playing.enter("SET a 1").enter("SET bb 2");
    var canvas = Drawing.of(playing.state(), new Gallery()).canvas();
    int boldRows = 0;
    for (int y = 2; y < 12; y++) {
      int at = canvas.row(y).lastIndexOf("bb");
      if (at > 45 && canvas.style(at, y).bold()) {
        boldRows++;
      }
    }
    assertThat(boldRows).as(playing.screen()).isPositive();
  }

  @Test
  void speedsBelowOneAreShownAsSuch() {
    playing.type(" ").press(Key.SLOWER);
    assertThat(playing.screen()).contains("live ×0.1 ·");
    playing.press(Key.SLOWER, Key.SLOWER, Key.SLOWER);
    assertThat(playing.state().note()).contains("none below a thousandth");
    playing.press(Key.FASTER, Key.FASTER, Key.FASTER, Key.FASTER);
    assertThat(playing.screen()).contains("live ×10 ·");
  }

  @Test
  void aDotGoesToWhatIsDueNext() {
    playing.enter("SET a 1 PX 150").type(".");
    assertThat(playing.screen()).contains("redis> :step");
    assertThat(playing.state().sight().sinceStartMicros()).isPositive();
  }

  @Test
  void whatWasTakenBackLiesAheadAndIsGoneForwardTo() {
    playing.enter("SET a 1").enter("SET b 2").press(Key.BACK, Key.BACK);
    assertThat(playing.screen()).contains("now · 2 ahead", "^Y forward");
    playing.press(Key.FORWARD).enter("DBSIZE");
    assertThat(playing.screen()).contains("(integer) 1");
  }

  @Test
  void aViewMayHaveTheScreenToItself() {
    playing.enter("SET a 1").press(Key.SHARE);
    assertThat(playing.screen()).doesNotContain("transcript ─").contains("keyspace · main");
    playing.press(Key.SHARE);
    assertThat(playing.screen()).contains("transcript ─").doesNotContain("keyspace · main");
    playing.press(Key.SHARE);
    assertThat(playing.screen()).contains("transcript ─", "keyspace · main");
  }

  @Test
  void viewsAreToldInWordsWhereThatIsWished() {
    playing.enter("SET a 1").press(Key.NARRATE);
    assertThat(playing.screen()).contains("a: string as int, length 1");
    playing.enter(":narrate");
    assertThat(playing.screen()).doesNotContain("a: string as int, length 1");
  }

  @Test
  void whatTheLabSaysHasNoSignsInWordsAndWhatAServerRepliesStaysAsItIs() {
    playing.enter(":glass on").enter("SET a " + "x".repeat(45)).enter("APPEND b hello");
    playing.enter("APPEND b x").enter("ECHO \"a → b · c\"");
    assertThat(playing.screen()).contains("▲ embstr → raw").contains(" · log +");
    playing.press(Key.NARRATE);
    assertThat(playing.screen())
        .contains("Note: embstr to raw: edited in place")
        .contains("; log +")
        .doesNotContain("▲ embstr")
        .contains("ECHO \"a → b · c\"");
  }

  @Test
  void aPictureThatDoesNotFitIsMoved() {
    for (int i = 0; i < 40; i++) {
      playing.enter("SET key:" + (100 + i) + " v");
    }
    assertThat(playing.screen()).contains("key:100").doesNotContain("key:130 ");
    for (int i = 0; i < 8; i++) {
      playing.press(Key.VIEW_DOWN);
    }
    assertThat(playing.screen()).contains("key:126 ", "more rows");
  }

  @Test
  void aLongAnswerIsReadFromItsBeginning() {
    playing.enter(":help");
    assertThat(playing.screen()).contains("redis> :help", "more below");
    playing.press(Key.ENTER);
    assertThat(playing.screen()).doesNotContain("redis> :help");
  }
}
