package dev.kvarium.app;

import java.util.function.Consumer;

/**
 * A store, or what stands before several, as a process reaches it: by a connection on which
 * requests are answered in their order.
 *
 * @param <Q> what is asked: {@code byte[][]}, the words of a command, of a Redis; {@code byte[]},
 *     whole lines with their ends, of a Memcached
 * @param <A> what is answered: a {@link dev.kvarium.wire.Reply}, or a {@link MetaAnswer}
 */
public interface StorePort<Q, A> {
  /**
   * Sends a request.
   *
   * @param key by which the store is chosen where there are several
   * @param then is called once with the answer, an error when nobody answers
   */
  void ask(byte[] key, Q request, Consumer<A> then);

  /** The name of who is asked about a key: a node, or what stands before several. */
  String whom(byte[] key);
}
