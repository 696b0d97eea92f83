package dev.kvarium.event;

import dev.kvarium.base.Blob;

/** Facts of a twemproxy. */
public sealed interface ProxyEvent extends Event {
  /**
   * A request, or a part of one, was given to a server.
   *
   * @param command in small letters
   * @param key the first of the request, or of the part: by it the server was chosen
   */
  record Routed(String pool, String command, Blob key, String server) implements ProxyEvent {}

  /** A request with several keys was split by the servers that they belong to. */
  record Fragmented(String pool, String command, int keys, int parts) implements ProxyEvent {}

  /**
   * A client sent what the proxy does not serve, and its connection was ended without an answer.
   *
   * @param command in small letters; empty where it could not be read
   */
  record Refused(String pool, String client, String command) implements ProxyEvent {}

  /**
   * A connection to a server failed.
   *
   * @param reason in the words of the C library
   * @param requests how many were answered by it with an error
   */
  record Failed(String pool, String server, String reason, int requests) implements ProxyEvent {}

  /**
   * A server left the ring for a time, since it failed too often in a row.
   *
   * @param failures in a row
   * @param untilMillis Unix time from which it may come back
   * @param live how many servers are left
   */
  record Ejected(String pool, String server, int failures, long untilMillis, int live)
      implements ProxyEvent {}

  /** A server is in the ring again, whatever its state, with the keys that were its own before. */
  record Returned(String pool, String server, int live) implements ProxyEvent {}
}
