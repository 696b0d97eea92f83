package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.server.RedisLink;
import dev.kvarium.server.RedisLink.Address;
import dev.kvarium.wire.Reply;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Addresses are read as redis-cli -u reads them, and who asks is named. */
class RedisLinkTest {
  @Test
  void anAddressIsReadAndItsPasswordNotShown() {
    Address address = Address.parse("rediss://ada:secret@cache.example:6380/3");
    assertThat(address.host()).isEqualTo("cache.example");
    assertThat(address.port()).isEqualTo(6380);
    assertThat(address.database()).isEqualTo(3);
    assertThat(address.words()).containsExactly("ada", "secret");
    assertThat(address.encrypted()).isTrue();
    assertThat(address).hasToString("rediss://cache.example:6380/3");
    assertThat(Address.parse("redis://:secret@localhost").words()).containsExactly("secret");
    assertThat(Address.parse("localhost:7000").port()).isEqualTo(7000);
    assertThat(Address.parse("localhost").port()).isEqualTo(6379);
    for (String wrong : new String[] {"http://localhost", "redis://", "redis://a/b", "a b"}) {
      assertThatThrownBy(() -> Address.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPasswordAndADatabaseAreSentFirst() throws Exception {
    try (RealRedis real = RealRedis.start("--save", "")) {
      String at = "127.0.0.1:" + real.port();
      try (RedisLink link = new RedisLink(Address.parse(at))) {
        link.must("CONFIG", "SET", "requirepass", "secret");
      }
      try (RedisLink link = new RedisLink(Address.parse("redis://:secret@" + at + "/5"))) {
        assertThat(link.must("SET", "k", "v")).isEqualTo(Reply.OK);
        assertThat(((Reply.Bulk) link.must("CLIENT", "INFO")).bytes())
            .asString()
            .contains(" db=5 ");
      }
      assertThatThrownBy(() -> new RedisLink(Address.parse("redis://:wrong@" + at)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("WRONGPASS");
    }
  }
}
