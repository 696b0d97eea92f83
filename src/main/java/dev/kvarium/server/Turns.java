package dev.kvarium.server;

import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.ServerExit;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.Reply;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The turns of the event loop, each as Redis makes them: the requests of all clients that have sent
 * something are executed, then the log is written, then the replies go out. So nobody is told of a
 * write that the log has not.
 *
 * <p>All of it runs on the loop's thread.
 */
final class Turns {
  private static final int PIECE_BYTES = 32 << 10;

  private final EventLoop loop;
  private final LiveClock clock;
  private final RedisNode node;
  private final byte[] piece = new byte[PIECE_BYTES];
  private final Runnable end = this::end;
  private List<RedisConnection> waiting = new ArrayList<>();
  private List<RedisConnection> flushing = new ArrayList<>();
  private final Deque<RedisConnection> goingOn = new ArrayDeque<>();
  private final Consumer<RuntimeException> failed;
  private boolean endIsDue;
  private long reads;
  private long bytes;
  private long executed;
  private byte[][] last = {};

  /**
   * The turns of a loop.
   *
   * @param failed is told when the node cannot go on, as when its log cannot be written
   */
  Turns(EventLoop loop, LiveClock clock, RedisNode node, Consumer<RuntimeException> failed) {
    this.loop = loop;
    this.clock = clock;
    this.node = node;
    this.failed = failed;
  }

  /** A client has sent something: with the first one of a turn the world sees what time it is. */
  void begin() {
    if (!endIsDue) {
      clock.read();
      endSoon();
    }
  }

  /** A client has sent so many bytes. */
  void count(int received) {
    reads++;
    bytes += received;
  }

  /** How often something was read. */
  long reads() {
    return reads;
  }

  /** How many commands were executed. */
  long executed() {
    return executed;
  }

  /** The last command that somebody sent; no words before the first. */
  byte[][] last() {
    return last;
  }

  /** How many bytes were read. */
  long bytes() {
    return bytes;
  }

  /** An array for what a client has sent, until the next client is looked at. */
  byte[] piece() {
    return piece;
  }

  Reply execute(Session session, byte[][] argv) {
    executed++;
    last = argv;
    try {
      return node.execute(session, argv);
    } catch (ServerExit exit) {
      failed.accept(exit);
      return Reply.None.NONE;
    } catch (RuntimeException | StackOverflowError e) {
      return Reply.error("ERR internal error: " + e);
    }
  }

  /** Runs what a timer was set for. */
  void runTimer(Runnable action) {
    clock.read();
    try {
      action.run();
    } catch (RuntimeException broken) {
      failed.accept(broken);
    }
    endSoon();
  }

  private void endSoon() {
    if (!endIsDue) {
      endIsDue = true;
      loop.execute(end);
    }
  }

  /** At the end of this turn the replies of a connection are to be sent. */
  void flushSoon(RedisConnection connection) {
    waiting.add(connection);
    endSoon();
  }

  /** A client's last reply is on its way: for the node it has left. */
  void leave(Session session) {
    node.disconnect(session);
  }

  /** Before this turn ends it is looked at what a client sent while it waited. */
  void goOnSoon(RedisConnection connection) {
    goingOn.add(connection);
    endSoon();
  }

  private void end() {
    while (!goingOn.isEmpty()) {
      goingOn.removeFirst().serveRest();
    }
    endIsDue = false;
    List<RedisConnection> ready = waiting;
    waiting = flushing;
    flushing = ready;
    try {
      node.beforeSleep();
    } catch (RuntimeException broken) {
      ready.clear();
      failed.accept(broken);
    }
    for (RedisConnection each : ready) {
      each.flush();
    }
    ready.clear();
  }
}
