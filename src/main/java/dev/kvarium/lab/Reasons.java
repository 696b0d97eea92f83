package dev.kvarium.lab;

import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.value.Sds;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.view.Quantity;

/** Why a value has the encoding and the size that it has, by the limits that its node runs with. */
final class Reasons {
  private static final int ENTRY_BYTES = 24;

  private final RedisNode node;

  Reasons(RedisNode node) {
    this.node = node;
  }

  /** Whether the encoding follows from what the value holds now, and not from what happened. */
  boolean isDefault(ValueSnapshot value) {
    return switch (value.encoding()) {
      case "int", "embstr", "listpack", "intset", "quicklist", "stream" -> true;
      default -> false;
    };
  }

  /** The rule by which the value has its encoding. */
  String encoding(ValueSnapshot value) {
    String length = Quantity.count(value.length());
    return switch (value.encoding()) {
      case "int" -> "it reads as a 64-bit integer, so the number itself is kept";
      case "embstr" -> length + " B are not more than 44, so header and text are one allocation";
      case "raw" -> length + " B are more than 44, or were edited in place";
      case "intset" ->
          "nothing but integers, "
              + length
              + " of at most set-max-intset-entries "
              + limit("set-max-intset-entries");
      case "listpack" -> packed(value);
      case "quicklist" -> "a list is always one";
      case "stream" -> "a stream is always a radix tree of listpacks";
      default ->
          "its first words passed a limit of the smaller encoding already; it does not go back";
    };
  }

  private String packed(ValueSnapshot value) {
    String family = value.type().equals("zset") ? "zset" : "hash";
    String entries = family + "-max-listpack-entries";
    String longest = family + "-max-listpack-value";
    return Quantity.count(value.length())
        + " of at most "
        + entries
        + " "
        + limit(entries)
        + ", and none is longer than "
        + longest
        + " "
        + limit(longest);
  }

  private String limit(String parameter) {
    return node.settings().get(parameter);
  }

  /** Where the bytes of MEMORY USAGE go. */
  String bytes(ValueSnapshot value) {
    long key = Sds.newBytes(value.key().length());
    return Quantity.bytes(value.bytes())
        + ": "
        + ENTRY_BYTES
        + " B for its entry in the table of keys, "
        + key
        + " B for its name, "
        + Quantity.bytes(value.bytes() - ENTRY_BYTES - key)
        + " for the value";
  }
}
