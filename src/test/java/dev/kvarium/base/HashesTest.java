package dev.kvarium.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashesTest {
  @ParameterizedTest
  @CsvSource({
    "0, cea28b51565c12e2", "1, 94aaf38c34ce7ba6", "2, fe7a42c2c5fab434", "3, 1c0d255229c3364c",
    "4, 8be7847a474dfdf5", "5, 2858f0420f752296", "6, e61a8a7d8ac52626", "7, f03c4cbcf492b05a",
    "8, 606845b4d093af74", "9, e304e78271c74a56", "10, c936e00e33b32633", "11, 226212e5f29ab45c",
    "12, a4377b74fbbfe0da", "13, 624317667190806f", "14, 4a72ad78e3e197d7", "15, ec8f61bc1c8966a6",
    "16, 1311f4dfe747a751", "17, 899c7b292c85339c", "31, 3d9450fef5eaa3b3", "63, ff6d07afacbad6d9",
  })
  void siphashGivesWhatTheFunctionOfRedisGivesForEveryLengthOfTail(int length, String expected) {
    byte[] key = new byte[16];
    byte[] in = new byte[length];
    for (int i = 0; i < 64; i++) {
      if (i < 16) {
        key[i] = (byte) i;
      }
      if (i < length) {
        in[i] = (byte) i;
      }
    }
    assertThat(SipHash.hash(in, key)).isEqualTo(Long.parseUnsignedLong(expected, 16));
  }

  @Test
  void crc16HasItsPublishedCheckValue() {
    assertThat(Crc16.of(Bytes.of("123456789"))).isEqualTo(0x31c3);
  }

  @ParameterizedTest
  @CsvSource({
    "foo, 12182", "bar, 5061", "{user1000}.following, 3443", "{user1000}.followers, 3443",
    "foo{}{bar}, 8363", "foo{{bar}}zap, 4015", "foo{bar}{zap}, 5061", "123456789, 12739",
    "user:1, 10778", "user:2, 6777",
  })
  void slotsAreThoseOfClusterKeyslot(String key, int slot) {
    assertThat(Crc16.slot(Bytes.of(key))).isEqualTo(slot);
  }

  @Test
  void crc64HasItsPublishedCheckValue() {
    assertThat(Crc64.of(Bytes.of("123456789"))).isEqualTo(0xe9c6d914c4b8d9caL);
  }

  @Test
  void crc64CarriedOnEqualsCrc64OfTheWhole() {
    byte[] in = new byte[61];
    for (int i = 0; i < in.length; i++) {
      in[i] = (byte) (i * 37);
    }
    for (int cut = 0; cut <= in.length; cut++) {
      long first = Crc64.update(0, in, 0, cut);
      assertThat(Crc64.update(first, in, cut, in.length))
          .as("cut at %d", cut)
          .isEqualTo(Crc64.of(Arrays.copyOf(in, in.length)));
    }
  }
}
