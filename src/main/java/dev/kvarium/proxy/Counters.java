package dev.kvarium.proxy;

/** What nutcracker counts of a server, by its own names. */
final class Counters {
  long serverEof;
  long serverErr;
  long serverTimedout;
  long serverConnections;
  long serverEjectedAtMicros;
  long requests;
  long requestBytes;
  long responses;
  long responseBytes;
  long inQueue;
  long inQueueBytes;
  long outQueue;
  long outQueueBytes;

  void closed(Trouble trouble, boolean wasConnected) {
    if (wasConnected) {
      serverConnections--;
    }
    switch (trouble) {
      case ENDED -> serverEof++;
      case TIMED_OUT -> serverTimedout++;
      case INVALID, REFUSED, RESET, HOST_DOWN, NO_ROUTE -> serverErr++;
    }
  }
}
