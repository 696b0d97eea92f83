package dev.kvarium.redis.command;

import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.SortedSetValue.Place;
import dev.kvarium.redis.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * One of several sorted sets that a command combines: a sorted set, a set whose members count 1, or
 * a key that is not there, and what its scores are multiplied by.
 */
final class ScoredSource {
  private final @Nullable Value value;

  /** What scores are multiplied by. */
  double weight = 1;

  private ScoredSource(@Nullable Value value) {
    this.value = value;
  }

  static ScoredSource of(@Nullable Value value) throws CommandError {
    if (value == null || value instanceof SortedSetValue || value instanceof SetValue) {
      return new ScoredSource(value);
    }
    throw CommandError.WRONG_TYPE;
  }

  long length() {
    return value == null ? 0 : value.length();
  }

  boolean isSameAs(ScoredSource other) {
    return value == other.value;
  }

  double weighted(double score) {
    return weight * score;
  }

  /** The score of a member, NaN when it is none. */
  double score(byte[] member) {
    if (value instanceof SortedSetValue sorted) {
      return sorted.score(member);
    }
    return value instanceof SetValue set && set.contains(member) ? 1 : Double.NaN;
  }

  /** Takes a member; whether to go on. */
  interface Taker {
    boolean take(byte[] member, double score);
  }

  /** Hands over all members, those of a sorted set from the greatest score down. */
  void forEach(SortedSetValue.Visitor visitor) {
    forEachWhile(
        (member, score) -> {
          visitor.visit(member, score);
          return true;
        });
  }

  /** Hands over members until {@code taker} has enough. */
  void forEachWhile(Taker taker) {
    if (value instanceof SortedSetValue sorted) {
      Place place = sorted.atRank(0, true);
      while (place.isHere() && taker.take(place.member(), place.score())) {
        place.advance(true);
      }
    } else if (value instanceof SetValue set) {
      SetValue.Members members = set.members();
      while (members.advance()) {
        if (!taker.take(members.member(), 1)) {
          members.close();
          return;
        }
      }
    }
  }
}
