package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ByteText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The binary protocol: a head of 24 bytes, extras, key and value.
 *
 * <pre>
 *   byte 0     1       2-3         4              5          6-7        8-11         12-15   16-23
 *        magic opcode  key length  extras length  data type  status or  body length  opaque  CAS
 *        80/81                                    0          vbucket
 * </pre>
 */
final class BinaryCommands {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int HEAD_BYTES = 24;
  private static final int REQUEST = 0x80;
  private static final int RESPONSE = 0x81;
  private static final long NEVER_CREATE = 0xffff_ffffL;

  private static final int OK = 0;
  private static final int KEY_NOT_FOUND = 1;
  private static final int KEY_EXISTS = 2;
  private static final int TOO_BIG = 3;
  private static final int INVALID = 4;
  private static final int NOT_STORED = 5;
  private static final int NON_NUMERIC = 6;
  private static final int AUTH_ERROR = 0x20;
  private static final int UNKNOWN_COMMAND = 0x81;
  private static final int NO_MEMORY = 0x82;

  /** The commands, each with its number and that of its quiet twin. */
  private enum Command {
    GET(0x00, 0x09),
    SET(0x01, 0x11),
    ADD(0x02, 0x12),
    REPLACE(0x03, 0x13),
    DELETE(0x04, 0x14),
    INCREMENT(0x05, 0x15),
    DECREMENT(0x06, 0x16),
    QUIT(0x07, 0x17),
    FLUSH(0x08, 0x18),
    NOOP(0x0a, -1),
    VERSION(0x0b, -1),
    GETK(0x0c, 0x0d),
    APPEND(0x0e, 0x19),
    PREPEND(0x0f, 0x1a),
    STAT(0x10, -1),
    TOUCH(0x1c, -1),
    GAT(0x1d, 0x1e),
    GATK(0x23, 0x24);

    private static final @Nullable Command[] BY_NUMBER = new Command[256];

    static {
      for (Command each : values()) {
        BY_NUMBER[each.number] = each;
        if (each.quietNumber >= 0) {
          BY_NUMBER[each.quietNumber] = each;
        }
      }
    }

    private final int number;
    private final int quietNumber;

    Command(int number, int quietNumber) {
      this.number = number;
      this.quietNumber = quietNumber;
    }

    static @Nullable Command of(int number) {
      return BY_NUMBER[number];
    }
  }

  /** A request without its value, read where it lies: its extras and key are good until it ran. */
  private static final class Request {
    final MemcachedSession session;
    final int opcode;
    final @Nullable Command command;
    final boolean quiet;
    final int keyBytes;
    final int extraBytes;
    final long bodyBytes;
    final int opaque;
    final long cas;
    private final byte[] bytes;
    private final int extras;
    private final int from;
    private final int to;

    Request(MemcachedSession session, byte[] in, int at) {
      this.session = session;
      bytes = in;
      opcode = in[at + 1] & 0xff;
      command = Command.of(opcode);
      quiet = command != null && command.quietNumber == opcode;
      keyBytes = (in[at + 2] & 0xff) << 8 | in[at + 3] & 0xff;
      extraBytes = in[at + 4] & 0xff;
      bodyBytes = (int) INT.get(in, at + 8) & 0xffff_ffffL;
      opaque = (int) INT.get(in, at + 12);
      cas = (long) LONG.get(in, at + 16);
      extras = at + HEAD_BYTES;
      from = extras + extraBytes;
      to = from + keyBytes;
    }

    long valueBytes() {
      return bodyBytes - keyBytes - extraBytes;
    }

    /** 32 bits of the extras, without a sign. */
    long extra32(int offset) {
      return (int) INT.get(bytes, extras + offset) & 0xffff_ffffL;
    }

    /** 64 bits of the extras. */
    long extra64(int offset) {
      return (long) LONG.get(bytes, extras + offset);
    }

    /** A copy of the key. */
    byte[] key() {
      return Arrays.copyOfRange(bytes, from, to);
    }
  }

  private final MemcachedNode node;
  private final Settings settings;
  private final Items items;
  private final NodeStats stats;
  private final Store store;

  BinaryCommands(MemcachedNode node) {
    this.node = node;
    this.settings = node.settings();
    this.items = node.items();
    this.stats = node.stats();
    this.store = node.store();
  }

  /**
   * The length of head, extras and key of the request that begins here; 0 when that is not known
   * yet, -1 when it is none.
   */
  static int headBytes(byte[] in, int from, int to) {
    if (to - from < HEAD_BYTES) {
      return 0;
    }
    if ((in[from] & 0xff) != REQUEST) {
      return -1;
    }
    int keyBytes = (in[from + 2] & 0xff) << 8 | in[from + 3] & 0xff;
    return HEAD_BYTES + keyBytes + (in[from + 4] & 0xff);
  }

  /** Runs the request at a place, of which head, extras and key have come. */
  void run(MemcachedSession session, byte[] in, int at) {
    Request request = new Request(session, in, at);
    if (request.keyBytes + request.extraBytes > request.bodyBytes) {
      error(request, UNKNOWN_COMMAND);
      session.close("error");
      return;
    }
    if (request.keyBytes > Settings.KEY_MAX_BYTES || !fits(request)) {
      error(request, INVALID);
      session.close("error");
      return;
    }
    Command command = request.command;
    if (command == null) {
      error(request, UNKNOWN_COMMAND);
      session.swallow(
          request.opcode >= 0x20 && request.opcode <= 0x22
              ? request.bodyBytes - request.keyBytes
              : request.bodyBytes);
      return;
    }
    switch (command) {
      case VERSION -> answer(request, 0, Bytes.latin1(MemcachedNode.VERSION));
      case NOOP -> answer(request, 0, Bytes.EMPTY);
      case FLUSH -> flush(request);
      case SET -> update(request, Store.Mode.SET);
      case ADD -> update(request, Store.Mode.ADD);
      case REPLACE -> update(request, Store.Mode.REPLACE);
      case APPEND -> update(request, Store.Mode.APPEND);
      case PREPEND -> update(request, Store.Mode.PREPEND);
      case GET, GETK -> get(request, false);
      case TOUCH, GAT, GATK -> get(request, true);
      case DELETE -> delete(request);
      case INCREMENT -> arithmetic(request, true);
      case DECREMENT -> arithmetic(request, false);
      case STAT -> stat(request);
      case QUIT -> {
        answer(request, 0, Bytes.EMPTY);
        session.close("normal");
      }
    }
  }

  /** Whether key, extras and value are of lengths that the command takes. */
  private static boolean fits(Request request) {
    int key = request.keyBytes;
    int extra = request.extraBytes;
    boolean noValue = request.valueBytes() == 0;
    if (request.command == null) {
      return true;
    }
    return switch (request.command) {
      case VERSION, NOOP, QUIT -> extra == 0 && key == 0 && noValue;
      case FLUSH -> key == 0 && noValue && (extra == 0 || extra == 4);
      case SET, ADD, REPLACE -> extra == 8 && key != 0;
      case GET, GETK, DELETE -> extra == 0 && noValue && key > 0;
      case INCREMENT, DECREMENT -> key > 0 && extra == 20 && noValue;
      case APPEND, PREPEND -> key > 0 && extra == 0;
      case STAT -> extra == 0;
      case TOUCH, GAT, GATK -> extra == 4 && key != 0;
    };
  }

  // Answers

  private static void head(
      ByteText out, Request request, int status, int extras, int key, int body, long cas) {
    out.appendInt(RESPONSE << 24 | request.opcode << 16 | key);
    out.appendInt(extras << 24 | status).appendInt(body).appendInt(request.opaque).appendLong(cas);
  }

  private static void answer(Request request, long cas, byte[] body) {
    if (!request.quiet) {
      head(request.session.out(), request, OK, 0, 0, body.length, cas);
      request.session.out().append(body);
    }
  }

  private static void error(Request request, int status) {
    error(
        request,
        status,
        switch (status) {
          case NO_MEMORY -> "Out of memory";
          case UNKNOWN_COMMAND -> "Unknown command";
          case KEY_NOT_FOUND -> "Not found";
          case INVALID -> "Invalid arguments";
          case KEY_EXISTS -> "Data exists for key.";
          case TOO_BIG -> "Too large.";
          case NON_NUMERIC -> "Non-numeric server-side value for incr or decr";
          case NOT_STORED -> "Not stored.";
          default -> "Auth failure.";
        });
  }

  private static void error(Request request, int status, String text) {
    head(request.session.out(), request, status, 0, 0, text.length(), 0);
    request.session.out().append(text);
  }

  // Reading

  private void get(Request request, boolean touch) {
    boolean withKey = request.command == Command.GETK || request.command == Command.GATK;
    boolean withValue = request.command != Command.TOUCH;
    Item item = node.fetch(request.bytes, request.from, request.to, true);
    if (settings.detailEnabled) {
      node.prefixes().get(request.key(), item != null);
    }
    if (touch) {
      stats.touchCommands++;
    } else {
      stats.getCommands++;
    }
    ByteText out = request.session.out();
    if (item == null) {
      if (touch) {
        stats.touchMisses++;
      } else {
        stats.getMisses++;
      }
      if (request.quiet) {
        return;
      }
      if (withKey) {
        head(out, request, KEY_NOT_FOUND, 0, request.keyBytes, request.keyBytes, 0);
        out.append(request.key());
      } else {
        error(request, KEY_NOT_FOUND);
      }
      return;
    }
    if (touch) {
      item.expires = node.clock().expiry(request.extra32(0));
      store.count(item).touchHits++;
    } else {
      items.list(item).counts.hits++;
    }
    int keyBytes = withKey ? request.keyBytes : 0;
    int body = 4 + keyBytes + (withValue ? item.length() : 0);
    head(out, request, OK, 4, keyBytes, body, item.cas);
    out.appendInt((int) item.clientFlags);
    if (withKey) {
      out.append(item.key);
    }
    if (withValue) {
      out.append(item.value);
    }
    items.release(item);
  }

  // Writing

  private void update(Request request, Store.Mode mode) {
    boolean joins = mode == Store.Mode.APPEND || mode == Store.Mode.PREPEND;
    long flags = joins ? 0 : request.extra32(0);
    long expires = joins ? 0 : node.clock().expiry(request.extra32(4));
    long length = request.valueBytes();
    byte[] key = request.key();
    node.prefixes().set(key);
    boolean sane = length <= Integer.MAX_VALUE - Item.END_BYTES;
    Item item = sane ? items.allocate(key, flags, expires, (int) length + Item.END_BYTES) : null;
    if (item != null && item.large && !items.extend(item)) {
      items.release(item);
      item = null;
    }
    if (item == null) {
      boolean fits = items.fits(request.keyBytes, flags, length + Item.END_BYTES);
      if (fits) {
        error(request, NO_MEMORY, "Out of memory allocating item");
      } else {
        error(request, TOO_BIG);
      }
      node.refusedItem(request.session, request.key(), mode, fits);
      if (mode == Store.Mode.SET) {
        store.forget(request.key());
      }
      request.session.swallow(length);
      return;
    }
    item.cas = request.cas;
    Store.Mode how = request.cas != 0 && !joins ? Store.Mode.CAS : mode;
    Item filled = item;
    request.session.expect(
        new Upload((int) length, 0, upload -> complete(request, filled, how, upload.value())));
  }

  private void complete(Request request, Item item, Store.Mode mode, byte[] value) {
    store.count(item).setCommands++;
    item.value = value;
    Store.Stored stored = store.store(item, mode, false);
    node.stored(request.session, item, mode, stored);
    switch (stored) {
      case STORED -> answer(request, store.lastCas(), Bytes.EMPTY);
      case EXISTS -> error(request, KEY_EXISTS);
      case NOT_FOUND -> error(request, KEY_NOT_FOUND);
      case NOT_STORED ->
          error(
              request,
              switch (mode) {
                case ADD -> KEY_EXISTS;
                case REPLACE -> KEY_NOT_FOUND;
                default -> NOT_STORED;
              });
    }
    items.release(item);
  }

  private void arithmetic(Request request, boolean up) {
    long delta = request.extra64(0);
    long initial = request.extra64(8);
    long expiry = request.extra32(16);
    Store.Delta done = store.add(request.key(), up, delta, request.cas);
    switch (done.result()) {
      case OK -> {
        Item item = done.item();
        if (item != null) {
          answer(request, item.cas, number(done.value()));
          items.release(item);
        }
      }
      case NON_NUMERIC -> error(request, NON_NUMERIC);
      case NO_MEMORY -> error(request, NO_MEMORY, "Out of memory incrementing value");
      case CAS_MISMATCH -> error(request, KEY_EXISTS);
      case NOT_FOUND -> {
        if (expiry == NEVER_CREATE) {
          node.text().countMiss(up);
          error(request, KEY_NOT_FOUND);
          return;
        }
        byte[] digits = Bytes.latin1(Long.toUnsignedString(initial));
        Item item =
            items.allocate(
                request.key(), 0, node.clock().expiry(expiry), digits.length + Item.END_BYTES);
        if (item == null) {
          error(request, NO_MEMORY, "Out of memory allocating new item");
          return;
        }
        item.value = digits;
        store.store(item, Store.Mode.ADD, false);
        answer(request, item.cas, number(initial));
        items.release(item);
      }
    }
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private void delete(Request request) {
    node.prefixes().delete(request.key());
    Item item = node.fetch(request.key(), false);
    if (item == null) {
      stats.deleteMisses++;
      error(request, KEY_NOT_FOUND);
      return;
    }
    if (request.cas == 0 || request.cas == item.cas) {
      store.count(item).deleteHits++;
      items.unlink(item);
      answer(request, 0, Bytes.EMPTY);
    } else {
      error(request, KEY_EXISTS);
    }
    items.release(item);
  }

  private void flush(Request request) {
    if (!settings.flushEnabled) {
      error(request, AUTH_ERROR);
      return;
    }
    node.flushAll(request.extraBytes == 4 ? request.extra32(0) : 0);
    stats.flushCommands++;
    answer(request, 0, Bytes.EMPTY);
  }

  private void stat(Request request) {
    ByteText out = request.session.out();
    StatLines lines =
        new StatLines(
            (name, value) -> {
              head(out, request, OK, 0, name.length(), name.length() + value.length(), 0);
              out.append(name).append(value);
            });
    StatsReport report = new StatsReport(node);
    String which = Bytes.latin1Text(request.key());
    if (which.isEmpty()) {
      report.general(lines);
    } else if (which.startsWith("reset")) {
      node.resetStats();
    } else if (which.startsWith("settings")) {
      report.settings(lines);
    } else if (which.equals("detail dump")) {
      ByteText dump = new ByteText();
      node.prefixes().dump(dump);
      lines.add("detailed", Bytes.latin1Text(dump.bytes()));
    } else if (which.equals("detail on") || which.equals("detail off")) {
      settings.detailEnabled = which.endsWith("on");
    } else if (which.equals("items")) {
      report.items(lines);
    } else if (which.equals("slabs")) {
      report.slabs(lines);
    } else if (which.equals("sizes")) {
      report.sizes(lines);
    } else {
      error(request, KEY_NOT_FOUND);
      return;
    }
    head(out, request, OK, 0, 0, 0, 0);
  }
}
