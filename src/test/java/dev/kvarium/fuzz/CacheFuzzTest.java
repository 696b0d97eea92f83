package dev.kvarium.fuzz;

import static org.assertj.core.api.Assertions.fail;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.Event;
import dev.kvarium.event.Probe;
import dev.kvarium.memcached.BadSetting;
import dev.kvarium.memcached.CommandLine;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.memcached.MemcachedSession;
import dev.kvarium.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Hostile input to a Memcached by each of its protocols: no exception escapes, nothing hangs,
 * memory stays bounded, and a client that behaves is served as ever.
 */
@Isolated
class CacheFuzzTest {
  private static final int MESSAGES = 3_000;
  private static final int CLIENTS = 4;
  private static final long EPOCH_MICROS = 1_700_000_000_000_000L;
  private static final int BINARY_OPCODES = 0x28;

  /** Of a hundred answers; a round in which all were errors would try nothing. */
  private static final int LEAST_UNDERSTOOD = 5;

  private static final String[] OPTIONS = {
    "-m 64",
    "-m 2 -I 512k",
    "-m 2 -o no_modern",
    "-m 4 -o no_lru_maintainer,no_lru_crawler",
    "-m 4 -o slab_automove=2,temporary_ttl=60",
    "-m 2 -n 500 -C",
    "-m 8 -I 4m -o slab_chunk_max=16384",
    "-m 4 -f 1.08 -M",
    "-m 4 -F -o track_sizes",
  };

  private static final String[] ADMIN = {
    "stats",
    "stats items",
    "stats slabs",
    "stats sizes",
    "stats sizes_enable",
    "stats conns",
    "stats settings",
    "stats reset",
    "stats detail on",
    "stats detail dump",
    "stats cachedump 1 0",
    "stats cachedump 5 10",
    "slabs reassign 1 2",
    "slabs reassign -1 3",
    "slabs automove 2",
    "slabs automove 0",
    "lru_crawler enable",
    "lru_crawler disable",
    "lru_crawler crawl all",
    "lru_crawler crawl 1,2,3",
    "lru_crawler metadump all",
    "lru_crawler metadump hash",
    "lru_crawler mgdump 1",
    "lru_crawler sleep 100",
    "lru_crawler tocrawl 10",
    "lru mode flat",
    "lru mode segmented",
    "lru tune 10 25 0.1 2.0",
    "lru temp_ttl 61",
    "cache_memlimit 8",
    "watch fetchers mutations evictions",
    "watch rawcmds",
    "verbosity 1",
    "version",
    "mn",
    "flush_all 2",
    "shutdown",
    "quit",
    "GET / HTTP/1.1",
  };

  private static final Probe ALL_EARS =
      new Probe() {
        @Override
        public boolean listening() {
          return true;
        }

        @Override
        public void emit(Event event) {}
      };

  /** Makes what a client sends next. */
  private interface Speech {
    byte[] next(Noise noise);
  }

  @Test
  void theClassicProtocolIsReadOrRefused() {
    FuzzTest.play((noise, watch) -> round(noise, watch, CacheFuzzTest::classic));
  }

  @Test
  void theMetaProtocolIsReadOrRefused() {
    FuzzTest.play((noise, watch) -> round(noise, watch, CacheFuzzTest::meta));
  }

  @Test
  void theBinaryProtocolIsReadOrRefused() {
    FuzzTest.play((noise, watch) -> round(noise, watch, CacheFuzzTest::binary));
  }

  private static void round(Noise noise, Watch watch, Speech speech) {
    Simulation world = new Simulation(EPOCH_MICROS);
    String options = noise.pick(OPTIONS);
    MemcachedNode node = node(options, world, noise);
    MemcachedSession good = node.connect("127.0.0.1:1");
    List<MemcachedSession> bad = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      bad.add(node.connect("127.0.0.1:" + (50_000 + i)));
    }
    watch.step("memcached " + options);
    int understood = 0;
    int answered = 0;
    for (int i = 0; i < MESSAGES; i++) {
      int which = noise.random.nextInt(CLIENTS);
      MemcachedSession session = bad.get(which);
      if (session.closing() || noise.chance(5)) {
        node.disconnect(session);
        session = node.connect("127.0.0.1:" + (50_000 + which));
        bad.set(which, session);
      }
      byte[] message = speech.next(noise);
      if (noise.chance(25)) {
        message = noise.mutated(message);
      }
      watch.step(
          which
              + " "
              + Bytes.repr(message.length > 400 ? Bytes.of("…" + message.length) : message));
      feed(session, message, noise);
      byte[] answer = session.takeOutput();
      if (answer.length > 0) {
        answered++;
        understood += isError(answer) ? 0 : 1;
      }
      if (noise.chance(3)) {
        world.advance(noise.random.nextInt(noise.chance(10) ? 50_000_000 : 1_500_000));
      }
      if (noise.chance(2)) {
        node.snapshot(20);
      }
      if (i % 100 == 0) {
        servesOthers(node, good);
      }
    }
    if (understood * 100 < answered * LEAST_UNDERSTOOD) {
      fail("only " + understood + " of " + answered + " answers were no error");
    }
  }

  private static MemcachedNode node(String options, Simulation world, Noise noise) {
    try {
      MemcachedNode node =
          new MemcachedNode(
              CommandLine.parse(List.of(options.split(" "))),
              world,
              world.process(),
              noise.chance(50) ? ALL_EARS : Probe.NONE);
      node.start();
      return node;
    } catch (BadSetting wrong) {
      throw new IllegalArgumentException(options, wrong);
    }
  }

  /** In one piece, or in several. */
  private static void feed(MemcachedSession session, byte[] message, Noise noise) {
    boolean whole = noise.chance(60);
    int at = 0;
    while (at < message.length && !session.closing()) {
      int piece = 1 + noise.random.nextInt(Math.max(64, message.length / 8));
      int count = whole ? message.length : Math.min(message.length - at, piece);
      session.receive(message, at, count);
      at += count;
    }
  }

  private static boolean isError(byte[] answer) {
    boolean binary = (answer[0] & 0xff) == 0x81;
    return binary
        ? answer.length < 24 || answer[6] != 0 || answer[7] != 0
        : Bytes.latin1Text(answer).contains("ERROR");
  }

  private static void servesOthers(MemcachedNode node, MemcachedSession good) {
    byte[] request = Bytes.of("mn\r\nversion\r\n");
    good.receive(request, 0, request.length);
    String answer = Bytes.latin1Text(good.takeOutput());
    if (!answer.equals("MN\r\nVERSION " + MemcachedNode.VERSION + "\r\n")) {
      fail("another client was answered " + answer);
    }
    for (String figure : new String[] {"bytes", "curr_items", "evictions", "total_malloced"}) {
      String value =
          node.stat(figure.equals("total_malloced") ? "slabs" : "stats", figure).orElse("0");
      if (value.startsWith("-")) {
        fail(figure + " is " + value);
      }
    }
  }

  // What is sent

  private static byte[] line(String... words) {
    return Bytes.latin1(String.join(" ", words) + "\r\n");
  }

  private static String key(Noise noise) {
    return noise.chance(90)
        ? Bytes.text(noise.key())
        : noise.chance(50) ? "k".repeat(248 + noise.random.nextInt(5)) : latin(noise.word());
  }

  private static String latin(byte[] bytes) {
    return Bytes.latin1Text(bytes);
  }

  private static String number(Noise noise) {
    return latin(noise.number());
  }

  /** A length as it is, or as it should not be. */
  private static String length(Noise noise, int length) {
    return noise.chance(85)
        ? Integer.toString(length)
        : noise.chance(50) ? number(noise) : Integer.toString(length + noise.random.nextInt(5) - 2);
  }

  private static byte[] value(Noise noise) {
    return switch (noise.random.nextInt(20)) {
      case 0 -> noise.bytes(noise.random.nextInt(1_200_000));
      case 1, 2 -> noise.bytes(noise.random.nextInt(20_000));
      case 3, 4, 5, 6 -> Bytes.of(Integer.toString(noise.random.nextInt(100)));
      case 7 -> noise.number();
      default -> noise.bytes(noise.random.nextInt(300));
    };
  }

  private static byte[] classic(Noise noise) {
    String reply = noise.chance(10) ? "noreply" : "";
    switch (noise.random.nextInt(14)) {
      case 0, 1, 2, 3 -> {
        String verb = noise.pick("set", "set", "add", "replace", "append", "prepend", "cas");
        byte[] value = value(noise);
        String cas = verb.equals("cas") ? number(noise) : "";
        String ttl = noise.chance(70) ? "0" : number(noise);
        String flags = noise.chance(70) ? "0" : number(noise);
        byte[] head = line(verb, key(noise), flags, ttl, length(noise, value.length), cas, reply);
        return Bytes.concat(Bytes.concat(head, value), Bytes.of("\r\n"));
      }
      case 4, 5, 6 -> {
        List<String> words = new ArrayList<>();
        words.add(noise.pick("get", "gets", "bget", "gat 0", "gats 10"));
        int keys = 1 + noise.random.nextInt(noise.chance(3) ? 2_000 : 4);
        for (int i = 0; i < keys; i++) {
          words.add(key(noise));
        }
        return line(words.toArray(String[]::new));
      }
      case 7, 8 -> {
        return line(noise.pick("incr", "decr", "touch"), key(noise), number(noise), reply);
      }
      case 9 -> {
        return line("delete", key(noise), noise.chance(80) ? "" : number(noise), reply);
      }
      case 10 -> {
        String admin = noise.pick(ADMIN);
        return noise.chance(70) ? line(admin) : line(admin, number(noise), number(noise));
      }
      case 11 -> {
        return meta(noise);
      }
      case 12 -> {
        return noise.chance(50) ? line(latin(noise.word()), latin(noise.word())) : binary(noise);
      }
      default -> {
        return noise.chance(90)
            ? noise.bytes(noise.random.nextInt(100))
            : Bytes.of(noise.pick("get ", "set ", "x", " ").repeat(2_500));
      }
    }
  }

  private static byte[] meta(Noise noise) {
    String verb = noise.pick("mg", "ms", "md", "ma", "me", "mn", "mx");
    StringBuilder flags = new StringBuilder();
    for (int i = noise.random.nextInt(6); i > 0; i--) {
      flags
          .append(' ')
          .append(noise.pick("b c f h k l O q s t u v N R T C F I M D J P L S".split(" ")));
      if (noise.chance(30)) {
        flags.append(noise.pick("0", "1", "S", "A", "E", "-1", "60", "+", "-", number(noise)));
      }
    }
    String key =
        flags.indexOf(" b") < 0 ? key(noise) : noise.pick("Zm9v", "Zm9vYmE=", "a", "====", "AAAA");
    if (!verb.equals("ms")) {
      return line(verb, key + flags);
    }
    byte[] value = value(noise);
    byte[] head = line(verb, key, length(noise, value.length) + flags);
    return Bytes.concat(Bytes.concat(head, value), Bytes.of("\r\n"));
  }

  private static byte[] binary(Noise noise) {
    byte[] stream = Bytes.EMPTY;
    for (int i = noise.random.nextInt(3); i >= 0; i--) {
      stream = Bytes.concat(stream, request(noise));
    }
    return stream;
  }

  private static byte[] request(Noise noise) {
    int opcode = noise.random.nextInt(BINARY_OPCODES);
    byte[] key = Bytes.latin1(noise.chance(90) ? key(noise) : "");
    byte[] value = Bytes.EMPTY;
    int extras =
        switch (opcode) {
          case 0x01, 0x02, 0x03, 0x11, 0x12, 0x13 -> {
            value = value(noise);
            yield 8;
          }
          case 0x0e, 0x0f, 0x19, 0x1a -> {
            value = value(noise);
            yield 0;
          }
          case 0x05, 0x06, 0x15, 0x16 -> 20;
          case 0x08, 0x18, 0x1c, 0x1d, 0x1e, 0x23, 0x24 -> 4;
          case 0x07, 0x0a, 0x0b, 0x17 -> {
            key = Bytes.EMPTY;
            yield 0;
          }
          default -> 0;
        };
    if (noise.chance(5)) {
      extras = noise.random.nextInt(30);
    }
    int body = extras + key.length + value.length;
    ByteBuffer out = ByteBuffer.allocate(24 + body);
    out.put((byte) 0x80).put((byte) opcode);
    out.putShort((short) (noise.chance(96) ? key.length : noise.random.nextInt(1 << 16)));
    out.put((byte) (noise.chance(96) ? extras : noise.random.nextInt(256)));
    out.put((byte) (noise.chance(98) ? 0 : 1)).putShort((short) 0);
    out.putInt(noise.chance(96) ? body : noise.random.nextInt());
    out.putInt(noise.random.nextInt()).putLong(noise.chance(80) ? 0 : noise.random.nextInt(50));
    byte[] extra = noise.chance(60) ? new byte[extras] : noise.bytes(extras);
    return out.put(extra).put(key).put(value).array();
  }
}
