package dev.kvarium.cli;

import dev.kvarium.cli.LintCommand.Source;
import dev.kvarium.lint.Guidelines;
import dev.kvarium.lint.Lint;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.server.MemcachedAddress;
import dev.kvarium.server.MemcachedKeys;
import dev.kvarium.server.RedisKeys;
import dev.kvarium.server.RedisLink;
import java.io.IOException;

/** Servers whose keys can be looked at while they run. */
final class LintServer {
  private LintServer() {}

  /** Shows keys, and tells a bar how many. */
  private interface Shown {
    void by(ProgressBar bar) throws IOException;
  }

  private static void show(boolean progress, String what, long all, Shown shown)
      throws IOException {
    ProgressBar bar = new ProgressBar(progress, what, all);
    try {
      shown.by(bar);
    } finally {
      bar.end();
    }
  }

  /** A Redis; the connection is closed when it was shown. */
  record OfRedis(RedisLink.Address address, RedisLink link, RedisKeys keys, boolean progress)
      implements Source {
    @Override
    public Shaping shaping() {
      return keys.questions().shaping();
    }

    @Override
    public String name() {
      return address.toString();
    }

    @Override
    public String uri() {
      return "";
    }

    @Override
    public void show(Lint lint) throws IOException {
      try (link) {
        LintServer.show(progress, "keys", keys.size(), bar -> keys.show(lint::look, bar::at));
      }
      System.err.println("kvarium: " + keys.cost());
    }
  }

  /** A memcached. */
  record OfMemcached(String name, MemcachedKeys keys, boolean progress) implements Source {
    static OfMemcached at(String address, boolean progress) throws IOException {
      MemcachedAddress at = MemcachedAddress.parse(address);
      return new OfMemcached(address, new MemcachedKeys(at.host(), at.port()), progress);
    }

    @Override
    public Shaping shaping() {
      return Guidelines.usualShaping();
    }

    @Override
    public String uri() {
      return "";
    }

    @Override
    public void show(Lint lint) throws IOException {
      try (keys) {
        LintServer.show(progress, "items", keys.size(), bar -> keys.show(lint::look, bar::at));
      }
    }
  }
}
