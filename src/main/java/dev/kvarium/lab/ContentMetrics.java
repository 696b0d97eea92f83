package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Figures of what keys hold, wherever it stands in them. */
final class ContentMetrics {
  /** Of a larger value, so many words are looked at, and so many bytes of each. */
  private static final int MOST_WORDS = 64;

  private static final int MOST_BYTES = 4_096;

  private ContentMetrics() {}

  static Stream<Metrics.Row> rows() {
    return Stream.of(
        Metrics.ofKey(
            "key.sorted",
            "what it holds: fields with their values, members, or scores, by name; else in order",
            ContentMetrics::sorted),
        Metrics.ofKey(
            "keys.holding",
            "keys of the selected database with this text in a string, an element or a field",
            ContentMetrics::holding));
  }

  private static List<Blob> words(RedisNode node, int db, Blob key) {
    return node.contents(db, key.bytes(), MOST_WORDS);
  }

  private static String sorted(Metrics.Look look) {
    List<String> words = new ArrayList<>();
    look.redis()
        .map(each -> words(each, look.lab().db(), Blob.of(look.keyName())))
        .orElse(List.of())
        .forEach(word -> words.add(word.toString()));
    String type = look.key().map(each -> each.type()).orElse("none");
    boolean pairs = type.equals("hash") || type.equals("zset");
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < words.size(); i += pairs ? 2 : 1) {
      entries.add(
          pairs && i + 1 < words.size() ? words.get(i) + " " + words.get(i + 1) : words.get(i));
    }
    if (pairs || type.equals("set")) {
      Collections.sort(entries);
    }
    return String.join(" ", entries);
  }

  private static String holding(Metrics.Look look) {
    return Metrics.text(look.redis().map(each -> holding(each, look)).orElse(0L));
  }

  private static long holding(RedisNode node, Metrics.Look look) {
    int db = look.lab().db();
    return node.snapshot(Integer.MAX_VALUE).filled().stream()
        .filter(each -> each.number() == db)
        .flatMap(each -> each.page().stream())
        .map(KeyspaceSnapshot.Key::name)
        .filter(key -> holds(words(node, db, key), look.keyName()))
        .count();
  }

  private static boolean holds(List<Blob> words, String text) {
    return words.stream()
        .anyMatch(each -> each.bytes().length <= MOST_BYTES && each.toString().contains(text));
  }
}
