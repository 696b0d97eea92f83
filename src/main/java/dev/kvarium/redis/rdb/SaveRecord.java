package dev.kvarium.redis.rdb;

/** What came of saves and rewrites so far, and which are to follow. */
final class SaveRecord {
  static final long NEVER = -1;
  private static final long RETRY_SECONDS = 5;

  boolean saveScheduled;
  boolean rewriteScheduled;
  long saves;
  long rewrites;
  long dirtyAtSave;
  long savedBytes;
  long lastSaveSeconds;
  long lastTrySeconds;
  long lastSaveTookSeconds = NEVER;
  long lastRewriteTookSeconds = NEVER;
  boolean lastSaveFailed;
  boolean lastRewriteFailed;
  final RewriteLimit rewriteLimit = new RewriteLimit();

  /** All keys are in their file, as they were after so many changes. */
  void saved(long dirty, long nowSeconds) {
    dirtyAtSave = dirty;
    lastSaveSeconds = nowSeconds;
    lastSaveFailed = false;
  }

  /** Whether a save may begin by itself: after one that failed only some seconds later. */
  boolean mayTry(long nowSeconds) {
    return !lastSaveFailed || nowSeconds - lastTrySeconds > RETRY_SECONDS;
  }
}
