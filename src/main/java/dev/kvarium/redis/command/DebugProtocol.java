package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.List;
import java.util.Locale;

/** DEBUG PROTOCOL: a reply of each kind that RESP has, for those who write clients. */
final class DebugProtocol {
  private static final List<Reply> NUMBERS = List.of(Reply.ZERO, Reply.ONE, Reply.of(2));

  private DebugProtocol() {}

  static Reply handle(Call call) throws CommandError {
    return switch (call.text(2).toLowerCase(Locale.ROOT)) {
      case "string" -> Reply.of("Hello World");
      case "integer" -> Reply.of(12345);
      case "double" -> new Reply.Double(3.141);
      case "bignum" -> new Reply.BigNumber("1234567999999999999999999999999999999");
      case "null" -> Reply.Nil.STRING;
      case "array" -> new Reply.Array(NUMBERS);
      case "set" -> new Reply.Set(NUMBERS);
      case "map" ->
          new Reply.Map(
              List.of(
                  Reply.ZERO,
                  new Reply.Bool(false),
                  Reply.ONE,
                  new Reply.Bool(true),
                  Reply.of(2),
                  new Reply.Bool(false)));
      case "attrib" ->
          new Reply.Attributed(
              List.of(Reply.of("key-popularity"), Reply.of(Reply.of("key:123"), Reply.of(90))),
              Reply.of("Some real reply following the attribute"));
      case "push" -> push(call);
      case "true" -> new Reply.Bool(true);
      case "false" -> new Reply.Bool(false);
      case "verbatim" -> new Reply.Verbatim("txt", Bytes.latin1("This is a verbatim\nstring"));
      default ->
          throw new CommandError(
              "ERR Wrong protocol type name. Please use one of the following:"
                  + " string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|"
                  + "false");
    };
  }

  private static Reply push(Call call) throws CommandError {
    if (!call.resp3()) {
      throw new CommandError("ERR RESP2 is not supported by this command");
    }
    return new Reply.Several(
        List.of(
            new Reply.Push(List.of(Reply.of("server-cpu-usage"), Reply.of(42))),
            Reply.of("Some real reply following the push reply")));
  }
}
