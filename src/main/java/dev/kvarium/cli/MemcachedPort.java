package dev.kvarium.cli;

import dev.kvarium.event.Probe;
import dev.kvarium.memcached.BadSetting;
import dev.kvarium.memcached.CommandLine;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.memcached.Settings;
import dev.kvarium.server.MemcachedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code kvarium serve --memcached} starts, by memcached's own options. */
final class MemcachedPort {
  private MemcachedPort() {}

  /**
   * Listens.
   *
   * @param port where {@code -p} says nothing else
   * @param options as memcached takes them
   * @throws BadSetting when memcached would refuse them
   * @throws IOException when the address cannot be listened on, or the file of {@code -Y} not read
   */
  static MemcachedServer open(int port, String bind, List<String> options)
      throws BadSetting, IOException {
    List<String> all = new ArrayList<>(List.of("-p", Integer.toString(port)));
    all.addAll(options);
    Settings settings = CommandLine.parse(all);
    if (settings.listen.isEmpty()) {
      settings.listen = bind;
    }
    String malloced = System.getenv("T_MEMD_INITIAL_MALLOC");
    if (malloced != null && malloced.matches("[0-9]{1,15}")) {
      settings.initialMallocBytes = Long.parseLong(malloced);
    }
    String host = settings.listen.split(",", 2)[0];
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (IOException unknown) {
      throw new BadSetting("failed to listen on TCP port " + settings.port + ": " + host);
    }
    List<String> users = users(settings.authFile);
    return MemcachedServer.start(
        new InetSocketAddress(address, Math.max(settings.port, 0)),
        world -> new MemcachedNode(settings, world.clock(), world.timers(), Probe.NONE, users));
  }

  private static List<String> users(String file) throws IOException {
    if (file.isEmpty()) {
      return List.of();
    }
    List<String> users = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1)) {
      if (!line.isBlank()) {
        users.add(line);
      }
    }
    return users;
  }
}
