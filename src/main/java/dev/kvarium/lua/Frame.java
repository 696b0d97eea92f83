package dev.kvarium.lua;

import org.jspecify.annotations.Nullable;

/** A function that has been called and has not returned. */
final class Frame {
  static final Object[] NONE = new Object[0];

  /** The function, when it is one of Lua's. */
  @Nullable LuaClosure closure;

  /** The function, when it is one of Java's. */
  @Nullable NativeFunction function;

  /** Its first register. */
  int base;

  /** One past its last register. */
  int top;

  /** The instruction that comes next. */
  int pc;

  /** Where its results go, in the registers of the one below. */
  int resultAt;

  /** How many results are wanted; -1 for all that there are. */
  int wanted;

  /** Arguments beyond the named ones. */
  Object[] varargs = NONE;

  /** How many frames it took the place of, by {@code return f()}. */
  int tailCalls;

  /** Of a protected call: what is called with an error; {@link Nil} for nothing. */
  Object handler = Nil.NIL;

  /** Of a protected call: the depth of native calls to return to. */
  int nativeCalls;

  /** Of a protected call: whether it has called, so that errors end here. */
  boolean isProtected;
}
