package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * LCS: the longest subsequence that two strings have in common, by the table of all prefixes.
 *
 * <pre>
 *         o h m y        cell (i, j): length of the longest common subsequence of
 *       0 0 0 0 0        the first i bytes of one and the first j of the other.
 *     m 0 0 0 1 1        Equal bytes: one more than the cell up left;
 *     y 0 0 0 1 2        else the greater of above and left.
 * </pre>
 *
 * <p>Read back from the last corner it gives the bytes themselves, or the ranges that they form.
 * The table has 4 bytes a cell and may not be larger than proto-max-bulk-len.
 */
final class Lcs {
  private static final CommandError NOT_STRINGS =
      new CommandError("ERR The specified keys must contain string values");
  private static final CommandError LEN_AND_IDX =
      new CommandError("ERR If you want both the length and indexes, please just use IDX.");
  private static final CommandError TOO_LARGE =
      new CommandError(
          "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");

  private final byte[] a;
  private final byte[] b;
  private final int width;
  private final int[] table;

  private Lcs(byte[] a, byte[] b) {
    this.a = a;
    this.b = b;
    this.width = b.length + 1;
    this.table = new int[(a.length + 1) * width];
    for (int i = 1; i <= a.length; i++) {
      for (int j = 1; j <= b.length; j++) {
        table[i * width + j] =
            a[i - 1] == b[j - 1]
                ? table[(i - 1) * width + j - 1] + 1
                : Math.max(table[(i - 1) * width + j], table[i * width + j - 1]);
      }
    }
  }

  private record Options(boolean len, boolean idx, long minMatchLen, boolean withMatchLen) {
    static Options from(Call call) throws CommandError {
      boolean len = false;
      boolean idx = false;
      boolean withMatchLen = false;
      long minMatchLen = 0;
      for (int i = 3; i < call.argc(); i++) {
        if (call.is(i, "IDX")) {
          idx = true;
        } else if (call.is(i, "LEN")) {
          len = true;
        } else if (call.is(i, "WITHMATCHLEN")) {
          withMatchLen = true;
        } else if (call.is(i, "MINMATCHLEN") && i + 1 < call.argc()) {
          minMatchLen = Math.max(0, call.longArg(++i));
        } else {
          throw CommandError.SYNTAX;
        }
      }
      if (len && idx) {
        throw LEN_AND_IDX;
      }
      return new Options(len, idx, minMatchLen, withMatchLen);
    }
  }

  static Reply handle(Call call) throws CommandError {
    Value first = call.db().read(call.arg(1));
    Value second = call.db().read(call.arg(2));
    byte[] a = text(first);
    byte[] b = text(second);
    Options options = Options.from(call);
    if (4L * (a.length + 1L) * (b.length + 1L) > call.maxBulkBytes()) {
      throw TOO_LARGE;
    }
    Lcs lcs = new Lcs(a, b);
    if (options.idx()) {
      return new Reply.Map(
          List.of(
              Reply.of("matches"),
              new Reply.Array(lcs.matches(options)),
              Reply.of("len"),
              Reply.of(lcs.length())));
    }
    return options.len() ? Reply.of(lcs.length()) : Reply.of(lcs.subsequence());
  }

  private static byte[] text(@Nullable Value value) throws CommandError {
    return switch (value) {
      case null -> Bytes.EMPTY;
      case StringValue string -> string.bytes();
      default -> throw NOT_STRINGS;
    };
  }

  private int length() {
    return table[table.length - 1];
  }

  /** Whether the way back from a cell of differing bytes goes up, to a shorter first string. */
  private boolean goesUp(int i, int j) {
    return table[(i - 1) * width + j] > table[i * width + j - 1];
  }

  private byte[] subsequence() {
    byte[] result = new byte[length()];
    int left = result.length;
    int i = a.length;
    int j = b.length;
    while (i > 0 && j > 0) {
      if (a[i - 1] == b[j - 1]) {
        result[--left] = a[i - 1];
        i--;
        j--;
      } else if (goesUp(i, j)) {
        i--;
      } else {
        j--;
      }
    }
    return result;
  }

  /** The ranges of bytes that match one another, the last first. */
  private List<Reply> matches(Options options) {
    List<Reply> matches = new ArrayList<>();
    int i = a.length;
    int j = b.length;
    int run = 0;
    while (i > 0 && j > 0) {
      if (a[i - 1] == b[j - 1]) {
        run++;
        i--;
        j--;
      } else {
        add(matches, i, j, run, options);
        run = 0;
        if (goesUp(i, j)) {
          i--;
        } else {
          j--;
        }
      }
    }
    add(matches, i, j, run, options);
    return matches;
  }

  private static void add(List<Reply> matches, int a, int b, int run, Options options) {
    if (run == 0 || run < options.minMatchLen()) {
      return;
    }
    List<Reply> match = new ArrayList<>();
    match.add(Reply.of(Reply.of(a), Reply.of(a + run - 1L)));
    match.add(Reply.of(Reply.of(b), Reply.of(b + run - 1L)));
    if (options.withMatchLen()) {
      match.add(Reply.of(run));
    }
    matches.add(new Reply.Array(match));
  }
}
