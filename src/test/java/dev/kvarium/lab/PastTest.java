package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.view.Scene;
import dev.kvarium.view.View;
import dev.kvarium.view.ViewRefusal;
import dev.kvarium.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastTest {
  /** What all views told right after a line, and the last fact that it led to. */
  private record Seen(String line, int fact, List<String> told) {}

  private static List<String> told(Scene scene) {
    List<String> told = new ArrayList<>();
    told.add("db " + scene.db() + ", " + scene.nowMicros());
    for (View view : Views.all()) {
      if (!view.syntax().startsWith("KEY")) {
        try {
          told.add(view.look(scene, List.of()).narration());
        } catch (ViewRefusal refusal) {
          told.add(refusal.what());
        }
      }
    }
    return told;
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36})
  void whatIsSeenOfAMomentIsWhatWasSeenThen(long seed) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.withSeed(seed).with("disk-torn", "yes"));
    List<Seen> seen = new ArrayList<>();
    for (String line : new RandomSession(seed).lines(120)) {
      int before = lab.events().size();
      var log = lab.events();
      lab.enter(line);
      if (lab.events() != log) {
        seen.clear(); // another history
      } else if (log.size() > before
          && log.get(log.size() - 1).timeMicros() == lab.nowMicros()
          && lab.node().equals(Lab.FIRST_NODE)) {
        seen.add(new Seen(line, log.size() - 1, told(lab.scene(lab.node()))));
      }
    }
    assertThat(seen).hasSizeGreaterThan(20);
    Past past = new Past();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 60; i++) {
      Seen then = seen.get(random.nextInt(seen.size()));
      Scene scene = past.at(lab.moment(then.fact())).orElseThrow();
      assertThat(told(scene)).as("%s, seed %d", then.line(), seed).isEqualTo(then.told());
    }
    for (Seen then : seen) {
      Scene scene = past.at(lab.moment(then.fact())).orElseThrow();
      assertThat(told(scene)).as("%s, seed %d", then.line(), seed).isEqualTo(then.told());
    }
  }

  @Test
  void aMomentWithinATimeThatPassedIsReached() {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter("SET a 1 PX 1500");
    lab.enter("SET b 2");
    lab.enter("+ 10s");
    int expired = -1;
    for (int i = 0; i < lab.events().size(); i++) {
      if (lab.events().get(i).event() instanceof dev.kvarium.event.KeyEvent.Expired) {
        expired = i;
      }
    }
    assertThat(expired).isPositive();
    Moment moment = lab.moment(expired);
    Past past = new Past();
    Scene after = past.at(moment).orElseThrow();
    assertThat(after.keyspace(10).filled().getFirst().keys()).isEqualTo(1);
    assertThat(after.nowMicros()).isLessThan(lab.nowMicros());
    assertThat(past.at(lab.moment(expired - 1)).orElseThrow().nowMicros())
        .isLessThanOrEqualTo(moment.micros());
    lab.enter(":seek " + moment.seekWord());
    assertThat(lab.nowMicros()).isEqualTo(moment.micros());
    assertThat(lab.enter("DBSIZE").parts().toString()).contains("(integer) 1");
  }

  @Test
  void theWorldGoesOnWhileThePastIsLookedAt() {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter("SET a 1");
    int first = lab.events().size() - 1;
    lab.pace(1_200_000);
    Past past = new Past();
    assertThat(past.at(lab.moment(lab.events().size() - 1))).isPresent();
    lab.pace(1_000_000);
    lab.enter("SET b 2");
    Scene latest = past.at(lab.moment(lab.events().size() - 1)).orElseThrow();
    assertThat(told(latest)).isEqualTo(told(lab.scene(Lab.FIRST_NODE)));
    assertThat(past.at(lab.moment(first)).orElseThrow().keyspace(5).filled().getFirst().keys())
        .isEqualTo(1);
  }
}
