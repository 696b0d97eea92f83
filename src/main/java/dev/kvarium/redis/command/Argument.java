package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One argument of a command, as COMMAND DOCS describes it, read out of the row's syntax.
 *
 * @param type {@code key}, {@code string}, {@code integer}, {@code double}, {@code unix-time},
 *     {@code pattern}, {@code pure-token}, or {@code oneof} and {@code block} with arguments inside
 * @param token the word that stands before it, or that it consists of; empty when none
 * @param keySpec which of the row's key specs it belongs to, or -1
 */
public record Argument(
    String name,
    String type,
    String token,
    boolean optional,
    boolean multiple,
    int keySpec,
    List<Argument> inner) {

  /** The arguments of a row. */
  public static List<Argument> parse(CommandRow row) {
    return new Reader(row).sequence('\0');
  }

  private Argument with(boolean optional, boolean multiple) {
    return new Argument(name, type, token, optional, multiple, keySpec, inner);
  }

  private Argument behind(String token) {
    return new Argument(name, type, token, optional, multiple, keySpec, inner);
  }

  private static final class Reader {
    private final CommandRow row;
    private final String syntax;
    private int at;
    private int keys;

    Reader(CommandRow row) {
      this.row = row;
      this.syntax = row.syntax();
    }

    /** Arguments up to a closing bracket; alternatives become one argument. */
    List<Argument> sequence(char close) {
      List<List<Argument>> alternatives = new ArrayList<>();
      List<Argument> arguments = new ArrayList<>();
      alternatives.add(arguments);
      while (at < syntax.length() && syntax.charAt(at) != close) {
        char c = syntax.charAt(at);
        if (c == '|') {
          at++;
          arguments = new ArrayList<>();
          alternatives.add(arguments);
        } else if (c == '[' || c == '<') {
          at++;
          List<Argument> inside = sequence(c == '[' ? ']' : '>');
          at++;
          addGroup(arguments, inside, c == '[');
        } else if (c == ' ') {
          at++;
        } else {
          addWord(arguments, word());
        }
      }
      return alternatives.size() == 1 ? arguments : List.of(oneOf(alternatives));
    }

    private static Argument oneOf(List<List<Argument>> alternatives) {
      List<Argument> choices = alternatives.stream().map(Reader::asOne).toList();
      return new Argument("choice", "oneof", "", false, false, -1, choices);
    }

    /** Several arguments as a block; what stands before the first stands before the block. */
    private static Argument asOne(List<Argument> arguments) {
      Argument first = arguments.getFirst();
      if (arguments.size() == 1) {
        return first;
      }
      String name = String.join("_", arguments.stream().map(Argument::name).toList());
      List<Argument> inner = new ArrayList<>(arguments);
      boolean token = !first.type().equals("pure-token");
      if (token) {
        inner.set(0, first.behind(""));
      }
      return new Argument(
          name, "block", token ? first.token() : "", false, false, -1, List.copyOf(inner));
    }

    /** What brackets held: an option, or the repetition of what stands before it. */
    private static void addGroup(
        List<Argument> arguments, List<Argument> inside, boolean optional) {
      if (inside.isEmpty()) {
        return;
      }
      if (optional && inside.getLast().multiple() && repeats(arguments, inside)) {
        int from = arguments.size() - inside.size();
        List<Argument> repeated = List.copyOf(arguments.subList(from, arguments.size()));
        arguments.subList(from, arguments.size()).clear();
        arguments.add(asOne(repeated).with(false, true));
        return;
      }
      Argument one = asOne(inside);
      if (!optional && awaitsArgument(arguments)) {
        one = one.behind(arguments.removeLast().token());
      }
      arguments.add(one.with(optional, one.multiple()));
    }

    /** Whether a word in capitals stands last that is no option by itself. */
    private static boolean awaitsArgument(List<Argument> arguments) {
      return !arguments.isEmpty()
          && arguments.getLast().type().equals("pure-token")
          && !arguments.getLast().optional();
    }

    private static boolean repeats(List<Argument> arguments, List<Argument> inside) {
      int from = arguments.size() - inside.size();
      if (from < 0) {
        return false;
      }
      for (int i = 0; i < inside.size(); i++) {
        if (!arguments.get(from + i).name().equals(inside.get(i).name())) {
          return false;
        }
      }
      return true;
    }

    private String word() {
      int start = at;
      while (at < syntax.length() && " []<>|".indexOf(syntax.charAt(at)) < 0) {
        at++;
      }
      return syntax.substring(start, at);
    }

    /** A word in capitals stands before its argument, or alone; dots repeat. */
    private void addWord(List<Argument> arguments, String word) {
      if (word.equals("...")) {
        int last = arguments.size() - 1;
        arguments.set(last, arguments.get(last).with(arguments.get(last).optional(), true));
      } else if (isToken(word)) {
        arguments.add(
            new Argument(
                word.toLowerCase(Locale.ROOT), "pure-token", word, false, false, -1, List.of()));
      } else if (awaitsArgument(arguments)) {
        Argument token = arguments.removeLast();
        arguments.add(argument(word, token.token()));
      } else {
        arguments.add(argument(word, ""));
      }
    }

    private static boolean isToken(String word) {
      return !word.isEmpty() && word.equals(word.toUpperCase(Locale.ROOT));
    }

    private Argument argument(String word, String token) {
      String type = type(word);
      int spec = -1;
      if (type.equals("key")) {
        spec = Math.min(keys, row.keys().size() - 1);
        if (spec + 1 < row.keys().size()) {
          keys++;
        }
      }
      return new Argument(word, type, token, false, false, spec, List.of());
    }

    private static String type(String word) {
      return switch (word) {
        case "key", "newkey", "source", "destination", "key1", "key2" -> "key";
        case "pattern" -> "pattern";
        case "seconds",
            "milliseconds",
            "count",
            "offset",
            "start",
            "end",
            "stop",
            "index",
            "index1",
            "index2",
            "db",
            "destination-db",
            "cursor",
            "numkeys",
            "limit",
            "len",
            "decrement",
            "protover",
            "timeout",
            "numreplicas",
            "client-id",
            "rank",
            "maxlen",
            "num-matches",
            "min",
            "max",
            "increment-integer" ->
            "integer";
        case "score", "weight" -> "double";
        case "unix-time-seconds", "unix-time-milliseconds" -> "unix-time";
        default -> "string";
      };
    }
  }
}
