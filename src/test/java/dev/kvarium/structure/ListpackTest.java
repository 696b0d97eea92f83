package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hexadecimal bytes were printed by DUMP of redis-server 7.0.15. */
class ListpackTest {
  @Test
  void theHashOfTheEssayHasTheseBytes() {
    Listpack pack = new Listpack();
    for (String part : List.of("qty", "2", "sku", "A-7")) {
      pack.append(Bytes.of(part));
    }
    assertThat(Bytes.hex(pack.copyBytes()))
        .isEqualTo("1800000004008371747904020183736b750483412d3704ff");
  }

  @Test
  void everyWidthOfIntegerHasTheBytesOfTheRealServer() {
    Listpack pack = new Listpack();
    String values =
        "0 127 128 -1 -4096 -4097 4095 4096 -32768 32767 -32769 32768 8388607 -8388608 8388608"
            + " -8388609 2147483647 -2147483648 2147483648 -2147483649 9223372036854775807"
            + " -9223372036854775808 9223372036854775808 007 -0";
    for (String value : values.split(" ", -1)) {
      pack.append(Bytes.of(value));
    }
    pack.append(Bytes.EMPTY);
    pack.append(Bytes.of("+1"));
    pack.append(Bytes.of(" 1"));
    assertThat(Bytes.hex(pack.copyBytes()))
        .isEqualTo(
            "a30000001c0000017f01c08002dfff02d00002f1ffef03cfff02f1001003f1008003f1ff7f03f2ff7fff04"
                + "f200800004f2ffff7f04f200008004f30000800005f3ffff7fff05f3ffffff7f05f30000008005"
                + "f4000000800000000009f4ffffff7fffffffff09f4ffffffffffffff7f09f40000000000000080"
                + "099339323233333732303336383534373735383038148330303704822d30038001822b31038220"
                + "3103ff");
    int p = pack.first();
    for (String value : values.split(" ", -1)) {
      assertThat(Bytes.text(pack.get(p))).isEqualTo(value);
      assertThat(pack.equalsAt(p, Bytes.of(value))).isTrue();
      assertThat(pack.find(pack.first(), Bytes.of(value), 0)).isEqualTo(p);
      p = pack.next(p);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "63, 72, 480000000100bf7878787878, 78787840ff",
    "64, 74, 4a0000000100e04078787878, 78787842ff",
    "126, 137, 890000000100e07e78787878, 78780180ff",
    "4095, 4106, 0a1000000100efff78787878, 78782081ff",
    "4096, 4110, 0e1000000100f00010000078, 78782085ff",
    "16378, 16393, 094000000100f0fa3f000078, 7800ffffff",
    "16381, 16396, 0c4000000100f0fd3f000078, 78018082ff",
  })
  void everyLengthOfStringHasTheBytesOfTheRealServer(
      int length, int total, String start, String end) {
    Listpack pack = new Listpack();
    pack.append(Bytes.of("x".repeat(length)));
    String hex = Bytes.hex(pack.copyBytes());
    assertThat(pack.bytes()).isEqualTo(total);
    assertThat(hex).hasSize(total * 2).startsWith(start).endsWith(end);
    assertThat(pack.get(pack.last())).hasSize(length);
    assertThat(Listpack.isValid(pack.copyBytes())).isTrue();
  }

  @Test
  void scoresAreIntegersWhereTheyCanBe() {
    Listpack pack = new Listpack();
    pack.append(Bytes.of("c"));
    pack.appendScore(-3);
    pack.append(Bytes.of("b"));
    pack.appendScore(2.5);
    int c = pack.first();
    int a = pack.insertAfter(pack.next(c), Bytes.of("a"));
    pack.insertScoreAfter(a, 1);
    assertThat(Bytes.hex(pack.copyBytes()))
        .isEqualTo("1a0000000600816302dffd02816102010181620283322e3504ff");
    pack.replaceScore(pack.next(c), -0.0);
    assertThat(pack.isInt(pack.next(c))).isTrue();
    assertThat(pack.getDouble(pack.next(c))).isEqualTo(0.0);
  }

  @Test
  void anEntrysPartsAddUp() {
    Listpack pack = new Listpack();
    pack.append(Bytes.of("x".repeat(200)));
    pack.append(5);
    pack.append(-70000);
    int p = pack.first();
    assertThat(pack.encodingAt(p)).isEqualTo(ListpackEncoding.STRING_12);
    assertThat(pack.encodingAt(p).headerBytes()).isEqualTo(2);
    assertThat(pack.dataBytes(p)).isEqualTo(200);
    assertThat(pack.backlenBytesAt(p)).isEqualTo(2);
    assertThat(pack.entryBytes(p)).isEqualTo(204);
    p = pack.next(p);
    assertThat(pack.encodingAt(p)).isEqualTo(ListpackEncoding.INT_7);
    assertThat(pack.dataBytes(p)).isZero();
    assertThat(pack.entryBytes(p)).isEqualTo(2);
    p = pack.next(p);
    assertThat(pack.encodingAt(p)).isEqualTo(ListpackEncoding.INT_24);
    assertThat(pack.dataBytes(p)).isEqualTo(3);
    assertThat(pack.entryBytes(p)).isEqualTo(5);
  }

  @Test
  void atTheCountOf65535TheHeaderNoLongerKnowsUntilAWalkFindsFewer() {
    Listpack pack = new Listpack();
    for (int i = 0; i < 65534; i++) {
      pack.append(1);
    }
    assertThat(pack.headerCount()).isEqualTo(65534);
    pack.append(1);
    assertThat(pack.headerCount()).isEqualTo(Listpack.COUNT_UNKNOWN);
    assertThat(pack.length()).isEqualTo(65535);
    assertThat(pack.seek(-65535)).isEqualTo(pack.first());
    assertThat(pack.seek(65534)).isEqualTo(pack.last());
    pack.deleteRange(-2, 2);
    assertThat(pack.headerCount()).isEqualTo(Listpack.COUNT_UNKNOWN);
    assertThat(pack.length()).isEqualTo(65533);
    assertThat(pack.headerCount()).isEqualTo(65533);
  }

  @Test
  void theAllocationFollowsTheBytesExceptWhereMoreWasAskedFor() {
    Listpack exact = new Listpack();
    exact.append(Bytes.of("abc"));
    assertThat(exact.allocatedBytes()).isEqualTo(exact.bytes()).isEqualTo(12);
    Listpack roomy = new Listpack(100);
    roomy.append(Bytes.of("abc"));
    assertThat(roomy.allocatedBytes()).isEqualTo(100);
    roomy.shrinkToFit();
    assertThat(roomy.allocatedBytes()).isEqualTo(12);
    roomy.delete(roomy.first());
    assertThat(roomy.allocatedBytes()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesAsAPlainListUnderRandomChanges(long seed) {
    Random random = new Random(seed);
    Listpack pack = new Listpack();
    List<byte[]> model = new ArrayList<>();
    for (int step = 0; step < 3000; step++) {
      byte[] value = RandomBytes.element(random);
      int size = model.size();
      int index = size == 0 ? 0 : random.nextInt(size);
      int p = size == 0 ? Listpack.NONE : pack.seek(random.nextBoolean() ? index : index - size);
      switch (random.nextInt(size == 0 ? 2 : size > 150 ? 12 : 9)) {
        case 0 -> {
          pack.append(value);
          model.add(value);
        }
        case 1 -> {
          pack.prepend(value);
          model.add(0, value);
        }
        case 2 -> {
          assertThat(pack.get(pack.insertBefore(p, value))).isEqualTo(value);
          model.add(index, value);
        }
        case 3 -> {
          assertThat(pack.get(pack.insertAfter(p, value))).isEqualTo(value);
          model.add(index + 1, value);
        }
        case 4, 5 -> {
          pack.replace(p, value);
          model.set(index, value);
        }
        case 6 -> {
          pack.replace(p, Numbers.parseLong(Numbers.toBytes(step)));
          model.set(index, Numbers.toBytes(step));
        }
        case 7, 9 -> {
          int next = pack.delete(p);
          model.remove(index);
          assertThat(next == Listpack.NONE).isEqualTo(index == model.size());
        }
        case 8 -> {
          int at = pack.find(pack.first(), model.get(index), 0);
          int first = 0;
          while (!Bytes.equals(model.get(first), model.get(index))) {
            first++;
          }
          assertThat(at).isEqualTo(pack.seek(first));
        }
        default -> {
          int count = 1 + random.nextInt(5);
          pack.deleteRange(random.nextBoolean() ? index : index - size, count);
          model.subList(index, Math.min(size, index + count)).clear();
        }
      }
      check(pack, model, "seed " + seed + " step " + step);
    }
  }

  private static void check(Listpack pack, List<byte[]> model, String where) {
    assertThat(pack.length()).as(where).isEqualTo(model.size());
    assertThat(Listpack.isValid(pack.copyBytes())).as(where).isTrue();
    assertThat(pack.allocatedBytes()).as(where).isEqualTo(pack.bytes());
    int p = pack.first();
    for (byte[] expected : model) {
      assertThat(pack.get(p)).as(where).isEqualTo(expected);
      p = pack.next(p);
    }
    assertThat(p).as(where).isEqualTo(Listpack.NONE);
    p = pack.last();
    for (int i = model.size() - 1; i >= 0; i--) {
      assertThat(pack.compareAt(p, model.get(i))).as(where).isZero();
      p = pack.prev(p);
    }
    assertThat(p).as(where).isEqualTo(Listpack.NONE);
  }

  @Test
  void skippingFindsFieldsAndNotValues() {
    Listpack pack = new Listpack();
    for (String part : List.of("a", "b", "b", "7", "7", "x")) {
      pack.append(Bytes.of(part));
    }
    assertThat(pack.find(pack.first(), Bytes.of("b"), 1)).isEqualTo(pack.seek(2));
    assertThat(pack.find(pack.first(), Bytes.of("7"), 1)).isEqualTo(pack.seek(4));
    assertThat(pack.find(pack.first(), Bytes.of("x"), 1)).isEqualTo(Listpack.NONE);
    assertThat(pack.find(Listpack.NONE, Bytes.of("x"), 1)).isEqualTo(Listpack.NONE);
  }

  @Test
  void mergingPutsTheSecondBehindTheFirst() {
    Listpack first = new Listpack();
    first.append(Bytes.of("a"));
    Listpack second = new Listpack();
    second.append(Bytes.of("b".repeat(90)));
    second.append(300);
    first.merge(second);
    assertThat(first.length()).isEqualTo(3);
    assertThat(Listpack.isValid(first.copyBytes())).isTrue();
    assertThat(first.getLong(first.last())).isEqualTo(300);
    assertThat(first.allocatedBytes()).isEqualTo(first.bytes());
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void noDamagedBytesAreTakenForAListpackThatCannotBeWalked(long seed) {
    Random random = new Random(seed);
    Listpack pack = new Listpack();
    for (int i = 0; i < 12; i++) {
      pack.append(RandomBytes.element(random));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = pack.copyBytes();
      for (int k = random.nextInt(3); k >= 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      if (Listpack.isValid(bytes)) {
        Listpack walked = Listpack.wrap(bytes);
        int entries = 0;
        for (int p = walked.first(); p != Listpack.NONE; p = walked.next(p)) {
          walked.get(p);
          entries++;
        }
        assertThat(entries).as("seed %d, try %d", seed, i).isEqualTo(walked.length());
      }
    }
  }
}
