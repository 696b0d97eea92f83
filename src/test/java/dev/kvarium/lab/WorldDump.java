package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All that the servers of a lab hold, in text: keys of all databases with types, encodings, expiry
 * times and contents. Reading leaves traces, so the lab is only good for taking steps back
 * afterwards.
 */
final class WorldDump {
  private WorldDump() {}

  static List<String> of(Lab lab) {
    List<String> dump = new ArrayList<>();
    for (String name : lab.nodes()) {
      dump.add("node " + name + (lab.redis(name).isPresent() ? " up" : " down"));
      lab.redis(name).ifPresent(node -> of(node, dump));
    }
    return dump;
  }

  static void of(RedisNode node, List<String> dump) {
    Session session = node.connect("dump");
    for (int db = 0; db < 4; db++) {
      say(node, session, "SELECT", "" + db);
      List<String> lines = new ArrayList<>();
      for (byte[] key : keys(node, session)) {
        String type = say(node, session, "TYPE", key);
        lines.add(
            "db"
                + db
                + " "
                + CommandText.of(new byte[][] {key})
                + " "
                + say(node, session, "OBJECT", "ENCODING", key)
                + " "
                + say(node, session, "PEXPIRETIME", key)
                + " "
                + content(node, session, type, key));
      }
      Collections.sort(lines);
      dump.addAll(lines);
    }
  }

  private static String content(RedisNode node, Session session, String type, byte[] key) {
    return switch (type) {
      case "string" -> say(node, session, "GET", key);
      case "list" -> say(node, session, "LRANGE", key, "0", "-1");
      case "hash" -> sorted(node, session, "HGETALL", key);
      case "set" -> sorted(node, session, "SMEMBERS", key);
      default -> say(node, session, "ZRANGE", key, "0", "-1", "WITHSCORES");
    };
  }

  /** Tables of two processes have two orders. */
  private static String sorted(RedisNode node, Session session, Object... words) {
    String[] items = say(node, session, words).split("\n", -1);
    List<String> pairs = new ArrayList<>();
    int size = words[0].equals("HGETALL") ? 2 : 1;
    for (int i = 0; i + size <= items.length; i += size) {
      StringBuilder pair = new StringBuilder();
      for (int j = 0; j < size; j++) {
        pair.append(items[i + j].replaceFirst("^ *[0-9]+\\) ", "")).append(' ');
      }
      pairs.add(pair.toString());
    }
    Collections.sort(pairs);
    return pairs.toString();
  }

  private static List<byte[]> keys(RedisNode node, Session session) {
    Reply reply = node.execute(session, words("KEYS", "*"));
    List<byte[]> keys = new ArrayList<>();
    switch (reply) {
      case Reply.Bulks bulks -> Collections.addAll(keys, bulks.items());
      case Reply.Array array ->
          array.items().forEach(each -> keys.add(((Reply.Bulk) each).bytes()));
      default -> throw new AssertionError(reply);
    }
    return keys;
  }

  private static String say(RedisNode node, Session session, Object... words) {
    byte[][] argv = words(words);
    return ReplyText.of(argv, node.execute(session, argv), false);
  }

  private static byte[][] words(Object... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = words[i] instanceof byte[] bytes ? bytes : Bytes.of((String) words[i]);
    }
    return argv;
  }
}
