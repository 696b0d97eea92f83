package dev.kvarium.memcached;

import java.util.Arrays;

/** What {@code stats} counts of the whole server and, by class, of its commands. */
final class NodeStats {
  /** What is counted for the items of one class. */
  static final class OfClass {
    long setCommands;
    long getHits;
    long touchHits;
    long deleteHits;
    long casHits;
    long casBadValue;
    long incrementHits;
    long decrementHits;
  }

  final OfClass[] classes = new OfClass[SlabTable.MOST_CLASSES];
  long totalConnections;
  long rejectedConnections;
  long getCommands;
  long getMisses;
  long getExpired;
  long getFlushed;
  long touchCommands;
  long touchMisses;
  long deleteMisses;
  long incrementMisses;
  long decrementMisses;
  long casMisses;
  long metaCommands;
  long flushCommands;
  long storeTooLarge;
  long storeNoMemory;
  long authCommands;
  long authErrors;
  long idleKicks;
  long bytesRead;
  long bytesWritten;
  long totalItems;
  long slabsMoved;
  long rescues;
  long chunkRescues;
  long evictionsNoMemory;
  long inlineReclaims;
  long busyItems;
  long busyDeletes;
  long crawlerStarts;
  long maintainerJuggles;
  long yields;
  long responseOutOfMemory;
  long logWorkerWritten;
  long logWatcherSent;
  long logWatcherSkipped;

  NodeStats() {
    Arrays.setAll(classes, i -> new OfClass());
  }

  /** Sets all counters back to zero. */
  void reset() {
    totalConnections = 0;
    rejectedConnections = 0;
    getCommands = 0;
    getMisses = 0;
    getExpired = 0;
    getFlushed = 0;
    touchCommands = 0;
    touchMisses = 0;
    deleteMisses = 0;
    incrementMisses = 0;
    decrementMisses = 0;
    casMisses = 0;
    metaCommands = 0;
    flushCommands = 0;
    storeTooLarge = 0;
    storeNoMemory = 0;
    authCommands = 0;
    authErrors = 0;
    idleKicks = 0;
    bytesRead = 0;
    bytesWritten = 0;
    totalItems = 0;
    slabsMoved = 0;
    rescues = 0;
    chunkRescues = 0;
    evictionsNoMemory = 0;
    inlineReclaims = 0;
    busyItems = 0;
    busyDeletes = 0;
    crawlerStarts = 0;
    maintainerJuggles = 0;
    yields = 0;
    responseOutOfMemory = 0;
    logWorkerWritten = 0;
    logWatcherSent = 0;
    logWatcherSkipped = 0;
    Arrays.setAll(classes, i -> new OfClass());
  }
}
