package dev.kvarium.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An interpreter of Lua 5.1: its globals, its memory and what it is running.
 *
 * <p>{@link #begin} starts a function, {@link #run} goes on with it until it ends or a {@link Hook}
 * pauses it. Not for two threads.
 */
public final class Lua {
  /** What {@link #run} left. */
  public enum Outcome {
    FINISHED,
    PAUSED
  }

  /** How many native calls may lie within each other. */
  static final int MOST_NATIVE_CALLS = 200;

  private static final int STEPS_AT_ONCE = 100_000;
  private static final Object[] NOTHING = new Object[0];

  private final Heap heap;
  private LuaTable globals;
  private final Machine machine;
  final Coroutine main;
  Coroutine running;
  @Nullable LuaTable stringMeta;

  /** The function {@code next}, which loops call often. */
  Object next = Nil.NIL;

  private Hook hook = Hook.NONE;
  private long steps;
  private long stepsOfAll;
  private boolean ended;
  private Object handler = Nil.NIL;
  private LuaError broken = new LuaError("");

  /** How many steps are left until the hook is asked. */
  int fuel = STEPS_AT_ONCE;

  private Object[] results = NOTHING;
  private final java.util.List<LuaObject> kept = new java.util.ArrayList<>();

  /** An interpreter without any library, that may take so much memory. */
  public Lua(long memoryBytes) {
    heap = new Heap(memoryBytes);
    globals = new LuaTable(heap, 0, 2);
    main = new Coroutine(heap.nextAddress(), Nil.NIL);
    main.status = Coroutine.Status.RUNNING;
    running = main;
    machine = new Machine(this);
    heap.measureBy(new Reach(this)::bytes);
  }

  public Heap heap() {
    return heap;
  }

  /** How much memory that takes which can still be reached. */
  public long reachableBytes() {
    heap.collect();
    return heap.usedBytes();
  }

  public LuaTable globals() {
    return globals;
  }

  /** Lets functions that are loaded from now on see other globals. */
  public void useGlobals(LuaTable table) {
    globals = table;
  }

  /** The function so many levels up, 0 being the one that runs; null beyond the first. */
  public @Nullable CallLevel level(int level) {
    return CallLevel.at(running, level);
  }

  /** A number, or a text that is one. */
  public static java.util.OptionalDouble toNumber(Object value) {
    double number = Operations.toNumber(value);
    return NumberText.isNone(number)
        ? java.util.OptionalDouble.empty()
        : java.util.OptionalDouble.of(number);
  }

  /** Keeps a value alive in the count of memory, whether or not a script can reach it. */
  public void keep(LuaObject value) {
    kept.add(value);
  }

  /** Gives up what was kept. */
  public void letGo(LuaObject value) {
    kept.remove(value);
  }

  java.util.List<LuaObject> kept() {
    return kept;
  }

  public LuaTable newTable() {
    return new LuaTable(heap);
  }

  /** A native function. */
  public NativeFunction function(String name, NativeFunction.Body body) {
    return special(name, NativeFunction.Kind.PLAIN, body, Nil.NIL);
  }

  NativeFunction special(
      String name, NativeFunction.Kind kind, NativeFunction.Body body, Object subject) {
    return new NativeFunction(heap.nextAddress(), name, kind, body, subject);
  }

  /** Puts a native function into a table. */
  public void register(LuaTable table, String name, NativeFunction.Body body) {
    table.set(name, function(name, body));
  }

  /**
   * Translates a text into a function.
   *
   * @param source how errors name it: {@code @name} as it is, a text by its first line
   * @throws LuaError when it is not well formed
   */
  public LuaClosure load(byte[] text, String source) {
    FunctionCode code = Compiler.compile(text, source, heap, running.nativeCalls);
    heap.take(code.sizeBytes());
    return new LuaClosure(heap.nextAddress(), code, new Upvalue[0], globals);
  }

  // Running

  /** Asks a hook every 100,000 steps of what is begun next. */
  public void hook(Hook asked) {
    hook = asked;
  }

  /** How many steps were taken since {@link #begin}. */
  public long steps() {
    return steps + STEPS_AT_ONCE - fuel;
  }

  /**
   * Prepares a call.
   *
   * @param errorHandler what an error is handed to before the frames are gone; nil for nothing
   */
  public void begin(Object function, Object errorHandler, Object... arguments) {
    reset();
    handler = errorHandler;
    main.nativeCalls = 1;
    machine.start(function, arguments);
  }

  /** How many steps were taken by all that is over, since this machine was made. */
  public long stepsOfAll() {
    return stepsOfAll;
  }

  private void reset() {
    stepsOfAll += steps();
    main.closeFrom(0);
    main.depth = 0;
    main.top = 0;
    main.nativeCalls = 0;
    Arrays.fill(main.stack, Nil.NIL);
    main.resumer = null;
    running = main;
    fuel = STEPS_AT_ONCE;
    steps = 0;
    ended = false;
    results = NOTHING;
  }

  /**
   * Goes on with what was begun.
   *
   * @throws LuaError when it ended with an error, which the handler has seen
   */
  public Outcome run() {
    Outcome outcome;
    try {
      outcome = machine.run(0, true);
    } catch (LuaError error) {
      reset();
      throw error;
    }
    if (outcome == Outcome.FINISHED) {
      results = Arrays.copyOfRange(main.stack, 0, main.top);
      Object[] kept = results;
      reset();
      results = kept;
    }
    return outcome;
  }

  /** What the function that finished returned. */
  public Object[] results() {
    return results;
  }

  /** The first result, or nil. */
  public Object result() {
    return results.length == 0 ? Nil.NIL : results[0];
  }

  /** Calls a function from a native one, and waits for it. */
  public Object[] call(Object function, Object... arguments) {
    return machine.call(function, arguments);
  }

  /** Calls a function from a native one for its first result. */
  public Object callOne(Object function, Object... arguments) {
    Object[] all = machine.call(function, arguments);
    return all.length == 0 ? Nil.NIL : all[0];
  }

  /**
   * Counts steps that a native function takes. The hook is asked when it has returned, if it takes
   * no more of them than a round of the machine.
   */
  public void charge(int count) {
    fuel -= count;
    if (fuel < -STEPS_AT_ONCE) {
      poll(false);
    }
  }

  /** Asks the hook; true when the script is to pause. */
  boolean poll(boolean canPause) {
    if (ended) {
      fuel = 0;
      throw new LuaError(broken.value());
    }
    steps += STEPS_AT_ONCE - Math.min(fuel, STEPS_AT_ONCE);
    fuel = STEPS_AT_ONCE;
    try {
      return hook.after(steps, canPause) == Hook.Verdict.PAUSE && canPause;
    } catch (LuaError error) {
      ended = true;
      broken = error;
      fuel = 0;
      throw error;
    }
  }

  /** What handles an error that no protected call catches. */
  Object handler() {
    return handler;
  }

  Machine machine() {
    return machine;
  }

  // Values

  /** What {@code type} calls it. */
  public static String typeName(Object value) {
    return switch (value) {
      case Nil nil -> "nil";
      case Boolean bool -> "boolean";
      case Double number -> "number";
      case LuaString string -> "string";
      case LuaTable table -> "table";
      case LuaFunction function -> "function";
      case Coroutine coroutine -> "thread";
      default -> "userdata";
    };
  }

  /** Whether a condition takes it for true. */
  public static boolean isTrue(Object value) {
    return value != Nil.NIL && value != Boolean.FALSE;
  }

  /** Whether two values are the same, without asking metatables. */
  public static boolean rawEquals(Object a, Object b) {
    if (a == b) {
      return !(a instanceof Double number && number.isNaN());
    }
    if (a instanceof Double x) {
      return b instanceof Double y && x.doubleValue() == y.doubleValue();
    }
    return a instanceof LuaString && a.equals(b) || a instanceof Boolean && a.equals(b);
  }

  /** The metatable of a value; null when it has none. */
  public @Nullable LuaTable metatable(Object value) {
    return value instanceof LuaTable table
        ? table.meta
        : value instanceof LuaString ? stringMeta : null;
  }

  /** A field of the metatable of a value; nil when it has none. */
  Object metafield(Object value, LuaString name) {
    LuaTable meta = metatable(value);
    return meta == null ? Nil.NIL : meta.get(name);
  }

  /** The text of a value, as {@code tostring} gives it. */
  public LuaString text(Object value) {
    Object custom = metafield(value, Metamethods.TOSTRING);
    if (custom != Nil.NIL) {
      Object text = callOne(custom, value);
      return text instanceof LuaString string ? string : LuaString.of(String.valueOf(text));
    }
    return switch (value) {
      case LuaString string -> string;
      case Double number -> NumberText.string(number);
      case Boolean bool -> LuaString.of(bool ? "true" : "false");
      case Nil nil -> LuaString.of("nil");
      case LuaObject object ->
          LuaString.of(
              typeName(object)
                  + ": "
                  + (object.address() == 0 ? "(nil)" : "0x" + Long.toHexString(object.address())));
      default -> LuaString.of(String.valueOf(value));
    };
  }

  /** A string that was just made: its memory is counted. */
  public LuaString made(byte[] bytes) {
    heap.take(bytes.length + 25L);
    return new LuaString(bytes);
  }

  // Errors

  /** An error with the place in the script that called the native function. */
  public LuaError errorAt(String message) {
    return new LuaError(where(1) + message);
  }

  /** {@code name:line: } of the function so many levels up, or nothing where it has no lines. */
  String where(int level) {
    CallLevel called = CallLevel.at(running, level);
    return called == null || called.line() <= 0
        ? ""
        : called.chunkName() + ":" + called.line() + ": ";
  }

  LuaError argumentError(int index, String message) {
    FunctionCode.Name name = machine.nameOfCalled();
    int shown = index;
    String called = name == null ? "?" : name.name();
    if (name != null && name.kind().equals("method")) {
      shown--;
      if (shown == 0) {
        return errorAt("calling '" + called + "' on bad self (" + message + ")");
      }
    }
    return errorAt("bad argument #" + shown + " to '" + called + "' (" + message + ")");
  }
}
