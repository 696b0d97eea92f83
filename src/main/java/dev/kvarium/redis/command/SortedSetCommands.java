package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.Encoding;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.SortedSetValue.Added;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands on sorted sets; those on ranges are in {@link SortedSetRanges}, those on several in
 * {@link SortedSetAlgebra}.
 */
public final class SortedSetCommands {
  private static final byte[] ZPOPMIN = Bytes.of("ZPOPMIN");
  private static final byte[] ZPOPMAX = Bytes.of("ZPOPMAX");

  private static final CommandError NX_AND_XX =
      new CommandError("ERR XX and NX options at the same time are not compatible");
  private static final CommandError GT_LT_NX =
      new CommandError("ERR GT, LT, and/or NX options at the same time are not compatible");
  private static final CommandError ONE_INCREMENT =
      new CommandError("ERR INCR option supports a single increment-element pair");
  private static final CommandError NAN =
      new CommandError("ERR resulting score is not a number (NaN)");

  private SortedSetCommands() {}

  // Putting in.

  static Reply add(Call call) throws CommandError {
    return add(call, 0);
  }

  private static Reply incrementBy(Call call) throws CommandError {
    return add(call, SortedSetValue.INCR);
  }

  private static Reply add(Call call, int given) throws CommandError {
    int argc = call.argc();
    int options = given;
    boolean countsChanges = false;
    int at = 2;
    for (; at < argc; at++) {
      int option = option(call, at);
      if (option != 0) {
        options |= option;
      } else if (call.is(at, "CH")) {
        countsChanges = true;
      } else {
        break;
      }
    }
    double[] scores = scores(call, at, options);
    byte[] key = call.arg(1);
    SortedSetValue set = call.write(key, SortedSetValue.class);
    boolean isNew = set == null;
    boolean increments = (options & SortedSetValue.INCR) != 0;
    if (set == null) {
      if ((options & SortedSetValue.XX) != 0) {
        return increments ? Reply.Nil.STRING : Reply.ZERO;
      }
      set = SortedSetValue.emptyFor(call.shaping(), call.arg(at + 1));
      call.db().add(key, set);
    }
    Shaping shaping = call.shaping();
    long added = 0;
    long updated = 0;
    boolean refused = false;
    for (int i = 0; i < scores.length; i++) {
      Added outcome = set.add(shaping, scores[i], call.arg(at + 1 + 2 * i), options);
      switch (outcome) {
        case ADDED -> added++;
        case UPDATED -> updated++;
        case SAME -> {}
        case REFUSED -> refused = true;
        case NOT_A_NUMBER -> throw NAN;
      }
    }
    if (isNew) {
      call.dirty(added + updated);
    } else if (added + updated > 0) {
      call.changed(key, added + updated);
    }
    if (added + updated > 0) {
      call.notice(Notice.ZSET, increments ? "zincr" : "zadd", key);
    }
    if (increments) {
      return refused ? Reply.Nil.STRING : new Reply.Double(set.lastScore());
    }
    return Reply.of(countsChanges ? added + updated : added);
  }

  private static int option(Call call, int i) {
    if (call.is(i, "NX")) {
      return SortedSetValue.NX;
    } else if (call.is(i, "XX")) {
      return SortedSetValue.XX;
    } else if (call.is(i, "GT")) {
      return SortedSetValue.GT;
    } else if (call.is(i, "LT")) {
      return SortedSetValue.LT;
    }
    return call.is(i, "INCR") ? SortedSetValue.INCR : 0;
  }

  /** Every second word from {@code at} on, once the options are found to go together. */
  private static double[] scores(Call call, int at, int options) throws CommandError {
    int words = call.argc() - at;
    if (words == 0 || words % 2 == 1) {
      throw CommandError.SYNTAX;
    }
    boolean nx = (options & SortedSetValue.NX) != 0;
    boolean gt = (options & SortedSetValue.GT) != 0;
    boolean lt = (options & SortedSetValue.LT) != 0;
    if (nx && (options & SortedSetValue.XX) != 0) {
      throw NX_AND_XX;
    }
    if (gt && nx || lt && nx || gt && lt) {
      throw GT_LT_NX;
    }
    if ((options & SortedSetValue.INCR) != 0 && words > 2) {
      throw ONE_INCREMENT;
    }
    double[] scores = new double[words / 2];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = call.doubleArg(at + 2 * i);
    }
    return scores;
  }

  // Taking out.

  private static Reply remove(Call call) throws CommandError {
    byte[] key = call.arg(1);
    SortedSetValue set = call.write(key, SortedSetValue.class);
    if (set == null) {
      return Reply.ZERO;
    }
    long removed = 0;
    for (int i = 2; i < call.argc() && set.length() > 0; i++) {
      if (set.remove(call.arg(i))) {
        removed++;
      }
    }
    removed(call, key, set, removed, "zrem");
    return Reply.of(removed);
  }

  /** Members went out of a set; an empty one goes with them. */
  static void removed(Call call, byte[] key, SortedSetValue set, long count, String event) {
    if (count > 0) {
      call.notice(Notice.ZSET, event, key);
    }
    if (set.length() == 0) {
      call.db().delete(key);
      call.dirty(count);
      call.notice(Notice.GENERIC, "del", key);
    } else if (count > 0) {
      call.changed(key, count);
    }
  }

  private static Handler pop(boolean greatest) {
    return call -> {
      if (call.argc() > 3) {
        throw CommandError.SYNTAX;
      }
      boolean hasCount = call.argc() == 3;
      long count = hasCount ? call.positiveArg(2) : 1;
      SortedSetValue set = call.write(call.arg(1), SortedSetValue.class);
      if (set == null || count == 0) {
        return Reply.EMPTY_ARRAY;
      }
      ScoredReply reply = new ScoredReply(true, hasCount && call.resp3());
      pop(call, call.arg(1), set, greatest, count, reply);
      return reply.build();
    };
  }

  private static Reply popOfMany(Call call) throws CommandError {
    PopOfMany pop = PopOfMany.from(call, 1, "MIN", "MAX");
    for (int i = 2; i < pop.optionsAt(); i++) {
      byte[] key = call.arg(i);
      SortedSetValue set = call.write(key, SortedSetValue.class);
      if (set != null) {
        return popOfMany(call, key, set, pop);
      }
    }
    return Reply.Nil.ARRAY;
  }

  static Reply popOfMany(Call call, byte[] key, SortedSetValue set, PopOfMany pop) {
    ScoredReply reply = new ScoredReply(true, true);
    long popped = pop(call, key, set, !pop.first(), pop.count(), reply);
    call.propagate(pop.first() ? ZPOPMIN : ZPOPMAX, key, Numbers.toBytes(popped));
    return Reply.of(new Reply.Bulk(key), reply.build());
  }

  /** What BZPOPMIN and BZPOPMAX take and answer: key, member and score. */
  static Reply popOne(Call call, byte[] key, SortedSetValue set, boolean greatest) {
    SortedSetValue.Place place = set.atRank(0, greatest);
    byte[] member = place.member();
    double score = place.score();
    set.remove(member);
    removed(call, key, set, 1, greatest ? "zpopmax" : "zpopmin");
    call.propagate(greatest ? ZPOPMAX : ZPOPMIN, key);
    return Reply.of(new Reply.Bulk(key), new Reply.Bulk(member), new Reply.Double(score));
  }

  private static long pop(
      Call call, byte[] key, SortedSetValue set, boolean greatest, long count, ScoredReply reply) {
    long popped = Math.min(count, set.length());
    for (long i = 0; i < popped; i++) {
      SortedSetValue.Place place = set.atRank(0, greatest);
      byte[] member = place.member();
      reply.add(member, place.score());
      set.remove(member);
    }
    removed(call, key, set, popped, greatest ? "zpopmax" : "zpopmin");
    return popped;
  }

  // Reading.

  private static Reply score(Call call) throws CommandError {
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    return set == null ? Reply.Nil.STRING : reply(set.score(call.arg(2)));
  }

  private static Reply reply(double score) {
    return Double.isNaN(score) ? Reply.Nil.STRING : new Reply.Double(score);
  }

  private static Reply scores(Call call) throws CommandError {
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    List<Reply> scores = new ArrayList<>(call.argc() - 2);
    for (int i = 2; i < call.argc(); i++) {
      scores.add(set == null ? Reply.Nil.STRING : reply(set.score(call.arg(i))));
    }
    return new Reply.Array(scores);
  }

  private static Reply length(Call call) throws CommandError {
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    return set == null ? Reply.ZERO : Reply.of(set.length());
  }

  private static Handler rank(boolean reverse) {
    return call -> {
      SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
      long rank = set == null ? -1 : set.rank(call.arg(2), reverse);
      return rank < 0 ? Reply.Nil.STRING : Reply.of(rank);
    };
  }

  private static Reply scan(Call call) throws CommandError {
    long cursor = CollectionScan.cursor(call, 2);
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    if (set == null) {
      return CollectionScan.nothing();
    }
    CollectionScan scan = CollectionScan.from(call);
    boolean stored = set.encoding() == Encoding.LISTPACK;
    return scan.run(
        cursor,
        2,
        from ->
            set.scan(
                from,
                (member, score) -> {
                  if (scan.admits(member)) {
                    scan.add(member);
                    scan.add(stored ? Numbers.storedDouble(score) : Numbers.replyDouble(score));
                  }
                }));
  }

  public static List<CommandRow> rows() {
    List<CommandRow> rows = new ArrayList<>(oneByOne());
    rows.addAll(SortedSetRanges.rows());
    rows.addAll(SortedSetAlgebra.rows());
    rows.addAll(BlockingSortedSetCommands.rows());
    return List.copyOf(rows);
  }

  private static List<CommandRow> oneByOne() {
    return List.of(
        row(
            "zadd",
            "key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]",
            WRITE | DENYOOM | FAST,
            "1.2.0",
            KeySpec.UPDATE,
            SortedSetCommands::add,
            "Gives members scores"),
        row(
            "zincrby",
            "key increment member",
            WRITE | DENYOOM | FAST,
            "1.2.0",
            KeySpec.ACCESS_UPDATE,
            SortedSetCommands::incrementBy,
            "Adds to the score of a member"),
        row(
            "zrem",
            "key member [member ...]",
            WRITE | FAST,
            "1.2.0",
            KeySpec.DELETE,
            SortedSetCommands::remove,
            "Removes members"),
        row(
            "zpopmin",
            "key [count]",
            WRITE | FAST,
            "5.0.0",
            KeySpec.ACCESS_DELETE,
            pop(false),
            "Takes out the members with the least scores"),
        row(
            "zpopmax",
            "key [count]",
            WRITE | FAST,
            "5.0.0",
            KeySpec.ACCESS_DELETE,
            pop(true),
            "Takes out the members with the greatest scores"),
        row(
            "zmpop",
            "numkeys key [key ...] <MIN | MAX> [COUNT count]",
            WRITE | MOVABLEKEYS,
            "7.0.0",
            List.of(KeySpec.counted(1, "RW ACCESS DELETE")),
            SortedSetCommands::popOfMany,
            "Takes members out of the first of several sorted sets that is there"),
        row(
            "zscore",
            "key member",
            READONLY | FAST,
            "1.2.0",
            KeySpec.READ,
            SortedSetCommands::score,
            "Gives the score of a member"),
        row(
            "zmscore",
            "key member [member ...]",
            READONLY | FAST,
            "6.2.0",
            KeySpec.READ,
            SortedSetCommands::scores,
            "Gives the scores of several members"),
        row(
            "zcard",
            "key",
            READONLY | FAST,
            "1.2.0",
            KeySpec.META,
            SortedSetCommands::length,
            "Counts the members"),
        row(
            "zrank",
            "key member",
            READONLY | FAST,
            "2.0.0",
            KeySpec.READ,
            rank(false),
            "Counts the members before one"),
        row(
            "zrevrank",
            "key member",
            READONLY | FAST,
            "2.0.0",
            KeySpec.READ,
            rank(true),
            "Counts the members behind one"),
        row(
            "zrandmember",
            "key [count [WITHSCORES]]",
            READONLY,
            "6.2.0",
            KeySpec.READ,
            RandomElements::sortedMember,
            "Gives members at random"),
        row(
            "zscan",
            "key cursor [MATCH pattern] [COUNT count]",
            READONLY,
            "2.8.0",
            KeySpec.READ,
            SortedSetCommands::scan,
            "Walks over the members a few at a time"));
  }

  static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      List<KeySpec> keys,
      Handler handler,
      String summary) {
    return new CommandRow(name, syntax, flags, Group.SORTED_SET, since, summary, keys, handler);
  }
}
