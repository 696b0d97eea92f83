package dev.kvarium.server;

import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.Probe;
import dev.kvarium.script.EventLines;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * What a served node states, written to a file as it happens, a JSON object a line: {@link
 * EventLines}.
 *
 * <p>Facts are gathered by the node's thread and put into words and written by another. That one
 * may be behind by so many batches; then the node waits for it, so that no fact is left out and
 * memory stays bounded. A fact is in the file {@link #DELAY_MICROS} after it was stated, or
 * somewhat later under load.
 */
public final class EventFile implements Probe, AutoCloseable {
  private static final int BATCH = 4_096;
  private static final int BATCHES_BEHIND = 16;
  private static final long DELAY_MICROS = 100_000;
  private static final List<EventLog.Entry> END = List.of();

  private final String node;
  private final LiveWorld world;
  private final OutputStream out;
  private final Thread writer;
  private final BlockingQueue<List<EventLog.Entry>> queue =
      new ArrayBlockingQueue<>(BATCHES_BEHIND);
  private List<EventLog.Entry> batch = new ArrayList<>(BATCH);
  private long stated;
  private boolean handsOverSoon;
  private final Consumer<IOException> complaint;
  private volatile boolean failed;

  private EventFile(
      String node, LiveWorld world, OutputStream out, Consumer<IOException> complaint) {
    this.complaint = complaint;
    this.node = node;
    this.world = world;
    this.out = out;
    this.writer = Thread.ofPlatform().name("events").daemon().start(this::write);
  }

  /**
   * Begins to write.
   *
   * @param out what takes the lines; it is closed in the end
   * @param node what the node is called in them
   * @param world whose clock stamps the facts, and on whose thread they are stated
   * @param complaint is told once when nothing can be written any more; the node goes on
   */
  public static EventFile to(
      OutputStream out, String node, LiveWorld world, Consumer<IOException> complaint) {
    return new EventFile(node, world, out, complaint);
  }

  @Override
  public boolean listening() {
    return !failed;
  }

  @Override
  public void emit(Event event) {
    batch.add(new EventLog.Entry(stated++, world.clock().nowMicros(), node, event));
    if (batch.size() == BATCH) {
      handOver();
    } else if (!handsOverSoon) {
      handsOverSoon = true;
      world
          .timers()
          .after(
              DELAY_MICROS,
              () -> {
                handsOverSoon = false;
                handOver();
              });
    }
  }

  private void handOver() {
    if (!batch.isEmpty() && !failed) {
      put(batch);
      batch = new ArrayList<>(BATCH);
    }
    batch.clear();
  }

  private void put(List<EventLog.Entry> entries) {
    try {
      queue.put(entries);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes batches to the file; after a failure it still takes them, so that nobody waits. */
  private void write() {
    try (out) {
      for (List<EventLog.Entry> each = queue.take(); each != END; each = queue.take()) {
        if (!failed) {
          writeOut(each);
        }
      }
    } catch (IOException unwritten) {
      fail(unwritten);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeOut(List<EventLog.Entry> entries) {
    try {
      out.write(EventLines.of(entries).getBytes(StandardCharsets.UTF_8));
    } catch (IOException unwritten) {
      fail(unwritten);
    }
  }

  private void fail(IOException unwritten) {
    if (!failed) {
      failed = true;
      complaint.accept(unwritten);
    }
  }

  /** Writes what has been stated; the node must state nothing any more. */
  @Override
  public void close() {
    handOver();
    put(END);
    try {
      writer.join();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
