package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class JustChangedTest {
  private static Canvas drawn(Lab lab, String view) throws ViewRefusal {
    return look(lab, view).draw(80, 24);
  }

  private static Picture look(Lab lab, String view) throws ViewRefusal {
    return Views.find(view).orElseThrow().look(lab.scene("main"), List.of());
  }

  private static boolean marked(Canvas canvas, String text) {
    for (int y = 0; y < canvas.height(); y++) {
      int x = canvas.row(y).indexOf(text);
      if (x >= 0) {
        return canvas.style(x, y).reverse();
      }
    }
    throw new AssertionError("no " + text);
  }

  @Test
  void aKeyIsMarkedForOneStep() throws Exception {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter("SET old 1");
    lab.enter("SET young 2");
    assertThat(marked(drawn(lab, "keyspace"), "young")).isTrue();
    assertThat(marked(drawn(lab, "keyspace"), "old")).isFalse();
    assertThat(look(lab, "keyspace").narration()).containsOnlyOnce("just changed");
    lab.enter("GET young");
    assertThat(marked(drawn(lab, "keyspace"), "young")).isFalse();
  }

  @Test
  void aCommandInTheLogIsMarkedForOneStep() throws Exception {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter("SET old 1");
    lab.enter("SET young 2");
    assertThat(marked(drawn(lab, "aof"), "SET young")).isTrue();
    assertThat(marked(drawn(lab, "aof"), "SET old")).isFalse();
    lab.enter("+ 1ms");
    assertThat(marked(drawn(lab, "aof"), "SET young")).isFalse();
  }

  @Test
  void aBucketIsMarkedAndNamedForOneStep() throws Exception {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter("SET a 1");
    assertThat(look(lab, "dict").narration()).contains("Just changed: bucket ");
    lab.enter("GET a");
    assertThat(look(lab, "dict").narration()).doesNotContain("Just changed");
  }
}
