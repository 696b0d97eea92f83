package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZiplistTest {
  private static final Path VECTORS = Path.of("src/test/resources/structure/ziplist-steps.tsv");

  @Test
  void theEssaysExampleIsTrue() {
    Ziplist list = new Ziplist();
    for (String each : List.of("qty", "2", "sku", "A-7")) {
      list.append(Bytes.of(each));
    }
    assertThat(Bytes.hex(list.copyBytes()))
        .isEqualTo(
            "1c000000"
                + "16000000"
                + "0400"
                + "0003717479"
                + "05f3"
                + "0203736b75"
                + "0503412d37"
                + "ff");
  }

  @Test
  void everyStepLeavesTheBytesOfTheRealOne() throws IOException {
    Ziplist list = new Ziplist();
    int steps = 0;
    for (String line : Files.readAllLines(VECTORS)) {
      if (line.equals("# a new list")) {
        list = new Ziplist();
      } else if (!line.startsWith("#")) {
        String[] parts = line.split("\t", -1);
        change(list, parts[0].charAt(0), Integer.parseInt(parts[1]), value(parts[2]));
        assertThat(list.bytes() + "\t" + fnv(list.copyBytes()))
            .as("line %d: %s", steps, line)
            .isEqualTo(parts[3] + "\t" + parts[4]);
        assertThat(Ziplist.isValid(list.copyBytes())).as(line).isTrue();
        steps++;
      }
    }
    assertThat(steps).isGreaterThan(300);
  }

  private static byte[] value(String hex) {
    int star = hex.indexOf('*');
    if (star < 0) {
      return HexFormat.of().parseHex(hex);
    }
    byte[] run = new byte[Integer.parseInt(hex.substring(star + 1))];
    Arrays.fill(run, HexFormat.of().parseHex(hex.substring(0, star))[0]);
    return run;
  }

  private static void change(Ziplist list, char operation, int index, byte[] value) {
    switch (operation) {
      case 'T' -> list.append(value);
      case 'H' -> list.prepend(value);
      case 'I' -> list.insertBefore(list.seek(index), value);
      case 'R' -> list.replace(list.seek(index), value);
      case 'D' -> list.deleteRange(index, value[0]);
      default -> {
        Ziplist other = new Ziplist();
        for (int i = 0; i < index; i++) {
          other.append(value);
        }
        list.merge(other);
      }
    }
  }

  private static String fnv(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      hash = (hash ^ b & 0xff) * 0x100000001b3L;
    }
    return HexFormat.of().toHexDigits(hash);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void itHoldsWhatANaiveListHolds(long seed) {
    Random random = new Random(seed);
    Ziplist list = new Ziplist();
    List<String> naive = new ArrayList<>();
    for (int step = 0; step < 3000; step++) {
      byte[] value = RandomBytes.element(random);
      int size = naive.size();
      int index = size == 0 ? 0 : random.nextInt(size);
      switch (random.nextInt(size == 0 ? 2 : size > 60 ? 9 : 6)) {
        case 0, 1 -> {
          list.append(value);
          naive.add(Bytes.text(value));
        }
        case 2 -> {
          list.prepend(value);
          naive.addFirst(Bytes.text(value));
        }
        case 3 -> {
          list.insertAfter(list.seek(index), value);
          naive.add(index + 1, Bytes.text(value));
        }
        case 4 -> {
          list.replace(list.seek(index - size), value);
          naive.set(index, Bytes.text(value));
        }
        case 5 -> {
          list.delete(list.seek(index));
          naive.remove(index);
        }
        default -> {
          list.deleteRange(index, 8);
          naive.subList(index, Math.min(size, index + 8)).clear();
        }
      }
      assertThat(Ziplist.isValid(list.copyBytes())).as("seed %d step %d", seed, step).isTrue();
      assertThat(forwards(list)).isEqualTo(naive);
      assertThat(list.length()).isEqualTo(naive.size());
      if (step % 50 == 0) {
        assertThat(backwards(list)).isEqualTo(naive.reversed());
        assertThat(forwards(list.toListpack())).isEqualTo(naive);
        assertThat(list.find(list.first(), Bytes.of("nobody"), 0)).isEqualTo(Packed.NONE);
      }
    }
  }

  private static List<String> forwards(Packed list) {
    List<String> out = new ArrayList<>();
    for (int p = list.first(); p != Packed.NONE; p = list.next(p)) {
      out.add(Bytes.text(list.get(p)));
    }
    return out;
  }

  private static List<String> backwards(Packed list) {
    List<String> out = new ArrayList<>();
    for (int p = list.last(); p != Packed.NONE; p = list.prev(p)) {
      out.add(Bytes.text(list.get(p)));
    }
    return out;
  }

  @Test
  void aChangedByteIsFoundOrHarmless() {
    Random random = new Random(5);
    Ziplist list = new Ziplist();
    for (int i = 0; i < 30; i++) {
      list.append(RandomBytes.element(random));
    }
    byte[] whole = list.copyBytes();
    for (int i = 0; i < 4000; i++) {
      byte[] changed =
          random.nextInt(4) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      if (changed.length > 0) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      if (Ziplist.isValid(changed)) {
        assertThat(backwards(Ziplist.wrap(changed)).reversed())
            .isEqualTo(forwards(Ziplist.wrap(changed.clone())));
      }
    }
  }
}
