package dev.kvarium.lua;

import java.io.ByteArrayOutputStream;

/** The library {@code table}. */
public final class TableLibrary {
  private TableLibrary() {}

  /** Adds it to the globals. */
  public static void open(Lua lua) {
    LuaTable table = new LuaTable(lua.heap(), 0, 9);
    lua.globals().set("table", table);
    lua.register(table, "concat", TableLibrary::concat);
    lua.register(table, "foreach", TableLibrary::forEach);
    lua.register(table, "foreachi", TableLibrary::forEachItem);
    lua.register(table, "getn", a -> one((double) a.table(1).length()));
    lua.register(table, "maxn", TableLibrary::greatest);
    lua.register(table, "insert", TableLibrary::insert);
    lua.register(table, "remove", TableLibrary::remove);
    lua.register(
        table,
        "setn",
        a -> {
          a.table(1);
          throw a.error("'setn' is obsolete");
        });
    lua.register(table, "sort", TableLibrary::sort);
  }

  private static Object[] one(Object value) {
    return new Object[] {value};
  }

  private static void checkFunction(Arguments a, int i) {
    if (!(a.get(i) instanceof LuaFunction)) {
      throw a.typeError(i, "function");
    }
  }

  private static LuaTable writable(LuaTable table) {
    if (table.readOnly) {
      throw new LuaError("Attempt to modify a readonly table");
    }
    return table;
  }

  private static Object[] forEachItem(Arguments a) {
    LuaTable table = a.table(1);
    int length = table.length();
    checkFunction(a, 2);
    for (int i = 1; i <= length; i++) {
      Object result = a.lua().callOne(a.get(2), (double) i, table.get(i));
      if (result != Nil.NIL) {
        return one(result);
      }
    }
    return new Object[0];
  }

  private static Object[] forEach(Arguments a) {
    LuaTable table = a.table(1);
    checkFunction(a, 2);
    int place = table.from(0);
    while (place >= 0) {
      Object key = table.keyAt(place);
      Object result = a.lua().callOne(a.get(2), key, table.valueAt(place));
      if (result != Nil.NIL) {
        return one(result);
      }
      place = table.after(key);
    }
    return new Object[0];
  }

  private static Object[] greatest(Arguments a) {
    LuaTable table = a.table(1);
    double greatest = 0;
    for (int place = table.from(0); place >= 0; place = table.from(place + 1)) {
      a.lua().charge(1);
      if (table.keyAt(place) instanceof Double number && number > greatest) {
        greatest = number;
      }
    }
    return one(greatest);
  }

  private static Object[] insert(Arguments a) {
    LuaTable table = a.table(1);
    int end = table.length() + 1;
    switch (a.count()) {
      case 2 -> writable(table).set((double) end, a.get(2));
      case 3 -> {
        int at = a.smallInteger(2);
        for (int i = Math.max(end, at); i > at; i--) {
          a.lua().charge(1);
          writable(table).set((double) i, table.get(i - 1));
        }
        writable(table).set((double) at, a.get(3));
      }
      default -> throw a.error("wrong number of arguments to 'insert'");
    }
    return new Object[0];
  }

  private static Object[] remove(Arguments a) {
    LuaTable table = a.table(1);
    int end = table.length();
    int at = (int) a.integer(2, end);
    if (at < 1 || at > end) {
      return new Object[0];
    }
    Object removed = table.get(at);
    for (int i = at; i < end; i++) {
      a.lua().charge(1);
      writable(table).set((double) i, table.get(i + 1));
    }
    writable(table).set((double) end, Nil.NIL);
    return one(removed);
  }

  private static Object[] concat(Arguments a) {
    LuaString separator = a.isNil(2) ? LuaString.EMPTY : a.string(2);
    LuaTable table = a.table(1);
    int from = (int) a.integer(3, 1);
    int to = a.isNil(4) ? table.length() : a.smallInteger(4);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (long i = from; i <= to; i++) {
      a.lua().charge(1);
      Object item = table.get((int) i);
      LuaString text =
          switch (item) {
            case LuaString string -> string;
            case Double number -> NumberText.string(number);
            default ->
                throw a.error(
                    "invalid value ("
                        + Lua.typeName(item)
                        + ") at index "
                        + i
                        + " in table for 'concat'");
          };
      a.lua().heap().making((long) out.size() + text.length() + separator.length());
      a.lua().charge(text.length() >> 6);
      out.write(text.bytes(), 0, text.length());
      if (i < to) {
        out.write(separator.bytes(), 0, separator.length());
      }
    }
    return one(a.lua().made(out.toByteArray()));
  }

  private static Object[] sort(Arguments a) {
    LuaTable table = a.table(1);
    int length = table.length();
    if (!a.isNil(2)) {
      checkFunction(a, 2);
    }
    new Sorting(a, table, a.get(2)).sort(1, length);
    return new Object[0];
  }

  /** Quicksort with the median of three, the comparisons in the order in which C makes them. */
  private record Sorting(Arguments arguments, LuaTable table, Object order) {
    private boolean less(Object a, Object b) {
      Lua lua = arguments.lua();
      lua.charge(1);
      return order == Nil.NIL ? lua.machine().lessThan(a, b) : Lua.isTrue(lua.callOne(order, a, b));
    }

    private void put(int i, Object a, int j, Object b) {
      LuaTable checked = writable(table);
      checked.set((double) i, a);
      checked.set((double) j, b);
    }

    private LuaError invalid() {
      return arguments.error("invalid order function for sorting");
    }

    void sort(int from, int to) {
      int low = from;
      int high = to;
      while (low < high) {
        Object first = table.get(low);
        Object last = table.get(high);
        if (less(last, first)) {
          put(low, last, high, first);
        }
        if (high - low == 1) {
          break;
        }
        int middle = (int) (((long) low + high) / 2);
        Object pivot = table.get(middle);
        first = table.get(low);
        if (less(pivot, first)) {
          put(middle, first, low, pivot);
        } else {
          last = table.get(high);
          if (less(last, pivot)) {
            put(middle, last, high, pivot);
          }
        }
        if (high - low == 2) {
          break;
        }
        pivot = table.get(middle);
        put(middle, table.get(high - 1), high - 1, pivot);
        int i = partition(low, high, pivot);
        if (i - low < high - i) {
          sort(low, i - 1);
          low = i + 1;
        } else {
          sort(i + 1, high);
          high = i - 1;
        }
      }
    }

    private int partition(int low, int high, Object pivot) {
      int i = low;
      int j = high - 1;
      while (true) {
        Object left = table.get(++i);
        while (less(left, pivot)) {
          if (i > high) {
            throw invalid();
          }
          left = table.get(++i);
        }
        Object right = table.get(--j);
        while (less(pivot, right)) {
          if (j < low) {
            throw invalid();
          }
          right = table.get(--j);
        }
        if (j < i) {
          break;
        }
        put(i, right, j, left);
      }
      Object a = table.get(high - 1);
      put(high - 1, table.get(i), i, a);
      return i;
    }
  }
}
