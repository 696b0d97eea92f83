package dev.kvarium.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void reprIsWhatRedisCliPrints() {
    byte[] in = {'a', '"', '\\', '\n', '\r', '\t', 7, '\b', 0, 0x7f, (byte) 0xc3, ' '};
    assertThat(Bytes.repr(in)).isEqualTo("\"a\\\"\\\\\\n\\r\\t\\a\\b\\x00\\x7f\\xc3 \"");
  }

  @Test
  void bytesCompareUnsignedAndThePrefixComesFirst() {
    assertThat(Bytes.compare(Bytes.of("a"), Bytes.of("ab"))).isNegative();
    assertThat(Bytes.compare(new byte[] {(byte) 0x80}, new byte[] {0x7f})).isPositive();
    assertThat(Bytes.compare(Bytes.of("b"), Bytes.of("ab"))).isPositive();
    assertThat(Bytes.compare(Bytes.of("ab"), Bytes.of("ab"))).isZero();
  }

  @Test
  void latin1KeepsEveryByte() {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    assertThat(Bytes.latin1(Bytes.latin1Text(all))).isEqualTo(all);
  }
}
