package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ByteText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client: takes what it sends apart into commands and values, and gathers what it is answered.
 * Nothing here is a socket.
 */
public final class MemcachedSession {
  /** What a line that has not ended may hold, unless it reads many keys; in bytes. */
  private static final int LONGEST_LINE_BYTES = 2048;

  private static final int LONGEST_BLANKS = 100;
  private static final int BINARY_MAGIC = 0x80;

  /** Memory for input and answers is taken in such pieces. */
  private static final int BUFFER_BYTES = 16 << 10;

  private static final int ANSWERS_IN_BUFFER = 11;

  private final MemcachedNode node;
  private final int descriptor;
  private final String address;
  private final ByteText out = new ByteText();
  private final Tokens tokens = new Tokens();
  private byte[] in = new byte[4096];
  private int from;
  private int to;

  /** So many bytes from {@link #from} on hold no line end, as is known already. */
  private int searched;

  private @Nullable Upload upload;
  private long swallow;
  private boolean parked;
  private boolean closing;
  private Settings.Protocol protocol;
  private long lastCommandSeconds;
  private Runnable onOutput = () -> {};
  private String closeReason = "error";
  private int answers;
  private int commandsInTurn;

  /** Whether it keeps a read buffer while it is not served. */
  boolean holdsBuffer;

  private boolean served;

  /** Whether this client has said who it is, where that is asked. */
  boolean authenticated;

  /** Whether the command in hand is not to be answered. */
  boolean noReply;

  MemcachedSession(MemcachedNode node, int descriptor, String address) {
    this.node = node;
    this.descriptor = descriptor;
    this.address = address;
    this.protocol = node.settings().protocol;
    this.lastCommandSeconds = node.clock().now();
    this.authenticated = node.settings().authFile.isEmpty();
  }

  /** A number that no other session has at the same time, as a file descriptor would be. */
  public int descriptor() {
    return descriptor;
  }

  /** Address and port. */
  public String address() {
    return address;
  }

  long lastCommandSeconds() {
    return lastCommandSeconds;
  }

  /** How many bytes of a value, its line end included, are still to come; 0 when none are. */
  public int missingBytes() {
    return upload == null ? 0 : upload.missing();
  }

  /** Whether an answer of it has been begun: a value is awaited, or it watches. */
  boolean awaitsAnswer() {
    return parked || upload != null;
  }

  /** What it is doing while another is served, in memcached's words. */
  String stateName() {
    if (parked) {
      return "conn_watch";
    }
    if (upload != null) {
      return "conn_nread";
    }
    return swallow > 0 ? "conn_swallow" : served ? "conn_read" : "conn_new_cmd";
  }

  /** Is called when there is output that no input asked for. */
  public void onOutput(Runnable listener) {
    onOutput = listener;
  }

  /** Whether the connection is to be closed once its output is out. */
  public boolean closing() {
    return closing;
  }

  /** Why it is closed, as watchers are told. */
  String closeReason() {
    return closeReason;
  }

  /** Takes all output that has been gathered. */
  public byte[] takeOutput() {
    node.stats().bytesWritten += out.length();
    answers = 0;
    return out.take();
  }

  /** Whether there is output. */
  public boolean hasOutput() {
    return out.length() > 0;
  }

  ByteText out() {
    return out;
  }

  /** Sends something that was not asked for just now. */
  void send(byte[] bytes) {
    out.append(bytes);
    onOutput.run();
  }

  void close(String reason) {
    closing = true;
    closeReason = reason;
  }

  /** No input is looked at until {@link #resume}. */
  void park() {
    parked = true;
  }

  void resume() {
    parked = false;
    work();
    onOutput.run();
  }

  /**
   * Counts one more answer that waits to be sent; false when {@code read_buf_mem_limit} leaves no
   * memory for it.
   */
  boolean mayAnswer() {
    long limit = node.settings().readBufMemLimitBytes;
    if (limit == 0) {
      return true;
    }
    answers++;
    long buffers = Math.max(limit / node.settings().threads / BUFFER_BYTES, 1);
    if (answers <= (buffers - 1) * ANSWERS_IN_BUFFER) {
      return true;
    }
    node.stats().responseOutOfMemory++;
    return false;
  }

  /** Counts the turns of a worker that a client with many commands at once takes. */
  private void countTurn() {
    if (++commandsInTurn > node.settings().requestsPerEvent) {
      node.stats().yields++;
      commandsInTurn = 1;
    }
  }

  /** The client has sent these bytes. */
  public void receive(byte[] bytes, int offset, int count) {
    commandsInTurn = 0;
    node.stats().bytesRead += count;
    if (to + count > in.length) {
      int held = to - from;
      byte[] larger =
          held + count > in.length ? new byte[Math.max(in.length * 2, held + count)] : in;
      System.arraycopy(in, from, larger, 0, held);
      in = larger;
      from = 0;
      to = held;
    }
    System.arraycopy(bytes, offset, in, to, count);
    to += count;
    work();
  }

  private void work() {
    node.serves(this);
    served = true;
    while (!closing && !parked && step()) {
      if (from == to) {
        from = 0;
        to = 0;
      }
    }
    node.holds(this, parked || upload != null || from < to);
  }

  /** Goes on by one piece; false when more input is needed. */
  private boolean step() {
    if (upload != null) {
      return fill(upload);
    }
    if (from == to) {
      return false;
    }
    if (swallow > 0) {
      int taken = (int) Math.min(swallow, to - from);
      from += taken;
      swallow -= taken;
      return true;
    }
    if (protocol == Settings.Protocol.AUTO) {
      boolean binary = (in[from] & 0xff) == BINARY_MAGIC && node.settings().authFile.isEmpty();
      protocol = binary ? Settings.Protocol.BINARY : Settings.Protocol.ASCII;
    }
    return protocol == Settings.Protocol.BINARY ? binary() : line();
  }

  private boolean binary() {
    int length = BinaryCommands.headBytes(in, from, to);
    if (length < 0) {
      close("error");
      return false;
    }
    if (length == 0 || to - from < length) {
      return false;
    }
    lastCommandSeconds = node.clock().now();
    int head = from;
    from += length;
    node.binary().run(this, in, head);
    return true;
  }

  private boolean line() {
    int end = from + searched;
    while (end < to && in[end] != '\n') {
      end++;
    }
    if (end == to) {
      searched = to - from;
      if (to - from > LONGEST_LINE_BYTES && !readsManyKeys()) {
        close("error");
      }
      return false;
    }
    searched = 0;
    int next = end + 1;
    if (end - from > 1 && in[end - 1] == '\r') {
      end--;
    }
    lastCommandSeconds = node.clock().now();
    tokens.read(in, from, end);
    int begin = from;
    from = next;
    noReply = false;
    countTurn();
    if (!mayAnswer()) {
      out.cut(0);
      close("error");
      return false;
    }
    if (authenticated) {
      if (node.watch().watches(Watch.Kind.RAWCMDS)) {
        node.watch()
            .log(
                Watch.Kind.RAWCMDS,
                "<" + descriptor + " " + Bytes.latin1Text(Arrays.copyOfRange(in, begin, end)));
      }
      node.text().run(this, tokens);
    } else {
      node.authentication().line(this, tokens);
    }
    return true;
  }

  /** Whether a long line is one that only reads, which may be of any length. */
  private boolean readsManyKeys() {
    int at = from;
    while (at < to && in[at] == ' ') {
      at++;
    }
    if (at - from > LONGEST_BLANKS) {
      return false;
    }
    String front = Bytes.latin1Text(Arrays.copyOfRange(in, at, Math.min(at + 5, to)));
    return front.startsWith("get ") || front.equals("gets ");
  }

  /** What comes next is the value of an upload. */
  void expect(Upload next) {
    upload = next;
  }

  /** What comes next is a value that nobody wants. */
  void swallow(long bytes) {
    swallow = bytes;
  }

  private boolean fill(Upload filling) {
    int taken = Math.min(filling.missing(), to - from);
    filling.take(in, from, taken);
    from += taken;
    if (filling.missing() > 0) {
      return false;
    }
    upload = null;
    filling.done();
    return true;
  }

  /** Answers with a line, unless no answer is wanted. */
  void answer(String line) {
    if (!noReply) {
      out.append(line).append("\r\n");
    }
  }

  /** Answers with a line, even where no answer is wanted. */
  void refuse(String line) {
    noReply = false;
    answer(line);
  }
}
