package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.command.Group.STRING;

import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.wire.Reply;
import java.util.List;

/** The commands on strings. */
public final class StringCommands {
  private final Strings strings;

  public StringCommands(Strings strings) {
    this.strings = strings;
  }

  public List<CommandRow> rows() {
    return List.of(
        new CommandRow(
            "get",
            "key",
            READONLY | FAST,
            STRING,
            "1.0.0",
            "Gives the string a key holds",
            KeySpec.READ,
            StringCommands::get),
        new CommandRow(
            "set",
            "key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds |"
                + " PXAT unix-time-milliseconds | KEEPTTL]",
            WRITE | DENYOOM,
            STRING,
            "1.0.0",
            "Sets a key to a string, whatever it held",
            KeySpec.first("RW ACCESS UPDATE"),
            this::set));
  }

  private static Reply get(Call call) throws CommandError {
    StringValue value = call.read(call.arg(1), StringValue.class);
    return value == null ? Reply.Nil.STRING : Reply.of(value.bytes());
  }

  private Reply set(Call call) throws CommandError {
    Db db = call.db();
    db.set(call.arg(1), strings.of(call.arg(2)));
    call.dirty(1);
    return Reply.OK;
  }
}
