package dev.kvarium.sharding;

import dev.kvarium.base.Blob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A ring as views see it.
 *
 * @param method library, distribution and hash
 * @param points how many points lie on the circle; 0 where there is none
 * @param owners which server owns each of {@link #CELLS} equal parts of the circle, by its middle;
 *     empty where there is no circle
 * @param sampled how many keys were asked for, {@code key:1} and so on
 * @param moved how many of them belonged to another server before the ring changed last
 * @param changed whether it has changed since it was made
 * @param key one key and where it lies; empty when none is asked for
 */
public record RingSnapshot(
    String name,
    String method,
    List<Share> shares,
    int points,
    List<Integer> owners,
    int sampled,
    int moved,
    boolean changed,
    Optional<Placed> key) {
  /** Into how many parts the circle is cut. */
  public static final int CELLS = 1024;

  private static final int SAMPLED = 10_000;
  private static final long CIRCLE = 1L << 32;

  /**
   * What a server has.
   *
   * @param weight beside the others'
   * @param points of its own on the circle
   * @param arc how much of the circle is its own, from 0 to 2^32; 0 where there is no circle
   * @param keys of the sampled ones
   * @param came how many of them another server had before
   * @param went how many it had before and another has now
   */
  public record Share(
      String server, int weight, int points, long arc, int keys, int came, int went) {}

  /**
   * A key.
   *
   * @param place on the circle, from 0 to 2^32 - 1
   * @param point the place of the point that it belongs to; none where there is no circle
   * @param server which of the servers, from 0
   * @param before which server it belonged to before the ring changed last; empty when to the same
   */
  public record Placed(
      Blob key, long place, Optional<Long> point, int server, Optional<String> before) {}

  /**
   * Looks at a ring.
   *
   * @param before the ring as it was before it changed last; the same when it has not
   */
  public static RingSnapshot of(
      String name, String method, Ring ring, Ring before, Optional<Blob> key) {
    int count = ring.servers().size();
    int[] keys = new int[count];
    int[] came = new int[count];
    int[] went = new int[count];
    List<String> names = ring.servers().stream().map(Server::host).toList();
    List<String> namesBefore = before.servers().stream().map(Server::host).toList();
    int moved = 0;
    for (int i = 1; i <= SAMPLED; i++) {
      byte[] sample = ("key:" + i).getBytes(StandardCharsets.US_ASCII);
      int server = ring.pick(sample);
      keys[server]++;
      if (before != ring) {
        String earlier = namesBefore.get(before.pick(sample));
        if (!earlier.equals(names.get(server))) {
          moved++;
          came[server]++;
          int left = names.indexOf(earlier);
          if (left >= 0) {
            went[left]++;
          }
        }
      }
    }
    List<Ring.Point> points = ring.points();
    long[] arcs = arcs(points, count);
    int[] own = new int[count];
    points.forEach(each -> own[each.server()]++);
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Server server = ring.servers().get(i);
      shares.add(
          new Share(server.host(), server.weight(), own[i], arcs[i], keys[i], came[i], went[i]));
    }
    return new RingSnapshot(
        name,
        method,
        List.copyOf(shares),
        points.size(),
        owners(points),
        SAMPLED,
        moved,
        before != ring,
        key.map(each -> placed(ring, before, each)));
  }

  private static Placed placed(Ring ring, Ring before, Blob key) {
    long place = ring.place(key.bytes());
    int server = ring.pick(key.bytes());
    String earlier = before.servers().get(before.pick(key.bytes())).host();
    boolean same = earlier.equals(ring.servers().get(server).host());
    List<Ring.Point> points = ring.points();
    Optional<Long> point =
        points.isEmpty() ? Optional.empty() : Optional.of(points.get(at(points, place)).place());
    return new Placed(key, place, point, server, same ? Optional.empty() : Optional.of(earlier));
  }

  /** The index of the point at or behind a place, or of the first behind the last. */
  private static int at(List<Ring.Point> points, long place) {
    int low = 0;
    int high = points.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points.get(middle).place() < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == points.size() ? 0 : low;
  }

  private static long[] arcs(List<Ring.Point> points, int servers) {
    long[] arcs = new long[servers];
    for (int i = 0; i < points.size(); i++) {
      long from = i == 0 ? points.getLast().place() - CIRCLE : points.get(i - 1).place();
      arcs[points.get(i).server()] += points.get(i).place() - from;
    }
    return arcs;
  }

  private static List<Integer> owners(List<Ring.Point> points) {
    List<Integer> owners = new ArrayList<>();
    if (!points.isEmpty()) {
      for (int cell = 0; cell < CELLS; cell++) {
        long middle = cell * (CIRCLE / CELLS) + CIRCLE / CELLS / 2;
        owners.add(points.get(at(points, middle)).server());
      }
    }
    return List.copyOf(owners);
  }

  /** How many of a hundred keys belong to another server since the ring changed last. */
  public double movedPercent() {
    return 100.0 * moved / sampled;
  }

  /** The server that has most of the keys. */
  public String fullest() {
    return shares.stream().max(Comparator.comparingInt(Share::keys)).map(Share::server).orElse("");
  }

  /** How many of a hundred keys the server has that has most of them. */
  public double largestPercent() {
    return 100.0 * shares.stream().mapToInt(Share::keys).max().orElse(0) / sampled;
  }
}
