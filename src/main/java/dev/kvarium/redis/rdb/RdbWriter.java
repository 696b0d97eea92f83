package dev.kvarium.redis.rdb;

import dev.kvarium.redis.value.HashValue;
import dev.kvarium.redis.value.ListValue;
import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Intset;
import dev.kvarium.structure.Packed;
import dev.kvarium.structure.Quicklist;
import dev.kvarium.structure.QuicklistNode;
import dev.kvarium.structure.Ziplist;
import org.jspecify.annotations.Nullable;

/**
 * Writes values: the byte of their type, then what they hold.
 *
 * <pre>
 *   string                 0   a string
 *   list                  18   nodes, then each: 2 and its listpack as a string, or 1 and an element
 *   set, intset           11   the intset as a string
 *   set, hashtable         2   members, then each as a string
 *   sorted set, listpack  17   the listpack as a string
 *   sorted set, skiplist   5   members, then each as a string and its score, from the greatest down
 *   hash, listpack        16   the listpack as a string
 *   hash, hashtable        4   fields, then each as a string and its value
 *   stream                19   its nodes, ids and groups, see {@link RdbStream}
 * </pre>
 *
 * <p>Version 6.2 has 14 for a list, nodes that are ziplists, 12 and 13 for small sorted sets and
 * hashes in a ziplist; 7.2 has 20 for a small set in a listpack.
 *
 * <p>What is one run of bytes in memory is one string here, compressed like any other; so a small
 * hash costs nothing to write and shows in a DUMP the very bytes that it lies in. {@code RPUSH l
 * a}:
 *
 * <pre>
 *   12                                  a list
 *   01                                  of one node
 *   02                                  that is a listpack
 *   0a  0a 00 00 00 01 00 81 61 02 ff   of 10 bytes: its header, "a", its end
 * </pre>
 *
 * <p>The order of a hashtable is that of its buckets and chains, which depends on the seed of the
 * hash: two servers write the same set in two orders.
 *
 * <p>Source: behaviour of rdb.c in 7.0.15.
 */
public final class RdbWriter {
  private RdbWriter() {}

  /** Writes the type and the value. */
  public static void write(RdbOutput out, Value value) {
    out.writeByte(type(out, value));
    writeContent(out, value);
  }

  /** The byte that announces a value. */
  static int type(RdbOutput out, Value value) {
    return switch (value) {
      case StringValue string -> RdbType.STRING;
      case ListValue list ->
          list.quicklist().ofZiplists() ? RdbType.LIST_QUICKLIST : RdbType.LIST_QUICKLIST_2;
      case SetValue set ->
          set.intset() != null
              ? RdbType.SET_INTSET
              : packed(set.packed(), RdbType.SET, RdbType.SET_LISTPACK, RdbType.SET);
      case SortedSetValue set ->
          packed(set.packed(), RdbType.ZSET_2, RdbType.ZSET_LISTPACK, RdbType.ZSET_ZIPLIST);
      case HashValue hash ->
          packed(hash.packed(), RdbType.HASH, RdbType.HASH_LISTPACK, RdbType.HASH_ZIPLIST);
      case StreamValue stream ->
          out.version() >= 11
              ? RdbType.STREAM_LISTPACKS_3
              : out.version() >= 10 ? RdbType.STREAM_LISTPACKS_2 : RdbType.STREAM_LISTPACKS;
    };
  }

  private static int packed(@Nullable Packed pack, int none, int ofListpack, int ofZiplist) {
    return pack == null ? none : pack instanceof Ziplist ? ofZiplist : ofListpack;
  }

  static void writeContent(RdbOutput out, Value value) {
    switch (value) {
      case StringValue string -> write(out, string);
      case ListValue list -> write(out, list.quicklist());
      case SetValue set -> write(out, set);
      case SortedSetValue set -> write(out, set);
      case HashValue hash -> write(out, hash);
      case StreamValue stream -> RdbStream.write(out, stream);
    }
  }

  private static void write(RdbOutput out, StringValue string) {
    if (string.isInteger()) {
      out.writeInteger(string.integer());
    } else {
      out.writeString(string.bytes());
    }
  }

  private static void write(RdbOutput out, Packed pack) {
    out.writeString(pack.buffer(), pack.bytes());
  }

  private static void write(RdbOutput out, Quicklist list) {
    out.writeLength(list.nodeCount());
    for (QuicklistNode node = list.head(); node != null; node = node.next()) {
      if (!list.ofZiplists()) {
        out.writeLength(node.isPlain() ? RdbType.NODE_PLAIN : RdbType.NODE_PACKED);
      }
      if (node.isCompressed()) {
        out.writeCompressed(node.compressed(), node.bytes());
      } else if (node.isPlain()) {
        out.writeString(node.plain());
      } else {
        write(out, node.pack());
      }
    }
  }

  private static void write(RdbOutput out, SetValue set) {
    Intset ints = set.intset();
    if (ints != null) {
      out.writeString(ints.copyBytes());
      return;
    }
    Packed pack = set.packed();
    if (pack != null) {
      write(out, pack);
      return;
    }
    out.writeLength(set.length());
    SetValue.Members members = set.members();
    while (members.advance()) {
      out.writeString(members.member());
    }
  }

  private static void write(RdbOutput out, SortedSetValue set) {
    Packed pack = set.packed();
    if (pack != null) {
      write(out, pack);
      return;
    }
    out.writeLength(set.length());
    for (var place = set.atRank(0, true); place.isHere(); place.advance(true)) {
      out.writeString(place.member());
      out.writeDouble(place.score());
    }
  }

  private static void write(RdbOutput out, HashValue hash) {
    Packed pack = hash.packed();
    if (pack != null) {
      write(out, pack);
      return;
    }
    out.writeLength(hash.length());
    HashValue.Fields fields = hash.fields();
    while (fields.advance()) {
      out.writeString(fields.field());
      out.writeString(fields.value());
    }
  }
}
