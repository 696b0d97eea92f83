package dev.kvarium.redis.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The sizes are those of MEMORY USAGE of the real server, less 32 for a short key. */
class ListValueTest {
  private static final long SHORT_KEY = 8 + 24;

  private final Shape shape = new Shape();

  @Test
  void aListIsAQuicklistFromItsFirstElementOn() {
    ListValue list = ListValue.empty(shape.shaping());
    list.push(Bytes.of("a"), true);
    assertThat(list.encoding()).isEqualTo(Encoding.QUICKLIST);
    assertThat(list.memoryBytes(0) + SHORT_KEY).isEqualTo(144);
    list.push(Bytes.of("v".repeat(8_180)), false);
    assertThat(list.memoryBytes(0) + SHORT_KEY).isEqualTo(10_424);
  }

  @Test
  void fewSamplesAreTakenForAll() {
    ListValue list = ListValue.empty(shape.shaping());
    for (int i = 0; i < 10; i++) {
      list.push(Bytes.of("v".repeat(i == 0 ? 8_000 : 5_000)), false);
    }
    assertThat(list.memoryBytes(1)).isEqualTo(16 + 40 + 10 * (40 + 8_192));
    assertThat(list.memoryBytes(0)).isEqualTo(16 + 40 + 40 * 10 + 8_192 + 9 * 5_120);
  }

  @Test
  void randomChangesLeaveWhatAListWouldHold() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      shape.shaping().listMaxListpackSize = seed % 2 == 0 ? 3 : -2;
      ListValue list = ListValue.empty(shape.shaping());
      List<String> model = new ArrayList<>();
      for (int i = 0; i < 1_500; i++) {
        change(list, model, random);
      }
      assertThat(list.length()).as("seed %d", seed).isEqualTo(model.size());
      List<String> all = new ArrayList<>();
      for (byte[] each : list.range(0, model.size(), false)) {
        all.add(Bytes.text(each));
      }
      assertThat(all).as("seed %d", seed).isEqualTo(model);
      assertThat(list.copy(shape.shaping()).range(-1, model.size(), true))
          .isEqualTo(list.range(-1, model.size(), true));
    }
  }

  private static void change(ListValue list, List<String> model, SplittableRandom random) {
    String element = random.nextBoolean() ? "" + random.nextInt(30) : "e" + random.nextInt(10);
    boolean front = random.nextBoolean();
    switch (random.nextInt(8)) {
      case 0 -> {
        if (!model.isEmpty()) {
          String taken = front ? model.removeFirst() : model.removeLast();
          assertThat(Bytes.text(list.pop(front))).isEqualTo(taken);
        }
      }
      case 1 -> {
        int at = model.indexOf(element);
        assertThat(list.insert(Bytes.of(element), Bytes.of("new"), front)).isEqualTo(at >= 0);
        if (at >= 0) {
          model.add(front ? at + 1 : at, "new");
        }
      }
      case 2 -> {
        boolean there = front ? model.remove(element) : removeLast(model, element);
        assertThat(list.remove(Bytes.of(element), 1, !front)).isEqualTo(there ? 1 : 0);
      }
      case 3 -> {
        if (!model.isEmpty()) {
          int at = random.nextInt(model.size());
          model.set(at, element);
          assertThat(list.set(at, Bytes.of(element))).isTrue();
        }
      }
      default -> {
        list.push(Bytes.of(element), front);
        if (front) {
          model.addFirst(element);
        } else {
          model.addLast(element);
        }
      }
    }
  }

  private static boolean removeLast(List<String> model, String element) {
    int at = model.lastIndexOf(element);
    if (at >= 0) {
      model.remove(at);
    }
    return at >= 0;
  }
}
