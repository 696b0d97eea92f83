package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.ProxyEvent;
import dev.kvarium.world.Network;
import dev.kvarium.world.Timers;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server, which requests of all clients share: they go out in the order in which
 * they came, and the answers, which have no names, belong to them in that order.
 *
 * <p>So one answer that does not come holds up all behind it, and one that must be given up ends
 * the connection with everything on it.
 */
final class Link implements Network.Peer {
  private final Pool pool;
  private final Backend backend;
  private final AnswerReader reader;
  private final ArrayDeque<Ask> toSend = new ArrayDeque<>();
  private final ArrayDeque<Ask> sent = new ArrayDeque<>();

  private Network.@Nullable Connection connection;
  private Timers.@Nullable Timer patience;
  private boolean connected;
  private boolean authenticated;
  private boolean gone;

  Link(Pool pool, Backend backend) {
    this.pool = pool;
    this.backend = backend;
    this.reader = pool.settings().redis() ? new RedisAnswers() : new MemcacheAnswers();
    this.authenticated = pool.settings().redisAuth().isEmpty();
  }

  void connect() {
    pool.proxy().connectionOpened();
    connection = pool.network().connect(backend.server.host(), backend.server.port(), this);
  }

  /** Takes a request, to be sent at the end of the turn. */
  void take(Ask ask) {
    if (!authenticated) {
      String password = pool.settings().redisAuth();
      enqueue(Ask.own("auth", words("AUTH", password)), false);
      authenticated = true;
    }
    enqueue(ask, false);
    if (connected) {
      pool.proxy().due(this);
    }
  }

  private static byte[] words(String command, String word) {
    return Bytes.of(
        "*2\r\n$"
            + command.length()
            + "\r\n"
            + command
            + "\r\n$"
            + Bytes.of(word).length
            + "\r\n"
            + word
            + "\r\n");
  }

  private void enqueue(Ask ask, boolean first) {
    int timeoutMillis = pool.settings().timeoutMillis();
    if (!ask.noReply && timeoutMillis > 0) {
      ask.dueMicros = (pool.clock().nowMillis() + timeoutMillis) * 1_000;
      watch();
    }
    if (first) {
      toSend.addFirst(ask);
    } else {
      toSend.addLast(ask);
    }
    backend.counters.inQueue++;
    backend.counters.inQueueBytes += ask.countedBytes();
  }

  private void unqueue(Ask ask) {
    backend.counters.inQueue--;
    backend.counters.inQueueBytes -= ask.countedBytes();
  }

  /** Hands all that waits to the network. */
  void flush() {
    Network.Connection open = connection;
    if (gone || !connected || open == null || toSend.isEmpty()) {
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (!toSend.isEmpty()) {
      Ask ask = toSend.removeFirst();
      out.writeBytes(ask.bytes);
      unqueue(ask);
      if (!ask.noReply) {
        sent.addLast(ask);
        backend.counters.outQueue++;
        backend.counters.outQueueBytes += ask.countedBytes();
      }
    }
    open.send(out.toByteArray());
  }

  @Override
  public void connected() {
    connected = true;
    backend.counters.serverConnections++;
    int db = pool.settings().redisDb();
    if (pool.settings().redis() && db > 0) {
      enqueue(Ask.own("select", words("SELECT", Integer.toString(db))), true);
    }
    flush();
    pool.proxy().settle();
  }

  @Override
  public void received(byte[] bytes) {
    reader.feed(bytes);
    try {
      while (!gone) {
        Optional<Answer> next = reader.next();
        if (next.isEmpty()) {
          break;
        }
        take(next.get());
      }
    } catch (Unusable bad) {
      close(Trouble.INVALID);
    }
    pool.proxy().settle();
  }

  private void take(Answer answer) {
    Ask ask = sent.peekFirst();
    if (ask == null || answer.broken()) {
      close(Trouble.INVALID);
      return;
    }
    if (ask.swallowed) {
      answered();
      return;
    }
    backend.works();
    answered();
    ask.answered(answer);
    backend.counters.responses++;
    backend.counters.responseBytes += answer.bytes().length;
    tell(ask);
  }

  /** Takes the first of those that were sent from their queue. */
  private void answered() {
    Ask ask = sent.removeFirst();
    backend.counters.outQueue--;
    backend.counters.outQueueBytes -= ask.countedBytes();
    ask.done = true;
  }

  private static void tell(Ask ask) {
    if (ask.whole != null) {
      ask.whole.partDone(ask);
    }
    if (ask.client != null) {
      ask.client.look();
    }
  }

  @Override
  public void closed(String reason) {
    connection = null;
    close(Trouble.of(reason));
    pool.proxy().settle();
  }

  /** Ends the connection: whoever waits is told of the trouble, and the server has failed once. */
  private void close(Trouble trouble) {
    if (gone) {
      return;
    }
    leave();
    backend.counters.closed(trouble, connected);
    int told = 0;
    for (Ask ask : toSend) {
      unqueue(ask);
      told += fail(ask, trouble);
    }
    toSend.clear();
    while (!sent.isEmpty()) {
      Ask ask = sent.peekFirst();
      answered();
      told += fail(ask, trouble);
    }
    String name = backend.name();
    pool.state(new ProxyEvent.Failed(pool.settings().name(), name, trouble.text(), told));
    backend.remove(this);
    pool.failed(backend);
  }

  private static int fail(Ask ask, Trouble trouble) {
    if (ask.swallowed || ask.noReply) {
      return 0;
    }
    ask.failed(trouble);
    tell(ask);
    return 1;
  }

  /** Ends the connection, and tells nobody. */
  void leave() {
    gone = true;
    pool.proxy().connectionClosed();
    if (patience != null) {
      patience.cancel();
      patience = null;
    }
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private void watch() {
    if (patience == null && !gone) {
      long due = dueMicros();
      long micros =
          due == Long.MAX_VALUE
              ? pool.settings().timeoutMillis() * 1_000L
              : Math.max(0, due - pool.clock().nowMicros());
      patience = pool.timers().after(micros, this::late);
    }
  }

  private void late() {
    patience = null;
    long due = dueMicros();
    if (gone || due == Long.MAX_VALUE) {
      return;
    }
    if (due <= pool.clock().nowMicros()) {
      close(Trouble.TIMED_OUT);
    } else {
      watch();
    }
    pool.proxy().settle();
  }

  /** When the first request's time is up. */
  private long dueMicros() {
    long due = Long.MAX_VALUE;
    for (Ask ask : sent) {
      due = ask.dueMicros == 0 ? due : Math.min(due, ask.dueMicros);
    }
    for (Ask ask : toSend) {
      due = ask.dueMicros == 0 ? due : Math.min(due, ask.dueMicros);
    }
    return due;
  }
}
