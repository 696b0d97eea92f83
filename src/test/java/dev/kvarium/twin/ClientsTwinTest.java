package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.event.Probe;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.server.RedisServer;
import dev.kvarium.server.ServerSettings;
import dev.kvarium.sim.SeededRandomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several clients that wait, queue, watch, listen and cache, on a real server and on ours: what
 * each of them is sent after each command is the same, byte for byte.
 *
 * <p>What comes in an order that the real server draws from its hash seed, as messages by several
 * patterns do, is compared without it.
 */
class ClientsTwinTest {
  private static final int CLIENTS = 5;
  private static final int LISTENER = 4;
  private static final int STEPS = Integer.getInteger("kvarium.clients.steps", 1_500);

  /** How many of the last commands are shown when something differs. */
  private static final int SHOWN = Integer.getInteger("kvarium.clients.shown", 80);

  private static final String[] KEYS = {"l1", "l2", "z1", "z2", "s1"};

  /** What is compared of a line of CLIENT LIST. */
  private static final List<String> FIELDS =
      List.of("name", "flags", "db", "sub", "psub", "ssub", "multi", "multi-mem", "cmd", "resp");

  private RealRedis real;
  private RedisServer ours;
  private final List<String> done = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    real = RealRedis.start();
    ours =
        RedisServer.start(
            ServerSettings.loopback(0),
            world ->
                new RedisNode(
                    RedisConfig.standard(),
                    world.clock(),
                    world.timers(),
                    new SeededRandomness(7),
                    new NoDisk(),
                    Probe.NONE));
  }

  @AfterEach
  void stop() throws IOException {
    ours.close();
    real.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyClientIsSentTheSame(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] queueing =
        new boolean[CLIENTS]; // what shapes replies in the middle of EXEC is a departure
    try (Side there = new Side(real.port());
        Side here = new Side(ours.address().getPort())) {
      for (int step = 0; step < STEPS; step++) {
        int client = random.nextInt(CLIENTS);
        String[] words = (client == LISTENER ? listening(random) : command(random)).split(" ");
        switch (words[0]) {
          case "MULTI" -> queueing[client] = true;
          case "EXEC", "DISCARD", "RESET" -> queueing[client] = false;
          case "HELLO", "CLIENT" -> {
            boolean shapesReplies = words[0].equals("HELLO") || words[1].equals("REPLY");
            words = queueing[client] && shapesReplies ? new String[] {"PING"} : words;
          }
          default -> {}
        }
        done.add(client + "> " + String.join(" ", words));
        there.send(client, words);
        here.send(client, words);
        there.settle();
        here.settle();
        for (int i = 0; i < CLIENTS; i++) {
          same(seed, "client " + i, there.take(i), here.take(i));
        }
        if (step % 4 == 0) { // lest all of them wait
          int freed = random.nextInt(CLIENTS);
          done.add("CLIENT UNBLOCK of " + freed);
          same(seed, "CLIENT UNBLOCK", there.unblock(freed), here.unblock(freed));
        }
        if (step % 20 == 0) {
          same(seed, "CLIENT LIST", there.list(), here.list());
        }
      }
    }
  }

  private void same(long seed, String what, List<String> expected, List<String> got) {
    if (!expected.equals(got)
        && expected.toString().contains("message")
        && expected.stream().sorted().toList().equals(got.stream().sorted().toList())) {
      return;
    }
    int at = 0;
    while (at < Math.min(expected.size(), got.size()) && expected.get(at).equals(got.get(at))) {
      at++;
    }
    assertThat(got.subList(at, Math.min(got.size(), at + 3)))
        .as(
            "seed %d, %s, behind %d that are the same, after:%n%s",
            seed,
            what,
            at,
            String.join("\n", done.subList(Math.max(0, done.size() - SHOWN), done.size())))
        .isEqualTo(expected.subList(at, Math.min(expected.size(), at + 3)));
    assertThat(got).hasSameSizeAs(expected);
  }

  private static String key(SplittableRandom random) {
    return KEYS[random.nextInt(KEYS.length)];
  }

  private static String end(SplittableRandom random) {
    return random.nextBoolean() ? "LEFT" : "RIGHT";
  }

  /**
   * What the one client does that is told what happens to keys. It does nothing to them itself:
   * whether it would be told before or after its reply is a departure.
   */
  private static String listening(SplittableRandom random) {
    return switch (random.nextInt(12)) {
      case 0 -> "PUNSUBSCRIBE";
      case 1 -> "RESET";
      case 2 -> "HELLO " + (2 + random.nextInt(2));
      case 3 -> "PING";
      case 4 -> "SUBSCRIBE c1";
      case 5, 6 -> "SUBSCRIBE __redis__:invalidate";
      default -> "PSUBSCRIBE __key*__:*";
    };
  }

  private static String command(SplittableRandom random) {
    return switch (random.nextInt(78)) {
      case 0, 1 -> "BLPOP " + key(random) + " " + key(random) + " 0";
      case 2 -> "BRPOP " + key(random) + " 0";
      case 3 ->
          "BLMOVE "
              + key(random)
              + " "
              + key(random)
              + " "
              + end(random)
              + " "
              + end(random)
              + " 0";
      case 4 -> "BRPOPLPUSH " + key(random) + " " + key(random) + " 0";
      case 5 -> "BLMPOP 0 2 " + key(random) + " " + key(random) + " " + end(random) + " COUNT 2";
      case 6 -> "BZPOPMIN " + key(random) + " " + key(random) + " 0";
      case 7 -> "BZPOPMAX " + key(random) + " 0";
      case 8 -> "BZMPOP 0 2 " + key(random) + " " + key(random) + " MIN COUNT 2";
      case 9, 10, 11, 12 -> "RPUSH " + key(random) + " a b";
      case 13, 14 -> "LPUSH " + key(random) + " c";
      case 15, 16, 17 -> "ZADD " + key(random) + " 1 a 2 b";
      case 18, 19 -> "DEL " + key(random);
      case 20 -> "SET " + key(random) + " v";
      case 21 -> "RENAME " + key(random) + " " + key(random);
      case 22 -> "COPY " + key(random) + " " + key(random) + " REPLACE";
      case 23 -> "MOVE " + key(random) + " 1";
      case 24 -> "LLEN " + key(random); // SWAPDB would serve in the order of a hash table
      case 25 -> random.nextInt(4) == 0 ? "FLUSHALL" : "FLUSHDB";
      case 26 -> "SELECT " + random.nextInt(2);
      case 27, 28, 29 -> "MULTI";
      case 30, 31, 32 -> "EXEC";
      case 33 -> "DISCARD";
      case 34, 35 -> "WATCH " + key(random) + " " + key(random);
      case 36 -> "UNWATCH";
      case 37 -> "SUBSCRIBE c1 " + (random.nextBoolean() ? "c2" : "c1");
      case 38 -> "PSUBSCRIBE c*";
      case 39 -> "SSUBSCRIBE s1";
      case 40 -> "UNSUBSCRIBE c1";
      case 41 -> "PUNSUBSCRIBE";
      case 42 -> "SUNSUBSCRIBE s1 s2";
      case 43, 44 -> "PUBLISH c" + (1 + random.nextInt(3)) + " m";
      case 45 -> "SPUBLISH s1 m";
      case 46 -> "RESET";
      case 47 -> "HELLO " + (2 + random.nextInt(2));
      case 48 -> "CLIENT TRACKING ON" + (random.nextBoolean() ? " NOLOOP" : "");
      case 49 -> "CLIENT TRACKING ON BCAST PREFIX " + (random.nextBoolean() ? "l" : "z");
      case 50 -> "CLIENT TRACKING " + (random.nextBoolean() ? "ON OPTIN" : "OFF");
      case 51 -> "CLIENT CACHING YES";
      case 52 -> "CLIENT TRACKINGINFO";
      case 53 ->
          "CLIENT UNBLOCK @" + random.nextInt(CLIENTS) + (random.nextBoolean() ? " ERROR" : "");
      case 54 -> "LRANGE " + key(random) + " 0 -1";
      case 55 -> "ZRANGE " + key(random) + " 0 -1";
      case 56 -> "PUBSUB NUMSUB c1 c2";
      case 57 -> "CLIENT REPLY " + (random.nextInt(3) == 0 ? "OFF" : "SKIP");
      case 58, 59 -> "CLIENT REPLY ON";
      case 60 -> "CLIENT TRACKING ON REDIRECT @" + LISTENER;
      case 61 -> "CLIENT TRACKING ON OPTOUT";
      case 62 -> "CLIENT CACHING NO";
      case 63 -> "CLIENT SETNAME n" + random.nextInt(3);
      case 64 -> "XADD " + key(random) + " * f v" + random.nextInt(3);
      case 65 -> "XREAD COUNT 1 BLOCK 0 STREAMS " + key(random) + " " + key(random) + " $ $";
      case 66 -> "XREADGROUP GROUP g me BLOCK 0 STREAMS " + key(random) + " >";
      case 67 -> "XGROUP CREATE " + key(random) + " g $ MKSTREAM";
      case 68 -> "XGROUP DESTROY " + key(random) + " g";
      case 69 -> "SORT " + key(random) + " ALPHA STORE " + key(random);
      case 70 -> "INCR " + key(random);
      case 71 -> "EXPIRE " + key(random) + " " + (random.nextBoolean() ? -1 : 1000);
      case 72 -> "LMPOP 2 " + key(random) + " " + key(random) + " " + end(random);
      case 73, 74 -> "PING";
      case 75 -> "WAIT 0 0";
      case 76 -> "TYPE " + key(random);
      default ->
          random.nextInt(3) > 0
              ? "GET " + key(random)
              : "CONFIG SET notify-keyspace-events " + (random.nextBoolean() ? "KEAn" : "Elg");
    };
  }

  /** A server with its clients, and one more to know when it has come to rest. */
  private static final class Side implements AutoCloseable {
    private final List<Listener> clients = new ArrayList<>();
    private final RespLink control;

    Side(int port) throws IOException {
      control = new RespLink(port);
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Listener(port));
      }
    }

    /** Sends a command; {@code @2} stands for the number by which the server knows client 2. */
    void send(int client, String... words) throws IOException {
      String[] sent = words.clone();
      for (int i = 0; i < sent.length; i++) {
        if (sent[i].startsWith("@")) {
          sent[i] = Long.toString(clients.get(Integer.parseInt(sent[i].substring(1))).id());
        }
      }
      clients.get(client).send(sent);
    }

    /** Ends the wait of a client. */
    List<String> unblock(int client) throws IOException {
      String id = Long.toString(clients.get(client).id());
      return List.of(new String(control.ask("CLIENT", "UNBLOCK", id), StandardCharsets.UTF_8));
    }

    /** Waits until everything that was sent has led to what it leads to. */
    void settle() throws IOException {
      for (int i = 0; i < 3; i++) {
        control.ask("PING");
      }
    }

    List<String> take(int client) throws IOException {
      return clients.get(client).take();
    }

    /** What CLIENT LIST says of the clients. */
    List<String> list() throws IOException {
      String all = new String(control.ask("CLIENT", "LIST"), StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>();
      for (Listener each : clients) {
        for (String line : all.split("\n")) {
          if (line.contains("id=" + each.id() + " ")) {
            lines.add(fields(line));
          }
        }
      }
      return lines;
    }

    private static String fields(String line) {
      StringBuilder kept = new StringBuilder();
      for (String field : line.split(" ")) {
        int is = field.indexOf('=');
        if (is > 0 && FIELDS.contains(field.substring(0, is))) {
          kept.append(field).append(' ');
        }
      }
      return kept.toString();
    }

    @Override
    public void close() throws IOException {
      control.close();
      for (Listener each : clients) {
        each.close();
      }
    }
  }
}
