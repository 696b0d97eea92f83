package dev.kvarium.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Replies of every shape, for tests. */
final class RandomReplies {
  private RandomReplies() {}

  static Reply reply(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 13)) {
      case 0 -> Reply.OK;
      case 1 -> new Reply.Error("ERR " + random.nextInt(100));
      case 2 -> Reply.of(random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(12) - 2);
      case 3, 4 -> Reply.of(bytes(random));
      case 5 -> random.nextBoolean() ? Reply.Nil.STRING : Reply.Nil.ARRAY;
      case 6 -> new Reply.Double(random.nextInt(1_000) / 8.0);
      case 7 ->
          random.nextBoolean()
              ? new Reply.Bool(random.nextBoolean())
              : new Reply.Verbatim(
                  "txt", "two\nlines".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      case 8 -> new Reply.Array(replies(random, depth, 1));
      case 9 -> new Reply.Map(replies(random, depth, 2));
      case 10 -> new Reply.Set(replies(random, depth, 1));
      case 11 -> new Reply.Array(replies(random, depth, 1));
      default -> {
        byte[][] items = new byte[random.nextInt(13)][];
        for (int i = 0; i < items.length; i++) {
          items[i] = random.nextInt(5) == 0 ? null : bytes(random);
        }
        yield new Reply.Bulks(items);
      }
    };
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(8)];
    if (random.nextInt(50) == 0) {
      bytes = new byte[random.nextInt(3_000)];
    }
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<Reply> replies(Random random, int depth, int step) {
    int size = step * (random.nextInt(4) == 0 ? random.nextInt(12) : random.nextInt(4));
    List<Reply> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(reply(random, depth - 1));
    }
    return items;
  }
}
