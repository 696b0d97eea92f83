package dev.kvarium.app;

import dev.kvarium.base.Bytes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A cache that holds pointers: the value lies in an object store under a name of its own, and the
 * cache holds that name with what strategies must know. Whoever reads fetches the object then; the
 * cache, which all others wait for, moves a hundred bytes whatever the size.
 *
 * <pre>
 *   put     object store: PUT item:7/v3 (5 MB)     then   cache: SET item:7 → pointer to item:7/v3
 *   get     cache: GET item:7 → item:7/v3          then   object store: GET item:7/v3 (5 MB)
 * </pre>
 *
 * <p>The object is there before the pointer is, and its name has the version, so that no pointer
 * leads to another version or to half of one. Old objects are left to an expiry of the store.
 *
 * <p>Source: Hohpe and Woolf, "Enterprise Integration Patterns", 2003, "Claim Check".
 */
public final class PointerCache implements Cache {
  /** How long an entry is that points. */
  public static final int POINTER_BYTES = 100;

  private final Cache cache;
  private final StorePort<ObjectStore.Request, OptionalLong> objects;

  public PointerCache(Cache cache, StorePort<ObjectStore.Request, OptionalLong> objects) {
    this.cache = cache;
    this.objects = objects;
  }

  private static String object(String key, Entry entry) {
    return key + "/v" + entry.version();
  }

  /** The entry with the object behind it; nothing where that is gone. */
  private void follow(String key, Found found, Consumer<Found> then) {
    Optional<Entry> pointer = found.entry();
    if (pointer.isEmpty() || pointer.get().isAbsence()) {
      then.accept(found);
      return;
    }
    Entry entry = pointer.get();
    objects.ask(
        Bytes.of(key),
        new ObjectStore.Request.Get(object(key, entry)),
        length ->
            then.accept(
                length.isEmpty()
                    ? new Found(Optional.empty(), false, found.won(), true)
                    : new Found(
                        Optional.of(sized(entry, (int) length.getAsLong())),
                        found.stale(),
                        found.won(),
                        true)));
  }

  private static Entry sized(Entry entry, int bytes) {
    return new Entry(entry.version(), entry.computeMicros(), entry.freshUntilMillis(), bytes);
  }

  /** Puts the object into its store, and then goes on with an entry that points to it. */
  private void put(String key, Entry entry, Consumer<Entry> then) {
    if (entry.isAbsence()) {
      then.accept(entry);
      return;
    }
    objects.ask(
        Bytes.of(key),
        new ObjectStore.Request.Put(object(key, entry), entry.bytes()),
        length -> then.accept(sized(entry, POINTER_BYTES)));
  }

  @Override
  public void get(String key, Consumer<Found> then) {
    cache.get(key, found -> follow(key, found, then));
  }

  @Override
  public void set(String key, Entry entry, long ttlMillis, Consumer<Boolean> then) {
    put(key, entry, pointer -> cache.set(key, pointer, ttlMillis, then));
  }

  @Override
  public void delete(String key, Consumer<Boolean> then) {
    cache.delete(key, then);
  }

  @Override
  public void lock(String key, String token, long ttlMillis, Consumer<Boolean> then) {
    cache.lock(key, token, ttlMillis, then);
  }

  @Override
  public void unlock(String key, String token, Consumer<Boolean> then) {
    cache.unlock(key, token, then);
  }

  @Override
  public void getOrWin(String key, long staleMillis, long winMillis, Consumer<Found> then) {
    cache.getOrWin(key, staleMillis, winMillis, found -> follow(key, found, then));
  }

  @Override
  public void setWithGrace(
      String key, Entry entry, long ttlMillis, long staleMillis, Consumer<Boolean> then) {
    put(key, entry, pointer -> cache.setWithGrace(key, pointer, ttlMillis, staleMillis, then));
  }

  @Override
  public void invalidate(String key, long staleMillis, Consumer<Boolean> then) {
    cache.invalidate(key, staleMillis, then);
  }

  @Override
  public void getOrLease(String key, String token, long leaseMillis, Consumer<Leased> then) {
    cache.getOrLease(
        key,
        token,
        leaseMillis,
        leased ->
            follow(key, leased.found(), found -> then.accept(new Leased(found, leased.lease()))));
  }

  @Override
  public void setLeased(
      String key, Entry entry, long ttlMillis, String lease, Consumer<Boolean> then) {
    put(key, entry, pointer -> cache.setLeased(key, pointer, ttlMillis, lease, then));
  }

  @Override
  public void deleteWithLease(String key, Consumer<Boolean> then) {
    cache.deleteWithLease(key, then);
  }
}
