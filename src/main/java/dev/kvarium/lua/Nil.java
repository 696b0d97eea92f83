package dev.kvarium.lua;

/** The value of what has none. */
public enum Nil {
  NIL;

  @Override
  public String toString() {
    return "nil";
  }
}
