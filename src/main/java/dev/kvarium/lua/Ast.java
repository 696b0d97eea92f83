package dev.kvarium.lua;

import java.util.List;

/** A script as a tree: what {@link Parser} reads and {@link FunctionWriter} translates. */
final class Ast {
  private Ast() {}

  /** What has a value; the line is that of its last word when it was read. */
  sealed interface Expr {
    /** Where errors in it are said to be. */
    int line();
  }

  record NilLiteral(int line) implements Expr {}

  record TrueLiteral(int line) implements Expr {}

  record FalseLiteral(int line) implements Expr {}

  record Dots(int line) implements Expr {}

  record Num(double value, int line) implements Expr {}

  record Str(LuaString value, int line) implements Expr {}

  record FunctionExpr(FunctionBody body, int line) implements Expr {}

  record NameExpr(String name, int line) implements Expr {}

  record Index(Expr table, Expr key, int line) implements Expr {}

  record Call(Expr function, List<Expr> arguments, int line) implements Expr {}

  record MethodCall(Expr object, String name, List<Expr> arguments, int line) implements Expr {}

  /** An arithmetic operator, as its instruction, or {@link Op#CONCAT}. */
  record Binary(int op, Expr left, Expr right, int line) implements Expr {}

  record Compare(Comparison comparison, Expr left, Expr right, int line) implements Expr {}

  record And(Expr left, Expr right, int line) implements Expr {}

  record Or(Expr left, Expr right, int line) implements Expr {}

  /** {@link Op#UNM}, {@link Op#NOT} or {@link Op#LEN}. */
  record Unary(int op, Expr operand, int line) implements Expr {}

  record Paren(Expr inner, int line) implements Expr {}

  record TableExpr(List<Field> fields, int line) implements Expr {}

  enum Comparison {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE
  }

  /** A part of a table's constructor. */
  sealed interface Field {}

  record Item(Expr value, int line) implements Field {}

  record Pair(Expr key, Expr value, int line) implements Field {}

  record FunctionBody(
      List<String> parameters,
      boolean varargs,
      boolean usesDots,
      boolean isMain,
      List<Statement> body,
      int line,
      int lastLine) {}

  /** What is done. */
  sealed interface Statement {
    int line();
  }

  record Local(List<String> names, List<Expr> values, int line) implements Statement {}

  record LocalFunction(String name, FunctionBody body, int line) implements Statement {}

  record Assign(List<Expr> targets, List<Expr> values, int line) implements Statement {}

  record CallStatement(Expr call, int line) implements Statement {}

  record Do(List<Statement> body, int line) implements Statement {}

  record While(Expr condition, List<Statement> body, int line) implements Statement {}

  record Repeat(List<Statement> body, Expr condition, int line) implements Statement {}

  record Branch(Expr condition, List<Statement> body) {}

  record If(List<Branch> branches, List<Statement> otherwise, int line) implements Statement {}

  record NumericFor(
      String name,
      Expr from,
      Expr to,
      java.util.Optional<Expr> step,
      List<Statement> body,
      int line)
      implements Statement {}

  record GenericFor(List<String> names, List<Expr> values, List<Statement> body, int line)
      implements Statement {}

  record Return(List<Expr> values, int line) implements Statement {}

  record Break(int line) implements Statement {}
}
