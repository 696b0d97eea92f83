package dev.kvarium.redis.aof;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.wire.Words;
import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The list of the files that make up the log, itself a file: one line each, in the order in which
 * they are to be read.
 *
 * <pre>
 *   file appendonly.aof.2.base.rdb seq 2 type b
 *   file appendonly.aof.4.incr.aof seq 4 type i
 * </pre>
 *
 * <p>A rewrite adds an increment when it begins. When it has ended the new base takes the place of
 * the old one, and all but the last increment with it become history: of type {@code h}, until they
 * are removed.
 *
 * @param names what the files are called
 * @param files in order
 */
record AofManifest(AofNames names, List<Entry> files) {
  /** Redis reads lines into 1,025 bytes. */
  private static final int LONGEST_LINE = 1024;

  AofManifest {
    files = List.copyOf(files);
  }

  /**
   * A file of the log.
   *
   * @param name without its directory
   * @param type {@code b} for a base, {@code i} for an increment, {@code h} for one no longer
   *     needed
   */
  record Entry(AofNames names, String name, long sequence, char type) {
    private Entry history() {
      return new Entry(names, name, sequence, 'h');
    }

    String path() {
      return names.path(name);
    }
  }

  /** No file at all. */
  static AofManifest empty(AofNames names) {
    return new AofManifest(names, List.of());
  }

  private List<Entry> ofType(char type) {
    return files.stream().filter(each -> each.type() == type).toList();
  }

  /** The base, when there is one. */
  Optional<Entry> base() {
    return ofType('b').stream().findFirst();
  }

  /** The increments in order. */
  List<Entry> increments() {
    return ofType('i');
  }

  /** The files that are no longer needed. */
  List<Entry> history() {
    return ofType('h');
  }

  private AofManifest of(List<Entry> base, List<Entry> history, List<Entry> increments) {
    List<Entry> all = new ArrayList<>(base);
    all.addAll(history);
    all.addAll(increments);
    return new AofManifest(names, all);
  }

  /** With a new base, which is the first of the files; the one before becomes history. */
  AofManifest withBase(String suffix) {
    long sequence = base().map(Entry::sequence).orElse(0L) + 1;
    List<Entry> history = new ArrayList<>(base().map(Entry::history).stream().toList());
    history.addAll(history());
    return of(
        List.of(new Entry(names, names.base(sequence, suffix), sequence, 'b')),
        history,
        increments());
  }

  /** With one more increment, the last of the files. */
  AofManifest withIncrement() {
    List<Entry> increments = new ArrayList<>(increments());
    long last = increments.isEmpty() ? lastIncrement() : increments.getLast().sequence();
    increments.add(new Entry(names, names.increment(last + 1), last + 1, 'i'));
    return of(ofType('b'), history(), increments);
  }

  /** The number of the last increment that is history, 0 when there is none. */
  private long lastIncrement() {
    return history().stream()
        .filter(each -> each.name().endsWith(".incr.aof"))
        .mapToLong(Entry::sequence)
        .max()
        .orElse(0);
  }

  /** With all increments as history, but for the last if that is being written. */
  AofManifest rewritten(boolean keepLast) {
    List<Entry> increments = increments();
    int kept = keepLast && !increments.isEmpty() ? increments.size() - 1 : increments.size();
    List<Entry> history =
        new ArrayList<>(increments.subList(0, kept).stream().map(Entry::history).toList());
    history.addAll(history());
    return of(ofType('b'), history, increments.subList(kept, increments.size()));
  }

  /** Without the files that are no longer needed. */
  AofManifest withoutHistory() {
    return of(ofType('b'), List.of(), increments());
  }

  /** A manifest that cannot be read, with what Redis writes to its log about it. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> where;

    Invalid(String what) {
      this(what, List.of());
    }

    private Invalid(String what, List<String> where) {
      super(what, null, false, false);
      this.where = where;
    }

    private Invalid in(int number, String line) {
      return new Invalid(
          String.valueOf(getMessage()),
          List.of("Reading the manifest file, at line " + number, ">>> '" + line + "'"));
    }

    /** Everything that is to be said of it. */
    List<String> messages() {
      List<String> all = new ArrayList<>(List.of("*** FATAL AOF MANIFEST FILE ERROR ***"));
      all.addAll(where);
      all.add(String.valueOf(getMessage()));
      return all;
    }
  }

  /** The manifest on a disk; empty when there is none. */
  static Optional<AofManifest> read(Disk disk, AofNames names) throws Invalid {
    Optional<byte[]> bytes = disk.read(names.path(names.manifest()));
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(parse(names, Bytes.latin1Text(bytes.get())));
  }

  private static AofManifest parse(AofNames names, String text) throws Invalid {
    if (text.isEmpty()) {
      throw new Invalid("Found an empty AOF manifest");
    }
    List<Entry> files = new ArrayList<>();
    long lastIncrement = 0;
    boolean base = false;
    int from = 0;
    for (int number = 1; from < text.length(); number++) {
      int end = text.indexOf('\n', from);
      if (text.charAt(from) == '#' && end >= 0) {
        from = end + 1;
        continue;
      }
      if (end < 0 || end - from >= LONGEST_LINE) {
        throw new Invalid("The AOF manifest file contains too long line");
      }
      String line = text.substring(from, end).strip();
      from = end + 1;
      try {
        Entry entry = entry(names, line);
        switch (entry.type()) {
          case 'b' -> {
            if (base) {
              throw new Invalid("Found duplicate base file information");
            }
            base = true;
          }
          case 'i' -> {
            if (entry.sequence() <= lastIncrement) {
              throw new Invalid("Found a non-monotonic sequence number");
            }
            lastIncrement = entry.sequence();
          }
          case 'h' -> {}
          default -> throw new Invalid("Unknown AOF file type");
        }
        files.add(entry);
      } catch (Invalid invalid) {
        throw invalid.in(number, line);
      }
    }
    return new AofManifest(names, files);
  }

  /** Names and values by turns; names that are not known are passed over. */
  private static Entry entry(AofNames names, String line) throws Invalid {
    Words split = Words.split(line);
    if (split.problem().isPresent() || split.words().size() < 6 || split.words().size() % 2 != 0) {
      throw new Invalid("Invalid AOF manifest file format");
    }
    String[] words =
        split.words().stream().map(word -> Bytes.text(word.bytes())).toArray(String[]::new);
    String name = "";
    long sequence = 0;
    char type = 0;
    for (int i = 0; i < words.length; i += 2) {
      String value = words[i + 1];
      switch (words[i].toLowerCase(Locale.ROOT)) {
        case "file" -> {
          if (value.indexOf('/') >= 0) {
            throw new Invalid("File can't be a path, just a filename");
          }
          name = value;
        }
        case "seq" -> sequence = sequence(value);
        case "type" -> type = value.isEmpty() ? 0 : value.charAt(0);
        default -> {}
      }
    }
    if (name.isEmpty() || sequence == 0 || type == 0) {
      throw new Invalid("Invalid AOF manifest file format");
    }
    return new Entry(names, name, sequence, type);
  }

  /** A name in double quotes where it would not be one plain word without. */
  private static String quoted(String name) {
    byte[] bytes = Bytes.of(name);
    for (byte b : bytes) {
      if (b <= ' ' || b == 0x7f || b == '"' || b == '\\') {
        return Bytes.repr(bytes);
      }
    }
    return name;
  }

  private static long sequence(String digits) {
    byte[] bytes = Bytes.of(digits);
    return Numbers.isLong(bytes) ? Numbers.parseLong(bytes) : 0;
  }

  /** The files to be read at start, in order. */
  List<Entry> data() {
    return files.stream().filter(each -> each.type() != 'h').toList();
  }

  /**
   * Puts this manifest in the place of the one before: written beside it, synced, renamed, and the
   * names synced. At no moment would a power cut leave half a manifest.
   *
   * @param log is told what went wrong, as the server writes it to its log
   * @throws DiskError when that is so
   */
  void write(Disk disk, Consumer<String> log) {
    StringBuilder text = new StringBuilder();
    for (Entry each : files) {
      text.append("file ").append(quoted(each.name())).append(" seq ").append(each.sequence());
      text.append(" type ").append(each.type()).append('\n');
    }
    byte[] bytes = Bytes.of(text.toString());
    String temporary = names.temporaryManifest();
    String name = names.manifest();
    Disk.DiskFile file =
        done(
            () -> {
              disk.delete(names.path(temporary));
              return disk.open(names.path(temporary));
            },
            log,
            "Can't open the AOF manifest file " + temporary + ": ",
            "");
    try {
      done(
          () -> file.append(bytes, 0, bytes.length),
          log,
          "Error trying to write the temporary AOF manifest file " + temporary + ": ",
          "");
      done(file::sync, log, "Fail to fsync the temp AOF file " + temporary + ": ", ".");
    } finally {
      file.close();
    }
    done(
        () -> disk.rename(names.path(temporary), names.path(name)),
        log,
        "Error trying to rename the temporary AOF manifest file "
            + temporary
            + " into "
            + name
            + ": ",
        "");
    done(disk::syncNames, log, "Fail to fsync AOF directory " + names.path(name) + ": ", ".");
  }

  private static void done(Runnable work, Consumer<String> log, String before, String after) {
    done(
        () -> {
          work.run();
          return true;
        },
        log,
        before,
        after);
  }

  private static <T> T done(Supplier<T> work, Consumer<String> log, String before, String after) {
    try {
      return work.get();
    } catch (DiskError failed) {
      log.accept(before + failed.reason() + after);
      throw failed;
    }
  }
}
