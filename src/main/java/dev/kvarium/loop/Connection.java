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
 */
final class Connection {
  static final int FIRST_READ_BYTES = 16_384;
  static final int READ_BYTES = 20_474;
  static final int REPLY_BUFFER_BYTES = 16_384;
  static final int REPLY_BLOCK_BYTES = 20_464;
  static final int MOST_WRITTEN_BYTES = 65_536;

  final String name;
  final Peer peer;

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

  /** How many bytes the next read takes. */
  long readable() {
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
