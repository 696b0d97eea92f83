package dev.kvarium.twin;

import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import dev.kvarium.wire.RespReader;
import dev.kvarium.wire.RespWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether two replies are the same, where their bytes are not. */
final class Same {
  private Same() {}

  static Reply parse(byte[] frame) {
    RespReader reader = new RespReader();
    reader.feed(frame, 0, frame.length);
    try {
      return reader.next().orElseThrow();
    } catch (ProtocolError wrong) {
      throw new AssertionError(
          "not a reply: " + new Op(Op.Kind.PLAIN, new byte[][] {frame}).line(), wrong);
    }
  }

  /** The items of a reply; a reply that is no aggregate is its own only item. */
  static List<Reply> items(Reply reply) {
    return switch (reply) {
      case Reply.Array array -> array.items();
      case Reply.Set set -> set.items();
      case Reply.Map map -> map.keysAndValues();
      case Reply.Push push -> push.items();
      default -> List.of(reply);
    };
  }

  /** The same kind of aggregate with the same items in any order, taken in groups of a size. */
  static boolean unordered(byte[] left, byte[] right, int group) {
    Reply one = parse(left);
    Reply two = parse(right);
    return one.getClass() == two.getClass()
        && sortedGroups(items(one), group).equals(sortedGroups(items(two), group));
  }

  /** Groups of items as text, sorted: a key for comparing without order. */
  static List<String> sortedGroups(List<Reply> items, int group) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < items.size(); i += group) {
      StringBuilder key = new StringBuilder();
      for (int j = i; j < Math.min(items.size(), i + group); j++) {
        key.append(Quoting.word(RespWriter.bytes(items.get(j), true))).append(' ');
      }
      keys.add(key.toString());
    }
    keys.sort(null);
    return keys;
  }

  /** Two integers that are as near as a slack. */
  static boolean near(byte[] left, byte[] right, long slack) {
    return parse(left) instanceof Reply.Int one
        && parse(right) instanceof Reply.Int two
        && (one.value() < 0) == (two.value() < 0)
        && Math.abs(one.value() - two.value()) <= slack;
  }

  /** Two lists of members and scores that are the same but for the last digits of the scores. */
  static boolean nearScores(byte[] left, byte[] right) {
    Map<String, Double> one = scores(parse(left));
    Map<String, Double> two = scores(parse(right));
    if (!one.keySet().equals(two.keySet())) {
      return false;
    }
    return one.entrySet().stream()
        .allMatch(
            each ->
                Math.abs(each.getValue() - two.get(each.getKey()))
                    <= Math.ulp(each.getValue()) * 64);
  }

  /** Members with their scores, flat as in RESP2 or in pairs as in RESP3. */
  private static Map<String, Double> scores(Reply reply) {
    List<String> words = new ArrayList<>();
    for (Reply item : items(reply)) {
      items(item).forEach(word -> words.add(ReplyText.raw(word)));
    }
    Map<String, Double> scores = new TreeMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      scores.put(words.get(i), Double.valueOf(words.get(i + 1)));
    }
    return scores;
  }

  static boolean isNil(byte[] frame) {
    return parse(frame) instanceof Reply.Nil;
  }

  static boolean equal(byte[] left, byte[] right) {
    return Arrays.equals(left, right);
  }

  static long number(byte[] frame) {
    return parse(frame) instanceof Reply.Int number ? number.value() : Long.MIN_VALUE;
  }
}
