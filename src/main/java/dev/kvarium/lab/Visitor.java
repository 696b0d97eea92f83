package dev.kvarium.lab;

import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespReader;
import dev.kvarium.world.Network;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The connection of a client to a machine that it sits beside, which takes no time. */
final class Visitor implements Network.Connection {
  private final String client;
  private final PortMachine machine;
  private final Reading reading;
  private final Network.Peer door;
  private final List<byte[]> held = new ArrayList<>();
  private final Deque<Consumer<Reply>> callbacks = new ArrayDeque<>();
  private Optional<Reply> answer = Optional.empty();
  private boolean asks;
  private int owed;
  private boolean gone;

  /** How answers are read, by protocol. */
  interface Reading {
    void feed(byte[] bytes);

    /** The next whole answer. */
    Optional<Reply> next() throws ProtocolError;
  }

  /** Answers of Redis. */
  static final class Replies implements Reading {
    private final RespReader reader = new RespReader();

    @Override
    public void feed(byte[] bytes) {
      reader.feed(bytes, 0, bytes.length);
    }

    @Override
    public Optional<Reply> next() throws ProtocolError {
      return reader.next();
    }
  }

  Visitor(String client, PortMachine machine, Reading reading) {
    this.client = client;
    this.machine = machine;
    this.reading = reading;
    this.door = machine.accept(this);
  }

  /** Sends a request, or keeps it while the process stands still. */
  void ask(byte[] request) {
    answer = Optional.empty();
    asks = true;
    owed++;
    hand(request);
  }

  /** Sends what nobody answers. */
  void say(byte[] request) {
    hand(request);
  }

  /** Sends a request for somebody who is called back with the answer. */
  void submit(byte[] request, Consumer<Reply> then) {
    owed++;
    callbacks.add(then);
    hand(request);
  }

  private void hand(byte[] request) {
    if (machine.isFrozen()) {
      held.add(request);
    } else {
      door.received(request);
    }
  }

  /** What the client sent to a process that stood still is read now. */
  void goOn() {
    List<byte[]> late = List.copyOf(held);
    held.clear();
    late.forEach(door::received);
  }

  boolean isWaiting() {
    return owed > 0;
  }

  boolean isGone() {
    return gone;
  }

  /** Whether it is worth while to wait for an answer. */
  boolean isPatient() {
    return answer.isEmpty() && !gone && held.isEmpty();
  }

  Optional<Reply> takeAnswer() {
    asks = false;
    Optional<Reply> taken = answer;
    answer = Optional.empty();
    return taken;
  }

  @Override
  public String remoteAddress() {
    return client;
  }

  @Override
  public String localAddress() {
    return machine.name();
  }

  @Override
  public void send(byte[] bytes) {
    reading.feed(bytes);
    try {
      for (Optional<Reply> next = reading.next(); next.isPresent(); next = reading.next()) {
        boolean awaited = owed > 0;
        owed -= awaited ? 1 : 0;
        Consumer<Reply> called = awaited ? callbacks.poll() : null;
        if (called != null) {
          called.accept(next.get());
        } else if (awaited && asks && owed == 0) {
          answer = next;
        } else {
          machine
              .mail()
              .accept(new Delivery(client, machine.name(), machine.nowMicros(), next.get(), false));
        }
      }
    } catch (ProtocolError unread) {
      close();
    }
  }

  @Override
  public long unacknowledgedBytes() {
    return 0;
  }

  @Override
  public void close() {
    gone = true;
    while (!callbacks.isEmpty()) {
      callbacks.removeFirst().accept(World.HUNG_UP);
    }
  }
}
