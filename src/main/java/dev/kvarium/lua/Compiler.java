package dev.kvarium.lua;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates a function's tree into instructions. Statements here, expressions in {@link
 * Expressions}.
 */
final class Compiler {
  private final FunctionWriter out;
  private final Expressions expressions;

  private Compiler(FunctionWriter out) {
    this.out = out;
    this.expressions = new Expressions(out);
  }

  /** The main function of a text; {@code levels} counts the native calls in progress. */
  static FunctionCode compile(byte[] text, String source, Heap heap, int levels) {
    String chunk = ChunkName.of(source);
    try {
      Ast.FunctionBody main = Parser.parse(new Lexer(text, chunk, heap), levels);
      return compile(null, main, source);
    } catch (StackOverflowError tooDeep) {
      throw new LuaError(chunk + ":1: chunk has too many syntax levels");
    }
  }

  static FunctionCode compile(
      @Nullable FunctionWriter outer, Ast.FunctionBody body, String source) {
    FunctionWriter out = new FunctionWriter(outer, body, source);
    Compiler compiler = new Compiler(out);
    out.open(false);
    for (String each : body.parameters()) {
      out.declare(each, out.take(1, body.line()), body.line());
    }
    if (body.varargs() && !body.isMain()) {
      out.declare("arg", out.take(1, body.line()), body.line());
    }
    compiler.statements(body.body());
    out.emit(Op.RETURN, 0, 1, 0, body.lastLine());
    return out.finish();
  }

  private void statements(List<Ast.Statement> list) {
    for (Ast.Statement each : list) {
      int free = out.free();
      statement(each);
      if (!(each instanceof Ast.Local || each instanceof Ast.LocalFunction)) {
        out.free(free);
      }
    }
  }

  private void block(List<Ast.Statement> list, int line) {
    out.open(false);
    statements(list);
    out.close(line);
  }

  private void statement(Ast.Statement statement) {
    switch (statement) {
      case Ast.Local local -> local(local);
      case Ast.LocalFunction function -> {
        int register = out.take(1, function.line());
        out.declare(function.name(), register, function.line());
        expressions.into(new Ast.FunctionExpr(function.body(), function.line()), register);
      }
      case Ast.Assign assign -> assign(assign);
      case Ast.CallStatement call -> expressions.call(call.call(), 0);
      case Ast.Do block -> block(block.body(), block.line());
      case Ast.While loop -> whileLoop(loop);
      case Ast.Repeat loop -> repeatLoop(loop);
      case Ast.If branches -> ifStatement(branches);
      case Ast.NumericFor loop -> numericFor(loop);
      case Ast.GenericFor loop -> genericFor(loop);
      case Ast.Return values -> returnStatement(values);
      case Ast.Break end -> out.breakLoop(end.line());
    }
  }

  private void local(Ast.Local local) {
    int first = out.free();
    expressions.adjust(local.values(), local.names().size(), local.line());
    for (int i = 0; i < local.names().size(); i++) {
      out.declare(local.names().get(i), first + i, local.line());
    }
  }

  // Assignments

  /** Where a value goes: what is needed to store it has been worked out. */
  private record Target(Ast.Expr expr, int table, int key) {}

  private void assign(Ast.Assign assign) {
    int line = assign.line();
    if (assign.targets().size() == 1 && assign.values().size() == 1) {
      assignOne(assign.targets().getFirst(), assign.values().getFirst(), line);
      return;
    }
    List<Target> targets = new ArrayList<>();
    for (Ast.Expr each : assign.targets()) {
      targets.add(target(each, assign.targets()));
    }
    int first = out.free();
    expressions.adjust(assign.values(), targets.size(), line);
    for (int i = targets.size() - 1; i >= 0; i--) {
      store(targets.get(i), first + i, line);
    }
  }

  /** A local that is assigned beside is read before. */
  private Target target(Ast.Expr expr, List<Ast.Expr> beside) {
    if (!(expr instanceof Ast.Index index)) {
      return new Target(expr, 0, 0);
    }
    int table =
        isAssigned(index.table(), beside)
            ? expressions.toTemporary(index.table())
            : expressions.anyRegister(index.table());
    int key =
        isAssigned(index.key(), beside)
            ? expressions.toTemporary(index.key())
            : expressions.operand(index.key());
    return new Target(expr, table, key);
  }

  private boolean isAssigned(Ast.Expr expr, List<Ast.Expr> targets) {
    if (expr instanceof Ast.NameExpr name && out.local(name.name()) != null) {
      for (Ast.Expr each : targets) {
        if (each instanceof Ast.NameExpr other && other.name().equals(name.name())) {
          return true;
        }
      }
    }
    return false;
  }

  private void store(Target target, int register, int line) {
    switch (target.expr()) {
      case Ast.Index index -> {
        out.emit(Op.SETTABLE, target.table(), target.key(), register, line);
        out.named(expressions.describe(index.table()));
      }
      case Ast.NameExpr name -> storeName(name, register, line);
      default -> throw new IllegalStateException("not a target: " + target.expr());
    }
  }

  private void storeName(Ast.NameExpr name, int register, int line) {
    FunctionWriter.Variable local = out.local(name.name());
    if (local != null) {
      out.emit(Op.MOVE, local.register, register, 0, line);
      return;
    }
    int upvalue = out.upvalue(name.name(), line);
    if (upvalue >= 0) {
      out.emit(Op.SETUPVAL, register, upvalue, 0, line);
    } else {
      int key = out.constant(LuaString.of(name.name()));
      out.emit(Op.SETGLOBAL, register, key, 0, line);
    }
  }

  private void assignOne(Ast.Expr target, Ast.Expr value, int line) {
    if (target instanceof Ast.Index index) {
      int table = expressions.anyRegister(index.table());
      int key = expressions.operand(index.key());
      int operand = expressions.operand(value);
      out.emit(Op.SETTABLE, table, key, operand, line);
      out.named(expressions.describe(index.table()));
      return;
    }
    Ast.NameExpr name = (Ast.NameExpr) target;
    FunctionWriter.Variable local = out.local(name.name());
    if (local != null && !expressions.writesEarly(value)) {
      expressions.into(value, local.register);
    } else {
      storeName(name, expressions.anyRegister(value), line);
    }
  }

  // Control

  private void ifStatement(Ast.If statement) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < statement.branches().size(); i++) {
      Ast.Branch branch = statement.branches().get(i);
      List<Integer> otherwise = new ArrayList<>();
      expressions.jumpIf(branch.condition(), false, otherwise);
      block(branch.body(), statement.line());
      boolean more = i + 1 < statement.branches().size() || !statement.otherwise().isEmpty();
      if (more) {
        ends.add(out.jump(statement.line()));
      }
      out.patchHere(otherwise);
    }
    block(statement.otherwise(), statement.line());
    out.patchHere(ends);
  }

  private void whileLoop(Ast.While loop) {
    int start = out.here();
    List<Integer> exits = new ArrayList<>();
    expressions.jumpIf(loop.condition(), false, exits);
    out.open(true);
    block(loop.body(), loop.line());
    out.jumpTo(start, loop.line());
    out.close(loop.line());
    out.patchHere(exits);
  }

  private void repeatLoop(Ast.Repeat loop) {
    int start = out.here();
    out.open(true);
    out.open(false);
    statements(loop.body());
    List<Integer> jumps = new ArrayList<>();
    if (out.hasCaptured()) {
      expressions.jumpIf(loop.condition(), true, jumps);
      out.emit(Op.CLOSE, out.blockRegister(), 0, 0, loop.line());
      out.jumpTo(start, loop.line());
      out.patchHere(jumps);
    } else {
      expressions.jumpIf(loop.condition(), false, jumps);
      if (out.hasCaptured()) {
        // the condition itself took a variable: leave by way of closing it
        int leave = out.jump(loop.line());
        out.patchHere(jumps);
        out.emit(Op.CLOSE, out.blockRegister(), 0, 0, loop.line());
        out.jumpTo(start, loop.line());
        out.patch(leave, out.here());
      } else {
        out.patchTo(jumps, start);
      }
    }
    out.close(loop.line());
    out.close(loop.line());
  }

  private void numericFor(Ast.NumericFor loop) {
    int line = loop.line();
    int base = out.take(1, line);
    expressions.into(loop.from(), base);
    expressions.into(loop.to(), out.take(1, line));
    Ast.Expr step = loop.step().orElse(new Ast.Num(1, line));
    expressions.into(step, out.take(1, line));
    out.open(true);
    out.declare("(for index)", base, line);
    out.declare("(for limit)", base + 1, line);
    out.declare("(for step)", base + 2, line);
    int prepare = out.emit(Op.FORPREP, base, 0, 0, line);
    out.open(false);
    out.declare(loop.name(), out.take(1, line), line);
    block(loop.body(), line);
    out.close(line);
    int test = out.emit(Op.FORLOOP, base, 0, 0, line);
    out.patch(test, prepare + 1);
    out.patch(prepare, test);
    out.close(line);
  }

  private void genericFor(Ast.GenericFor loop) {
    int line = loop.line();
    int base = out.free();
    expressions.adjust(loop.values(), 3, line);
    out.open(true);
    out.declare("(for generator)", base, line);
    out.declare("(for state)", base + 1, line);
    out.declare("(for control)", base + 2, line);
    int enter = out.jump(line);
    out.open(false);
    int first = out.take(Math.max(3, loop.names().size()), line);
    out.free(first + loop.names().size());
    for (int i = 0; i < loop.names().size(); i++) {
      out.declare(loop.names().get(i), first + i, line);
    }
    block(loop.body(), line);
    out.close(line);
    out.patch(enter, out.here());
    out.emit(Op.TFORCALL, base, 0, loop.names().size(), line);
    int test = out.emit(Op.TFORTEST, base, 0, 0, line);
    out.patch(test, enter + 1);
    out.close(line);
  }

  private void returnStatement(Ast.Return statement) {
    List<Ast.Expr> values = statement.values();
    int line = statement.line();
    if (values.isEmpty()) {
      out.emit(Op.RETURN, 0, 1, 0, line);
      return;
    }
    if (values.size() == 1) {
      Ast.Expr only = values.getFirst();
      if (only instanceof Ast.Call || only instanceof Ast.MethodCall) {
        expressions.tailCall(only);
        return;
      }
      if (!(only instanceof Ast.Dots)) {
        out.emit(Op.RETURN, expressions.anyRegister(only), 2, 0, line);
        return;
      }
    }
    int first = out.free();
    int count = expressions.all(values, line);
    out.emit(Op.RETURN, first, count + 1, 0, line);
  }
}
