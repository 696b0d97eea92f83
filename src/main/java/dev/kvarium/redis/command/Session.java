package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** What a server keeps of what goes in and out. */
  public final ClientBuffers buffers;

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

  /** Who it is to the ACL; null for the server itself, which may do all. */
  public @Nullable AclUser user;

  /** Whether the connection is to be closed once the reply has been sent. */
  public boolean closing;

  /** Who holds the connection. */
  public Front front = Front.NONE;

  /**
   * Whether its commands must not wait: those of a transaction, of a script, of the log as it is
   * read.
   */
  public boolean denyBlocking;

  /** What it has queued since MULTI, if it is in a transaction. */
  @Nullable Transaction transaction;

  /** While its EXEC runs, what it is sent meanwhile: it stands among the replies of EXEC. */
  @Nullable List<Reply> amongReplies;

  /** Whether a key that it watched was changed, so that its EXEC will run nothing. */
  boolean watchBroken;

  /** What it is subscribed to, once it was to anything. */
  @Nullable Subscriptions subscriptions;

  /** Whether it is in the state in which, by RESP2, little more than subscribing is allowed. */
  boolean subscribed;

  /** What it wants to be told of keys that it has read, if it does. */
  Tracking.@Nullable Mode tracking;

  /** What it wanted to be told last, though it may want it no more. */
  Tracking.@Nullable Mode lastTracking;

  /** Whether it gets a line for every command that runs. */
  boolean monitors;

  /** Whether it is the primary that this server follows. */
  public boolean primary;

  /** Whether it is fed with every change. */
  boolean replica;

  /** What it has said of itself as a replica. */
  @Nullable Replica replicaFacts;

  /** The last byte that replicas were sent when its last command was over. */
  long writtenOffset;

  /** The slot of what runs inside its command, once that has touched keys of one; -1 before. */
  int slot = -1;

  /** Whether its next command may use a slot that is only being moved here. */
  public boolean asking;

  /** Whether it has said so just now. */
  public boolean askedNow;

  /** Whether it wants to be answered by replicas of the cluster, too. */
  public boolean readsReplica;

  /** Whether it is no client but a script. */
  public boolean script;

  /** Whether a command of it is not done yet, and goes on later. */
  boolean busy;

  /** A command of it that is held until a pause is over. */
  byte @Nullable [][] held;

  /** The address and port of the server by which it came. */
  public String localAddress = "";

  /** What it waits for, if it does. */
  Waits.@Nullable Wait wait;

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
    this.buffers = new ClientBuffers(connectedMicros / 1_000);
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

  /**
   * Whether a command of it has not been answered yet because it waits for something; until then
   * none that it sends is executed.
   */
  public boolean isWaiting() {
    return wait != null || held != null || busy;
  }

  /** Whether it may be sent something that it has not asked for just now. */
  public boolean isListening() {
    return isWaiting() || subscribed;
  }

  /** Whether it is between MULTI and EXEC. */
  public boolean isInTransaction() {
    return transaction != null;
  }

  /** Sends what is no reply to a request, whatever CLIENT REPLY says. */
  void push(Reply message) {
    List<Reply> among = amongReplies;
    if (among == null) {
      front.send(message);
    } else {
      among.add(message);
    }
  }

  public boolean resp3() {
    return resp == 3;
  }
}
