package dev.kvarium.loop;

import dev.kvarium.event.LoopEvent;
import dev.kvarium.event.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a redis-server, turn by turn.
 *
 * <pre>
 *   epoll_wait ─► for each readable socket:   read ─► parse ─► run, run, run …
 *        ▲                                                            │
 *        └─ write, write … to all that have replies ◄─ log, fsync ◄───┘
 * </pre>
 *
 * <p>A turn begins when epoll_wait tells which sockets can be read. Each is read once, as much as
 * fits into its query buffer, and all commands that are whole are run. Replies are only gathered;
 * at the end of the turn the log is written, and then each client that has replies gets them in one
 * write. So a batch of n commands in one packet costs one read and one write, and whoever comes
 * while a command runs waits for the end of the turn.
 *
 * <p>A worked example: fifty clients send a GET each in the same moment. One turn: 1 epoll_wait, 50
 * reads, 50 writes, 101 calls for 50 commands. Fifty GETs of one client in one batch: 1 epoll_wait,
 * 1 read, 1 write.
 *
 * <p>What each step takes is in {@link LoopCosts}. The model has its own clock in nanoseconds,
 * since a command may take 200 of them; whoever drives it lets it run up to an instant with {@link
 * #runTo}. Limits: connections are there at once, the socket to a client takes all that is written,
 * one thread does everything ({@code io-threads 1}).
 *
 * <p>Source: ae.c, networking.c and server.c of redis 7.0.15.
 */
public final class EventLoop {
  private static final long CRON_NANOS = 100_000_000;
  private static final long STALL_NANOS = 1_000_000;

  /** Who is named for what the server does by itself: expired keys, the log. */
  private static final String SERVER = "server";

  /** From this length on a request or a reply is told of by itself. */
  private static final long TOLD_BYTES = 1 << 20;

  private static final String OWN_WORK = "its own work";

  private enum Phase {
    ASLEEP,
    GATHER,
    READ,
    RUN,
    FLUSH,
    WRITE,
    POLL
  }

  private final LoopCosts costs;
  private final Engine engine;
  private final Probe probe;
  private final Agenda agenda = new Agenda();
  private final LoopHistory history = new LoopHistory();
  private final SequencedMap<String, Connection> connections = new LinkedHashMap<>();
  private final List<ClientProcess> processes = new ArrayList<>();
  private final Set<Connection> readable = new LinkedHashSet<>();
  private List<Connection> ready = List.of();
  private final List<Connection> toWrite = new ArrayList<>();
  private Phase phase = Phase.ASLEEP;
  private int at;
  private long freeNanos;
  private boolean cronDue;
  private boolean over;
  private @Nullable Stall stall;

  private long turnBegan;
  private int turnReadable;
  private long turnReadBytes;
  private int turnCommands;
  private int turnWritten;
  private CallCounts turnCalls = CallCounts.NONE;

  /** Something that took long, until it is known who waited for it. */
  private record Stall(String client, String command, long began, long ended) {}

  /**
   * A loop that sleeps.
   *
   * @param startNanos Unix time of the world, in nanoseconds
   */
  public EventLoop(LoopCosts costs, Engine engine, Probe probe, long startNanos) {
    this.costs = costs;
    this.engine = engine;
    this.probe = probe;
    this.freeNanos = startNanos;
    agenda.at(startNanos + CRON_NANOS, () -> cron(startNanos + CRON_NANOS));
  }

  /** When something is to happen next, by itself. */
  public long nextNanos() {
    long own = phase == Phase.ASLEEP ? Long.MAX_VALUE : freeNanos;
    return StrictMath.min(agenda.nextNanos(), own);
  }

  /** Whether the thread does something at an instant up to which it was run. */
  public boolean isBusyAt(long nanos) {
    return freeNanos > nanos;
  }

  /** Until when the thread is busy with what it began. */
  public long freeNanos() {
    return freeNanos;
  }

  /**
   * The thread did something else for so long from an instant on, such as removing expired keys.
   */
  public void spent(long fromNanos, long nanos) {
    freeNanos = nanos == 0 ? freeNanos : StrictMath.max(freeNanos, fromNanos);
    ownWork(nanos);
  }

  private void ownWork(long nanos) {
    take(nanos);
    if (nanos >= STALL_NANOS) {
      stall = new Stall(SERVER, OWN_WORK, freeNanos - nanos, freeNanos);
      if (phase == Phase.ASLEEP) {
        history.call(SystemCall.EPOLL_WAIT); // it was a timer that ended it
        phase = Phase.POLL;
      }
    }
  }

  /** The process is gone, and its connections with it. */
  public void end() {
    over = true;
  }

  /** Whether the process is gone. */
  public boolean isOver() {
    return over;
  }

  /** The process did nothing until an instant, whatever came meanwhile. */
  public void stoodStillUntil(long nanos) {
    freeNanos = StrictMath.max(freeNanos, nanos);
  }

  /** Lets all happen that is due up to an instant. */
  public void runTo(long limitNanos) {
    while (!over) {
      long own = phase == Phase.ASLEEP ? Long.MAX_VALUE : freeNanos;
      long next = agenda.nextNanos();
      if (StrictMath.min(own, next) > limitNanos) {
        return;
      }
      if (next <= own) {
        agenda.runNext();
      } else {
        step();
      }
    }
  }

  Agenda agenda() {
    return agenda;
  }

  LoopCosts costs() {
    return costs;
  }

  Probe probe() {
    return probe;
  }

  /** A client that sends one command at a time; what it is answered is told to the listener. */
  public Caller caller(String name) {
    return new Caller(this, name);
  }

  /** A connection that many in a process share. */
  public Pipeline pipeline(String name) {
    return new Pipeline(this, name);
  }

  /** A process that sends so many commands from an instant on, and starts at once. */
  public void start(TrafficOrder order, long nanos) {
    ClientProcess process = new ClientProcess(this, order, nanos);
    processes.add(process);
    process.begin();
  }

  /** No process sends any more; what is under way is answered. */
  public boolean stop(String name) {
    boolean found = false;
    for (ClientProcess each : processes) {
      found |= each.isNamed(name) && each.stop();
    }
    return found;
  }

  /**
   * A connection by its name, made when it is first needed. A process that has all its replies
   * leaves it to the next of that name; while somebody else has it, the name gets a plus sign.
   */
  Connection connection(String name, Peer peer) {
    Connection there = connections.get(name);
    if (there == null) {
      there = new Connection(name, peer);
      connections.put(name, there);
    } else if (isHeld(there.peer, peer)) {
      return connection(name + "+", peer);
    }
    there.peer = peer;
    return there;
  }

  private static boolean isHeld(Peer holder, Peer by) {
    return holder instanceof ClientProcess process
        ? process.isWaiting()
        : by instanceof ClientProcess;
  }

  /** Bytes of requests arrive in a socket. */
  void arrive(Connection to, List<Request> requests, long nanos) {
    if (costs.bytesPerSecond() == 0) {
      for (Request each : requests) {
        each.arrived = nanos;
        to.inbound.add(each);
        to.unreadBytes += each.bytes;
      }
      hasCome(to, nanos);
      return;
    }
    long carried = 0;
    for (Request each : requests) {
      to.inbound.add(each);
      carried += each.bytes;
      each.arrived = nanos + costs.carried(carried);
    }
    for (long at = 0; at < carried; at += Connection.SEGMENT_BYTES) {
      long bytes = StrictMath.min(carried - at, Connection.SEGMENT_BYTES);
      long when = nanos + costs.carried(at + bytes);
      agenda.at(
          when,
          () -> {
            to.unreadBytes += bytes;
            hasCome(to, when);
          });
    }
  }

  private void hasCome(Connection to, long nanos) {
    readable.add(to);
    if (phase == Phase.ASLEEP) {
      wake(nanos, costs.woken());
    }
  }

  private void wake(long nanos, double cost) {
    freeNanos = StrictMath.max(freeNanos, nanos);
    history.call(SystemCall.EPOLL_WAIT);
    take(cost);
    phase = Phase.GATHER;
  }

  private void cron(long nanos) {
    agenda.at(nanos + CRON_NANOS, () -> cron(nanos + CRON_NANOS));
    cronDue = true;
    if (phase == Phase.ASLEEP) {
      wake(nanos, 0);
    }
  }

  private void take(double nanos) {
    long whole = (long) nanos;
    freeNanos += whole;
    history.busyNanos += whole;
  }

  private void call(SystemCall call, double nanos) {
    history.call(call);
    take(nanos + costs.call());
  }

  private void step() {
    if (stall != null) {
      stalled(stall);
      stall = null;
    }
    switch (phase) {
      case ASLEEP -> {}
      case GATHER -> gather();
      case READ -> read();
      case RUN -> run();
      case FLUSH -> flush();
      case WRITE -> write();
      case POLL -> poll();
    }
  }

  /** epoll_wait returns: a turn begins with all that can be read by now. */
  private void gather() {
    turnBegan = freeNanos;
    turnCalls = history.calls();
    turnReadBytes = 0;
    turnCommands = 0;
    turnWritten = 0;
    ready = new ArrayList<>(readable);
    readable.clear();
    turnReadable = ready.size();
    for (Connection each : connections.values()) {
      if (each.handler) {
        each.handler = false;
        each.queued = true;
        toWrite.add(each);
        call(SystemCall.EPOLL_CTL, costs.tick() / 4);
      }
    }
    at = 0;
    phase = ready.isEmpty() ? Phase.FLUSH : Phase.READ;
  }

  private void read() {
    Connection from = ready.get(at);
    long bytes = from.readable();
    Request first = from.inbound.peek();
    long of = first == null ? 0 : first.bytes;
    if (first != null && first.reads++ == 0) {
      first.firstRead = freeNanos;
    }
    from.unreadBytes -= bytes;
    from.queryBytes += bytes;
    from.hasRead = true;
    turnReadBytes += bytes;
    history.readBytes += bytes;
    call(SystemCall.READ, costs.read() + bytes * costs.readByte(of));
    if (from.unreadBytes > 0) {
      readable.add(from); // the next turn goes on
    } else {
      readable.remove(from); // what came since this turn began was read with the rest
    }
    phase = Phase.RUN;
  }

  private void run() {
    Connection from = ready.get(at);
    if (!from.hasWholeRequest()) {
      at++;
      phase = at < ready.size() ? Phase.READ : Phase.FLUSH;
      return;
    }
    Request request = from.inbound.remove();
    from.queryBytes -= request.bytes;
    request.started = freeNanos;
    Engine.Ran ran = engine.run(from.name, request.argv);
    take(ran.nanos());
    request.reply = ran.reply();
    request.ended = freeNanos;
    from.replyBytes += ran.replyBytes();
    request.replyEnd = from.replyBytes;
    request.replyBytes = ran.replyBytes();
    request.block = ran.isBlock() && ran.replyBytes() > Connection.REPLY_BLOCK_BYTES;
    if (request.bytes >= TOLD_BYTES && probe.listening()) {
      probe.emit(
          new LoopEvent.Received(
              from.name,
              request.name(),
              request.bytes,
              request.reads,
              (request.started - request.firstRead) / 1_000));
    }
    from.answered.add(request);
    turnCommands++;
    history.ran(request, ran.nanos());
    if (from.peer instanceof Caller caller) {
      caller.ran(ran.reply());
    }
    if (!from.queued) {
      from.queued = true;
      toWrite.add(from);
    }
    if (ran.nanos() >= STALL_NANOS) {
      stall = new Stall(from.name, request.name(), request.started, request.ended);
    }
  }

  /** Who waited while a command ran, now that all is known that arrived meanwhile. */
  private void stalled(Stall by) {
    long began = by.began;
    long ended = by.ended;
    List<LoopSnapshot.Waiter> waiters = new ArrayList<>();
    String longest = "";
    long longestNanos = 0;
    for (Connection each : connections.values()) {
      if (each.name.equals(by.client)) {
        continue;
      }
      Request oldest = each.answered.isEmpty() ? each.inbound.peek() : each.answered.peek();
      if (oldest == null || oldest.arrived >= ended) {
        continue;
      }
      long waited = ended - StrictMath.max(began, oldest.arrived);
      waiters.add(new LoopSnapshot.Waiter(each.name, waited));
      if (waited > longestNanos) {
        longest = each.name;
        longestNanos = waited;
      }
    }
    waiters.sort((one, two) -> Long.compare(two.nanos(), one.nanos()));
    history.stall(new LoopSnapshot.Stall(by.client, by.command, began, ended, waiters));
    if (probe.listening()) {
      probe.emit(
          new LoopEvent.Stalled(
              by.client,
              by.command,
              (ended - began) / 1_000,
              waiters.size(),
              longest,
              longestNanos / 1_000));
    }
  }

  private void flush() {
    if (cronDue) {
      cronDue = false;
      history.call(SystemCall.OPENAT);
      history.call(SystemCall.READ);
      history.call(SystemCall.CLOSE);
      take(costs.cron() + 3 * costs.call());
    }
    Engine.Flushed flushed = engine.beforeSleep();
    for (int i = 0; i < flushed.writes(); i++) {
      call(SystemCall.WRITE, costs.write());
    }
    for (int i = 0; i < flushed.syncs(); i++) {
      history.call(SystemCall.FDATASYNC);
    }
    ownWork(flushed.nanos());
    at = 0;
    phase = Phase.WRITE;
  }

  private void write() {
    if (at == toWrite.size()) {
      endTurn();
      return;
    }
    Connection to = toWrite.get(at++);
    to.queued = false;
    long written = 0;
    while (to.pendingBytes() > 0 && written <= Connection.MOST_WRITTEN_BYTES) {
      long bytes = StrictMath.min(to.writable(), room(to));
      if (bytes == 0) {
        break;
      }
      boolean asleep = written == 0 && to.peer.isAsleep(freeNanos);
      Request first = to.answered.peek();
      long of = first == null ? 0 : first.replyBytes;
      if (first != null) {
        first.writes++;
      }
      call(
          to.isGathered() ? SystemCall.WRITEV : SystemCall.WRITE,
          costs.write() + bytes * costs.writeByte(of) + (asleep ? costs.wakes() : 0));
      to.writtenBytes += bytes;
      written += bytes;
      to.lineFreeNanos = StrictMath.max(freeNanos, to.lineFreeNanos) + costs.carried(bytes);
    }
    history.writtenBytes += written;
    turnWritten += written > 0 ? 1 : 0;
    List<Request> done = to.takeDone();
    for (Request each : done) {
      take(costs.freed(each.replyBytes));
      tellDelivered(to, each);
    }
    if (to.pendingBytes() > 0) {
      call(SystemCall.EPOLL_CTL, costs.tick() / 4);
      whenThereIsRoom(to);
    }
    if (costs.bytesPerSecond() == 0) {
      replied(to, done, freeNanos);
    } else if (!done.isEmpty()) {
      long carried = to.lineFreeNanos;
      agenda.at(
          carried,
          () -> {
            replied(to, done, carried);
            if (to.peer instanceof Caller caller) {
              caller.turnEnded();
            }
          });
    }
  }

  private void replied(Connection to, List<Request> done, long nanos) {
    for (Request each : done) {
      each.replied = nanos;
      history.answered(to.name, each);
    }
    to.peer.replied(to, done, nanos);
  }

  private void tellDelivered(Connection to, Request done) {
    if (done.replyBytes >= TOLD_BYTES && probe.listening()) {
      probe.emit(
          new LoopEvent.Delivered(
              to.name,
              done.name(),
              done.replyBytes,
              done.writes,
              (StrictMath.max(freeNanos, to.lineFreeNanos) - done.ended) / 1_000));
    }
  }

  /** How much the socket to a client still takes. */
  private long room(Connection to) {
    return costs.bytesPerSecond() == 0
        ? Connection.SOCKET_BYTES
        : StrictMath.max(0, Connection.SOCKET_BYTES - queued(to));
  }

  /** What was written to a socket and is not yet on the line. */
  private long queued(Connection to) {
    return (long) (StrictMath.max(0, to.lineFreeNanos - freeNanos) / 1e9 * costs.bytesPerSecond());
  }

  /** epoll says that a socket can be written once a third of it is free. */
  private void whenThereIsRoom(Connection to) {
    long wanted = Connection.SOCKET_BYTES / 3;
    long missing = wanted - room(to);
    if (missing <= 0) {
      to.handler = true;
      return;
    }
    long when = freeNanos + costs.carried(missing) + 1;
    agenda.at(
        when,
        () -> {
          to.handler = true;
          if (phase == Phase.ASLEEP) {
            wake(when, costs.woken());
          }
        });
  }

  private void endTurn() {
    List<Connection> written = List.copyOf(toWrite);
    toWrite.clear();
    phase = Phase.POLL;
    tellTurn();
    for (Connection each : written) {
      if (each.peer instanceof Caller caller) {
        caller.turnEnded();
      }
    }
  }

  private void tellTurn() {
    CallCounts calls = history.calls().since(turnCalls);
    if (turnReadable == 0 && turnWritten == 0) {
      return; // only the cron
    }
    history.ticks++;
    history.turn(
        new LoopSnapshot.Turn(
            history.ticks,
            turnBegan,
            freeNanos,
            turnReadable,
            turnReadBytes,
            turnCommands,
            turnWritten,
            calls));
    if (probe.listening()) {
      probe.emit(
          new LoopEvent.Ticked(
              history.ticks,
              turnReadable,
              turnReadBytes,
              turnCommands,
              turnWritten,
              (int) calls.total() + 1,
              (freeNanos - turnBegan) / 1_000));
    }
  }

  /** epoll_wait, which is counted when it returns: at once, or when somebody wakes the thread. */
  private void poll() {
    boolean any = !readable.isEmpty() || cronDue;
    for (Connection each : connections.values()) {
      any |= each.handler;
    }
    take(costs.tick() + costs.call());
    phase = any ? Phase.GATHER : Phase.ASLEEP;
    if (any) {
      history.call(SystemCall.EPOLL_WAIT);
    }
  }

  /** All that can be seen. */
  public LoopSnapshot snapshot(long nowNanos) {
    List<LoopSnapshot.Traffic> traffic = new ArrayList<>();
    processes.forEach(each -> traffic.add(each.snapshot()));
    List<LoopSnapshot.Waiting> waiting = new ArrayList<>();
    for (Map.Entry<String, Connection> each : connections.entrySet()) {
      Connection connection = each.getValue();
      int requests = connection.inbound.size() + connection.answered.size();
      Request oldest =
          connection.answered.isEmpty() ? connection.inbound.peek() : connection.answered.peek();
      if (oldest != null) {
        waiting.add(
            new LoopSnapshot.Waiting(
                each.getKey(),
                oldest.name(),
                requests,
                oldest.arrived,
                connection.queryBytes,
                connection.pendingBytes()));
      }
    }
    return history.snapshot(nowNanos, List.copyOf(connections.sequencedKeySet()), traffic, waiting);
  }
}
