package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.command.SortedSetCommands.row;

import dev.kvarium.redis.command.RangeQuery.By;
import dev.kvarium.redis.command.RangeQuery.Order;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.structure.LexRange;
import dev.kvarium.structure.ScoreRange;
import dev.kvarium.wire.Reply;
import java.util.List;

/** The commands on ranges of sorted sets: by rank, by score, by member. */
final class SortedSetRanges {
  private SortedSetRanges() {}

  // Reading and storing.

  private static Handler range(By by, Order order) {
    return call -> {
      RangeQuery query = RangeQuery.from(call, 1, false, by, order);
      SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
      if (set == null) {
        return Reply.EMPTY_ARRAY;
      }
      ScoredReply reply = new ScoredReply(query.withScores(), call.resp3());
      query.run(set, reply::add);
      return reply.build();
    };
  }

  private static Reply store(Call call) throws CommandError {
    RangeQuery query = RangeQuery.from(call, 2, true, By.ANY, Order.ANY);
    byte[] key = call.arg(1);
    Shaping shaping = call.shaping();
    SortedSetValue set = call.read(call.arg(2), SortedSetValue.class);
    if (set != null) {
      SortedSetValue result =
          query.mostResults(set) > shaping.zsetMaxListpackEntries
              ? SortedSetValue.ofSkiplist(shaping)
              : SortedSetValue.of(call.shaping().newPacked());
      shaping.buildAside(true);
      query.run(set, (member, score) -> result.add(shaping, score, member, 0));
      shaping.buildAside(false);
      if (result.length() > 0) {
        call.db().set(key, result);
        call.dirty(1);
        call.notice(Notice.ZSET, "zrangestore", key);
        return Reply.of(result.length());
      }
    }
    if (call.db().delete(key)) {
      call.dirty(1);
      call.notice(Notice.GENERIC, "del", key);
    }
    return Reply.ZERO;
  }

  // Counting and removing.

  private static Reply countByScore(Call call) throws CommandError {
    ScoreRange range = RangeQuery.scores(call.arg(2), call.arg(3));
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    return set == null ? Reply.ZERO : Reply.of(set.count(range));
  }

  private static Reply countByMember(Call call) throws CommandError {
    LexRange range = RangeQuery.members(call.arg(2), call.arg(3));
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    return set == null ? Reply.ZERO : Reply.of(set.count(range));
  }

  private static Reply removeByRank(Call call) throws CommandError {
    long start = call.longArg(2);
    long end = call.longArg(3);
    byte[] key = call.arg(1);
    SortedSetValue set = call.write(key, SortedSetValue.class);
    if (set == null) {
      return Reply.ZERO;
    }
    IndexRange range = IndexRange.of(start, end, set.length());
    if (range.isEmpty()) {
      return Reply.ZERO;
    }
    return removed(call, key, set, set.removeRanks(range.from(), range.to()));
  }

  private static Reply removeByScore(Call call) throws CommandError {
    ScoreRange range = RangeQuery.scores(call.arg(2), call.arg(3));
    byte[] key = call.arg(1);
    SortedSetValue set = call.write(key, SortedSetValue.class);
    return set == null ? Reply.ZERO : removed(call, key, set, set.removeRange(range));
  }

  private static Reply removeByMember(Call call) throws CommandError {
    LexRange range = RangeQuery.members(call.arg(2), call.arg(3));
    byte[] key = call.arg(1);
    SortedSetValue set = call.write(key, SortedSetValue.class);
    return set == null ? Reply.ZERO : removed(call, key, set, set.removeRange(range));
  }

  private static Reply removed(Call call, byte[] key, SortedSetValue set, long count) {
    SortedSetCommands.removed(call, key, set, count, call.row().name());
    return Reply.of(count);
  }

  static List<CommandRow> rows() {
    String limit = " [LIMIT offset count]";
    return List.of(
        row(
            "zrange",
            "key start stop [BYSCORE | BYLEX] [REV]" + limit + " [WITHSCORES]",
            READONLY,
            "1.2.0",
            KeySpec.READ,
            range(By.ANY, Order.ANY),
            "Gives the members of a range"),
        row(
            "zrevrange",
            "key start stop [WITHSCORES]",
            READONLY,
            "1.2.0",
            KeySpec.READ,
            range(By.RANK, Order.FALLING),
            "ZRANGE with REV"),
        row(
            "zrangebyscore",
            "key min max [WITHSCORES]" + limit,
            READONLY,
            "1.0.5",
            KeySpec.READ,
            range(By.SCORE, Order.RISING),
            "ZRANGE with BYSCORE"),
        row(
            "zrevrangebyscore",
            "key max min [WITHSCORES]" + limit,
            READONLY,
            "2.2.0",
            KeySpec.READ,
            range(By.SCORE, Order.FALLING),
            "ZRANGE with BYSCORE and REV"),
        row(
            "zrangebylex",
            "key min max" + limit,
            READONLY,
            "2.8.9",
            KeySpec.READ,
            range(By.MEMBER, Order.RISING),
            "ZRANGE with BYLEX"),
        row(
            "zrevrangebylex",
            "key max min" + limit,
            READONLY,
            "2.8.9",
            KeySpec.READ,
            range(By.MEMBER, Order.FALLING),
            "ZRANGE with BYLEX and REV"),
        row(
            "zrangestore",
            "dst src min max [BYSCORE | BYLEX] [REV]" + limit,
            WRITE | DENYOOM,
            "6.2.0",
            List.of(KeySpec.at(1, "OW UPDATE"), KeySpec.at(2, "RO ACCESS")),
            SortedSetRanges::store,
            "Stores the members of a range"),
        row(
            "zcount",
            "key min max",
            READONLY | FAST,
            "2.0.0",
            KeySpec.READ,
            SortedSetRanges::countByScore,
            "Counts the members between two scores"),
        row(
            "zlexcount",
            "key min max",
            READONLY | FAST,
            "2.8.9",
            KeySpec.READ,
            SortedSetRanges::countByMember,
            "Counts the members between two others"),
        row(
            "zremrangebyrank",
            "key start stop",
            WRITE,
            "2.0.0",
            KeySpec.DELETE,
            SortedSetRanges::removeByRank,
            "Removes the members of a range of ranks"),
        row(
            "zremrangebyscore",
            "key min max",
            WRITE,
            "1.2.0",
            KeySpec.DELETE,
            SortedSetRanges::removeByScore,
            "Removes the members between two scores"),
        row(
            "zremrangebylex",
            "key min max",
            WRITE,
            "2.8.9",
            KeySpec.DELETE,
            SortedSetRanges::removeByMember,
            "Removes the members between two others"));
  }
}
