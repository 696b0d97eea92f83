package dev.kvarium.app;

/**
 * What a cache has under a key, and perhaps a lease.
 *
 * @param found what there is
 * @param lease with which whoever asked may put the entry there; empty when it got none
 */
public record Leased(Found found, String lease) {
  /** Whether whoever asked is to get the entry anew. */
  public boolean isLeased() {
    return !lease.isEmpty();
  }
}
