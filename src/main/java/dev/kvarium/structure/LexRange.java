package dev.kvarium.structure;

import dev.kvarium.base.Bytes;

/**
 * The members between two bounds in the order of their bytes, which is their order in a sorted set
 * when all scores are equal.
 */
public record LexRange(Bound min, Bound max) implements MemberRange {
  /**
   * An end of the range: a member, which belongs to it unless {@code exclusive}, or one of the two
   * that lie before and behind all members.
   */
  public record Bound(Place place, byte[] member, boolean exclusive) {
    /** Before every member: {@code -}. */
    public static final Bound LEAST = new Bound(Place.BEFORE_ALL, Bytes.EMPTY, true);

    /** Behind every member: {@code +}. */
    public static final Bound GREATEST = new Bound(Place.BEHIND_ALL, Bytes.EMPTY, true);

    /** {@code [member}. */
    public static Bound inclusive(byte[] member) {
      return new Bound(Place.AT_MEMBER, member, false);
    }

    /** {@code (member}. */
    public static Bound exclusive(byte[] member) {
      return new Bound(Place.AT_MEMBER, member, true);
    }

    /** The order of {@code other} and this bound's place, whichever of them is exclusive. */
    int compareTo(Bound other) {
      return place == Place.AT_MEMBER && other.place == Place.AT_MEMBER
          ? Bytes.compare(member, other.member)
          : place.compareTo(other.place);
    }
  }

  /** Where a bound lies. */
  public enum Place {
    BEFORE_ALL,
    AT_MEMBER,
    BEHIND_ALL
  }

  @Override
  public boolean isEmpty() {
    int order = min.compareTo(max);
    return order > 0 || order == 0 && (min.exclusive || max.exclusive);
  }

  /** Whether {@code member} is not below the range. */
  public boolean admitsAbove(byte[] member) {
    if (min.place != Place.AT_MEMBER) {
      return min.place == Place.BEFORE_ALL;
    }
    int order = Bytes.compare(member, min.member);
    return min.exclusive ? order > 0 : order >= 0;
  }

  /** Whether {@code member} is not above the range. */
  public boolean admitsBelow(byte[] member) {
    if (max.place != Place.AT_MEMBER) {
      return max.place == Place.BEHIND_ALL;
    }
    int order = Bytes.compare(member, max.member);
    return max.exclusive ? order < 0 : order <= 0;
  }

  @Override
  public boolean isNotBefore(double score, byte[] member) {
    return admitsAbove(member);
  }

  @Override
  public boolean isNotBehind(double score, byte[] member) {
    return admitsBelow(member);
  }

  /** Whether {@code member} lies in the range. */
  public boolean contains(byte[] member) {
    return admitsAbove(member) && admitsBelow(member);
  }
}
