package dev.kvarium.sharding;

import java.util.ArrayList;
import java.util.List;

/** The first ketama, of last.fm: MD5 throughout, servers always known by host and port. */
final class Libketama {
  private Libketama() {}

  static Ring ring(List<Server> servers) {
    int total = servers.stream().mapToInt(Server::weight).sum();
    List<Ring.Point> points = new ArrayList<>();
    for (int i = 0; i < servers.size(); i++) {
      float share = (float) servers.get(i).weight() / (float) total;
      int digests = (int) StrictMath.floor((float) (share * 40.0 * (float) servers.size()));
      Continuum.md5Points(points, i, servers.get(i).address(), digests);
    }
    return new Continuum(servers, points, KeyHash.MD5::hash, false);
  }
}
