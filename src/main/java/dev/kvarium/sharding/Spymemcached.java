package dev.kvarium.sharding;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The rings of spymemcached 2.12.3, the Java client.
 *
 * <p>Its hash functions are its own: they work on characters with 64 bits, and only the low 32 bits
 * of the result count. Where it hashes points by one of those, and in the format {@code
 * libmemcached}, a server goes by the name that the system has for its address, so that 127.0.0.1
 * becomes {@code localhost}: the same servers given by name and by address are two rings.
 */
final class Spymemcached {
  /** How a key or a point is hashed. */
  enum Hash {
    KETAMA_HASH,
    NATIVE_HASH,
    FNV1_32_HASH,
    FNV1A_32_HASH,
    FNV1_64_HASH,
    FNV1A_64_HASH;

    long hash(byte[] key) {
      return switch (this) {
        case KETAMA_HASH -> KeyHash.MD5.hash(key);
        case NATIVE_HASH -> KeyHash.unsigned(Bytes.text(key).hashCode());
        case FNV1_32_HASH -> fnv(key, FNV_32_INIT, FNV_32_PRIME, false);
        case FNV1A_32_HASH -> fnv(key, FNV_32_INIT, FNV_32_PRIME, true);
        case FNV1_64_HASH -> fnv(key, FNV_64_INIT, FNV_64_PRIME, false);
        case FNV1A_64_HASH -> fnv(key, FNV_64_INIT, FNV_64_PRIME, true);
      };
    }
  }

  private static final long FNV_64_INIT = 0xcbf29ce484222325L;
  private static final long FNV_64_PRIME = 0x100000001b3L;
  private static final long FNV_32_INIT = 2_166_136_261L;
  private static final long FNV_32_PRIME = 16_777_619;
  private static final int POINTS = 160;

  private Spymemcached() {}

  private static long fnv(byte[] key, long initial, long prime, boolean first) {
    long hash = initial;
    String text = Bytes.text(key);
    for (int i = 0; i < text.length(); i++) {
      if (first) {
        hash ^= text.charAt(i);
        hash *= prime;
      } else {
        hash *= prime;
        hash ^= text.charAt(i);
      }
    }
    return hash & 0xffff_ffffL;
  }

  static Ring ketama(List<Server> servers, Hash hash, boolean asLibmemcached) {
    boolean weighted = servers.stream().anyMatch(each -> each.weight() != 1);
    int[] digests = Twemproxy.digests(servers);
    List<Ring.Point> points = new ArrayList<>();
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(i);
      if (hash == Hash.KETAMA_HASH) {
        String name = asLibmemcached ? resolved(server).shortAddress() : server.address();
        Continuum.md5Points(points, i, name, weighted ? digests[i] : POINTS / 4);
      } else {
        String name = asLibmemcached ? resolved(server).shortAddress() : lookedUp(server);
        for (int point = 0; point < POINTS; point++) {
          points.add(new Ring.Point(hash.hash(KeyHash.text(name + "-" + point)), i));
        }
      }
    }
    return new Continuum(servers, Continuum.lastWins(points), hash::hash, false);
  }

  static Ring modula(List<Server> servers, Hash hash) {
    return new Modula(servers, hash::hash, false);
  }

  /** The server by the name that the system has for its address. */
  private static Server resolved(Server server) {
    return server.host().equals("127.0.0.1")
        ? new Server("localhost", server.port(), server.weight(), "")
        : server;
  }

  /** How Java prints an address whose name was looked up: {@code localhost/127.0.0.1:11211}. */
  private static String lookedUp(Server server) {
    return resolved(server).host() + "/" + server.address();
  }
}
