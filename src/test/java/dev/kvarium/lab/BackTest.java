package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void backAtEveryStepGivesTheStateAndTheFactsBeforeIt(long seed) {
    List<String> lines = new RandomSession(seed).lines(50);
    Lab lab = open(seed);
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      long before = lab.journal().stream().filter(JournalEntry::changes).count();
      lab.enter(lines.get(i));
      if (lab.journal().stream().filter(JournalEntry::changes).count() > before) {
        steps.add(i);
      }
    }
    assertThat(steps).as("seed %d", seed).hasSizeGreaterThan(10);
    for (int step : steps.reversed()) {
      lab.enter(":back");
      Lab fresh = open(seed);
      lines.subList(0, step).forEach(fresh::enter);
      String where = "seed " + seed + ", back before " + lines.get(step);
      assertThat(lab.events().all()).as(where).isEqualTo(fresh.events().all());
      assertThat(lab.nowMicros()).as(where).isEqualTo(fresh.nowMicros());
      assertThat(lab.prompt()).as(where).isEqualTo(fresh.prompt());
      assertThat(lab.metrics()).as(where).isEqualTo(fresh.metrics());
      assertThat(WorldDump.of(lab)).as(where).isEqualTo(WorldDump.of(fresh));
    }
    assertThat(lab.enter(":back").failed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SAVE",
        "BGSAVE",
        "BGREWRITEAOF",
        "ACL SETUSER bob on",
        "SCRIPT LOAD 'return 1'",
        "REPLICAOF 127.0.0.1 1",
        "SLOWLOG RESET"
      })
  void whatChangesNoKeyButSomethingElseIsAStepOfItsOwn(String line) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    lab.enter("SET a 1");
    List<String> before = WorldDump.of(lab);
    lab.enter(line);
    lab.enter(":back");
    assertThat(WorldDump.of(lab)).isEqualTo(before);
  }

  private static Lab open(long seed) {
    return Lab.open(WorldSpec.DEFAULT.withSeed(seed).with("disk-torn", "yes"));
  }

  private static Lab afterTenThousandCommands() {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    RandomSession session = new RandomSession(9);
    for (int i = 0; i < 10_000; i++) {
      lab.enter(session.command());
    }
    return lab;
  }

  @ParameterizedTest
  @ValueSource(strings = {":back", ":explain SET a 1", ":fork f"})
  void afterTenThousandCommandsAStepBackACopyAndAnExplanationTakeLittleTime(String line) {
    Lab lab = afterTenThousandCommands();
    // by the clock of the processor, since whatever else the machine does is not at issue
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      long start = clock.getCurrentThreadCpuTime();
      assertThat(lab.enter(line.endsWith("f") ? line + i : line).failed()).isFalse();
      micros.add((clock.getCurrentThreadCpuTime() - start) / 1_000);
    }
    String all = "microseconds for " + line + ", each of " + micros;
    micros.sort(null);
    assertThat(micros.get(micros.size() / 2)).as(all).isLessThan(200_000);
  }

  @Test
  void whatWasPreparedMakesTheNextCopyCheap() {
    Lab lab = afterTenThousandCommands();
    for (int i = 0; i < 10; i++) {
      lab.idle();
    }
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    List<Long> prepared = new ArrayList<>();
    List<Long> fresh = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      long start = clock.getCurrentThreadCpuTime();
      lab.enter(":explain INCR s1");
      prepared.add(clock.getCurrentThreadCpuTime() - start);
      start = clock.getCurrentThreadCpuTime();
      lab.enter(":explain INCR s1");
      fresh.add(clock.getCurrentThreadCpuTime() - start);
      for (int j = 0; j < 10; j++) {
        lab.idle();
      }
    }
    prepared.sort(null);
    fresh.sort(null);
    assertThat(prepared.get(4))
        .as("nanoseconds, prepared %s, not prepared %s", prepared, fresh)
        .isLessThan(fresh.get(4) / 2);
  }
}
