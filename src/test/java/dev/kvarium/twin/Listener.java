package dev.kvarium.twin;

import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection to a server that takes what comes, asked for or not, without waiting for it. */
final class Listener implements Closeable {
  private final Socket socket;
  private final long id;

  Listener(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    send("CLIENT", "ID");
    StringBuilder line = new StringBuilder();
    while (line.indexOf("\r\n") < 0) {
      line.append((char) socket.getInputStream().read());
    }
    id = Long.parseLong(line.substring(1, line.length() - 2));
  }

  /** The number by which the server knows it. */
  long id() {
    return id;
  }

  void send(String... words) throws IOException {
    byte[][] request = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      request[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    socket.getOutputStream().write(RespWriter.bytes(new Reply.Bulks(request), false));
  }

  /** The replies and messages that have come, each as its bytes, numbers of clients left out. */
  List<String> take() throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(socket.getInputStream().available());
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    text = text.replaceAll("\\$2\r\nid\r\n:\\d+", "\\$2\r\nid\r\n:?");
    text = text.replaceAll("tracking-redir-broken\r\n:\\d+", "tracking-redir-broken\r\n:?");
    text = text.replaceAll("redirect\r\n:\\d+", "redirect\r\n:?");
    text = text.replaceAll("\\d{13}-\\d+", "0000000000000-0"); // ids of streams tell the time
    // the real server shapes this null for the client that tracks, not for the one that is told
    text = text.replace("invalidate\r\n_\r\n", "invalidate\r\n$-1\r\n");
    List<String> frames = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = end(text, at);
      frames.add(text.substring(at, end));
      at = end;
    }
    return frames;
  }

  /** Where the reply that begins here ends. */
  private static int end(String text, int from) {
    int at = from;
    long missing = 1;
    while (missing > 0) {
      int line = text.indexOf("\r\n", at);
      String head = text.substring(at + 1, line);
      char mark = text.charAt(at);
      at = line + 2;
      missing--;
      switch (mark) {
        case '$', '=' -> at += head.equals("-1") ? 0 : Integer.parseInt(head) + 2;
        case '*', '~', '>' -> missing += Math.max(0, Long.parseLong(head));
        case '%' -> missing += 2 * Long.parseLong(head);
        default -> {}
      }
    }
    return at;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
