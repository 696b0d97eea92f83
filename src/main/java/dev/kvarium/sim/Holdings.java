package dev.kvarium.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which server has what of which stream of changes, so that it can be said of a write whether
 * anybody has it.
 *
 * <p>A stream is known by an id; who leads next goes on with the former one's up to an offset:
 *
 * <pre>
 *   8de1  ──────────────●─────────        the former primary went on: nobody else has that
 *   3a19                └──────────       the replica that was promoted at offset 142
 * </pre>
 *
 * <p>Who has 3a19 up to 200 has 8de1 up to 142. A server that takes all data of another has what
 * that one had when its snapshot began, and nothing of its own.
 *
 * <p>Limits: what a power cut left of a log is known of a server's own writes alone; of those that
 * it had from another it counts as having none. A log that is read again may bring back what was
 * lost.
 */
public final class Holdings {
  private final Map<String, TreeMap<String, Long>> held = new LinkedHashMap<>();
  private final Map<String, TreeMap<String, Long>> expected = new LinkedHashMap<>();
  private final Map<String, TreeMap<String, Long>> snapshots = new LinkedHashMap<>();
  private final Map<String, Former> formers = new LinkedHashMap<>();

  /** Which stream another goes on with, and up to which byte they are the same. */
  private record Former(String stream, long offset) {}

  /** A server has a stream up to a byte, at least. */
  public void extend(String node, String stream, long offset) {
    held.computeIfAbsent(node, any -> new TreeMap<>()).merge(stream, offset, StrictMath::max);
  }

  /** What is on its way to a server will bring it so far, if it arrives. */
  public void expect(String node, String stream, long offset) {
    expected.computeIfAbsent(node, any -> new TreeMap<>()).merge(stream, offset, StrictMath::max);
  }

  /** Nothing is on its way to anybody. */
  public void expectNothing() {
    expected.clear();
  }

  /** A stream goes on with another from a byte on. */
  public void forked(String stream, String former, long offset) {
    formers.put(stream, new Former(former, offset));
  }

  /** A server makes a snapshot for replicas, as of a byte of its stream. */
  public void snapshot(String node, String stream, long offset) {
    TreeMap<String, Long> copy = new TreeMap<>(held.getOrDefault(node, new TreeMap<>()));
    copy.put(stream, offset);
    snapshots.put(stream + ":" + offset, copy);
  }

  /** A server took the snapshot that was made as of a byte, and has nothing else. */
  public void replaced(String node, String stream, long offset) {
    TreeMap<String, Long> made = snapshots.get(stream + ":" + offset);
    TreeMap<String, Long> taken = made == null ? new TreeMap<>() : new TreeMap<>(made);
    taken.merge(stream, offset, StrictMath::max);
    held.put(node, taken);
  }

  /** A server has nothing of any stream any more. */
  public void cleared(String node) {
    held.remove(node);
  }

  /** Whether a server has a stream up to a byte. */
  boolean has(String node, String stream, long offset) {
    return has(held.get(node), stream, offset);
  }

  /** Whether a server other than this one has it, or may still get it. */
  boolean hasElsewhere(String except, String stream, long offset) {
    for (Map.Entry<String, TreeMap<String, Long>> each : held.entrySet()) {
      if (!each.getKey().equals(except)
          && (has(each.getValue(), stream, offset)
              || has(expected.get(each.getKey()), stream, offset))) {
        return true;
      }
    }
    return false;
  }

  private boolean has(@Nullable TreeMap<String, Long> streams, String stream, long offset) {
    if (streams == null) {
      return false;
    }
    for (Map.Entry<String, Long> each : streams.entrySet()) {
      String at = each.getKey();
      long up = each.getValue();
      while (up >= offset) {
        if (at.equals(stream)) {
          return true;
        }
        Former former = formers.get(at);
        if (former == null) {
          break;
        }
        at = former.stream();
        up = StrictMath.min(up, former.offset());
      }
    }
    return false;
  }
}
