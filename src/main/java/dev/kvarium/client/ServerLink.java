package dev.kvarium.client;

import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespReader;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Network;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server, on which requests go out as they are given and replies come in their
 * order. Once it is over, all who wait are told so, and it takes no more.
 */
final class ServerLink implements Network.Peer {
  /** What it tells of besides replies. */
  interface Told {
    /** The server sent something unasked. */
    void pushed(Reply.Push push);

    /** The connection is over; nobody waits any more. */
    void lost(String reason);
  }

  private final Told told;
  private final RespReader replies = new RespReader();
  private final ArrayDeque<Consumer<Optional<Reply>>> waiting = new ArrayDeque<>();
  private final ByteArrayOutputStream early = new ByteArrayOutputStream();
  private Network.@Nullable Connection connection;
  private boolean connected;
  private boolean over;

  private ServerLink(Told told) {
    this.told = told;
  }

  /**
   * Begins to connect.
   *
   * @param address {@code host:port}
   */
  static ServerLink to(Network network, String address, Told told) {
    int colon = address.lastIndexOf(':');
    ServerLink link = new ServerLink(told);
    link.connection =
        network.connect(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), link);
    return link;
  }

  boolean isOver() {
    return over;
  }

  /** Sends a request; its reply is handed over, or nothing when the connection ends before. */
  void ask(byte[][] argv, Consumer<Optional<Reply>> then) {
    if (over) {
      throw new IllegalStateException("the connection is over");
    }
    waiting.addLast(then);
    byte[] bytes = RespWriter.request(argv);
    Network.Connection made = connection;
    if (connected && made != null) {
      made.send(bytes);
    } else {
      early.writeBytes(bytes);
    }
  }

  @Override
  public void connected() {
    connected = true;
    Network.Connection made = connection;
    if (early.size() > 0 && made != null) {
      made.send(early.toByteArray());
      early.reset();
    }
  }

  @Override
  public void received(byte[] bytes) {
    replies.feed(bytes, 0, bytes.length);
    try {
      for (Optional<Reply> next = replies.next(); next.isPresent(); next = replies.next()) {
        if (over) {
          return;
        }
        if (next.get() instanceof Reply.Push push) {
          told.pushed(push);
        } else if (!waiting.isEmpty()) {
          waiting.removeFirst().accept(next);
        }
      }
    } catch (ProtocolError unread) {
      giveUp("the reply cannot be read");
    }
  }

  @Override
  public void closed(String reason) {
    end(reason.isEmpty() ? "the server closed the connection" : reason);
  }

  /** Ends the connection, whatever is still awaited. */
  void giveUp(String reason) {
    Network.Connection made = connection;
    if (!over && made != null) {
      made.close();
      end(reason);
    }
  }

  private void end(String reason) {
    if (over) {
      return;
    }
    over = true;
    told.lost(reason);
    while (!waiting.isEmpty()) {
      waiting.removeFirst().accept(Optional.empty());
    }
  }
}
