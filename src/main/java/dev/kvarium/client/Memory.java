package dev.kvarium.client;

import dev.kvarium.base.Blob;
import dev.kvarium.wire.Reply;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a client remembers of GET until a server says that it is no longer so: client-side caching
 * by CLIENT TRACKING in its usual mode.
 *
 * <pre>
 *   GET k ─► v        k: v            the server notes that this client has k
 *   GET k             answered here
 *   ◄─ invalidate k   k forgotten     somebody wrote k, or it is gone
 * </pre>
 */
final class Memory {
  private static final String INVALIDATE = "invalidate";

  private final SequencedMap<Blob, Reply> known = new LinkedHashMap<>();

  private static Optional<Blob> key(byte[][] argv) {
    boolean get =
        argv.length == 2
            && argv[0].length == 3
            && (argv[0][0] | 0x20) == 'g'
            && (argv[0][1] | 0x20) == 'e'
            && (argv[0][2] | 0x20) == 't';
    return get ? Optional.of(Blob.of(argv[1])) : Optional.empty();
  }

  Optional<Reply> get(byte[][] argv) {
    return key(argv).map(known::get);
  }

  void learn(byte[][] argv, Reply reply) {
    key(argv).ifPresent(key -> known.put(key, reply));
  }

  /** A server says what has changed, or that nothing can be relied on any more. */
  void pushed(Reply.Push push) {
    if (push.items().size() != 2
        || !(push.items().get(0) instanceof Reply.Bulk kind)
        || !Blob.of(kind.bytes()).toString().equals(INVALIDATE)) {
      return;
    }
    if (push.items().get(1) instanceof Reply.Array keys) {
      for (Reply each : keys.items()) {
        if (each instanceof Reply.Bulk key) {
          known.remove(Blob.of(key.bytes()));
        }
      }
    } else {
      known.clear();
    }
  }

  void clear() {
    known.clear();
  }

  int size() {
    return known.size();
  }
}
