package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that are large or many: what is refused, what they take, who frees them. */
class LargeValuesTwinTest {
  private RealRedis real;
  private RespLink link;
  private Ours ours;

  @BeforeEach
  void startBoth() throws IOException {
    real = RealRedis.start();
    link = real.connect();
    ours = new Ours(1);
  }

  @AfterEach
  void endBoth() throws IOException {
    if (real != null) {
      real.close();
    }
  }

  /** Asks both for the same; what they reply. */
  private String both(String... words) throws IOException {
    String there = Bytes.text(link.ask(words));
    assertThat(Bytes.text(ours.inspect(words))).as(String.join(" ", words)).isEqualTo(there);
    return there;
  }

  private static String lazily(String info) {
    int at = info.indexOf("lazyfreed_objects:") + "lazyfreed_objects:".length();
    return info.substring(at, info.indexOf('\r', at));
  }

  /** How many values were freed in the background, which takes the real server a moment. */
  private void freedInTheBackground(int wanted) throws IOException {
    assertThat(lazily(Bytes.text(ours.inspect("INFO", "memory")))).isEqualTo("" + wanted);
    String there = "";
    for (int tries = 0; tries < 200 && !there.equals("" + wanted); tries++) {
      there = lazily(Bytes.text(link.ask("INFO", "memory")));
      RealRedis.pause(5);
    }
    assertThat(there).isEqualTo("" + wanted);
  }

  private void set(String key, int members) throws IOException {
    String[] words = new String[members + 2];
    words[0] = "SADD";
    words[1] = key;
    for (int i = 0; i < members; i++) {
      words[i + 2] = "member-" + i;
    }
    both(words);
  }

  @Test
  void aStringEndsAt512Megabytes() throws IOException {
    String tooLong = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n";
    assertThat(both("SETRANGE", "k", "536870912", "x")).isEqualTo(tooLong);
    assertThat(both("SETRANGE", "k", "536870911", "xy")).isEqualTo(tooLong);
    assertThat(both("SETRANGE", "k", "536870912", "")).isEqualTo(":0\r\n");
    assertThat(both("SETBIT", "k", "4294967296", "1")).startsWith("-ERR bit offset");
    assertThat(both("EXISTS", "k")).isEqualTo(":0\r\n");
    both("CONFIG", "SET", "proto-max-bulk-len", "1mb");
    both("SETRANGE", "k", "1048575", "x");
    assertThat(both("STRLEN", "k")).isEqualTo(":1048576\r\n");
    assertThat(both("APPEND", "k", "x")).isEqualTo(tooLong);
    assertThat(both("SETRANGE", "k", "1048576", "x")).isEqualTo(tooLong);
    assertThat(both("SETBIT", "k", "8388608", "1")).startsWith("-ERR bit offset");
    both("STRLEN", "k");
  }

  @Test
  void fiftyMegabytesTakeFiftySix() throws IOException {
    byte[] value = new byte[50 << 20];
    Arrays.fill(value, (byte) 'v');
    byte[][] set = {Bytes.of("SET"), Bytes.of("big"), value};
    assertThat(Bytes.text(link.ask(set))).isEqualTo("+OK\r\n");
    ours.inspect(set);
    assertThat(both("MEMORY", "USAGE", "big")).isEqualTo(":58720304\r\n");
    // to free one string is one step, however long it is: no thread is asked to do it
    both("UNLINK", "big");
    freedInTheBackground(0);
  }

  @Test
  void whatIsFreedInTheBackgroundIsCountedAlike() throws IOException {
    set("small", 64);
    set("large", 65);
    both("UNLINK", "small", "large");
    freedInTheBackground(1);
    set("large", 65);
    both("DEL", "large");
    freedInTheBackground(1);
    both("CONFIG", "SET", "lazyfree-lazy-user-del", "yes");
    set("large", 65);
    both("DEL", "large");
    freedInTheBackground(2);
    set("large", 65);
    both("SET", "large", "v");
    freedInTheBackground(2);
    both("CONFIG", "SET", "lazyfree-lazy-server-del", "yes");
    both("DEL", "large");
    set("large", 65);
    both("SET", "large", "v");
    freedInTheBackground(3);
    both("CONFIG", "SET", "lazyfree-lazy-expire", "yes");
    set("dying", 100);
    both("PEXPIRE", "dying", "1");
    RealRedis.pause(20);
    ours.setClock(1_767_225_600_000_000L + 1_000_000);
    both("EXISTS", "dying");
    freedInTheBackground(4);
  }
}
