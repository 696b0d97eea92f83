package dev.kvarium.event;

/**
 * What happens between nodes.
 *
 * <p>A message is what one side handed to its kernel at once; {@code message} numbers those of a
 * world from 1.
 */
public sealed interface NetworkEvent extends Event {
  /** A node reached another's port: bytes can go both ways. */
  record Connected(String from, String to, int port) implements NetworkEvent {}

  /** A node could not reach another. */
  record Refused(String from, String to, int port, String reason) implements NetworkEvent {}

  /** A process handed bytes to its kernel; {@code what} says what they are. */
  record Sent(long message, String from, String to, long bytes, String what)
      implements NetworkEvent {}

  /** The kernel at the other end has them, and acknowledged them. */
  record Delivered(long message, String from, String to, long bytes) implements NetworkEvent {}

  /** Something on the way was lost, and the kernel will send it again. */
  record Stalled(long message, String from, String to) implements NetworkEvent {}

  /** Bytes that nobody will ever get. */
  record Dropped(long message, String from, String to, long bytes) implements NetworkEvent {}

  /** One side learnt that a connection is over. */
  record Closed(String node, String peer, String reason) implements NetworkEvent {}

  /** Nothing goes from one node to another any more, nor the other way unless {@code oneWay}. */
  record Cut(String from, String to, boolean oneWay) implements NetworkEvent {}

  /** All that was cut goes through again. */
  record Healed() implements NetworkEvent {}

  /** How long bytes take between two nodes changed. */
  record LinkSet(String from, String to, long latencyMicros) implements NetworkEvent {}

  /** A process stands still; its kernel goes on to receive and acknowledge. */
  record Frozen(String node) implements NetworkEvent {}

  /** It goes on, and reads what came meanwhile. */
  record Thawed(String node, long waitingBytes) implements NetworkEvent {}
}
