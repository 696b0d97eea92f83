package dev.kvarium.fuzz;

import dev.kvarium.base.Bytes;
import java.util.Arrays;
import java.util.Random;

/** Words and bytes as nobody should send them, from a seed. */
final class Noise {
  private static final String[] NUMBERS = {
    "0",
    "1",
    "-1",
    "2",
    "3",
    "10",
    "100",
    "-2",
    "-100",
    "127",
    "128",
    "255",
    "256",
    "4095",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999999",
    "0.5",
    "-0.5",
    "1e10",
    "1e308",
    "1e309",
    "-1e309",
    "1e-400",
    "inf",
    "-inf",
    "+inf",
    "nan",
    "-nan",
    "(1",
    "[a",
    "(inf",
    "-",
    "+",
    "0x10",
    "1.",
    ".1",
    "01",
    " 1",
    "1 ",
    "",
    "-0",
    "3.0e",
    "1e",
    "1700000000",
    "1700000000000",
    "0-1",
    "1-1",
    "5-*",
    "*",
    "$",
    ">",
    "0-0",
    "18446744073709551615-18446744073709551615",
    "u8",
    "i64",
    "u64",
    "#1"
  };

  final Random random;

  Noise(long seed) {
    this.random = new Random(seed);
  }

  boolean chance(int ofHundred) {
    return random.nextInt(100) < ofHundred;
  }

  String pick(String... words) {
    return words[random.nextInt(words.length)];
  }

  byte[] key() {
    return Bytes.of("k" + random.nextInt(12));
  }

  byte[] number() {
    return chance(40)
        ? Bytes.of(Integer.toString(random.nextInt(20) - 3))
        : Bytes.of(NUMBERS[random.nextInt(NUMBERS.length)]);
  }

  byte[] word() {
    return switch (random.nextInt(8)) {
      case 0 -> number();
      case 1 -> bytes(random.nextInt(8));
      case 2 -> bytes(random.nextInt(300));
      case 3 -> Bytes.of("m" + random.nextInt(200));
      case 4 -> key();
      case 5 -> Bytes.of("x".repeat(random.nextInt(chance(3) ? 20_000 : 100)));
      case 6 -> Bytes.EMPTY;
      default ->
          Bytes.of(pick("a", "b", "*", "?", "[a-", "\\", "h?llo", "foo bar", "{a}", "%s%n", "ü"));
    };
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The same with some bytes changed, left out, doubled or put in. */
  byte[] mutated(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = changed.length == 0 ? 0 : random.nextInt(changed.length);
      switch (random.nextInt(6)) {
        case 0 -> changed = Arrays.copyOf(changed, at);
        case 1 -> changed = Bytes.concat(changed, bytes(random.nextInt(5)));
        case 2 -> changed = spliced(changed, at, at, bytes(1 + random.nextInt(3)));
        case 3 -> changed = spliced(changed, at, Math.min(changed.length, at + 3), Bytes.EMPTY);
        case 4 -> changed = spliced(changed, at, at, number());
        default -> {
          if (changed.length > 0) {
            changed[at] =
                chance(50)
                    ? (byte) random.nextInt()
                    : (byte) (changed[at] ^ 1 << random.nextInt(8));
          }
        }
      }
    }
    return changed;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
    byte[] head = Bytes.concat(Arrays.copyOf(bytes, from), piece);
    return Bytes.concat(head, Arrays.copyOfRange(bytes, to, bytes.length));
  }
}
