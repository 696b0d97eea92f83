package dev.kvarium.lua;

/** An error on its way to the next protected call. Carries no stack of Java: it is Lua's. */
public final class LuaError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Object value;

  /** Whether the handler of the protected call has seen it. */
  boolean handled;

  public LuaError(Object value) {
    super(null, null, false, false);
    this.value = value;
  }

  public LuaError(String message) {
    this(LuaString.of(message));
  }

  /** The error that no handler sees: there is no room for one. */
  static LuaError outOfMemory() {
    LuaError error = new LuaError("not enough memory");
    error.handled = true;
    return error;
  }

  /** What was thrown: a text or any other value. */
  public Object value() {
    return value;
  }

  @Override
  public String getMessage() {
    return String.valueOf(value);
  }
}
