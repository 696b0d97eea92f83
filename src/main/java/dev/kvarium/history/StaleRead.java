package dev.kvarium.history;

/**
 * A read that gave less than was known before it was asked for.
 *
 * @param read the read
 * @param proof what showed first that there was a newer version: a write that was answered, or
 *     another's read, before this one was asked for
 * @param newest the newest version that was so known
 */
public record StaleRead(Operation read, Operation proof, long newest) {
  /** For how long it had been known that what was read was old: its age, at least. */
  public long ageNanos() {
    return read.startNanos() - proof.endNanos();
  }

  /** How many versions it was behind. */
  public long behind() {
    return newest - read.version();
  }
}
