package dev.kvarium.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs instructions. A call of a Lua function pushes a {@link Frame}, a return pops it: Java's
 * stack grows only where a native function or a metamethod calls back, and there to 200 levels at
 * most.
 *
 * <p>{@code pcall} and {@code coroutine.resume} are frames too, which wait below what they called;
 * an error drops the frames above the next one that catches errors.
 */
final class Machine {
  private static final int MOST_FRAMES_IN_HANDLER = Coroutine.MOST_FRAMES * 2;
  private static final int MOST_CALLS_IN_HANDLER = 225;
  private static final int ITEMS_AT_ONCE = 50;

  private final Lua lua;
  private final Operations operations;
  private int handling;
  private FunctionCode.@Nullable Name calledName;

  Machine(Lua lua) {
    this.lua = lua;
    this.operations = new Operations(lua, this);
  }

  /** Puts a function and its arguments in place, to be run from the start. */
  void start(Object function, Object[] arguments) {
    Coroutine main = lua.main;
    main.reserve(arguments.length + 2);
    main.stack[0] = function;
    System.arraycopy(arguments, 0, main.stack, 1, arguments.length);
    pendingArguments = arguments.length;
    pendingAt = 0;
  }

  private int pendingAt = -1;
  private int pendingArguments;

  /** Calls a function and waits for its results. */
  Object[] call(Object function, Object... arguments) {
    Coroutine caller = lua.running;
    int limit = handling > 0 ? MOST_CALLS_IN_HANDLER : Lua.MOST_NATIVE_CALLS;
    if (caller.nativeCalls + 1 >= limit) {
      throw runError("C stack overflow");
    }
    caller.nativeCalls++;
    int at = caller.free();
    int floor = caller.depth;
    caller.reserve(at + arguments.length + 2);
    caller.stack[at] = function;
    System.arraycopy(arguments, 0, caller.stack, at + 1, arguments.length);
    pendingAt = at;
    pendingArguments = arguments.length;
    run(floor, false);
    caller.nativeCalls--;
    return Arrays.copyOfRange(caller.stack, at, caller.top);
  }

  /**
   * Runs until the frames of the running coroutine have fallen to a depth.
   *
   * @param outermost whether nothing of Java waits for it, so that it may pause
   */
  Lua.Outcome run(int floor, boolean outermost) {
    Coroutine entry = outermost ? lua.main : lua.running;
    while (true) {
      try {
        if (pendingAt >= 0) {
          int at = pendingAt;
          pendingAt = -1;
          enter(at, pendingArguments, -1);
          if (settle(entry, floor)) {
            return Lua.Outcome.FINISHED;
          }
        }
        return execute(entry, floor, outermost) ? Lua.Outcome.FINISHED : Lua.Outcome.PAUSED;
      } catch (LuaError error) {
        if (recover(error, entry, floor)) {
          return Lua.Outcome.FINISHED;
        }
      } catch (StackOverflowError tooDeep) {
        if (recover(new LuaError("stack overflow"), entry, floor)) {
          return Lua.Outcome.FINISHED;
        }
      } catch (OutOfMemoryError full) {
        if (recover(LuaError.outOfMemory(), entry, floor)) {
          return Lua.Outcome.FINISHED;
        }
      }
    }
  }

  // Calls

  /**
   * Calls what lies in a register, its arguments behind it. A native function has returned
   * afterwards, a Lua function has a frame.
   */
  private void enter(int at, int arguments, int wanted) {
    Coroutine coroutine = lua.running;
    Object function = coroutine.stack[at];
    if (function instanceof LuaClosure closure) {
      enter(coroutine, closure, at, arguments, wanted, 0);
    } else if (function instanceof NativeFunction called) {
      enter(coroutine, called, at, arguments, wanted);
    } else {
      makeCallable(coroutine, at, arguments);
      enter(at, arguments + 1, wanted);
    }
  }

  /** Puts the function that its metatable names before a value that is called. */
  private void makeCallable(Coroutine coroutine, int at, int arguments) {
    Object value = coroutine.stack[at];
    Object function = lua.metafield(value, Metamethods.CALL);
    if (!(function instanceof LuaFunction)) {
      throw operations.typeError("call", value, 0);
    }
    coroutine.reserve(at + arguments + 3);
    System.arraycopy(coroutine.stack, at, coroutine.stack, at + 1, arguments + 1);
    coroutine.stack[at] = function;
  }

  private void enter(
      Coroutine coroutine, LuaClosure closure, int at, int arguments, int wanted, int tailCalls) {
    FunctionCode code = closure.code;
    int base = at + 1;
    int parameters = code.parameters;
    checkDepth(coroutine);
    int top = base + code.registers;
    coroutine.reserve(Math.max(top, base + arguments) + 2);
    Object[] stack = coroutine.stack;
    Object[] varargs = Frame.NONE;
    if (code.varargs) {
      if (arguments > parameters) {
        varargs = Arrays.copyOfRange(stack, base + parameters, base + arguments);
      }
      if (code.hasArgTable) {
        stack[base + parameters] = code.needsArgTable ? argTable(varargs) : Nil.NIL;
      }
    }
    for (int i = arguments; i < parameters; i++) {
      stack[base + i] = Nil.NIL;
    }
    Frame frame = coroutine.push();
    frame.closure = closure;
    frame.function = null;
    frame.base = base;
    frame.top = top;
    frame.pc = 0;
    frame.resultAt = at;
    frame.wanted = wanted;
    frame.varargs = varargs;
    frame.tailCalls = tailCalls;
    frame.isProtected = false;
  }

  private void checkDepth(Coroutine coroutine) {
    if (coroutine.depth >= (handling > 0 ? MOST_FRAMES_IN_HANDLER : Coroutine.MOST_FRAMES)) {
      throw runError("stack overflow");
    }
  }

  private LuaTable argTable(Object[] varargs) {
    LuaTable table = new LuaTable(lua.heap(), varargs.length, 1);
    for (int i = 0; i < varargs.length; i++) {
      table.set(i + 1.0, varargs[i]);
    }
    table.set("n", (double) varargs.length);
    return table;
  }

  private Frame push(
      Coroutine coroutine, NativeFunction function, int at, int arguments, int wanted) {
    checkDepth(coroutine);
    int top = Math.max(coroutine.free(), at + 1 + arguments);
    Frame frame = coroutine.push();
    frame.closure = null;
    frame.function = function;
    frame.base = at + 1;
    frame.top = top;
    frame.resultAt = at;
    frame.wanted = wanted;
    frame.varargs = Frame.NONE;
    frame.tailCalls = 0;
    frame.handler = Nil.NIL;
    frame.nativeCalls = coroutine.nativeCalls;
    frame.isProtected = false;
    return frame;
  }

  private void enter(
      Coroutine coroutine, NativeFunction function, int at, int arguments, int wanted) {
    Frame frame = push(coroutine, function, at, arguments, wanted);
    switch (function.kind) {
      case PLAIN -> {
        Object[] given = Arrays.copyOfRange(coroutine.stack, at + 1, at + 1 + arguments);
        Object[] results = function.body.call(new Arguments(lua, given));
        coroutine.depth--;
        deliver(coroutine, at, wanted, results);
      }
      case PROTECTED_CALL -> {
        protect(coroutine);
        if (arguments == 0) {
          throw new LuaError("attempt to call a boolean value");
        }
        enter(at + 1, arguments - 1, -1);
      }
      case HANDLED_CALL -> {
        if (arguments < 2) {
          throw lua.argumentError(2, "value expected");
        }
        frame.handler = coroutine.stack[at + 2];
        protect(coroutine);
        enter(at + 1, 0, -1);
      }
      case RESUME -> {
        if (!(coroutine.stack[at + 1] instanceof Coroutine other) || arguments == 0) {
          throw lua.argumentError(1, "coroutine expected");
        }
        resume(coroutine, other, at + 2, arguments - 1);
      }
      case WRAPPED -> resume(coroutine, (Coroutine) function.subject, at + 1, arguments);
      case YIELD -> suspend(coroutine, at, arguments, wanted);
    }
  }

  private void protect(Coroutine coroutine) {
    coroutine.frame().isProtected = true;
    if (coroutine.nativeCalls + 1 >= Lua.MOST_NATIVE_CALLS) {
      throw runError("C stack overflow");
    }
    coroutine.nativeCalls++;
  }

  /** Puts results where a caller wants them. */
  private static void deliver(Coroutine coroutine, int at, int wanted, Object[] results) {
    int count = wanted < 0 ? results.length : wanted;
    coroutine.reserve(at + count + 1);
    Object[] stack = coroutine.stack;
    int given = Math.min(count, results.length);
    System.arraycopy(results, 0, stack, at, given);
    for (int i = given; i < count; i++) {
      stack[at + i] = Nil.NIL;
    }
    if (wanted < 0) {
      coroutine.top = at + count;
    }
  }

  /** The same for results that lie in registers. */
  private static void deliver(Coroutine coroutine, int at, int wanted, int from, int given) {
    int count = wanted < 0 ? given : wanted;
    coroutine.reserve(at + count + 1);
    Object[] stack = coroutine.stack;
    System.arraycopy(stack, from, stack, at, Math.min(count, given));
    for (int i = given; i < count; i++) {
      stack[at + i] = Nil.NIL;
    }
    if (wanted < 0) {
      coroutine.top = at + count;
    }
  }

  private static Object[] behind(Object first, Object[] rest) {
    Object[] all = new Object[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  /**
   * Lets the native functions that waited for what has just returned return too, until a Lua
   * function is to go on.
   *
   * @return true when the depth is reached that was to be
   */
  private boolean settle(Coroutine entry, int floor) {
    while (true) {
      Coroutine coroutine = lua.running;
      if (coroutine == entry && coroutine.depth <= floor) {
        return true;
      }
      if (coroutine.depth == 0) {
        coroutine.status = Coroutine.Status.DEAD;
        Object[] values = Arrays.copyOfRange(coroutine.stack, 0, coroutine.top);
        backToResumer(coroutine, values);
        continue;
      }
      Frame frame = coroutine.frame();
      if (frame.closure != null) {
        return false;
      }
      Object[] values = Arrays.copyOfRange(coroutine.stack, frame.base, coroutine.top);
      coroutine.nativeCalls = frame.nativeCalls;
      coroutine.depth--;
      deliver(coroutine, frame.resultAt, frame.wanted, behind(Boolean.TRUE, values));
    }
  }

  // Coroutines

  private void resume(Coroutine from, Coroutine to, int at, int arguments) {
    String refused = null;
    if (to.status != Coroutine.Status.SUSPENDED) {
      String status =
          to.status == Coroutine.Status.DEAD
              ? "dead"
              : to.status == Coroutine.Status.NORMAL ? "normal" : "running";
      refused = "cannot resume " + status + " coroutine";
    } else if (chain(from) >= Lua.MOST_NATIVE_CALLS - 10) {
      refused = "C stack overflow";
    }
    if (refused != null) {
      refuseResume(from, refused);
      return;
    }
    Object[] values = Arrays.copyOfRange(from.stack, at, at + arguments);
    from.status = Coroutine.Status.NORMAL;
    to.resumer = from;
    to.status = Coroutine.Status.RUNNING;
    lua.running = to;
    if (to.yieldAt >= 0) {
      deliver(to, to.yieldAt, to.yieldWanted, values);
    } else {
      to.nativeCalls = 1;
      to.yieldAt = 0;
      to.reserve(values.length + 2);
      to.stack[0] = to.start;
      System.arraycopy(values, 0, to.stack, 1, values.length);
      enter(0, values.length, -1);
    }
  }

  private static int chain(Coroutine from) {
    int length = 0;
    for (Coroutine each = from; each != null; each = each.resumer) {
      length++;
    }
    return length;
  }

  private void refuseResume(Coroutine from, String why) {
    Frame frame = from.frame();
    NativeFunction function = frame.function;
    if (function != null && function.kind == NativeFunction.Kind.WRAPPED) {
      throw lua.errorAt(why);
    }
    from.depth--;
    Object[] results = {Boolean.FALSE, LuaString.of(why)};
    deliver(from, frame.resultAt, frame.wanted, results);
  }

  private void suspend(Coroutine coroutine, int at, int arguments, int wanted) {
    if (coroutine == lua.main || coroutine.nativeCalls > 1) {
      throw runError("attempt to yield across metamethod/C-call boundary");
    }
    Object[] values = Arrays.copyOfRange(coroutine.stack, at + 1, at + 1 + arguments);
    coroutine.depth--;
    coroutine.status = Coroutine.Status.SUSPENDED;
    coroutine.yieldAt = at;
    coroutine.yieldWanted = wanted;
    backToResumer(coroutine, values);
  }

  private void backToResumer(Coroutine coroutine, Object[] values) {
    Coroutine resumer = leave(coroutine);
    Frame frame = resumer.frame();
    NativeFunction function = frame.function;
    boolean plain = function != null && function.kind == NativeFunction.Kind.WRAPPED;
    resumer.depth--;
    Object[] results = plain ? values : behind(Boolean.TRUE, values);
    deliver(resumer, frame.resultAt, frame.wanted, results);
  }

  private Coroutine leave(Coroutine coroutine) {
    Coroutine resumer = coroutine.resumer;
    if (resumer == null) {
      throw new IllegalStateException("nobody resumed it");
    }
    coroutine.resumer = null;
    resumer.status = Coroutine.Status.RUNNING;
    lua.running = resumer;
    return resumer;
  }

  // Errors

  /** An error with the place of the Lua function that runs. */
  LuaError runError(String message) {
    CallLevel level = CallLevel.at(lua.running, 0);
    String where =
        level == null || level.isNative() ? "" : level.chunkName() + ":" + level.line() + ": ";
    return new LuaError(where + message);
  }

  /** What the native function that runs was called by its caller; null when unknown. */
  FunctionCode.@Nullable Name nameOfCalled() {
    Coroutine coroutine = lua.running;
    if (coroutine.depth < 2) {
      return null;
    }
    Frame caller = coroutine.frames[coroutine.depth - 2];
    LuaClosure closure = caller.closure;
    if (closure == null) {
      return null;
    }
    int pc = caller.pc - 1;
    int op = (int) closure.code.instructions[pc] & 255;
    return op == Op.CALL || op == Op.TAILCALL ? closure.code.name(pc, 0) : null;
  }

  /** Shows an error to the handler of the protected call that will catch it. */
  private LuaError handled(LuaError error) {
    if (error.handled) {
      return error;
    }
    Coroutine coroutine = lua.running;
    Object handler = coroutine == lua.main ? lua.handler() : Nil.NIL;
    for (int i = coroutine.depth - 1; i >= 0; i--) {
      if (coroutine.frames[i].isProtected) {
        handler = coroutine.frames[i].handler;
        break;
      }
    }
    Object value = error.value();
    if (handler != Nil.NIL) {
      handling++;
      try {
        Object[] results = call(handler, value);
        value = results.length == 0 ? Nil.NIL : results[0];
      } catch (LuaError second) {
        value = LuaString.of("error in error handling");
      } finally {
        handling--;
      }
    }
    LuaError seen = new LuaError(value);
    seen.handled = true;
    return seen;
  }

  /**
   * Drops the frames above the protected call that catches an error, and lets that return.
   *
   * @return true when the depth is reached that was to be
   * @throws LuaError when nothing above that depth catches it
   */
  private boolean recover(LuaError thrown, Coroutine entry, int floor) {
    LuaError error = handled(thrown);
    while (true) {
      Coroutine coroutine = lua.running;
      int lowest = coroutine == entry ? floor : 0;
      for (int i = coroutine.depth - 1; i >= lowest; i--) {
        Frame frame = coroutine.frames[i];
        if (frame.isProtected) {
          catchIn(coroutine, frame, i, error.value());
          return settle(entry, floor);
        }
      }
      if (coroutine == entry) {
        drop(coroutine, floor);
        throw error;
      }
      coroutine.status = Coroutine.Status.DEAD;
      drop(coroutine, 0);
      Coroutine resumer = leave(coroutine);
      Frame frame = resumer.frame();
      NativeFunction function = frame.function;
      if (function == null || function.kind != NativeFunction.Kind.WRAPPED) {
        resumer.depth--;
        Object[] results = {Boolean.FALSE, error.value()};
        deliver(resumer, frame.resultAt, frame.wanted, results);
        return settle(entry, floor);
      }
      error = handled(rethrown(error));
    }
  }

  /** An error that leaves a wrapped coroutine says where that was called. */
  private LuaError rethrown(LuaError error) {
    return error.value() instanceof LuaString text
        ? new LuaError(LuaString.of(lua.where(1) + text.text()))
        : new LuaError(error.value());
  }

  private static void drop(Coroutine coroutine, int depth) {
    if (coroutine.depth > depth) {
      coroutine.closeFrom(coroutine.frames[depth].base);
      coroutine.depth = depth;
    }
  }

  private static void catchIn(Coroutine coroutine, Frame frame, int depth, Object value) {
    coroutine.closeFrom(frame.base);
    coroutine.depth = depth;
    coroutine.nativeCalls = frame.nativeCalls;
    NativeFunction function = frame.function;
    Object shown = value;
    if (function != null && function.unwrapsErrors && value instanceof LuaTable table) {
      Object text = table.get("err");
      if (text instanceof LuaString || text instanceof Double) {
        shown = text;
      }
    }
    Object[] results = {Boolean.FALSE, shown};
    deliver(coroutine, frame.resultAt, frame.wanted, results);
  }

  // Operations for native functions

  Object index(Object object, Object key) {
    return operations.index(object, key);
  }

  boolean lessThan(Object a, Object b) {
    return operations.lessThan(a, b);
  }

  // Instructions

  private static Object rk(Object[] stack, Object[] constants, int base, int operand) {
    return operand < FunctionCode.CONSTANT
        ? stack[base + operand]
        : constants[operand - FunctionCode.CONSTANT];
  }

  /** Runs the Lua function on top; true when the depth is reached, false when it pauses. */
  private boolean execute(Coroutine entry, int floor, boolean outermost) {
    while (true) {
      Coroutine coroutine = lua.running;
      Frame frame = coroutine.frame();
      LuaClosure closure = frame.closure;
      if (closure == null) {
        throw new IllegalStateException("nothing to execute");
      }
      int left = executeFrame(coroutine, frame, closure, outermost);
      switch (left) {
        case PAUSED -> {
          return false;
        }
        case RETURNED -> {
          if (settle(entry, floor)) {
            return true;
          }
        }
        default -> {}
      }
    }
  }

  private static final int CALLED = 0;
  private static final int RETURNED = 1;
  private static final int PAUSED = 2;

  private int executeFrame(
      Coroutine coroutine, Frame frame, LuaClosure closure, boolean outermost) {
    FunctionCode code = closure.code;
    long[] instructions = code.instructions;
    Object[] constants = code.constants;
    Object[] stack = coroutine.stack;
    int base = frame.base;
    int pc = frame.pc;
    while (true) {
      long i = instructions[pc++];
      frame.pc = pc;
      int a = base + ((int) (i >>> 8) & 255);
      switch ((int) i & 255) {
        case Op.MOVE -> stack[a] = stack[base + Op.b(i)];
        case Op.LOADK -> stack[a] = constants[Op.b(i)];
        case Op.LOADBOOL -> {
          stack[a] = Op.b(i) != 0;
          if (Op.c(i) != 0) {
            pc++;
          }
        }
        case Op.LOADNIL -> Arrays.fill(stack, a, base + Op.b(i) + 1, Nil.NIL);
        case Op.GETUPVAL -> stack[a] = closure.upvalues[Op.b(i)].get();
        case Op.GETGLOBAL -> {
          LuaString name = (LuaString) constants[Op.b(i)];
          Object value = closure.globals.get(name);
          if (value == Nil.NIL && closure.globals.meta != null) {
            value = operations.index(closure.globals, name);
            stack = coroutine.stack;
          }
          stack[a] = value;
        }
        case Op.GETTABLE -> {
          Object table = stack[base + Op.b(i)];
          Object key = rk(stack, constants, base, Op.c(i));
          Object value = table instanceof LuaTable plain ? plain.get(key) : Nil.NIL;
          if (value == Nil.NIL && !(table instanceof LuaTable plain && plain.meta == null)) {
            value = operations.index(table, key);
            stack = coroutine.stack;
          }
          stack[a] = value;
        }
        case Op.SETGLOBAL -> {
          operations.setIndex(closure.globals, constants[Op.b(i)], stack[a]);
          stack = coroutine.stack;
        }
        case Op.SETUPVAL -> closure.upvalues[Op.b(i)].set(stack[a]);
        case Op.SETTABLE -> {
          Object key = rk(stack, constants, base, Op.b(i));
          operations.setIndex(stack[a], key, rk(stack, constants, base, Op.c(i)));
          stack = coroutine.stack;
        }
        case Op.NEWTABLE -> stack[a] = new LuaTable(lua.heap(), Op.b(i), Op.c(i));
        case Op.SELF -> {
          Object object = stack[base + Op.b(i)];
          Object key = rk(stack, constants, base, Op.c(i));
          Object value = operations.index(object, key);
          stack = coroutine.stack;
          stack[a + 1] = object;
          stack[a] = value;
        }
        case Op.ADD, Op.SUB, Op.MUL, Op.DIV, Op.MOD, Op.POW -> {
          Object x = rk(stack, constants, base, Op.b(i));
          Object y = rk(stack, constants, base, Op.c(i));
          if (x instanceof Double p && y instanceof Double q) {
            stack[a] = calculate((int) i & 255, p, q);
          } else {
            Object value = operations.arithmetic((int) i & 255, x, y);
            stack = coroutine.stack;
            stack[a] = value;
          }
        }
        case Op.UNM -> {
          Object value = operations.negate(stack[base + Op.b(i)]);
          stack = coroutine.stack;
          stack[a] = value;
        }
        case Op.NOT -> stack[a] = !Lua.isTrue(stack[base + Op.b(i)]);
        case Op.LEN -> {
          Object value = operations.length(stack[base + Op.b(i)]);
          stack = coroutine.stack;
          stack[a] = value;
        }
        case Op.CONCAT -> {
          Object value = operations.concat(coroutine, base + Op.b(i), base + Op.c(i));
          stack = coroutine.stack;
          stack[a] = value;
        }
        case Op.JMP -> {
          int distance = Op.b(i);
          if (distance < 0 && --lua.fuel < 0) {
            frame.pc = pc - 1;
            if (lua.poll(outermost)) {
              return PAUSED;
            }
          }
          pc += distance;
        }
        case Op.EQ -> {
          Object x = rk(stack, constants, base, Op.b(i));
          Object y = rk(stack, constants, base, Op.c(i));
          boolean same = Lua.rawEquals(x, y);
          if (!same && x instanceof LuaTable && y instanceof LuaTable) {
            same = operations.equalByMetatable(x, y);
            stack = coroutine.stack;
          }
          if (same != (a != base)) {
            pc++;
          }
        }
        case Op.LT -> {
          Object x = rk(stack, constants, base, Op.b(i));
          Object y = rk(stack, constants, base, Op.c(i));
          boolean less;
          if (x instanceof Double p && y instanceof Double q) {
            less = p < q;
          } else {
            less = operations.lessThan(x, y);
            stack = coroutine.stack;
          }
          if (less != (a != base)) {
            pc++;
          }
        }
        case Op.LE -> {
          Object x = rk(stack, constants, base, Op.b(i));
          Object y = rk(stack, constants, base, Op.c(i));
          boolean atMost;
          if (x instanceof Double p && y instanceof Double q) {
            atMost = p <= q;
          } else {
            atMost = operations.lessOrEqual(x, y);
            stack = coroutine.stack;
          }
          if (atMost != (a != base)) {
            pc++;
          }
        }
        case Op.TEST -> {
          if (Lua.isTrue(stack[a]) != (Op.c(i) != 0)) {
            pc++;
          }
        }
        case Op.CALL -> {
          if (--lua.fuel < 0) {
            frame.pc = pc - 1;
            if (lua.poll(outermost)) {
              return PAUSED;
            }
            frame.pc = pc;
          }
          int b = Op.b(i);
          int arguments = b == 0 ? coroutine.top - a - 1 : b - 1;
          int wanted = Op.c(i) - 1;
          if (stack[a] instanceof LuaClosure called) {
            enter(coroutine, called, a, arguments, wanted, 0);
            return CALLED;
          }
          enter(a, arguments, wanted);
          if (lua.running != coroutine || coroutine.frame() != frame) {
            return RETURNED;
          }
          stack = coroutine.stack;
        }
        case Op.TAILCALL -> {
          if (--lua.fuel < 0) {
            frame.pc = pc - 1;
            if (lua.poll(outermost)) {
              return PAUSED;
            }
            frame.pc = pc;
          }
          int b = Op.b(i);
          int arguments = b == 0 ? coroutine.top - a - 1 : b - 1;
          if (!(stack[a] instanceof LuaFunction)) {
            makeCallable(coroutine, a, arguments);
            stack = coroutine.stack;
            arguments++;
          }
          if (stack[a] instanceof LuaClosure called) {
            tailCall(coroutine, frame, called, a, arguments);
            return CALLED;
          }
          enter(a, arguments, -1);
          if (lua.running != coroutine || coroutine.frame() != frame) {
            return RETURNED;
          }
          giveBack(coroutine, frame, a, coroutine.top - a);
          return RETURNED;
        }
        case Op.RETURN -> {
          int b = Op.b(i);
          giveBack(coroutine, frame, a, b == 0 ? coroutine.top - a : b - 1);
          return RETURNED;
        }
        case Op.FORLOOP -> {
          if (--lua.fuel < 0) {
            frame.pc = pc - 1;
            if (lua.poll(outermost)) {
              return PAUSED;
            }
          }
          double step = (Double) stack[a + 2];
          double next = (Double) stack[a] + step;
          double limit = (Double) stack[a + 1];
          if (step > 0 ? next <= limit : limit <= next) {
            pc += Op.b(i);
            Double value = next;
            stack[a] = value;
            stack[a + 3] = value;
          }
        }
        case Op.FORPREP -> {
          double from = operations.loopNumber(stack[a], "initial value");
          double limit = operations.loopNumber(stack[a + 1], "limit");
          double step = operations.loopNumber(stack[a + 2], "step");
          stack[a] = from - step;
          stack[a + 1] = limit;
          stack[a + 2] = step;
          pc += Op.b(i);
        }
        case Op.TFORCALL -> {
          if (--lua.fuel < 0) {
            frame.pc = pc - 1;
            if (lua.poll(outermost)) {
              return PAUSED;
            }
            frame.pc = pc;
          }
          int wanted = Op.c(i);
          if (stack[a] == lua.next && wanted <= 2 && stack[a + 1] instanceof LuaTable table) {
            int place = table.after(stack[a + 2]);
            stack[a + 3] = place < 0 ? Nil.NIL : table.keyAt(place);
            stack[a + 4] = place < 0 ? Nil.NIL : table.valueAt(place);
          } else {
            stack[a + 3] = stack[a];
            stack[a + 4] = stack[a + 1];
            stack[a + 5] = stack[a + 2];
            enter(a + 3, 2, wanted);
            if (lua.running != coroutine || coroutine.frame() != frame) {
              return RETURNED;
            }
            stack = coroutine.stack;
          }
        }
        case Op.TFORTEST -> {
          if (stack[a + 3] != Nil.NIL) {
            stack[a + 2] = stack[a + 3];
            pc += Op.b(i);
          }
        }
        case Op.SETLIST -> {
          int b = Op.b(i);
          int count = b == 0 ? coroutine.top - a - 1 : b;
          LuaTable table = (LuaTable) stack[a];
          int before = (Op.c(i) - 1) * ITEMS_AT_ONCE;
          table.growItems(before + count);
          for (int n = count; n > 0; n--) {
            table.set((double) (before + n), stack[a + n]);
          }
        }
        case Op.CLOSE -> coroutine.closeFrom(a);
        case Op.CLOSURE -> {
          stack[a] = close(coroutine, closure, base, code.functions[Op.b(i)]);
        }
        case Op.VARARG -> {
          Object[] varargs = frame.varargs;
          int wanted = Op.b(i) - 1;
          deliver(coroutine, a, wanted, varargs);
          stack = coroutine.stack;
        }
        default -> throw new IllegalStateException("no such instruction: " + i);
      }
    }
  }

  private static Double calculate(int op, double p, double q) {
    double value =
        switch (op) {
          case Op.ADD -> p + q;
          case Op.SUB -> p - q;
          case Op.MUL -> p * q;
          case Op.DIV -> p / q;
          case Op.MOD -> p - Math.floor(p / q) * q;
          default -> Arithmetic.calculate(op, p, q);
        };
    return !Double.isNaN(value) ? value : Arithmetic.nan(p, q);
  }

  private LuaClosure close(Coroutine coroutine, LuaClosure outer, int base, FunctionCode code) {
    Upvalue[] upvalues = new Upvalue[code.captured.length];
    for (int i = 0; i < upvalues.length; i++) {
      FunctionCode.Captured each = code.captured[i];
      upvalues[i] =
          each.fromRegister()
              ? coroutine.capture(base + each.index())
              : outer.upvalues[each.index()];
    }
    lua.heap().take(40 + 40L * upvalues.length);
    return new LuaClosure(lua.heap().nextAddress(), code, upvalues, outer.globals);
  }

  private void giveBack(Coroutine coroutine, Frame frame, int from, int count) {
    if (coroutine.openUpvalues != null) {
      coroutine.closeFrom(frame.base);
    }
    coroutine.depth--;
    deliver(coroutine, frame.resultAt, frame.wanted, from, count);
  }

  private void tailCall(
      Coroutine coroutine, Frame frame, LuaClosure called, int at, int arguments) {
    if (coroutine.openUpvalues != null) {
      coroutine.closeFrom(frame.base);
    }
    int target = frame.base - 1;
    System.arraycopy(coroutine.stack, at, coroutine.stack, target, arguments + 1);
    coroutine.depth--;
    int resultAt = frame.resultAt;
    enter(coroutine, called, target, arguments, frame.wanted, frame.tailCalls + 1);
    coroutine.frame().resultAt = resultAt;
  }
}
