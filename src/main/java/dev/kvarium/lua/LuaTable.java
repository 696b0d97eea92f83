package dev.kvarium.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table of Lua 5.1: an array for the keys 1 to n, and a hash for all others.
 *
 * <pre>
 *   {10, 20, x = 1, y = 2}
 *
 *   items  [ 10 | 20 ]                   keys 1, 2
 *   node   0      1
 *   key    "y"    "x"                    a key lies in its main node, the hash modulo the nodes,
 *   value  2      1                      or, when that is taken by a key that belongs there, in a
 *   next   -      -                      free node found from the end, chained to the main one
 * </pre>
 *
 * <p>Both parts are made anew only when no node is free: then the array gets the largest size n, a
 * power of two, of which more than half would be used. So the order in which a table is walked and
 * where {@code #} finds its end depend on its history; scripts see both, cjson and cmsgpack write
 * in that order, and therefore both are as in C. Taking out is writing nil: the node stays until
 * the next rebuilding.
 *
 * <p>Limits: up to 2^26 nodes. Source: R. Ierusalimschy et al., "The Implementation of Lua 5.0",
 * section 4.
 */
public final class LuaTable extends LuaObject {
  private static final int MOST_BITS = 26;
  private static final Object[] NO_ITEMS = new Object[0];
  private static final int BYTES = 64;
  private static final int ITEM_BYTES = 16;
  private static final int NODE_BYTES = 40;

  private final Heap heap;
  private Object[] items = NO_ITEMS;
  private Object[] keys = NO_ITEMS;
  private Object[] values = NO_ITEMS;
  private int[] next = {};
  private int free;

  /** Its metatable; null when there is none. */
  @Nullable LuaTable meta;

  /** Whether scripts may not change it. */
  public boolean readOnly;

  LuaTable(Heap heap) {
    this(heap, 0, 0);
  }

  LuaTable(Heap heap, int itemRoom, int nodeRoom) {
    super(heap.nextAddress());
    this.heap = heap;
    heap.take(BYTES);
    setItems(itemRoom);
    setNodes(nodeRoom);
  }

  /** The value of a key; {@link Nil} when there is none. */
  public Object get(Object key) {
    return switch (key) {
      case LuaString string -> get(string);
      case Double number -> get(number.doubleValue());
      case Nil nil -> Nil.NIL;
      default -> {
        int node = find(key);
        yield node < 0 ? Nil.NIL : values[node];
      }
    };
  }

  /** The value of a string. */
  public Object get(LuaString key) {
    if (keys.length == 0) {
      return Nil.NIL;
    }
    int node = key.hashCode() & keys.length - 1;
    do {
      Object there = keys[node];
      if (there == key || there instanceof LuaString && key.equals(there)) {
        return values[node];
      }
      node = next[node];
    } while (node >= 0);
    return Nil.NIL;
  }

  /** The value of a number. */
  public Object get(double key) {
    int index = (int) key;
    return index == key ? get(index) : byNumber(key);
  }

  /** The value of an integer. */
  public Object get(int key) {
    return key > 0 && key <= items.length ? items[key - 1] : byNumber(key);
  }

  /** The value of a name. */
  public Object get(String key) {
    return get(LuaString.of(key));
  }

  private Object byNumber(double key) {
    int node = findNumber(key);
    return node < 0 ? Nil.NIL : values[node];
  }

  private int findNumber(double key) {
    if (keys.length == 0) {
      return -1;
    }
    int node = mainOf(key);
    do {
      if (keys[node] instanceof Double there && there == key) {
        return node;
      }
      node = next[node];
    } while (node >= 0);
    return -1;
  }

  private int find(Object key) {
    if (key instanceof Double number) {
      return findNumber(number);
    }
    if (keys.length == 0) {
      return -1;
    }
    int node = mainOf(key);
    do {
      Object there = keys[node];
      if (there == key || there != null && there.equals(key)) {
        return node;
      }
      node = next[node];
    } while (node >= 0);
    return -1;
  }

  private int mainOf(double number) {
    if (number == 0) {
      return 0;
    }
    long bits = Double.doubleToRawLongBits(number);
    int folded = (int) bits + (int) (bits >>> 32);
    return Integer.remainderUnsigned(folded, keys.length - 1 | 1);
  }

  private int mainOf(Object key) {
    return switch (key) {
      case LuaString string -> string.hashCode() & keys.length - 1;
      case Double number -> mainOf(number.doubleValue());
      case Boolean bool -> (bool ? 1 : 0) & keys.length - 1;
      case LuaObject object ->
          (int) Long.remainderUnsigned(object.address() & 0xffffffffL, keys.length - 1 | 1);
      default -> 0;
    };
  }

  /** Sets a key; the value nil takes it out. */
  public void set(Object key, Object value) {
    switch (key) {
      case Double number -> set(number.doubleValue(), value);
      case Nil nil -> throw new LuaError("table index is nil");
      default -> {
        int node = find(key);
        if (node >= 0) {
          values[node] = value;
        } else {
          insert(key, value);
        }
      }
    }
  }

  /** Sets a number. */
  public void set(double key, Object value) {
    int index = (int) key;
    if (index == key && index > 0 && index <= items.length) {
      items[index - 1] = value;
      return;
    }
    int node = findNumber(key);
    if (node >= 0) {
      values[node] = value;
      return;
    }
    if (Double.isNaN(key)) {
      throw new LuaError("table index is NaN");
    }
    insert(key, value);
  }

  /** Sets a name. */
  public void set(String key, Object value) {
    set(LuaString.of(key), value);
  }

  private void insert(Object key, Object value) {
    if (keys.length == 0) {
      rebuild(key);
      set(key, value);
      return;
    }
    int main = mainOf(key);
    if (values[main] != Nil.NIL) {
      int spare = takeFree();
      if (spare < 0) {
        rebuild(key);
        set(key, value);
        return;
      }
      int other = mainOf(keys[main]);
      if (other == main) {
        next[spare] = next[main];
        next[main] = spare;
        main = spare;
      } else {
        moveAway(main, spare, other);
      }
    }
    keys[main] = key;
    values[main] = value;
  }

  /** Makes room in a node for the key that belongs there: who lies in it moves to a free one. */
  private void moveAway(int node, int spare, int chain) {
    int before = chain;
    while (next[before] != node) {
      before = next[before];
    }
    next[before] = spare;
    keys[spare] = keys[node];
    values[spare] = values[node];
    next[spare] = next[node];
    next[node] = -1;
    values[node] = Nil.NIL;
  }

  /** A node that never had a key, or -1. */
  private int takeFree() {
    while (free > 0) {
      free--;
      if (keys[free] == Nil.NIL) {
        return free;
      }
    }
    return -1;
  }

  /** Counts the keys and chooses the sizes of both parts anew, with room for one more. */
  private void rebuild(Object extra) {
    int[] slices = new int[MOST_BITS + 1];
    int arrayKeys = countItems(slices);
    int total = arrayKeys;
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != Nil.NIL) {
        arrayKeys += countKey(keys[i], slices);
        total++;
      }
    }
    arrayKeys += countKey(extra, slices);
    total++;
    int size = 0;
    int fit = 0;
    int sum = 0;
    for (int i = 0, power = 1; i <= MOST_BITS && power / 2 < arrayKeys; i++, power *= 2) {
      sum += slices[i];
      if (slices[i] > 0 && sum > power / 2) {
        size = power;
        fit = sum;
      }
      if (sum == arrayKeys) {
        break;
      }
    }
    resize(size, total - fit);
  }

  /** Slice i counts the integer keys above 2^(i-1) and up to 2^i. */
  private int countItems(int[] slices) {
    int used = 0;
    for (int i = 0; i < items.length; i++) {
      if (items[i] != Nil.NIL) {
        slices[log2(i + 1)]++;
        used++;
      }
    }
    return used;
  }

  private static int countKey(Object key, int[] slices) {
    if (key instanceof Double number) {
      int index = (int) number.doubleValue();
      if (index == number && index > 0 && index <= 1 << MOST_BITS) {
        slices[log2(index)]++;
        return 1;
      }
    }
    return 0;
  }

  /** The least i with 2^i at least n. */
  private static int log2(int n) {
    return 32 - Integer.numberOfLeadingZeros(n - 1);
  }

  /** Makes room for so many items, as a constructor of a table does. */
  void growItems(int size) {
    if (size > items.length) {
      resize(size, keys.length);
    }
  }

  int itemRoom() {
    return items.length;
  }

  private void resize(int itemRoom, int nodeRoom) {
    Object[] oldKeys = keys;
    Object[] oldValues = values;
    Object[] oldItems = items;
    if (itemRoom > items.length) {
      setItems(itemRoom);
    }
    setNodes(nodeRoom);
    if (itemRoom < oldItems.length) {
      items = Arrays.copyOf(oldItems, itemRoom);
      for (int i = itemRoom; i < oldItems.length; i++) {
        if (oldItems[i] != Nil.NIL) {
          set(i + 1.0, oldItems[i]);
        }
      }
    }
    for (int i = oldKeys.length - 1; i >= 0; i--) {
      if (oldValues[i] != Nil.NIL) {
        set(oldKeys[i], oldValues[i]);
      }
    }
  }

  private void setItems(int size) {
    if (size > 1 << MOST_BITS) {
      throw LuaError.outOfMemory();
    }
    int before = items.length;
    if (size > before) {
      heap.take((long) (size - before) * ITEM_BYTES);
      items = Arrays.copyOf(items, size);
      Arrays.fill(items, before, size, Nil.NIL);
    }
  }

  private void setNodes(int size) {
    if (size == 0) {
      keys = NO_ITEMS;
      values = NO_ITEMS;
      next = new int[0];
      free = 0;
      return;
    }
    int bits = log2(size);
    if (bits > MOST_BITS) {
      throw new LuaError("table overflow");
    }
    int room = 1 << bits;
    heap.take((long) room * NODE_BYTES);
    keys = new Object[room];
    values = new Object[room];
    next = new int[room];
    Arrays.fill(keys, Nil.NIL);
    Arrays.fill(values, Nil.NIL);
    Arrays.fill(next, -1);
    free = room;
  }

  /** A boundary: an n with a value at n and none at n + 1, or 0. */
  public int length() {
    int high = items.length;
    if (high > 0 && items[high - 1] == Nil.NIL) {
      int low = 0;
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (items[middle - 1] == Nil.NIL) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return low;
    }
    return keys.length == 0 ? high : boundaryInNodes(high);
  }

  private int boundaryInNodes(int from) {
    long low = from;
    long high = from + 1L;
    while (get((double) high) != Nil.NIL) {
      low = high;
      high *= 2;
      if (high > Integer.MAX_VALUE) {
        int i = 1;
        while (get(i) != Nil.NIL) {
          i++;
        }
        return i - 1;
      }
    }
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (get((double) middle) == Nil.NIL) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return (int) low;
  }

  /**
   * The place of the first entry behind a key, from the beginning when it is nil; -1 at the end.
   * Items come first, then nodes.
   */
  public int after(Object key) {
    int place = key == Nil.NIL ? 0 : placeOf(key) + 1;
    return from(place);
  }

  /** The place of the first entry at or behind a place; -1 at the end. */
  public int from(int start) {
    int place = start;
    for (; place < items.length; place++) {
      if (items[place] != Nil.NIL) {
        return place;
      }
    }
    for (; place - items.length < keys.length; place++) {
      if (values[place - items.length] != Nil.NIL) {
        return place;
      }
    }
    return -1;
  }

  private int placeOf(Object key) {
    if (key instanceof Double number) {
      int index = (int) number.doubleValue();
      if (index == number && index > 0 && index <= items.length) {
        return index - 1;
      }
    }
    int node = find(key);
    if (node < 0) {
      throw new LuaError("invalid key to 'next'");
    }
    return items.length + node;
  }

  /** The key at a place. */
  public Object keyAt(int place) {
    return place < items.length ? (Object) (place + 1.0) : keys[place - items.length];
  }

  /** The value at a place. */
  public Object valueAt(int place) {
    return place < items.length ? items[place] : values[place - items.length];
  }

  /** Its metatable; null when there is none. */
  public @Nullable LuaTable metatable() {
    return meta;
  }

  /** Gives it a metatable, or takes it away. */
  public void setMetatable(@Nullable LuaTable table) {
    meta = table;
  }

  /** What the table itself takes, without what is in it. */
  long sizeBytes() {
    return BYTES + (long) items.length * ITEM_BYTES + (long) keys.length * NODE_BYTES;
  }

  Object[] itemArray() {
    return items;
  }

  Object[] keyArray() {
    return keys;
  }

  Object[] valueArray() {
    return values;
  }
}
