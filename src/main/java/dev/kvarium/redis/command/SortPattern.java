package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.HashValue;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of SORT: {@code weight_*} names a key for each element, {@code object_*->weight} a
 * field of a hash, {@code #} the element itself. Without a star it leads nowhere.
 *
 * @param self whether it is {@code #}
 * @param star where the star stands, or -1
 * @param before the bytes before the star
 * @param after those behind it, up to the arrow
 * @param field the field of a hash; null where a string is meant
 */
record SortPattern(boolean self, int star, byte[] before, byte[] after, byte @Nullable [] field) {

  static SortPattern of(byte[] word) {
    boolean self = word.length > 0 && word[0] == '#' && (word.length == 1 || word[1] == 0);
    int zero = Bytes.indexOf(word, (byte) 0, 0);
    int shown = zero < 0 ? word.length : zero;
    int star = Bytes.indexOf(word, (byte) '*', 0);
    if (star < 0 || star >= shown) {
      return new SortPattern(self, -1, Bytes.EMPTY, Bytes.EMPTY, null);
    }
    int arrow = arrow(word, star + 1, shown);
    byte[] field = arrow < 0 ? null : Arrays.copyOfRange(word, arrow + 2, word.length);
    byte[] after = Arrays.copyOfRange(word, star + 1, arrow < 0 ? word.length : arrow);
    return new SortPattern(self, star, Arrays.copyOf(word, star), after, field);
  }

  /** Where the first {@code ->} stands, if something follows it; else -1. */
  private static int arrow(byte[] word, int from, int to) {
    for (int i = from; i + 1 < to; i++) {
      if (word[i] == '-' && word[i + 1] == '>') {
        return i + 2 < to ? i : -1;
      }
    }
    return -1;
  }

  boolean hasStar() {
    return star >= 0;
  }

  /** What this leads to for an element; null when there is no such thing. */
  byte @Nullable [] lookUp(Db db, byte[] element) {
    if (self) {
      return element;
    }
    if (star < 0) {
      return null;
    }
    byte[] key = Bytes.concat(Bytes.concat(before, element), after);
    Value value = db.read(key);
    byte[] wanted = field;
    if (wanted != null) {
      return value instanceof HashValue hash ? hash.get(wanted) : null;
    }
    return value instanceof StringValue string ? string.bytes() : null;
  }
}
