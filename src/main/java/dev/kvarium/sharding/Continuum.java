package dev.kvarium.sharding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * A circle of 2^32 places with points of the servers on it: a key belongs to the server of the
 * first point at or behind its hash, and behind the last point to that of the first.
 *
 * <p>A server more takes its keys from all others, about 1/(n+1) of them, and no key moves between
 * the others: that is what the circle is for. With few points the shares differ widely; with 160 a
 * server the largest is still some 5 to 15 per cent above the mean.
 */
final class Continuum implements Ring {
  /** How a library makes a hash of a key. */
  interface Places {
    long of(byte[] key);
  }

  private final List<Server> servers;
  private final List<Point> points;
  private final long[] places;
  private final Places keys;
  private final boolean aloneTakesAll;

  /**
   * A circle.
   *
   * @param aloneTakesAll whether one server alone is chosen without looking at the key
   */
  Continuum(List<Server> servers, List<Point> points, Places keys, boolean aloneTakesAll) {
    this.servers = servers;
    this.points = points.stream().sorted(Comparator.comparingLong(Point::place)).toList();
    this.places = this.points.stream().mapToLong(Point::place).toArray();
    this.keys = keys;
    this.aloneTakesAll = aloneTakesAll;
  }

  /** The points, of which a later one at the same place replaces an earlier one. */
  static List<Point> lastWins(List<Point> points) {
    TreeMap<Long, Point> byPlace = new TreeMap<>();
    points.forEach(each -> byPlace.put(each.place(), each));
    return new ArrayList<>(byPlace.values());
  }

  /** Four points out of each MD5 digest of {@code NAME-0}, {@code NAME-1}, and so on. */
  static void md5Points(List<Point> to, int server, String name, int digests) {
    for (int i = 0; i < digests; i++) {
      byte[] digest = KeyHash.md5(KeyHash.text(name + "-" + i));
      for (int which = 0; which < 4; which++) {
        to.add(new Point(KeyHash.point(digest, which), server));
      }
    }
  }

  @Override
  public List<Server> servers() {
    return servers;
  }

  @Override
  public List<Point> points() {
    return points;
  }

  @Override
  public long place(byte[] key) {
    return keys.of(key);
  }

  @Override
  public int pick(byte[] key) {
    if (servers.size() == 1 && aloneTakesAll) {
      return 0;
    }
    long place = keys.of(key);
    int low = 0;
    int high = places.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places[middle] < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return points.get(low == places.length ? 0 : low).server();
  }
}
