package dev.kvarium.lua;

/**
 * A value with an identity: two are equal when they are the same. Its address stands for the one
 * that C would show; it is counted from the beginning of the interpreter, so that it is the same in
 * every run.
 */
public abstract class LuaObject {
  private final long address;

  /** When it was last met by a measurement of memory. */
  int seen;

  LuaObject(long address) {
    this.address = address;
  }

  /** What {@code tostring} shows. */
  public final long address() {
    return address;
  }
}
