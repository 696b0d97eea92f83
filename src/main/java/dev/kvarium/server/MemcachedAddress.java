package dev.kvarium.server;

/** Where a memcached is. */
public record MemcachedAddress(String host, int port) {
  private static final String USUAL_PORT = "11211";

  /**
   * Reads {@code HOST:PORT}; without a port it is memcached's own.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static MemcachedAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = colon < 0 ? USUAL_PORT : text.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + text + "' is no HOST:PORT");
    }
    return new MemcachedAddress(
        colon < 0 ? text : text.substring(0, colon), Integer.parseInt(port));
  }
}
