package dev.kvarium.redis;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Front;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespParser;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Network;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port of a node in a network that is handed in: takes whoever connects for a client, has its
 * requests executed, and sends what it is answered at the end of each turn, when the log is
 * written.
 */
public final class NodePort implements Network.Acceptor {
  private final RedisNode node;
  private final List<Client> due = new ArrayList<>();
  private final ByteArrayOutputStream reply = new ByteArrayOutputStream();
  private final RespWriter writer =
      new RespWriter((bytes, from, to) -> reply.write(bytes, from, to - from));
  private int clients;

  private NodePort(RedisNode node) {
    this.node = node;
    node.turnsEndWith(this::flush);
  }

  /** Has a node, which has started, listen on the port of its configuration. */
  public static NodePort open(RedisNode node, Network network) {
    NodePort port = new NodePort(node);
    network.listen(Integer.parseInt(node.settings().get("port")), port);
    return port;
  }

  /** How many are connected. */
  public int clients() {
    return clients;
  }

  @Override
  public Network.Peer accepted(Network.Connection connection) {
    clients++;
    return new Client(connection);
  }

  private void flush() {
    while (!due.isEmpty()) {
      due.removeLast().flush();
    }
  }

  /** One that has connected. */
  private final class Client implements Network.Peer, Front {
    private final Network.Connection connection;
    private final Session session;
    private final RespParser parser = new RespParser();

    /** What is to be sent: mostly one reply, and only then are there more. */
    private byte[] out = Bytes.EMPTY;

    private @Nullable ByteArrayOutputStream more;
    private boolean ending;
    private boolean gone;

    Client(Network.Connection connection) {
      this.connection = connection;
      this.session = node.connect(connection.remoteAddress(), connection.remoteAddress());
      session.localAddress = connection.localAddress();
      session.front = this;
    }

    @Override
    public void received(byte[] bytes) {
      parser.feed(bytes, 0, bytes.length);
      serve();
      node.beforeSleep();
    }

    private void serve() {
      try {
        while (!ending && !session.isWaiting() && parser.next()) {
          send(node.execute(session, parser.args()));
          ending |= session.closing;
        }
      } catch (ProtocolError error) {
        send(error.reply());
        ending = true;
      }
      parser.keep();
    }

    @Override
    public void closed(String reason) {
      leave();
      node.beforeSleep();
    }

    private void leave() {
      if (!gone) {
        gone = true;
        ending = true;
        clients--;
        node.disconnect(session);
      }
    }

    @Override
    public void send(Reply answer) {
      if (answer != Reply.None.NONE) {
        writer.write(answer, session.resp3());
        writer.flush();
        stream(reply.toByteArray());
        reply.reset();
      }
    }

    @Override
    public void stream(byte[] bytes) {
      if (!gone) {
        add(bytes);
        flushSoon();
      }
    }

    private void add(byte[] bytes) {
      if (out.length == 0) {
        out = bytes;
        return;
      }
      ByteArrayOutputStream all = more;
      if (all == null) {
        all = new ByteArrayOutputStream();
        all.writeBytes(out);
        more = all;
      }
      all.writeBytes(bytes);
    }

    private void flushSoon() {
      if (!due.contains(this)) {
        due.addFirst(this);
      }
    }

    @Override
    public void goOn() {
      serve();
    }

    @Override
    public void end() {
      ending = true;
      flushSoon();
    }

    private void flush() {
      if (out.length > 0) {
        byte[] all = more == null ? out : more.toByteArray();
        out = Bytes.EMPTY;
        more = null;
        connection.send(all);
      }
      if (ending && !gone) {
        leave();
        connection.close();
      }
    }
  }
}
