package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** Why a read found nothing in a key that is there: no such field, member or place. */
final class MissReasons {
  private static final int TOLD = 5;

  private final RedisNode node;
  private final int db;
  private final byte[][] argv;
  private final String reply;
  private final List<String> lines = new ArrayList<>();

  private MissReasons(RedisNode node, int db, byte[][] argv, String reply) {
    this.reply = reply;
    this.node = node;
    this.db = db;
    this.argv = argv;
  }

  /**
   * A line for each thing that was asked for and is not there.
   *
   * @param reply as it was shown; empty where that is not known
   */
  static List<String> of(RedisNode node, int db, byte[][] argv, String reply) {
    MissReasons reasons = new MissReasons(node, db, argv, reply);
    reasons.look();
    return reasons.lines.subList(0, StrictMath.min(TOLD, reasons.lines.size()));
  }

  private void look() {
    if (argv.length < 2) {
      return;
    }
    switch (Bytes.text(argv[0]).toUpperCase(Locale.ROOT)) {
      case "HGET", "HEXISTS", "HSTRLEN" -> within(1, " has no field ", 2, 3);
      case "HMGET" -> within(1, " has no field ", 2, argv.length);
      case "ZSCORE", "ZRANK", "ZREVRANK", "SISMEMBER" -> within(1, " has no member ", 2, 3);
      case "ZMSCORE", "SMISMEMBER", "GEOPOS", "GEOHASH" ->
          within(1, " has no member ", 2, argv.length);
      case "GEODIST" -> within(1, " has no member ", 2, 4);
      case "LINDEX" -> place();
      case "KEYS" -> names();
      case "EVAL", "EVAL_RO", "EVALSHA", "EVALSHA_RO", "FCALL", "FCALL_RO" -> script();
      default -> {}
    }
  }

  private Optional<SequencedMap<Blob, Blob>> content(int key) {
    return node.content(db, argv[key]);
  }

  private void within(int key, String lacks, int from, int to) {
    Optional<SequencedMap<Blob, Blob>> content = content(key);
    for (int i = from; content.isPresent() && i < StrictMath.min(to, argv.length); i++) {
      if (!content.get().containsKey(Blob.of(argv[i]))) {
        lines.add(text(argv[key]) + lacks + text(argv[i]));
      }
    }
  }

  private void place() {
    Optional<SequencedMap<Blob, Blob>> content = content(1);
    String index = argv.length > 2 ? Bytes.text(argv[2]) : "";
    if (content.isEmpty() || !index.matches("-?[0-9]{1,9}")) {
      return;
    }
    int at = Integer.parseInt(index);
    int size = content.get().size();
    if (at >= size || at < -size) {
      lines.add(
          text(argv[1])
              + " has "
              + Quantity.count(size, "item")
              + ", from 0 to "
              + (size - 1)
              + ", and none at "
              + at);
    }
  }

  private void names() {
    if (reply.equals("(empty array)")) {
      long keys = 0;
      for (KeyspaceSnapshot.Database each : node.snapshot(0).filled()) {
        keys += each.number() == db ? each.keys() : 0;
      }
      lines.add(
          keys == 0
              ? "db" + db + " has no key at all"
              : "db"
                  + db
                  + " has no key that matches "
                  + text(argv[1])
                  + ", and all "
                  + Quantity.count(keys)
                  + " were looked at for it");
    }
  }

  private void script() {
    if (reply.equals("(nil)")) {
      lines.add("the script returns nothing, or nil or false, which is the same to a client");
    }
  }

  private static String text(byte[] word) {
    return CommandText.of(new byte[][] {word}, 40);
  }
}
