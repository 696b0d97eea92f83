package dev.kvarium.twin;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Random programs of Lua that end soon: expressions over a few variables of every type, calls of
 * the libraries with whatever comes, and what {@code pcall} makes of all that, told to the last
 * digit and in the order of {@code pairs}.
 */
final class LuaPrograms {
  private static final String SHOW =
      """
      local function show(v, d)
        local t = type(v)
        if t == 'table' then
          if d > 4 then return '...' end
          local s = '{'
          for k, e in pairs(v) do s = s .. show(k, d + 1) .. '=' .. show(e, d + 1) .. ';' end
          return s .. '}#' .. #v
        elseif t == 'function' or t == 'thread' or t == 'userdata' then return t end
        return t .. ':' .. tostring(v)
      end
      """;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "-1",
          "3",
          "10",
          "0.5",
          "-2.5",
          "1e15",
          "2^53",
          "1e100",
          "1/0",
          "-1/0",
          "0/0",
          "255",
          "65536",
          "2^31",
          "-2^31",
          "2^63",
          "1e-7",
          "123456.789",
          "0x1F",
          "3.0");
  private static final List<String> STRINGS =
      List.of(
          "''",
          "'a'",
          "'abc'",
          "'10'",
          "'0x10'",
          "' 5 '",
          "'hello world'",
          "'a.b.c'",
          "'%d'",
          "'\\0x'",
          "'\\200\\255'",
          "'1e3'",
          "'%a+'",
          "'key=value'",
          "'nan'",
          "'[1,2]'",
          "'{\"a\":[1,null]}'",
          "'\\n\"\\\\/'");
  private static final List<String> PATTERNS =
      List.of(
          "'.'",
          "'%a+'",
          "'(%a)(%a)'",
          "'%d*'",
          "'^a'",
          "'l+'",
          "'()l'",
          "'[a-c]'",
          "'[^a]+'",
          "'%b()'",
          "'%f[%a]%a+'",
          "'(.-)='",
          "'o$'",
          "'%1'",
          "'('",
          "'['",
          "'%'",
          "'a-'",
          "'%s'",
          "'(h)(e)(l)%3'");
  private static final List<String> FORMATS =
      List.of(
          "'%d'",
          "'%5d|%-5d'",
          "'%g'",
          "'%.3f'",
          "'%e'",
          "'%x'",
          "'%o'",
          "'%s'",
          "'%q'",
          "'%c'",
          "'%10.4s|'",
          "'%+d'",
          "'%05.1f'",
          "'%i%%'",
          "'%G'",
          "'%#x'",
          "'%u'",
          "'%y'",
          "'%'",
          "'%.20f'",
          "'%.14g'");
  private static final List<String> LAYOUTS =
      List.of(
          "'b'", "'>h'", "'<i4'", "'I3'", "'d'", "'f'", "'s'", "'c3'", "'c0'", "'!4bi4'", "'>L'",
          "'xB'", "'i8'", "'y'", "'T'");
  private static final List<String> OPERATORS =
      List.of("+", "-", "*", "/", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or");

  private final SplittableRandom random;

  LuaPrograms(long seed) {
    random = new SplittableRandom(seed);
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  String next() {
    StringBuilder text = new StringBuilder(SHOW);
    text.append("local n, s, t, f, u = ").append(one(NUMBERS)).append(", ");
    text.append(one(STRINGS)).append(", ").append(table(2)).append(", tostring, nil\n");
    text.append("return show({pcall(function()\n");
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append("  ").append(statement()).append('\n');
    }
    text.append("  return ").append(expression(3)).append("\nend), show(t, 0)}, 0)");
    return text.toString();
  }

  private String statement() {
    return switch (random.nextInt(9)) {
      case 0 -> "t[" + (random.nextBoolean() ? number(1) : string(1)) + "] = " + expression(2);
      case 1 -> "n = " + expression(2);
      case 2 -> "s = " + string(2);
      case 3 -> "for i = 1, " + random.nextInt(20) + " do t[" + index() + "] = i end";
      case 4 -> "for k, v in pairs(t) do if " + expression(1) + " then break end end";
      case 5 -> "if " + expression(2) + " then n = 7 elseif s then s = 'else' end";
      case 6 ->
          "table." + (random.nextBoolean() ? "insert" : "remove") + "(t, (" + number(1) + "))";
      case 7 -> "do local n = " + number(1) + " t.x = n end";
      default -> "table.sort(t)";
    };
  }

  private String index() {
    return switch (random.nextInt(5)) {
      case 0 -> "i * 2";
      case 1 -> "'k' .. i";
      case 2 -> "21 - i";
      case 3 -> "i / 2";
      default -> "i";
    };
  }

  private String table(int depth) {
    StringBuilder text = new StringBuilder("{");
    for (int i = random.nextInt(6); i > 0; i--) {
      switch (random.nextInt(3)) {
        case 0 -> text.append(one(List.of("a", "b", "x", "key", "n"))).append(" = ");
        case 1 -> text.append('[').append(random.nextInt(12)).append("] = ");
        default -> {}
      }
      text.append(depth == 0 ? number(0) : plain(depth - 1)).append(", ");
    }
    return text.append('}').toString();
  }

  private String plain(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> one(STRINGS);
      case 1 -> one(List.of("true", "false"));
      case 2 -> depth > 0 ? table(depth - 1) : one(NUMBERS);
      default -> one(NUMBERS);
    };
  }

  private String number(int depth) {
    if (depth == 0) {
      return random.nextInt(3) == 0 ? "n" : one(NUMBERS);
    }
    return switch (random.nextInt(10)) {
      case 0 -> "#" + (random.nextBoolean() ? "t" : string(depth - 1));
      case 1 -> "math." + one(List.of("floor", "ceil", "abs", "sqrt")) + "(" + any(depth) + ")";
      case 2 -> "math." + one(List.of("max", "min", "fmod", "modf")) + "(" + two(depth) + ")";
      case 3 -> "tonumber(" + any(depth) + ")";
      case 4 ->
          "bit." + one(List.of("band", "bor", "bxor", "lshift", "rol")) + "(" + two(depth) + ")";
      case 5 ->
          "(" + number(depth - 1) + " " + one(OPERATORS.subList(0, 6)) + " " + any(depth) + ")";
      case 6 -> "-" + number(depth - 1);
      case 7 -> "select('#', " + two(depth) + ")";
      default -> number(0);
    };
  }

  private String two(int depth) {
    return any(depth) + ", " + any(depth);
  }

  private String any(int depth) {
    return expression(depth - 1);
  }

  private String string(int depth) {
    if (depth == 0) {
      return random.nextInt(3) == 0 ? "s" : one(STRINGS);
    }
    String text = string(depth - 1);
    return switch (random.nextInt(12)) {
      case 0 -> "string.sub(" + text + ", " + number(0) + ", " + number(0) + ")";
      case 1 -> "string.gsub(" + text + ", " + one(PATTERNS) + ", " + one(STRINGS) + ")";
      case 2 -> "string.format(" + one(FORMATS) + ", " + two(depth) + ")";
      case 3 -> "(" + text + " .. " + any(depth) + ")";
      case 4 -> "cjson.encode(" + (random.nextBoolean() ? table(2) : any(depth)) + ")";
      case 5 -> "cmsgpack.pack(" + (random.nextBoolean() ? table(2) : two(depth)) + ")";
      case 6 -> "struct.pack(" + one(LAYOUTS) + ", " + any(depth) + ")";
      case 7 -> "tostring(" + number(depth) + ")";
      case 8 -> "table.concat(t, " + one(STRINGS) + ")";
      case 9 -> "bit.tohex(" + number(0) + ", " + number(0) + ")";
      default -> string(0);
    };
  }

  private String expression(int depth) {
    if (depth <= 0) {
      return one(
          List.of("n", "s", "t", "u", "true", "nil", "1", "'x'", "t.a", "t[1]", "t.x.y", "f"));
    }
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> number(depth);
      case 3, 4, 5 -> string(depth);
      case 6 -> "(" + expression(depth - 1) + " " + one(OPERATORS) + " " + any(depth) + ")";
      case 7 -> "string.find(" + string(0) + ", " + one(PATTERNS) + ", " + number(0) + ")";
      case 8 -> "string.match(" + string(0) + ", " + one(PATTERNS) + ")";
      case 9 -> "string.byte(" + string(0) + ", " + number(0) + ", " + number(0) + ")";
      case 10 -> "cjson.decode(" + string(depth - 1) + ")";
      case 11 -> "cmsgpack.unpack(" + string(depth - 1) + ")";
      case 12 -> "struct.unpack(" + one(LAYOUTS) + ", " + string(depth - 1) + ")";
      case 13 -> "not " + expression(depth - 1);
      case 14 -> "(" + expression(depth - 1) + ")(" + any(depth) + ")";
      default -> table(2);
    };
  }
}
