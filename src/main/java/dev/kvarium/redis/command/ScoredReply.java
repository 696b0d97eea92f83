package dev.kvarium.redis.command;

import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * An array of members, with their scores if wanted: by turns in RESP2, as pairs in RESP3, where
 * nothing else would keep them in order.
 */
final class ScoredReply {
  private final boolean withScores;
  private final boolean nested;
  private final List<Reply> items = new ArrayList<>();

  ScoredReply(boolean withScores, boolean nested) {
    this.withScores = withScores;
    this.nested = nested;
  }

  void add(byte[] member, double score) {
    Reply bulk = new Reply.Bulk(member);
    if (!withScores) {
      items.add(bulk);
    } else if (nested) {
      items.add(new Reply.Array(List.of(bulk, new Reply.Double(score))));
    } else {
      items.add(bulk);
      items.add(new Reply.Double(score));
    }
  }

  int size() {
    return items.size();
  }

  Reply build() {
    return items.isEmpty() ? Reply.EMPTY_ARRAY : new Reply.Array(items);
  }
}
