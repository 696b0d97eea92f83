package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The clients that said SYNC: each is sent all data as it is, and from then on every command that
 * changes it, in the very bytes of the log.
 *
 * <pre>
 *   SYNC  ──►  $176\r\n REDIS0010… (176 bytes)   *2\r\n$6\r\nSELECT… *3\r\n$3\r\nSET…
 * </pre>
 *
 * <p>There is no backlog: who comes back is sent everything anew.
 */
final class Replicas {
  private static final byte[] SELECT = Bytes.latin1("SELECT");
  private static final byte[] CRLF = {'\r', '\n'};

  private final List<Session> online = new ArrayList<>();
  private int selectedDb = -1;
  private long offset;

  boolean isEmpty() {
    return online.isEmpty();
  }

  /** Those that are fed, in the order in which they came. */
  List<Session> all() {
    return List.copyOf(online);
  }

  /** How many bytes of commands were sent since the start. */
  long offset() {
    return offset;
  }

  /** Sends a client all data and feeds it from now on. */
  void add(Session session, byte[] data) {
    session.replica = true;
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 16);
    header(out, '$', data.length);
    out.writeBytes(data);
    session.front.stream(out.toByteArray());
    online.add(session);
    selectedDb = -1;
  }

  void forget(Session session) {
    if (session.replica) {
      session.replica = false;
      online.remove(session);
    }
  }

  /** Sends a command that was run in a database. */
  void feed(int db, byte[][] argv) {
    if (online.isEmpty()) {
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (db != selectedDb) {
      encode(out, new byte[][] {SELECT, Numbers.toBytes(db)});
      selectedDb = db;
    }
    encode(out, argv);
    byte[] bytes = out.toByteArray();
    offset += bytes.length;
    for (Session each : List.copyOf(online)) {
      each.front.stream(bytes);
    }
  }

  private static void encode(ByteArrayOutputStream out, byte[][] argv) {
    header(out, '*', argv.length);
    for (byte[] word : argv) {
      header(out, '$', word.length);
      out.writeBytes(word);
      out.writeBytes(CRLF);
    }
  }

  private static void header(ByteArrayOutputStream out, char sign, int number) {
    out.write(sign);
    out.writeBytes(Numbers.toBytes(number));
    out.writeBytes(CRLF);
  }
}
