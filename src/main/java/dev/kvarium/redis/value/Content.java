package dev.kvarium.redis.value;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Numbers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What a value holds, whatever its encoding: for comparisons. Looking changes nothing.
 *
 * <pre>
 *   string   "" → its bytes
 *   list     0 → item, 1 → item, …
 *   hash     field → value         in the order of the fields
 *   set      member → ""           in the order of the members
 *   zset     member → score        in the order of the members
 *   stream   id → fields and values, in their order; what its groups have read and wait for
 * </pre>
 */
public final class Content {
  private static final Blob NOTHING = Blob.of("");

  private Content() {}

  /** The elements of a value by their names. */
  public static SequencedMap<Blob, Blob> of(Value value) {
    SequencedMap<Blob, Blob> content = new LinkedHashMap<>();
    switch (value) {
      case StringValue string -> content.put(NOTHING, Blob.of(string.bytes()));
      case ListValue list -> {
        int index = 0;
        for (byte[] item : list.range(0, (int) list.length(), false)) {
          content.put(Blob.of(Integer.toString(index++)), Blob.of(item));
        }
      }
      case HashValue hash -> content = fields(hash);
      case SetValue set -> content = members(set);
      case SortedSetValue sorted -> content = scores(sorted);
      case StreamValue stream -> content = StreamContent.of(stream);
    }
    return Collections.unmodifiableSequencedMap(content);
  }

  private static SequencedMap<Blob, Blob> fields(HashValue hash) {
    TreeMap<Blob, Blob> content = new TreeMap<>();
    HashValue.Fields fields = hash.fields();
    while (fields.advance()) {
      content.put(Blob.of(fields.field()), Blob.of(fields.value()));
    }
    fields.close();
    return content;
  }

  private static SequencedMap<Blob, Blob> members(SetValue set) {
    TreeMap<Blob, Blob> content = new TreeMap<>();
    SetValue.Members members = set.members();
    while (members.advance()) {
      content.put(Blob.of(members.member()), NOTHING);
    }
    members.close();
    return content;
  }

  private static SequencedMap<Blob, Blob> scores(SortedSetValue sorted) {
    TreeMap<Blob, Blob> content = new TreeMap<>();
    SortedSetValue.Place place = sorted.atRank(0, false);
    while (place.isHere()) {
      content.put(Blob.of(place.member()), Blob.of(Numbers.replyDouble(place.score())));
      place.advance(false);
    }
    return content;
  }
}
