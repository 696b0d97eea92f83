package dev.kvarium.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingTest {
  private static final int KEYS = 20_000;

  private static Ring ring(String dialect, String distribution, String hash, int servers) {
    List<Server> all = new ArrayList<>();
    for (int i = 0; i < servers; i++) {
      all.add(new Server("10.0.0." + i, 11_211, 1, ""));
    }
    return Rings.of(new Rings.Choice(dialect, distribution, hash, "", ""), all);
  }

  @ParameterizedTest
  @CsvSource({
    "twemproxy, ketama, md5, 0.20, 0.03, true",
    "twemproxy, modula, md5, 0.80, 0.02, false",
    "libketama, '', '', 0.20, 0.03, true",
    "plain, jump, '', 0.20, 0.02, true",
    "plain, rendezvous, '', 0.20, 0.02, true"
  })
  void soManyKeysMoveToTheFifthServer(
      String dialect, String distribution, String hash, double share, double give, boolean onlyTo) {
    Ring four = ring(dialect, distribution, hash, 4);
    Ring five = ring(dialect, distribution, hash, 5);
    int moved = 0;
    int betweenOld = 0;
    for (int i = 0; i < KEYS; i++) {
      byte[] key = Bytes.of("user:" + i);
      if (four.pick(key) != five.pick(key)) {
        moved++;
        betweenOld += five.pick(key) == 4 ? 0 : 1;
      }
    }
    assertThat((double) moved / KEYS).isBetween(share - give, share + give);
    assertThat(betweenOld == 0).isEqualTo(onlyTo);
  }

  @Test
  void twentyFiveEqualServersHaveOnly156PointsEach() {
    assertThat(ring("twemproxy", "ketama", "md5", 25).points()).hasSize(25 * 156);
    assertThat(ring("twemproxy", "ketama", "md5", 24).points()).hasSize(24 * 160);
  }

  @Test
  void aKeyBelongsToThePointAtOrBehindIt() {
    Ring ring = ring("twemproxy", "ketama", "md5", 3);
    for (int i = 0; i < KEYS; i++) {
      byte[] key = Bytes.of("k" + i);
      long place = ring.place(key);
      int expected =
          ring.points().stream()
              .filter(point -> point.place() >= place)
              .findFirst()
              .orElse(ring.points().getFirst())
              .server();
      assertThat(ring.pick(key)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"a", "a:0", "a:1:0", "a:99999", ":1", "a:1:2:3", "''"})
  void whatIsNoServerIsRefused(String text) {
    assertThatThrownBy(() -> Server.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatALibraryDoesNotOfferIsRefusedWithWhatItDoes() {
    assertThatThrownBy(() -> ring("libmemcached", "ketama", "crc16", 2))
        .hasMessageContaining("there is no hash of libmemcached 'crc16': there are one_at_a_time");
    assertThatThrownBy(() -> ring("nobody", "", "", 2)).hasMessageContaining("twemproxy");
  }
}
