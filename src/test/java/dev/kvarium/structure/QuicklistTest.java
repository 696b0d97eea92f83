package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.structure.Quicklist.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuicklistTest {
  @Test
  void eightyElementsOfAHundredBytesTakeTwoNodes() {
    Quicklist list = new Quicklist();
    for (int i = 0; i < 80; i++) {
      list.pushTail(new byte[100]);
    }
    assertThat(list.nodeCount()).isEqualTo(2);
    assertThat(list.head().count()).isEqualTo(79);
    assertThat(list.head().bytes()).isEqualTo(8144);
  }

  @ParameterizedTest
  @CsvSource({
    "1, -2, 1073741824",
    "2, -1, 1073741824",
    "3, 3, 1073741824",
    "4, 128, 1073741824",
    "5, -2, 60",
    "6, 5, 60",
    "7, 1, 30",
    "8, 0, 100",
    "9, -5, 1073741824"
  })
  void behavesAsAPlainListUnderRandomChanges(long seed, int fill, int plainThreshold) {
    Random random = new Random(seed);
    Quicklist list = new Quicklist(fill, 0, plainThreshold);
    List<byte[]> model = new ArrayList<>();
    for (int step = 0; step < 4000; step++) {
      byte[] value = RandomBytes.element(random);
      int size = model.size();
      int index = size == 0 ? 0 : random.nextInt(size);
      int given = random.nextBoolean() ? index : index - size;
      String where = "seed " + seed + " step " + step;
      switch (random.nextInt(size == 0 ? 2 : size > 300 ? 14 : 11)) {
        case 0, 5 -> {
          list.pushTail(value);
          model.add(value);
        }
        case 1 -> {
          list.pushHead(value);
          model.add(0, value);
        }
        case 2, 6 -> {
          at(list, given, random).insertBefore(value);
          model.add(index, value);
        }
        case 3, 7 -> {
          at(list, given, random).insertAfter(value);
          model.add(index + 1, value);
        }
        case 4 -> {
          assertThat(list.set(given, value)).as(where).isTrue();
          model.set(index, value);
        }
        case 8 -> assertThat(list.popHead()).as(where).isEqualTo(model.remove(0));
        case 9 -> assertThat(list.popTail()).as(where).isEqualTo(model.remove(size - 1));
        case 10 -> {
          list.rotate();
          model.add(0, model.remove(size - 1));
        }
        case 11, 12 -> {
          int count = 1 + random.nextInt(40);
          int expected = Math.min(count, size - index);
          assertThat(list.deleteRange(given, count)).as(where).isEqualTo(expected);
          model.subList(index, index + expected).clear();
        }
        default -> removeWhileWalking(list, model, random);
      }
      check(list, model, where);
    }
  }

  private static QuicklistIterator at(Quicklist list, int index, Random random) {
    Direction direction = random.nextBoolean() ? Direction.HEAD_TO_TAIL : Direction.TAIL_TO_HEAD;
    QuicklistIterator iterator = list.iteratorAt(direction, index);
    assertThat(iterator.advance()).isTrue();
    return iterator;
  }

  private static void removeWhileWalking(Quicklist list, List<byte[]> model, Random random) {
    boolean forward = random.nextBoolean();
    int i = forward ? 0 : model.size() - 1;
    QuicklistIterator walk =
        list.iterator(forward ? Direction.HEAD_TO_TAIL : Direction.TAIL_TO_HEAD);
    while (walk.advance()) {
      assertThat(walk.valueEquals(model.get(i))).isTrue();
      if (random.nextInt(3) == 0) {
        walk.remove();
        model.remove(i);
        i -= forward ? 0 : 1;
      } else {
        i += forward ? 1 : -1;
      }
    }
    assertThat(i).isEqualTo(forward ? model.size() : -1);
  }

  private static void check(Quicklist list, List<byte[]> model, String where) {
    assertThat(list.length()).as(where).isEqualTo(model.size());
    int nodes = 0;
    int elements = 0;
    QuicklistNode before = null;
    for (QuicklistNode node = list.head(); node != null; node = node.next()) {
      assertThat(node.previous()).as(where).isSameAs(before);
      assertThat(node.count()).as(where).isPositive();
      nodes++;
      elements += node.count();
      before = node;
    }
    assertThat(list.tail()).as(where).isSameAs(before);
    assertThat(list.nodeCount()).as(where).isEqualTo(nodes);
    assertThat(elements).as(where).isEqualTo(model.size());
    QuicklistIterator walk = list.iterator(Direction.HEAD_TO_TAIL);
    for (byte[] expected : model) {
      assertThat(walk.advance()).as(where).isTrue();
      assertThat(walk.value()).as(where).isEqualTo(expected);
    }
    assertThat(walk.advance()).as(where).isFalse();
    assertThat(list.get(model.size())).as(where).isNull();
  }

  @Test
  void elementFromTheThresholdOnStandsAlone() {
    Quicklist list = new Quicklist(-2, 0, 10);
    list.pushTail(Bytes.of("a"));
    list.pushTail(Bytes.of("0123456789"));
    list.pushTail(Bytes.of("b"));
    assertThat(list.nodeCount()).isEqualTo(3);
    assertThat(list.head().next().isPlain()).isTrue();
    assertThat(list.head().next().bytes()).isEqualTo(10);
    list.set(1, Bytes.of("c"));
    assertThat(list.nodeCount()).isEqualTo(2);
    assertThat(list.get(1)).isEqualTo(Bytes.of("c"));
  }

  @Test
  void copyHasEqualNodesOfItsOwn() {
    Quicklist list = new Quicklist(3, 1);
    for (int i = 0; i < 10; i++) {
      list.pushHead(Bytes.of("e" + i));
    }
    Quicklist copy = list.copy();
    copy.popHead();
    assertThat(list.length()).isEqualTo(10);
    assertThat(copy.length()).isEqualTo(9);
    assertThat(list.nodeCount()).isEqualTo(4);
    assertThat(copy.nodeCount()).isEqualTo(3);
    assertThat(copy.compressDepth()).isEqualTo(1);
  }
}
