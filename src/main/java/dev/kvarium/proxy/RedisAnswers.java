package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import java.util.List;
import java.util.Optional;

/** RESP2 replies: where each ends, and what kind it is. */
final class RedisAnswers implements AnswerReader {
  /** After these errors nutcracker ends the connection, as if the server had failed. */
  private static final List<String> BROKEN = List.of("OOM", "BUSY", "LOADING");

  private final Inflow in = new Inflow();
  private int place;
  private long number;

  @Override
  public void feed(byte[] bytes) {
    in.feed(bytes);
  }

  @Override
  public Optional<Answer> next() throws Unusable {
    place = in.from();
    if (place == in.to()) {
      return Optional.empty();
    }
    byte kind = in.at(place);
    number = 0;
    long left = element(true);
    if (left < 0) {
      return Optional.empty();
    }
    long first = kind == '*' ? place - in.from() : number;
    while (left > 0) {
      long more = element(false);
      if (more < 0) {
        return Optional.empty();
      }
      left += more - 1;
    }
    byte[] bytes = in.take(place);
    boolean broken = kind == '-' && BROKEN.contains(errorCode(bytes));
    return Optional.of(new Answer(kind, bytes, first, broken));
  }

  private static String errorCode(byte[] bytes) {
    String line = Bytes.latin1Text(bytes);
    int end = line.indexOf(' ');
    return line.substring(1, end < 0 ? line.indexOf('\r') : end);
  }

  /** How many elements come with this one, itself not counted; -1 where bytes lack. */
  private long element(boolean outermost) throws Unusable {
    if (place == in.to()) {
      return -1;
    }
    byte sign = in.at(place);
    int line = place + 1;
    int end = line;
    while (end < in.to() && in.at(end) != '\r') {
      end++;
    }
    if (end + 1 >= in.to()) {
      return checkedSign(sign);
    }
    refuseIf(in.at(end + 1) != '\n');
    place = end + 2;
    switch (sign) {
      case '+', '-' -> {
        return 0;
      }
      case ':' -> {
        number = outermost ? digits(line, end, true) : 0;
        return 0;
      }
      case '*' -> {
        return in.at(line) == '-' ? 0 : digits(line, end, false);
      }
      case '$' -> {
        if (in.at(line) == '-') {
          return 0;
        }
        long length = digits(line, end, false);
        if (place + length + 1 >= in.to()) {
          return -1;
        }
        place += (int) length;
        refuseIf(in.at(place) != '\r' || in.at(place + 1) != '\n');
        place += 2;
        return 0;
      }
      default -> throw new Unusable("a reply");
    }
  }

  private long checkedSign(byte sign) throws Unusable {
    refuseIf("+-:*$".indexOf(sign) < 0);
    return -1;
  }

  private long digits(int from, int to, boolean mayBeSigned) throws Unusable {
    refuseIf(from == to && !mayBeSigned);
    long sum = 0;
    for (int i = from; i < to; i++) {
      byte c = in.at(i);
      if (c == '-' && mayBeSigned) {
        continue;
      }
      refuseIf(c < '0' || c > '9');
      sum = sum * 10 + (c - '0') & 0xffff_ffffL;
    }
    return sum;
  }

  private void refuseIf(boolean wrong) throws Unusable {
    if (wrong) {
      throw new Unusable("a reply");
    }
  }
}
