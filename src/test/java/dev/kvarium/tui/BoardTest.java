package dev.kvarium.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoardTest {
  private static List<String> frame(int rows, int page, int height) {
    List<String> lines = new ArrayList<>(List.of("NAME  PORT"));
    IntStream.rangeClosed(1, rows).forEach(i -> lines.add("row " + i));
    return Board.frame(lines, page, "the class", 40, height, false)
        .replaceAll("\u001b\\[[0-9;]*[mK]", "")
        .lines()
        .toList();
  }

  @Test
  void whatFitsIsShownAndNothingIsSaidOfPages() {
    assertThat(frame(3, 0, 24))
        .hasSize(23)
        .startsWith("the class  (q leaves)", "NAME  PORT", "row 1", "row 2", "row 3", "");
  }

  @Test
  void whatDoesNotFitIsOnPagesThatComeRound() {
    assertThat(frame(30, 0, 24))
        .contains("the class  (space pages, q leaves)", "row 1", "row 20", "1 to 20 of 30");
    assertThat(frame(30, 1, 24)).contains("NAME  PORT", "row 21", "row 30", "21 to 30 of 30");
    assertThat(frame(30, 2, 24)).contains("row 1", "1 to 20 of 30");
    assertThat(frame(1, 5, 5)).contains("row 1");
  }
}
