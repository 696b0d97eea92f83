package dev.kvarium.proxy;

import java.util.Optional;

/** Reads a client's requests out of its bytes. */
interface AskReader {
  void feed(byte[] bytes);

  /**
   * The next request, if it is there as a whole.
   *
   * @throws Unusable when it is one that nutcracker refuses
   */
  Optional<Ask> next() throws Unusable;
}
