package dev.kvarium.redis.replication;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What has come by a connection and was not looked at: lines at first, then a file. */
final class Input {
  private byte[] bytes = new byte[0];
  private int at;

  void clear() {
    bytes = new byte[0];
    at = 0;
  }

  void add(byte[] more) {
    if (at == bytes.length) {
      bytes = more;
    } else {
      byte[] all = Arrays.copyOfRange(bytes, at, bytes.length + more.length);
      System.arraycopy(more, 0, all, bytes.length - at, more.length);
      bytes = all;
    }
    at = 0;
  }

  /** The next line without its end, or null when there is no whole one. */
  byte @Nullable [] line() {
    for (int i = at; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        int end = i > at && bytes[i - 1] == '\r' ? i - 1 : i;
        byte[] line = Arrays.copyOfRange(bytes, at, end);
        at = i + 1;
        return line;
      }
    }
    return null;
  }

  /** At most so many bytes. */
  byte[] take(long most) {
    int end = (int) Math.min(bytes.length, at + most);
    byte[] taken = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return taken;
  }

  /** All that is left. */
  byte[] rest() {
    return take(bytes.length);
  }
}
