package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the commands of all protocols do to items. */
final class Store {
  /** How a value is to be stored. */
  enum Mode {
    ADD,
    SET,
    REPLACE,
    APPEND,
    PREPEND,
    CAS
  }

  /** What came of it. */
  enum Stored {
    NOT_STORED,
    STORED,
    EXISTS,
    NOT_FOUND
  }

  /** What came of counting up or down. */
  enum Counted {
    OK,
    NON_NUMERIC,
    NO_MEMORY,
    NOT_FOUND,
    CAS_MISMATCH
  }

  /** The item that a command changed, still held, with its number; no item when it failed. */
  record Delta(Counted result, long value, @Nullable Item item) {
    private static Delta failed(Counted result) {
      return new Delta(result, 0, null);
    }
  }

  private final Items items;
  private final NodeStats stats;
  private long lastCas;

  Store(Items items) {
    this.items = items;
    this.stats = items.stats;
  }

  /** The CAS of the item that was stored last. */
  long lastCas() {
    return lastCas;
  }

  NodeStats.OfClass count(Item item) {
    return stats.classes[item.classId];
  }

  /**
   * Stores an item that was filled, held by the caller.
   *
   * @param staleAllowed whether a lower CAS stores a value that is marked as stale
   */
  Stored store(Item filled, Mode mode, boolean staleAllowed) {
    Item old = items.over(filled);
    if (old == null) {
      return switch (mode) {
        case ADD, SET -> {
          items.link(filled);
          lastCas = filled.cas;
          yield Stored.STORED;
        }
        case CAS -> {
          stats.casMisses++;
          yield Stored.NOT_FOUND;
        }
        case REPLACE, APPEND, PREPEND -> Stored.NOT_STORED;
      };
    }
    Stored stored = storeOver(old, filled, mode, staleAllowed);
    items.release(old);
    return stored;
  }

  private Stored storeOver(Item old, Item filled, Mode mode, boolean staleAllowed) {
    boolean matches = filled.cas == old.cas;
    boolean asks = filled.cas != 0;
    switch (mode) {
      case ADD -> {
        items.update(old);
        return Stored.NOT_STORED;
      }
      case SET, REPLACE -> {
        return replace(old, filled);
      }
      case CAS -> {
        if (asks && matches) {
          count(old).casHits++;
          return replace(old, filled);
        }
        if (asks && staleAllowed && Long.compareUnsigned(filled.cas, old.cas) < 0) {
          filled.expires = old.expires;
          filled.stale = true;
          filled.tokenSent |= old.tokenSent;
          count(old).casHits++;
          return replace(old, filled);
        }
        count(old).casBadValue++;
        return Stored.EXISTS;
      }
      case APPEND, PREPEND -> {
        if (asks && !matches) {
          return Stored.EXISTS;
        }
        return join(old, filled, mode == Mode.APPEND);
      }
    }
    throw new IllegalStateException("no such mode");
  }

  private Stored replace(Item old, Item item) {
    items.replace(old, item);
    lastCas = item.cas;
    return Stored.STORED;
  }

  private Stored join(Item old, Item filled, boolean append) {
    Item joined =
        items.allocate(
            old.key,
            old.clientFlags,
            old.expires,
            filled.valueBytes + old.valueBytes - Item.END_BYTES);
    if (joined == null) {
      return Stored.NOT_STORED;
    }
    if (joined.large && !items.extend(joined)) {
      items.release(joined);
      return Stored.NOT_STORED;
    }
    joined.value =
        append ? Bytes.concat(old.value, filled.value) : Bytes.concat(filled.value, old.value);
    joined.keyBinary = old.keyBinary;
    Stored stored = replace(old, joined);
    items.release(joined);
    return stored;
  }

  /** Throws an item away because its newer value could not be stored: no value is better. */
  void forget(byte[] key) {
    Item item = items.get(key, false);
    if (item != null) {
      items.unlink(item);
      items.release(item);
    }
  }

  /**
   * Counts an item up or down: up it wraps at 2^64, down it stops at 0.
   *
   * @param cas what its CAS has to be; 0 for any
   */
  Delta add(byte[] key, boolean up, long delta, long cas) {
    Item item = items.get(key, false);
    if (item == null) {
      return Delta.failed(Counted.NOT_FOUND);
    }
    if (item.valueBytes <= Item.END_BYTES || item.large) {
      items.release(item);
      return Delta.failed(Counted.NON_NUMERIC);
    }
    if (cas != 0 && item.cas != cas) {
      items.release(item);
      return Delta.failed(Counted.CAS_MISMATCH);
    }
    var number = CNumbers.unsigned64(item.value);
    if (number.isEmpty()) {
      items.release(item);
      return Delta.failed(Counted.NON_NUMERIC);
    }
    long value = number.getAsLong();
    if (up) {
      value += delta;
      count(item).incrementHits++;
    } else {
      value = Long.compareUnsigned(delta, value) > 0 ? 0 : value - delta;
      count(item).decrementHits++;
    }
    byte[] digits = Bytes.latin1(Long.toUnsignedString(value));
    if (digits.length <= item.length() && item.references == 2) {
      byte[] padded = new byte[item.length()];
      Arrays.fill(padded, (byte) ' ');
      System.arraycopy(digits, 0, padded, 0, digits.length);
      items.sizes.remove(item);
      item.cas = items.nextCas();
      items.sizes.add(item);
      item.value = padded;
      items.update(item);
      return new Delta(Counted.OK, value, item);
    }
    Item longer =
        items.allocate(key, item.clientFlags, item.expires, digits.length + Item.END_BYTES);
    if (longer == null) {
      items.release(item);
      return Delta.failed(Counted.NO_MEMORY);
    }
    longer.value = digits;
    items.replace(item, longer);
    items.release(item);
    return new Delta(Counted.OK, value, longer);
  }
}
