package dev.kvarium.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.world.Timers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private final Simulation simulation = new Simulation(1_000);
  private final List<String> ran = new ArrayList<>();

  private void note(String what) {
    ran.add(what + "@" + simulation.nowMicros());
  }

  @Test
  void whatIsDueRunsInTheOrderOfTimeAndThenOfAsking() {
    simulation.after(20, () -> note("late"));
    simulation.after(10, () -> note("first"));
    simulation.after(10, () -> note("second"));
    simulation.advance(15);
    assertThat(ran).containsExactly("first@1010", "second@1010");
    assertThat(simulation.nowMicros()).isEqualTo(1_015);
    assertThat(simulation.nextDueMicros()).hasValue(1_020);
  }

  @Test
  void anActionMayAskForAnotherWithinTheSameStretch() {
    simulation.after(10, () -> simulation.after(5, () -> note("chained")));
    simulation.advance(15);
    assertThat(ran).containsExactly("chained@1015");
  }

  @Test
  void advancingToOneInstantInTwoPartsIsTheSameAsInOne() {
    for (int parts = 1; parts <= 2; parts++) {
      Simulation own = new Simulation(0);
      List<Long> seen = new ArrayList<>();
      own.after(
          10,
          () -> {
            own.spend(30);
            seen.add(own.nowMicros());
          });
      own.after(25, () -> seen.add(own.nowMicros()));
      if (parts == 2) {
        own.advanceTo(12);
      }
      own.advanceTo(50);
      assertThat(seen).containsExactly(40L, 40L);
      assertThat(own.nowMicros()).isEqualTo(50);
    }
  }

  @Test
  void timeSpentRunsNothingUntilItIsCaughtUpWith() {
    simulation.after(5, () -> note("due"));
    simulation.spend(8);
    assertThat(ran).isEmpty();
    simulation.catchUp();
    assertThat(ran).containsExactly("due@1008");
  }

  @Test
  void aCancelledTimerAndThoseOfADeadProcessDoNotRun() {
    simulation.after(5, () -> note("cancelled")).cancel();
    Simulation.ProcessTimers process = simulation.process();
    Timers.Timer ownTimer = process.after(6, () -> note("dead"));
    simulation.after(6, () -> note("alive"));
    process.kill();
    simulation.advance(10);
    ownTimer.cancel();
    assertThat(ran).containsExactly("alive@1006");
  }
}
