package dev.kvarium.proxy;

/**
 * What a server answered.
 *
 * @param kind the sign of a RESP reply, or {@link #VALUES}, or 0 for any other of Memcached's
 * @param bytes all of it
 * @param number of an integer reply, without its sign as nutcracker reads it; for an array and for
 *     {@link #VALUES} where its elements begin
 * @param broken whether it says that the server cannot serve at all
 */
record Answer(byte kind, byte[] bytes, long number, boolean broken) {
  /** Values of Memcached, maybe none, and {@code END}. */
  static final byte VALUES = 'V';
}
