package dev.kvarium.app;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ByteText;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cache in a Memcached, by its meta commands; times to live are whole seconds, rounded up.
 *
 * <pre>
 *   mg KEY v N30 R10      VA 40 W    read; made if it is not there (N), and if it has less than
 *                                    10 s left (R) one client is told to get it anew: W.
 *                         VA 40 Z    all others meanwhile: somebody was told already
 *                         VA 40 X W  it was made stale by  md KEY I T30  and is still there
 * </pre>
 *
 * <p>The lock is an item that is added, {@code ms … ME}; it is given up by its CAS number ({@code
 * md … C}), since it may have run out and be another's by then.
 *
 * <p>Source: protocol.txt of memcached 1.6.18, "Meta Get" and "Stale cache".
 */
public final class MemcachedCache implements Cache {
  /** A number of seconds beyond this would be taken for a Unix time: 30 days. */
  private static final long MOST_SECONDS = 60 * 60 * 24 * 30;

  private final StorePort<byte[], MetaAnswer> port;

  public MemcachedCache(StorePort<byte[], MetaAnswer> port) {
    this.port = port;
  }

  private void ask(String key, ByteText line, Consumer<MetaAnswer> then) {
    port.ask(Bytes.of(key), line.append("\r\n").take(), then);
  }

  private static ByteText line(String command, String key) {
    return new ByteText().append(command).append(' ').append(key);
  }

  private static long seconds(long millis) {
    return Math.clamp((millis + 999) / 1_000, 1, MOST_SECONDS);
  }

  @Override
  public void get(String key, Consumer<Found> then) {
    ask(key, line("mg", key).append(" v"), answer -> then.accept(found(answer)));
  }

  private static Found found(MetaAnswer answer) {
    if (!answer.isReached()) {
      return Found.UNREACHED;
    }
    Optional<Entry> entry = answer.value().flatMap(Entry::read);
    boolean stale = entry.isPresent() && (answer.has('X') || answer.has('W') || answer.has('Z'));
    return new Found(entry, stale, answer.has('W'), true);
  }

  @Override
  public void set(String key, Entry entry, long ttlMillis, Consumer<Boolean> then) {
    store(key, entry.encoded(), ttlMillis, "", answer -> then.accept(isDone(answer)));
  }

  private void store(
      String key, byte[] value, long ttlMillis, String mode, Consumer<MetaAnswer> then) {
    ByteText line = line("ms", key).append(' ').append(value.length);
    line.append(" T").append(seconds(ttlMillis)).append(mode).append("\r\n").append(value);
    ask(key, line, then);
  }

  private static boolean isDone(MetaAnswer answer) {
    return answer.code().equals("HD");
  }

  @Override
  public void delete(String key, Consumer<Boolean> then) {
    ask(key, line("md", key), answer -> then.accept(answer.isReached()));
  }

  @Override
  public void lock(String key, String token, long ttlMillis, Consumer<Boolean> then) {
    store(key, Bytes.of(token), ttlMillis, " ME", answer -> then.accept(isDone(answer)));
  }

  @Override
  public void unlock(String key, String token, Consumer<Boolean> then) {
    ask(
        key,
        line("mg", key).append(" v c"),
        answer -> {
          Optional<String> number = answer.flag('c');
          boolean own = answer.value().map(Bytes::text).equals(Optional.of(token));
          if (!own || number.isEmpty()) {
            then.accept(false);
            return;
          }
          ask(
              key,
              line("md", key).append(" C").append(number.get()),
              gone -> then.accept(isDone(gone)));
        });
  }

  @Override
  public void getOrWin(String key, long staleMillis, long winMillis, Consumer<Found> then) {
    ByteText line = line("mg", key).append(" v N").append(seconds(winMillis));
    line.append(" R").append(seconds(staleMillis));
    ask(key, line, answer -> then.accept(found(answer)));
  }

  @Override
  public void setWithGrace(
      String key, Entry entry, long ttlMillis, long staleMillis, Consumer<Boolean> then) {
    set(key, entry, seconds(ttlMillis) * 1_000 + seconds(staleMillis) * 1_000, then);
  }

  @Override
  public void invalidate(String key, long staleMillis, Consumer<Boolean> then) {
    ByteText line = line("md", key).append(" I T").append(seconds(staleMillis));
    ask(key, line, answer -> then.accept(answer.isReached()));
  }

  @Override
  public void getOrLease(String key, String token, long leaseMillis, Consumer<Leased> then) {
    ByteText line = line("mg", key).append(" v c N").append(seconds(leaseMillis));
    ask(
        key,
        line,
        answer -> {
          Found found = found(answer);
          boolean won = found.entry().isEmpty() && answer.has('W');
          then.accept(new Leased(found, won ? answer.flag('c').orElse("") : ""));
        });
  }

  @Override
  public void setLeased(
      String key, Entry entry, long ttlMillis, String lease, Consumer<Boolean> then) {
    store(key, entry.encoded(), ttlMillis, " C" + lease, answer -> then.accept(isDone(answer)));
  }

  @Override
  public void deleteWithLease(String key, Consumer<Boolean> then) {
    delete(key, then);
  }
}
