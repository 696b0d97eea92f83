package dev.kvarium.server;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import dev.kvarium.wire.RespReader;
import dev.kvarium.wire.RespWriter;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/** A client that sends bytes as they are given and reads replies. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final RespReader reader = new RespReader();
  private final byte[] piece = new byte[64 << 10];

  RawClient(RedisServer server) throws IOException {
    socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
  }

  /** Sends characters as bytes. */
  RawClient send(String text) throws IOException {
    return send(Bytes.latin1(text));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends a request in the array form. */
  RawClient request(String... words) throws IOException {
    byte[][] args = new byte[words.length][];
    for (int i = 0; i < args.length; i++) {
      args[i] = Bytes.latin1(words[i]);
    }
    return send(RespWriter.request(args));
  }

  /** The next reply as redis-cli prints it. */
  String text() throws IOException {
    return ReplyText.of(reply(), true);
  }

  Reply reply() throws IOException {
    try {
      for (Optional<Reply> reply = reader.next(); ; reply = reader.next()) {
        if (reply.isPresent()) {
          return reply.get();
        }
        int read = socket.getInputStream().read(piece);
        if (read < 0) {
          throw new EOFException("the server has closed the connection");
        }
        reader.feed(piece, 0, read);
      }
    } catch (ProtocolError e) {
      throw new IOException(e);
    }
  }

  /** Whether the server has closed the connection, without another byte. */
  boolean isAtEnd() throws IOException {
    return socket.getInputStream().read(piece) < 0;
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
