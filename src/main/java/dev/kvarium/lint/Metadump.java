package dev.kvarium.lint;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Numbers;
import dev.kvarium.lint.KeyLines.BadLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A line of memcached's {@code lru_crawler metadump all}.
 *
 * <pre>
 *   key=user%3A1 exp=1700003600 la=1700000000 cas=7 fetch=yes cls=2 size=119
 * </pre>
 *
 * <p>The name is URL-encoded; {@code exp} is a Unix time in seconds or -1; {@code la} is that of
 * the last use, from which the time to live is reckoned here; {@code size} is that of the whole
 * item, header and name included, which is the memory it asks for before its chunk.
 */
public final class Metadump {
  private Metadump() {}

  /** The item of a line. */
  public static Subject subject(String line, long number) throws BadLine {
    Optional<Blob> key = Optional.empty();
    long lastUsed = 0;
    long expires = Subject.UNKNOWN;
    long size = Subject.UNKNOWN;
    for (String word : line.split(" ")) {
      int equals = word.indexOf('=');
      String value = word.substring(equals + 1);
      switch (equals < 0 ? "" : word.substring(0, equals)) {
        case "key" -> key = Optional.of(Blob.of(decoded(value)));
        case "la" -> lastUsed = whole(value, number);
        case "exp" -> expires = whole(value, number);
        case "size" -> size = whole(value, number);
        default -> {}
      }
    }
    if (key.isEmpty()) {
      throw new BadLine("line " + number + ": there is no key=, as metadump prints it");
    }
    Subject.Known known = Subject.named(key.get()).line(number).type("string").memoryBytes(size);
    if (expires != Subject.UNKNOWN) {
      known.ttlMillis(expires < 0 ? Subject.FOREVER : Math.max(0, expires - lastUsed) * 1_000);
    }
    return known.all();
  }

  private static long whole(String text, long number) throws BadLine {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (!Numbers.isLong(bytes)) {
      throw new BadLine("line " + number + ": '" + text + "' is no whole number");
    }
    return Numbers.parseLong(bytes);
  }

  private static byte[] decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      boolean room = text.charAt(i) == '%' && i + 2 < text.length();
      int high = room ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = room ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high >= 0 && low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
