package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What DUMP gives here and on a real server is the same, and each takes what the other gives. */
class DumpTwinTest {
  private static final int ROUNDS = Integer.getInteger("dump.rounds", 1500);
  private static final long SEED = Long.getLong("dump.seed", 1);
  private static final byte[] KEY = Bytes.of("k");
  private static final byte[] THEIRS = Bytes.of("theirs");

  @Test
  void everyEncodingIsTheSameBytesAndGoesBothWays() throws IOException {
    Ours ours = new Ours(SEED);
    int[] tables = {0, 0};
    try (RealRedis real = RealRedis.start()) {
      RespLink link = real.connect();
      for (int round = 0; round < ROUNDS; round++) {
        String where = "seed " + (SEED + round);
        RandomValues values = new RandomValues(SEED + round);
        List<byte[][]> commands = new ArrayList<>(values.limits());
        commands.add(RandomValues.words("FLUSHALL"));
        commands.addAll(values.commands(KEY));
        List<byte[]> replies = link.ask(commands);
        for (int i = 0; i < commands.size(); i++) {
          assertThat(ours.run(commands.get(i))).as(where).isEqualTo(replies.get(i));
        }
        boolean table = compare(ours, link, KEY, where);
        tables[table ? 1 : 0]++;
        exchange(ours, link, where);
        compare(ours, link, KEY, where + " each from its own");
        swap(ours, link);
        compare(ours, link, THEIRS, where + " each from the other's");
      }
    }
    assertThat(tables[0]).isGreaterThan(ROUNDS / 2);
  }

  /** Compares all that is to be seen of a key; whether its order is a matter of chance. */
  private static boolean compare(Ours ours, RespLink link, byte[] key, String where)
      throws IOException {
    byte[][] encoding = {Bytes.of("OBJECT"), Bytes.of("ENCODING"), key};
    byte[] there = link.ask(encoding);
    assertThat(Bytes.text(ours.run(encoding))).as(where).isEqualTo(Bytes.text(there));
    String name = Bytes.text(there);
    boolean table = name.contains("hashtable");
    byte[][] memory = {
      Bytes.of("MEMORY"), Bytes.of("USAGE"), key, Bytes.of("SAMPLES"), Bytes.of("0")
    };
    if (!name.contains("skiplist") && !table) {
      assertThat(Bytes.text(ours.run(memory)))
          .as(where + " " + name)
          .isEqualTo(Bytes.text(link.ask(memory)));
    }
    byte[][] object = {Bytes.of("DEBUG"), Bytes.of("OBJECT"), key};
    String length = "(?s).*serializedlength:([0-9]+).*";
    assertThat(Bytes.text(ours.run(object)).replaceAll(length, "$1"))
        .as(where)
        .isEqualTo(Bytes.text(link.ask(object)).replaceAll(length, "$1"));
    byte[][] dump = {Bytes.of("DUMP"), key};
    byte[] payload = link.ask(dump);
    if (!table) {
      if (!Arrays.equals(ours.run(dump), payload)) {
        assertThat(Bytes.repr(ours.run(dump)))
            .as(where + " " + name)
            .isEqualTo(Bytes.repr(payload));
      }
    } else {
      byte[][] type = {Bytes.of("TYPE"), key};
      boolean hash = Bytes.text(ours.run(type)).contains("hash");
      byte[][] all = {Bytes.of(hash ? "HGETALL" : "SMEMBERS"), key};
      assertThat(Same.unordered(ours.run(all), link.ask(all), hash ? 2 : 1)).as(where).isTrue();
    }
    return table;
  }

  private static void exchange(Ours ours, RespLink link, String where) throws IOException {
    byte[] own = bulk(ours.run(new byte[][] {Bytes.of("DUMP"), KEY}));
    byte[] real = bulk(link.ask(new byte[][] {Bytes.of("DUMP"), KEY}));
    for (byte[] payload : List.of(own, real)) {
      byte[] name = payload == own ? KEY : THEIRS;
      byte[][] restore = {Bytes.of("RESTORE"), name, Bytes.of("0"), payload, Bytes.of("REPLACE")};
      assertThat(Bytes.text(link.ask(restore))).as(where).isEqualTo("+OK\r\n");
      assertThat(Bytes.text(ours.run(restore))).as(where).isEqualTo("+OK\r\n");
    }
  }

  private static void swap(Ours ours, RespLink link) throws IOException {
    ours.run(RandomValues.words("DEL", "k"));
    link.ask(RandomValues.words("DEL", "k"));
  }

  static byte[] bulk(byte[] reply) {
    return ((Reply.Bulk) Same.parse(reply)).bytes();
  }
}
