package dev.kvarium.lua;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function of a script, translated: instructions for a machine with registers.
 *
 * <pre>
 *   63            40 39            16 15     8 7      0
 *  +----------------+----------------+--------+--------+
 *  |       C        |       B        |   A    |   op   |
 *  +----------------+----------------+--------+--------+
 *
 *   local a = b + 1     GETGLOBAL  A=0 B=k0 ("b")
 *                       ADD        A=0 B=0 C=256+k1 (1)
 * </pre>
 *
 * <p>Where an operand may be a register or a constant, 256 and more stand for constants.
 */
final class FunctionCode {
  /** What a variable is called in an error, as in: attempt to call {@code global 'f'}. */
  record Name(String kind, String name) {
    @Override
    public String toString() {
      return kind + " '" + name + "'";
    }
  }

  /** Where a function takes a variable from that is not its own. */
  record Captured(String name, boolean fromRegister, int index) {}

  static final int CONSTANT = 256;

  final String source;
  final int lineDefined;
  final int parameters;
  final boolean varargs;

  /** Whether the arguments beyond the named ones are put into the local table {@code arg}. */
  final boolean needsArgTable;

  /** Whether there is a local {@code arg} behind the parameters. */
  final boolean hasArgTable;

  final int registers;
  final long[] instructions;
  final int[] lines;
  final Object[] constants;
  final FunctionCode[] functions;
  final Captured[] captured;
  private final Map<Integer, @Nullable Name[]> names;

  FunctionCode(
      String source,
      int lineDefined,
      int parameters,
      boolean varargs,
      boolean hasArgTable,
      boolean needsArgTable,
      int registers,
      long[] instructions,
      int[] lines,
      Object[] constants,
      FunctionCode[] functions,
      Captured[] captured,
      Map<Integer, @Nullable Name[]> names) {
    this.source = source;
    this.lineDefined = lineDefined;
    this.parameters = parameters;
    this.varargs = varargs;
    this.hasArgTable = hasArgTable;
    this.needsArgTable = needsArgTable;
    this.registers = registers;
    this.instructions = instructions;
    this.lines = lines;
    this.constants = constants;
    this.functions = functions;
    this.captured = captured;
    this.names = names;
  }

  /** What an operand of an instruction is called, counted from 0; null when it has no name. */
  @Nullable Name name(int pc, int operand) {
    @Nullable Name[] operands = names.get(pc);
    return operands == null || operand < 0 || operand >= operands.length ? null : operands[operand];
  }

  /** The source as errors name it. */
  String chunkName() {
    return ChunkName.of(source);
  }

  int sizeBytes() {
    return 80 + 4 * instructions.length + 4 * lines.length + 16 * constants.length;
  }
}
