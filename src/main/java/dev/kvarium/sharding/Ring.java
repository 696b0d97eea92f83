package dev.kvarium.sharding;

import java.util.List;

/** A way to find the server of a key. */
public interface Ring {
  /** The servers, in the order in which they were given. */
  List<Server> servers();

  /** Which of the servers a key belongs to, from 0. */
  int pick(byte[] key);

  /** The points on the circle, by their place; none where there is no circle. */
  default List<Point> points() {
    return List.of();
  }

  /**
   * Where a key lies on the circle, or what stands for it where there is none.
   *
   * @return from 0 to 2^32 - 1
   */
  long place(byte[] key);

  /**
   * A point of a server on the circle: what lies up to it, from the point before on, is the
   * server's.
   *
   * @param place from 0 to 2^32 - 1
   * @param server which of the servers, from 0
   */
  record Point(long place, int server) {}
}
