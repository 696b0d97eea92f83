package dev.kvarium.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commands of the text protocol, classic and meta, beside a real memcached. */
class MemcachedTwinTest {
  private static final int COMMANDS = 20_000;

  /** Without the background work, which a real server does at times that nobody foresees. */
  private static final String CLASSIC = "no_lru_maintainer,no_lru_crawler";

  private static final String[] STORES = {"set", "add", "replace", "append", "prepend"};
  private static final String[] NUMBERS = {
    "0", "1", "-1", "7", "18446744073709551615", "99999999999999999999", " 5", "abc", "1.5", "007"
  };
  private static final String[] FLAGS = {
    "v", "k", "s", "c", "f", "q", "h", "u", "N0", "N-1", "R30", "Oabc", "I", "T0", "b", "J10", "D3",
    "MI", "MD", "ME", "MA", "MP", "MR", "MS", "M", "MX", "F5", "Fx", "C1", "zz", "v"
  };

  private final StringBuilder line = new StringBuilder();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bothAnswerTheSame(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (RealMemcached real = new RealMemcached("-m", "64", "-o", CLASSIC)) {
      TestCache ours = new TestCache("-m 64 -t 1 -o " + CLASSIC);
      for (int i = 0; i < COMMANDS; i++) {
        String command = command(random);
        assertThat(ours.send(command)).as("%d: %s", i, command).isEqualTo(real.send(command));
      }
      assertThat(ours.stat("curr_items")).isPositive();
    }
  }

  private String command(SplittableRandom random) {
    line.setLength(0);
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> store(random, STORES[random.nextInt(STORES.length)], "");
      case 3 -> store(random, "cas", " " + random.nextInt(60));
      case 4 -> keys(random, random.nextBoolean() ? "get" : "gets");
      case 5 -> keys(random, (random.nextBoolean() ? "gat " : "gats ") + expiry(random));
      case 6 -> line.append("incr ").append(key(random)).append(' ').append(number(random));
      case 7 -> line.append("decr ").append(key(random)).append(' ').append(number(random));
      case 8 ->
          line.append("delete ").append(key(random)).append(random.nextInt(9) == 0 ? " 0" : "");
      case 9 -> line.append("touch ").append(key(random)).append(' ').append(expiry(random));
      case 10 -> meta(random, "mg");
      case 11 -> metaSet(random);
      case 12 -> meta(random, random.nextBoolean() ? "md" : "ma");
      default -> odd(random);
    }
    return line.append("\r\n").toString();
  }

  private void keys(SplittableRandom random, String name) {
    line.append(name);
    for (int i = random.nextInt(4); i >= 0; i--) {
      line.append(' ').append(key(random));
    }
  }

  private static String key(SplittableRandom random) {
    return switch (random.nextInt(60)) {
      case 0 -> "k".repeat(250);
      case 1 -> "k".repeat(251);
      default -> "key" + random.nextInt(12);
    };
  }

  private static String number(SplittableRandom random) {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private static String expiry(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> "-1";
      case 1 -> "2592001";
      case 2 -> "100000";
      case 3 -> random.nextInt(8) == 0 ? "x" : "4294967295";
      default -> "0";
    };
  }

  private static String value(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> Integer.toString(random.nextInt(200));
      case 1 -> number(random);
      case 2 -> "";
      case 3 -> "x".repeat(random.nextInt(3000));
      default -> "value";
    };
  }

  private void store(SplittableRandom random, String name, String behind) {
    String value = value(random);
    line.append(name).append(' ').append(key(random)).append(' ');
    line.append(random.nextInt(12) == 0 ? "4294967296" : Integer.toString(random.nextInt(3)));
    line.append(' ').append(expiry(random)).append(' ').append(value.length()).append(behind);
    if (random.nextInt(10) == 0) {
      line.append(" noreply");
    }
    line.append("\r\n").append(value);
    if (random.nextInt(40) == 0) {
      line.append('!');
    }
  }

  private void meta(SplittableRandom random, String name) {
    line.append(name).append(' ').append(key(random));
    flags(random);
  }

  private void flags(SplittableRandom random) {
    for (int i = random.nextInt(5); i > 0; i--) {
      line.append(' ').append(FLAGS[random.nextInt(FLAGS.length)]);
    }
  }

  private void metaSet(SplittableRandom random) {
    String value = value(random);
    line.append("ms ").append(key(random)).append(' ').append(value.length());
    flags(random);
    line.append("\r\n").append(value);
  }

  private void odd(SplittableRandom random) {
    line.append(
        switch (random.nextInt(16)) {
          case 0 -> "flush_all";
          case 1 -> "flush_all x";
          case 2 -> "version";
          case 3 -> "verbosity 0";
          case 4 -> "verbosity";
          case 5 -> "set a";
          case 6 -> "get";
          case 7 -> "nonsense a b";
          case 8 -> "touch";
          case 9 -> "incr key1";
          case 10 -> "slabs reassign 1 1";
          case 11 -> "slabs reassign 99 1";
          case 12 -> "slabs automove 7";
          case 13 -> "lru tune 10 25 0.1 2.0";
          case 14 -> "stats nonsense";
          default -> "lru_crawler crawl 99";
        });
  }
}
