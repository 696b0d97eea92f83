package dev.kvarium.loop;

import dev.kvarium.wire.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that many in a process share: each sends when it wants to, without waiting for the
 * others, and replies come back in the order of the requests.
 */
public final class Pipeline implements Peer {
  /** Who waits for a reply. */
  public interface Waiting {
    /** Here it is, at an instant that may be later than now. */
    void answered(Reply reply, long nanos);
  }

  private final EventLoop loop;
  private final Connection connection;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  Pipeline(EventLoop loop, String name) {
    this.loop = loop;
    this.connection = loop.connection(name, this);
  }

  /** Sends a request at an instant. */
  public void send(byte[][] argv, long nanos, Waiting then) {
    waiting.add(then);
    Request request = new Request(argv);
    request.sent = nanos;
    loop.agenda().at(nanos, () -> loop.arrive(connection, List.of(request), nanos));
  }

  /** Those that wait, who wait for nothing any more. */
  public List<Waiting> abandon() {
    List<Waiting> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }

  @Override
  public boolean isAsleep(long nanos) {
    return true; // until one of them gets what it waits for
  }

  @Override
  public void replied(Connection from, List<Request> done, long nanos) {
    for (Request each : done) {
      waiting.remove().answered(each.reply, nanos);
    }
  }
}
