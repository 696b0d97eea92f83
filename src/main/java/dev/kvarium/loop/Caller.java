package dev.kvarium.loop;

import dev.kvarium.wire.Reply;
import java.util.List;

/** A client that sends one command and waits for its reply: a person at a prompt. */
public final class Caller implements Peer {
  private final EventLoop loop;
  private final Connection connection;
  private Reply reply = Reply.None.NONE;
  private boolean answered = true;
  private boolean settled = true;

  Caller(EventLoop loop, String name) {
    this.loop = loop;
    this.connection = loop.connection(name, this);
  }

  /** Sends a command at an instant. */
  public void send(byte[][] argv, long nanos) {
    answered = false;
    settled = false;
    Request request = new Request(argv);
    request.sent = nanos;
    loop.agenda().at(nanos, () -> loop.arrive(connection, List.of(request), nanos));
  }

  /**
   * Whether the reply to the last command is there, or it is known that there is none, and the turn
   * is over in which it was written.
   */
  public boolean isAnswered() {
    return settled;
  }

  /** A turn is over in which something was written to it. */
  void turnEnded() {
    settled = answered;
  }

  /** The reply. */
  public Reply reply() {
    return reply;
  }

  void ran(Reply given) {
    reply = given;
  }

  @Override
  public boolean isAsleep(long nanos) {
    return true;
  }

  @Override
  public void replied(Connection from, List<Request> done, long nanos) {
    if (!done.isEmpty()) {
      answered = true;
    }
  }
}
