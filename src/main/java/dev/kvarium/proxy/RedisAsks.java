package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Redis requests as nutcracker reads them: arrays of bulk strings only, no inline commands; where
 * the keys are by the {@link Shape} of the command.
 */
final class RedisAsks implements AskReader {
  /** What fits into one of nutcracker's buffers of 16 KiB: a longer key is refused. */
  private static final int KEY_LIMIT = 16_384 - 48;

  private final Inflow in = new Inflow();
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> values = new ArrayList<>();

  private int place;
  private String command = "";

  /** Where the last bulk string lies. */
  private int start;

  private int end;

  @Override
  public void feed(byte[] bytes) {
    in.feed(bytes);
  }

  @Override
  public Optional<Ask> next() throws Unusable {
    place = in.from();
    command = "";
    keys.clear();
    values.clear();
    if (place == in.to() || !request()) {
      return Optional.empty();
    }
    byte[] bytes = in.take(place);
    return Optional.of(new Ask(command, bytes, List.copyOf(keys), List.copyOf(values), false));
  }

  /** False where bytes lack. */
  private boolean request() throws Unusable {
    long words = number('*', false);
    if (words < 0) {
      return false;
    }
    long length = number('$', false);
    if (length < 0 || !data(length)) {
      return false;
    }
    command = Bytes.latin1Text(in.copy(start, end)).toLowerCase(Locale.ROOT);
    Shape shape = Shape.of(command).orElseThrow(this::refused);
    if (place == in.to()) {
      return false;
    }
    expect('\n');
    if (shape == Shape.ALONE) {
      refuseIf(words != 1);
      if (command.equals("command")) {
        keys.add(Ask.PLACEHOLDER);
      }
      return true;
    }
    if (shape == Shape.ANY) {
      keys.add(Ask.PLACEHOLDER);
      return others(words - 1);
    }
    refuseIf(words == 1);
    return shape == Shape.SCRIPT ? script(words - 1) : keyed(shape, words - 1);
  }

  private boolean keyed(Shape shape, long words) throws Unusable {
    if (!key()) {
      return false;
    }
    long left = words - 1;
    switch (shape) {
      case KEY -> refuseIf(left != 0);
      case KEY_ONE -> refuseIf(left != 1);
      case KEY_TWO -> refuseIf(left != 2);
      case KEY_THREE -> refuseIf(left != 3);
      case PAIRS -> refuseIf(words % 2 != 0);
      case KEYS, KEY_ANY, ALONE, ANY, SCRIPT -> {}
    }
    if (shape == Shape.KEYS) {
      for (; left > 0; left--) {
        if (!key()) {
          return false;
        }
      }
      return true;
    }
    if (shape == Shape.PAIRS) {
      for (; left > 0; left--) {
        if (left % 2 == 0) {
          if (!key()) {
            return false;
          }
        } else if (bulk()) {
          values.add(in.copy(start, end));
        } else {
          return false;
        }
      }
      return true;
    }
    return others(left);
  }

  private boolean script(long words) throws Unusable {
    if (!bulk()) {
      return false;
    }
    refuseIf(words < 3);
    if (!bulk()) {
      return false;
    }
    String count = Bytes.latin1Text(in.copy(start, end));
    refuseIf(!count.matches("[0-9]+") || count.matches("0+"));
    return key() && others(words - 3);
  }

  private boolean others(long words) throws Unusable {
    for (long left = words; left > 0; left--) {
      if (!bulk()) {
        return false;
      }
    }
    return true;
  }

  private boolean key() throws Unusable {
    long length = number('$', true);
    if (length < 0) {
      return false;
    }
    refuseIf(length >= KEY_LIMIT);
    if (!data(length) || place == in.to()) {
      return false;
    }
    expect('\n');
    keys.add(in.copy(start, end));
    return true;
  }

  private boolean bulk() throws Unusable {
    int sign = place;
    long length = number('$', true);
    if (length < 0) {
      return false;
    }
    refuseIf(in.at(sign + 1) == '\r');
    if (!data(length) || place == in.to()) {
      return false;
    }
    expect('\n');
    return true;
  }

  /** A sign, digits and the end of the line; -1 where bytes lack. */
  private long number(char sign, boolean mayBeNothing) throws Unusable {
    if (place == in.to()) {
      return -1;
    }
    expect(sign);
    long number = 0;
    for (; place < in.to(); place++) {
      byte c = in.at(place);
      if (c == '\r') {
        refuseIf(number == 0 && !mayBeNothing);
        place++;
        if (place == in.to()) {
          return -1;
        }
        expect('\n');
        return number;
      }
      refuseIf(c < '0' || c > '9');
      number = number * 10 + (c - '0') & 0xffff_ffffL;
    }
    return -1;
  }

  /** What a length announced, and the carriage return behind it; false where bytes lack. */
  private boolean data(long length) throws Unusable {
    if (place + length >= in.to()) {
      return false;
    }
    start = place;
    end = place + (int) length;
    place = end;
    expect('\r');
    return true;
  }

  private void expect(char wanted) throws Unusable {
    refuseIf(in.at(place) != wanted);
    place++;
  }

  private void refuseIf(boolean wrong) throws Unusable {
    if (wrong) {
      throw refused();
    }
  }

  private Unusable refused() {
    return new Unusable(command);
  }
}
