package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Where the keys of a command stand among its words, and what is done to them.
 *
 * @param flags by Redis's names, parted by spaces: {@code RW UPDATE}
 * @param begin where the search begins
 * @param find how the keys are found from there
 */
public record KeySpec(String flags, Begin begin, Find find) {
  /** Where the first key, or the number of keys, stands. */
  public sealed interface Begin {
    /** At a position; word 0 is the command. */
    record Index(int index) implements Begin {}

    /** Behind a keyword that is looked for from a position on. */
    record Keyword(String keyword, int startFrom) implements Begin {}

    /**
     * Where a rule of the command's own says, which finds no more than one key; COMMAND INFO calls
     * it unknown.
     */
    record Own(ToIntFunction<byte[][]> first) implements Begin {}
  }

  /** How many keys there are. */
  public sealed interface Find {
    /**
     * From the beginning to {@code lastKey}, which counts from there, or from the end when
     * negative.
     */
    record Range(int lastKey, int step, int limit) implements Find {}

    /** As many as the word at {@code keyNumIndex} says; positions count from the beginning. */
    record KeyNum(int keyNumIndex, int firstKey, int step) implements Find {}
  }

  private static final String VARIABLE = " VARIABLE_FLAGS";
  private static final String INCOMPLETE = " INCOMPLETE";

  /** No keys. */
  public static final List<KeySpec> NONE = List.of();

  /** The first argument is a key whose value is read. */
  public static final List<KeySpec> READ = first("RO ACCESS");

  /** The first argument is a key that is changed in a way that may depend on what it held. */
  public static final List<KeySpec> UPDATE = first("RW UPDATE");

  /** The first argument is a key that is changed and whose value is told. */
  public static final List<KeySpec> ACCESS_UPDATE = first("RW ACCESS UPDATE");

  /** The first argument is a key out of which something is taken and told. */
  public static final List<KeySpec> ACCESS_DELETE = first("RW ACCESS DELETE");

  /** The first argument is a key into which something is put. */
  public static final List<KeySpec> INSERT = first("RW INSERT");

  /** The first argument is a key out of which something is taken. */
  public static final List<KeySpec> DELETE = first("RW DELETE");

  /** The first argument is a key of which only what it is, not what it holds, is told. */
  public static final List<KeySpec> META = first("RO");

  /** The first argument is the only key. */
  public static List<KeySpec> first(String flags) {
    return List.of(at(1, flags));
  }

  /** The only key stands at a position. */
  public static KeySpec at(int index, String flags) {
    return new KeySpec(flags, new Begin.Index(index), new Find.Range(0, 1, 0));
  }

  /** One key at most, found by a rule of the command's own: its place, or 0. */
  public static KeySpec own(String flags, ToIntFunction<byte[][]> first) {
    return new KeySpec(flags, new Begin.Own(first), new Find.Range(0, 1, 0));
  }

  /** Keys from a position to another that counts from the end when negative, every step-th word. */
  public static KeySpec range(int first, int last, int step, String flags) {
    return new KeySpec(
        flags, new Begin.Index(first), new Find.Range(last < 0 ? last : last - first, step, 0));
  }

  /** A word that says how many keys follow it. */
  public static KeySpec counted(int countAt, String flags) {
    return new KeySpec(flags, new Begin.Index(countAt), new Find.KeyNum(0, 1, 1));
  }

  /** Where the keys stand in these words; none where the words do not fit. */
  public List<Integer> positions(byte[][] words) {
    int first =
        switch (begin) {
          case Begin.Index index -> index.index();
          case Begin.Keyword keyword -> behind(keyword, words);
          case Begin.Own own -> own.first().applyAsInt(words);
        };
    List<Integer> positions = new ArrayList<>();
    if (first <= 0 || first >= words.length) {
      return positions;
    }
    // MIGRATE has an empty word here when it names its keys behind a keyword
    if (words[first].length == 0 && Bytes.equalsIgnoreCase(words[0], "migrate")) {
      return positions;
    }
    switch (find) {
      case Find.Range range -> {
        int last = first + range.lastKey();
        if (range.lastKey() < 0) {
          last =
              range.limit() == 0
                  ? words.length + range.lastKey()
                  : first + (words.length - first) / range.limit() + range.lastKey();
        }
        for (int i = first; i <= last && i < words.length; i += range.step()) {
          positions.add(i);
        }
      }
      case Find.KeyNum number -> {
        byte[] word = words[first + number.keyNumIndex()];
        long count = Numbers.isLong(word) ? Numbers.parseLong(word) : 0;
        int at = first + number.firstKey();
        boolean few = count > 0 && count <= words.length; // any other would not end, or overflow
        if (few && at + (count - 1) * number.step() < words.length) {
          for (int i = 0; i < count; i++) {
            positions.add(at + i * number.step());
          }
        }
      }
    }
    return positions;
  }

  /** A word that is a key, and what is done to it, by Redis's names. */
  record Key(int at, String flags) {}

  /**
   * All keys among these words: none at all where words lack, so that it cannot be said which they
   * are.
   */
  static List<Key> keys(CommandRow row, byte[][] words) {
    List<Key> keys = new ArrayList<>();
    for (KeySpec spec : row.keys()) {
      if (spec.isNoKey()) {
        continue;
      }
      if (spec.lacksWords(words)) {
        return List.of();
      }
      String flags = spec.asCalled(words).flags();
      spec.positions(words).forEach(at -> keys.add(new Key(at, flags)));
    }
    return keys;
  }

  /** Whether what stands here is only treated as a key is, as the channel of a shard. */
  boolean isNoKey() {
    return flags.contains("NOT_KEY");
  }

  private boolean lacksWords(byte[][] words) {
    if (!(begin instanceof Begin.Index index)) {
      return false;
    }
    int first = index.index();
    return switch (find) {
      case Find.Range range -> {
        int last = range.lastKey() < 0 ? words.length + range.lastKey() : first + range.lastKey();
        yield first >= words.length || last >= words.length || last < first;
      }
      case Find.KeyNum number -> {
        int count = first + number.keyNumIndex();
        if (count >= words.length || !Numbers.isLong(words[count])) {
          yield true;
        }
        long keys = Numbers.parseLong(words[count]);
        yield keys < 1 || keys > words.length - first - number.firstKey();
      }
    };
  }

  /**
   * What these words do to the keys, where that hangs on them. SET tells the old value when GET is
   * anywhere among its options, even as the argument of another. BITFIELD only reads while all that
   * it is told before the first mistake is GET.
   */
  public KeySpec asCalled(byte[][] words) {
    if (flags.endsWith(INCOMPLETE)) {
      return new KeySpec(flags.substring(0, flags.length() - INCOMPLETE.length()), begin, find);
    }
    if (!flags.endsWith(VARIABLE)) {
      return this;
    }
    if (Bytes.equalsIgnoreCase(words[0], "bitfield")) {
      return new KeySpec(onlyGets(words) ? "RO ACCESS" : "RW ACCESS UPDATE", begin, find);
    }
    boolean told = false;
    for (int i = 3; i < words.length; i++) {
      told |= Bytes.equalsIgnoreCase(words[i], "get");
    }
    return new KeySpec(told ? "RW ACCESS UPDATE" : "OW UPDATE", begin, find);
  }

  private static boolean onlyGets(byte[][] words) {
    int i = 2;
    while (i < words.length) {
      int rest = words.length - i - 1;
      if (Bytes.equalsIgnoreCase(words[i], "get") && rest >= 2) {
        i += 3;
      } else if (Bytes.equalsIgnoreCase(words[i], "overflow") && rest >= 1) {
        i += 2;
      } else {
        return false;
      }
    }
    return true;
  }

  /** The word after a keyword, or 0. */
  private static int behind(Begin.Keyword keyword, byte[][] words) {
    int step = keyword.startFrom() < 0 ? -1 : 1;
    int from = keyword.startFrom() < 0 ? words.length + keyword.startFrom() : keyword.startFrom();
    for (int i = from; i > 0 && i < words.length; i += step) {
      if (Bytes.equalsIgnoreCase(words[i], keyword.keyword())) {
        return i + 1;
      }
    }
    return 0;
  }
}
