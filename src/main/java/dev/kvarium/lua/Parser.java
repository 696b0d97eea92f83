package dev.kvarium.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the grammar of Lua 5.1, by recursive descent; operators by precedence.
 *
 * <pre>
 *   or  &lt;  and  &lt;  comparison  &lt;  ..  &lt;  + -  &lt;  * / %  &lt;  not # -x  &lt;  ^
 * </pre>
 *
 * <p>Blocks and expressions nest up to 200 levels, calls in progress included, as in C.
 */
final class Parser {
  private static final int MOST_LEVELS = 200;
  private static final int UNARY_PRIORITY = 8;

  /** An operator between two operands: how strongly it holds the one left and right of it. */
  private enum Infix {
    ADD(6, 6),
    SUB(6, 6),
    MUL(7, 7),
    DIV(7, 7),
    MOD(7, 7),
    POW(10, 9),
    CONCAT(5, 4),
    EQ(3, 3),
    NE(3, 3),
    LT(3, 3),
    LE(3, 3),
    GT(3, 3),
    GE(3, 3),
    AND(2, 2),
    OR(1, 1);

    final int left;
    final int right;

    Infix(int left, int right) {
      this.left = left;
      this.right = right;
    }
  }

  /** What is known of the function being read. */
  private static final class Scope {
    final boolean varargs;
    boolean usesDots;
    int loops;

    Scope(boolean varargs) {
      this.varargs = varargs;
    }
  }

  private final Lexer lexer;
  private Scope scope = new Scope(true);
  private int levels;

  private Parser(Lexer lexer, int levels) {
    this.lexer = lexer;
    this.levels = levels;
  }

  /** The main function of a text. */
  static Ast.FunctionBody parse(Lexer lexer, int levels) {
    Parser parser = new Parser(lexer, levels);
    lexer.next();
    List<Ast.Statement> body = parser.block();
    parser.expect(Token.EOF);
    return new Ast.FunctionBody(List.of(), true, true, true, body, 0, lexer.line);
  }

  private void enter() {
    if (++levels > MOST_LEVELS) {
      throw lexer.limitError("chunk has too many syntax levels");
    }
  }

  private void leave() {
    levels--;
  }

  private boolean accept(Token wanted) {
    if (lexer.token == wanted) {
      lexer.next();
      return true;
    }
    return false;
  }

  private boolean accept(char wanted) {
    if (lexer.is(wanted)) {
      lexer.next();
      return true;
    }
    return false;
  }

  private void expect(Token wanted) {
    if (lexer.token != wanted) {
      throw lexer.syntaxError("'" + wanted.text + "' expected");
    }
  }

  private void require(Token wanted) {
    expect(wanted);
    lexer.next();
  }

  private void require(char wanted) {
    if (!accept(wanted)) {
      throw lexer.syntaxError("'" + wanted + "' expected");
    }
  }

  private void close(Token wanted, Token opened, int line) {
    if (!accept(wanted)) {
      throw unclosed(wanted.text, opened.text, line);
    }
  }

  private void close(char wanted, char opened, int line) {
    if (!accept(wanted)) {
      throw unclosed(String.valueOf(wanted), String.valueOf(opened), line);
    }
  }

  private LuaError unclosed(String wanted, String opened, int line) {
    return line == lexer.line
        ? lexer.syntaxError("'" + wanted + "' expected")
        : lexer.syntaxError(
            "'" + wanted + "' expected (to close '" + opened + "' at line " + line + ")");
  }

  private String name() {
    expect(Token.NAME);
    String name = lexer.string.text();
    lexer.next();
    return name;
  }

  // Statements

  private boolean blockEnds() {
    return switch (lexer.token) {
      case ELSE, ELSEIF, END, UNTIL, EOF -> true;
      default -> false;
    };
  }

  private List<Ast.Statement> block() {
    List<Ast.Statement> statements = new ArrayList<>();
    enter();
    boolean last = false;
    while (!last && !blockEnds()) {
      last = lexer.token == Token.RETURN || lexer.token == Token.BREAK;
      statements.add(statement());
      accept(';');
    }
    leave();
    return statements;
  }

  private Ast.Statement statement() {
    int line = lexer.line;
    return switch (lexer.token) {
      case IF -> ifStatement(line);
      case WHILE -> whileStatement(line);
      case DO -> {
        lexer.next();
        List<Ast.Statement> body = block();
        close(Token.END, Token.DO, line);
        yield new Ast.Do(body, line);
      }
      case FOR -> forStatement(line);
      case REPEAT -> repeatStatement(line);
      case FUNCTION -> functionStatement(line);
      case LOCAL -> {
        lexer.next();
        yield accept(Token.FUNCTION) ? localFunction(line) : local();
      }
      case RETURN -> returnStatement();
      case BREAK -> {
        lexer.next();
        if (scope.loops == 0) {
          throw lexer.syntaxError("no loop to break");
        }
        yield new Ast.Break(line);
      }
      default -> expressionStatement();
    };
  }

  private Ast.Statement ifStatement(int line) {
    List<Ast.Branch> branches = new ArrayList<>();
    List<Ast.Statement> otherwise = List.of();
    do {
      lexer.next();
      Ast.Expr condition = expression();
      require(Token.THEN);
      branches.add(new Ast.Branch(condition, block()));
    } while (lexer.token == Token.ELSEIF);
    if (accept(Token.ELSE)) {
      otherwise = block();
    }
    close(Token.END, Token.IF, line);
    return new Ast.If(branches, otherwise, line);
  }

  private List<Ast.Statement> loopBody() {
    scope.loops++;
    List<Ast.Statement> body = block();
    scope.loops--;
    return body;
  }

  private Ast.Statement whileStatement(int line) {
    lexer.next();
    Ast.Expr condition = expression();
    require(Token.DO);
    List<Ast.Statement> body = loopBody();
    close(Token.END, Token.WHILE, line);
    return new Ast.While(condition, body, line);
  }

  private Ast.Statement repeatStatement(int line) {
    lexer.next();
    List<Ast.Statement> body = loopBody();
    close(Token.UNTIL, Token.REPEAT, line);
    return new Ast.Repeat(body, expression(), line);
  }

  private Ast.Statement forStatement(int line) {
    lexer.next();
    String first = name();
    if (lexer.is('=')) {
      return numericFor(first, line);
    }
    if (lexer.is(',') || lexer.token == Token.IN) {
      return genericFor(first, line);
    }
    throw lexer.syntaxError("'=' or 'in' expected");
  }

  private Ast.Statement numericFor(String name, int line) {
    lexer.next();
    Ast.Expr from = expression();
    require(',');
    Ast.Expr to = expression();
    Optional<Ast.Expr> step = accept(',') ? Optional.of(expression()) : Optional.empty();
    require(Token.DO);
    List<Ast.Statement> body = loopBody();
    close(Token.END, Token.FOR, line);
    return new Ast.NumericFor(name, from, to, step, body, line);
  }

  private Ast.Statement genericFor(String first, int line) {
    List<String> names = new ArrayList<>(List.of(first));
    while (accept(',')) {
      names.add(name());
    }
    require(Token.IN);
    int valuesLine = lexer.line;
    List<Ast.Expr> values = expressions();
    require(Token.DO);
    List<Ast.Statement> body = loopBody();
    close(Token.END, Token.FOR, line);
    return new Ast.GenericFor(names, values, body, valuesLine);
  }

  private Ast.Statement functionStatement(int line) {
    lexer.next();
    int nameLine = lexer.line;
    Ast.Expr target = new Ast.NameExpr(name(), nameLine);
    boolean method = false;
    while (lexer.is('.') || lexer.is(':')) {
      method = lexer.is(':');
      lexer.next();
      target = new Ast.Index(target, new Ast.Str(LuaString.of(name()), line), lexer.lastLine);
      if (method) {
        break;
      }
    }
    Ast.FunctionBody body = functionBody(method, line);
    return new Ast.Assign(List.of(target), List.of(new Ast.FunctionExpr(body, line)), line);
  }

  private Ast.Statement localFunction(int line) {
    String name = name();
    return new Ast.LocalFunction(name, functionBody(false, lexer.line), line);
  }

  private Ast.Statement local() {
    List<String> names = new ArrayList<>();
    do {
      names.add(name());
    } while (accept(','));
    List<Ast.Expr> values = accept('=') ? expressions() : List.of();
    return new Ast.Local(names, values, lexer.lastLine);
  }

  private Ast.Statement returnStatement() {
    lexer.next();
    List<Ast.Expr> values = blockEnds() || lexer.is(';') ? List.of() : expressions();
    return new Ast.Return(values, lexer.lastLine);
  }

  private Ast.Statement expressionStatement() {
    Ast.Expr first = primary();
    if (first instanceof Ast.Call || first instanceof Ast.MethodCall) {
      return new Ast.CallStatement(first, lexer.lastLine);
    }
    List<Ast.Expr> targets = new ArrayList<>(List.of(first));
    while (true) {
      Ast.Expr target = targets.getLast();
      if (!(target instanceof Ast.NameExpr || target instanceof Ast.Index)) {
        throw lexer.syntaxError("syntax error");
      }
      if (!accept(',')) {
        break;
      }
      if (targets.size() > MOST_LEVELS) {
        throw lexer.limitError("main function has more than 200 variables in assignment");
      }
      targets.add(primary());
    }
    require('=');
    List<Ast.Expr> values = expressions();
    return new Ast.Assign(targets, values, lexer.lastLine);
  }

  private Ast.FunctionBody functionBody(boolean method, int line) {
    List<String> parameters = new ArrayList<>();
    if (method) {
      parameters.add("self");
    }
    require('(');
    boolean dots = false;
    if (!lexer.is(')')) {
      do {
        if (lexer.token == Token.DOTS) {
          lexer.next();
          dots = true;
        } else if (lexer.token == Token.NAME) {
          parameters.add(name());
        } else {
          throw lexer.syntaxError("<name> or '...' expected");
        }
      } while (!dots && accept(','));
    }
    require(')');
    Scope outer = scope;
    scope = new Scope(dots);
    List<Ast.Statement> body = block();
    int lastLine = lexer.line;
    close(Token.END, Token.FUNCTION, line);
    boolean usesDots = scope.usesDots;
    scope = outer;
    return new Ast.FunctionBody(parameters, dots, usesDots, false, body, line, lastLine);
  }

  // Expressions

  private List<Ast.Expr> expressions() {
    List<Ast.Expr> list = new ArrayList<>();
    do {
      list.add(expression());
    } while (accept(','));
    return list;
  }

  private Ast.Expr expression() {
    return expression(0);
  }

  private Ast.Expr expression(int limit) {
    enter();
    Ast.Expr left;
    int unary = unary();
    if (unary >= 0) {
      lexer.next();
      Ast.Expr operand = expression(UNARY_PRIORITY);
      left = new Ast.Unary(unary, operand, lexer.lastLine);
    } else {
      left = simple();
    }
    Infix operator = infix();
    while (operator != null && operator.left > limit) {
      lexer.next();
      Ast.Expr right = expression(operator.right);
      left = binary(operator, left, right, lexer.lastLine);
      operator = infix();
    }
    leave();
    return left;
  }

  private int unary() {
    if (lexer.token == Token.NOT) {
      return Op.NOT;
    }
    return lexer.is('-') ? Op.UNM : lexer.is('#') ? Op.LEN : -1;
  }

  private @org.jspecify.annotations.Nullable Infix infix() {
    return switch (lexer.token) {
      case CONCAT -> Infix.CONCAT;
      case NE -> Infix.NE;
      case EQ -> Infix.EQ;
      case LE -> Infix.LE;
      case GE -> Infix.GE;
      case AND -> Infix.AND;
      case OR -> Infix.OR;
      case CHARACTER ->
          switch (lexer.character) {
            case '+' -> Infix.ADD;
            case '-' -> Infix.SUB;
            case '*' -> Infix.MUL;
            case '/' -> Infix.DIV;
            case '%' -> Infix.MOD;
            case '^' -> Infix.POW;
            case '<' -> Infix.LT;
            case '>' -> Infix.GT;
            default -> null;
          };
      default -> null;
    };
  }

  private static Ast.Expr binary(Infix operator, Ast.Expr left, Ast.Expr right, int line) {
    return switch (operator) {
      case ADD, SUB, MUL, DIV, MOD, POW ->
          new Ast.Binary(Op.ADD + operator.ordinal(), left, right, line);
      case CONCAT -> new Ast.Binary(Op.CONCAT, left, right, line);
      case AND -> new Ast.And(left, right, line);
      case OR -> new Ast.Or(left, right, line);
      case EQ, NE, LT, LE, GT, GE ->
          new Ast.Compare(Ast.Comparison.valueOf(operator.name()), left, right, line);
    };
  }

  private Ast.Expr simple() {
    int line = lexer.line;
    Ast.Expr literal =
        switch (lexer.token) {
          case NUMBER -> new Ast.Num(lexer.number, line);
          case STRING -> new Ast.Str(lexer.string, line);
          case NIL -> new Ast.NilLiteral(line);
          case TRUE -> new Ast.TrueLiteral(line);
          case FALSE -> new Ast.FalseLiteral(line);
          case DOTS -> {
            if (!scope.varargs) {
              throw lexer.syntaxError("cannot use '...' outside a vararg function");
            }
            scope.usesDots = true;
            yield new Ast.Dots(line);
          }
          default -> null;
        };
    if (literal != null) {
      lexer.next();
      return literal;
    }
    if (lexer.is('{')) {
      return table();
    }
    if (accept(Token.FUNCTION)) {
      return new Ast.FunctionExpr(functionBody(false, lexer.line), line);
    }
    return primary();
  }

  private Ast.Expr prefix() {
    int line = lexer.line;
    if (lexer.token == Token.NAME) {
      return new Ast.NameExpr(name(), line);
    }
    if (accept('(')) {
      Ast.Expr inner = expression();
      close(')', '(', line);
      return new Ast.Paren(inner, lexer.lastLine);
    }
    throw lexer.syntaxError("unexpected symbol");
  }

  private Ast.Expr primary() {
    Ast.Expr expr = prefix();
    while (true) {
      if (lexer.is('.')) {
        lexer.next();
        LuaString key = LuaString.of(name());
        expr = new Ast.Index(expr, new Ast.Str(key, lexer.lastLine), lexer.lastLine);
      } else if (lexer.is('[')) {
        lexer.next();
        Ast.Expr key = expression();
        require(']');
        expr = new Ast.Index(expr, key, lexer.lastLine);
      } else if (lexer.is(':')) {
        lexer.next();
        String method = name();
        int line = lexer.line;
        expr = new Ast.MethodCall(expr, method, arguments(), line);
      } else if (lexer.is('(') || lexer.token == Token.STRING || lexer.is('{')) {
        int line = lexer.line;
        expr = new Ast.Call(expr, arguments(), line);
      } else {
        return expr;
      }
    }
  }

  private List<Ast.Expr> arguments() {
    int line = lexer.line;
    if (lexer.token == Token.STRING) {
      Ast.Expr only = new Ast.Str(lexer.string, line);
      lexer.next();
      return List.of(only);
    }
    if (lexer.is('{')) {
      return List.of(table());
    }
    if (!lexer.is('(')) {
      throw lexer.syntaxError("function arguments expected");
    }
    if (line != lexer.lastLine) {
      throw lexer.syntaxError("ambiguous syntax (function call x new statement)");
    }
    lexer.next();
    List<Ast.Expr> arguments = lexer.is(')') ? List.of() : expressions();
    close(')', '(', line);
    return arguments;
  }

  private Ast.Expr table() {
    int line = lexer.line;
    List<Ast.Field> fields = new ArrayList<>();
    require('{');
    while (!lexer.is('}')) {
      fields.add(field());
      if (!accept(',') && !accept(';')) {
        break;
      }
    }
    close('}', '{', line);
    return new Ast.TableExpr(fields, line);
  }

  private Ast.Field field() {
    if (lexer.token == Token.NAME) {
      lexer.peek();
      if (lexer.peekedIs('=')) {
        LuaString key = LuaString.of(name());
        int line = lexer.lastLine;
        lexer.next();
        return new Ast.Pair(new Ast.Str(key, line), expression(), lexer.lastLine);
      }
      return new Ast.Item(expression(), lexer.lastLine);
    }
    if (accept('[')) {
      Ast.Expr key = expression();
      require(']');
      require('=');
      return new Ast.Pair(key, expression(), lexer.lastLine);
    }
    return new Ast.Item(expression(), lexer.lastLine);
  }
}
