package dev.kvarium.redis.command;

import dev.kvarium.redis.value.HashValue;
import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * HRANDFIELD, SRANDMEMBER and ZRANDMEMBER: one element; or so many, each once; or, with a negative
 * count, so many draws that may repeat.
 */
final class RandomElements {
  private static final CommandError OUT_OF_RANGE = new CommandError("ERR value is out of range");
  private static final CommandError TOO_LOW =
      new CommandError(
          "ERR value is out of range, value must between -"
              + Long.MAX_VALUE
              + " and "
              + Long.MAX_VALUE);

  private RandomElements() {}

  private record Scored(byte[] member, double score) {
    static Scored at(SortedSetValue.Place place) {
      return new Scored(place.member(), place.score());
    }
  }

  private static long count(Call call) throws CommandError {
    long count = call.longArg(2);
    if (count == Long.MIN_VALUE) {
      throw TOO_LOW;
    }
    return count;
  }

  /** Whether the values, or scores, are asked for too. */
  private static boolean both(Call call, String option, long count) throws CommandError {
    if (call.argc() > 4 || call.argc() == 4 && !call.is(3, option)) {
      throw CommandError.SYNTAX;
    }
    if (call.argc() == 4 && (count < -(Long.MAX_VALUE / 2) || count > Long.MAX_VALUE / 2)) {
      throw OUT_OF_RANGE;
    }
    return call.argc() == 4;
  }

  // HRANDFIELD

  static Reply field(Call call) throws CommandError {
    Randomness random = call.keyspace().randomness();
    if (call.argc() == 2) {
      HashValue hash = call.read(call.arg(1), HashValue.class);
      return hash == null ? Reply.Nil.STRING : new Reply.Bulk(hash.randomPair(random).field());
    }
    long count = count(call);
    boolean withValues = both(call, "WITHVALUES", count);
    HashValue hash = call.read(call.arg(1), HashValue.class);
    if (hash == null || count == 0) {
      return Reply.EMPTY_ARRAY;
    }
    List<HashValue.Pair> picks;
    if (count < 0 || count == 1) {
      picks = RandomPicks.repeated(Math.abs(count), () -> hash.randomPair(random));
    } else if (count >= hash.length()) {
      picks = pairs(hash);
    } else {
      picks =
          RandomPicks.distinct(
              (int) count,
              hash.length(),
              random,
              () -> pairs(hash),
              () -> hash.randomPair(random),
              HashValue.Pair::field);
    }
    return reply(picks, withValues, call.resp3());
  }

  private static List<HashValue.Pair> pairs(HashValue hash) {
    List<HashValue.Pair> pairs = new ArrayList<>((int) hash.length());
    for (HashValue.Fields fields = hash.fields(); fields.advance(); ) {
      pairs.add(new HashValue.Pair(fields.field(), fields.value()));
    }
    return pairs;
  }

  private static Reply reply(List<HashValue.Pair> pairs, boolean withValues, boolean resp3) {
    if (withValues && resp3) {
      List<Reply> nested = new ArrayList<>(pairs.size());
      for (HashValue.Pair pair : pairs) {
        nested.add(new Reply.Bulks(new byte[][] {pair.field(), pair.value()}));
      }
      return new Reply.Array(nested);
    }
    byte[][] flat = new byte[pairs.size() * (withValues ? 2 : 1)][];
    int at = 0;
    for (HashValue.Pair pair : pairs) {
      flat[at++] = pair.field();
      if (withValues) {
        flat[at++] = pair.value();
      }
    }
    return new Reply.Bulks(flat);
  }

  // SRANDMEMBER

  static Reply member(Call call) throws CommandError {
    if (call.argc() > 3) {
      throw CommandError.SYNTAX;
    }
    Randomness random = call.keyspace().randomness();
    if (call.argc() == 2) {
      SetValue set = call.read(call.arg(1), SetValue.class);
      return set == null ? Reply.Nil.STRING : new Reply.Bulk(set.randomMember(random));
    }
    long count = count(call);
    SetValue set = call.read(call.arg(1), SetValue.class);
    if (set == null || count == 0) {
      return Reply.EMPTY_ARRAY;
    }
    List<byte[]> picks;
    if (count < 0 || count == 1) {
      picks = RandomPicks.repeated(Math.abs(count), () -> set.randomMember(random));
    } else if (count >= set.length()) {
      picks = members(set);
    } else {
      picks =
          RandomPicks.distinct(
              (int) count,
              set.length(),
              random,
              () -> members(set),
              () -> set.randomMember(random),
              member -> member);
    }
    return new Reply.Bulks(picks.toArray(byte[][]::new));
  }

  private static List<byte[]> members(SetValue set) {
    List<byte[]> all = new ArrayList<>((int) set.length());
    for (SetValue.Members members = set.members(); members.advance(); ) {
      all.add(members.member());
    }
    return all;
  }

  // ZRANDMEMBER

  static Reply sortedMember(Call call) throws CommandError {
    Randomness random = call.keyspace().randomness();
    if (call.argc() == 2) {
      SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
      return set == null ? Reply.Nil.STRING : new Reply.Bulk(set.randomPlace(random).member());
    }
    long count = count(call);
    boolean withScores = both(call, "WITHSCORES", count);
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    if (set == null || count == 0) {
      return Reply.EMPTY_ARRAY;
    }
    List<Scored> picks;
    if (count < 0 || count == 1) {
      picks = RandomPicks.repeated(Math.abs(count), () -> Scored.at(set.randomPlace(random)));
    } else if (count >= set.length()) {
      picks = fromTheGreatest(set);
    } else {
      picks =
          RandomPicks.distinct(
              (int) count,
              set.length(),
              random,
              () -> fromTheGreatest(set),
              () -> Scored.at(set.randomPlace(random)),
              Scored::member);
    }
    ScoredReply reply = new ScoredReply(withScores, call.resp3());
    for (Scored pick : picks) {
      reply.add(pick.member(), pick.score());
    }
    return reply.build();
  }

  private static List<Scored> fromTheGreatest(SortedSetValue set) {
    List<Scored> all = new ArrayList<>((int) set.length());
    SortedSetValue.Place place = set.atRank(0, true);
    for (; place.isHere(); place.advance(true)) {
      all.add(Scored.at(place));
    }
    return all;
  }
}
