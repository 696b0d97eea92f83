package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** What a client types for Memcached, line by line, until it is a whole request. */
final class TextTalk {
  private static final List<String> STORING =
      List.of("set", "add", "replace", "append", "prepend", "cas");

  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private int missing;

  /** How many bytes of a value, its line end included, are still to come. */
  int missing() {
    return missing;
  }

  /** Takes a line; the request, if it is whole by it. */
  Optional<byte[]> take(byte[] line) {
    byte[] whole = Bytes.concat(line, Bytes.latin1("\r\n"));
    held.writeBytes(whole);
    if (missing > 0) {
      missing -= whole.length;
    } else {
      missing = valueBytes(Bytes.latin1Text(line));
    }
    if (missing > 0) {
      return Optional.empty();
    }
    missing = 0;
    byte[] request = held.toByteArray();
    held.reset();
    return Optional.of(request);
  }

  /** Whether nobody answers a request. */
  static boolean isSilent(byte[] request) {
    String text = Bytes.latin1Text(request);
    return text.substring(0, text.indexOf("\r\n")).endsWith(" noreply");
  }

  private static int valueBytes(String line) {
    String[] words = line.split(" ");
    boolean stores = words.length >= 5 && STORING.contains(words[0]);
    return stores && words[4].matches("[0-9]{1,7}") ? Integer.parseInt(words[4]) + 2 : 0;
  }
}
