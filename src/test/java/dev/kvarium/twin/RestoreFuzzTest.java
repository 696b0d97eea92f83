package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Payloads that were changed, cut, or claim huge lengths, with a checksum that fits: no exception
 * escapes, and the real server judges each the same.
 */
class RestoreFuzzTest {
  private static final String REFUSED = "-ERR Bad data format\r\n";
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 300);
  private static final int MUTANTS = 20;
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final byte[] KEY = Bytes.of("k");
  private static final byte[] COPY = Bytes.of("copy");

  @Test
  void aBadPayloadGetsTheServersError() throws IOException {
    Ours ours = new Ours(SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    int[] verdicts = {0, 0};
    try (RealRedis real = RealRedis.start("--sanitize-dump-payload", "yes")) {
      RespLink link = real.connect();
      for (int round = 0; round < ROUNDS; round++) {
        byte[] payload = payload(ours, new RandomValues(SEED + round));
        List<byte[][]> requests = new ArrayList<>();
        for (int i = 0; i < MUTANTS; i++) {
          byte[] mutant = mutant(payload, random);
          requests.add(
              new byte[][] {Bytes.of("RESTORE"), COPY, Bytes.of("0"), mutant, Bytes.of("REPLACE")});
        }
        List<byte[]> replies = link.ask(requests);
        for (int i = 0; i < MUTANTS; i++) {
          String there = Bytes.text(replies.get(i));
          String here = Bytes.text(ours.run(requests.get(i)));
          byte[] mutant = requests.get(i)[3];
          if (isStream(mutant) && here.equals(REFUSED)) {
            // more streams are refused here than there, see docs/departures.md
            verdicts[0]++;
            continue;
          }
          assertThat(here).as("seed %d: %s", SEED + round, Bytes.repr(mutant)).isEqualTo(there);
          verdicts[there.startsWith("+") ? 1 : 0]++;
          if (there.startsWith("+")) {
            useAll(ours);
          }
        }
      }
    }
    assertThat(verdicts[0]).as("refused").isGreaterThan(ROUNDS);
    assertThat(verdicts[1]).as("taken").isGreaterThan(ROUNDS);
  }

  private static boolean isStream(byte[] payload) {
    return payload[0] == 15 || payload[0] == 19;
  }

  /** Whatever was taken can be looked at from all sides, changed and written again. */
  private static void useAll(Ours ours) {
    for (String line :
        new String[] {
          "DUMP copy",
          "MEMORY USAGE copy SAMPLES 0",
          "OBJECT ENCODING copy",
          "GET copy",
          "LRANGE copy 0 -1",
          "HGETALL copy",
          "SMEMBERS copy",
          "ZRANGE copy 0 -1 WITHSCORES",
          "ZREVRANGE copy 0 -1",
          "ZRANGEBYSCORE copy -inf +inf",
          "LINSERT copy BEFORE x y",
          "LPUSH copy x",
          "RPOP copy",
          "HSET copy x y",
          "HDEL copy x",
          "SADD copy x",
          "SREM copy 1",
          "ZADD copy 5 x",
          "ZPOPMIN copy",
          "APPEND copy x"
        }) {
      byte[] reply = ours.run(RandomValues.words(line.split(" ", -1)));
      assertThat(reply).isNotEmpty();
    }
  }

  private static byte[] payload(Ours ours, RandomValues values) {
    ours.run(RandomValues.words("FLUSHALL"));
    values.limits().forEach(ours::run);
    for (String limit : new String[] {"hash-max-listpack-entries", "zset-max-listpack-entries"}) {
      ours.run(RandomValues.words("CONFIG", "SET", limit, "128"));
    }
    values.commands(KEY).forEach(ours::run);
    return DumpTwinTest.bulk(ours.run(new byte[][] {Bytes.of("DUMP"), KEY}));
  }

  private static byte[] mutant(byte[] payload, SplittableRandom random) {
    byte[] body = Arrays.copyOf(payload, payload.length - 10);
    switch (random.nextInt(8)) {
      case 0 -> body = Arrays.copyOf(body, random.nextInt(body.length + 1));
      case 1 -> {
        int at = random.nextInt(body.length);
        int count = random.nextInt(1 + Math.min(8, body.length - at));
        byte[] shorter = new byte[body.length - count];
        System.arraycopy(body, 0, shorter, 0, at);
        System.arraycopy(body, at + count, shorter, at, body.length - at - count);
        body = shorter;
      }
      case 2 -> body[0] = (byte) random.nextInt(24);
      case 3 -> {
        // a length that nothing can have
        int at = random.nextInt(body.length);
        byte[] longer = new byte[body.length + 9];
        System.arraycopy(body, 0, longer, 0, at);
        longer[at] = (byte) (random.nextBoolean() ? 0x81 : 0x80);
        for (int i = 1; i < 9; i++) {
          longer[at + i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0x7f);
        }
        System.arraycopy(body, at, longer, at + 9, body.length - at);
        body = longer;
      }
      default -> {
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
          int at = random.nextInt(random.nextBoolean() ? body.length : Math.min(body.length, 24));
          body[at] =
              (byte)
                  (random.nextBoolean() ? random.nextInt(256) : body[at] ^ 1 << random.nextInt(8));
        }
      }
    }
    return Payloads.whole(body, 10);
  }
}
