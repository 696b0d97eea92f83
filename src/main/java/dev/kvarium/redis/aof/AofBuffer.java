package dev.kvarium.redis.aof;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.base.Numbers;
import dev.kvarium.event.AofEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.world.Clock;
import java.util.Arrays;

/** The commands that ran and are not written yet, as the bytes that will be. */
final class AofBuffer {
  private static final byte[] SELECT = Bytes.latin1("SELECT");
  private static final int SMALLEST = 4096;
  private static final int KEPT = 1 << 20;

  private final Clock clock;
  private final Probe probe;
  private final AofTail tail = new AofTail();
  private byte[] bytes = new byte[SMALLEST];
  private int length;
  private int selectedDb = -1;
  private boolean timestamps;
  private long annotatedSeconds;

  AofBuffer(Clock clock, Probe probe) {
    this.clock = clock;
    this.probe = probe;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** The last commands, those that are written already too. */
  AofTail tail() {
    return tail;
  }

  /**
   * Adds a command, behind a SELECT where one is needed.
   *
   * @param start where in the log the buffer begins
   */
  void append(int db, byte[][] argv, long start) {
    if (timestamps) {
      annotate(start);
    }
    if (db != selectedDb) {
      encode(new byte[][] {SELECT, Numbers.toBytes(db)}, start);
      selectedDb = db;
    }
    encode(argv, start);
  }

  /** The next command is behind a SELECT, since another file begins with it. */
  void selectAgain() {
    selectedDb = -1;
  }

  /** Says whether each second is to be noted in the log. */
  void timestamps(boolean wanted) {
    timestamps = wanted;
  }

  /** A base that begins with this second was written: it need not be noted once more. */
  void annotated() {
    if (timestamps) {
      annotatedSeconds = clock.nowMicros() / 1_000_000;
    }
  }

  /** Forgets all. */
  void clear() {
    length = 0;
  }

  /** All of it is written. */
  void written() {
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[SMALLEST];
    }
  }

  /** So many bytes of its start are written. */
  void written(int part) {
    System.arraycopy(bytes, part, bytes, 0, length - part);
    length -= part;
  }

  /** The second, in a line of its own, when it is another than that of the command before. */
  private void annotate(long start) {
    long seconds = clock.nowMicros() / 1_000_000;
    if (seconds <= annotatedSeconds) {
      return;
    }
    annotatedSeconds = seconds;
    byte[] line = Aof.annotation(seconds);
    room(line.length);
    int from = length;
    put(line);
    String text = Bytes.latin1Text(line).strip();
    tell(new byte[][] {Bytes.latin1(text)}, start, from);
  }

  private void encode(byte[][] argv, long start) {
    int most = 16;
    for (byte[] word : argv) {
      most += word.length + 16;
    }
    room(most);
    int from = length;
    header('*', argv.length);
    for (byte[] word : argv) {
      header('$', word.length);
      put(word);
      lineEnd();
    }
    tell(argv, start, from);
  }

  private void room(int wanted) {
    if (bytes.length - length < wanted) {
      bytes = Arrays.copyOf(bytes, StrictMath.max(length + wanted, bytes.length * 2));
    }
  }

  private void header(char sign, int number) {
    bytes[length++] = (byte) sign;
    length += Numbers.write(number, bytes, length);
    lineEnd();
  }

  private void lineEnd() {
    bytes[length++] = '\r';
    bytes[length++] = '\n';
  }

  private void put(byte[] some) {
    System.arraycopy(some, 0, bytes, length, some.length);
    length += some.length;
  }

  private void tell(byte[][] argv, long start, int from) {
    tail.add(argv, start + from, length - from, clock.nowMicros());
    if (probe.listening()) {
      probe.emit(
          new AofEvent.Buffered(start + from, length - from, CommandText.of(argv, Aof.SHOWN)));
    }
  }
}
