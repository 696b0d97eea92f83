package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** The clients of a node, in the order in which they came. */
public final class Clients {
  private final SequencedMap<Long, Session> sessions = new LinkedHashMap<>();
  private Consumer<Session> whoLeft = session -> {};
  private final ClientBuffers.Tally buffers = new ClientBuffers.Tally();
  private long lastId;

  /** A new client. */
  public Session connect(String label, String address, long nowMicros) {
    Session session = new Session(++lastId, label, address, nowMicros);
    session.buffers.countIn(buffers);
    sessions.put(session.id(), session);
    return session;
  }

  /** Tells of every client that has left. */
  public void onLeaving(Consumer<Session> told) {
    whoLeft = told;
  }

  /** Forgets a client that has left. */
  public void leave(Session session) {
    if (sessions.remove(session.id()) != null) {
      session.buffers.gone();
      whoLeft.accept(session);
    }
  }

  /** Those that are there now. */
  public List<Session> all() {
    return new ArrayList<>(sessions.values());
  }

  public Optional<Session> byId(long id) {
    return Optional.ofNullable(sessions.get(id));
  }

  public int count() {
    return sessions.size();
  }

  /** What the clients take of memory whose connections are looked at. */
  public long bytes() {
    return buffers.bytes;
  }

  /** How many ever came. */
  public long received() {
    return lastId;
  }
}
