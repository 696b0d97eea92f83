package dev.kvarium.sentinel;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespReader;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Network;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A connection to a server: what is asked goes out in order, and so do the answers come. What comes
 * unasked is given to a listener.
 */
final class Line implements Network.Peer {
  private final Network.Connection connection;
  private final Consumer<Reply> unasked;
  private final Runnable whenLost;
  private final RespReader reader = new RespReader();
  private final ArrayDeque<Consumer<Reply>> awaited = new ArrayDeque<>();

  /** What was asked before the connection was made. */
  private final List<byte[]> early = new ArrayList<>();

  private boolean connected;
  private boolean over;

  Line(Network network, String host, int port, Consumer<Reply> unasked, Runnable whenLost) {
    this.unasked = unasked;
    this.whenLost = whenLost;
    this.connection = network.connect(host, port, this);
  }

  /** Sends a command; who asked is told the answer, and nothing if there is none. */
  void ask(Consumer<Reply> answer, String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    awaited.add(answer);
    byte[] request = RespWriter.request(argv);
    if (connected) {
      connection.send(request);
    } else {
      early.add(request);
    }
  }

  /** How many answers are awaited. */
  int pending() {
    return awaited.size();
  }

  /** Ends it; nobody is told. */
  void close() {
    over = true;
    connection.close();
  }

  @Override
  public void connected() {
    connected = true;
    early.forEach(connection::send);
    early.clear();
  }

  @Override
  public void received(byte[] bytes) {
    reader.feed(bytes, 0, bytes.length);
    try {
      for (Optional<Reply> next = reader.next(); next.isPresent() && !over; next = reader.next()) {
        Consumer<Reply> asked = awaited.poll();
        (asked == null ? unasked : asked).accept(next.get());
      }
    } catch (ProtocolError unreadable) {
      close();
      whenLost.run();
    }
  }

  @Override
  public void closed(String reason) {
    if (!over) {
      over = true;
      whenLost.run();
    }
  }
}
