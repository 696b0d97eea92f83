package dev.kvarium.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.history.Operation.Kind;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The checker finds every stale read that was planted and claims none where there is none; and it
 * agrees with a search through all orders in which the operations can have happened.
 */
class StaleReadsTest {
  private static final int HISTORIES = 1_000;

  private static Operation read(long number, long version, long start, long end) {
    return new Operation(number, "c", Kind.READ, "k", version, start, end);
  }

  private static Operation write(long number, long version, long start, long end) {
    return new Operation(number, "w", Kind.WRITE, "k", version, start, end);
  }

  private static History history(Operation... operations) {
    History history = new History();
    for (Operation each : operations) {
      history.add(each);
    }
    return history;
  }

  @Test
  void thePictureOfTheClassHolds() {
    List<StaleRead> stale =
        StaleReads.in(
            history(
                write(1, 2, 6, 18),
                read(2, 1, 4, 21),
                read(3, 2, 12, 23),
                read(4, 1, 25, 36),
                read(5, 2, 7, 10),
                read(6, 1, 11, 17)));
    assertThat(stale).extracting(each -> each.read().number()).containsExactly(6L, 4L);
    assertThat(stale.getFirst().proof().number()).isEqualTo(5);
    assertThat(stale.getLast().proof().number()).isEqualTo(5);
    assertThat(stale.getLast().ageNanos()).isEqualTo(15);
  }

  @Test
  void theAgeCountsFromTheFirstProofAndTheVersionsToTheLast() {
    List<StaleRead> stale =
        StaleReads.in(
            history(
                write(1, 2, 0, 10), write(2, 3, 20, 30), write(3, 4, 40, 50), read(4, 2, 60, 61)));
    assertThat(stale).hasSize(1);
    assertThat(stale.getFirst().ageNanos()).isEqualTo(30);
    assertThat(stale.getFirst().behind()).isEqualTo(2);
    assertThat(stale.getFirst().proof().number()).isEqualTo(2);
  }

  @Test
  void whatEndsAsAnotherBeginsProvesNothing() {
    assertThat(StaleReads.in(history(write(1, 2, 0, 10), read(2, 1, 10, 20)))).isEmpty();
    assertThat(StaleReads.in(history(write(1, 2, 0, 10), read(2, 1, 11, 20)))).hasSize(1);
  }

  @Test
  void whatNobodyWroteIsNotStaleButImpossible() {
    History history =
        history(read(1, 1, 0, 1), write(2, 3, 5, 9), read(3, 3, 2, 4), read(4, 2, 6, 7));
    assertThat(StaleReads.impossible(history))
        .extracting(Operation::number)
        .containsExactly(3L, 4L);
    assertThatThrownBy(() -> read(1, 1, 2, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyPlantedReadIsFoundAndNoOther() {
    long plantedInAll = 0;
    for (int seed = 1; seed <= HISTORIES; seed++) {
      Randomness chance = new SeededRandomness(seed);
      List<Operation> clean = clean(chance, 3, 60 + chance.below(60));
      assertThat(StaleReads.in(of(clean))).as("seed %d, nothing planted", seed).isEmpty();
      assertThat(StaleReads.impossible(of(clean))).as("seed %d", seed).isEmpty();
      Set<Long> planted = new TreeSet<>();
      List<Operation> spoilt = plant(clean, chance, planted);
      plantedInAll += planted.size();
      List<StaleRead> found = StaleReads.in(of(spoilt));
      Set<Long> numbers = new TreeSet<>();
      for (StaleRead each : found) {
        numbers.add(each.read().number());
        assertThat(each.ageNanos()).as("seed %d", seed).isEqualTo(ageByAll(each.read(), spoilt));
      }
      assertThat(numbers).as("seed %d", seed).isEqualTo(planted).isEqualTo(staleByAll(spoilt));
    }
    assertThat(plantedInAll).isGreaterThan(5 * HISTORIES);
  }

  @Test
  void aHistoryWithoutFindingsIsOneThatHasAnOrder() {
    int ordered = 0;
    for (int seed = 1; seed <= 3 * HISTORIES; seed++) {
      Randomness chance = new SeededRandomness(seed);
      List<Operation> some = anything(chance);
      boolean clean =
          StaleReads.in(of(some)).isEmpty() && StaleReads.impossible(of(some)).isEmpty();
      boolean hasOrder = hasOrder(some);
      assertThat(clean).as("seed %d: %s", seed, some).isEqualTo(hasOrder);
      ordered += hasOrder ? 1 : 0;
    }
    assertThat(ordered).isBetween(HISTORIES / 2, 5 * HISTORIES / 2);
  }

  private static History of(List<Operation> operations) {
    return history(operations.toArray(Operation[]::new));
  }

  /** Operations that each happened at one moment of their time: nothing is stale. */
  private static List<Operation> clean(Randomness chance, int keys, int count) {
    record Moment(int key, boolean write, long start, long at, long end) {}
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long start = chance.below(2_000);
      long at = start + chance.below(60);
      moments.add(
          new Moment(chance.below(keys), chance.chance(1, 4), start, at, at + chance.below(60)));
    }
    moments.sort(Comparator.comparingLong(Moment::at));
    long[] versions = new long[keys];
    List<Operation> clean = new ArrayList<>();
    for (Moment each : moments) {
      long version = each.write ? ++versions[each.key] : versions[each.key];
      Kind kind = each.write ? Kind.WRITE : Kind.READ;
      String client = "c" + chance.below(5);
      clean.add(
          new Operation(clean.size(), client, kind, "k" + each.key, version, each.start, each.end));
    }
    return clean;
  }

  /** The same with some reads made to give less than a write that was answered before them. */
  private static List<Operation> plant(
      List<Operation> clean, Randomness chance, Set<Long> planted) {
    List<Operation> spoilt = new ArrayList<>();
    for (Operation each : clean) {
      long known =
          clean.stream()
              .filter(w -> w.kind() == Kind.WRITE && w.key().equals(each.key()) && w.isBefore(each))
              .mapToLong(Operation::version)
              .max()
              .orElse(0);
      if (each.kind() == Kind.READ && known > 0 && chance.chance(1, 4)) {
        planted.add(each.number());
        spoilt.add(
            new Operation(
                each.number(),
                each.client(),
                each.kind(),
                each.key(),
                chance.below(known),
                each.startNanos(),
                each.endNanos()));
      } else {
        spoilt.add(each);
      }
    }
    return spoilt;
  }

  /** The stale reads, by comparing each with all. */
  private static Set<Long> staleByAll(List<Operation> operations) {
    Set<Long> stale = new TreeSet<>();
    for (Operation read : operations) {
      if (read.kind() == Kind.READ && proofs(read, operations).findAny().isPresent()) {
        stale.add(read.number());
      }
    }
    return stale;
  }

  private static long ageByAll(Operation read, List<Operation> operations) {
    OptionalLong first = proofs(read, operations).mapToLong(Operation::endNanos).min();
    return read.startNanos() - first.orElseThrow();
  }

  private static java.util.stream.Stream<Operation> proofs(
      Operation read, List<Operation> operations) {
    return operations.stream()
        .filter(each -> each.key().equals(read.key()))
        .filter(each -> each.isBefore(read) && each.version() > read.version());
  }

  /** Few operations on one key that need not fit each other; version 0 is there from the start. */
  private static List<Operation> anything(Randomness chance) {
    List<Operation> some = new ArrayList<>();
    some.add(read(0, 0, 0, 0));
    long at = 1;
    int writes = 1 + chance.below(3);
    for (int i = 1; i <= writes; i++) {
      long start = at + chance.below(6);
      some.add(write(i, i, start, start + chance.below(12)));
      at = start;
    }
    int reads = 1 + chance.below(4);
    for (int i = 0; i < reads; i++) {
      long start = 1 + chance.below(30);
      some.add(read(10 + i, chance.below(writes + 1), start, start + chance.below(14)));
    }
    return some;
  }

  /** Whether there is an order in which they can have happened, by trying all. */
  private static boolean hasOrder(List<Operation> left) {
    return hasOrder(left, 0);
  }

  private static boolean hasOrder(List<Operation> left, long version) {
    if (left.isEmpty()) {
      return true;
    }
    for (Operation next : left) {
      boolean first = left.stream().noneMatch(each -> each.isBefore(next));
      boolean fits =
          next.kind() == Kind.READ ? next.version() == version : next.version() == version + 1;
      if (first && fits) {
        List<Operation> others = new ArrayList<>(left);
        others.remove(next);
        if (hasOrder(others, next.version())) {
          return true;
        }
      }
    }
    return false;
  }
}
