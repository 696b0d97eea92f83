package dev.kvarium.proxy;

/** Bytes that nutcracker gives up on: the connection that they came by ends. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  /** What they are about, as far as it was understood. */
  Unusable(String what) {
    super(what, null, false, false);
  }
}
