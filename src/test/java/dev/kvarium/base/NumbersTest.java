package dev.kvarium.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "-1",
        "10",
        "9223372036854775807",
        "-9223372036854775808",
        "1000000000000000000",
        "-999999999999999999",
      })
  void theTextOfALongIsRead(String text) {
    assertThat(Numbers.isLong(Bytes.of(text))).isTrue();
    assertThat(Numbers.parseLong(Bytes.of(text))).isEqualTo(Long.parseLong(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+1",
        "-0",
        "00",
        "01",
        "-01",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "a",
        "-a",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "100000000000000000000",
        "-100000000000000000000",
        "9999999999999999999",
        "12345678901234a"
      })
  void anythingElseIsNoLong(String text) {
    assertThat(Numbers.isLong(Bytes.of(text))).isFalse();
  }

  @Test
  void everyLongComesBackFromItsText() {
    Random random = new Random(11);
    for (int i = 0; i < 200_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      byte[] text = Numbers.toBytes(value);
      assertThat(Bytes.text(text)).isEqualTo(Long.toString(value));
      assertThat(Numbers.digits(value)).isEqualTo(text.length);
      assertThat(Numbers.isLong(text)).isTrue();
      assertThat(Numbers.parseLong(text)).isEqualTo(value);
    }
    assertThat(Bytes.text(Numbers.toBytes(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
  }

  @ParameterizedTest
  @CsvSource({
    "3.14, 3.14",
    "-0, -0.0",
    ".5, 0.5",
    "5., 5.0",
    "1e3, 1000.0",
    "1E-2, 0.01",
    "inf, Infinity",
    "-Infinity, -Infinity",
    "+1, 1.0",
    "0x10, 16.0",
    "0x1.8p1, 3.0",
    "1e308, 1e308",
    "4.9e-324, 4.9e-324",
    "0e-999, 0.0",
    "9007199254740993, 9007199254740992.0",
    "0.1000000000000000055511151231257827, 0.1",
    "123456789.123456789, 123456789.12345679",
  })
  void aDoubleIsReadAsStrtodReadsIt(String text, double expected) {
    assertThat(Numbers.parseDouble(Bytes.of(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " 1", "1 ", "nan", "-nan", "1e400", "-1e400", "1e-400", "1e", "0x", "1d", "1f", "abc",
        "1.2.3", "--1", "+-1", ".", "e5", "infx", "\t1", "1\0"
      })
  void whatIsNoDoubleGivesNaN(String text) {
    assertThat(Numbers.parseDouble(Bytes.of(text))).isNaN();
  }

  @Test
  void aBoundMayBeginWithSpacesEndWithAZeroByteAndOverflow() {
    assertThat(Numbers.parseBound(Bytes.of("(1.5"), 1)).isEqualTo(1.5);
    assertThat(Numbers.parseBound(Bytes.of(" 5"), 0)).isEqualTo(5);
    assertThat(Numbers.parseBound(Bytes.of("5\0x"), 0)).isEqualTo(5);
    assertThat(Numbers.parseBound(Bytes.of(""), 0)).isEqualTo(0);
    assertThat(Numbers.parseBound(Bytes.of("1e400"), 0)).isInfinite();
    assertThat(Numbers.parseBound(Bytes.of("5x"), 0)).isNaN();
    assertThat(Numbers.parseBound(Bytes.of("nan"), 0)).isNaN();
    assertThat(Numbers.parseBound(Bytes.of("  "), 0)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.10000000000000001, 0.10000000000000001",
    "3, 3, 3",
    "-0.0, -0, -0",
    "1.5, 1.5, 1.5",
    "1e17, 1e+17, 100000000000000000",
    "1e16, 10000000000000000, 10000000000000000",
    "1e18, 1e+18, 1000000000000000000",
    "1e19, 1e+19, 1e+19",
    "1e-5, 1.0000000000000001e-05, " + "1.0000000000000001e-05",
    "0.0001, 0.0001, 0.0001",
    "1e300, 1.0000000000000001e+300, " + "1.0000000000000001e+300",
    "123456789012345680, 1.2345678901234568e+17, " + "123456789012345680",
    "4.9e-324, 4.9406564584124654e-324, 4.9406564584124654e-324",
    "Infinity, inf, inf",
    "-Infinity, -inf, -inf",
    "NaN, nan, nan",
    "5e-324, " + "4.9406564584124654e-324, 4.9406564584124654e-324",
  })
  void aDoubleIsPrintedAsPrintfDoesAndStoredAsAnIntegerWhereItIsOne(
      double value, String replied, String stored) {
    assertThat(Bytes.text(Numbers.replyDouble(value))).isEqualTo(replied);
    assertThat(Bytes.text(Numbers.storedDouble(value))).isEqualTo(stored);
  }

  @Test
  void everyDoubleComesBackFromItsText() {
    Random random = new Random(13);
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isNaN(value)) {
        assertThat(Numbers.parseDouble(Numbers.replyDouble(value))).isEqualTo(value);
        assertThat(Numbers.parseDouble(Numbers.storedDouble(value))).isEqualTo(value);
      }
    }
  }
}
