package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.base.Numbers;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What HSCAN, SSCAN and ZSCAN share: a cursor, a pattern for the elements, and about how many to
 * look at. A hash table is walked bucket by bucket until there are enough; anything else is small
 * and given whole.
 */
final class CollectionScan {
  private static final Reply NOTHING =
      Reply.of(new Reply.Bulk(Bytes.of("0")), new Reply.Bulks(new byte[0][]));

  private final byte @Nullable [] pattern;
  private final long count;
  private final List<byte[]> found = new ArrayList<>();
  private long seen;

  private CollectionScan(byte @Nullable [] pattern, long count) {
    this.pattern = pattern;
    this.count = count;
  }

  /** What is answered where there is no such key. */
  static Reply nothing() {
    return NOTHING;
  }

  /** Word {@code i} as a cursor: unsigned, as C reads it, so an empty word is 0. */
  static long cursor(Call call, int i) throws CommandError {
    byte[] word = call.arg(i);
    int end = Bytes.indexOf(word, (byte) 0, 0);
    int length = end < 0 ? word.length : end;
    int from = length > 0 && (word[0] == '+' || word[0] == '-') ? 1 : 0;
    if (from == 1 && length == 1) {
      throw CommandError.INVALID_CURSOR;
    }
    long value = 0;
    for (int at = from; at < length; at++) {
      int digit = word[at] - '0';
      if (digit < 0
          || digit > 9
          || Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0) {
        throw CommandError.INVALID_CURSOR;
      }
      value = value * 10 + digit;
    }
    return from == 1 && word[0] == '-' ? -value : value;
  }

  /** The options behind the cursor. */
  static CollectionScan from(Call call) throws CommandError {
    byte[] pattern = null;
    long count = 10;
    for (int i = 3; i < call.argc(); i += 2) {
      boolean more = i + 1 < call.argc();
      if (more && call.is(i, "COUNT")) {
        count = call.longArg(i + 1);
        if (count < 1) {
          throw CommandError.SYNTAX;
        }
      } else if (more && call.is(i, "MATCH")) {
        pattern = call.arg(i + 1);
      } else {
        throw CommandError.SYNTAX;
      }
    }
    boolean all = pattern != null && Glob.matchesAll(pattern);
    return new CollectionScan(all ? null : pattern, count);
  }

  /**
   * Takes steps until enough was looked at; the reply.
   *
   * @param parts what an element consists of: 1, or 2 with its value or score
   * @param step takes one from a cursor to the next, handing what it comes upon to {@link #admits}
   */
  Reply run(long cursor, int parts, LongUnaryOperator step) {
    long at = cursor;
    long most = count * parts * 10;
    do {
      at = step.applyAsLong(at);
    } while (at != 0 && most-- != 0 && Long.compareUnsigned(seen * parts, count * parts) < 0);
    return Reply.of(
        new Reply.Bulk(Numbers.toBytes(at)), new Reply.Bulks(found.toArray(byte[][]::new)));
  }

  /** Counts an element; whether the pattern lets it through. */
  boolean admits(byte[] element) {
    seen++;
    return pattern == null || Glob.matches(pattern, element);
  }

  /** Adds to the reply. */
  void add(byte[] part) {
    found.add(part);
  }
}
