package dev.kvarium.redis.script;

import java.util.function.LongSupplier;

/**
 * How long a script has been running. In a lab time stands still while a command runs, so there its
 * steps are counted, as many in a millisecond as a server takes; on a port a stopwatch tells.
 */
public sealed interface ScriptPace {
  /** A watch for one script. */
  interface Watch {
    /** How long it has run after so many steps. */
    long micros(long steps);

    /** Whether others are to be let in now that the script is slow. */
    boolean isPauseDue(long steps);
  }

  /** Starts a watch. */
  Watch start();

  /** How long others have until the script goes on. */
  long pauseMicros();

  /** 20 steps of the machine are a microsecond. */
  record Counted() implements ScriptPace {
    private static final long STEPS_A_MICRO = 20;
    private static final long PAUSE_MICROS = 5_000;

    @Override
    public Watch start() {
      return new Watch() {
        @Override
        public long micros(long steps) {
          return steps / STEPS_A_MICRO;
        }

        @Override
        public boolean isPauseDue(long steps) {
          return true;
        }
      };
    }

    @Override
    public long pauseMicros() {
      return PAUSE_MICROS;
    }
  }

  /** A stopwatch in µs tells; a slow script lets others in every 5 ms. */
  record Timed(LongSupplier stopwatch) implements ScriptPace {
    private static final long SLICE_MICROS = 5_000;

    @Override
    public Watch start() {
      long began = stopwatch.getAsLong();
      return new Watch() {
        private long sliceBegan = began;

        @Override
        public long micros(long steps) {
          return stopwatch.getAsLong() - began;
        }

        @Override
        public boolean isPauseDue(long steps) {
          long now = stopwatch.getAsLong();
          if (now - sliceBegan < SLICE_MICROS) {
            return false;
          }
          sliceBegan = now;
          return true;
        }
      };
    }

    @Override
    public long pauseMicros() {
      return 0;
    }
  }
}
