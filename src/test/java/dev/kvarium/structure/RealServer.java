package dev.kvarium.structure;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A redis-server of its own on a free port of the loopback, spoken to command by command. */
final class RealServer implements AutoCloseable {
  private final Process process;
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RealServer(Process process, Socket socket) throws IOException {
    this.process = process;
    this.socket = socket;
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /** Whether a redis-server of the modelled version, 7.0, is on the path. */
  static boolean isInstalled() {
    try {
      Process version = new ProcessBuilder("redis-server", "--version").start();
      String text = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.contains("v=7.0.");
    } catch (IOException e) {
      return false;
    }
  }

  static RealServer start(File directory) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--rdbcompression",
                "no",
                "--enable-debug-command",
                "yes",
                "--daemonize",
                "no")
            .directory(directory)
            .redirectErrorStream(true)
            .redirectOutput(new File(directory, "redis.log"))
            .start();
    for (int attempt = 0; ; attempt++) {
      try {
        return new RealServer(process, new Socket(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        if (attempt == 200 || !process.isAlive()) {
          process.destroyForcibly();
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(25);
      }
    }
  }

  /** The reply: the text of a string or status, of an integer, of an error with its minus. */
  byte[] call(Object... words) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(ascii("*" + words.length + "\r\n"));
    for (Object word : words) {
      byte[] bytes = word instanceof byte[] b ? b : ascii(word.toString());
      request.writeBytes(ascii("$" + bytes.length + "\r\n"));
      request.writeBytes(bytes);
      request.writeBytes(ascii("\r\n"));
    }
    out.write(request.toByteArray());
    String head = line();
    return switch (head.charAt(0)) {
      case '$' -> {
        int length = Integer.parseInt(head.substring(1));
        byte[] body = new byte[Math.max(length, 0)];
        if (length >= 0) {
          in.readFully(body);
          line();
        }
        yield body;
      }
      case '-' -> ascii(head);
      default -> ascii(head.substring(1));
    };
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\r'; c = in.readUnsignedByte()) {
      text.append((char) c);
    }
    in.readByte();
    return text.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
