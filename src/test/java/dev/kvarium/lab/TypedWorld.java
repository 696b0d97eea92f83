package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.Group;
import dev.kvarium.redis.command.KeySpec;
import dev.kvarium.wire.Reply;
import java.util.Collection;
import java.util.List;

/** A small world to type in: a dozen commands, a few directives and keys of each type. */
final class TypedWorld implements TypingWorld {
  private static final List<CommandRow> COMMANDS =
      List.of(
          row("get", Group.STRING, "key", "Gives the string a key holds"),
          row(
              "set",
              Group.STRING,
              "key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds |"
                  + " PXAT unix-time-milliseconds | KEEPTTL]",
              "Sets a key"),
          row("mset", Group.STRING, "key value [key value ...]", "Sets keys"),
          row("setrange", Group.STRING, "key offset value", "Overwrites"),
          row("hget", Group.HASH, "key field", "Gives a field"),
          row("hset", Group.HASH, "key field value [field value ...]", "Sets fields"),
          row("hrandfield", Group.HASH, "key [count [WITHVALUES]]", "Gives fields by chance"),
          row(
              "zadd",
              Group.SORTED_SET,
              "key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]",
              "Adds"),
          row("zrem", Group.SORTED_SET, "key member [member ...]", "Removes"),
          row("sinter", Group.SET, "key [key ...]", "Meets"),
          row("sinterstore", Group.SET, "destination key [key ...]", "Meets and keeps"),
          row("linsert", Group.LIST, "key <BEFORE | AFTER> pivot element", "Puts in between"),
          row("scan", Group.GENERIC, "cursor [MATCH pattern] [COUNT count] [TYPE type]", "Goes on"),
          row("config", Group.SERVER, "", "Parameters"),
          row("config|get", Group.SERVER, "parameter [parameter ...]", "Tells parameters"),
          row("config|set", Group.SERVER, "parameter value [parameter value ...]", "Sets them"),
          row("ping", Group.CONNECTION, "[message]", "Answers"));

  private static CommandRow row(String name, Group group, String syntax, String summary) {
    return new CommandRow(name, syntax, 0, group, "1.0.0", summary, KeySpec.NONE, call -> Reply.OK);
  }

  @Override
  public Collection<CommandRow> commands() {
    return COMMANDS;
  }

  @Override
  public Collection<DirectiveRow> directives() {
    return List.of(
        directive("help", "[COMMAND]"),
        directive("crash", "process|power [NODE]"),
        directive("show", "VIEW"),
        directive("inspect", "KEY"),
        directive("run", "FILE"));
  }

  private static DirectiveRow directive(String name, String syntax) {
    return new DirectiveRow(name, "look", syntax, "Does " + name, (lab, words) -> List.of());
  }

  @Override
  public List<Key> keys(Blob prefix, int most) {
    return List.of(
            new Key(Blob.of("cart:9"), "hash"),
            new Key(Blob.of("my key"), "string"),
            new Key(Blob.of("tags"), "set"),
            new Key(Blob.of("user:1"), "string"),
            new Key(Blob.of("user:2"), "string"),
            new Key(Blob.of("zs"), "zset"))
        .stream()
        .filter(key -> key.name().toString().startsWith(prefix.toString()))
        .toList();
  }

  @Override
  public List<Blob> elements(Blob key, Blob prefix, int most) {
    return (switch (key.toString()) {
          case "cart:9" -> List.of(Blob.of("qty"), Blob.of("sku"));
          case "zs" -> List.of(Blob.of("ada"), Blob.of("bob"));
          default -> List.<Blob>of();
        })
        .stream().filter(each -> each.toString().startsWith(prefix.toString())).toList();
  }

  @Override
  public Collection<String> parameters() {
    return List.of("appendfsync", "hash-max-listpack-entries");
  }

  @Override
  public Collection<String> clients() {
    return List.of("you", "worker-1");
  }

  @Override
  public Collection<String> nodes() {
    return List.of("main");
  }

  @Override
  public List<String> files(String prefix) {
    return List.of("scenarios/", "first.kv").stream().filter(f -> f.startsWith(prefix)).toList();
  }
}
