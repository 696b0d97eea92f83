package dev.kvarium.redis.command;

import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.SortedSetValue.Place;
import dev.kvarium.structure.LexRange;
import dev.kvarium.structure.LexRange.Bound;
import dev.kvarium.structure.ScoreRange;

/**
 * What ZRANGE and its kind ask for: a range, its direction, and which part of what lies in it.
 *
 * @param offset how many to pass over; below 0: all
 * @param limit how many to give then; below 0: all
 */
record RangeQuery(Range range, boolean reverse, boolean withScores, long offset, long limit) {
  private static final CommandError NOT_SCORES = new CommandError("ERR min or max is not a float");
  private static final CommandError NOT_MEMBERS =
      new CommandError("ERR min or max not valid string range item");
  private static final CommandError LIMIT_OF_RANKS =
      new CommandError(
          "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
  private static final CommandError SCORES_OF_MEMBERS =
      new CommandError("ERR syntax error, WITHSCORES not supported in combination with BYLEX");

  /** What the bounds are; ANY leaves it to the options. */
  enum By {
    ANY,
    RANK,
    SCORE,
    MEMBER
  }

  /** Which way it goes; ANY leaves it to the options. */
  enum Order {
    ANY,
    RISING,
    FALLING
  }

  /** The bounds. */
  sealed interface Range {
    record Ranks(long start, long end) implements Range {}

    record Scores(ScoreRange scores) implements Range {}

    record Members(LexRange members) implements Range {}
  }

  /**
   * Reads the words of a command.
   *
   * @param keyAt where the key of the set stands; the bounds follow
   * @param stores whether the result is stored, with scores in any case
   */
  static RangeQuery from(Call call, int keyAt, boolean stores, By givenBy, Order givenOrder)
      throws CommandError {
    By by = givenBy;
    Order order = givenOrder;
    boolean withScores = false;
    long offset = 0;
    long limit = -1;
    for (int i = keyAt + 3; i < call.argc(); i++) {
      if (!stores && call.is(i, "WITHSCORES")) {
        withScores = true;
      } else if (call.is(i, "LIMIT") && i + 2 < call.argc()) {
        offset = call.longArg(i + 1);
        limit = call.longArg(i + 2);
        i += 2;
      } else if (order == Order.ANY && call.is(i, "REV")) {
        order = Order.FALLING;
      } else if (by == By.ANY && call.is(i, "BYLEX")) {
        by = By.MEMBER;
      } else if (by == By.ANY && call.is(i, "BYSCORE")) {
        by = By.SCORE;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    if (limit != -1 && (by == By.ANY || by == By.RANK)) {
      throw LIMIT_OF_RANKS;
    }
    if (withScores && by == By.MEMBER) {
      throw SCORES_OF_MEMBERS;
    }
    boolean reverse = order == Order.FALLING;
    byte[] min = call.arg(reverse ? keyAt + 2 : keyAt + 1);
    byte[] max = call.arg(reverse ? keyAt + 1 : keyAt + 2);
    Range range =
        switch (by) {
          case ANY, RANK -> new Range.Ranks(call.longArg(keyAt + 1), call.longArg(keyAt + 2));
          case SCORE -> new Range.Scores(scores(min, max));
          case MEMBER -> new Range.Members(members(min, max));
        };
    return new RangeQuery(range, reverse, withScores, offset, limit);
  }

  /** Two scores, each with a bracket before it when it does not belong to the range. */
  static ScoreRange scores(byte[] min, byte[] max) throws CommandError {
    boolean minExclusive = min.length > 0 && min[0] == '(';
    boolean maxExclusive = max.length > 0 && max[0] == '(';
    double from = Numbers.parseBound(min, minExclusive ? 1 : 0);
    double to = Numbers.parseBound(max, maxExclusive ? 1 : 0);
    if (Double.isNaN(from) || Double.isNaN(to)) {
      throw NOT_SCORES;
    }
    return new ScoreRange(from, minExclusive, to, maxExclusive);
  }

  /** Two members, each with a bracket that says whether it belongs to the range; or - or +. */
  static LexRange members(byte[] min, byte[] max) throws CommandError {
    return new LexRange(bound(min), bound(max));
  }

  private static Bound bound(byte[] word) throws CommandError {
    if (word.length == 0) {
      throw NOT_MEMBERS;
    }
    boolean alone = word.length == 1 || word[1] == 0;
    return switch (word[0]) {
      case '(' -> Bound.exclusive(java.util.Arrays.copyOfRange(word, 1, word.length));
      case '[' -> Bound.inclusive(java.util.Arrays.copyOfRange(word, 1, word.length));
      case '-' -> alone ? Bound.LEAST : refuse();
      case '+' -> alone ? Bound.GREATEST : refuse();
      default -> refuse();
    };
  }

  private static Bound refuse() throws CommandError {
    throw NOT_MEMBERS;
  }

  /** How many results are foreseen: exactly by rank, none otherwise. */
  long mostResults(SortedSetValue set) {
    return switch (range) {
      case Range.Ranks(long start, long end) -> IndexRange.of(start, end, set.length()).length();
      case Range.Scores _, Range.Members _ -> -1;
    };
  }

  /** Hands what the range holds to {@code visitor}, in its order. */
  void run(SortedSetValue set, SortedSetValue.Visitor visitor) {
    switch (range) {
      case Range.Ranks(long start, long end) -> {
        IndexRange ranks = IndexRange.of(start, end, set.length());
        if (!ranks.isEmpty()) {
          Place place = set.atRank(ranks.from(), reverse);
          for (long left = ranks.length(); left > 0; left--) {
            visitor.visit(place.member(), place.score());
            place.advance(reverse);
          }
        }
      }
      case Range.Scores(ScoreRange scores) -> {
        Place place = offset >= set.length() && offset > 0 ? null : set.firstIn(scores, reverse);
        if (place != null && skip(place)) {
          for (long left = limit; left != 0 && place.isHere(); left--) {
            double score = place.score();
            if (reverse ? !scores.admitsAbove(score) : !scores.admitsBelow(score)) {
              return;
            }
            visitor.visit(place.member(), score);
            place.advance(reverse);
          }
        }
      }
      case Range.Members(LexRange members) -> {
        Place place = set.firstIn(members, reverse);
        if (skip(place)) {
          for (long left = limit; left != 0 && place.isHere(); left--) {
            byte[] member = place.member();
            if (reverse ? !members.admitsAbove(member) : !members.admitsBelow(member)) {
              return;
            }
            visitor.visit(member, place.score());
            place.advance(reverse);
          }
        }
      }
    }
  }

  /** Passes over {@link #offset} members, in the range or not; whether one is left. */
  private boolean skip(Place place) {
    if (offset < 0) {
      return false;
    }
    for (long left = offset; left > 0 && place.isHere(); left--) {
      place.advance(reverse);
    }
    return place.isHere();
  }
}
