package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.input.InputDecoder;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {
  private static List<KeyStroke> strokes(String sent) throws IOException {
    InputDecoder decoder = new InputDecoder(new StringReader(sent));
    decoder.addProfile(new KeyPattern());
    List<KeyStroke> strokes = new ArrayList<>();
    while (true) {
      KeyStroke stroke = decoder.getNextCharacter(true);
      if (stroke == null || stroke.getKeyType() == KeyType.EOF) {
        return strokes;
      }
      strokes.add(stroke);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "[A, ArrowUp",
    "OA, ArrowUp",
    "[1;5C, ArrowRight",
    "OP, F1",
    "[11~, F1",
    "[[A, F1",
    "[15~, F5",
    "[20~, F9",
    "[Z, ReverseTab",
    "[3~, Delete",
    "[5~, PageUp",
    "[H, Home",
    "[200~, Unknown"
  })
  void everySequenceIsOneKey(String sequence, KeyType type) throws IOException {
    List<KeyStroke> strokes = strokes("\u001b" + sequence + "x");
    assertThat(strokes).hasSize(2);
    assertThat(strokes.getFirst().getKeyType()).isEqualTo(type);
    assertThat(strokes.getLast().getCharacter()).isEqualTo('x');
  }

  @Test
  void enterIsEnterHoweverItIsSent() throws IOException {
    assertThat(strokes("a\rb\n"))
        .extracting(KeyStroke::getKeyType)
        .containsExactly(KeyType.Character, KeyType.Enter, KeyType.Character, KeyType.Enter);
  }

  @Test
  void altAndControlAreTold() throws IOException {
    List<KeyStroke> strokes = strokes("\u001b2\u001a");
    assertThat(Keys.message(strokes.getFirst())).contains(new Message.Chose(2));
    assertThat(Keys.message(strokes.getLast())).contains(new Message.Pressed(Key.BACK));
  }
}
