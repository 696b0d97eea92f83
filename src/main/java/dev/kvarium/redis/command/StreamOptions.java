package dev.kvarium.redis.command;

import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.structure.StreamId;
import dev.kvarium.structure.StreamLimit;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the key and the id of XADD, or behind the key of XTRIM.
 *
 * @param idAt the word that is the id, for XADD; behind the last one when there is none
 * @param create whether a stream that is not there is made
 * @param limit how far to trim, or null
 * @param limitAt the word that says how far
 * @param approximate whether only whole nodes go
 * @param most entries to trim, 0 for any number
 */
record StreamOptions(
    int idAt,
    boolean create,
    @Nullable StreamLimit limit,
    int limitAt,
    boolean approximate,
    long most) {
  private static final CommandError BOTH =
      new CommandError(
          "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
  private static final CommandError NEGATIVE_LENGTH =
      new CommandError("ERR The MAXLEN argument must be >= 0.");
  private static final CommandError NEGATIVE_LIMIT =
      new CommandError("ERR The LIMIT argument must be >= 0.");
  private static final CommandError LIMIT_ALONE =
      new CommandError(
          "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
  private static final CommandError NOT_TRIMMING =
      new CommandError("ERR syntax error, XTRIM must be called with a trimming strategy");
  private static final CommandError LIMIT_EXACT =
      new CommandError("ERR syntax error, LIMIT cannot be used without the special ~ option");

  private static final long NODES_AT_ONCE = 100;
  private static final long LEAST_WORK = 10_000;
  private static final long MOST_WORK = 1_000_000;

  private static final byte[] EXACTLY = {'='};

  /** The options of XADD, up to its id, or all words of XTRIM. */
  static StreamOptions of(Call call, boolean adding) throws CommandError {
    boolean create = true;
    boolean approximate = false;
    StreamLimit limit = null;
    int limitAt = 0;
    long most = 0;
    boolean mostGiven = false;
    int i = 2;
    for (; i < call.argc(); i++) {
      boolean more = i < call.argc() - 1;
      if (adding && isOnly(call.arg(i), '*')) {
        break;
      }
      boolean length = more && call.is(i, "maxlen");
      if (length || more && call.is(i, "minid")) {
        if (limit != null) {
          throw BOTH;
        }
        approximate = i + 2 < call.argc() && isOnly(call.arg(i + 1), '~');
        if (approximate || i + 2 < call.argc() && isOnly(call.arg(i + 1), '=')) {
          i++;
        }
        i++;
        limit = length ? length(call, i) : new StreamLimit.OldestId(id(call, i));
        limitAt = i;
      } else if (more && call.is(i, "limit")) {
        i++;
        most = call.longArg(i);
        if (most < 0) {
          throw NEGATIVE_LIMIT;
        }
        mostGiven = true;
      } else if (adding && call.is(i, "nomkstream")) {
        create = false;
      } else if (adding) {
        checkId(call.arg(i));
        break;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    if (most != 0 && limit == null) {
      throw LIMIT_ALONE;
    }
    if (!adding && limit == null) {
      throw NOT_TRIMMING;
    }
    if (call.mustObey()) {
      most = 0;
    } else if (mostGiven) {
      if (!approximate) {
        throw LIMIT_EXACT;
      }
    } else {
      most = approximate ? work(call.shaping()) : 0;
    }
    return new StreamOptions(i, create, limit, limitAt, approximate, most);
  }

  private static boolean isOnly(byte[] word, char sign) {
    return word.length > 0 && word[0] == sign && (word.length == 1 || word[1] == 0);
  }

  private static StreamLimit length(Call call, int at) throws CommandError {
    long entries = call.longArg(at);
    if (entries < 0) {
      throw NEGATIVE_LENGTH;
    }
    return new StreamLimit.Length(entries);
  }

  private static StreamId id(Call call, int at) throws CommandError {
    return StreamIds.strict(call.arg(at), 0);
  }

  private static void checkId(byte[] word) throws CommandError {
    if (StreamIds.choosesSequence(word)) {
      StreamIds.millisOf(word);
    } else {
      StreamIds.strict(word, 0);
    }
  }

  /** How many entries may be trimmed at once when nobody says. */
  private static long work(Shaping shaping) {
    long work = NODES_AT_ONCE * shaping.streamNodeMaxEntries;
    return work <= 0 ? LEAST_WORK : Math.min(work, MOST_WORK);
  }

  /** Trims a stream; how many entries went. */
  long trim(Shaping shaping, StreamValue stream) {
    return limit == null ? 0 : stream.trim(shaping, limit, approximate, most);
  }

  /**
   * Says in words that are to be logged exactly how far was trimmed, since nodes elsewhere may be
   * cut otherwise.
   */
  void makeExact(byte[][] words, StreamValue stream) {
    words[limitAt - 1] = EXACTLY;
    words[limitAt] =
        limit instanceof StreamLimit.Length
            ? Numbers.toBytes(stream.length())
            : stream.entries().firstEver().text();
  }
}
