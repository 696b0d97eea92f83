package dev.kvarium.redis.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.EncodingEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SetValueTest {
  private static final long SHORT_KEY = 8 + 24;

  private final Shape shape = new Shape();

  private boolean add(SetValue set, String member) {
    return set.add(shape.shaping(), Bytes.of(member));
  }

  private static List<String> members(SetValue set) {
    List<String> all = new ArrayList<>();
    for (SetValue.Members members = set.members(); members.advance(); ) {
      all.add(Bytes.text(members.member()));
    }
    return all;
  }

  @Test
  void theIntegerAfterTheLastThatFitsMakesAHashTable() {
    SetValue set = SetValue.empty();
    for (int i = 0; i < 512; i++) {
      add(set, "" + i);
    }
    assertThat(set.encoding()).isEqualTo(Encoding.INTSET);
    assertThat(set.memoryBytes(0) + SHORT_KEY).isEqualTo(1_328);
    add(set, "512");
    assertThat(set.encoding()).isEqualTo(Encoding.HASHTABLE);
    assertThat(set.memoryBytes(0) + SHORT_KEY).isEqualTo(24_712);
    assertThat(shape.onlyConversion().limit()).isEqualTo("set-max-intset-entries");
  }

  @Test
  void oneWordMakesAHashTableForGood() {
    SetValue set = SetValue.empty();
    add(set, "1");
    add(set, "2");
    add(set, "a word");
    set.remove(Bytes.of("a word"));
    assertThat(set.encoding()).isEqualTo(Encoding.HASHTABLE);
    assertThat(shape.onlyConversion().limit()).isEqualTo("not an integer");
    assertThat(members(set)).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void aWideIntegerWidensAllAndTheWidthNeverShrinks() {
    SetValue set = SetValue.empty();
    for (String each : List.of("1", "2", "3")) {
      add(set, each);
    }
    assertThat(set.memoryBytes(0) + SHORT_KEY).isEqualTo(64);
    add(set, "70000");
    assertThat(set.memoryBytes(0) + SHORT_KEY).isEqualTo(80);
    set.remove(Bytes.of("70000"));
    assertThat(set.memoryBytes(0) + SHORT_KEY).isEqualTo(80);
    assertThat(shape.events)
        .singleElement()
        .isInstanceOfSatisfying(
            EncodingEvent.Widened.class,
            widened -> {
              assertThat(widened.fromBits()).isEqualTo(16);
              assertThat(widened.toBits()).isEqualTo(32);
              assertThat(widened.found()).isEqualTo(70_000);
            });
  }

  @Test
  void aFirstMemberThatIsWideWidensNobody() {
    add(SetValue.empty(), "70000");
    assertThat(shape.events).isEmpty();
  }

  @Test
  void aResultBuiltAsideStatesNothing() {
    SetValue set = SetValue.empty();
    shape.shaping().buildAside(true);
    add(set, "1");
    add(set, "word");
    shape.shaping().buildAside(false);
    assertThat(shape.events).isEmpty();
    assertThat(set.encoding()).isEqualTo(Encoding.HASHTABLE);
  }

  @Test
  void membersOfAnIntsetRise() {
    SetValue set = SetValue.empty();
    for (String each : List.of("5", "-7", "70000", "0", "5")) {
      add(set, each);
    }
    assertThat(members(set)).containsExactly("-7", "0", "5", "70000");
  }

  @Test
  void randomChangesLeaveWhatASetWouldHold() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SetValue set = SetValue.empty();
      Set<String> model = new HashSet<>();
      for (int i = 0; i < 2_000; i++) {
        boolean word = seed % 2 == 0 && random.nextInt(500) == 0;
        String member = word ? "w" + i : "" + (random.nextInt(400) - 200) * (i % 3 + 1) * 999;
        if (random.nextInt(3) > 0) {
          assertThat(add(set, member)).as("seed %d step %d", seed, i).isEqualTo(model.add(member));
        } else {
          assertThat(set.remove(Bytes.of(member)))
              .as("seed %d step %d", seed, i)
              .isEqualTo(model.remove(member));
        }
      }
      assertThat(members(set)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(model);
      assertThat(members(set.copy(shape.shaping()))).containsExactlyInAnyOrderElementsOf(model);
      assertThat(set.length()).isEqualTo(model.size());
    }
  }
}
