package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc64;
import dev.kvarium.wire.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads of streams, damaged and signed anew: refused, or good enough for every command. */
class StreamFuzzTest {
  private static final int FOOTER_BYTES = 10;

  private static final String[] COMMANDS = {
    "XRANGE s - +",
    "XREVRANGE s + -",
    "XREAD STREAMS s 0",
    "XINFO STREAM s FULL",
    "XINFO GROUPS s",
    "MEMORY USAGE s",
    "XREADGROUP GROUP g alice COUNT 2 STREAMS s >",
    "XREADGROUP GROUP g bob STREAMS s 0",
    "XAUTOCLAIM s g carol 0 0 COUNT 2",
    "XCLAIM s g carol 0 2-1 3-0 FORCE",
    "XPENDING s g - + 10",
    "XDEL s 2-1",
    "XADD s * t 1",
    "XADD s 99999999999999-1 u 1 v 2",
    "XTRIM s MINID 3",
    "XACK s g 1-1 2-1 3-0",
    "XGROUP DELCONSUMER s g alice",
    "XTRIM s MAXLEN ~ 2",
    "COPY s t REPLACE",
    "DUMP t",
    "XTRIM s MAXLEN 1",
    "XSETID s 99999999999999-5",
    "XTRIM s MAXLEN 0",
    "XADD s * t 1",
    "XRANGE s - +"
  };

  private static byte[] signed(byte[] body) {
    byte[] payload = Arrays.copyOf(body, body.length + FOOTER_BYTES);
    payload[body.length] = 10;
    long crc = Crc64.update(0, payload, 0, body.length + 2);
    for (int i = 0; i < Long.BYTES; i++) {
      payload[body.length + 2 + i] = (byte) (crc >>> 8 * i);
    }
    return payload;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noPayloadMakesAStreamThatBreaks(long seed) {
    TestNode redis = new TestNode(RedisConfig.standard().with("rdbcompression", "no"), true);
    List.of(
            "CONFIG SET stream-node-max-entries 3",
            "XADD s 1-1 t 1 u 2",
            "XADD s 2-1 t 1 u 3",
            "XADD s 2-2 x 1",
            "XADD s 3-0 t 1",
            "XADD s 4-0 t 1 u 300",
            "XGROUP CREATE s g 0",
            "XREADGROUP GROUP g alice COUNT 3 STREAMS s >",
            "XDEL s 2-2")
        .forEach(redis::run);
    byte[] payload = ((Reply.Bulk) redis.run("DUMP s")).bytes();
    byte[] good = Arrays.copyOf(payload, payload.length - FOOTER_BYTES);
    Random random = new Random(seed);
    int taken = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] body = good.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = 1 + random.nextInt(body.length - 1);
        body[at] =
            switch (random.nextInt(4)) {
              case 0 -> (byte) random.nextInt(256);
              case 1 -> (byte) (body[at] ^ 1 << random.nextInt(8));
              case 2 -> (byte) (body[at] + 1);
              default -> body[random.nextInt(body.length)];
            };
      }
      if (random.nextInt(10) == 0) {
        body = Arrays.copyOf(body, random.nextInt(body.length));
      }
      redis.events.clear();
      String reply =
          TestNode.text(
              redis.run(
                  Bytes.of("RESTORE"),
                  Bytes.of("s"),
                  Bytes.of("0"),
                  signed(body),
                  Bytes.of("REPLACE")));
      if (reply.equals("OK") && redis.say("TYPE s").equals("stream")) {
        taken++;
        redis.node.value(0, Bytes.of("s")).orElseThrow();
        for (String command : COMMANDS) {
          redis.run(command);
        }
      } else if (!reply.equals("OK")) {
        assertThat(reply).startsWith("-ERR ");
      }
    }
    assertThat(taken).isPositive();
  }
}
