package dev.kvarium.structure;

/** A run of neighbours in a sorted set, told by what lies before and behind it. */
public sealed interface MemberRange permits ScoreRange, LexRange {
  /** Whether nothing can lie in it. */
  boolean isEmpty();

  /** Whether {@code member}, having {@code score}, does not lie before the range. */
  boolean isNotBefore(double score, byte[] member);

  /** Whether {@code member}, having {@code score}, does not lie behind the range. */
  boolean isNotBehind(double score, byte[] member);
}
