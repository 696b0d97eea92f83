package dev.kvarium.sim;

import dev.kvarium.event.NetworkEvent;
import dev.kvarium.world.Network;
import dev.kvarium.world.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection in the kernel of its machine, with what it has sent and the other kernel
 * has not acknowledged.
 */
final class Wire implements Network.Connection {
  /** After so long what was lost is sent again, then after twice as long, and so on. */
  static final long FIRST_RETRY_MICROS = 200_000;

  private static final long LONGEST_RETRY_MICROS = 120_000_000;
  private static final int MOST_RETRIES = 15;
  private static final String RESET = "Connection reset by peer";

  /** Bytes handed over at once; none end the connection. */
  private static final class Segment {
    final long message;
    final byte[] bytes;
    final String what;
    final long sentMicros;
    long arrivesMicros = -1;
    long departedMicros;

    Segment(long message, byte[] bytes, String what, long sentMicros) {
      this.message = message;
      this.bytes = bytes;
      this.what = what;
      this.sentMicros = sentMicros;
    }

    boolean isEnd() {
      return message == 0;
    }
  }

  private final SimNetwork network;
  private final Host host;
  private final String local;
  private final String remoteHost;
  private final int remotePort;
  private final Deque<Segment> sent = new ArrayDeque<>();
  private Network.@Nullable Peer peer;
  private @Nullable Wire other;
  private boolean established;

  /** Whether the process has let go of it: it is told no more. */
  private boolean closed;

  /** Whether the kernel knows nothing of it any more. */
  private boolean dead;

  /** Whether all is over, and the process was told if it wanted to know. */
  private boolean ended;

  private boolean stalled;
  private int retries;
  private long busyUntilMicros;
  private long lastArrivalMicros;
  private Timers.Timer timer = () -> {};

  /** The end of who connects. */
  Wire(SimNetwork network, Host host, String local, String remote, int port, Network.Peer peer) {
    this.network = network;
    this.host = host;
    this.local = local;
    this.remoteHost = remote;
    this.remotePort = port;
    this.peer = peer;
  }

  /** The end of who was connected to. */
  Wire(SimNetwork network, Host host, Wire from) {
    this.network = network;
    this.host = host;
    this.local = host.name() + ":" + from.remotePort;
    this.remoteHost = from.host.name();
    this.remotePort = Integer.parseInt(from.local.substring(from.local.lastIndexOf(':') + 1));
    this.other = from;
    this.established = true;
    from.other = this;
  }

  String remoteHost() {
    return remoteHost;
  }

  int remotePort() {
    return remotePort;
  }

  boolean isDead() {
    return dead || closed;
  }

  @Override
  public String remoteAddress() {
    return remoteHost + ":" + remotePort;
  }

  @Override
  public String localAddress() {
    return local;
  }

  // Beginning.

  void accepted(Network.Acceptor acceptor) {
    if (!isDead()) {
      peer = acceptor.accepted(this);
    }
  }

  void connected() {
    if (isDead()) {
      return;
    }
    established = true;
    host.probe().emit(new NetworkEvent.Connected(host.name(), remoteHost, remotePort));
    host.tell(
        this,
        null,
        () -> {
          if (!closed && peer != null) {
            peer.connected();
          }
        });
  }

  /** The connection was never made. */
  void failed(String reason) {
    if (isDead()) {
      return;
    }
    host.probe().emit(new NetworkEvent.Refused(host.name(), remoteHost, remotePort, reason));
    over(reason, false);
  }

  // Sending.

  @Override
  public void send(byte[] bytes) {
    if (isDead() || bytes.length == 0) {
      return;
    }
    long now = network.simulation().nowMicros();
    Segment segment = new Segment(network.nextMessage(), bytes, network.words(bytes), now);
    host.probe()
        .emit(
            new NetworkEvent.Sent(
                segment.message, host.name(), remoteHost, bytes.length, segment.what));
    push(segment);
  }

  private void push(Segment segment) {
    sent.add(segment);
    if (!stalled) {
      depart(segment);
      if (sent.size() == 1) {
        awaitFirst();
      }
    }
  }

  private void depart(Segment segment) {
    long now = network.simulation().nowMicros();
    long rate = network.link(host.name(), remoteHost).bytesPerSecond();
    long begins = StrictMath.max(now, busyUntilMicros);
    long takes = rate == 0 ? 0 : segment.bytes.length * 1_000_000L / rate;
    busyUntilMicros = begins + takes;
    segment.departedMicros = busyUntilMicros;
    long arrives = busyUntilMicros + network.travelMicros(host.name(), remoteHost);
    segment.arrivesMicros = StrictMath.max(arrives, lastArrivalMicros);
    lastArrivalMicros = segment.arrivesMicros;
  }

  private void awaitFirst() {
    Segment first = sent.peek();
    if (first == null) {
      return;
    }
    Wire end = other;
    if (end == null || network.isLost(host, end.host)) {
      stall();
      return;
    }
    timer.cancel();
    timer =
        network
            .simulation()
            .after(first.arrivesMicros - network.simulation().nowMicros(), this::arrive);
  }

  private void arrive() {
    Wire end = other;
    Segment first = sent.peek();
    if (end == null || first == null) {
      return;
    }
    if (network.isLost(host, end.host)) {
      stall();
      return;
    }
    sent.removeFirst();
    end.deliver(first, this);
    awaitFirst();
  }

  /** Something was lost: it is sent again later, and all behind it waits. */
  private void stall() {
    if (!stalled) {
      stalled = true;
      retries = 0;
      Segment first = sent.peek();
      if (first != null && !first.isEnd()) {
        host.probe().emit(new NetworkEvent.Stalled(first.message, host.name(), remoteHost));
      }
    }
    for (Segment each : sent) {
      each.arrivesMicros = -1;
    }
    timer.cancel();
    long waits =
        StrictMath.min(
            LONGEST_RETRY_MICROS, FIRST_RETRY_MICROS << StrictMath.min(retries, MOST_RETRIES));
    timer = network.simulation().after(waits, this::retry);
  }

  private void retry() {
    Wire end = other;
    if (end == null || sent.isEmpty()) {
      stalled = false;
      return;
    }
    if (network.isLost(host, end.host)) {
      if (++retries > MOST_RETRIES) {
        over("Connection timed out", true);
      } else {
        stall();
      }
      return;
    }
    stalled = false;
    lastArrivalMicros = 0;
    busyUntilMicros = 0;
    for (Segment each : sent) {
      depart(each);
    }
    awaitFirst();
  }

  // Receiving.

  private void deliver(Segment segment, Wire from) {
    if (dead) {
      if (!segment.isEnd()) {
        drop(segment, from);
      }
      network
          .simulation()
          .after(network.travelMicros(host.name(), from.host.name()), () -> from.wasReset());
      return;
    }
    if (segment.isEnd()) {
      from.over("", true);
      over("", true);
      return;
    }
    host.probe()
        .emit(
            new NetworkEvent.Delivered(
                segment.message, from.host.name(), host.name(), segment.bytes.length));
    if (closed) {
      return;
    }
    host.tell(
        this,
        flying(segment, from),
        () -> {
          if (!closed && peer != null) {
            peer.received(segment.bytes);
          }
        });
  }

  private static void drop(Segment segment, Wire from) {
    from.host
        .probe()
        .emit(
            new NetworkEvent.Dropped(
                segment.message, from.host.name(), from.remoteHost, segment.bytes.length));
  }

  private static NetworkSnapshot.Flying flying(Segment segment, Wire from) {
    return new NetworkSnapshot.Flying(
        segment.message,
        from.host.name(),
        from.remoteHost,
        segment.bytes.length,
        segment.what,
        segment.sentMicros,
        segment.arrivesMicros);
  }

  // Ending.

  private void wasReset() {
    over(RESET, true);
  }

  /** The connection is over for the kernel; the process is told, behind all that came before. */
  private void over(String reason, boolean wasThere) {
    if (ended) {
      return;
    }
    ended = true;
    dead = true;
    timer.cancel();
    sent.forEach(this::dropped);
    sent.clear();
    host.forget(this);
    if (closed) {
      return;
    }
    host.tell(
        this,
        null,
        () -> {
          if (!closed) {
            closed = true;
            if (wasThere) {
              host.probe()
                  .emit(
                      new NetworkEvent.Closed(
                          host.name(), remoteHost, reason.isEmpty() ? "closed" : reason));
            }
            if (peer != null) {
              peer.closed(reason);
            }
          }
        });
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (dead || !established) {
      dead = true;
      host.forget(this);
      return;
    }
    push(new Segment(0, new byte[0], "", network.simulation().nowMicros()));
  }

  /** The process left bytes unread, so that its kernel ends the connection without more ado. */
  void reset() {
    closed = true;
    dead = true;
    timer.cancel();
    sent.forEach(this::dropped);
    sent.clear();
    host.forget(this);
    Wire end = other;
    if (end != null && !network.isLost(host, end.host)) {
      network.simulation().after(network.travelMicros(host.name(), remoteHost), end::wasReset);
    }
  }

  private void dropped(Segment segment) {
    if (!segment.isEnd()) {
      drop(segment, this);
    }
  }

  /** Somebody between the two ends it for both. */
  void cutOff() {
    Wire end = other;
    over(RESET, true);
    if (end != null && !end.dead) {
      end.over(RESET, true);
    }
  }

  /** The machine lost its power: what has left it goes on, the rest never will. */
  void vanish() {
    closed = true;
    dead = true;
    long now = network.simulation().nowMicros();
    List<Segment> gone = new ArrayList<>();
    for (Segment each : sent) {
      if (stalled || each.departedMicros > now || each.isEnd()) {
        gone.add(each);
      }
    }
    gone.forEach(this::dropped);
    sent.removeAll(gone);
    if (sent.isEmpty()) {
      timer.cancel();
    }
  }

  // Telling.

  @Override
  public long unacknowledgedBytes() {
    long bytes = 0;
    for (Segment each : sent) {
      bytes += each.bytes.length;
    }
    return bytes;
  }

  /** How much of what the other end sent may still be read by the process at this one. */
  long comingBytes() {
    Wire end = other;
    return closed ? 0 : host.unreadBytes(this) + (end == null ? 0 : end.unacknowledgedBytes());
  }

  void addFlying(List<NetworkSnapshot.Flying> to) {
    for (Segment each : sent) {
      if (!each.isEnd()) {
        to.add(flying(each, this));
      }
    }
  }
}
