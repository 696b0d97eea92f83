package dev.kvarium.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.EventLog;
import dev.kvarium.event.KeyEvent;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Outcome;
import dev.kvarium.lab.WorldSpec;
import org.junit.jupiter.api.Test;

class EventLoopTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT.with("loop", "yes").with("appendonly", "no"));

  private void enter(String... lines) {
    for (String line : lines) {
      Outcome outcome = lab.enter(line);
      assertThat(outcome.failed()).as(line + " " + outcome.parts()).isFalse();
    }
  }

  private LoopSnapshot loop() {
    return lab.scene("main").loop().orElseThrow();
  }

  @Test
  void aCommandCostsAnEpollWaitAReadAndAWriteAndTakesTime() {
    long before = lab.nowMicros();
    enter("SET a 1");
    CallCounts calls = loop().calls();
    assertThat(calls.of(SystemCall.EPOLL_WAIT)).isEqualTo(1);
    assertThat(calls.of(SystemCall.READ)).isEqualTo(1);
    assertThat(calls.of(SystemCall.WRITE)).isEqualTo(1);
    assertThat(calls.total()).isEqualTo(3);
    assertThat(lab.nowMicros() - before).isBetween(5L, 20L);
  }

  @Test
  void fiftyThatCallAtOnceAreServedInOneTurn() {
    enter(":traffic crowd clients=50 requests=50 PING", "+ 10ms");
    LoopSnapshot.Turn largest =
        loop().turns().stream()
            .reduce((one, two) -> one.readable() >= two.readable() ? one : two)
            .orElseThrow();
    assertThat(largest.readable()).isGreaterThanOrEqualTo(45);
    assertThat(largest.calls().of(SystemCall.WRITE)).isEqualTo(largest.readable());
    assertThat(loop().commandsRun()).isEqualTo(50);
  }

  @Test
  void aBatchIsReadAndAnsweredAtOnce() {
    enter(":traffic batch depth=50 requests=50 PING", "+ 10ms");
    assertThat(loop().ticks()).isEqualTo(1);
    assertThat(loop().calls().of(SystemCall.READ)).isEqualTo(1);
    assertThat(loop().calls().of(SystemCall.WRITE)).isEqualTo(1);
    assertThat(loop().traffic().getFirst().roundTrips()).isEqualTo(1);
  }

  /** One trip cannot take less than each of its requests had to wait. */
  @Test
  void aProcessIsDoneWhenItHasReadItsReplies() {
    enter(":traffic batch depth=10 requests=10 PING");
    Outcome done = lab.enter("+ 10ms");
    LoopSnapshot.Traffic batch = loop().traffic().getFirst();
    assertThat(batch.tookNanos(0)).isGreaterThanOrEqualTo(batch.histogram().getMinValue());
    assertThat(done.parts().toString()).contains("batch has all 10 replies after");
    enter(":traffic one requests=1 PING");
    assertThat(lab.enter("+ 10ms").parts().toString()).contains("one has its reply after");
  }

  @Test
  void aNameCanBeUsedByOneProcessAfterTheOtherAndByAClient() {
    enter(":traffic mine requests=10 PING", "+ 5ms", ":traffic mine requests=20 PING", "+ 5ms");
    enter(":traffic you requests=5 PING", "+ 5ms", "PING");
    enter(":traffic mine requests=30 every=1ms PING", "mine> PING", "+ 50ms");
    assertThat(loop().traffic())
        .extracting(LoopSnapshot.Traffic::answered)
        .containsExactly(10L, 20L, 5L, 30L);
  }

  @Test
  void aBatchLongerThanTheQueryBufferIsReadTurnByTurn() {
    enter(":traffic long depth=10 requests=10 SET k " + "x".repeat(4_000), "+ 10ms");
    assertThat(loop().commandsRun()).isEqualTo(10);
    assertThat(loop().calls().of(SystemCall.READ)).as("40,360 bytes").isEqualTo(3);
    assertThat(loop().ticks()).isEqualTo(3);
  }

  private void large(String options) {
    enter(":world redis loop=yes appendonly=no " + options);
    enter("SET page hello", ":traffic web requests=1000000 every=500us GET page", "+ 5ms");
  }

  private long longestMicros() {
    return loop().traffic().getFirst().histogram().getMaxValue() / 1_000;
  }

  @Test
  void aLargeRequestComesInPiecesBetweenWhichOthersHaveTheirTurn() {
    large("");
    long reads = loop().calls().of(SystemCall.READ);
    long busy = loop().busyNanos();
    enter(":repeat 1 SET film {x52428800}");
    // the first piece, and 52,412,450 B by 4,190,912 B: as strace counts on a redis-server
    long ofPages = loop().traffic().getFirst().answered();
    assertThat(loop().calls().of(SystemCall.READ) - reads).isBetween(14L, 14 + ofPages);
    assertThat(loop().busyNanos() - busy).isBetween(25_000_000L, 40_000_000L);
    assertThat(longestMicros()).as("two pieces and their turns").isBetween(1_000L, 8_000L);
  }

  @Test
  void aLargeReplyIsCopiedAtOnceAndLeavesByManyWrites() {
    large("");
    enter("SETRANGE film 52428799 x", ":traffic reader requests=1 GET film", "+ 100ms");
    assertThat(loop().calls().of(SystemCall.WRITEV)).isEqualTo(13);
    assertThat(loop().traffic().getLast().answered()).isEqualTo(1);
    assertThat(longestMicros()).as("the copy into the reply").isBetween(15_000L, 30_000L);
  }

  @Test
  void aLineKeepsALargeReplyInTheBufferAndLetsOthersPass() {
    large("loop-bandwidth=125000000");
    enter("SETRANGE film 52428799 x", ":traffic reader requests=1 GET film", "+ 200ms");
    LoopSnapshot.Waiting waiting = loop().waiting().getLast();
    assertThat(waiting.client()).isEqualTo("reader");
    assertThat(waiting.replyBytes()).isBetween(20_000_000L, 35_000_000L);
    enter("+ 300ms");
    assertThat(loop().waiting()).isEmpty();
    long took = loop().traffic().getLast().histogram().getMaxValue() / 1_000;
    assertThat(took).as("50 MiB by 125 MB a second").isBetween(420_000L, 450_000L);
    assertThat(loop().calls().of(SystemCall.WRITEV)).isBetween(34L, 37L);
  }

  @Test
  void aLineDelaysARequestByItsBytes() {
    large("loop-bandwidth=125000000");
    long before = loop().nowNanos();
    enter(":repeat 1 SET film {x12500000}");
    assertThat(loop().nowNanos() - before).isBetween(100_000_000L, 110_000_000L);
    assertThat(longestMicros()).isLessThan(1_000);
  }

  @Test
  void unlinkOfOneLargeStringBlocksAsDelDoes() {
    for (String word : new String[] {"DEL", "UNLINK"}) {
      large("");
      enter("SETRANGE film 52428799 x", "+ 5ms");
      long busy = loop().busyNanos();
      enter(word + " film");
      assertThat(loop().busyNanos() - busy).as(word).isBetween(3_000_000L, 6_000_000L);
    }
  }

  @Test
  void repliesBeyondTheBufferAreGatheredAndLongOnesGoOverSeveralTurns() {
    enter("SETRANGE k 9999 x");
    long writes = loop().calls().of(SystemCall.WRITE);
    enter(":traffic gathered depth=4 requests=4 GET k", "+ 10ms");
    assertThat(loop().calls().of(SystemCall.WRITEV)).as("40 KB").isEqualTo(1);
    enter(":traffic several depth=20 requests=20 GET k", "+ 10ms");
    assertThat(loop().calls().of(SystemCall.WRITEV)).as("200 KB by 77,776 B").isEqualTo(4);
    assertThat(loop().calls().of(SystemCall.WRITE)).isEqualTo(writes);
    assertThat(loop().calls().of(SystemCall.EPOLL_CTL)).isEqualTo(4);
    assertThat(loop().traffic().getLast().answered()).isEqualTo(20);
  }

  @Test
  void whoeverComesWhileASlowCommandRunsWaitsForItsEnd() {
    enter(
        ":repeat 20000 SET key:{n} v",
        ":traffic others clients=3 requests=300 every=500us GET key:1",
        "+ 1ms",
        "KEYS no:*");
    assertThat(loop().stalls()).hasSize(1);
    LoopSnapshot.Stall stall = loop().stalls().getFirst();
    assertThat(stall.client()).isEqualTo("you");
    assertThat(stall.command()).isEqualTo("KEYS");
    assertThat(stall.waiters()).hasSize(3);
    long took = stall.ended() - stall.began();
    assertThat(took).isBetween(1_000_000L, 4_000_000L);
    assertThat(stall.waiters().getFirst().nanos()).isBetween(took - 600_000, took);
    enter("~ LoopEvent.Stalled you KEYS");
  }

  @Test
  void expiredValuesAreFreedByWhomeverMeetsThemAndThatTakesTime() {
    enter(
        "DEBUG SET-ACTIVE-EXPIRE 0",
        "EVAL \"for i=1,100000 do redis.call('ZADD','z',i,'m'..i) end\" 0",
        "PEXPIRE z 10",
        "+ 20ms");
    long before = lab.nowMicros();
    enter("GET z");
    assertThat(lab.nowMicros() - before).as("100,000 members").isBetween(5_000L, 25_000L);
  }

  @Test
  void whatTheServerDoesByItselfComesLateBehindASlowCommand() {
    enter(":repeat 10 SET k{n} v PX 50");
    enter("EVAL \"local x = 0 for i=1,60000000 do x = x + i end\" 0");
    enter("+ 1ms");
    assertThat(lab.metrics()).as("the cron has run").containsEntry("keys", "0");
    for (EventLog.Entry each : lab.events().all()) {
      if (each.event() instanceof KeyEvent.Expired) {
        assertThat(each.timeMicros() - lab.startMicros())
            .as("due to be removed after 100 ms")
            .isGreaterThan(200_000);
      }
    }
  }

  @Test
  void aLogThatIsSyncedAlwaysIsWrittenOnceATurn() {
    enter(":world redis loop=yes appendfsync=always disk-sync=1ms");
    enter(":traffic batch depth=10 requests=100 SET k{n} v", "+ 100ms");
    assertThat(loop().calls().of(SystemCall.FDATASYNC)).isEqualTo(10);
    assertThat(loop().calls().of(SystemCall.WRITE)).as("log and replies").isEqualTo(20);
    assertThat(loop().traffic().getFirst().tookNanos(0)).isGreaterThan(10_000_000L);
  }

  @Test
  void theSameInputsGiveTheSameLoop() {
    String[] lines = {
      ":traffic one clients=7 depth=3 requests=900 INCR n", "+ 500us", "GET n", "+ 1s", "BLPOP q 1",
    };
    enter(lines);
    Lab other = Lab.open(WorldSpec.DEFAULT.with("loop", "yes").with("appendonly", "no"));
    for (String line : lines) {
      other.enter(line);
    }
    assertThat(other.events().all()).isEqualTo(lab.events().all());
    int size = lab.events().size();
    enter(":back 1", ":seek 1s");
    enter(":fork again");
    assertThat(lab.events().all()).isEqualTo(other.events().all().subList(0, lab.events().size()));
    assertThat(size).isGreaterThan(900);
  }

  @Test
  void aLoopIsNotThereUnlessItIsAskedFor() {
    Lab usual = Lab.open(WorldSpec.DEFAULT);
    usual.enter("SET a 1");
    assertThat(usual.nowMicros()).isEqualTo(usual.startMicros());
    assertThat(usual.scene("main").loop()).isEmpty();
    assertThat(usual.enter(":traffic x GET a").failed()).isTrue();
  }

  @Test
  void trafficThatCannotBeCountedIsRefused() {
    for (String line :
        new String[] {
          ":traffic x BLPOP a 0",
          ":traffic x SUBSCRIBE a",
          ":traffic x NOSUCH",
          ":traffic x clients=0 PING",
          ":traffic x depth=many PING",
          ":traffic x database=tape GET a",
          ":traffic x",
          ":traffic stop x",
        }) {
      assertThat(lab.enter(line).failed()).as(line).isTrue();
    }
  }

  @Test
  void aDatabaseBesideTheStoreIsAsSlowAsItsDisk() {
    enter("SET a 1", ":traffic memory requests=100 GET a", "+ 1s");
    enter(":traffic ssd requests=100 database=ssd GET a", "+ 1s");
    enter(":traffic hdd requests=100 database=hdd GET a", "+ 5s");
    long memory = loop().traffic().get(0).tookNanos(0);
    long ssd = loop().traffic().get(1).tookNanos(0);
    long hdd = loop().traffic().get(2).tookNanos(0);
    assertThat(ssd).isGreaterThan(8 * memory);
    assertThat(hdd).isGreaterThan(40 * ssd);
  }
}
