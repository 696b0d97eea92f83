package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.view.Picture;
import dev.kvarium.view.PlainRenderer;
import org.junit.jupiter.api.Test;

/** Two worlds side by side: where they parted, and what is not the same. */
class WorldsApartTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  private String drawn(String line) {
    Picture picture = ((Part.Picture) lab.enter(line).parts().getFirst()).picture();
    return new PlainRenderer(false).render(picture.draw(80, picture.rows(80)));
  }

  private void enter(String... lines) {
    for (String line : lines) {
      lab.enter(line);
    }
  }

  private String problem(String line) {
    return ((Part.Problem) lab.enter(line).parts().getFirst()).what();
  }

  @Test
  void aForkIsDrawnAsAWayThatParts() {
    enter("SET a 1", "GET a", "HSET h f v", ":fork q", "SET a 2", "TTL a", "HDEL h f", "+ 2s");
    assertThat(drawn(":show diff"))
        .isEqualTo(
            """
            diff · q and first                                                   t 00:02.000
              2 steps in common, the last HSET h f v
              ├─ q      SET a 2 · HDEL h f · + 2s
              └─ first  nothing more
                                   q          first
              time                 00:02.000  00:00.000
              key                  —          h
              a                    2          1
              log                  140 B      85 B
              log not on disk      0 B        85 B
              writes acknowledged  4          2
              writes on disk       4          0
            7 things differ: 0 only in q, 1 only in first.
            """);
  }

  @Test
  void itemsOfMemcachedAreToldApart() {
    enter(
        ":world memcached m=8",
        "set a 0 0 1",
        "x",
        ":fork q",
        "set a 0 0 1",
        "y",
        "set c 0 0 1",
        "z");
    assertThat(drawn(":show diff first"))
        .contains("item a  y")
        .contains("item c  z")
        .contains("only in q");
    String said = ((Part.Said) lab.enter(":diff first").parts().getFirst()).text();
    assertThat(said)
        .contains("item a: y here, x in first")
        .contains("item c: z here, not in first");
  }

  @Test
  void thereMustBeAnother() {
    assertThat(problem(":show diff")).contains(":fork NAME makes one");
    enter(":fork q");
    assertThat(problem(":show diff q")).contains("no other world 'q'; there are first");
  }
}
