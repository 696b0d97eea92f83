package dev.kvarium.redis.script;

import dev.kvarium.lua.LuaString;
import dev.kvarium.lua.LuaTable;
import dev.kvarium.lua.Nil;
import dev.kvarium.lua.NumberText;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * What a script returns, as its client gets it: the way of {@link ReplyToLua} back. Numbers lose
 * their fraction; an array ends before its first nil; {@code false} is nothing, {@code true} is 1,
 * or both are booleans where the script set RESP3.
 */
final class LuaToReply {
  /** Deeper tables end in the error with which the server ends, at some 7,000 levels there. */
  private static final int MOST_LEVELS = 250;

  private static final LuaString ERR = LuaString.of("err");
  private static final LuaString OK = LuaString.of("ok");
  private static final LuaString DOUBLE = LuaString.of("double");
  private static final LuaString BIG_NUMBER = LuaString.of("big_number");
  private static final LuaString VERBATIM = LuaString.of("verbatim_string");
  private static final LuaString MAP = LuaString.of("map");
  private static final LuaString SET = LuaString.of("set");

  private final boolean resp3;

  /** A table of the shape of an error that was counted when it arose was met at the top. */
  boolean counted;

  LuaToReply(boolean resp3) {
    this.resp3 = resp3;
  }

  Reply convert(Object value) {
    return convert(value, 0);
  }

  private Reply convert(Object value, int level) {
    if (level > MOST_LEVELS) {
      return Reply.error("ERR reached lua stack limit");
    }
    return switch (value) {
      case LuaString string -> Reply.of(string.bytes());
      case Boolean bool -> resp3 ? new Reply.Bool(bool) : bool ? Reply.ONE : Reply.Nil.STRING;
      case Double number -> Reply.of(NumberText.toLong(number));
      case LuaTable table -> table(table, level);
      default -> Reply.Nil.STRING;
    };
  }

  private Reply table(LuaTable table, int level) {
    if (table.get(ERR) instanceof LuaString text) {
      counted = level == 0 && table.get("ignore_error_stats_update") == Boolean.TRUE;
      return error(text.text());
    }
    if (table.get(OK) instanceof LuaString text) {
      return new Reply.Simple(cString(text.text()));
    }
    if (table.get(DOUBLE) instanceof Double number) {
      return new Reply.Double(number);
    }
    if (table.get(BIG_NUMBER) instanceof LuaString digits) {
      return new Reply.BigNumber(digits.text().replace('\r', ' ').replace('\n', ' '));
    }
    if (table.get(VERBATIM) instanceof LuaTable parts
        && parts.get("format") instanceof LuaString format
        && parts.get("string") instanceof LuaString text) {
      return new Reply.Verbatim((format.text() + "\0\0\0").substring(0, 3), text.bytes());
    }
    if (table.get(MAP) instanceof LuaTable map) {
      return new Reply.Map(pairs(map, level, true));
    }
    if (table.get(SET) instanceof LuaTable set) {
      return new Reply.Set(pairs(set, level, false));
    }
    List<Reply> items = new ArrayList<>();
    for (int i = 1; ; i++) {
      Object item = table.get(i);
      if (item == Nil.NIL) {
        return new Reply.Array(items);
      }
      items.add(convert(item, level + 1));
    }
  }

  private List<Reply> pairs(LuaTable table, int level, boolean values) {
    List<Reply> all = new ArrayList<>();
    for (int place = table.from(0); place >= 0; place = table.from(place + 1)) {
      all.add(convert(table.keyAt(place), level + 1));
      if (values) {
        all.add(convert(table.valueAt(place), level + 1));
      }
    }
    return all;
  }

  private static String cString(String text) {
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }

  /** An error of one line, without the line ends behind it. */
  static Reply.Error error(String text) {
    String line = cString(text);
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
      end--;
    }
    return Reply.error(line.substring(0, end));
  }
}
