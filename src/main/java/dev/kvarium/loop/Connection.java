package dev.kvarium.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A socket of the server with its two buffers.
 *
 * <pre>
 *   kernel         query buffer                    reply buffer      kernel
 *   unread bytes → bytes read, not yet a command → 16 KiB + list  →  the client
 * </pre>
 *
 * <p>A read takes what there is, up to the room in the query buffer: 16 KiB at first and some 20
 * KiB once it has grown (networking.c, {@code readQueryFromClient}). Replies fill the 16 KiB that
 * every client has, and beyond that a list of blocks, which are then sent together by {@code
 * writev}, at most some 64 KiB in one turn ({@code writeToClient}).
 *
 * <p>One large string is another matter. Once its length is known, the server asks for all that is
 * missing of it, and gets what the kernel has, some 4 MiB; and as a reply it is one block, of which
 * a turn writes as much as the socket takes. So 50 MB come in 14 reads and leave by 13 writes, and
 * between two of them others have their turn.
 */
final class Connection {
  static final int FIRST_READ_BYTES = 16_384;
  static final int READ_BYTES = 20_474;
  static final int REPLY_BUFFER_BYTES = 16_384;
  static final int REPLY_BLOCK_BYTES = 20_464;
  static final int MOST_WRITTEN_BYTES = 65_536;

  /** From this length on the server knows what is still missing of an argument, and asks for it. */
  static final int BIG_ARGUMENT_BYTES = 32_768;

  /** What a socket holds: 64 packets of loopback, of 65,483 bytes each. */
  static final long SOCKET_BYTES = 4_190_912;

  /** A network card hands over this much in one piece. */
  static final int SEGMENT_BYTES = 65_536;

  final String name;

  /** Who is at the other end; one process after the other may have the name. */
  Peer peer;

  /** Requests that have arrived, those in part among them, the first first. */
  final ArrayDeque<Request> inbound = new ArrayDeque<>();

  /** Requests that ran and whose replies have not left whole. */
  final ArrayDeque<Request> answered = new ArrayDeque<>();

  long unreadBytes;
  long queryBytes;
  boolean hasRead;
  long replyBytes;
  long writtenBytes;

  /** Whether it waits to be written by the next turn, since a reply was too long for one. */
  boolean handler;

  boolean queued;

  Connection(String name, Peer peer) {
    this.name = name;
    this.peer = peer;
  }

  /** When the line to the client has carried all that was written to the socket. */
  long lineFreeNanos;

  /** How many bytes the next read takes. */
  long readable() {
    Request next = inbound.peek();
    if (next != null && queryBytes > 0 && next.bytes >= BIG_ARGUMENT_BYTES) {
      return StrictMath.min(StrictMath.min(unreadBytes, next.bytes - queryBytes), SOCKET_BYTES);
    }
    return StrictMath.min(unreadBytes, hasRead ? READ_BYTES : FIRST_READ_BYTES);
  }

  boolean hasWholeRequest() {
    Request next = inbound.peek();
    return next != null && next.bytes <= queryBytes;
  }

  long pendingBytes() {
    return replyBytes - writtenBytes;
  }

  /** Whether what is pending goes beyond the buffer, so that it is gathered. */
  boolean isGathered() {
    return pendingBytes() > REPLY_BUFFER_BYTES;
  }

  /** How many bytes the next write takes. */
  long writable() {
    if (!isGathered()) {
      return pendingBytes();
    }
    Request first = answered.peek();
    if (first != null && first.block) {
      return StrictMath.min(
          StrictMath.max(REPLY_BUFFER_BYTES, first.replyEnd - writtenBytes), SOCKET_BYTES);
    }
    long bytes = REPLY_BUFFER_BYTES;
    while (bytes < MOST_WRITTEN_BYTES) {
      bytes += REPLY_BLOCK_BYTES;
    }
    return StrictMath.min(bytes, pendingBytes());
  }

  /** The requests whose replies have left whole by now. */
  List<Request> takeDone() {
    List<Request> done = new ArrayList<>();
    while (!answered.isEmpty() && answered.peek().replyEnd <= writtenBytes) {
      done.add(answered.poll());
    }
    return done;
  }
}
