package dev.kvarium.proxy;

import java.util.Optional;

/** Reads a server's answers out of its bytes. */
interface AnswerReader {
  void feed(byte[] bytes);

  /**
   * The next answer, if it is there as a whole.
   *
   * @throws Unusable when nutcracker cannot read it
   */
  Optional<Answer> next() throws Unusable;
}
