package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;

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
    playing.press(Key.FASTER);
    assertThat(playing.state().note()).contains("the clock stands still");
    playing.press(Key.RIGHT);
    assertThat(playing.state().note()).contains("has not happened yet");
    playing.press(Key.UP);
    assertThat(playing.state().note()).contains("no earlier line");
    playing.send(new Message.Chose(9));
    assertThat(playing.state().note()).contains("there is no view 9");
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
}
