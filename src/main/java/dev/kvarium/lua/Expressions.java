package dev.kvarium.lua;

import dev.kvarium.lua.FunctionCode.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates expressions: into a register, as an operand, as a jump, or as a list of values. */
final class Expressions {
  private static final int ITEMS_AT_ONCE = 50;

  private final FunctionWriter out;

  Expressions(FunctionWriter out) {
    this.out = out;
  }

  // Names for errors

  /** What an error calls the value of an expression; null when it has no name. */
  @Nullable Name describe(Ast.Expr expr) {
    return switch (expr) {
      case Ast.NameExpr name -> {
        String kind =
            out.local(name.name()) != null
                ? "local"
                : out.upvalue(name.name(), name.line()) >= 0 ? "upvalue" : "global";
        yield new Name(kind, name.name());
      }
      case Ast.Index index ->
          new Name("field", index.key() instanceof Ast.Str key ? key.value().text() : "?");
      case Ast.Paren paren -> describe(paren.inner());
      case Ast.And and -> describeLeft(and.left());
      case Ast.Or or -> describeLeft(or.left());
      default -> null;
    };
  }

  private @Nullable Name describeLeft(Ast.Expr left) {
    Name name = describe(left);
    return name == null || name.kind().equals("local") ? null : name;
  }

  // Constants

  private static boolean isTruth(Ast.Expr expr) {
    return switch (expr) {
      case Ast.TrueLiteral yes -> true;
      case Ast.Num number -> true;
      case Ast.Str string -> true;
      default -> false;
    };
  }

  private static boolean isFalsehood(Ast.Expr expr) {
    return expr instanceof Ast.NilLiteral || expr instanceof Ast.FalseLiteral;
  }

  /** The number that an expression of literals is, worked out as C's compiler of Lua does. */
  private static @Nullable Double folded(Ast.Expr expr) {
    return switch (expr) {
      case Ast.Num number -> number.value();
      case Ast.Paren paren -> folded(paren.inner());
      case Ast.Unary unary when unary.op() == Op.UNM -> {
        Double operand = folded(unary.operand());
        yield operand == null || Double.isNaN(operand) ? null : (Double) (-operand);
      }
      case Ast.Binary binary when binary.op() != Op.CONCAT -> {
        Double left = folded(binary.left());
        Double right = left == null ? null : folded(binary.right());
        if (left == null
            || right == null
            || right == 0 && binary.op() >= Op.DIV && binary.op() <= Op.MOD) {
          yield null;
        }
        double value = Arithmetic.calculate(binary.op(), left, right);
        yield Double.isNaN(value) ? null : (Double) value;
      }
      default -> null;
    };
  }

  private @Nullable Object constant(Ast.Expr expr) {
    return switch (expr) {
      case Ast.NilLiteral nil -> Nil.NIL;
      case Ast.TrueLiteral yes -> Boolean.TRUE;
      case Ast.FalseLiteral no -> Boolean.FALSE;
      case Ast.Str string -> string.value();
      case Ast.Paren paren -> constant(paren.inner());
      case Ast.Unary unary when unary.op() == Op.NOT -> {
        if (isFalsehood(unary.operand())) {
          yield Boolean.TRUE;
        }
        yield isTruth(unary.operand()) ? Boolean.FALSE : null;
      }
      default -> folded(expr);
    };
  }

  // Registers and operands

  /** A register that holds the value: that of the variable itself, or a new one. */
  int anyRegister(Ast.Expr expr) {
    if (expr instanceof Ast.NameExpr name) {
      FunctionWriter.Variable local = out.local(name.name());
      if (local != null) {
        return local.register;
      }
    }
    return expr instanceof Ast.Paren paren && !isOpen(paren.inner())
        ? anyRegister(paren.inner())
        : toTemporary(expr);
  }

  int toTemporary(Ast.Expr expr) {
    int register = out.take(1, expr.line());
    into(expr, register);
    return register;
  }

  /** A register or a constant. */
  int operand(Ast.Expr expr) {
    Object constant = constant(expr);
    return constant != null ? FunctionCode.CONSTANT + out.constant(constant) : anyRegister(expr);
  }

  /** Whether an expression may write its register before it has read all it reads. */
  boolean writesEarly(Ast.Expr expr) {
    return switch (expr) {
      case Ast.And and -> true;
      case Ast.Or or -> true;
      case Ast.TableExpr table -> true;
      case Ast.Paren paren -> writesEarly(paren.inner());
      default -> false;
    };
  }

  private static boolean isOpen(Ast.Expr expr) {
    return expr instanceof Ast.Call || expr instanceof Ast.MethodCall || expr instanceof Ast.Dots;
  }

  /** Puts the value of an expression into a register. */
  void into(Ast.Expr expr, int register) {
    int line = expr.line();
    Object constant = constant(expr);
    if (constant != null) {
      load(constant, register, line);
      return;
    }
    int free = out.free();
    switch (expr) {
      case Ast.NameExpr name -> name(name, register);
      case Ast.Paren paren -> into(paren.inner(), register);
      case Ast.Dots dots -> out.emit(Op.VARARG, register, 2, 0, line);
      case Ast.FunctionExpr function -> {
        FunctionCode code = Compiler.compile(out, function.body(), out.source);
        out.emit(Op.CLOSURE, register, out.function(code), 0, function.body().lastLine());
      }
      case Ast.Index index -> {
        int table = anyRegister(index.table());
        int key = operand(index.key());
        out.emit(Op.GETTABLE, register, table, key, line);
        out.named(describe(index.table()));
      }
      case Ast.Call call -> callInto(call, register);
      case Ast.MethodCall call -> callInto(call, register);
      case Ast.Binary binary when binary.op() == Op.CONCAT -> concat(binary, register);
      case Ast.Binary binary -> {
        int left = operand(binary.left());
        int right = operand(binary.right());
        out.emit(binary.op(), register, left, right, line);
        out.named(operandName(binary.left(), left), operandName(binary.right(), right));
      }
      case Ast.Unary unary -> {
        int operand = anyRegister(unary.operand());
        out.emit(unary.op(), register, operand, 0, line);
        out.named(constant(unary.operand()) != null ? null : describe(unary.operand()));
      }
      case Ast.Compare compare -> {
        List<Integer> yes = new ArrayList<>();
        jumpIf(compare, true, yes);
        out.emit(Op.LOADBOOL, register, 0, 1, line);
        out.patchHere(yes);
        out.emit(Op.LOADBOOL, register, 1, 0, line);
      }
      case Ast.And and -> either(and.left(), and.right(), 0, register, line);
      case Ast.Or or -> either(or.left(), or.right(), 1, register, line);
      case Ast.TableExpr table -> table(table, register);
      default -> throw new IllegalStateException("constant: " + expr);
    }
    out.free(free);
  }

  private @Nullable Name operandName(Ast.Expr expr, int operand) {
    return operand >= FunctionCode.CONSTANT ? null : describe(expr);
  }

  private void load(Object constant, int register, int line) {
    switch (constant) {
      case Nil nil -> out.emit(Op.LOADNIL, register, register, 0, line);
      case Boolean bool -> out.emit(Op.LOADBOOL, register, bool ? 1 : 0, 0, line);
      default -> out.emit(Op.LOADK, register, out.constant(constant), 0, line);
    }
  }

  private void name(Ast.NameExpr name, int register) {
    FunctionWriter.Variable local = out.local(name.name());
    if (local != null) {
      if (local.register != register) {
        out.emit(Op.MOVE, register, local.register, 0, name.line());
      }
      return;
    }
    int upvalue = out.upvalue(name.name(), name.line());
    if (upvalue >= 0) {
      out.emit(Op.GETUPVAL, register, upvalue, 0, name.line());
    } else {
      int key = out.constant(LuaString.of(name.name()));
      out.emit(Op.GETGLOBAL, register, key, 0, name.line());
    }
  }

  private void either(Ast.Expr left, Ast.Expr right, int stopsAt, int register, int line) {
    into(left, register);
    out.emit(Op.TEST, register, 0, stopsAt, line);
    int end = out.jump(line);
    into(right, register);
    out.patch(end, out.here());
  }

  private void concat(Ast.Binary binary, int register) {
    List<Name> names = new ArrayList<>();
    int first = out.free();
    Ast.Expr rest = binary;
    while (rest instanceof Ast.Binary more && more.op() == Op.CONCAT) {
      names.add(piece(more.left()));
      rest = more.right();
    }
    names.add(piece(rest));
    out.emit(Op.CONCAT, register, first, out.free() - 1, binary.line());
    out.named(names.toArray(new Name[0]));
  }

  @SuppressWarnings("NullAway") // a list of names some of which are missing
  private Name piece(Ast.Expr expr) {
    toTemporary(expr);
    return constant(expr) != null ? null : describe(expr);
  }

  // Jumps

  /** Jumps when the truth of an expression is this, and else goes on behind. */
  void jumpIf(Ast.Expr expr, boolean wanted, List<Integer> jumps) {
    int free = out.free();
    switch (expr) {
      case Ast.Paren paren when !isOpen(paren.inner()) -> jumpIf(paren.inner(), wanted, jumps);
      case Ast.Unary unary when unary.op() == Op.NOT -> jumpIf(unary.operand(), !wanted, jumps);
      case Ast.And and -> both(and.left(), and.right(), wanted, false, jumps);
      case Ast.Or or -> both(or.left(), or.right(), wanted, true, jumps);
      case Ast.Compare compare -> compare(compare, wanted, jumps);
      default -> {
        if (isTruth(expr) || isFalsehood(expr)) {
          if (isTruth(expr) == wanted) {
            jumps.add(out.jump(expr.line()));
          }
        } else {
          int register = anyRegister(expr);
          out.emit(Op.TEST, register, 0, wanted ? 1 : 0, expr.line());
          jumps.add(out.jump(expr.line()));
        }
      }
    }
    out.free(free);
  }

  /** {@code and} stops at the first falsehood, {@code or} at the first truth. */
  private void both(
      Ast.Expr left, Ast.Expr right, boolean wanted, boolean stopsAt, List<Integer> jumps) {
    if (wanted == stopsAt) {
      jumpIf(left, wanted, jumps);
      jumpIf(right, wanted, jumps);
    } else {
      List<Integer> past = new ArrayList<>();
      jumpIf(left, stopsAt, past);
      jumpIf(right, wanted, jumps);
      out.patchHere(past);
    }
  }

  private void compare(Ast.Compare compare, boolean wanted, List<Integer> jumps) {
    int left = operand(compare.left());
    int right = operand(compare.right());
    int line = compare.line();
    int truth = wanted ? 1 : 0;
    switch (compare.comparison()) {
      case EQ -> out.emit(Op.EQ, truth, left, right, line);
      case NE -> out.emit(Op.EQ, 1 - truth, left, right, line);
      case LT -> out.emit(Op.LT, truth, left, right, line);
      case LE -> out.emit(Op.LE, truth, left, right, line);
      case GT -> out.emit(Op.LT, truth, right, left, line);
      case GE -> out.emit(Op.LE, truth, right, left, line);
    }
    jumps.add(out.jump(line));
  }

  // Lists of values

  /** Exactly so many values in the next registers, which are taken. */
  void adjust(List<Ast.Expr> values, int count, int line) {
    int first = out.free();
    for (int i = 0; i < values.size(); i++) {
      Ast.Expr value = values.get(i);
      boolean last = i + 1 == values.size();
      if (last && isOpen(value) && count != values.size()) {
        open(value, Math.max(count - i, 0), line);
      } else {
        toTemporary(value);
      }
    }
    int there = out.free() - first;
    if (there < count) {
      int from = out.take(count - there, line);
      out.emit(Op.LOADNIL, from, first + count - 1, 0, line);
    }
    out.free(first + count);
  }

  /** As many values as an expression gives, or so many of them, in the next registers. */
  private void open(Ast.Expr value, int wanted, int line) {
    if (value instanceof Ast.Dots) {
      int register = out.take(Math.max(wanted, 1), line);
      out.emit(Op.VARARG, register, wanted + 1, 0, line);
      out.free(register + Math.max(wanted, 0));
    } else {
      call(value, wanted);
    }
  }

  /** All values of a list in the next registers: how many, or -1 when their number is open. */
  int all(List<Ast.Expr> values, int line) {
    for (int i = 0; i < values.size(); i++) {
      Ast.Expr value = values.get(i);
      if (i + 1 == values.size() && isOpen(value)) {
        open(value, -1, line);
        return -1;
      }
      toTemporary(value);
    }
    return values.size();
  }

  // Calls

  private void callInto(Ast.Expr call, int register) {
    int base = out.free();
    call(call, 1);
    if (base != register) {
      out.emit(Op.MOVE, register, base, 0, call.line());
    }
  }

  /** A call whose results come to lie in the next registers; -1 for all that there are. */
  void call(Ast.Expr call, int wanted) {
    int base = out.free();
    Name name = prepare(call);
    int arguments = argumentCount;
    out.emit(Op.CALL, base, arguments + 1, wanted + 1, call.line());
    out.named(name);
    out.free(base);
    if (wanted > 0) {
      out.take(wanted, call.line());
    }
  }

  void tailCall(Ast.Expr call) {
    int base = out.free();
    Name name = prepare(call);
    int arguments = argumentCount;
    out.emit(Op.TAILCALL, base, arguments + 1, 0, call.line());
    out.named(name);
    out.free(base);
  }

  private int argumentCount;

  /** Puts the function and its arguments in place, and says what the function is called. */
  private @Nullable Name prepare(Ast.Expr expr) {
    if (expr instanceof Ast.MethodCall call) {
      int base = out.free();
      int object = anyRegister(call.object());
      out.free(base);
      out.take(2, call.line());
      int key = FunctionCode.CONSTANT + out.constant(LuaString.of(call.name()));
      out.emit(Op.SELF, base, object, key, call.line());
      out.named(describe(call.object()));
      int count = all(call.arguments(), call.line());
      argumentCount = count < 0 ? -1 : count + 1;
      return new Name("method", call.name());
    }
    Ast.Call call = (Ast.Call) expr;
    Name name = constant(call.function()) != null ? null : describe(call.function());
    toTemporary(call.function());
    int count = all(call.arguments(), call.line());
    argumentCount = count;
    return name;
  }

  // Tables

  private void table(Ast.TableExpr expr, int register) {
    int line = expr.line();
    int table = register == out.free() - 1 ? register : out.take(1, line);
    int creation = out.emit(Op.NEWTABLE, table, 0, 0, line);
    int items = 0;
    int pairs = 0;
    int pending = 0;
    int batch = 1;
    int fields = expr.fields().size();
    boolean open = false;
    for (int i = 0; i < fields; i++) {
      switch (expr.fields().get(i)) {
        case Ast.Pair pair -> {
          int free = out.free();
          int key = operand(pair.key());
          int value = operand(pair.value());
          out.emit(Op.SETTABLE, table, key, value, pair.line());
          out.free(free);
          pairs++;
        }
        case Ast.Item item -> {
          if (i + 1 == fields && isOpen(item.value())) {
            open(item.value(), -1, item.line());
            out.emit(Op.SETLIST, table, 0, batch, item.line());
            open = true;
          } else {
            toTemporary(item.value());
            items++;
            pending++;
          }
        }
      }
      if (pending == ITEMS_AT_ONCE && i + 1 < fields) {
        out.emit(Op.SETLIST, table, pending, batch++, line);
        out.free(table + 1);
        pending = 0;
      }
    }
    if (!open && pending > 0) {
      out.emit(Op.SETLIST, table, pending, batch, line);
    }
    out.resize(creation, rounded(items), rounded(pairs));
    if (table != register) {
      out.emit(Op.MOVE, register, table, 0, line);
    }
  }

  /** Room is asked for in a byte of three bits and an exponent, rounded up. */
  private static int rounded(int size) {
    int exponent = 0;
    int mantissa = size;
    while (mantissa >= 16) {
      mantissa = (mantissa + 1) >> 1;
      exponent++;
    }
    return mantissa << exponent;
  }
}
