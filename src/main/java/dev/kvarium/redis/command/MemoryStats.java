package dev.kvarium.redis.command;

import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.structure.Dict;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * MEMORY STATS: what takes how much. Tables are reckoned as the server does; where it asks its
 * allocator or the system, the modelled sum is told.
 */
final class MemoryStats {
  private static final int ENTRY_BYTES = 24;
  private static final int POINTER_BYTES = 8;
  private static final int OBJECT_BYTES = 16;

  private final List<Reply> fields = new ArrayList<>();

  private MemoryStats() {}

  static Reply of(Keyspace keyspace) {
    MemoryModel memory = MemoryModel.of(keyspace);
    MemoryStats stats = new MemoryStats();
    stats.number("peak.allocated", memory.total());
    stats.number("total.allocated", memory.total());
    stats.number("startup.allocated", MemoryModel.STARTUP_BYTES);
    for (String nothing :
        List.of(
            "replication.backlog",
            "clients.slaves",
            "clients.normal",
            "cluster.links",
            "aof.buffer",
            "lua.caches",
            "functions.caches")) {
      stats.number(nothing, 0);
    }
    long keys = 0;
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      keys += db.size();
      if (db.size() > 0) {
        stats.database(db);
      }
    }
    long data = memory.total() - memory.overhead();
    long sinceStart = memory.total() - MemoryModel.STARTUP_BYTES;
    stats.number("overhead.total", memory.overhead());
    stats.number("keys.count", keys);
    stats.number("keys.bytes-per-key", keys == 0 ? 0 : sinceStart / keys);
    stats.number("dataset.bytes", data);
    stats.share("dataset.percentage", sinceStart == 0 ? 0 : 100.0 * data / sinceStart);
    stats.share("peak.percentage", 100);
    stats.number("allocator.allocated", memory.total());
    stats.number("allocator.active", memory.total());
    stats.number("allocator.resident", memory.total());
    for (String what : List.of("allocator-fragmentation", "allocator-rss", "rss-overhead")) {
      stats.share(what + ".ratio", 1);
      stats.number(what + ".bytes", 0);
    }
    stats.share("fragmentation", 1);
    stats.number("fragmentation.bytes", 0);
    return new Reply.Map(List.copyOf(stats.fields));
  }

  private void number(String name, long value) {
    fields.add(Reply.of(name));
    fields.add(Reply.of(value));
  }

  private void share(String name, double value) {
    fields.add(Reply.of(name));
    fields.add(new Reply.Double(value));
  }

  private void database(Db db) {
    fields.add(Reply.of("db." + db.number()));
    fields.add(
        new Reply.Map(
            List.of(
                Reply.of("overhead.hashtable.main"),
                Reply.of(table(db.keys()) + (long) OBJECT_BYTES * db.size()),
                Reply.of("overhead.hashtable.expires"),
                Reply.of(table(db.expires())),
                Reply.of("overhead.hashtable.slot-to-keys"),
                Reply.ZERO)));
  }

  private static long table(Dict<?> dict) {
    return (long) ENTRY_BYTES * dict.size() + (long) POINTER_BYTES * dict.buckets();
  }
}
