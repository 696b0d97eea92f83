package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookingBackTest {
  private final Playing playing = new Playing(100, 30);

  @Test
  void theViewsShowTheWorldAsItWasAtTheCursor() {
    playing.enter("SET a 1").enter("+ 2s").enter("SET later 2");
    assertThat(playing.screen()).contains("keyspace · main · 2 keys");
    playing.press(Key.LEFT, Key.LEFT);
    assertThat(playing.screen()).contains("keyspace · main · 1 key", "as it was at 00:02.000");
    playing.press(Key.LEFT, Key.LEFT, Key.LEFT);
    assertThat(playing.screen()).contains("as it was at 00:00.000 · now 00:02.000");
    playing.press(Key.ESCAPE);
    assertThat(playing.screen()).contains("keyspace · main · 2 keys");
    assertThat(playing.left()).isFalse();
  }

  @Test
  void enterGoesBackThere() {
    playing.enter("SET a 1").enter("+ 2s").enter("SET b 2").enter("SET c 3");
    playing.press(Key.LEFT, Key.LEFT, Key.LEFT); // the sync that runs is told of as well
    playing.press(Key.ENTER);
    assertThat(playing.screen()).contains("redis> :seek #3", "now · 1 ahead");
    playing.enter("DBSIZE");
    assertThat(playing.screen()).contains("(integer) 2");
  }

  @Test
  void enterGoesBackIntoATimeThatPassed() {
    playing.enter("SET a 1 PX 500").enter("SET b 2").enter("+ 10s");
    while (!playing.screen().contains("a expired and was freed")) {
      playing.press(Key.LEFT);
    }
    long then = playing.state().then().orElseThrow().sinceStartMicros();
    playing.press(Key.ENTER);
    assertThat(playing.state().sight().sinceStartMicros()).isEqualTo(then).isLessThan(10_000_000);
    playing.enter("DBSIZE");
    assertThat(playing.screen()).contains("(integer) 1");
  }

  @Test
  void typingLooksAtThePresentAgain() {
    playing.enter("SET a 1").enter("SET b 2").press(Key.LEFT, Key.LEFT);
    assertThat(playing.screen()).contains("· 1 key");
    playing.enter("GET a");
    assertThat(playing.screen()).contains("· 2 keys");
  }

  @Test
  void homeIsWhereItBeganAndEndIsNow() {
    for (int i = 0; i < 200; i++) {
      playing.enter("INCR n");
    }
    playing.press(Key.HOME);
    assertThat(playing.screen()).contains("main started");
    playing.press(Key.WORD_RIGHT);
    assertThat(playing.screen()).contains("you ran INCR", "n  ");
    playing.press(Key.END);
    assertThat(playing.state().cursor()).isEmpty();
    playing.press(Key.WORD_LEFT);
    assertThat(playing.state().cursor()).isPresent();
  }

  @Test
  void anotherViewIsOfTheSameMoment() {
    List<String> views = Views.all().stream().map(View::name).toList();
    Message dict = new Message.Chose(views.indexOf("dict") + 1);
    playing.enter("SET a 1").enter("SET b 2").press(Key.LEFT, Key.LEFT).send(dict);
    assertThat(playing.screen()).contains("dict · main", "1 entry");
    assertThat(playing.state().cursor()).isPresent();
  }
}
