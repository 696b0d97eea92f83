package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopViewTest {
  private static Lab lab(String... lines) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("loop", "yes").with("appendonly", "no"));
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
    return lab;
  }

  private static String drawn(Lab lab, String... words) throws ViewRefusal {
    Picture picture = new LoopView().look(lab.scene("main"), List.of(words));
    return new PlainRenderer(false).render(picture.draw(100, 24));
  }

  @Test
  void aSlowCommandIsABarAndWhoWaitsForItIsShownBeneath() throws Exception {
    Lab lab =
        lab(
            ":repeat 20000 SET key:{n} v",
            ":traffic web clients=2 requests=1000 every=500us GET key:1",
            "+ 2ms",
            "KEYS no:*");
    String drawn = drawn(lab);
    assertThat(drawn).containsPattern("you .*█{40,}");
    assertThat(drawn).containsPattern("web-1 .*[░▒]{30,}");
    assertThat(drawn)
        .containsPattern("KEYS of you took 1[.]\\d ms on the one thread: 2 clients waited for it,");
    lab.enter("+ 1ms");
    assertThat(drawn(lab)).as("the stall is over").doesNotContain("on the one thread");
  }

  @Test
  void aStretchCanBeAskedFor() throws Exception {
    Lab lab = lab("+ 5ms", "SET a 1", "+ 5ms", "GET a");
    assertThat(drawn(lab, "4ms", "6ms"))
        .contains("00:00.004")
        .contains("+2.0 ms")
        .contains("6 system calls for 2 commands: 3.0 each.");
    assertThatThrownBy(() -> drawn(lab, "6ms", "4ms")).hasMessage("4ms is not behind 6ms");
    assertThatThrownBy(() -> drawn(lab, "60ms")).hasMessage("60ms is to come");
    assertThatThrownBy(() -> drawn(lab, "soon")).hasMessageContaining("'soon' is no time");
  }

  @Test
  void latencyIsAHistogramFromTheShortestToTheLongest() throws Exception {
    Lab lab = lab("SET a 1", ":traffic t clients=4 requests=400 GET a", "+ 50ms");
    assertThat(drawn(lab)).containsPattern("t: \\d+ µs [▁▂▃▄▅▆▇█ ]{24} \\d+ µs · p50 ");
  }

  @Test
  void withoutALoopItSaysHowToGetOne() throws Exception {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    assertThat(drawn(lab)).contains(":world redis loop=yes begins");
  }
}
