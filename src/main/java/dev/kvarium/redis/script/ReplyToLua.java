package dev.kvarium.redis.script;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.lua.Lua;
import dev.kvarium.lua.LuaString;
import dev.kvarium.lua.LuaTable;
import dev.kvarium.lua.Nil;
import dev.kvarium.wire.Reply;
import java.util.List;

/**
 * What a command answers, as a script gets it from {@code redis.call}.
 *
 * <pre>
 *   reply         by RESP2          by RESP3 (redis.setresp(3))
 *   status        {ok = text}       the same
 *   error         {err = text}      the same
 *   integer       number            the same
 *   bulk          string            the same
 *   nothing       false             nil
 *   array         {…}               the same
 *   map           {k, v, …}         {map = {k = v}}
 *   set           {…}               {set = {member = true}}
 *   double        string            {double = number}
 *   boolean       1 or 0            true or false
 *   big number    string            {big_number = text}
 *   verbatim      string            {verbatim_string = {format = , string = }}
 * </pre>
 */
final class ReplyToLua {
  private static final LuaString OK = LuaString.of("ok");
  private static final LuaString ERR = LuaString.of("err");
  private static final LuaString COUNTED = LuaString.of("ignore_error_stats_update");

  private final Lua lua;
  private final boolean resp3;

  ReplyToLua(Lua lua, boolean resp3) {
    this.lua = lua;
    this.resp3 = resp3;
  }

  Object convert(Reply reply) {
    return switch (reply) {
      case Reply.Simple simple -> table("ok", LuaString.of(simple.text()));
      case Reply.Error error -> countedError(lua, error.text());
      case Reply.Int number -> (double) number.value();
      case Reply.Bulk bulk -> string(bulk.bytes());
      case Reply.Nil nil -> resp3 ? Nil.NIL : false;
      case Reply.Array array -> array(array.items());
      case Reply.Bulks bulks -> bulks(bulks.items());
      case Reply.Map map -> resp3 ? map(map.keysAndValues()) : array(map.keysAndValues());
      case Reply.Set set -> resp3 ? set(set.items()) : array(set.items());
      case Reply.Double number ->
          resp3 ? table("double", number.value()) : string(Numbers.replyDouble(number.value()));
      case Reply.Bool bool -> resp3 ? (Object) bool.value() : bool.value() ? 1.0 : 0.0;
      case Reply.Verbatim verbatim -> verbatim(verbatim);
      case Reply.BigNumber number ->
          resp3
              ? table("big_number", LuaString.of(number.digits()))
              : string(Bytes.latin1(number.digits()));
      case Reply.Decimal number ->
          resp3 ? table("double", number.value()) : string(Numbers.plainDouble(number.value()));
      case Reply.Attributed attributed -> convert(attributed.reply());
      case Reply.Push push -> array(push.items());
      case Reply.Several several ->
          several.replies().isEmpty() ? false : convert(several.replies().getFirst());
      case Reply.None none -> false;
    };
  }

  /** An error as a table, of which INFO has heard already. */
  static LuaTable countedError(Lua lua, String text) {
    LuaTable table = error(lua, text);
    table.set(COUNTED, true);
    return table;
  }

  /** An error as a table; the text begins with its code. */
  static LuaTable error(Lua lua, String text) {
    LuaTable table = lua.newTable();
    table.set(ERR, LuaString.of(text));
    return table;
  }

  private LuaString string(byte[] bytes) {
    return lua.made(bytes);
  }

  private LuaTable table(String key, Object value) {
    LuaTable table = lua.newTable();
    table.set(key.equals("ok") ? OK : LuaString.of(key), value);
    return table;
  }

  private LuaTable array(List<Reply> items) {
    LuaTable table = lua.newTable();
    for (int i = 0; i < items.size(); i++) {
      table.set(i + 1.0, convert(items.get(i)));
    }
    return table;
  }

  private LuaTable bulks(byte[] @org.jspecify.annotations.Nullable [] items) {
    LuaTable table = lua.newTable();
    for (int i = 0; i < items.length; i++) {
      byte[] item = items[i];
      table.set(i + 1.0, item == null ? (resp3 ? Nil.NIL : (Object) false) : string(item));
    }
    return table;
  }

  private LuaTable map(List<Reply> keysAndValues) {
    LuaTable map = lua.newTable();
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      map.set(convert(keysAndValues.get(i)), convert(keysAndValues.get(i + 1)));
    }
    return table("map", map);
  }

  private LuaTable set(List<Reply> items) {
    LuaTable set = lua.newTable();
    for (Reply each : items) {
      set.set(convert(each), true);
    }
    return table("set", set);
  }

  private Object verbatim(Reply.Verbatim verbatim) {
    if (!resp3) {
      return string(verbatim.bytes());
    }
    LuaTable parts = lua.newTable();
    parts.set("string", string(verbatim.bytes()));
    parts.set("format", LuaString.of(verbatim.format()));
    return table("verbatim_string", parts);
  }
}
