package dev.kvarium.lua;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The instructions of one function while they are written: constants, registers, local variables
 * and jumps. {@link Compiler} decides what is written.
 */
final class FunctionWriter {
  private static final int MOST_REGISTERS = 250;
  private static final int MOST_LOCALS = 200;
  private static final int MOST_UPVALUES = 60;

  /** A local variable that can be seen. */
  static final class Variable {
    final String name;
    final int register;
    boolean captured;

    Variable(String name, int register) {
      this.name = name;
      this.register = register;
    }
  }

  /** A block that is open, with the jumps out of it. */
  static final class Block {
    final int firstVariable;
    final boolean loop;
    final List<Integer> breaks = new ArrayList<>();

    Block(int firstVariable, boolean loop) {
      this.firstVariable = firstVariable;
      this.loop = loop;
    }
  }

  final @Nullable FunctionWriter outer;
  final Ast.FunctionBody body;
  final String source;
  private final String chunk;

  private long[] instructions = new long[32];
  private int[] lines = new int[32];
  private final Map<Integer, FunctionCode.@Nullable Name[]> names = new HashMap<>();
  private int size;
  private final List<Object> constants = new ArrayList<>();
  private final Map<Object, Integer> constantIndex = new HashMap<>();
  private final List<FunctionCode> functions = new ArrayList<>();
  private final List<FunctionCode.Captured> captured = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private int free;
  private int registers = 2;

  FunctionWriter(@Nullable FunctionWriter outer, Ast.FunctionBody body, String source) {
    this.outer = outer;
    this.body = body;
    this.source = source;
    this.chunk = ChunkName.of(source);
  }

  /** The finished function. */
  FunctionCode finish() {
    return new FunctionCode(
        source,
        body.line(),
        body.parameters().size(),
        body.varargs(),
        body.varargs() && !body.isMain(),
        body.varargs() && !body.isMain() && !body.usesDots(),
        registers,
        Arrays.copyOf(instructions, size),
        Arrays.copyOf(lines, size),
        constants.toArray(),
        functions.toArray(new FunctionCode[0]),
        captured.toArray(new FunctionCode.Captured[0]),
        names);
  }

  // Instructions

  int emit(int op, int a, int b, int c, int line) {
    if (size == instructions.length) {
      instructions = Arrays.copyOf(instructions, size * 2);
      lines = Arrays.copyOf(lines, size * 2);
    }
    instructions[size] = Op.of(op, a, b, c);
    lines[size] = line;
    return size++;
  }

  /** Says what the operands of the instruction written last are called. */
  void named(FunctionCode.@Nullable Name... operands) {
    for (FunctionCode.Name each : operands) {
      if (each != null) {
        names.put(size - 1, operands);
        return;
      }
    }
  }

  /** The place of the next instruction. */
  int here() {
    return size;
  }

  /** A jump whose goal is not known yet. */
  int jump(int line) {
    return emit(Op.JMP, 0, 0, 0, line);
  }

  void jumpTo(int target, int line) {
    int at = emit(Op.JMP, 0, 0, 0, line);
    patch(at, target);
  }

  void patch(int at, int target) {
    long old = instructions[at];
    instructions[at] = Op.of((int) old & 255, (int) (old >>> 8) & 255, target - at - 1, Op.c(old));
  }

  /** Gives an instruction other second and third operands. */
  void resize(int at, int b, int c) {
    long old = instructions[at];
    instructions[at] = Op.of((int) old & 255, (int) (old >>> 8) & 255, b, c);
  }

  void patchHere(List<Integer> jumps) {
    for (int at : jumps) {
      patch(at, size);
    }
  }

  void patchTo(List<Integer> jumps, int target) {
    for (int at : jumps) {
      patch(at, target);
    }
  }

  int function(FunctionCode code) {
    functions.add(code);
    return functions.size() - 1;
  }

  /** The index of a constant; zero and minus zero share one, as in C. */
  int constant(Object value) {
    Object key =
        value instanceof Double number
            ? (Object) Double.doubleToRawLongBits(number == 0 ? 0.0 : number)
            : value;
    Integer known = constantIndex.get(key);
    if (known != null) {
      return known;
    }
    constants.add(value);
    constantIndex.put(key, constants.size() - 1);
    return constants.size() - 1;
  }

  // Registers

  int free() {
    return free;
  }

  void free(int register) {
    free = register;
  }

  /** The next register, taken. */
  int take(int count, int line) {
    int first = free;
    free += count;
    if (free > registers) {
      if (free >= MOST_REGISTERS) {
        throw new LuaError(chunk + ":" + line + ": function or expression too complex");
      }
      registers = free;
    }
    return first;
  }

  // Variables

  /** A variable in a register that is taken already. */
  void declare(String name, int register, int line) {
    if (variables.size() >= MOST_LOCALS) {
      throw tooMany(MOST_LOCALS, "local variables", line);
    }
    variables.add(new Variable(name, register));
  }

  private LuaError tooMany(int limit, String what, int line) {
    String function = body.isMain() ? "main function" : "function at line " + body.line();
    return new LuaError(
        chunk + ":" + line + ": " + function + " has more than " + limit + " " + what);
  }

  @Nullable Variable local(String name) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name.equals(name)) {
        return variables.get(i);
      }
    }
    return null;
  }

  /** The index of a variable taken from outside, or -1 when there is none of that name. */
  int upvalue(String name, int line) {
    for (int i = 0; i < captured.size(); i++) {
      if (captured.get(i).name().equals(name)) {
        return i;
      }
    }
    if (outer == null) {
      return -1;
    }
    Variable variable = outer.local(name);
    FunctionCode.Captured taken;
    if (variable != null) {
      variable.captured = true;
      taken = new FunctionCode.Captured(name, true, variable.register);
    } else {
      int index = outer.upvalue(name, line);
      if (index < 0) {
        return -1;
      }
      taken = new FunctionCode.Captured(name, false, index);
    }
    if (captured.size() >= MOST_UPVALUES) {
      throw tooMany(MOST_UPVALUES, "upvalues", line);
    }
    captured.add(taken);
    return captured.size() - 1;
  }

  // Blocks

  void open(boolean loop) {
    blocks.add(new Block(variables.size(), loop));
  }

  /** Whether a variable of the innermost block was captured. */
  boolean hasCaptured() {
    return hasCaptured(blocks.getLast().firstVariable);
  }

  private boolean hasCaptured(int from) {
    for (int i = from; i < variables.size(); i++) {
      if (variables.get(i).captured) {
        return true;
      }
    }
    return false;
  }

  /** The first register of the innermost block's variables. */
  int blockRegister() {
    int first = blocks.getLast().firstVariable;
    return first < variables.size() ? variables.get(first).register : free;
  }

  /** Forgets the variables of the innermost block and lets its breaks go on behind it. */
  void close(int line) {
    if (hasCaptured()) {
      emit(Op.CLOSE, blockRegister(), 0, 0, line);
    }
    Block block = blocks.removeLast();
    int register = block.firstVariable < variables.size() ? blockStart(block) : free;
    while (variables.size() > block.firstVariable) {
      variables.removeLast();
    }
    free = register;
    patchHere(block.breaks);
  }

  private int blockStart(Block block) {
    return variables.get(block.firstVariable).register;
  }

  void breakLoop(int line) {
    for (int i = blocks.size() - 1; i >= 0; i--) {
      Block block = blocks.get(i);
      if (block.loop) {
        if (hasCaptured(block.firstVariable)) {
          emit(Op.CLOSE, variables.get(block.firstVariable).register, 0, 0, line);
        }
        block.breaks.add(jump(line));
        return;
      }
    }
  }
}
