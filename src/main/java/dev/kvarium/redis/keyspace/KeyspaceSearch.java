package dev.kvarium.redis.keyspace;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.base.Glob;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.HashValue;
import dev.kvarium.redis.value.ListValue;
import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.StreamConsumer;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamSnapshot;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueType;
import dev.kvarium.structure.DictIterator;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamCursor;
import dev.kvarium.structure.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is in a database by the beginnings of names, for completion; looking changes nothing. */
public final class KeyspaceSearch {
  /** How many entries are looked at before the rest is left alone. */
  private static final int PATIENCE = 200_000;

  private KeyspaceSearch() {}

  /** At most so many keys that begin with these bytes, in order, each with its type's name. */
  public static SequencedMap<Blob, String> keys(Db db, byte[] prefix, int most) {
    TreeMap<Blob, String> found = new TreeMap<>();
    int patience = PATIENCE;
    try (DictIterator<Value> iterator = db.keys().iterator()) {
      while (patience-- > 0 && iterator.advance()) {
        byte[] key = iterator.entry().key;
        if (begins(key, prefix)) {
          found.put(Blob.of(key), iterator.entry().get().type().redisName());
          if (found.size() > most) {
            found.pollLastEntry();
          }
        }
      }
    }
    return found;
  }

  /** How many keys match a pattern, as KEYS has it. */
  public static long countLike(Db db, byte[] pattern) {
    long[] count = {0};
    db.keys().forEach(entry -> count[0] += Glob.matches(pattern, entry.key) ? 1 : 0);
    return count[0];
  }

  /** At most so many fields or members that begin with these bytes, in order. */
  public static List<Blob> elements(Db db, byte[] key, byte[] prefix, int most) {
    TreeSet<Blob> found = new TreeSet<>();
    Value value = db.peek(key);
    int patience = PATIENCE;
    switch (value) {
      case HashValue hash -> {
        HashValue.Fields fields = hash.fields();
        while (patience-- > 0 && fields.advance()) {
          add(found, fields.field(), prefix, most);
        }
        fields.close();
      }
      case SetValue set -> {
        SetValue.Members members = set.members();
        while (patience-- > 0 && members.advance()) {
          add(found, members.member(), prefix, most);
        }
        members.close();
      }
      case SortedSetValue sorted -> {
        SortedSetValue.Place place = sorted.atRank(0, false);
        while (patience-- > 0 && place.isHere()) {
          add(found, place.member(), prefix, most);
          place.advance(false);
        }
      }
      case StreamValue stream -> {
        StreamCursor walk = stream.walk(StreamId.MIN, StreamId.MAX, false);
        while (patience-- > 0 && walk.advance()) {
          add(found, walk.id().text(), prefix, most);
        }
      }
      case null, default -> {}
    }
    return new ArrayList<>(found);
  }

  /** A stream, the first by name when none is asked for; empty when there is no such stream. */
  public static Optional<StreamSnapshot> stream(Db db, Optional<Blob> key) {
    Blob name = key.orElseGet(() -> firstStream(db));
    return db.peek(name.bytes()) instanceof StreamValue stream
        ? Optional.of(StreamSnapshot.of(name.bytes(), stream))
        : Optional.empty();
  }

  private static Blob firstStream(Db db) {
    Blob first = Blob.of("");
    boolean found = false;
    int patience = db.count(ValueType.STREAM) == 0 ? 0 : PATIENCE;
    try (DictIterator<Value> entries = db.keys().iterator()) {
      while (patience-- > 0 && entries.advance()) {
        Blob name = Blob.of(entries.entry().key);
        if (entries.entry().get() instanceof StreamValue && (!found || name.compareTo(first) < 0)) {
          first = name;
          found = true;
        }
      }
    }
    return first;
  }

  /** The groups of a stream, or the consumers of all of them; none for other types. */
  public static List<Blob> groups(Db db, byte[] key, boolean consumers) {
    List<Blob> names = new ArrayList<>();
    if (!(db.peek(key) instanceof StreamValue stream) || stream.groups() == null) {
      return names;
    }
    RaxCursor<StreamGroup> groups = new RaxCursor<>(stream.groups());
    for (boolean there = groups.first(); there; there = groups.next()) {
      if (!consumers) {
        names.add(Blob.of(groups.key()));
        continue;
      }
      RaxCursor<StreamConsumer> readers = new RaxCursor<>(groups.value().consumers());
      for (boolean more = readers.first(); more; more = readers.next()) {
        names.add(Blob.of(readers.key()));
      }
    }
    return names;
  }

  /**
   * What a key holds, word by word, at most so many: the text of a string, the items of a list, the
   * members of a set in order, fields with their values by the order of the fields, members with
   * their scores by the order of the scores. Empty when it is not there.
   */
  public static List<Blob> contents(Db db, byte[] key, int most) {
    List<Blob> words = new ArrayList<>();
    switch (db.peek(key)) {
      case StringValue text -> words.add(Blob.of(text.bytes()));
      case ListValue list -> {
        int count = (int) StrictMath.min(list.length(), most);
        for (byte[] item : list.range(0, count, false)) {
          words.add(Blob.of(item));
        }
      }
      case SetValue set -> words.addAll(elements(db, key, new byte[0], most));
      case HashValue hash -> {
        for (Blob field : elements(db, key, new byte[0], most)) {
          byte[] value = hash.get(field.bytes());
          words.add(field);
          words.add(Blob.of(value == null ? new byte[0] : value));
        }
      }
      case SortedSetValue sorted -> {
        SortedSetValue.Place place = sorted.atRank(0, false);
        while (words.size() < most && place.isHere()) {
          words.add(Blob.of(place.member()));
          words.add(Blob.of(Numbers.replyDouble(place.score())));
          place.advance(false);
        }
      }
      case StreamValue stream -> {
        StreamCursor walk = stream.walk(StreamId.MIN, StreamId.MAX, false);
        while (words.size() < most && walk.advance()) {
          words.add(Blob.of(walk.id().text()));
          words.add(Blob.of(CommandText.of(walk.pairs(), Integer.MAX_VALUE)));
        }
      }
      case null -> {}
    }
    return words;
  }

  private static void add(TreeSet<Blob> found, byte[] element, byte[] prefix, int most) {
    if (begins(element, prefix)) {
      found.add(Blob.of(element));
      if (found.size() > most) {
        found.pollLast();
      }
    }
  }

  private static boolean begins(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }
}
