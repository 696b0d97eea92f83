package dev.kvarium.lint;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A list of keys as text, in one of three forms that are told apart by the first line.
 *
 * <pre>
 *   user:1                                    a name a line, as redis-cli --scan prints them
 *
 *   key⇥size⇥ttl⇥type                         a table: its first line names the columns, in any
 *   user:1⇥120⇥3600⇥string                    order and number, but there is a key
 *
 *   key=user%3A1 exp=-1 la=1700000000 … size=63      what memcached's lru_crawler metadump prints
 * </pre>
 *
 * <p>Columns: {@code key}, {@code size} (bytes of a string), {@code ttl} (seconds, -1 for ever),
 * {@code type}, {@code encoding}, {@code elements}, {@code memory} (as MEMORY USAGE), {@code uses},
 * {@code freq} (as OBJECT FREQ). A field that is empty or {@code -} is not known. A table without
 * such a first line has the columns key, size, ttl, type, as far as it goes.
 */
public final class KeyLines {
  private static final List<String> COLUMNS =
      List.of("key", "size", "ttl", "type", "encoding", "elements", "memory", "uses", "freq");

  private static final List<String> USUAL = List.of("key", "size", "ttl", "type");

  private final InputStream in;
  private final Consumer<Subject> to;
  private Form form = Form.UNDECIDED;
  private List<String> columns = List.of();
  private long number;

  private enum Form {
    UNDECIDED,
    NAMES,
    TABLE,
    METADUMP
  }

  /** What stands in a list and cannot be read. */
  public static final class BadLine extends Exception {
    private static final long serialVersionUID = 1;

    BadLine(String message) {
      super(message);
    }
  }

  /** A list to be read from here and shown there. */
  public KeyLines(InputStream in, Consumer<Subject> to) {
    this.in = in;
    this.to = to;
  }

  /**
   * Reads it to its end.
   *
   * @throws BadLine with the line's number and what is wrong with it
   */
  public void read() throws IOException, BadLine {
    for (Optional<byte[]> line = line(); line.isPresent(); line = line()) {
      number++;
      byte[] bytes = line.get();
      if (bytes.length == 0) {
        continue;
      }
      if (form == Form.UNDECIDED && begin(bytes)) {
        continue;
      }
      to.accept(
          switch (form) {
            case METADUMP -> Metadump.subject(Bytes.latin1Text(bytes), number);
            case TABLE -> row(bytes);
            case UNDECIDED, NAMES -> Subject.named(Blob.of(bytes)).line(number).all();
          });
    }
  }

  /** Decides the form by the first line; whether that is used up by it. */
  private boolean begin(byte[] first) throws BadLine {
    String text = Bytes.latin1Text(first);
    if (text.startsWith("key=") && text.contains(" exp=")) {
      form = Form.METADUMP;
      return false;
    }
    List<String> words = List.of(text.split("\t", -1));
    if (words.contains("key")) {
      for (String word : words) {
        if (!COLUMNS.contains(word)) {
          throw new BadLine(
              "line 1: there is no column '" + word + "': there are " + String.join(", ", COLUMNS));
        }
      }
      form = Form.TABLE;
      columns = words;
      return true;
    }
    form = words.size() == 1 ? Form.NAMES : Form.TABLE;
    columns = USUAL;
    return false;
  }

  private Subject row(byte[] line) throws BadLine {
    List<byte[]> fields = split(line);
    if (fields.size() > columns.size()) {
      throw new BadLine(
          "line " + number + ": " + fields.size() + " fields, of " + columns.size() + " columns");
    }
    int at = columns.indexOf("key");
    if (at >= fields.size()) {
      throw new BadLine("line " + number + ": there is no key");
    }
    Subject.Known known = Subject.named(Blob.of(fields.get(at))).line(number);
    for (int i = 0; i < fields.size(); i++) {
      String text = Bytes.latin1Text(fields.get(i));
      if (i != at && !text.isEmpty() && !text.equals("-")) {
        set(known, columns.get(i), text, fields.get(i));
      }
    }
    return known.all();
  }

  private void set(Subject.Known known, String column, String text, byte[] field) throws BadLine {
    switch (column) {
      case "type" -> known.type(text);
      case "encoding" -> known.encoding(text);
      case "size" -> known.valueBytes(whole(column, text, field));
      case "ttl" -> {
        long seconds = whole(column, text, field);
        known.ttlMillis(seconds < 0 ? Subject.FOREVER : seconds * 1_000);
      }
      case "elements" -> known.elements(whole(column, text, field));
      case "memory" -> known.memoryBytes(whole(column, text, field));
      case "uses" -> known.uses(whole(column, text, field));
      default -> known.frequency(whole(column, text, field));
    }
  }

  private long whole(String column, String text, byte[] field) throws BadLine {
    if (!Numbers.isLong(field) || Math.abs(Numbers.parseLong(field)) > Long.MAX_VALUE / 10_000) {
      throw new BadLine(
          "line " + number + ": '" + text + "' is no whole number for the column " + column);
    }
    return Numbers.parseLong(field);
  }

  private static List<byte[]> split(byte[] line) {
    List<byte[]> fields = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= line.length; i++) {
      if (i == line.length || line[i] == '\t') {
        fields.add(Arrays.copyOfRange(line, from, i));
        from = i + 1;
      }
    }
    return fields;
  }

  /** The next line without its end; empty behind the last. */
  private Optional<byte[]> line() throws IOException {
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (c >= 0 && c != '\n') {
      line.write(c);
      c = in.read();
    }
    byte[] bytes = line.toByteArray();
    boolean cr = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return Optional.of(cr ? Arrays.copyOf(bytes, bytes.length - 1) : bytes);
  }
}
