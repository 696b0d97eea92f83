package dev.kvarium.sharding;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rings of twemproxy (nutcracker 0.5.0): ketama, modula.
 *
 * <p>Ketama is always weighted, 160 points a server in the mean, made with MD5 whatever hashes the
 * keys. A server is known by its name, else by its host where the port is 11211, else by host and
 * port. Shares of points are computed with floats, so 25 equal servers get 156 points each.
 */
final class Twemproxy {
  private static final int POINTS = 160;

  /**
   * Nutcracker sorts the servers of a pool by name, the shorter before the longer, when it looks
   * for doubles, and leaves them so: what the file's order was does not matter.
   */
  private static final Comparator<Server> ORDER =
      Comparator.comparingInt((Server server) -> name(server).length())
          .thenComparing(Twemproxy::name);

  private Twemproxy() {}

  /** Servers in the order in which nutcracker keeps them. */
  static List<Server> sorted(List<Server> servers) {
    return servers.stream().sorted(ORDER).toList();
  }

  static Ring ketama(List<Server> servers, KeyHash hash, Optional<String> tag) {
    List<Ring.Point> points = new ArrayList<>();
    int[] digests = digests(servers);
    for (int i = 0; i < servers.size(); i++) {
      Continuum.md5Points(points, i, name(servers.get(i)), digests[i]);
    }
    return new Continuum(servers, points, tagged(hash, tag), true);
  }

  static Ring modula(List<Server> servers, KeyHash hash, Optional<String> tag) {
    return new Modula(servers, sorted(servers), tagged(hash, tag), true);
  }

  private static String name(Server server) {
    return server.name().isEmpty() ? server.shortAddress() : server.name();
  }

  /** How many digests, of four points each, every server gets by its weight. */
  static int[] digests(List<Server> servers) {
    int total = servers.stream().mapToInt(Server::weight).sum();
    int[] digests = new int[servers.size()];
    for (int i = 0; i < digests.length; i++) {
      float share = (float) servers.get(i).weight() / (float) total;
      float points = share * POINTS / 4 * (float) servers.size();
      digests[i] = (int) StrictMath.floor((float) (points + 0.0000000001));
    }
    return digests;
  }

  /** Hashes what stands between the two characters of the tag, where a key has that. */
  private static Continuum.Places tagged(KeyHash hash, Optional<String> tag) {
    if (tag.isEmpty()) {
      return key -> hashed(hash, key);
    }
    byte open = (byte) tag.get().charAt(0);
    byte close = (byte) tag.get().charAt(1);
    return key -> hashed(hash, part(key, open, close));
  }

  /** No key at all, which Redis allows, is at place 0 whatever the function. */
  private static long hashed(KeyHash hash, byte[] key) {
    return key.length == 0 ? 0 : hash.hash(key);
  }

  private static byte[] part(byte[] key, byte open, byte close) {
    int from = Bytes.indexOf(key, open, 0);
    int to = from < 0 ? -1 : Bytes.indexOf(key, close, from + 1);
    return to <= from + 1 ? key : Arrays.copyOfRange(key, from + 1, to);
  }
}
