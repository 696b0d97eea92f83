package dev.kvarium.lua;

/** A function written in Lua, with the variables that it took from outside. */
public final class LuaClosure extends LuaFunction {
  final FunctionCode code;
  final Upvalue[] upvalues;

  /** The table of the globals that the function sees. */
  LuaTable globals;

  LuaClosure(long address, FunctionCode code, Upvalue[] upvalues, LuaTable globals) {
    super(address);
    this.code = code;
    this.upvalues = upvalues;
    this.globals = globals;
  }
}
