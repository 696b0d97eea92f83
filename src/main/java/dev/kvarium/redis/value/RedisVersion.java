package dev.kvarium.redis.value;

import java.util.Optional;

/**
 * Which server a node models, as far as one differs from another in what is seen: how small values
 * are packed, what the parameters are called, which format its files have.
 *
 * <table>
 *   <caption>What they pack small values into</caption>
 *   <tr><th></th><th>6.2</th><th>7.0</th><th>7.2</th></tr>
 *   <tr><td>hash, sorted set</td><td>ziplist</td><td>listpack</td><td>listpack</td></tr>
 *   <tr><td>set that is not of integers</td><td>hashtable</td><td>hashtable</td><td>listpack</td></tr>
 *   <tr><td>list</td><td>quicklist of ziplists</td><td>quicklist</td><td>listpack</td></tr>
 * </table>
 */
public enum RedisVersion {
  V6_2("6.2", "6.2.14", 9),
  V7_0("7.0", "7.0.15", 10),
  V7_2("7.2", "7.2.4", 11);

  private final String title;
  private final String full;
  private final int rdb;

  RedisVersion(String title, String full, int rdb) {
    this.title = title;
    this.full = full;
    this.rdb = rdb;
  }

  /** The version of a title, {@code 7.0}; empty when it is not modelled. */
  public static Optional<RedisVersion> of(String title) {
    for (RedisVersion each : values()) {
      if (each.title.equals(title)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** {@code 7.0}. */
  public String title() {
    return title;
  }

  /** What INFO and HELLO tell: {@code 7.0.15}. */
  public String full() {
    return full;
  }

  /** The version of RDB that it writes, and the last that it reads. */
  public int rdb() {
    return rdb;
  }

  /** Whether it packs into ziplists, which listpacks took the place of. */
  public boolean packsZiplists() {
    return this == V6_2;
  }

  /** Whether small sets and lists are listpacks, too. */
  public boolean packsSetsAndLists() {
    return this == V7_2;
  }

  /** A parameter of packing by the name that this version gives it. */
  public String parameter(String name) {
    return packsZiplists() ? name.replace("listpack", "ziplist") : name;
  }
}
