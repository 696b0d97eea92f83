package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients that wait, here and on a real redis-server: for lists, sorted sets and streams, while
 * others push, delete and rename, one by one and in transactions. Who is served with what, in which
 * order, and who goes on waiting must be the same. SWAPDB is left out: the real server goes through
 * the keys that are waited for in the order of a hash table.
 *
 * <p>{@code -Dtwin.waiting=100000} for a longer run, {@code -Dtwin.seed=N} for another.
 */
class WaitingTwinTest {
  private static final int STEPS_PER_SEED = 500;
  private static final int ATTEMPTS = 1_000;
  private static final Pattern BLOCKED = Pattern.compile("blocked_clients:(\\d+)");

  private static final String[] WAITING = {
    "BLPOP %l 0",
    "BRPOP %l %l 0",
    "BLPOP %l %z %x 0",
    "BLMOVE %l %l LEFT RIGHT 0",
    "BRPOPLPUSH %l %l 0",
    "BLMPOP 0 2 %l %l RIGHT COUNT %n",
    "BZPOPMIN %z 0",
    "BZPOPMAX %z %z 0",
    "BZMPOP 0 2 %z %z MIN COUNT %n",
    "XREAD BLOCK 0 STREAMS %x $",
    "XREAD BLOCK 0 COUNT %n STREAMS %x %x $ %i",
    "XREAD BLOCK 0 STREAMS %x %x %i %i",
    "XREADGROUP GROUP %g %c BLOCK 0 STREAMS %x >",
    "XREADGROUP GROUP %g %c BLOCK 0 COUNT %n NOACK STREAMS %x >",
    "XREADGROUP GROUP %g %c BLOCK 0 STREAMS %x %x > >",
  };

  private static final String[] ACTING = {
    "RPUSH %l %v",
    "RPUSH %l %v %v %v",
    "LPUSH %l %v %v",
    "LPOP %l",
    "LMOVE %l %l LEFT LEFT",
    "ZADD %z %n %v",
    "ZADD %z %n %v %n %v",
    "ZINCRBY %z %n %v",
    "ZREM %z %v",
    "ZPOPMIN %z",
    "ZRANGESTORE %z %z 0 -1",
    "XADD %x %+ f %v",
    "XADD %x %+ f %v",
    "XADD %x %+ f %v",
    "XADD %x MAXLEN 2 %+ f %v",
    "XDEL %x %i",
    "XGROUP CREATE %x %g $ MKSTREAM",
    "XGROUP CREATE %x %g 0",
    "XGROUP DESTROY %x %g",
    "XGROUP SETID %x %g 0",
    "XACK %x %g %i",
    "DEL %k",
    "DEL %k %k",
    "UNLINK %k",
    "RENAME %k %k",
    "COPY %k %k REPLACE",
    "SET %k v",
    "SORT %l ALPHA STORE %l",
    "MOVE %k 1",
    "FLUSHDB",
    "EXPIRE %k -1",
    "XTRIM %x MAXLEN 0",
    "XREADGROUP GROUP %g %c STREAMS %x >",
    "SDIFFSTORE %k nosuch",
  };

  private static RealRedis real;

  private final SplittableRandom random;
  private int entries = 3;

  WaitingTwinTest() {
    random = new SplittableRandom(Long.getLong("twin.seed", 1));
  }

  @BeforeAll
  static void startTheRealOne() throws IOException {
    real = RealRedis.start();
  }

  @AfterAll
  static void endTheRealOne() throws IOException {
    if (real != null) {
      real.close();
    }
  }

  /** A client on both sides. */
  private static final class Client {
    final RespLink link;
    final Session session;
    final Deque<byte[]> sent = new ArrayDeque<>();

    Client(RespLink link, Session session) {
      this.link = link;
      this.session = session;
      session.front = reply -> sent.add(RespWriter.bytes(reply, false));
    }
  }

  private byte[][] words(String template) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char each = template.charAt(i);
      if (each != '%') {
        line.append(each);
        continue;
      }
      switch (template.charAt(++i)) {
        case 'l' -> line.append(key("l"));
        case 'z' -> line.append(key("z"));
        case 'x' -> line.append(key("x"));
        case 'k' -> line.append(key("lzx".charAt(random.nextInt(3)) + ""));
        case 'n' -> line.append(1 + random.nextInt(3));
        case 'v' -> line.append("v").append(random.nextInt(9));
        case 'g' -> line.append("g").append(random.nextInt(2));
        case 'c' -> line.append("c").append(random.nextInt(3));
        case 'i' -> line.append(Math.max(1, entries - random.nextInt(8))).append("-0");
        default -> line.append(++entries).append("-0");
      }
    }
    String[] parts = line.toString().split(" ");
    byte[][] argv = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      argv[i] = Bytes.of(parts[i]);
    }
    return argv;
  }

  /** Now and then a key that is of another type as a rule. */
  private String key(String kind) {
    String drawn = random.nextInt(25) == 0 ? "lzx".charAt(random.nextInt(3)) + "" : kind;
    return drawn + random.nextInt(3);
  }

  @Test
  void whoWaitsIsServedAsTheRealServerServes() throws IOException {
    int steps = Integer.getInteger("twin.waiting", 4_000);
    long served = 0;
    for (int seed = 0; seed < Math.max(1, steps / STEPS_PER_SEED); seed++) {
      served += session();
    }
    assertThat(served).isGreaterThan(steps / 20);
    System.out.printf(
        Locale.ROOT, "waiting: %d steps, %d served late, no difference%n", steps, served);
  }

  /** So many steps from empty databases; how often a client was served that had waited. */
  private long session() throws IOException {
    Ours ours = new Ours(1);
    List<Client> clients = new ArrayList<>();
    List<String> script = new ArrayList<>();
    long served = 0;
    try (RespLink inspector = new RespLink(real.port())) {
      inspector.ask("FLUSHALL", "SYNC");
      for (int i = 0; i < 6; i++) {
        clients.add(new Client(new RespLink(real.port()), ours.node().connect("client-" + i)));
      }
      for (int step = 0; step < STEPS_PER_SEED; step++) {
        Client drawn = clients.get(random.nextInt(clients.size()));
        // the first never waits, and acts for those who do
        Client client = drawn.session.isWaiting() ? clients.getFirst() : drawn;
        boolean first = client == clients.getFirst();
        List<byte[][]> requests = new ArrayList<>();
        if (!first && random.nextInt(3) > 0) {
          requests.add(words(WAITING[random.nextInt(WAITING.length)]));
        } else if (random.nextInt(4) > 0) {
          requests.add(words(ACTING[random.nextInt(ACTING.length)]));
        } else {
          requests.add(words("MULTI"));
          for (int i = random.nextInt(5); i >= 0; i--) {
            String[] any = random.nextInt(8) == 0 ? WAITING : ACTING;
            requests.add(words(any[random.nextInt(any.length)]));
          }
          requests.add(words("EXEC"));
        }
        for (byte[][] request : requests) {
          script.add(client.session.label() + "> " + Op.of(request).line());
          setClock(ours, inspector);
          client.link.send(request);
          Reply reply = ours.node().execute(client.session, request);
          ours.node().beforeSleep();
          if (reply != Reply.None.NONE) {
            same(script, client.link.await(), RespWriter.bytes(reply, false));
          }
          long waiting = clients.stream().filter(each -> each.session.isWaiting()).count();
          assertThat(blocked(inspector, waiting))
              .as("who waits, after\n%s", last(script))
              .isEqualTo(waiting);
          for (Client each : clients) {
            while (!each.sent.isEmpty()) {
              served++;
              script.add("# to " + each.session.label());
              same(script, each.link.await(), each.sent.remove());
            }
          }
        }
        if (step % 100 == 99) {
          var found = new State(inspector, ours, 100, step).compare();
          assertThat(found.map(Divergence::text)).as(last(script)).isEmpty();
        }
      }
    } finally {
      for (Client each : clients) {
        each.link.close();
      }
    }
    return served;
  }

  /** How many clients of the real server wait, once its connections have all been read. */
  private static long blocked(RespLink inspector, long wanted) throws IOException {
    long found = -1;
    for (int attempt = 0; attempt < ATTEMPTS && found != wanted; attempt++) {
      if (attempt > 10) {
        RealRedis.pause(1);
      }
      Matcher blocked = BLOCKED.matcher(Bytes.text(inspector.ask("INFO", "clients")));
      assertThat(blocked.find()).isTrue();
      found = Long.parseLong(blocked.group(1));
    }
    return found;
  }

  private static void setClock(Ours ours, RespLink inspector) throws IOException {
    List<Reply> time = Same.items(Same.parse(inspector.ask("TIME")));
    ours.setClock(number(time.get(0)) * 1_000_000 + number(time.get(1)));
  }

  private static long number(Reply reply) {
    return Long.parseLong(Bytes.text(((Reply.Bulk) reply).bytes()));
  }

  private static void same(List<String> script, byte[] theirs, byte[] own) {
    if (!Same.equal(theirs, own)) {
      throw new AssertionError(
          new Divergence("", 0, script.getLast(), theirs, own).text() + "\nafter\n" + last(script));
    }
  }

  private static String last(List<String> script) {
    return String.join("\n", script.subList(Math.max(0, script.size() - 60), script.size()));
  }
}
