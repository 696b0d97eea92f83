package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** What a port answers. */
final class Talk {
  private static final int PATIENCE_MILLIS = 20_000;

  private Talk() {}

  /** Sends bytes, ends that half of the connection, and reads until the other ends as well. */
  static String with(int port, byte[] bytes) throws IOException {
    return with(port, bytes, true);
  }

  /** The same, maybe without ending that half, where it is the other that ends the connection. */
  static String with(int port, byte[] bytes, boolean ending) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        Thread writer = Thread.ofVirtual().start(() -> write(socket, bytes, ending));
        byte[] piece = new byte[1 << 16];
        int count = socket.getInputStream().read(piece);
        while (count >= 0) {
          answer.write(piece, 0, count);
          count = socket.getInputStream().read(piece);
        }
        writer.join();
      } catch (SocketException reset) {
        // A proxy that refuses may leave bytes unread, and its kernel then resets.
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      return Bytes.latin1Text(answer.toByteArray());
    }
  }

  private static void write(Socket socket, byte[] bytes, boolean ending) {
    try {
      socket.getOutputStream().write(bytes);
      if (ending) {
        socket.shutdownOutput();
      }
    } catch (IOException refused) {
      // The reader sees it.
    }
  }

  /** A request in RESP. */
  static String resp(String... words) {
    StringBuilder out = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      out.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return out.toString();
  }
}
