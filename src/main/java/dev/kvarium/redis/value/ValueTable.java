package dev.kvarium.redis.value;

import dev.kvarium.structure.Dict;
import java.util.Optional;

/** The hash table in which a value keeps its fields or members, where it has one. */
public final class ValueTable {
  private ValueTable() {}

  /** The dict of a hash, set or sorted set; empty while it is a listpack or intset. To be read. */
  public static Optional<Dict<?>> of(Value value) {
    return switch (value) {
      case HashValue hash -> Optional.ofNullable(hash.dict());
      case SetValue set -> Optional.ofNullable(set.dict());
      case SortedSetValue set -> Optional.ofNullable(set.dict());
      case StringValue string -> Optional.empty();
      case ListValue list -> Optional.empty();
      case StreamValue stream -> Optional.empty();
    };
  }
}
