package dev.kvarium.sharding;

import java.util.ArrayList;
import java.util.List;

/**
 * The rings of libmemcached 1.1.4.
 *
 * <p>{@code ketama} and {@code consistent} put 100 points a server on the circle, each the hash of
 * {@code host:port-i} by the function that hashes the keys. {@code ketama_weighted} is the one that
 * others call ketama: 160 points in the mean, by MD5.
 */
final class Libmemcached {
  private static final int UNWEIGHTED_POINTS = 100;

  private Libmemcached() {}

  static Ring ketama(List<Server> servers, KeyHash hash) {
    List<Ring.Point> points = new ArrayList<>();
    for (int i = 0; i < servers.size(); i++) {
      for (int point = 0; point < UNWEIGHTED_POINTS; point++) {
        String name = servers.get(i).shortAddress() + "-" + point;
        points.add(new Ring.Point(hash.hash(KeyHash.text(name)), i));
      }
    }
    return new Continuum(servers, points, hash::hash, true);
  }

  static Ring ketamaWeighted(List<Server> servers, KeyHash hash) {
    return weighted(servers, hash, false);
  }

  /** Its own reading of spymemcached's names, which is not spymemcached's. */
  static Ring ketamaSpy(List<Server> servers, KeyHash hash) {
    return weighted(servers, hash, true);
  }

  private static Ring weighted(List<Server> servers, KeyHash hash, boolean spy) {
    List<Ring.Point> points = new ArrayList<>();
    int[] digests = Twemproxy.digests(servers);
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(i);
      String name = spy ? "/" + server.address() : server.shortAddress();
      Continuum.md5Points(points, i, name, digests[i]);
    }
    return new Continuum(servers, points, hash::hash, true);
  }

  static Ring modula(List<Server> servers, KeyHash hash) {
    return new Modula(servers, hash::hash, false);
  }
}
