package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept of commands that took long, where the time of a command is reckoned. */
class SlowCommandsTest {
  private final TestNode node = new TestNode();

  @Test
  void deletingManyElementsIsSlowAndUnlinkingThemIsNot() {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < 70_000; i++) {
      members.append(" m").append(i);
    }
    node.run("SADD a" + members);
    node.run("SADD b" + members);
    assertThat(node.say("SLOWLOG LEN")).isEqualTo("0");
    node.run("UNLINK a");
    assertThat(node.say("SLOWLOG LEN")).isEqualTo("0");
    node.run("DEL b");
    assertThat(node.say("SLOWLOG GET")).contains("11481").contains("DEL").contains("b");
    assertThat(node.say("INFO commandstats")).contains("cmdstat_del:calls=1,usec=11481,");
    node.run("SLOWLOG RESET");
    assertThat(node.say("SLOWLOG LEN")).isEqualTo("0");
  }

  @Test
  void longCommandsAreCutAndSecretsHidden() {
    node.run("CONFIG SET slowlog-log-slower-than 0");
    node.run("SET k " + "x".repeat(130));
    node.run("MGET" + " k".repeat(40));
    node.run("CONFIG SET masterauth geheim");
    String told = node.say("SLOWLOG GET");
    assertThat(told).contains("x".repeat(128) + "... (2 more bytes)");
    assertThat(told).contains("... (10 more arguments)");
    assertThat(told).contains("masterauth").contains("(redacted)").doesNotContain("geheim");
  }

  @Test
  void theLatencyMonitorKeepsTheLongestOfASecond() {
    node.run("CONFIG SET latency-monitor-threshold 5");
    node.run("CONFIG SET slowlog-log-slower-than 0");
    for (int size : new int[] {70_000, 40_000}) {
      StringBuilder members = new StringBuilder();
      for (int i = 0; i < size; i++) {
        members.append(" m").append(i);
      }
      node.run("SADD a" + members);
      node.run("DEL a");
    }
    assertThat(node.say("LATENCY HISTORY command")).contains("11").doesNotContain("6");
    node.pass(2_000_000);
    assertThat(node.say("LATENCY DOCTOR")).contains("1. command: 1 latency spikes");
    assertThat(node.say("LATENCY GRAPH nothing"))
        .contains("No samples available for event 'nothing'");
    assertThat(node.say("LATENCY RESET")).isEqualTo("1");
    assertThat(node.say("LATENCY LATEST")).isEqualTo("[]");
  }

  @Test
  void histogramsCountByDoublingsOfAMicrosecond() {
    node.run("GET nothing");
    node.run("GET nothing");
    assertThat(node.say("LATENCY HISTOGRAM get")).contains("calls").contains("2");
    node.run("CONFIG RESETSTAT");
    assertThat(node.say("LATENCY HISTOGRAM get")).doesNotContain("calls");
  }
}
