package dev.kvarium.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's nutcracker on ports of its own. Where none is installed the test is skipped, but fails
 * where the environment says that this is CI.
 */
final class RealNutcracker implements AutoCloseable {
  private static final long START_MILLIS = 10_000;

  private final Process process;
  private final Path folder;

  /** Starts one on a file of pools, of which the last listens on {@code lastPort}. */
  RealNutcracker(String yaml, int lastPort, int statsPort)
      throws IOException, InterruptedException {
    folder = Files.createTempDirectory("nutcracker");
    Path file = Files.writeString(folder.resolve("nutcracker.yml"), yaml);
    List<String> command =
        List.of(
            "nutcracker",
            "-c",
            file.toString(),
            "-a",
            "127.0.0.1",
            "-s",
            "" + statsPort,
            "-i",
            "100",
            "-v",
            "0",
            "-o",
            folder.resolve("log").toString());
    Process started = null;
    try {
      started = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException absent) {
      if (System.getenv("CI") != null) {
        throw absent;
      }
      Assumptions.abort("no nutcracker is installed to compare with: " + absent.getMessage());
    }
    process = started;
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
    while (true) {
      try (Socket there = new Socket(InetAddress.getLoopbackAddress(), lastPort)) {
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > until) {
          throw notYet;
        }
        Thread.sleep(20);
      }
    }
  }

  /** Ports of this machine that nobody listens on. */
  static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(free);
      ports.add(free.getLocalPort());
    }
    for (ServerSocket each : held) {
      each.close();
    }
    return ports;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try (var files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(folder);
  }
}
