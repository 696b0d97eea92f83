package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.rdb.RdbInput;
import dev.kvarium.redis.rdb.RdbProblem;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Replies that tell when an entry was delivered or a consumer seen: the server's clock went on
 * meanwhile, Kvarium's stood still, so the times may differ by the slack and all else not at all.
 */
final class StreamTimes {
  /** From here on a number is a time in Unix milliseconds of our days. */
  private static final long RECENT = 1_500_000_000_000L;

  private static final int FOOTER = 10;
  private static final int STREAM = 19;

  private StreamTimes() {}

  /** What XPENDING and XINFO tell. */
  static boolean same(Op op, byte[] theirs, byte[] own, long slackMillis) {
    boolean pending = op.name().equals("xpending");
    return same(Same.parse(theirs), Same.parse(own), slackMillis, pending);
  }

  private static boolean same(Reply left, Reply right, long slack, boolean pending) {
    if (left.getClass() != right.getClass()) {
      return false;
    }
    List<Reply> one = Same.items(left);
    List<Reply> two = Same.items(right);
    if (one.size() == 1 && one.getFirst() == left) {
      return near(left, right, slack, RECENT)
          || ReplyText.of(left, true).equals(ReplyText.of(right, true));
    }
    if (one.size() != two.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      boolean idle =
          pending && i == 2 && one.size() == 4
              || i > 0 && ReplyText.of(one.get(i - 1), false).equals("\"idle\"");
      if (!same(one.get(i), two.get(i), slack, pending)
          && !(idle && near(one.get(i), two.get(i), slack, 0))) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(Reply left, Reply right, long slack, long least) {
    return left instanceof Reply.Int one
        && right instanceof Reply.Int two
        && one.value() >= least
        && two.value() >= least
        && Math.abs(one.value() - two.value()) <= slack;
  }

  /** Two replies to DUMP of a stream, equal but for its times. */
  static boolean samePayload(byte[] theirs, byte[] own, long slackMillis) {
    if (!(Same.parse(theirs) instanceof Reply.Bulk(byte[] left))
        || !(Same.parse(own) instanceof Reply.Bulk(byte[] right))
        || left.length != right.length
        || left.length < FOOTER
        || left[0] != STREAM) {
      return false;
    }
    byte[] one = Arrays.copyOf(left, left.length - FOOTER);
    byte[] two = Arrays.copyOf(right, right.length - FOOTER);
    try {
      List<Long> before = takeTimes(one);
      List<Long> after = takeTimes(two);
      boolean near = before.size() == after.size();
      for (int i = 0; i < before.size() && near; i++) {
        near = Math.abs(before.get(i) - after.get(i)) <= slackMillis;
      }
      return near && Arrays.equals(one, two);
    } catch (RdbProblem unreadable) {
      throw new AssertionError(Bytes.hex(right), unreadable);
    }
  }

  /** The times in a payload, in whose place zeros are put. */
  private static List<Long> takeTimes(byte[] payload) throws RdbProblem {
    List<Long> times = new ArrayList<>();
    RdbInput in = new RdbInput(payload, 1, payload.length);
    for (long nodes = in.readLength(); nodes > 0; nodes--) {
      in.readString();
      in.readString();
    }
    for (int i = 0; i < 8; i++) {
      in.readLength();
    }
    for (long groups = in.readLength(); groups > 0; groups--) {
      in.readString();
      in.readLength();
      in.readLength();
      in.readLength();
      for (long pending = in.readLength(); pending > 0; pending--) {
        in.readBytes(16);
        takeTime(payload, in, times);
        in.readLength();
      }
      for (long consumers = in.readLength(); consumers > 0; consumers--) {
        in.readString();
        takeTime(payload, in, times);
        in.readBytes(16 * in.readLength());
      }
    }
    return times;
  }

  private static void takeTime(byte[] payload, RdbInput in, List<Long> times) throws RdbProblem {
    int at = in.offset();
    times.add(in.readLong());
    Arrays.fill(payload, at, at + Long.BYTES, (byte) 0);
  }
}
