package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.value.RedisVersion;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a node of version 6.2 dumps, taken by the real 7.0 and by ours: both make the same of it.
 */
class OldPayloadsTwinTest {
  private static final int ROUNDS = Integer.getInteger("dump.rounds", 400);
  private static final byte[] KEY = Bytes.of("k");

  @Test
  void ziplistsBecomeWhatTheRealServerMakesOfThem() throws IOException {
    int ziplists = 0;
    try (RealRedis real = RealRedis.start("--sanitize-dump-payload", "yes")) {
      RespLink link = real.connect();
      for (int round = 0; round < ROUNDS; round++) {
        Ours old = new Ours(round, RedisConfig.standard().as(RedisVersion.V6_2));
        Ours ours = new Ours(round);
        RandomValues values = new RandomValues(7000 + round);
        values.commands(KEY).forEach(old::run);
        if (Bytes.text(old.encoding(KEY)).contains("stream")) {
          continue;
        }
        ziplists += Bytes.text(old.encoding(KEY)).matches("(?s).*(ziplist|quicklist).*") ? 1 : 0;
        byte[] payload = DumpTwinTest.bulk(old.run(new byte[][] {Bytes.of("DUMP"), KEY}));
        assertThat(payload[payload.length - 10]).isEqualTo((byte) 9);
        byte[][] restore = {Bytes.of("RESTORE"), KEY, Bytes.of("0"), payload, Bytes.of("REPLACE")};
        assertThat(Bytes.text(link.ask(restore))).as("round %d", round).isEqualTo("+OK\r\n");
        assertThat(Bytes.text(ours.run(restore))).isEqualTo("+OK\r\n");
        for (String each : List.of("OBJECT ENCODING", "DUMP", "MEMORY USAGE")) {
          byte[][] question = FilesTwinTest.question(each, KEY);
          byte[] there = link.ask(question);
          byte[] here = ours.run(question);
          String encoding = Bytes.text(ours.encoding(KEY));
          boolean same =
              Arrays.equals(there, here)
                  || encoding.contains("hashtable")
                      && (!each.equals("DUMP") || Payloads.sameBytesInAnotherOrder(there, here))
                  || each.startsWith("MEMORY") && encoding.contains("skiplist");
          assertThat(same)
              .as("round %d %s: %s %s", round, each, Bytes.repr(there), Bytes.repr(here))
              .isTrue();
        }
        // and the old one takes back what it gave
        assertThat(Bytes.text(old.run(restore))).isEqualTo("+OK\r\n");
        byte[] again = DumpTwinTest.bulk(old.run(new byte[][] {Bytes.of("DUMP"), KEY}));
        assertThat(
                Arrays.equals(again, payload) || Payloads.sameBytesInAnotherOrder(again, payload))
            .as("round %d", round)
            .isTrue();
      }
    }
    assertThat(ziplists).isGreaterThan(ROUNDS / 8);
  }
}
