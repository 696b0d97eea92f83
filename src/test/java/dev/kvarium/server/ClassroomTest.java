package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A class on its ports while one of it does all the mischief that it can. {@code -Dclass.seconds}
 * says how long, {@code -Dclass.learners} how many; in CI a few for some seconds.
 */
class ClassroomTest {
  private static final int SECONDS = Integer.getInteger("class.seconds", 2);
  private static final int LEARNERS = Integer.getInteger("class.learners", 8);
  private static final int TRIES = SECONDS > 30 ? 1 : 4;

  @Test
  void theOthersHardlyNoticeWhoeverMisbehavesAndNobodyReadsAnothersKeys() throws Exception {
    try (ClassLoad load = new ClassLoad(LEARNERS, ClassLimits.DEFAULT)) {
      load.run(true, 500); // until what runs often is compiled
      load.run(false, 500);
      long calm = 0;
      long stormy = 0;
      for (int attempt = 0; attempt < TRIES; attempt++) {
        load.forget();
        // by turns, so that what else the machine does is shared by both
        int rounds = Math.max(2, SECONDS / 10);
        for (int i = 0; i < rounds; i++) {
          load.run(false, SECONDS * 500L / rounds);
          load.run(true, SECONDS * 500L / rounds);
        }
        calm = load.micros(false, 990);
        stormy = load.micros(true, 990);
        System.out.printf(
            "%d learners, %d s: p50 %d and %d µs, p99 %d and %d µs, p99.9 %d and %d µs, of %d and"
                + " %d requests; %d times mischief%n",
            LEARNERS,
            SECONDS,
            load.micros(false, 500),
            load.micros(true, 500),
            calm,
            stormy,
            load.micros(false, 999),
            load.micros(true, 999),
            load.measured(false),
            load.measured(true),
            load.mischief());
        if (stormy <= 2 * Math.max(calm, 1_000)) {
          break;
        }
      }
      ClassRoster.lines(load.room().places()).forEach(System.out::println);
      assertThat(load.wrong()).isEmpty();
      assertThat(load.leaks()).isEmpty();
      assertThat(load.mischief()).isGreaterThan(100);
      assertThat(stormy).isLessThanOrEqualTo(2 * Math.max(calm, 1_000));
    }
  }

  /** {@code ./dev class-long}: what the others see while one gives a command that takes long. */
  @ParameterizedTest
  @EnumSource(LongCommand.class)
  @EnabledIfSystemProperty(named = "class.long", matches = ".+")
  void theOthersHardlyNoticeALongCommandOfOne(LongCommand command) throws Exception {
    assumeTrue(command.name().matches(System.getProperty("class.long")));
    try (ClassLoad load = new ClassLoad(LEARNERS, ClassLimits.DEFAULT, command)) {
      load.run(true, 500);
      load.run(false, 500);
      load.forget();
      for (int i = 0; i < 3; i++) {
        load.run(false, SECONDS * 500L / 3);
        load.run(true, SECONDS * 500L / 3);
      }
      String reply = load.lastReply();
      System.out.printf(
          "%-15s p50 %4d and %4d µs, p99 %4d and %4d µs, p99.9 %5d and %5d µs; %d times, up to %d"
              + " ms; %s%n",
          command,
          load.micros(false, 500),
          load.micros(true, 500),
          load.micros(false, 990),
          load.micros(true, 990),
          load.micros(false, 999),
          load.micros(true, 999),
          load.mischief(),
          load.longestMillis(),
          reply.substring(0, Math.min(40, reply.length())));
      assertThat(load.wrong()).isEmpty();
    }
  }

  @Test
  void aCommandOrScriptThatWouldTakeAllMemoryOrTimeIsBrokenOff() throws Exception {
    List<ClassRoster.Learner> one = List.of(new ClassRoster.Learner("ada", "t"));
    ClassLimits limits = new ClassLimits(32 << 20, 1, Duration.ofMillis(200), 50, 8 << 20);
    try (Classroom room = Classroom.open(InetAddress.getLoopbackAddress(), 0, one, limits, 1)) {
      int port = room.places().getFirst().port();
      try (ClassLoad.Line line = new ClassLoad.Line(port)) {
        line.ask("AUTH", "t");
        assertThat(line.ask("EVAL", "return #string.rep('x', 40000000)", "0"))
            .contains("not enough memory");
        assertThat(line.ask("EVAL", "return #string.rep('x', 10000000)", "0"))
            .isEqualTo(":10000000");
        line.ask("EVAL", "for i=1,50000 do redis.call('SET','k:'..i,'') end", "0");
        long began = System.nanoTime();
        assertThat(line.ask("EVAL", "while true do pcall(redis.call,'KEYS','*[0-9]x') end", "0"))
            .contains("killed");
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(4));
        line.ask("FLUSHALL");
        line.ask("SETRANGE", "huge", "7000000", "x");
        String[] words = ("MGET" + " huge".repeat(60)).split(" ");
        assertThatThrownBy(() -> line.ask(words)).isInstanceOf(IOException.class);
      }
      try (ClassLoad.Line again = new ClassLoad.Line(port)) {
        again.ask("AUTH", "t");
        assertThat(again.ask("STRLEN", "huge")).isEqualTo(":7000001");
      }
    }
  }

  @Test
  void theListSaysWhoIsWhere() {
    assertThat(
            ClassRoster.lines(
                List.of(
                    new ClassRoster.Place("ada", 7001, 2, 1234, "ZADD", 0.031, false),
                    new ClassRoster.Place("benjamin", 7002, 50, 9, "EVAL", 0.2, true))))
        .containsExactly(
            "LEARNER   PORT   CLIENTS  COMMANDS  CPU    LAST",
            "ada       7001         2      1234    3%   ZADD",
            "benjamin  7002        50         9   20%!  EVAL");
  }
}
