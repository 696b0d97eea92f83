package dev.kvarium.loop;

import java.util.List;

/** Who is at the other end of a connection. */
interface Peer {
  /** Whether the process sleeps at an instant, so that it has to be woken. */
  boolean isAsleep(long nanos);

  /** Replies have come, those to these requests whole. */
  void replied(Connection connection, List<Request> done, long nanos);
}
