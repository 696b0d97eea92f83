package dev.kvarium.event;

/** Where an engine states its facts. */
public interface Probe {
  /** Listens to nothing: what an engine is given when nobody looks. */
  Probe NONE =
      new Probe() {
        @Override
        public boolean listening() {
          return false;
        }

        @Override
        public void emit(Event event) {}
      };

  /** Whether anybody wants facts; asked before one is made, since most are made on hot paths. */
  boolean listening();

  /** Whether anybody wants at least what a server writes to its own log. */
  default boolean logs() {
    return listening();
  }

  /** States a fact. */
  void emit(Event event);
}
