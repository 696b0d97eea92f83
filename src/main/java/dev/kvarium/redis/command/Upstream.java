package dev.kvarium.redis.command;

/** The way of a replica to its primary, as commands see it. */
public interface Upstream {
  /** A server that cannot reach any other: it follows, but never gets anywhere. */
  Upstream NONE =
      new Upstream() {
        @Override
        public boolean isUp() {
          return false;
        }

        @Override
        public String state() {
          return "connect";
        }

        @Override
        public long offset() {
          return -1;
        }

        @Override
        public long keptOffset() {
          return 0;
        }

        @Override
        public long ageMillis() {
          return Long.MAX_VALUE;
        }

        @Override
        public String info() {
          return "master_link_status:down\r\n"
              + "master_last_io_seconds_ago:-1\r\n"
              + "master_sync_in_progress:0\r\n"
              + "slave_read_repl_offset:1\r\n"
              + "slave_repl_offset:1\r\n"
              + "master_link_down_since_seconds:-1\r\n";
        }

        @Override
        public int db() {
          return 0;
        }

        @Override
        public void follow() {}

        @Override
        public void lead() {}

        @Override
        public void acknowledge() {}
      };

  /** Whether all that the primary does arrives here. */
  boolean isUp();

  /** How far the way has come, in the word of ROLE. */
  String state();

  /** The number of the last byte of the primary's stream that took effect here; -1 without one. */
  long offset();

  /** The same, also when the stream has broken off since; 0 when there never was any. */
  long keptOffset();

  /**
   * How old the data is, in ms, but to the second: how long ago the primary was heard of, or lost.
   * Without ever a link, it is the time since 1970.
   */
  long ageMillis();

  /** The lines of INFO about it, each ended by CR LF. */
  String info();

  /** The database that the primary's stream has selected. */
  int db();

  /** The settings name another primary: goes there. */
  void follow();

  /** There is no primary any more. */
  void lead();

  /** Tells the primary which byte is here. */
  void acknowledge();
}
