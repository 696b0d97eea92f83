package dev.kvarium.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongDoubleTest {
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.2, 0.3",
    "10.50, 0.1, 10.6",
    "5.0e3, 2.0e2, 5200",
    "3, -5, -2",
    "0, -0.0, 0",
    "1e30, 1, 1000000000000000000024696061952",
    "0.1, 0, 0.1",
    "0.00000000000000001, 0, 0.00000000000000001",
    "-1e-30, 0, 0",
    "9223372036854775807, 1, 9223372036854775808",
    "0x1p-1, 0x.8, 1",
  })
  void sumsArePrintedAsIncrbyfloatPrintsThem(String a, String b, String sum) {
    LongDouble result = LongDouble.parse(Bytes.of(a)).plus(LongDouble.parse(Bytes.of(b)));
    assertThat(Bytes.text(result.toBytes())).isEqualTo(sum);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "-1.5", "1e4932", "inf", "-INFINITY", "0x1p3", "0", "3.6452e-4951", "1."})
  void theseAreNumbers(String text) {
    assertThat(LongDouble.isNumber(Bytes.of(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1 ", "nan", "1e4933", "1e-4970", "abc", "1e", "0x", "1\0"})
  void theseAreNot(String text) {
    assertThat(LongDouble.isNumber(Bytes.of(text))).isFalse();
  }

  @Test
  void tooLargeASumIsNotFinite() {
    LongDouble large = LongDouble.parse(Bytes.of("1e4932"));
    assertThat(large.plus(large).isFinite()).isFalse();
    assertThat(large.isFinite()).isTrue();
    assertThat(LongDouble.parse(Bytes.of("inf")).isFinite()).isFalse();
  }
}
