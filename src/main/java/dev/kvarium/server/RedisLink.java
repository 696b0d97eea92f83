package dev.kvarium.server;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespReader;
import dev.kvarium.wire.RespWriter;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** A connection to a Redis server as a client has it: requests in one piece, then all replies. */
public final class RedisLink implements Closeable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final RespReader reader = new RespReader();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /**
   * Where a server is, and who asks.
   *
   * @param database that is selected
   * @param words of AUTH behind its name; none where nobody is to be named
   * @param encrypted whether by TLS
   */
  public record Address(
      String host, int port, int database, List<String> words, boolean encrypted) {
    private static final int USUAL_PORT = 6379;

    public Address {
      words = List.copyOf(words);
    }

    /**
     * Reads {@code redis://[[USER]:PASSWORD@]HOST[:PORT][/DB]}, {@code rediss://…} for TLS, or
     * {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Address parse(String text) {
      String whole = text.contains("://") ? text : "redis://" + text;
      URI uri;
      try {
        uri = URI.create(whole);
      } catch (IllegalArgumentException bad) {
        throw new IllegalArgumentException("'" + text + "' is no redis://HOST:PORT/DB", bad);
      }
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      String host = uri.getHost();
      String path = uri.getPath() == null ? "" : uri.getPath();
      if (host == null
          || !scheme.equals("redis") && !scheme.equals("rediss")
          || !path.matches("(/[0-9]{0,6})?")) {
        throw new IllegalArgumentException("'" + text + "' is no redis://HOST:PORT/DB");
      }
      List<String> words = new ArrayList<>();
      if (uri.getUserInfo() != null) {
        int colon = uri.getUserInfo().indexOf(':');
        if (colon > 0) {
          words.add(uri.getUserInfo().substring(0, colon));
        }
        words.add(uri.getUserInfo().substring(colon + 1));
      }
      int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
      int database = path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
      return new Address(host, port, database, words, scheme.equals("rediss"));
    }

    /** Without the password. */
    @Override
    public String toString() {
      return (encrypted ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
    }
  }

  /** Connects, names who asks, and selects the database. */
  public RedisLink(Address address) throws IOException {
    socket = address.encrypted() ? SSLSocketFactory.getDefault().createSocket() : new Socket();
    try {
      socket.connect(new InetSocketAddress(address.host(), address.port()), TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      in = socket.getInputStream();
      out = socket.getOutputStream();
      if (!address.words().isEmpty()) {
        List<String> words = new ArrayList<>(address.words());
        words.addFirst("AUTH");
        must(words.toArray(String[]::new));
      }
      if (address.database() != 0) {
        must("SELECT", Integer.toString(address.database()));
      }
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** The words of a command as bytes. */
  public static byte[][] words(String... words) {
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = Bytes.of(words[i]);
    }
    return bytes;
  }

  /** Sends a command and waits for its reply. */
  public Reply ask(String... words) throws IOException {
    return ask(List.<byte[][]>of(words(words))).getFirst();
  }

  /** The same; an error is one of the connection. */
  public Reply must(String... words) throws IOException {
    Reply reply = ask(words);
    if (reply instanceof Reply.Error error) {
      throw new IOException(words[0] + ": " + error.text());
    }
    return reply;
  }

  /** Sends commands in one piece and waits for all replies. */
  public List<Reply> ask(List<byte[][]> requests) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[][] request : requests) {
      all.write(RespWriter.request(request));
    }
    all.writeTo(out);
    out.flush();
    List<Reply> replies = new ArrayList<>(requests.size());
    while (replies.size() < requests.size()) {
      replies.add(reply());
    }
    return replies;
  }

  private Reply reply() throws IOException {
    try {
      Optional<Reply> next = reader.next();
      while (next.isEmpty()) {
        int count = in.read(buffer);
        if (count < 0) {
          throw new IOException("the server ended the connection");
        }
        reader.feed(buffer, 0, count);
        next = reader.next();
      }
      return next.get();
    } catch (ProtocolError wrong) {
      throw new IOException("what answers is no Redis server: " + wrong.getMessage(), wrong);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
