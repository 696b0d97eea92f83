package dev.kvarium.lua;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many bytes the values take that a script can still reach. */
final class Reach {
  private static final int SHORT = 64;
  private static final int STRING_BYTES = 25;
  private static final int CLOSURE_BYTES = 40;
  private static final int COROUTINE_BYTES = 200;
  private static final int FRAME_BYTES = 40;

  private final Lua lua;
  private int round;

  Reach(Lua lua) {
    this.lua = lua;
  }

  long bytes() {
    round++;
    Deque<Object> open = new ArrayDeque<>();
    long bytes = 0;
    open.add(lua.globals());
    open.add(lua.main);
    open.add(lua.running);
    open.addAll(lua.kept());
    open.addAll(java.util.Arrays.asList(lua.results()));
    while (!open.isEmpty()) {
      Object value = open.pop();
      if (isNew(value)) {
        bytes += size(value, open);
      }
    }
    return bytes;
  }

  /** Whether a value is met for the first time in this round. */
  private boolean isNew(Object value) {
    int before = round;
    switch (value) {
      case LuaString string when string.length() <= SHORT -> {
        return true; // counted each time: some are shared between interpreters
      }
      case LuaString string -> {
        before = string.seen;
        string.seen = round;
      }
      case LuaObject object -> {
        before = object.seen;
        object.seen = round;
      }
      case Upvalue upvalue -> {
        before = upvalue.seen;
        upvalue.seen = round;
      }
      default -> {}
    }
    return before != round;
  }

  private static void push(Object[] values, int count, Deque<Object> open) {
    for (int i = 0; i < count; i++) {
      Object value = values[i];
      if (!(value instanceof Double) && value != Nil.NIL && value != null) {
        open.push(value);
      }
    }
  }

  private static long size(Object value, Deque<Object> open) {
    switch (value) {
      case LuaString string -> {
        return string.length() + STRING_BYTES;
      }
      case LuaTable table -> {
        LuaTable meta = table.meta;
        if (meta != null) {
          open.push(meta);
        }
        push(table.itemArray(), table.itemArray().length, open);
        push(table.keyArray(), table.keyArray().length, open);
        push(table.valueArray(), table.valueArray().length, open);
        return table.sizeBytes();
      }
      case LuaClosure closure -> {
        for (Upvalue each : closure.upvalues) {
          open.push(each);
        }
        push(closure.code.constants, closure.code.constants.length, open);
        return CLOSURE_BYTES + closure.code.sizeBytes();
      }
      case Upvalue upvalue -> {
        open.push(upvalue.get());
        return CLOSURE_BYTES;
      }
      case NativeFunction function -> {
        open.push(function.subject);
        return CLOSURE_BYTES;
      }
      case Coroutine coroutine -> {
        push(coroutine.stack, Math.max(coroutine.free(), coroutine.top), open);
        for (int i = 0; i < coroutine.depth; i++) {
          Frame frame = coroutine.frames[i];
          push(frame.varargs, frame.varargs.length, open);
          if (frame.closure != null) {
            open.push(frame.closure);
          }
        }
        if (coroutine.resumer != null) {
          open.push(coroutine.resumer);
        }
        open.push(coroutine.start);
        return COROUTINE_BYTES + 16L * coroutine.free() + (long) FRAME_BYTES * coroutine.depth;
      }
      default -> {
        return 0;
      }
    }
  }
}
