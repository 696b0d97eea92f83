package dev.kvarium.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvarium.sharding.Server;
import org.junit.jupiter.api.Test;

/** What a file of pools says, and where one is wrong. */
class PoolFileTest {
  private static final String GOOD =
      """
      alpha:
        listen: 127.0.0.1:22121
        hash: md5
        hash_tag: "{}"
        redis: true
        timeout: 400
        servers:
         - 127.0.0.1:6380:2 second
         - 127.0.0.1:6379:1 one
      """;

  @Test
  void whatIsNotSaidIsAsNutcrackerHasIt() throws BadPoolFile {
    PoolSettings pool = PoolFile.read("f", GOOD).getFirst();
    assertThat(pool.distribution()).isEqualTo("ketama");
    assertThat(pool.timeoutMillis()).isEqualTo(400);
    assertThat(pool.backlog()).isEqualTo(512);
    assertThat(pool.retryMillis()).isEqualTo(30_000);
    assertThat(pool.failureLimit()).isEqualTo(2);
    assertThat(pool.autoEjectHosts()).isFalse();
    assertThat(pool.servers())
        .as("by name, the shorter first")
        .extracting(Server::name)
        .containsExactly("one", "second");
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    assertThat(wrong("hash: md5", "hash: sha1"))
        .startsWith("f:3: pool 'alpha': directive \"hash\" is not a valid hash");
    assertThat(wrong("timeout: 400", "timeout: soon"))
        .isEqualTo("f:6: pool 'alpha': directive \"timeout\" is not a number");
    assertThat(wrong("redis: true", "redis: yes"))
        .isEqualTo("f:5: pool 'alpha': directive \"redis\" is not \"true\" or \"false\"");
    assertThat(wrong("6379:1 one", "6379:0 one")).startsWith("f:9: ").contains("a zero weight");
    assertThat(wrong("1 one", "1 second")).startsWith("f:9: ").contains("same name 'second'");
    assertThat(wrong("  listen: 127.0.0.1:22121\n", ""))
        .isEqualTo("f:1: pool 'alpha': directive \"listen:\" is missing");
    assertThat(wrong("hash_tag", "hash_tags")).startsWith("f:4: ").endsWith("is unknown");
    assertThat(wrong("alpha:", "alpha")).startsWith("f:").contains("is no YAML");
    assertThat(wrong(GOOD, "")).isEqualTo("f: has no pools");
  }

  private static String wrong(String good, String bad) {
    BadPoolFile refused =
        catchThrowableOfType(BadPoolFile.class, () -> PoolFile.read("f", GOOD.replace(good, bad)));
    return refused.text();
  }
}
