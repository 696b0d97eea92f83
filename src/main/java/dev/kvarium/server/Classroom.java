package dev.kvarium.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A class: a world on a port for each learner, and somebody who sees to it that each keeps to its
 * share. Why a thread for each: {@code docs/decisions/0004-a-thread-for-each-learner.md}.
 */
public final class Classroom implements AutoCloseable {
  private static final long KEEP_MILLIS = 5;

  private final List<LearnerWorld> worlds = new ArrayList<>();
  private volatile boolean closed;

  private Classroom() {}

  /**
   * Opens the worlds on ports in a row.
   *
   * @param firstPort of the first learner; 0 takes free ones
   * @throws IOException when one of them cannot be listened on
   */
  public static Classroom open(
      InetAddress address,
      int firstPort,
      List<ClassRoster.Learner> learners,
      ClassLimits limits,
      long seed)
      throws IOException {
    Classroom room = new Classroom();
    try {
      for (int i = 0; i < learners.size(); i++) {
        InetSocketAddress at = new InetSocketAddress(address, firstPort == 0 ? 0 : firstPort + i);
        room.worlds.add(new LearnerWorld(at, learners.get(i), limits, seed + i));
      }
    } catch (IOException | RuntimeException failed) {
      room.close();
      throw failed;
    }
    Thread.ofPlatform().daemon(true).name("keeper").start(room::keep);
    return room;
  }

  private void keep() {
    while (!closed) {
      for (LearnerWorld each : worlds) {
        each.keep(System.nanoTime());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(KEEP_MILLIS);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  /** Who is where, in the order of the roster. */
  public List<ClassRoster.Place> places() {
    return worlds.stream().map(LearnerWorld::place).toList();
  }

  /** Waits until all worlds are closed. */
  public void awaitClose() throws InterruptedException {
    for (LearnerWorld each : worlds) {
      each.server().awaitClose();
    }
  }

  @Override
  public void close() {
    closed = true;
    List<Thread> closing = new ArrayList<>();
    for (LearnerWorld each : worlds) {
      closing.add(Thread.ofVirtual().start(each::close));
    }
    for (Thread each : closing) {
      try {
        each.join();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
