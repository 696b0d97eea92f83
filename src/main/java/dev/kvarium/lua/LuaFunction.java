package dev.kvarium.lua;

/** What can be called: a {@link LuaClosure} or a {@link NativeFunction}. */
public abstract sealed class LuaFunction extends LuaObject permits LuaClosure, NativeFunction {
  LuaFunction(long address) {
    super(address);
  }
}
