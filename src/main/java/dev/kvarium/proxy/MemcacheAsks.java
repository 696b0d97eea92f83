package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Requests of Memcached's text protocol as nutcracker reads them: twelve commands and {@code quit},
 * in small letters, with numbers that have no sign. Whatever else comes is refused.
 */
final class MemcacheAsks implements AskReader {
  private static final int KEY_LIMIT = 250;
  private static final Set<String> STORES =
      Set.of("set", "add", "replace", "append", "prepend", "cas");
  private static final Set<String> COUNTS = Set.of("incr", "decr", "touch");

  private final Inflow in = new Inflow();
  private final List<byte[]> keys = new ArrayList<>();
  private int place;
  private String command = "";
  private boolean noReply;

  @Override
  public void feed(byte[] bytes) {
    in.feed(bytes);
  }

  @Override
  public Optional<Ask> next() throws Unusable {
    place = in.from();
    command = "";
    noReply = false;
    keys.clear();
    if (!request()) {
      return Optional.empty();
    }
    byte[] bytes = in.take(place);
    return Optional.of(new Ask(command, bytes, List.copyOf(keys), List.of(), noReply));
  }

  private boolean request() throws Unusable {
    if (!blanks()) {
      return false;
    }
    int start = place;
    while (place < in.to() && in.at(place) != ' ' && in.at(place) != '\r') {
      refuseIf(in.at(place) < 'a' || in.at(place) > 'z');
      place++;
    }
    if (place == in.to()) {
      return false;
    }
    refuseIf(place == start);
    command = Bytes.latin1Text(in.copy(start, place));
    boolean stores = STORES.contains(command);
    if (command.equals("version") || command.equals("quit")) {
      keys.add(Ask.PLACEHOLDER);
      return blanks() && end();
    }
    boolean known = stores || COUNTS.contains(command) || isRead() || command.equals("delete");
    refuseIf(!known || in.at(place) == '\r');
    if (!blanks() || !key()) {
      return false;
    }
    if (isRead()) {
      return moreKeys();
    }
    if (stores) {
      return store();
    }
    if (COUNTS.contains(command) && !(blanks() && amount())) {
      return false;
    }
    return rest() && end();
  }

  private boolean isRead() {
    return command.equals("get") || command.equals("gets");
  }

  private boolean key() throws Unusable {
    int start = place;
    while (place < in.to() && in.at(place) != ' ' && in.at(place) != '\r') {
      place++;
    }
    if (place == in.to()) {
      return false;
    }
    refuseIf(place == start || place - start > KEY_LIMIT);
    keys.add(in.copy(start, place));
    return true;
  }

  private boolean moreKeys() throws Unusable {
    while (true) {
      if (!blanks()) {
        return false;
      }
      if (in.at(place) == '\r') {
        return end();
      }
      if (!key()) {
        return false;
      }
    }
  }

  private boolean store() throws Unusable {
    long flags = number();
    long time = flags < 0 ? -1 : number();
    long length = time < 0 ? -1 : number();
    if (length < 0) {
      return false;
    }
    boolean swaps = command.equals("cas");
    refuseIf(swaps && in.at(place) != ' ');
    if (swaps && number() < 0) {
      return false;
    }
    if (!rest() || !end() || place + length >= in.to()) {
      return false;
    }
    place += (int) length;
    return end();
  }

  /** Blanks, digits and what ends them; -1 where bytes lack. */
  private long number() throws Unusable {
    if (!blanks()) {
      return -1;
    }
    int start = place;
    long number = 0;
    while (place < in.to() && in.at(place) >= '0' && in.at(place) <= '9') {
      number = number * 10 + (in.at(place) - '0') & 0xffff_ffffL;
      place++;
    }
    if (place == in.to()) {
      return -1;
    }
    refuseIf(place == start || in.at(place) != ' ' && in.at(place) != '\r');
    return number;
  }

  /** Digits, before which a minus may stand. */
  private boolean amount() throws Unusable {
    int start = place;
    while (place < in.to() && in.at(place) != ' ' && in.at(place) != '\r') {
      boolean minus = in.at(place) == '-' && place == start;
      refuseIf(!minus && (in.at(place) < '0' || in.at(place) > '9'));
      place++;
    }
    if (place == in.to()) {
      return false;
    }
    refuseIf(place == start);
    return true;
  }

  /** Blanks and maybe {@code noreply}, up to the end of the line. */
  private boolean rest() throws Unusable {
    if (!blanks()) {
      return false;
    }
    if (in.at(place) == '\r') {
      return true;
    }
    refuseIf(in.at(place) != 'n');
    int start = place;
    while (place < in.to() && in.at(place) != ' ' && in.at(place) != '\r') {
      place++;
    }
    if (place == in.to()) {
      return false;
    }
    refuseIf(!Bytes.latin1Text(in.copy(start, place)).equals("noreply"));
    noReply = true;
    if (!blanks()) {
      return false;
    }
    refuseIf(in.at(place) != '\r');
    return true;
  }

  private boolean blanks() {
    while (place < in.to() && in.at(place) == ' ') {
      place++;
    }
    return place < in.to();
  }

  private boolean end() throws Unusable {
    refuseIf(in.at(place) != '\r');
    if (place + 1 >= in.to()) {
      return false;
    }
    refuseIf(in.at(place + 1) != '\n');
    place += 2;
    return true;
  }

  private void refuseIf(boolean wrong) throws Unusable {
    if (wrong) {
      throw new Unusable(command);
    }
  }
}
