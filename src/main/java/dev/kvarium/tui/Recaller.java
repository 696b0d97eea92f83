package dev.kvarium.tui;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks back on a thread of its own, so that a long way back makes no key wait. Of several wishes
 * only the latest counts.
 */
final class Recaller {
  private final Memory memory = new Memory();
  private final LongFunction<Request> requests;
  private final Consumer<Message> post;
  private @Nullable Wish wish;
  private @Nullable Thread thread;
  private boolean stopped;

  private record Wish(long fact, List<Pane> panes) {}

  /** The moments on the way to a fact, and when the world began. */
  record Request(List<Memory.Wanted> moments, long startMicros) {}

  /**
   * A recaller.
   *
   * @param requests says which moments to look at for a fact
   * @param post is given what was seen
   */
  Recaller(LongFunction<Request> requests, Consumer<Message> post) {
    this.requests = requests;
    this.post = post;
  }

  /** Wishes to see the moment of a fact; the answer is posted. */
  synchronized void ask(long fact, List<Pane> panes) {
    wish = new Wish(fact, panes);
    if (thread == null) {
      Thread begun = new Thread(this::run, "kvarium-past");
      begun.setDaemon(true);
      begun.start();
      thread = begun;
    }
    notifyAll();
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  private void run() {
    try {
      for (Optional<Wish> next = next(); next.isPresent(); next = next()) {
        Wish wanted = next.get();
        Request request = requests.apply(wanted.fact());
        if (!request.moments().isEmpty()) {
          Then then = memory.recall(request.moments(), wanted.panes(), request.startMicros());
          post.accept(new Message.Recalled(then));
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
      post.accept(new Message.Broken("the past could not be shown: " + broken));
    }
  }

  private synchronized Optional<Wish> next() throws InterruptedException {
    while (wish == null && !stopped) {
      wait();
    }
    Wish wanted = wish;
    wish = null;
    return stopped ? Optional.empty() : Optional.ofNullable(wanted);
  }
}
