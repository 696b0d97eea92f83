package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;

/**
 * A client as the node knows it, from connecting to leaving. Fields that handlers change are
 * public; nothing here is a socket.
 */
public final class Session {
  /** What CLIENT REPLY asked for. */
  public enum Replies {
    ON,
    OFF,
    SKIP_NEXT,
    SKIP
  }

  private final long id;
  private final String address;
  private final long connectedMicros;

  /** The database that its commands run in. */
  public int db;

  /** Which RESP it speaks, 2 or 3. */
  public int resp = 2;

  /** The name that CLIENT SETNAME gave it; empty when none. */
  public byte[] name = Bytes.EMPTY;

  public Replies replies = Replies.ON;

  /** Whether it is exempt from client eviction. */
  public boolean noEvict;

  /** Whether it may give any command; false while a password is asked of it. */
  public boolean authenticated = true;

  /** Whether the connection is to be closed once the reply has been sent. */
  public boolean closing;

  /** What whoever holds the connection wants done when another client ends this one. */
  public Runnable onKill = () -> {};

  /** When it last sent something. */
  public long lastCommandMicros;

  /** The full name of its last command. */
  public String lastCommand = "NULL";

  /** How it is called in events: what {@code RedisNode.connect} was told. */
  private final String label;

  public Session(long id, String label, String address, long connectedMicros) {
    this.id = id;
    this.label = label;
    this.address = address;
    this.connectedMicros = connectedMicros;
    this.lastCommandMicros = connectedMicros;
  }

  public long id() {
    return id;
  }

  /** The name under which the lab knows it. */
  public String label() {
    return label;
  }

  /** Address and port, as CLIENT LIST shows them. */
  public String address() {
    return address;
  }

  public long connectedMicros() {
    return connectedMicros;
  }

  public boolean resp3() {
    return resp == 3;
  }
}
