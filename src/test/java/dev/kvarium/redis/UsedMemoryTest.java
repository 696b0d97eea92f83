package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum that is kept with every change is the one that adding up all keys gives. */
class UsedMemoryTest {
  private static final String[] COMMANDS = {
    "SET k v",
    "SET k 12345",
    "SET k 77",
    "SET k v EX 100",
    "APPEND k vvvvvvv",
    "INCR n",
    "SETRANGE k 300 x",
    "DEL k",
    "UNLINK k",
    "RENAME k j",
    "COPY k j REPLACE",
    "EXPIRE k 50",
    "PERSIST k",
    "HSET h f v",
    "HDEL h f",
    "SADD s m",
    "SREM s m",
    "SADD i 5",
    "RPUSH l v",
    "LPOP l",
    "LTRIM l 0 3",
    "ZADD z 1 m",
    "ZREM z m",
    "SETBIT b 900 1",
    "GETSET k w",
    "MSET k v j w",
    "MOVE k 1",
    "SPOP s",
    "XADD x * f v",
    "PFADD p v",
    "GETDEL k",
    "FLUSHDB",
    "SWAPDB 0 1",
    "SDIFFSTORE s t u",
    "ZUNIONSTORE z 2 y w",
    "SORT l ALPHA STORE l2",
    "LMOVE l l2 LEFT RIGHT",
    "BITOP NOT b k",
    "RESTORE k 0 bad",
    "INCRBYFLOAT n 1.5"
  };

  private static String command(SplittableRandom random) {
    String[] words = COMMANDS[random.nextInt(COMMANDS.length)].split(" ");
    if (words[0].equals("FLUSHDB") && random.nextInt(20) > 0) {
      return "PING";
    }
    for (int i = 1; i < words.length; i++) {
      if (words[i].length() == 1 && Character.isLetter(words[i].charAt(0))) {
        words[i] += 10 + random.nextInt(10);
      }
    }
    return String.join(" ", words);
  }

  private static long used(TestNode node) {
    return Long.parseLong(node.say("INFO memory").split("used_memory:")[1].split("\r")[0]);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theKeptSumIsTheAddedUp(long seed) {
    TestNode limited =
        new TestNode(RedisConfig.of(new TreeMap<>(Map.of("maxmemory", "1gb"))), false);
    TestNode free = new TestNode(RedisConfig.standard(), false);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 6_000; i++) {
      String command = command(random);
      assertThat(limited.say(command)).isEqualTo(free.say(command));
      if (i % 5 == 0) {
        assertThat(used(limited)).as("%d: %s, seed %d", i, command, seed).isEqualTo(used(free));
      }
      limited.passMillis(3);
      free.passMillis(3);
    }
    assertThat(used(limited)).isGreaterThan(880_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2gb"})
  void theSumIsRightAfterAnotherLimit(String between) {
    TestNode limited =
        new TestNode(RedisConfig.of(new TreeMap<>(Map.of("maxmemory", "1gb"))), false);
    TestNode free = new TestNode(RedisConfig.standard(), false);
    for (TestNode each : new TestNode[] {limited, free}) {
      each.run("SET a v");
      each.run("HSET h f v");
    }
    free.run("CONFIG SET hz 10");
    limited.run("CONFIG SET maxmemory " + between);
    for (TestNode each : new TestNode[] {limited, free}) {
      each.run("HSET h g vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv");
      each.run("DEL a");
    }
    limited.run("CONFIG SET maxmemory 1gb");
    for (TestNode each : new TestNode[] {limited, free}) {
      each.run("APPEND b vvvvvvvv");
    }
    assertThat(used(limited)).isEqualTo(used(free));
  }

  @Test
  void aScriptThatTouchesThousandsOfValuesIsWeighedAsWell() {
    TestNode limited =
        new TestNode(RedisConfig.of(new TreeMap<>(Map.of("maxmemory", "1gb"))), false);
    TestNode free = new TestNode(RedisConfig.standard(), false);
    byte[] script =
        Bytes.of(
            "for i = 1, 30000 do redis.call('APPEND', 'k' .. i * 7919 % 9001, 'vvvvvvv')"
                + " redis.call('RPUSH', 'l' .. i % 5003, i) end");
    for (TestNode each : new TestNode[] {limited, free}) {
      each.run("SET a v");
      each.run(Bytes.of("EVAL"), script, Bytes.of("0"));
    }
    assertThat(used(limited)).isEqualTo(used(free)).isGreaterThan(2_000_000);
  }
}
