package dev.kvarium.redis.command;

import dev.kvarium.base.Glob;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SCAN: some of the keys at a time. The cursor says which buckets were seen; see {@link
 * dev.kvarium.structure.Dict#scan}.
 */
final class KeyScan {
  private static final byte[] ALL = {'*'};

  private KeyScan() {}

  private record Options(byte[] pattern, long count, String type) {
    static Options from(Call call) throws CommandError {
      byte[] pattern = ALL;
      long count = 10;
      String type = "";
      for (int i = 2; i < call.argc(); i += 2) {
        if (i + 1 >= call.argc()) {
          throw CommandError.SYNTAX;
        } else if (call.is(i, "COUNT")) {
          count = call.longArg(i + 1);
          if (count < 1) {
            throw CommandError.SYNTAX;
          }
        } else if (call.is(i, "MATCH")) {
          pattern = call.arg(i + 1);
        } else if (call.is(i, "TYPE")) {
          type = call.text(i + 1).toLowerCase(Locale.ROOT);
        } else {
          throw CommandError.SYNTAX;
        }
      }
      return new Options(pattern, count, type);
    }

    boolean matches(byte[] key) {
      return Glob.matchesAll(pattern) || Glob.matches(pattern, key);
    }
  }

  static Reply handle(Call call) throws CommandError {
    long cursor = CollectionScan.cursor(call, 1);
    Options options = Options.from(call);
    Db db = call.db();
    List<byte[]> seen = new ArrayList<>();
    // a product that overflows is negative: then no number of steps ends the walk
    long steps = options.count() * 10;
    do {
      cursor = db.keys().scan(cursor, entry -> seen.add(entry.key));
    } while (cursor != 0 && steps-- != 0 && seen.size() < options.count());
    List<byte[]> kept = new ArrayList<>();
    for (byte[] key : seen) {
      if (options.matches(key) && hasType(db, key, options.type()) && !db.expireIfNeeded(key)) {
        kept.add(key);
      }
    }
    return Reply.of(
        Reply.of(Long.toUnsignedString(cursor)), new Reply.Bulks(kept.toArray(byte[][]::new)));
  }

  private static boolean hasType(Db db, byte[] key, String type) {
    if (type.isEmpty()) {
      return true;
    }
    Value value = db.readUntouched(key);
    return type.equals(value == null ? "none" : value.type().redisName());
  }
}
