package dev.kvarium.loop;

import dev.kvarium.event.LoopEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * A process with one thread and many connections, as redis-benchmark is: on each it sends a batch,
 * waits until the last reply of it is there, and sends the next.
 *
 * <p>Its thread has work to do as well: while it reads the replies of one connection, those of the
 * others wait. So with many connections the server and the process work side by side, and the
 * slower of the two says how many commands there are in a second.
 */
final class ClientProcess implements Peer {
  private static final long LONGEST_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  private final EventLoop loop;
  private final TrafficOrder order;
  private final Optional<Database> database;
  private final List<Wire> wires = new ArrayList<>();
  private final Histogram histogram = new Histogram(LONGEST_NANOS, DIGITS);
  private final long began;
  private long freeNanos;
  private long sent;
  private long answered;
  private long roundTrips;
  private long ended;
  private boolean stopped;

  /** A connection as its client sees it. */
  private static final class Wire {
    final Connection connection;
    int missing;
    long lastSent;

    Wire(Connection connection) {
      this.connection = connection;
    }
  }

  ClientProcess(EventLoop loop, TrafficOrder order, long nanos) {
    this.loop = loop;
    this.order = order;
    this.began = nanos;
    this.freeNanos = nanos;
    this.database =
        order.database().equals(Database.Kind.NONE)
            ? Optional.empty()
            : Optional.of(new Database(order.database()));
  }

  boolean isNamed(String name) {
    return order.name().equals(name);
  }

  /** Whether replies are still to come. */
  boolean isWaiting() {
    return answered < sent || !stopped && ended == 0;
  }

  /** Sends no more; whether it did until now. */
  boolean stop() {
    boolean was = !stopped && ended == 0;
    stopped = true;
    return was;
  }

  void begin() {
    if (loop.probe().listening()) {
      loop.probe()
          .emit(
              new LoopEvent.TrafficBegan(
                  order.name(), through(), order.connections(), order.depth(), order.requests()));
    }
    for (int i = 1; i <= order.connections(); i++) {
      String name = order.connections() == 1 ? order.name() : order.name() + "-" + i;
      Connection connection =
          database.isPresent() ? new Connection(name, this) : loop.connection(name, this);
      wires.add(new Wire(connection));
    }
    for (Wire each : wires) {
      send(each, began);
    }
  }

  /** Sends the next batch of a connection, if there is one left, as soon as the thread is free. */
  private void send(Wire wire, long nanos) {
    if (stopped || sent >= order.requests()) {
      return;
    }
    List<Request> batch = new ArrayList<>();
    while (batch.size() < order.depth() && sent < order.requests()) {
      batch.add(new Request(order.commands().words(++sent)));
    }
    wire.missing = batch.size();
    wire.lastSent = nanos;
    for (Request each : batch) {
      each.sent = nanos;
    }
    loop.agenda()
        .at(
            nanos,
            () -> {
              if (database.isPresent()) {
                database.get().ask(loop.agenda(), wire.connection, batch, nanos);
              } else {
                loop.arrive(wire.connection, batch, nanos);
              }
            });
  }

  @Override
  public boolean isAsleep(long nanos) {
    return freeNanos < nanos;
  }

  @Override
  public void replied(Connection from, List<Request> done, long nanos) {
    LoopCosts costs = loop.costs();
    double work = costs.clientBatch() + done.size() * costs.clientCommand();
    if (isAsleep(nanos)) {
      freeNanos = nanos;
      work += costs.clientWoken();
    }
    freeNanos += (long) work;
    answered += done.size();
    for (Request each : done) {
      histogram.recordValue(StrictMath.min(LONGEST_NANOS, freeNanos - each.sent));
    }
    Wire wire = wire(from);
    wire.missing -= done.size();
    if (wire.missing == 0 && !done.isEmpty()) {
      roundTrips++;
      send(wire, StrictMath.max(freeNanos, wire.lastSent + order.everyNanos()));
      if (answered == sent && (sent == order.requests() || stopped)) {
        end(freeNanos); // it has its replies when it has read them
      }
    }
  }

  private Wire wire(Connection connection) {
    for (Wire each : wires) {
      if (each.connection == connection) {
        return each;
      }
    }
    throw new IllegalStateException("a reply to nobody");
  }

  private void end(long nanos) {
    ended = nanos;
    if (loop.probe().listening()) {
      loop.probe()
          .emit(
              new LoopEvent.TrafficEnded(
                  order.name(), answered, roundTrips, (ended - began) / 1_000));
    }
  }

  private String through() {
    return database.isPresent() ? order.database().name() : "loop";
  }

  LoopSnapshot.Traffic snapshot() {
    return new LoopSnapshot.Traffic(
        order.name(),
        order.text(),
        through(),
        order.connections(),
        order.depth(),
        order.requests(),
        answered,
        roundTrips,
        began,
        ended,
        histogram.copy());
  }
}
