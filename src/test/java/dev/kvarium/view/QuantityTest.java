package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {
  @Test
  void bytesAreExactUpTo9999() {
    assertThat(Quantity.bytes(0)).isEqualTo("0 B");
    assertThat(Quantity.bytes(9_999)).isEqualTo("9,999 B");
    assertThat(Quantity.bytes(10_000)).isEqualTo("9.8 KiB");
    assertThat(Quantity.bytes(12_698)).isEqualTo("12.4 KiB");
    assertThat(Quantity.bytes(1_048_575)).isEqualTo("1.0 MiB");
    assertThat(Quantity.bytes(64L << 20)).isEqualTo("64.0 MiB");
    assertThat(Quantity.bytes(-12_698)).isEqualTo("-12.4 KiB");
    assertThat(Quantity.bytes(Long.MAX_VALUE)).isEqualTo("8,192.0 PiB");
  }

  @Test
  void spansTakeTheUnitThatKeepsThemShort() {
    assertThat(Quantity.span(0)).isEqualTo("0 µs");
    assertThat(Quantity.span(999)).isEqualTo("999 µs");
    assertThat(Quantity.span(1_500)).isEqualTo("1.5 ms");
    assertThat(Quantity.span(480_000)).isEqualTo("480 ms");
    assertThat(Quantity.span(30_000_000)).isEqualTo("30.0 s");
    assertThat(Quantity.span(29_999_999)).isEqualTo("29.9 s");
    assertThat(Quantity.span(125_000_000)).isEqualTo("2 min 5 s");
    assertThat(Quantity.span(11_520_000_000L)).isEqualTo("3 h 12 min");
    assertThat(Quantity.span(352_800_000_000L)).isEqualTo("4 d 2 h");
  }

  @Test
  void theClockShowsHoursOnlyOnceThereAreSome() {
    assertThat(Quantity.clock(4_120_000)).isEqualTo("00:04.120");
    assertThat(Quantity.clock(3_723_004_999L)).isEqualTo("1:02:03.004");
  }

  @Test
  void countsCarryTheirNoun() {
    assertThat(Quantity.count(1, "key")).isEqualTo("1 key");
    assertThat(Quantity.count(1_234_567, "key")).isEqualTo("1,234,567 keys");
  }
}
