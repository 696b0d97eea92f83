package dev.kvarium.loop;

import dev.kvarium.wire.Reply;

/** What stands behind a loop: runs the commands, and keeps a log. */
public interface Engine {
  /**
   * What running a command came to.
   *
   * @param nanos how long the processor was busy with it, what it slept included
   * @param replyBytes the length of the reply on the wire; 0 when there is none, or not yet
   */
  record Ran(Reply reply, long nanos, long replyBytes) {
    /** Whether the reply is one string, which lies in the reply buffer in one piece. */
    boolean isBlock() {
      return reply instanceof Reply.Bulk;
    }
  }

  /**
   * What was done before the replies of a turn are written.
   *
   * @param nanos how long it took
   * @param writes how often the log was written
   * @param syncs how often the loop waited for the disk
   */
  record Flushed(long nanos, int writes, int syncs) {
    /** Nothing was to be done. */
    public static final Flushed NOTHING = new Flushed(0, 0, 0);
  }

  /** Runs a command of a client. */
  Ran run(String client, byte[][] argv);

  /** Writes the log, and what else is to be done before replies are handed out. */
  Flushed beforeSleep();
}
