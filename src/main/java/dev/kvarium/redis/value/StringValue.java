package dev.kvarium.redis.value;

import dev.kvarium.base.Numbers;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A string: the type of SET and INCR, and the one with the most to save.
 *
 * <pre>
 *   int      │ robj 16: type encoding lru refcount | 12345 │         the number sits in the pointer
 *   embstr   │ robj 16 │ len alloc flags │ 44 bytes │ 0 │            one allocation, 64 bytes
 *   raw      │ robj 16 │ ─► │ len alloc flags │ 45 bytes … room │ 0 │   two
 * </pre>
 *
 * <p>What SET is given becomes int when it is the text of a 64-bit integer, embstr up to 44 bytes,
 * else raw. An int or embstr cannot be edited: the first APPEND or SETRANGE makes it raw, for good.
 * A raw string that grows gets twice what it needs below 1 MiB and 1 MiB more above.
 *
 * <p>Worked example: {@code SET k hello} takes 16 + 3 + 5 + 1 = 25 bytes, of jemalloc's 32. After
 * {@code APPEND k !} it is raw: 16 for the object, and 6 bytes doubled to 12, with header and zero
 * byte 16 of jemalloc's 16.
 *
 * <p>Limits: 512 MiB. The integers 0 to 9,999 are made once per node and shared by all keys.
 * Source: object.c and sds.c of 7.0.15.
 */
public final class StringValue extends Value {
  /** The longest string that is embedded in its object. */
  public static final int EMBSTR_LIMIT = 44;

  /** Integers below this are shared. */
  public static final int SHARED_INTEGERS = 10_000;

  /** From this length on an argument is handed over with its read buffer. */
  public static final int BIG_ARGUMENT = 32 * 1024;

  static final int ROBJ_BYTES = 16;

  private static final byte[] NO_BYTES = {};

  private Encoding encoding;
  private boolean shared;
  private long integer;
  private byte[] bytes;
  private int length;

  /** Whether nobody else holds the array, so that it may be written to. */
  private boolean owned;

  private int headerBytes;
  private long alloc;
  private long heapBytes;

  private StringValue(Encoding encoding, long integer, byte[] bytes, int length) {
    this.encoding = encoding;
    this.integer = integer;
    this.bytes = bytes;
    this.length = length;
  }

  /** An integer; not shared. */
  public static StringValue integer(long integer) {
    return new StringValue(Encoding.INT, integer, NO_BYTES, Numbers.digits(integer));
  }

  /** An integer below {@link #SHARED_INTEGERS} that all keys of a node share. */
  public static StringValue sharedInteger(int integer) {
    StringValue shared = integer(integer);
    shared.shared = true;
    return shared;
  }

  /** Embstr or raw by length, whatever the text says. The array is kept and not to be changed. */
  public static StringValue text(byte[] text) {
    if (text.length <= EMBSTR_LIMIT) {
      return new StringValue(Encoding.EMBSTR, 0, text, text.length);
    }
    return raw(text);
  }

  /** Raw whatever its length. The array is kept and not to be changed. */
  public static StringValue raw(byte[] text) {
    StringValue value = new StringValue(Encoding.RAW, 0, text, text.length);
    value.allocateNew(text.length);
    return value;
  }

  /** Raw, of so many zero bytes, to be written into. */
  public static StringValue zeros(int length) {
    StringValue value = raw(new byte[length]);
    value.owned = true;
    return value;
  }

  /**
   * What a node stores for an argument that is no integer: as {@link #text}, but a big one keeps
   * the two bytes of the line end that were read into the same buffer, and room of more than a
   * tenth of the length is given up.
   */
  public static StringValue argument(byte[] text) {
    StringValue value = text(text);
    if (text.length >= BIG_ARGUMENT) {
      value.allocate(Sds.growingHeaderBytes(text.length + 2L), text.length + 2L);
    }
    value.giveUpRoom();
    return value;
  }

  /**
   * What is kept of a text that was read from a payload or a file: as {@link #text}, with no more
   * room than a tenth of its length.
   */
  public static StringValue loaded(byte[] text) {
    StringValue value = text(text);
    value.giveUpRoom();
    return value;
  }

  private void giveUpRoom() {
    if (encoding == Encoding.RAW && alloc - length > length / 10) {
      alloc = length;
      heapBytes = Jemalloc.usable(headerBytes + length + 1L);
    }
  }

  private void allocateNew(int length) {
    allocate(Sds.newHeaderBytes(length), length);
    if (headerBytes == 1) {
      alloc = length;
    }
  }

  private void allocate(int header, long wanted) {
    headerBytes = header;
    heapBytes = Jemalloc.usable(header + wanted + 1);
    alloc = Math.min(heapBytes - header - 1, Sds.maxAlloc(header));
  }

  @Override
  public ValueType type() {
    return ValueType.STRING;
  }

  @Override
  public Encoding encoding() {
    return encoding;
  }

  /** Whether this is one of the small integers that many keys hold at once. */
  @Override
  public boolean isShared() {
    return shared;
  }

  /** A small integer that was shared is not so any more; a raw string is cut to its length. */
  @Override
  public StringValue copy(Shaping shaping) {
    return switch (encoding) {
      case INT -> integer(integer);
      case EMBSTR -> text(bytes);
      default -> raw(bytes());
    };
  }

  /** Whether it is kept as a number. */
  public boolean isInteger() {
    return encoding == Encoding.INT;
  }

  /** The number that {@link #isInteger} says there is. */
  public long integer() {
    return integer;
  }

  /** Sets the number of an integer that is not shared. */
  public void setInteger(long integer) {
    this.integer = integer;
    this.length = Numbers.digits(integer);
  }

  @Override
  public long length() {
    return length;
  }

  /** The text. Not to be changed; it stays as it is when the value changes. */
  public byte[] bytes() {
    if (encoding == Encoding.INT) {
      return Numbers.toBytes(integer);
    }
    if (bytes.length != length) {
      return Arrays.copyOf(bytes, length);
    }
    owned = false;
    return bytes;
  }

  /** The bytes from one to before another, both inside the text; a copy. */
  public byte[] slice(int from, int to) {
    return Arrays.copyOfRange(encoding == Encoding.INT ? bytes() : bytes, from, to);
  }

  /** The text to be edited: raw, and nobody else's. */
  public StringValue unshared() {
    return encoding == Encoding.RAW ? this : raw(bytes());
  }

  /** Adds to the end of a raw string. */
  public void append(byte[] more) {
    grow(length + more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  /** Writes into a raw string from an offset on, with zero bytes where it was too short. */
  public void setRange(int offset, byte[] piece) {
    int end = offset + piece.length;
    if (end > length) {
      grow(end);
      Arrays.fill(bytes, length, end, (byte) 0);
      length = end;
    } else {
      grow(length);
    }
    System.arraycopy(piece, 0, bytes, offset, piece.length);
  }

  /** Makes a raw string at least so long, with zero bytes at its end. */
  public void extend(int wanted) {
    if (wanted > length) {
      grow(wanted);
      Arrays.fill(bytes, length, wanted, (byte) 0);
      length = wanted;
    }
  }

  /** A byte of the text, as a number from -128 to 127. */
  public byte byteAt(int index) {
    return encoding == Encoding.INT ? bytes()[index] : bytes[index];
  }

  /** Puts a byte into a raw string. */
  public void setByte(int index, byte b) {
    grow(length);
    bytes[index] = b;
  }

  /** The text to be looked at before the value is changed again; nothing is copied. */
  public ByteBuffer view() {
    return encoding == Encoding.INT
        ? ByteBuffer.wrap(bytes()).asReadOnlyBuffer()
        : ByteBuffer.wrap(bytes, 0, length).slice().asReadOnlyBuffer();
  }

  /**
   * The bytes of a raw string to be written to, with room for so many more. Until the value is
   * touched in another way; {@link #resize} says how many they have become.
   */
  public byte[] edit(int more) {
    grow(length + more);
    return bytes;
  }

  /** Says how long the text has become in the array that {@link #edit} gave. */
  public void resize(int length) {
    this.length = length;
  }

  /** Gives a raw string another text, in a new allocation. The array becomes part of the value. */
  public void replace(byte[] text) {
    bytes = text;
    length = text.length;
    owned = true;
    allocateNew(length);
  }

  /** The bytes of a string that is no integer, maybe with more behind them. Not to be changed. */
  public byte[] shown() {
    return bytes;
  }

  /** Makes room for a length as sdsMakeRoomFor does, greedily, and makes the array our own. */
  private void grow(int wanted) {
    if (wanted > alloc) {
      long roomy = wanted < Sds.MAX_PREALLOC ? 2L * wanted : (long) wanted + Sds.MAX_PREALLOC;
      allocate(Sds.growingHeaderBytes(roomy), roomy);
    }
    if (!owned || bytes.length < wanted) {
      int room = wanted > bytes.length ? (int) Math.min(alloc, Integer.MAX_VALUE - 8) : wanted;
      bytes = Arrays.copyOf(bytes, Math.max(room, length));
      owned = true;
    }
  }

  /** The bytes of the sds header of a raw or embedded string. */
  public int headerBytes() {
    return encoding == Encoding.EMBSTR ? 3 : headerBytes;
  }

  /** What the sds header notes as capacity. */
  public long alloc() {
    return encoding == Encoding.EMBSTR ? length : alloc;
  }

  /** The bytes that a raw string's sds takes on the heap, without its object. */
  public long heapBytes() {
    return heapBytes;
  }

  @Override
  public long memoryBytes(long samples) {
    return switch (encoding) {
      case INT -> ROBJ_BYTES;
      case EMBSTR -> Jemalloc.usable(ROBJ_BYTES + 3 + length + 1);
      default -> ROBJ_BYTES + heapBytes;
    };
  }
}
