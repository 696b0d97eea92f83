package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way: as a client sent it, or a part of one, or one of the proxy's own. It is
 * done when it has an answer or a trouble instead.
 */
final class Ask {
  /** The key of requests that have none and yet go to a server. */
  static final byte[] PLACEHOLDER = Bytes.of("placeholder");

  /** In small letters. */
  final String command;

  final byte[] bytes;
  final List<byte[]> keys;

  /** The values of MSET, by key. */
  final List<byte[]> values;

  final boolean noReply;

  /** Who is to be answered; nobody for the proxy's own. */
  @Nullable Client client;

  /** What this is a part of. */
  @Nullable Gather whole;

  /** For a request that was split: its parts. */
  @Nullable Gather parts;

  /** Nobody waits for the answer any more, or ever did. */
  boolean swallowed;

  boolean done;
  @Nullable Answer answer;
  @Nullable Trouble trouble;

  /** What is counted twice of it. */
  long twiceBytes;

  /** When the server's time is up; 0 for never. */
  long dueMicros;

  Ask(String command, byte[] bytes, List<byte[]> keys, List<byte[]> values, boolean noReply) {
    this.command = command;
    this.bytes = bytes;
    this.keys = keys;
    this.values = values;
    this.noReply = noReply;
  }

  static Ask plain(String command, byte[] bytes, List<byte[]> keys) {
    return new Ask(command, bytes, keys, List.of(), false);
  }

  /** One of the proxy's own, whose answer nobody sees. */
  static Ask own(String command, byte[] bytes) {
    Ask ask = plain(command, bytes, List.of());
    ask.swallowed = true;
    return ask;
  }

  /**
   * How long nutcracker counts it to be: in a part of an MSET each value twice, unless it was the
   * last of the request.
   */
  long countedBytes() {
    return bytes.length + twiceBytes;
  }

  boolean is(String name) {
    return command.equals(name);
  }

  void answered(Answer by) {
    answer = by;
    done = true;
  }

  void failed(Trouble by) {
    trouble = by;
    done = true;
  }
}
