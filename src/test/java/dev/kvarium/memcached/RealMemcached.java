package dev.kvarium.memcached;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real memcached on a loopback port of its own. Where none is installed the test is skipped, but
 * fails where the environment says that this is CI.
 */
public final class RealMemcached implements AutoCloseable {
  private static final long START_MILLIS = 10_000;

  private final Process process;
  private final Socket socket;

  /** Starts one with these options, and connects. */
  public RealMemcached(String... options) throws IOException, InterruptedException {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "memcached",
                "-l",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "0",
                "-u",
                "root",
                "-t",
                "1"));
    command.addAll(List.of(options));
    Process started = null;
    try {
      started = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException absent) {
      if (System.getenv("CI") != null) {
        throw absent;
      }
      Assumptions.abort("no memcached is installed to compare with: " + absent.getMessage());
    }
    process = started;
    Socket connected = null;
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
    while (connected == null) {
      try {
        connected = new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (IOException notYet) {
        if (System.nanoTime() > until) {
          throw notYet;
        }
        Thread.sleep(20);
      }
    }
    socket = connected;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) START_MILLIS);
  }

  /**
   * A port below those that the kernel hands out, so that nobody else gets it before the server
   * has.
   */
  private static int freePort() throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        if (attempt == 20) {
          throw taken;
        }
      }
    }
  }

  /** Where it listens on the loopback address. */
  public int port() {
    return socket.getPort();
  }

  /** One more connection. */
  Socket another() throws IOException {
    Socket another = new Socket(InetAddress.getLoopbackAddress(), socket.getPort());
    another.setSoTimeout((int) START_MILLIS);
    return another;
  }

  /** What it answers, up to the answer to a {@code mn} that is sent behind. */
  public String send(String text) throws IOException {
    socket.getOutputStream().write((text + "mn\r\n").getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] piece = new byte[1 << 16];
    while (!answer.toString().endsWith("MN\r\n")) {
      int count = in.read(piece);
      if (count < 0) {
        throw new IOException("memcached closed the connection after " + text);
      }
      answer.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
    }
    return answer.substring(0, answer.length() - 4);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    process.destroy();
  }
}
