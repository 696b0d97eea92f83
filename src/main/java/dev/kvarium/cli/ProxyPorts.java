package dev.kvarium.cli;

import dev.kvarium.proxy.BadPoolFile;
import dev.kvarium.proxy.PoolFile;
import dev.kvarium.proxy.PoolSettings;
import dev.kvarium.server.ProxyServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code kvarium serve --twemproxy} starts. */
final class ProxyPorts {
  private ProxyPorts() {}

  /**
   * Listens for the pools of a file, and says where.
   *
   * @throws BadPoolFile when nutcracker would refuse the file
   * @throws IOException when it cannot be read, or an address not be listened on
   */
  static ProxyServer open(Path file, String bind, @Nullable Integer statsPort)
      throws BadPoolFile, IOException {
    List<PoolSettings> pools = PoolFile.read(file.toString(), text(file));
    ProxyServer server = ProxyServer.start(pools);
    try {
      InetSocketAddress stats = statsPort == null ? null : server.serveStats(bind, statsPort);
      System.out.println(line(pools, server.addresses(), stats));
      return server;
    } catch (IOException failed) {
      server.close();
      throw failed;
    }
  }

  private static String line(
      List<PoolSettings> pools, List<InetSocketAddress> at, @Nullable InetSocketAddress stats) {
    StringBuilder line = new StringBuilder("kvarium " + Version.NUMBER + " serves twemproxy");
    for (int i = 0; i < pools.size(); i++) {
      line.append(i == 0 ? " " : ", ").append(pools.get(i).name());
      line.append(" on ").append(ServeCommand.text(at.get(i)));
    }
    return stats == null
        ? line.toString()
        : line + ", its statistics on " + ServeCommand.text(stats);
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException lacking) {
      throw new IOException("there is no such file", lacking);
    } catch (MalformedInputException binary) {
      throw new IOException("is no text in UTF-8", binary);
    }
  }
}
