package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import org.junit.jupiter.api.Test;

class GateTest {
  private final TestNode redis = new TestNode();

  @Test
  void nothingThatTakesMemoryRunsWhenAllIsTaken() {
    redis.run("SET a 1");
    redis.run("CONFIG SET maxmemory 1");
    String oom = "-OOM command not allowed when used memory > 'maxmemory'.";
    assertThat(redis.say("SET a 2")).isEqualTo(oom);
    assertThat(redis.say("GET a")).isEqualTo("1");
    assertThat(redis.say("DEL a")).isEqualTo("1");
    assertThat(redis.say("MULTI")).isEqualTo("OK");
    assertThat(redis.say("GET a")).isEqualTo(oom);
    assertThat(redis.say("EXEC"))
        .isEqualTo("-EXECABORT Transaction discarded because of previous errors.");
    redis.run("CONFIG SET maxmemory 0");
    assertThat(redis.say("SET a 2")).isEqualTo("OK");
  }

  @Test
  void memoryIsReckonedAnewAsItIsTaken() {
    redis.run("CONFIG SET maxmemory 1mb");
    int written = 0;
    while (!redis.say("SET k" + written + " " + "x".repeat(1_000)).startsWith("-OOM")) {
      written++;
    }
    assertThat(written).isBetween(100, 250);
    redis.run("FLUSHALL");
    assertThat(redis.say("SET a 1")).isEqualTo("OK");
  }

  @Test
  void aTransactionIsDroppedWhenItsWritesAreForbidden() {
    redis.run("MULTI");
    redis.run("SET a 1");
    redis.node.settings().configure("min-replicas-to-write", "2");
    assertThat(redis.say("EXEC"))
        .isEqualTo(
            "-EXECABORT Transaction discarded because of: NOREPLICAS Not enough good replicas to"
                + " write.");
    assertThat(redis.say("GET a")).isEqualTo("nil");
    assertThat(redis.say("SET a 1")).isEqualTo("-NOREPLICAS Not enough good replicas to write.");
  }

  @Test
  void aReplicaIsReadOnlyAndMayRefuseWhatIsStale() {
    redis.run("SET a 1");
    assertThat(redis.say("REPLICAOF nowhere 1")).isEqualTo("OK");
    assertThat(redis.say("REPLICAOF nowhere 1"))
        .isEqualTo("OK Already connected to specified master");
    assertThat(redis.say("SET a 2"))
        .isEqualTo("-READONLY You can't write against a read only replica.");
    assertThat(redis.say("GET a")).isEqualTo("1");
    assertThat(redis.say("INFO replication")).contains("role:slave", "master_host:nowhere");
    redis.run("CONFIG SET replica-serve-stale-data no");
    assertThat(redis.say("GET a")).startsWith("-MASTERDOWN Link with MASTER is down");
    assertThat(redis.say("CONFIG GET replicaof")).isEqualTo("[replicaof, nowhere 1]");
    assertThat(redis.say("REPLICAOF NO ONE")).isEqualTo("OK");
    assertThat(redis.say("SET a 2")).isEqualTo("OK");
    redis.node.execute(redis.session, argv("REPLICAOF", "no where", "1"));
    assertThat(redis.say("ROLE")).isEqualTo("[slave, no where, 1, connect, -1]");
    redis.run("REPLICAOF NO ONE");
    assertThat(redis.say("REPLICAOF nowhere 70000")).isEqualTo("-ERR Invalid master port");
  }

  private static byte[][] argv(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }
}
