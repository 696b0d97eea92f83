package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanvasTest {
  @Test
  void whatDoesNotFitIntoARowIsCutWithAMark() {
    Canvas canvas = new Canvas(8, 1);
    assertThat(canvas.text(2, 0, "abcdefghij", Style.PLAIN)).isEqualTo(8);
    assertThat(canvas.row(0)).isEqualTo("  abcde…");
  }

  @Test
  void whatFitsExactlyIsNotMarked() {
    Canvas canvas = new Canvas(8, 1);
    canvas.text(2, 0, "abcdef", Style.PLAIN);
    assertThat(canvas.row(0)).isEqualTo("  abcdef");
  }

  @Test
  void textBehindTheEdgeMarksTheLastCell() {
    Canvas canvas = new Canvas(4, 1);
    canvas.text(4, 0, "more", Style.PLAIN);
    assertThat(canvas.row(0)).isEqualTo("   …");
  }

  @Test
  void rowsBelowTheLastAreCounted() {
    Canvas canvas = new Canvas(4, 1);
    canvas.text(0, 1, "more", Style.PLAIN);
    assertThat(canvas.rowsCut()).isEqualTo(1);
  }

  @Test
  void aWideCharacterTakesTwoCellsAndIsNeverHalved() {
    Canvas canvas = new Canvas(6, 1);
    canvas.text(0, 0, "a漢字字", Style.PLAIN);
    assertThat(canvas.row(0)).isEqualTo("a漢字…");
    assertThat(canvas.codePoint(2, 0)).isEqualTo(Canvas.COVERED);
    Canvas odd = new Canvas(5, 1);
    odd.text(0, 0, "漢字字", Style.PLAIN);
    assertThat(odd.row(0)).isEqualTo("漢字…");
    Canvas tight = new Canvas(4, 1);
    tight.text(0, 0, "漢字字", Style.PLAIN);
    assertThat(tight.row(0)).isEqualTo("漢…");
  }

  @Test
  void overwritingHalfAWideCharacterLeavesABlank() {
    Canvas canvas = new Canvas(6, 1);
    canvas.text(0, 0, "漢字", Style.PLAIN);
    canvas.text(1, 0, "x", Style.PLAIN);
    assertThat(canvas.row(0)).isEqualTo(" x字");
    canvas.text(2, 0, "y", Style.PLAIN);
    assertThat(canvas.row(0)).isEqualTo(" xy");
  }

  @Test
  void controlCharactersAreNeverDrawn() {
    Canvas canvas = new Canvas(6, 1);
    canvas.text(0, 0, "a\u001b[0\n", Style.PLAIN);
    assertThat(canvas.row(0)).isEqualTo("a·[0·");
  }

  @Test
  void acanvasDrawnIntoANarrowerOneDoesNotHalveCharacters() {
    Canvas inner = new Canvas(4, 1);
    inner.text(0, 0, "a漢b", Style.PLAIN);
    Canvas outer = new Canvas(3, 1);
    outer.draw(1, 0, inner);
    assertThat(outer.row(0)).isEqualTo(" a…");
  }
}
