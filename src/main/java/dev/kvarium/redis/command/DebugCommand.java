package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Dict;
import dev.kvarium.wire.Reply;

/** DEBUG: the few of its subcommands that make sense in a playground. */
final class DebugCommand {
  private static final CommandError NO_DB = new CommandError("ERR Out of range database");

  private final Settings settings;

  DebugCommand(Settings settings) {
    this.settings = settings;
  }

  Reply handle(Call call) throws CommandError {
    if (call.is(1, "SET-ACTIVE-EXPIRE") && call.argc() == 3) {
      settings.activeExpire = call.text(2).trim().startsWith("1");
      return Reply.OK;
    }
    if (call.is(1, "OBJECT") && call.argc() >= 3) {
      return object(call);
    }
    if (call.is(1, "HTSTATS") && call.argc() >= 3) {
      return tables(call);
    }
    if (call.is(1, "STRINGMATCH-LEN") && call.argc() == 4) {
      return Reply.of(Glob.matches(call.arg(2), call.arg(3)) ? 1 : 0);
    }
    throw new CommandError(
        "ERR unknown subcommand or wrong number of arguments for '"
            + call.text(1)
            + "'. Try DEBUG HELP.");
  }

  /** What is known of a value; no address, since there is none, and no length in an RDB file. */
  private static Reply object(Call call) throws CommandError {
    Value value = call.db().peek(call.arg(2));
    if (value == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    int idle = call.keyspace().ageing().idleSeconds(value);
    return new Reply.Simple(
        "Value at:0x0 refcount:"
            + (value.isShared() ? Integer.MAX_VALUE : 1)
            + " encoding:"
            + value.encoding().redisName()
            + " lru:"
            + value.lru
            + " lru_seconds_idle:"
            + idle);
  }

  private static Reply tables(Call call) throws CommandError {
    long number = call.longArg(2);
    if (number < 0 || number >= call.keyspace().databases()) {
      throw NO_DB;
    }
    String text =
        "[Dictionary HT]\n"
            + table(call.keyspace().db((int) number).keys())
            + "[Expires HT]\n"
            + table(call.keyspace().db((int) number).expires());
    return new Reply.Verbatim("txt", Bytes.latin1(text));
  }

  private static String table(Dict<?> dict) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < (dict.isRehashing() ? 2 : 1); i++) {
      text.append("Hash table ").append(i).append(" stats:\n table size: ");
      text.append(dict.buckets(i)).append("\n number of elements: ").append(dict.used(i));
      text.append('\n');
    }
    return text.toString();
  }
}
