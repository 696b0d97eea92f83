package dev.kvarium.lua;

import org.jspecify.annotations.Nullable;

/**
 * A variable that a function took from outside: while the block that declared it runs, it lies in a
 * register there, afterwards here.
 */
final class Upvalue {
  private @Nullable Coroutine owner;
  final int register;
  private Object closed = Nil.NIL;

  /** When it was last met by a measurement of memory. */
  int seen;

  /** The next one down the stack of the same coroutine. */
  @Nullable Upvalue next;

  Upvalue(Coroutine owner, int register, @Nullable Upvalue next) {
    this.owner = owner;
    this.register = register;
    this.next = next;
  }

  Object get() {
    Coroutine open = owner;
    return open == null ? closed : open.stack[register];
  }

  void set(Object value) {
    Coroutine open = owner;
    if (open == null) {
      closed = value;
    } else {
      open.stack[register] = value;
    }
  }

  void close() {
    closed = get();
    owner = null;
    next = null;
  }
}
