package dev.kvarium.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.sim.Simulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A cache of pointers holds little, gives out what they lead to, and never half of it. */
class PointerCacheTest {
  private final Simulation simulation = new Simulation(0);
  private final ObjectStore objects =
      new ObjectStore("s3", new ObjectStore.Settings(30_000, 100_000_000), simulation::after);
  private final Map<String, Entry> held = new HashMap<>();
  private final PointerCache cache = new PointerCache(new Memory(), objects);

  /** A cache that answers at once; only what is asked here. */
  private final class Memory implements Cache {
    @Override
    public void get(String key, Consumer<Found> then) {
      Entry entry = held.get(key);
      then.accept(entry == null ? Found.NOTHING : Found.fresh(entry));
    }

    @Override
    public void set(String key, Entry entry, long ttlMillis, Consumer<Boolean> then) {
      held.put(key, entry);
      then.accept(true);
    }

    @Override
    public void delete(String key, Consumer<Boolean> then) {
      then.accept(held.remove(key) != null);
    }

    @Override
    public void lock(String key, String token, long ttlMillis, Consumer<Boolean> then) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unlock(String key, String token, Consumer<Boolean> then) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void getOrWin(String key, long staleMillis, long winMillis, Consumer<Found> then) {
      then.accept(Found.WON);
    }

    @Override
    public void setWithGrace(
        String key, Entry entry, long ttlMillis, long staleMillis, Consumer<Boolean> then) {
      set(key, entry, ttlMillis, then);
    }

    @Override
    public void invalidate(String key, long staleMillis, Consumer<Boolean> then) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void getOrLease(String key, String token, long leaseMillis, Consumer<Leased> then) {
      get(key, found -> then.accept(new Leased(found, found.entry().isEmpty() ? token : "")));
    }

    @Override
    public void setLeased(
        String key, Entry entry, long ttlMillis, String lease, Consumer<Boolean> then) {
      set(key, entry, ttlMillis, then);
    }

    @Override
    public void deleteWithLease(String key, Consumer<Boolean> then) {
      delete(key, then);
    }
  }

  private Found got(String key) {
    List<Found> got = new ArrayList<>();
    cache.get(key, got::add);
    simulation.advance(10_000_000);
    assertThat(got).hasSize(1);
    return got.getFirst();
  }

  @Test
  void theCacheHoldsAPointerAndTheReaderGetsTheWhole() {
    List<Boolean> kept = new ArrayList<>();
    cache.set("film", new Entry(3, 20_000, 7, 5_000_000), 60_000, kept::add);
    simulation.advance(79_000);
    assertThat(held).as("the object is there before the pointer is").isEmpty();
    simulation.advance(2_000);
    assertThat(kept).containsExactly(true);
    assertThat(held.get("film")).isEqualTo(new Entry(3, 20_000, 7, PointerCache.POINTER_BYTES));
    assertThat(got("film").entry()).contains(new Entry(3, 20_000, 7, 5_000_000));
    assertThat(objects.snapshot().bytes()).isEqualTo(5_000_000);
    assertThat(objects.snapshot().puts()).isEqualTo(1);
    assertThat(objects.snapshot().gets()).isEqualTo(1);
  }

  @Test
  void eachVersionIsAnObjectOfItsOwn() {
    cache.set("film", new Entry(1, 0, 0, 10), 60_000, kept -> {});
    cache.setLeased("film", new Entry(2, 0, 0, 20), 60_000, "t", kept -> {});
    simulation.advance(10_000_000);
    assertThat(objects.snapshot().objects()).isEqualTo(2);
    assertThat(objects.snapshot().bytes()).isEqualTo(30);
    assertThat(got("film").entry().map(Entry::bytes)).contains(20);
  }

  @Test
  void aPointerToNothingIsAMissAndAnAbsenceHasNoObject() {
    held.put("film", new Entry(9, 0, 0, PointerCache.POINTER_BYTES));
    assertThat(got("film").entry()).isEmpty();
    assertThat(got("film").reached()).isTrue();
    cache.set("none", new Entry(0, 0, 0, 10), 60_000, kept -> {});
    assertThat(got("none").entry().map(Entry::isAbsence)).isEqualTo(Optional.of(true));
    assertThat(objects.snapshot().puts()).isZero();
    List<OptionalLong> answers = new ArrayList<>();
    objects.ask(new byte[0], new ObjectStore.Request.Get("x"), answers::add);
    simulation.advance(29_999);
    assertThat(answers).isEmpty();
    simulation.advance(1);
    assertThat(answers).containsExactly(OptionalLong.empty());
  }
}
