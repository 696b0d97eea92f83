package dev.kvarium.redis.value;

import dev.kvarium.base.Blob;
import dev.kvarium.event.StreamEvent;
import dev.kvarium.structure.Listpack;
import dev.kvarium.structure.Rax;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamCursor;
import dev.kvarium.structure.StreamId;
import dev.kvarium.structure.StreamLimit;
import dev.kvarium.structure.StreamNode;
import dev.kvarium.structure.StreamTree;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A stream: entries of fields and values under ids that only grow, and the groups that read them.
 *
 * <p>Beside its entries it remembers the last id that was given, the greatest that was deleted, and
 * how many entries were ever added: by these a group knows how far behind it is without counting. A
 * stream without entries stays, unlike other values.
 *
 * <p>Arrays handed in become part of the value, arrays handed out are part of it: neither is to be
 * changed.
 */
public final class StreamValue extends Value {
  /** Fields and values of one entry together are at most so long. */
  public static final long MOST_ENTRY_BYTES = StreamNode.MOST_BYTES;

  private final StreamTree entries;
  private StreamId firstId = StreamId.MIN;
  private StreamId lastId = StreamId.MIN;
  private StreamId maxDeletedId = StreamId.MIN;
  private long entriesAdded;
  private @Nullable Rax<StreamGroup> groups;

  /** A stream without entries. */
  public StreamValue() {
    this(new StreamTree());
  }

  /** A stream of entries that were loaded; {@link #loaded} says the rest. */
  public StreamValue(StreamTree entries) {
    this.entries = entries;
  }

  /** Remembers what was loaded with its entries. */
  public void loaded(StreamId last, StreamId first, StreamId maxDeleted, long added) {
    lastId = last;
    firstId = first;
    maxDeletedId = maxDeleted;
    entriesAdded = added;
  }

  @Override
  public ValueType type() {
    return ValueType.STREAM;
  }

  @Override
  public Encoding encoding() {
    return Encoding.STREAM;
  }

  @Override
  public long length() {
    return entries.length();
  }

  @Override
  public StreamValue copy(Shaping shaping) {
    StreamValue copy = new StreamValue(entries.copy());
    copy.firstId = firstId;
    copy.lastId = lastId;
    copy.maxDeletedId = maxDeletedId;
    copy.entriesAdded = entriesAdded;
    if (groups != null) {
      Rax<StreamGroup> copies = new Rax<>();
      RaxCursor<StreamGroup> each = new RaxCursor<>(groups);
      for (boolean there = each.first(); there; there = each.next()) {
        copies.put(each.key(), each.value().copy());
      }
      copy.groups = copies;
    }
    return copy;
  }

  // What it remembers.

  /** The id of the first entry; 0-0 when there is none. */
  public StreamId firstId() {
    return firstId;
  }

  /** The last id that was given, whether its entry is there or not. */
  public StreamId lastId() {
    return lastId;
  }

  /** The greatest id that XDEL deleted; 0-0 when none was. */
  public StreamId maxDeletedId() {
    return maxDeletedId;
  }

  /** Entries that were ever added. */
  public long entriesAdded() {
    return entriesAdded;
  }

  /** The entries. To be read. */
  public StreamTree entries() {
    return entries;
  }

  /** A walk over the entries between two ids, both included. */
  public StreamCursor walk(StreamId start, StreamId end, boolean backward) {
    return entries.walk(start, end, backward);
  }

  // Entries.

  /**
   * Adds an entry.
   *
   * @param id after the last one
   * @param words fields and values by turns from word {@code from} on
   * @param bytes of all of them
   */
  public void append(Shaping shaping, StreamId id, byte[][] words, int from, long bytes) {
    long maxBytes = shaping.streamNodeMaxBytes;
    long maxEntries = shaping.streamNodeMaxEntries;
    StreamTree.Full full = entries.full(bytes, maxBytes, maxEntries);
    StreamNode before = entries.newest();
    final long beforeBytes = before == null ? 0 : before.pack().bytes();
    final boolean same = entries.append(id, words, from, full, maxBytes);
    entriesAdded++;
    lastId = id;
    if (entries.length() == 1) {
      firstId = id;
    }
    if (shaping.listening()) {
      StreamNode node = entries.newest();
      if (node == null) {
        throw new IllegalStateException("an entry without a node");
      }
      if (node != before) {
        opened(shaping, node, full, beforeBytes + bytes);
      }
      shaping.state(
          new StreamEvent.Appended(
              shaping.key(),
              shaping.db(),
              id.toString(),
              same,
              node.live() + node.deleted(),
              node.pack().bytes()));
    }
  }

  private void opened(Shaping shaping, StreamNode node, StreamTree.Full full, long bytes) {
    String limit =
        switch (full) {
          case NONE -> "";
          case BYTES -> "stream-node-max-bytes";
          case ENTRIES -> "stream-node-max-entries";
        };
    long value =
        switch (full) {
          case NONE -> 0;
          case BYTES -> shaping.streamNodeMaxBytes;
          case ENTRIES -> shaping.streamNodeMaxEntries;
        };
    shaping.state(
        new StreamEvent.NodeOpened(
            shaping.key(),
            shaping.db(),
            node.first().toString(),
            limit,
            value,
            full == StreamTree.Full.BYTES ? bytes : value,
            entries.tree().size()));
  }

  /** Deletes entries; how many there were. What is pending of them stays pending. */
  public int delete(Shaping shaping, StreamId[] ids) {
    int deleted = 0;
    boolean first = false;
    for (StreamId id : ids) {
      StreamTree.Removal removal = entries.remove(id);
      if (removal == StreamTree.Removal.NOT_THERE) {
        continue;
      }
      first |= id.equals(firstId);
      if (id.isAfter(maxDeletedId)) {
        maxDeletedId = id;
      }
      deleted++;
      if (shaping.listening()) {
        shaping.state(
            new StreamEvent.Deleted(
                shaping.key(),
                shaping.db(),
                id.toString(),
                removal == StreamTree.Removal.NODE_FREED));
      }
    }
    if (deleted > 0) {
      if (entries.length() == 0) {
        firstId = StreamId.MIN;
      } else if (first) {
        firstId = entries.first();
      }
    }
    return deleted;
  }

  /** Takes entries from the front; see {@link StreamTree#trim}. */
  public long trim(Shaping shaping, StreamLimit limit, boolean wholeNodes, long most) {
    StreamTree.Trimmed trimmed = entries.trim(limit, wholeNodes, most);
    if (entries.length() == 0) {
      firstId = StreamId.MIN;
    } else if (trimmed.entries() > 0) {
      firstId = entries.first();
    }
    if (shaping.listening() && (trimmed.entries() > 0 || trimmed.nodes() > 0)) {
      shaping.state(
          new StreamEvent.Trimmed(
              shaping.key(),
              shaping.db(),
              trimmed.entries(),
              trimmed.nodes(),
              trimmed.marked(),
              entries.length()));
    }
    return trimmed.entries();
  }

  /** Sets what it remembers: the last id, and the others where they are told. */
  public void setIds(
      Shaping shaping, StreamId last, OptionalLong added, @Nullable StreamId maxDeleted) {
    lastId = last;
    if (added.isPresent()) {
      entriesAdded = added.getAsLong();
    }
    if (maxDeleted != null) {
      maxDeletedId = maxDeleted;
    }
    if (shaping.listening()) {
      shaping.state(new StreamEvent.IdSet(shaping.key(), shaping.db(), last.toString()));
    }
  }

  // Groups.

  /** The groups by their names, empty or not; null until the first was made. To be read. */
  public @Nullable Rax<StreamGroup> groups() {
    return groups;
  }

  /** How many groups there are. */
  public int groupCount() {
    return groups == null ? 0 : groups.size();
  }

  /** A group by its name. */
  public @Nullable StreamGroup group(byte[] name) {
    return groups == null ? null : groups.get(name);
  }

  /** Makes a group that has read up to an id; whether its name was free. */
  public boolean createGroup(Shaping shaping, byte[] name, StreamId id, long entriesRead) {
    if (groups == null) {
      groups = new Rax<>();
    }
    if (groups.get(name) != null) {
      return false;
    }
    groups.put(name, new StreamGroup(name, id, entriesRead));
    if (shaping.listening()) {
      shaping.state(
          new StreamEvent.GroupCreated(shaping.key(), shaping.db(), Blob.of(name), id.toString()));
    }
    return true;
  }

  /** Drops a group with all that is pending in it; whether it was there. */
  public boolean destroyGroup(Shaping shaping, byte[] name) {
    StreamGroup group = groups == null ? null : groups.remove(name);
    if (group == null) {
      return false;
    }
    if (shaping.listening()) {
      shaping.state(
          new StreamEvent.GroupDestroyed(
              shaping.key(), shaping.db(), Blob.of(name), group.pending.size()));
    }
    return true;
  }

  /** Lets a group go on behind an id. */
  public void moveGroup(Shaping shaping, StreamGroup group, StreamId id, long entriesRead) {
    group.lastId = id;
    group.entriesRead = entriesRead;
    if (shaping.listening()) {
      shaping.state(
          new StreamEvent.GroupMoved(
              shaping.key(), shaping.db(), Blob.of(group.name()), id.toString()));
    }
  }

  /** Notes that a group was served up to an id, if that is further than before; whether it is. */
  boolean advance(StreamGroup group, StreamId id) {
    if (!id.isAfter(group.lastId)) {
      return false;
    }
    if (group.entriesRead != StreamGroup.READ_UNKNOWN && !hasDeletedFrom(id)) {
      group.entriesRead++;
    } else if (entriesAdded != 0) {
      group.entriesRead = readUpTo(id);
    }
    group.lastId = id;
    return true;
  }

  /** How many entries a group has not been served yet; empty when that cannot be told. */
  public OptionalLong lag(StreamGroup group) {
    if (entriesAdded == 0) {
      return OptionalLong.of(0);
    }
    if (group.entriesRead != StreamGroup.READ_UNKNOWN && !hasDeletedFrom(group.lastId)) {
      return OptionalLong.of(entriesAdded - group.entriesRead);
    }
    long read = readUpTo(group.lastId);
    return read == StreamGroup.READ_UNKNOWN
        ? OptionalLong.empty()
        : OptionalLong.of(entriesAdded - read);
  }

  /** Whether one of the entries from an id on may have been deleted from among the others. */
  private boolean hasDeletedFrom(StreamId start) {
    return entries.length() > 0
        && !maxDeletedId.isZero()
        && !firstId.isAfter(maxDeletedId)
        && !start.isAfter(maxDeletedId);
  }

  /**
   * How many entries were added up to an id; {@link StreamGroup#READ_UNKNOWN} where only counting
   * them could tell.
   */
  public long readUpTo(StreamId id) {
    if (entriesAdded == 0) {
      return 0;
    }
    int order = id.compareTo(lastId);
    if (entries.length() == 0 && order <= 0 || order == 0) {
      return entriesAdded;
    }
    if (order > 0) {
      return StreamGroup.READ_UNKNOWN;
    }
    if (maxDeletedId.isZero() || maxDeletedId.isBefore(firstId)) {
      int first = id.compareTo(firstId);
      if (first <= 0) {
        return entriesAdded - entries.length() + (first == 0 ? 1 : 0);
      }
    }
    return StreamGroup.READ_UNKNOWN;
  }

  // Size.

  @Override
  public long memoryBytes(long samples) {
    Rax<StreamNode> tree = entries.tree();
    long bytes = MemoryMeter.OBJECT + MemoryMeter.STREAM + MemoryMeter.rax(tree);
    long most = MemoryMeter.samples(samples);
    long weighed = 0;
    long count = 0;
    RaxCursor<StreamNode> nodes = new RaxCursor<>(tree);
    for (boolean there = nodes.first(); there && count < most; there = nodes.next()) {
      weighed += allocated(nodes.value().pack());
      count++;
    }
    if (tree.size() <= count) {
      bytes += weighed;
    } else {
      long mean = count == 0 ? 0 : weighed / count;
      bytes += mean * (tree.size() - 1);
      nodes.last();
      bytes += allocated(nodes.value().pack());
    }
    if (groups != null) {
      RaxCursor<StreamGroup> each = new RaxCursor<>(groups);
      for (boolean there = each.first(); there; there = each.next()) {
        bytes += each.value().memoryBytes();
      }
    }
    return bytes;
  }

  private static long allocated(Listpack pack) {
    return Jemalloc.usable(pack.allocatedBytes());
  }
}
