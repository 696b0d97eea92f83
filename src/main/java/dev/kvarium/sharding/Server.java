package dev.kvarium.sharding;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the servers that share the keys.
 *
 * @param host name or address
 * @param weight how large its share is, beside the others'
 * @param name what twemproxy's rings know it by; empty when it has none
 */
public record Server(String host, int port, int weight, String name) {
  private static final int MEMCACHED_PORT = 11_211;
  private static final int MOST_WEIGHT = 1_000_000;

  /**
   * Reads {@code host:port}, {@code host:port:weight} or either with a name behind a blank.
   *
   * @throws IllegalArgumentException for anything else, saying what is wrong
   */
  public static Server parse(String text) {
    String trimmed = text.strip();
    int blank = trimmed.indexOf(' ');
    String address = blank < 0 ? trimmed : trimmed.substring(0, blank);
    String name = blank < 0 ? "" : trimmed.substring(blank + 1).strip();
    String[] parts = address.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no server: write host:port, host:port:weight or host:port:weight name");
    }
    int port = number(parts[1], 65_535, "a port", text);
    int weight = parts.length == 3 ? number(parts[2], MOST_WEIGHT, "a weight", text) : 1;
    return new Server(parts[0], port, weight, name);
  }

  private static int number(String digits, int most, String what, String text) {
    if (!digits.matches("[0-9]{1,9}") || Integer.parseInt(digits) > most || digits.matches("0+")) {
      throw new IllegalArgumentException(
          "'" + digits + "' in '" + text + "' is not " + what + " from 1 to " + most);
    }
    return Integer.parseInt(digits);
  }

  /** Reads servers with commas between them. */
  public static List<Server> parseAll(String text) {
    List<Server> servers = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      servers.add(parse(each));
    }
    return List.copyOf(servers);
  }

  /** Servers in the order in which nutcracker keeps them: by name, the shorter first. */
  public static List<Server> inNutcrackersOrder(List<Server> servers) {
    return Twemproxy.sorted(servers);
  }

  /** Host and port, whatever the port. */
  public String address() {
    return host + ":" + port;
  }

  /** Host alone where the port is memcached's usual one, as several libraries write it. */
  String shortAddress() {
    return port == MEMCACHED_PORT ? host : address();
  }

  /** Its name, or where it is. */
  public String shown() {
    return name.isEmpty() ? address() : name;
  }
}
