package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.input.InputDecoder;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class MouseTest {
  private final Playing playing = new Playing(100, 30);

  private Playing click(String text) {
    String[] rows = playing.screen().split("\n");
    for (int y = 0; y < rows.length; y++) {
      int x = rows[y].indexOf(text);
      if (x >= 0) {
        return playing.send(new Message.Clicked(x, y));
      }
    }
    throw new AssertionError("there is no " + text + " in\n" + playing.screen());
  }

  @Test
  void whatATerminalSendsIsUnderstood() throws IOException {
    InputDecoder decoder =
        new InputDecoder(new StringReader("\u001b[<0;12;5M\u001b[<0;12;5m\u001b[<65;200;50Mx"));
    decoder.addProfile(new KeyPattern());
    assertThat(Keys.message(decoder.getNextCharacter(true))).contains(new Message.Clicked(11, 4));
    assertThat(Keys.message(decoder.getNextCharacter(true))).isEmpty();
    assertThat(Keys.message(decoder.getNextCharacter(true)))
        .contains(new Message.Wheeled(199, 49, 3));
    assertThat(Keys.message(decoder.getNextCharacter(true))).contains(new Message.Typed("x"));
  }

  @Test
  void aFactThatIsClickedIsLookedBackTo() {
    playing.enter("SET a 1").enter("LPUSH l x").enter("SET b 2");
    click("·LPUSH");
    assertThat(playing.screen()).contains("you ran LPUSH", "· 2 keys");
    click("now  │");
    assertThat(playing.state().cursor()).isEmpty();
  }

  @Test
  void aViewThatIsClickedHasTheScreenUntilTheNextClick() {
    playing.enter("SET a 1");
    click("keyspace ·");
    assertThat(playing.state().share()).isEqualTo(Share.VIEW);
    click("keyspace ·");
    assertThat(playing.state().share()).isEqualTo(Share.BOTH);
  }

  @Test
  void aKeyThatIsClickedIsPressed() {
    click("? help");
    assertThat(playing.screen()).contains("what is on the screen");
    click("Esc leave");
    assertThat(playing.state().explaining()).isFalse();
    click("Space run");
    assertThat(playing.state().sight().live()).isTrue();
  }

  @Test
  void theCursorGoesWhereTheLineIsClicked() {
    playing.type("SET pointed 1");
    click("pointed 1");
    playing.type("x");
    assertThat(playing.state().input().text()).isEqualTo("SET xpointed 1");
  }

  @Test
  void theWheelMovesWhatIsUnderIt() {
    for (int i = 0; i < 40; i++) {
      playing.enter("SET key:" + i + " v");
    }
    playing.send(new Message.Wheeled(5, 10, -3));
    assertThat(playing.state().scroll()).isEqualTo(3);
    playing.send(new Message.Wheeled(5, 10, 3));
    assertThat(playing.state().scroll()).isZero();
    playing.send(new Message.Wheeled(80, 10, 3));
    assertThat(playing.state().lowered(0)).isEqualTo(3);
  }

  @Test
  void everyCellMayBeClicked() {
    playing.enter("SET a 1").enter("HSET h f v");
    for (int[] size : new int[][] {{100, 30}, {60, 15}, {30, 8}, {200, 50}}) {
      playing.resize(size[0], size[1]);
      for (int y = 0; y < size[1]; y += 1) {
        for (int x = 0; x < size[0]; x += 7) {
          playing.send(new Message.Clicked(x, y)).send(new Message.Wheeled(x, y, 3));
          assertThat(playing.screen()).isNotEmpty();
        }
      }
    }
  }
}
