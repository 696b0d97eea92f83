package dev.kvarium.redis.command;

import dev.kvarium.redis.value.Encoding;
import dev.kvarium.redis.value.ListValue;
import dev.kvarium.redis.value.Sds;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Quicklist;
import dev.kvarium.structure.QuicklistNode;
import dev.kvarium.wire.Reply;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** DEBUG OBJECT and SDSLEN: a value's object, and its strings on the heap. */
final class DebugObject {
  private static final int ROBJ_BYTES = 16;

  private DebugObject() {}

  /** What is known of a value; its address is 0, since it has none. */
  static Reply handle(Call call, ToLongFunction<Value> serializedBytes) throws CommandError {
    Value value = call.db().peek(call.arg(2));
    if (value == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    return new Reply.Simple(
        "Value at:0x0 refcount:"
            + (value.isShared() ? Integer.MAX_VALUE : 1)
            + " encoding:"
            + value.encoding().redisName()
            + " serializedlength:"
            + serializedBytes.applyAsLong(value)
            + " lru:"
            + value.lru
            + " lru_seconds_idle:"
            + call.keyspace().ageing().idleSeconds(value)
            + (value instanceof ListValue list ? nodes(list.quicklist()) : ""));
  }

  private static String nodes(Quicklist list) {
    long bytes = 0;
    for (QuicklistNode node = list.head(); node != null; node = node.next()) {
      bytes += node.bytes();
    }
    double perNode = (double) list.length() / list.nodeCount();
    return " ql_nodes:"
        + list.nodeCount()
        + " ql_avg_node:"
        + String.format(Locale.ROOT, "%.2f", perNode)
        + " ql_listpack_max:"
        + list.fill()
        + " ql_compressed:"
        + (list.compressDepth() == 0 ? 0 : 1)
        + " ql_uncompressed_size:"
        + bytes;
  }

  /** Length, room left and bytes on the heap of a key and of the string that it holds. */
  static String sdsLengths(byte[] key, StringValue string) {
    int header = Sds.newHeaderBytes(key.length);
    long heap = Sds.newBytes(key.length);
    long most = Math.min(heap - header - 1, Sds.maxAlloc(header));
    long room = header == 1 ? 0 : most - key.length;
    boolean embedded = string.encoding() == Encoding.EMBSTR;
    long size = embedded ? string.memoryBytes(0) - ROBJ_BYTES : string.heapBytes();
    return "key_sds_len:"
        + key.length
        + ", key_sds_avail:"
        + room
        + ", key_zmalloc: "
        + heap
        + ", val_sds_len:"
        + string.length()
        + ", val_sds_avail:"
        + (string.alloc() - string.length())
        + ", val_zmalloc: "
        + size;
  }
}
