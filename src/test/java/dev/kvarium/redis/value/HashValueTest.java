package dev.kvarium.redis.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.EncodingEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The figures are those of facts measured with MEMORY USAGE, less 16 and 24 for a short key. */
class HashValueTest {
  private static final long SHORT_KEY = 8 + 24;

  private final Shape shape = new Shape();

  private boolean set(HashValue hash, String field, String value) {
    return hash.set(shape.shaping(), Bytes.of(field), Bytes.of(value));
  }

  @Test
  void theFieldAfterTheLastThatFitsMakesAHashTable() {
    HashValue hash = new HashValue();
    for (int i = 0; i < 512; i++) {
      set(hash, "" + (char) i, "v");
    }
    assertThat(hash.encoding()).isEqualTo(Encoding.LISTPACK);
    set(hash, "the 513th", "v");
    assertThat(hash.encoding()).isEqualTo(Encoding.HASHTABLE);
    EncodingEvent.Converted converted = shape.onlyConversion();
    assertThat(converted.limit()).isEqualTo("hash-max-listpack-entries");
    assertThat(converted.limitValue()).isEqualTo(512);
    assertThat(converted.found()).isEqualTo(513);
    assertThat(converted.bytesAfter()).isGreaterThan(converted.bytesBefore());
  }

  @Test
  void shortFieldsInATableTakeWhatTheRealServerTook() {
    HashValue hash = new HashValue();
    for (int i = 0; i < 513; i++) {
      byte[] field = i < 256 ? new byte[] {(byte) i} : new byte[] {(byte) i, (byte) (i >> 8)};
      hash.set(shape.shaping(), field, Bytes.of("v"));
    }
    assertThat(hash.memoryBytes(0) + SHORT_KEY).isEqualTo(28_816);
  }

  @Test
  void aHashTableOfOneFieldStaysOneAndKeepsASmallTable() {
    HashValue hash = new HashValue();
    for (int i = 0; i < 513; i++) {
      set(hash, "f" + i, "v");
    }
    for (int i = 0; i < 512; i++) {
      assertThat(hash.remove(Bytes.of("f" + i))).isTrue();
    }
    assertThat(hash.encoding()).isEqualTo(Encoding.HASHTABLE);
    assertThat(hash.memoryBytes(0) + SHORT_KEY).isEqualTo(1_200);
  }

  @Test
  void aValueOf65BytesMakesAHashTableEvenInPlaceOfAnother() {
    HashValue hash = new HashValue();
    set(hash, "f", "x".repeat(64));
    assertThat(hash.encoding()).isEqualTo(Encoding.LISTPACK);
    set(hash, "f", "x".repeat(65));
    assertThat(hash.encoding()).isEqualTo(Encoding.HASHTABLE);
    assertThat(shape.onlyConversion().limit()).isEqualTo("hash-max-listpack-value");
    assertThat(shape.onlyConversion().found()).isEqualTo(65);
  }

  @Test
  void argumentsAreWeighedBeforeAnyOfThemIsSet() {
    HashValue hash = new HashValue();
    byte[][] args = {
      Bytes.of("HSET"), Bytes.of("k"), Bytes.of("f"), Bytes.of("v"), Bytes.of("x".repeat(65))
    };
    hash.prepareFor(shape.shaping(), args, 2);
    assertThat(hash.encoding()).isEqualTo(Encoding.HASHTABLE);
    assertThat(hash.length()).isZero();
  }

  @Test
  void fieldsOfAListpackComeInTheOrderOfTheirComing() {
    HashValue hash = new HashValue();
    for (String field : List.of("b", "7", "a", "b")) {
      set(hash, field, field + "!");
    }
    List<String> seen = new ArrayList<>();
    for (HashValue.Fields fields = hash.fields(); fields.advance(); ) {
      seen.add(Bytes.text(fields.field()) + Bytes.text(fields.value()));
    }
    assertThat(seen).containsExactly("bb!", "77!", "aa!");
  }

  @Test
  void randomChangesLeaveWhatAMapWouldHold() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      shape.shaping().hashMaxListpackEntries = seed % 2 == 0 ? 8 : 512;
      HashValue hash = new HashValue();
      Map<String, String> model = new HashMap<>();
      for (int i = 0; i < 2_000; i++) {
        String field = "" + random.nextInt(60);
        if (random.nextInt(3) > 0) {
          String value = random.nextBoolean() ? "" + random.nextLong() : "v" + i;
          assertThat(set(hash, field, value))
              .as("seed %d step %d", seed, i)
              .isEqualTo(model.put(field, value) == null);
        } else {
          assertThat(hash.remove(Bytes.of(field)))
              .as("seed %d step %d", seed, i)
              .isEqualTo(model.remove(field) != null);
        }
      }
      assertThat(hash.length()).as("seed %d", seed).isEqualTo(model.size());
      HashValue copy = hash.copy(shape.shaping());
      assertThat(copy.encoding()).isEqualTo(hash.encoding());
      model.forEach(
          (field, value) -> {
            assertThat(hash.get(Bytes.of(field))).isEqualTo(Bytes.of(value));
            assertThat(hash.valueLength(Bytes.of(field))).isEqualTo(value.length());
            assertThat(copy.get(Bytes.of(field))).isEqualTo(Bytes.of(value));
          });
    }
  }

  @Test
  void aScanOfATableMeetsEveryField() {
    HashValue hash = new HashValue();
    for (int i = 0; i < 700; i++) {
      set(hash, "f" + i, "v");
    }
    boolean[] seen = new boolean[700];
    long cursor = 0;
    do {
      cursor =
          hash.scan(
              cursor,
              (field, value) -> seen[Integer.parseInt(Bytes.text(field).substring(1))] = true);
    } while (cursor != 0);
    boolean[] all = new boolean[700];
    Arrays.fill(all, true);
    assertThat(seen).isEqualTo(all);
  }
}
