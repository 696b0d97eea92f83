package dev.kvarium.event;

/** What a node's event loop did; stated where a world has the loop modelled. */
public sealed interface LoopEvent extends Event {
  /**
   * A turn that found something to do is over.
   *
   * @param number counts the turns from 1
   * @param readable how many sockets could be read
   * @param readBytes what was read from them
   * @param commands how many ran
   * @param written to how many clients replies were sent
   * @param calls system calls of the turn, epoll_wait among them
   * @param micros how long the turn took
   */
  record Ticked(
      long number, int readable, long readBytes, int commands, int written, int calls, long micros)
      implements LoopEvent {}

  /**
   * A command took a millisecond or more, in which nobody else could be served.
   *
   * @param client who sent it; {@code server} for what the server does by itself
   * @param waiting how many clients waited
   * @param longest who of them waited longest; empty when nobody waited
   * @param longestMicros how long that was, of the time that the command took
   */
  record Stalled(
      String client, String command, long micros, int waiting, String longest, long longestMicros)
      implements LoopEvent {}

  /**
   * A request of a mebibyte or more was read whole.
   *
   * @param reads how often the loop read from the socket for it
   * @param micros from the first of them until it could run
   */
  record Received(String client, String command, long bytes, int reads, long micros)
      implements LoopEvent {}

  /**
   * The last of a reply of a mebibyte or more was written to the socket.
   *
   * @param writes how often the loop wrote for it
   * @param micros from the end of the command until the client has it; so long the server keeps
   *     what is not yet written in its reply buffer
   */
  record Delivered(String client, String command, long bytes, int writes, long micros)
      implements LoopEvent {}

  /**
   * A process began to send commands over so many connections, in batches of {@code depth}.
   *
   * @param through what it asks: {@code loop}, or the disk of the database, {@code ssd}
   */
  record TrafficBegan(String name, String through, int connections, int depth, long requests)
      implements LoopEvent {}

  /** All that a process had to send was answered. */
  record TrafficEnded(String name, long requests, long roundTrips, long micros)
      implements LoopEvent {}
}
