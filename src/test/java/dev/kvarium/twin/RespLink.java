package dev.kvarium.twin;

import dev.kvarium.wire.RespWriter;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A connection to a real server that sends many requests at once and takes replies as raw bytes.
 */
final class RespLink implements Closeable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;

  RespLink(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Sends the requests in one piece and waits for all replies, each as the bytes that came. */
  List<byte[]> ask(List<byte[][]> requests) throws IOException {
    RespWriter writer = new RespWriter(this::send);
    for (byte[][] request : requests) {
      writer.write(new dev.kvarium.wire.Reply.Bulks(request), false);
    }
    writer.flush();
    List<byte[]> replies = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      replies.add(frame());
    }
    return replies;
  }

  /** Sends a request whose reply may be long in coming: {@link #await} takes it. */
  void send(byte[][] request) {
    RespWriter writer = new RespWriter(this::send);
    writer.write(new dev.kvarium.wire.Reply.Bulks(request), false);
    writer.flush();
  }

  /** The bytes of the next reply or message, when it comes. */
  byte[] await() throws IOException {
    return frame();
  }

  byte[] ask(byte[]... request) throws IOException {
    return ask(List.of(new byte[][][] {request})).getFirst();
  }

  byte[] ask(String... words) throws IOException {
    byte[][] request = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      request[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    return ask(request);
  }

  private void send(byte[] bytes, int from, int to) {
    try {
      out.write(bytes, from, to - from);
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  /** The bytes of one reply. */
  private byte[] frame() throws IOException {
    int start = at;
    long missing = 1;
    while (missing > 0) {
      int lineStart = at;
      int lineEnd;
      while ((lineEnd = lineEnd(at)) < 0) {
        int kept = at - start;
        start = fill(start);
        at = start + kept;
        lineStart = at;
      }
      missing--;
      at = lineEnd + 2;
      char mark = (char) buffer[lineStart];
      switch (mark) {
        case '$', '!', '=' -> {
          long length = number(lineStart + 1, lineEnd);
          if (length >= 0) {
            while (end - at < length + 2) {
              int kept = at - start;
              start = fill(start);
              at = start + kept;
            }
            at += (int) length + 2;
          }
        }
        case '*', '~', '>' -> missing += Math.max(0, number(lineStart + 1, lineEnd));
        case '%' -> missing += 2 * number(lineStart + 1, lineEnd);
        case '+', '-', ':', ',', '#', '(', '_' -> {}
        default -> throw new IOException("not a reply: '" + mark + "'");
      }
    }
    return Arrays.copyOfRange(buffer, start, at);
  }

  private long number(int from, int to) {
    return Long.parseLong(new String(buffer, from, to - from, StandardCharsets.US_ASCII));
  }

  private int lineEnd(int from) {
    for (int i = from; i < end - 1; i++) {
      if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Reads more, keeping what stands from an index on; the index where that stands then. */
  private int fill(int keep) throws IOException {
    if (keep > 0) {
      System.arraycopy(buffer, keep, buffer, 0, end - keep);
      end -= keep;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    end += count;
    return 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
