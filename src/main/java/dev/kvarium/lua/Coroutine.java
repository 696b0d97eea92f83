package dev.kvarium.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A line of execution: registers and the frames of the functions that have not returned. The main
 * script is one, {@code coroutine.create} makes others.
 *
 * <pre>
 *   stack   [ main's registers | f's registers        |  free … ]
 *              frames[0].base     frames[1].base         frames[1].top
 * </pre>
 */
final class Coroutine extends LuaObject {
  /** How far it has come. */
  enum Status {
    SUSPENDED,
    RUNNING,
    NORMAL,
    DEAD
  }

  /** How many frames Lua 5.1 has room for: an array of 16,384 of which one is its own. */
  static final int MOST_FRAMES = 16_383;

  private static final int FIRST_REGISTERS = 64;
  private static final int FIRST_FRAMES = 8;

  Object[] stack = new Object[FIRST_REGISTERS];
  Frame[] frames = new Frame[FIRST_FRAMES];
  int depth;

  /** One past the last value where the number of values is open. */
  int top;

  Status status = Status.SUSPENDED;
  @Nullable Upvalue openUpvalues;

  /** Who waits for it. */
  @Nullable Coroutine resumer;

  /** While it is suspended: where the values go that it is resumed with, and how many. */
  int yieldAt = -1;

  int yieldWanted;

  /** How many calls out of C would be on C's stack; at 200 Lua stops. */
  int nativeCalls;

  /** Until it is resumed first: what it runs. */
  final Object start;

  Coroutine(long address, Object start) {
    super(address);
    this.start = start;
    Arrays.fill(stack, Nil.NIL);
  }

  void reserve(int registers) {
    if (registers > stack.length) {
      int before = stack.length;
      stack = Arrays.copyOf(stack, Math.max(registers, before * 2));
      Arrays.fill(stack, before, stack.length, Nil.NIL);
    }
  }

  Frame frame() {
    return frames[depth - 1];
  }

  /** The first register that nobody uses. */
  int free() {
    return depth == 0 ? 0 : frames[depth - 1].top;
  }

  Frame push() {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth * 2);
    }
    Frame frame = frames[depth];
    if (frame == null) {
      frame = new Frame();
      frames[depth] = frame;
    }
    depth++;
    return frame;
  }

  /** The variable in a register, shared by all functions that take it. */
  Upvalue capture(int register) {
    Upvalue before = null;
    Upvalue at = openUpvalues;
    while (at != null && at.register > register) {
      before = at;
      at = at.next;
    }
    if (at != null && at.register == register) {
      return at;
    }
    Upvalue made = new Upvalue(this, register, at);
    if (before == null) {
      openUpvalues = made;
    } else {
      before.next = made;
    }
    return made;
  }

  /** The variables from a register on leave the stack. */
  void closeFrom(int register) {
    Upvalue open = openUpvalues;
    while (open != null && open.register >= register) {
      Upvalue next = open.next;
      open.close();
      open = next;
    }
    openUpvalues = open;
  }
}
