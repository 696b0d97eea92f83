package dev.kvarium.redis.keyspace;

import dev.kvarium.redis.value.ListValue;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueTable;
import dev.kvarium.structure.Rax;
import dev.kvarium.structure.RaxCursor;

/**
 * How much work it is to free a value: about as many steps as it has allocations. UNLINK and its
 * kin hand over to a thread of the server what takes more than {@value #IN_PASSING}, and free the
 * rest in passing.
 */
public final class FreeEffort {
  private static final int IN_PASSING = 64;

  private FreeEffort() {}

  /** Whether a value is freed in the background when it is to be freed lazily. */
  public static boolean isWorthAThread(Value value) {
    return of(value) > IN_PASSING && !value.isShared();
  }

  static long of(Value value) {
    return switch (value) {
      case StringValue string -> 1;
      case ListValue list -> list.quicklist().nodeCount();
      case StreamValue stream -> of(stream);
      default -> ValueTable.of(value).map(table -> (long) table.size()).orElse(1L);
    };
  }

  private static long of(StreamValue stream) {
    long effort = stream.entries().tree().nodes();
    Rax<StreamGroup> groups = stream.groups();
    if (groups != null && groups.size() > 0) {
      RaxCursor<StreamGroup> first = new RaxCursor<>(groups);
      long pending = first.first() ? first.value().pending().size() : 0;
      effort += groups.size() * (1 + pending);
    }
    return effort;
  }
}
