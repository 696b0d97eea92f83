package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of ZUNION and its kind: the sources, what becomes of scores, and what is asked for.
 *
 * @param sources in the order of the words, to be sorted at will
 * @param limit how many to count at most, 0 for all
 */
record AlgebraQuery(
    List<ScoredSource> sources, Aggregate aggregate, boolean withScores, long limit) {
  private static final CommandError NOT_A_WEIGHT =
      new CommandError("ERR weight value is not a float");
  private static final CommandError NEGATIVE_LIMIT =
      new CommandError("ERR LIMIT can't be negative");

  /** What becomes of the scores of a member in two sources. */
  enum Aggregate {
    SUM,
    MIN,
    MAX;

    double of(double a, double b) {
      return switch (this) {
        case SUM -> {
          double sum = a + b;
          // Infinity less infinity counts 0.
          yield Double.isNaN(sum) ? 0 : sum;
        }
        case MIN -> b < a ? b : a;
        case MAX -> b > a ? b : a;
      };
    }
  }

  /**
   * Reads the words, and looks up the sources, whose types are found wrong before any option is.
   *
   * @param stores whether the first key takes the result
   * @param weighs whether scores may be weighted and aggregated
   * @param counts whether members are only counted
   */
  static AlgebraQuery from(Call call, boolean stores, boolean weighs, boolean counts)
      throws CommandError {
    int countAt = stores ? 2 : 1;
    long keys = call.longArg(countAt);
    if (keys < 1) {
      throw new CommandError(
          "ERR at least 1 input key is needed for '" + call.row().name() + "' command");
    }
    int at = countAt + 1;
    if (keys > call.argc() - at) {
      throw CommandError.SYNTAX;
    }
    List<ScoredSource> sources = new ArrayList<>();
    for (; sources.size() < keys; at++) {
      sources.add(ScoredSource.of(call.db().read(call.arg(at))));
    }
    Aggregate aggregate = Aggregate.SUM;
    boolean withScores = false;
    long limit = 0;
    while (at < call.argc()) {
      int left = call.argc() - at;
      if (weighs && left > keys && call.is(at, "WEIGHTS")) {
        at++;
        for (ScoredSource source : sources) {
          source.weight = call.doubleArg(at++, NOT_A_WEIGHT);
        }
      } else if (weighs && left >= 2 && call.is(at, "AGGREGATE")) {
        aggregate = aggregate(call, at + 1);
        at += 2;
      } else if (!stores && !counts && call.is(at, "WITHSCORES")) {
        withScores = true;
        at++;
      } else if (counts && left >= 2 && call.is(at, "LIMIT")) {
        limit = call.longArg(at + 1, 0, Long.MAX_VALUE, NEGATIVE_LIMIT);
        at += 2;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return new AlgebraQuery(sources, aggregate, withScores, limit);
  }

  private static Aggregate aggregate(Call call, int i) throws CommandError {
    for (Aggregate aggregate : Aggregate.values()) {
      if (call.is(i, aggregate.name())) {
        return aggregate;
      }
    }
    throw CommandError.SYNTAX;
  }
}
