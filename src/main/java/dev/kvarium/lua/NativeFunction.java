package dev.kvarium.lua;

/** A function written in Java. */
public final class NativeFunction extends LuaFunction {
  /** What the function does. */
  @FunctionalInterface
  public interface Body {
    /** Takes its arguments and returns its results. */
    Object[] call(Arguments arguments);
  }

  /** The functions that work on the frames themselves, and so belong to the interpreter. */
  enum Kind {
    PLAIN,
    PROTECTED_CALL,
    HANDLED_CALL,
    RESUME,
    WRAPPED,
    YIELD
  }

  final String name;
  final Body body;
  final Kind kind;

  /** Of a wrapped coroutine: which. */
  final Object subject;

  /** Whether an error that is a table with a text is handed out as the text, as Redis's pcall. */
  boolean unwrapsErrors;

  NativeFunction(long address, String name, Kind kind, Body body, Object subject) {
    super(address);
    this.name = name;
    this.kind = kind;
    this.body = body;
    this.subject = subject;
  }

  /** What it does. */
  public Body body() {
    return body;
  }

  /** The name under which it was registered. */
  public String name() {
    return name;
  }
}
