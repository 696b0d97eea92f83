package dev.kvarium.structure;

/** The scores between two bounds, each of which belongs to the range unless it is exclusive. */
public record ScoreRange(double min, boolean minExclusive, double max, boolean maxExclusive)
    implements MemberRange {
  /** From {@code min} to {@code max}, both included. */
  public static ScoreRange closed(double min, double max) {
    return new ScoreRange(min, false, max, false);
  }

  @Override
  public boolean isEmpty() {
    return min > max || min == max && (minExclusive || maxExclusive);
  }

  /** Whether {@code score} is not below the range. */
  public boolean admitsAbove(double score) {
    return minExclusive ? score > min : score >= min;
  }

  /** Whether {@code score} is not above the range. */
  public boolean admitsBelow(double score) {
    return maxExclusive ? score < max : score <= max;
  }

  @Override
  public boolean isNotBefore(double score, byte[] member) {
    return admitsAbove(score);
  }

  @Override
  public boolean isNotBehind(double score, byte[] member) {
    return admitsBelow(score);
  }

  /** Whether {@code score} lies in the range. */
  public boolean contains(double score) {
    return admitsAbove(score) && admitsBelow(score);
  }
}
