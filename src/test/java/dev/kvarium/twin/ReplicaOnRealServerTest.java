package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.Flags;
import dev.kvarium.server.LiveWorld;
import dev.kvarium.server.RedisServer;
import dev.kvarium.server.ServerSettings;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.wire.ReplyText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real server as the replica of a Kvarium on a port. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReplicaOnRealServerTest {
  private RedisServer master;
  private RealRedis replica;
  private RespLink there;
  private RespLink here;

  @BeforeEach
  void start() throws IOException {
    replica = RealRedis.start();
    master = RedisServer.start(ServerSettings.loopback(0), ReplicaOnRealServerTest::node);
    there = replica.connect();
    here = new RespLink(master.address().getPort());
  }

  @AfterEach
  void end() throws IOException {
    if (here != null) {
      here.close();
      master.close();
      replica.close();
    }
  }

  private static RedisNode node(LiveWorld world) {
    return new RedisNode(
        RedisConfig.standard(),
        world.clock(),
        world.timers(),
        new SeededRandomness(1),
        new NoDisk(),
        Probe.NONE);
  }

  private String here(String... words) throws IOException {
    return ReplyText.raw(Same.parse(here.ask(words)));
  }

  private String there(String... words) throws IOException {
    return ReplyText.raw(Same.parse(there.ask(words)));
  }

  private void follow() throws IOException {
    there("REPLICAOF", "127.0.0.1", "" + master.address().getPort());
    awaitLink();
  }

  private void awaitLink() throws IOException {
    for (int i = 0; i < 400; i++) {
      if (there("INFO", "replication").contains("master_link_status:up")) {
        return;
      }
      RealRedis.pause(25);
    }
    throw new AssertionError("the replica does not come up");
  }

  private static boolean drawn(Command command) {
    boolean about = command.row().has(Flags.ADMIN) || command.row().has(Flags.BLOCKING);
    return command.row().has(Flags.WRITE) && !about && !command.name().equals("restore");
  }

  @Test
  void aReplicaHasTheSameDataAfterRandomCommands() throws IOException {
    here("SET", "before", "1");
    follow();
    List<byte[][]> commands = new ArrayList<>();
    try (Twin known = new Twin(replica, 5)) {
      Generator generator =
          new Generator(
              5,
              name ->
                  known
                      .ours()
                      .node()
                      .commands()
                      .named(name)
                      .filter(each -> drawn(each))
                      .isPresent());
      generator.stream(4_000).forEach(op -> commands.add(op.argv()));
    }
    for (int from = 0; from < commands.size(); from += 100) {
      here.ask(commands.subList(from, Math.min(from + 100, commands.size())));
    }
    here("SCAN", "0", "COUNT", "100000");
    assertThat(here("WAIT", "1", "5000")).isEqualTo("1");
    assertThat(there("DBSIZE")).isEqualTo(here("DBSIZE"));
    assertThat(there("DEBUG", "DIGEST")).isEqualTo(here("DEBUG", "DIGEST"));
  }

  /** One that has fed nobody stands at byte 0, which a replica has that never said anything. */
  @Test
  void waitAtByteZeroCountsAReplicaThatHasSaidNothing() throws IOException {
    for (int port : new int[] {replica.port(), master.address().getPort()}) {
      try (RespLink link = new RespLink(port);
          RespLink silent = new RespLink(port)) {
        link.ask("CONFIG", "SET", "repl-diskless-sync-delay", "0");
        link.ask("SET", "before", "1");
        silent.ask("REPLCONF", "capa", "eof", "capa", "psync2");
        assertThat(Bytes.text(silent.ask("PSYNC", "?", "-1"))).matches("\\+FULLRESYNC .{40} 0\r\n");
        for (int i = 0; i < 400 && !replicas(link).contains("state=online"); i++) {
          RealRedis.pause(25);
        }
        assertThat(Bytes.text(link.ask("WAIT", "1", "50"))).isEqualTo(":1\r\n");
        link.ask("SET", "behind", "1");
        assertThat(Bytes.text(link.ask("WAIT", "1", "50"))).isEqualTo(":0\r\n");
      }
    }
  }

  private static String replicas(RespLink link) throws IOException {
    return Bytes.text(link.ask("INFO", "replication"));
  }

  @Test
  void aReplicaThatComesBackIsSentWhatItMissed() throws IOException {
    follow();
    here("SET", "a", "1");
    assertThat(here("WAIT", "1", "5000")).isEqualTo("1");
    assertThat(here("CLIENT", "KILL", "TYPE", "replica")).isEqualTo("1");
    here("SET", "b", "2");
    here("INCR", "b");
    for (int i = 0; i < 400 && !here("INFO", "stats").contains("sync_partial_ok:1"); i++) {
      RealRedis.pause(25);
    }
    assertThat(here("INFO", "stats")).contains("sync_full:1", "sync_partial_ok:1");
    assertThat(here("WAIT", "1", "5000")).isEqualTo("1");
    assertThat(there("GET", "b")).isEqualTo("3");
    byte[] role = here.ask("ROLE");
    assertThat(Bytes.latin1Text(role)).startsWith("*3\r\n$6\r\nmaster\r\n:");
    assertThat(here("INFO", "replication"))
        .contains("connected_slaves:1", "port=" + replica.port() + ",state=online");
  }

  @Test
  void withoutEnoughReplicasNothingIsWrittenIfThatIsWanted() throws IOException {
    here("CONFIG", "SET", "min-replicas-to-write", "1");
    assertThat(here("SET", "a", "1")).startsWith("NOREPLICAS");
    follow();
    assertThat(here("SET", "a", "1")).isEqualTo("OK");
    assertThat(Arrays.asList(here("WAIT", "2", "100"), here("WAIT", "0", "0")))
        .containsExactly("1", "1");
  }
}
