package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.ProxyEvent;
import dev.kvarium.world.Network;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/** Whoever has connected to a pool: its requests, and what it is answered, in their order. */
final class Client implements Proxy.Guest {
  private static final byte[] PONG = Bytes.of("+PONG\r\n");
  private static final byte[] OK = Bytes.of("+OK\r\n");
  private static final byte[] NEEDS_AUTH = Bytes.of("-NOAUTH Authentication required\r\n");
  private static final byte[] BAD_PASSWORD = Bytes.of("-ERR invalid password\r\n");
  private static final byte[] NO_PASSWORD =
      Bytes.of("-ERR Client sent AUTH, but no password is set\r\n");

  private final Pool pool;
  private final Network.Connection connection;
  private final AskReader reader;
  private final ArrayDeque<Ask> waiting = new ArrayDeque<>();

  private boolean authenticated;

  /** It sends no more, or said that it wants to go. */
  private boolean ended;

  /** It is to go, once what can be answered is sent. */
  private boolean broken;

  private boolean gone;

  Client(Pool pool, Network.Connection connection) {
    this.pool = pool;
    this.connection = connection;
    this.reader = pool.settings().redis() ? new RedisAsks() : new MemcacheAsks();
    this.authenticated = pool.settings().redisAuth().isEmpty();
  }

  @Override
  public void received(byte[] bytes) {
    if (gone || ended) {
      return;
    }
    reader.feed(bytes);
    try {
      while (!ended && !broken) {
        Optional<Ask> next = reader.next();
        if (next.isEmpty()) {
          break;
        }
        take(next.get());
      }
      if (broken) {
        leave();
      } else if (ended) {
        pool.proxy().due(this);
      }
    } catch (Unusable refused) {
      refused(String.valueOf(refused.getMessage()));
    }
    pool.proxy().settle();
  }

  private void refused(String command) {
    String name = pool.settings().name();
    pool.state(new ProxyEvent.Refused(name, connection.remoteAddress(), command));
    leave();
  }

  private void take(Ask ask) {
    ask.client = this;
    if (ask.is("quit")) {
      ended = true;
      return;
    }
    if (!authenticated || ask.is("ping") || ask.is("auth") || ask.is("move")) {
      answerHere(ask);
      return;
    }
    if (!ask.noReply) {
      waiting.addLast(ask);
    }
    pool.take(ask);
  }

  /** What the proxy answers by itself. */
  private void answerHere(Ask ask) {
    byte[] reply;
    if (ask.is("auth")) {
      reply = authenticate(ask.keys.getFirst());
    } else if (!authenticated) {
      reply = NEEDS_AUTH;
    } else if (ask.is("ping")) {
      reply = PONG;
    } else {
      broken = true;
      pool.state(
          new ProxyEvent.Refused(pool.settings().name(), connection.remoteAddress(), ask.command));
      return;
    }
    ask.answered(new Answer(reply[0], reply, 0, false));
    waiting.addLast(ask);
    pool.proxy().due(this);
  }

  private byte[] authenticate(byte[] password) {
    String wanted = pool.settings().redisAuth();
    if (wanted.isEmpty()) {
      return NO_PASSWORD;
    }
    authenticated = Arrays.equals(password, Bytes.of(wanted));
    return authenticated ? OK : BAD_PASSWORD;
  }

  /** Something that it waits for may be there. */
  void look() {
    if (!gone && !waiting.isEmpty() && isDone(waiting.getFirst())) {
      pool.proxy().due(this);
    }
  }

  private boolean isDone(Ask ask) {
    Gather parts = ask.parts;
    if (parts == null) {
      return ask.done;
    }
    if (!parts.isDone()) {
      return false;
    }
    parts.putTogether();
    broken |= parts.isLacking();
    return true;
  }

  /** Sends what is there, up to the first request that still waits. */
  void flush() {
    if (gone) {
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (!waiting.isEmpty() && isDone(waiting.getFirst())) {
      reply(waiting.removeFirst(), out);
    }
    if (out.size() > 0) {
      connection.send(out.toByteArray());
    }
    if (broken || ended && waiting.isEmpty()) {
      leave();
    }
  }

  private void reply(Ask ask, ByteArrayOutputStream out) {
    Gather parts = ask.parts;
    Optional<Trouble> trouble = parts == null ? Optional.ofNullable(ask.trouble) : parts.trouble();
    Answer answer = ask.answer;
    if (trouble.isPresent()) {
      pool.forwardErrors++;
      String sign = pool.settings().redis() ? "-ERR " : "SERVER_ERROR ";
      out.writeBytes(Bytes.of(sign + trouble.get().text() + "\r\n"));
    } else if (parts != null) {
      out.writeBytes(parts.reply());
    } else if (answer != null) {
      out.writeBytes(answer.bytes());
    }
  }

  @Override
  public void sendsNoMore() {
    ended = true;
    flush();
    pool.proxy().settle();
  }

  @Override
  public void closed(String reason) {
    ended |= reason.isEmpty();
    if (!gone) {
      leave();
    }
    pool.proxy().settle();
  }

  private void leave() {
    gone = true;
    for (Ask ask : waiting) {
      if (ask.parts == null) {
        ask.swallowed |= !ask.done;
      } else {
        ask.parts.parts().forEach(part -> part.swallowed |= !part.done);
      }
    }
    waiting.clear();
    pool.left(ended);
    connection.close();
  }
}
