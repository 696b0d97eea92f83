package dev.kvarium.sharding;

import java.util.ArrayList;
import java.util.List;

/**
 * The remainder of the hash by the number of servers, each counted as often as its weight. A server
 * more moves n/(n+1) of all keys.
 */
final class Modula implements Ring {
  private final List<Server> servers;
  private final List<Integer> shares = new ArrayList<>();
  private final Continuum.Places keys;

  Modula(List<Server> servers, Continuum.Places keys, boolean weighted) {
    this(servers, servers, keys, weighted);
  }

  /** The same over servers that are counted in another order. */
  Modula(List<Server> servers, List<Server> counted, Continuum.Places keys, boolean weighted) {
    this.servers = servers;
    this.keys = keys;
    for (Server each : counted) {
      int i = servers.indexOf(each);
      for (int share = weighted ? each.weight() : 1; share > 0; share--) {
        shares.add(i);
      }
    }
  }

  @Override
  public List<Server> servers() {
    return servers;
  }

  @Override
  public long place(byte[] key) {
    return keys.of(key);
  }

  @Override
  public int pick(byte[] key) {
    return shares.get((int) (keys.of(key) % shares.size()));
  }
}
