package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.command.SortedSetCommands.row;

import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictIterator;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Unions, intersections and differences of sorted sets, of which any may be a set, whose members
 * then count 1.
 *
 * <p>The result is built as a skiplist, whatever its size, and packed at the end if it is to be
 * stored and small. Sources are taken from the smallest to the greatest, and sorted ones from their
 * greatest score down.
 */
final class SortedSetAlgebra {
  private SortedSetAlgebra() {}

  // Union.

  private static Handler union(boolean stores) {
    return call -> {
      AlgebraQuery query = AlgebraQuery.from(call, stores, true, false);
      Result result = new Result(call.shaping());
      query.sources().sort(Comparator.comparingLong(ScoredSource::length));
      Dict<Boolean> sums = new Dict<>(call.shaping().dictRules());
      sums.resizeTo(query.sources().getLast().length());
      for (ScoredSource source : query.sources()) {
        source.forEach(
            (member, score) -> {
              double weighted = source.weighted(score);
              double value = Double.isNaN(weighted) ? 0 : weighted;
              Dict.Entry<Boolean> sum = sums.findOrInsert(member);
              if (sums.inserted()) {
                sum.setScore(value);
              } else {
                sum.setScore(query.aggregate().of(sum.score(), value));
              }
            });
      }
      result.set.resizeTo(sums.size());
      try (DictIterator<Boolean> each = sums.iterator()) {
        while (each.advance()) {
          result.add(each.entry().key, each.entry().score());
        }
      }
      return result.reply(call, query, stores);
    };
  }

  // Intersection.

  private static Handler inter(boolean stores) {
    return call -> {
      AlgebraQuery query = AlgebraQuery.from(call, stores, true, false);
      Result result = new Result(call.shaping());
      intersect(query, result::add, 0);
      return result.reply(call, query, stores);
    };
  }

  private static Reply interCount(Call call) throws CommandError {
    AlgebraQuery query = AlgebraQuery.from(call, false, false, true);
    return Reply.of(intersect(query, (member, score) -> {}, query.limit()));
  }

  /** Hands what all sources have to {@code visitor}, up to {@code most}, 0 for all; how many. */
  private static long intersect(AlgebraQuery query, SortedSetValue.Visitor visitor, long most) {
    List<ScoredSource> sources = query.sources();
    sources.sort(Comparator.comparingLong(ScoredSource::length));
    ScoredSource smallest = sources.getFirst();
    long[] count = {0};
    smallest.forEachWhile(
        (member, score) -> {
          double weighted = smallest.weighted(score);
          double value = Double.isNaN(weighted) ? 0 : weighted;
          for (int i = 1; i < sources.size(); i++) {
            ScoredSource other = sources.get(i);
            double found = other.isSameAs(smallest) ? score : other.score(member);
            if (Double.isNaN(found)) {
              return true;
            }
            value = query.aggregate().of(value, other.weighted(found));
          }
          visitor.visit(member, value);
          return ++count[0] != most;
        });
    return count[0];
  }

  // Difference.

  private static Handler diff(boolean stores) {
    return call -> {
      AlgebraQuery query = AlgebraQuery.from(call, stores, false, false);
      Result result = new Result(call.shaping());
      List<ScoredSource> others = new ArrayList<>(query.sources());
      ScoredSource first = others.removeFirst();
      boolean empty = first.length() == 0;
      for (ScoredSource other : others) {
        empty |= other.isSameAs(first);
      }
      if (!empty && asksCheaply(first, others)) {
        first.forEach(
            (member, score) -> {
              for (ScoredSource other : others) {
                if (!Double.isNaN(other.score(member))) {
                  return;
                }
              }
              result.add(member, score);
            });
      } else if (!empty) {
        first.forEach(result::add);
        for (ScoredSource other : others) {
          other.forEachWhile(
              (member, score) -> {
                result.set.removeUnshrunk(member);
                return result.set.length() > 0;
              });
        }
        result.set.shrinkIfSparse();
        result.measure();
      }
      return result.reply(call, query, stores);
    };
  }

  private static boolean asksCheaply(ScoredSource first, List<ScoredSource> others) {
    long asked = first.length() * (others.size() + 1);
    long walked = first.length();
    for (ScoredSource other : others) {
      walked += other.length();
    }
    return asked / 2 <= walked;
  }

  /** The sorted set that is being built, and how long its members are. */
  private static final class Result {
    final SortedSetValue set;
    private long longest;
    private long together;

    Result(Shaping shaping) {
      set = SortedSetValue.ofSkiplist(shaping);
    }

    void add(byte[] member, double score) {
      set.insertNew(score, member);
      count(member, score);
    }

    private void count(byte[] member, double score) {
      longest = Math.max(longest, member.length);
      together += member.length;
    }

    /** Measures the members anew, after some were taken out. */
    void measure() {
      longest = 0;
      together = 0;
      set.forEachInTable(this::count);
    }

    Reply reply(Call call, AlgebraQuery query, boolean stores) {
      if (stores) {
        return store(call);
      }
      ScoredReply reply = new ScoredReply(query.withScores(), call.resp3());
      SortedSetValue.Place place = set.atRank(0, false);
      for (; place.isHere(); place.advance(false)) {
        reply.add(place.member(), place.score());
      }
      return reply.build();
    }

    private Reply store(Call call) {
      byte[] key = call.arg(1);
      if (set.length() > 0) {
        set.packIfSmall(call.shaping(), longest, together);
        call.db().set(key, set);
        call.dirty(1);
        call.notice(Notice.ZSET, call.row().name(), key);
      } else if (call.db().delete(key)) {
        call.dirty(1);
        call.notice(Notice.GENERIC, "del", key);
      }
      return Reply.of(set.length());
    }
  }

  static List<CommandRow> rows() {
    String weights = " [WEIGHTS weight [weight ...]] [AGGREGATE <SUM | MIN | MAX>]";
    List<KeySpec> read = List.of(KeySpec.counted(1, "RO ACCESS"));
    List<KeySpec> store = List.of(KeySpec.at(1, "OW UPDATE"), KeySpec.counted(2, "RO ACCESS"));
    int reads = READONLY | MOVABLEKEYS;
    int writes = WRITE | DENYOOM | MOVABLEKEYS;
    return List.of(
        row(
            "zunion",
            "numkeys key [key ...]" + weights + " [WITHSCORES]",
            reads,
            "6.2.0",
            read,
            union(false),
            "Gives the members that any sorted set has"),
        row(
            "zunionstore",
            "destination numkeys key [key ...]" + weights,
            writes,
            "2.0.0",
            store,
            union(true),
            "Stores the members that any sorted set has"),
        row(
            "zinter",
            "numkeys key [key ...]" + weights + " [WITHSCORES]",
            reads,
            "6.2.0",
            read,
            inter(false),
            "Gives the members that all sorted sets have"),
        row(
            "zinterstore",
            "destination numkeys key [key ...]" + weights,
            writes,
            "2.0.0",
            store,
            inter(true),
            "Stores the members that all sorted sets have"),
        row(
            "zintercard",
            "numkeys key [key ...] [LIMIT limit]",
            reads,
            "7.0.0",
            read,
            SortedSetAlgebra::interCount,
            "Counts the members that all sorted sets have"),
        row(
            "zdiff",
            "numkeys key [key ...] [WITHSCORES]",
            reads,
            "6.2.0",
            read,
            diff(false),
            "Gives the members of the first sorted set that no other has"),
        row(
            "zdiffstore",
            "destination numkeys key [key ...]",
            writes,
            "6.2.0",
            store,
            diff(true),
            "Stores the members of the first sorted set that no other has"));
  }
}
