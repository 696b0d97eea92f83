package dev.kvarium.lab;

import dev.kvarium.wire.Reply;

/** Where clients come in that do not type, and where what they are sent goes out. */
@FunctionalInterface
public interface Port {
  /** Nobody comes in. */
  Port NONE = (client, reply, resp3) -> false;

  /** The client in whose name others are put out. */
  String KEEPER = "port";

  /** Takes what a client was sent unasked; false when it is none of the port's. */
  boolean takes(String client, Reply reply, boolean resp3);

  /**
   * What a client's command led to.
   *
   * @param resp3 in which of the two protocols it is to be said
   * @param waiting whether the client waits, and what it sends is not to be looked at until it has
   *     been sent something
   * @param leaves whether the connection is over
   */
  record Answer(Reply reply, boolean resp3, boolean waiting, boolean leaves) {}
}
