package dev.kvarium.server;

import dev.kvarium.lint.KeyLines;
import dev.kvarium.lint.Metadump;
import dev.kvarium.lint.Subject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The keys of a real memcached, by {@code lru_crawler metadump all}: a thread of the server walks
 * through its items and prints them; nothing is touched, and clients are served meanwhile.
 */
public final class MemcachedKeys implements Closeable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int TOLD_EACH = 1_000;

  private final Socket socket;
  private final InputStream in;

  /** Connects. */
  public MemcachedKeys(String host, int port) throws IOException {
    socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  private void send(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** How many items the server says it has. */
  public long size() throws IOException {
    send("stats");
    long items = 0;
    for (String line = line(); !line.equals("END"); line = line()) {
      if (line.startsWith("STAT curr_items ")) {
        items = Long.parseLong(line.substring("STAT curr_items ".length()));
      } else if (!line.startsWith("STAT ")) {
        throw new IOException("what answers is no memcached: " + line);
      }
    }
    return items;
  }

  /** Reads them all; {@code told} is told now and then how many there were. */
  public void show(Consumer<Subject> to, LongConsumer told) throws IOException {
    send("lru_crawler metadump all");
    long items = 0;
    for (String line = line(); !line.equals("END"); line = line()) {
      if (!line.startsWith("key=")) {
        throw new IOException("lru_crawler metadump all: " + line);
      }
      try {
        to.accept(Metadump.subject(line, 0));
      } catch (KeyLines.BadLine bad) {
        throw new IOException("lru_crawler metadump all: " + line, bad);
      }
      if (++items % TOLD_EACH == 0) {
        told.accept(items);
      }
    }
    told.accept(items);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server ended the connection");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
