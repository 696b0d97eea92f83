package dev.kvarium.redis.value;

import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictIterator;
import dev.kvarium.structure.Listpack;
import dev.kvarium.structure.Packed;
import dev.kvarium.world.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * A hash: fields that lead to values.
 *
 * <p>It begins as a listpack of fields and values by turns, in which a field is found by walking.
 * With more than {@code hash-max-listpack-entries} fields, or a field or value of more than {@code
 * hash-max-listpack-value} bytes, it becomes a hash table, and stays one.
 *
 * <p>Arrays handed in become part of the value, arrays handed out are part of it: neither is to be
 * changed.
 */
public final class HashValue extends Value {
  /** A listpack of a gigabyte is not added to. */
  static final long LISTPACK_SAFETY_BYTES = 1L << 30;

  private @Nullable Packed listpack;
  private @Nullable Dict<byte[]> dict;

  /** The empty hash, as a listpack. */
  public HashValue() {
    listpack = new Listpack();
  }

  /** The empty hash, packed as the node's version packs. */
  public static HashValue empty(Shaping shaping) {
    return new HashValue(shaping.newPacked(), null);
  }

  private HashValue(@Nullable Packed listpack, @Nullable Dict<byte[]> dict) {
    this.listpack = listpack;
    this.dict = dict;
  }

  /** The hash that a listpack of fields and values by turns is, which it takes over. */
  public static HashValue of(Packed pack) {
    return new HashValue(pack, null);
  }

  /** The hash that a table from fields to values is, which it takes over. */
  public static HashValue of(Dict<byte[]> table) {
    return new HashValue(null, table);
  }

  /** A field and what it leads to. */
  public record Pair(byte[] field, byte[] value) {}

  @Override
  public ValueType type() {
    return ValueType.HASH;
  }

  @Override
  public Encoding encoding() {
    return listpack != null ? Encoding.of(listpack) : Encoding.HASHTABLE;
  }

  @Override
  public long length() {
    Packed pack = listpack;
    return pack != null ? pack.length() / 2 : table().size();
  }

  private Dict<byte[]> table() {
    Dict<byte[]> known = dict;
    if (known == null) {
      throw new IllegalStateException("this hash is a listpack");
    }
    return known;
  }

  // Reading.

  /** What a field leads to. */
  public byte @Nullable [] get(byte[] field) {
    Packed pack = listpack;
    if (pack != null) {
      int p = pack.find(pack.first(), field, 1);
      return p == Packed.NONE ? null : pack.get(pack.next(p));
    }
    Dict.Entry<byte[]> entry = table().find(field);
    return entry == null ? null : entry.get();
  }

  /** Whether a field is there. */
  public boolean contains(byte[] field) {
    Packed pack = listpack;
    return pack != null
        ? pack.find(pack.first(), field, 1) != Packed.NONE
        : table().find(field) != null;
  }

  /** Bytes of what a field leads to, 0 when it is not there. */
  public int valueLength(byte[] field) {
    Packed pack = listpack;
    if (pack != null) {
      int p = pack.find(pack.first(), field, 1);
      return p == Packed.NONE ? 0 : pack.textLength(pack.next(p));
    }
    Dict.Entry<byte[]> entry = table().find(field);
    return entry == null ? 0 : entry.get().length;
  }

  /** A walk over all fields: in the order of their coming, or of the table. */
  public Fields fields() {
    return new Fields(this);
  }

  /** A walk over a hash that is not changed meanwhile. Call {@link #advance()} until it says no. */
  public static final class Fields {
    private final @Nullable Packed listpack;
    private final @Nullable DictIterator<byte[]> iterator;
    private int at = Packed.NONE;
    private int next;

    private Fields(HashValue hash) {
      listpack = hash.listpack;
      iterator = listpack == null ? hash.table().iterator() : null;
      next = listpack == null ? Packed.NONE : listpack.first();
    }

    /** Goes to the next field; whether there is one. */
    public boolean advance() {
      if (listpack != null) {
        at = next;
        if (at == Packed.NONE) {
          return false;
        }
        next = listpack.next(listpack.next(at));
        return true;
      }
      return iterator != null && iterator.advance();
    }

    public byte[] field() {
      return listpack != null ? listpack.get(at) : entry().key;
    }

    public byte[] value() {
      return listpack != null ? listpack.get(listpack.next(at)) : entry().get();
    }

    /** Gives up a walk that did not come to its end. */
    public void close() {
      if (iterator != null) {
        iterator.close();
      }
    }

    private Dict.Entry<byte[]> entry() {
      if (iterator == null) {
        throw new IllegalStateException();
      }
      return iterator.entry();
    }
  }

  /** Takes what a scan comes upon. */
  public interface Visitor {
    void visit(byte[] field, byte[] value);
  }

  /** One step of HSCAN: a bucket of the table, or all of the listpack; the next cursor. */
  public long scan(long cursor, Visitor visitor) {
    if (listpack == null) {
      return table().scan(cursor, entry -> visitor.visit(entry.key, entry.get()));
    }
    for (Fields fields = fields(); fields.advance(); ) {
      visitor.visit(fields.field(), fields.value());
    }
    return 0;
  }

  // Writing.

  /**
   * Becomes a hash table if one of the arguments from {@code from} on is too long for a listpack,
   * or all together are. Commands do this before they set anything.
   */
  public void prepareFor(Shaping shaping, byte[][] args, int from) {
    Packed pack = listpack;
    if (pack == null) {
      return;
    }
    long sum = pack.bytes();
    for (int i = from; i < args.length; i++) {
      int length = args[i].length;
      if (length > shaping.hashMaxListpackValue) {
        convert(
            shaping,
            shaping.version().parameter("hash-max-listpack-value"),
            shaping.hashMaxListpackValue,
            length);
        return;
      }
      sum += length;
    }
    if (sum > LISTPACK_SAFETY_BYTES) {
      convert(shaping, "listpack of more than 1 GiB", LISTPACK_SAFETY_BYTES, sum);
    }
  }

  /** Makes a field lead to a value; whether the field is new. */
  public boolean set(Shaping shaping, byte[] field, byte[] value) {
    Packed pack = listpack;
    if (pack != null) {
      int longest = Math.max(field.length, value.length);
      if (longest > shaping.hashMaxListpackValue) {
        convert(
            shaping,
            shaping.version().parameter("hash-max-listpack-value"),
            shaping.hashMaxListpackValue,
            longest);
      } else {
        return setInListpack(shaping, pack, field, value);
      }
    }
    Dict<byte[]> table = table();
    int hash = table.hash(field);
    Dict.Entry<byte[]> entry = table.find(field, hash);
    boolean isNew = entry == null;
    if (entry == null) {
      entry = table.insertNew(field, hash);
    }
    entry.value = value;
    return isNew;
  }

  private boolean setInListpack(Shaping shaping, Packed pack, byte[] field, byte[] value) {
    int p = pack.find(pack.first(), field, 1);
    if (p != Packed.NONE) {
      pack.replace(pack.next(p), value);
    } else {
      pack.append(field);
      pack.append(value);
    }
    int fields = pack.length() / 2;
    if (fields > shaping.hashMaxListpackEntries) {
      convert(
          shaping,
          shaping.version().parameter("hash-max-listpack-entries"),
          shaping.hashMaxListpackEntries,
          fields);
    }
    return p == Packed.NONE;
  }

  private void convert(Shaping shaping, String limit, long limitValue, long found) {
    long before = shaping.listening() ? memoryBytes(0) : 0;
    final Encoding from = encoding();
    Dict<byte[]> table = new Dict<>(shaping.dictRules());
    table.resizeTo(length());
    for (Fields fields = fields(); fields.advance(); ) {
      byte[] field = fields.field();
      table.insertNew(field, table.hash(field)).value = fields.value();
    }
    dict = table;
    listpack = null;
    if (shaping.listening()) {
      shaping.converted(
          ValueType.HASH,
          from,
          Encoding.HASHTABLE,
          limit,
          limitValue,
          found,
          before,
          memoryBytes(0));
    }
  }

  /** Becomes a hash table if it has more fields than a listpack may, as one that was loaded can. */
  public void fit(Shaping shaping) {
    Packed pack = listpack;
    if (pack != null && pack.length() / 2 > shaping.hashMaxListpackEntries) {
      convert(
          shaping,
          shaping.version().parameter("hash-max-listpack-entries"),
          shaping.hashMaxListpackEntries,
          pack.length() / 2);
    }
  }

  /** Becomes a hash table, whatever it holds. */
  public void becomeTable(Shaping shaping) {
    if (listpack != null) {
      convert(
          shaping,
          shaping.version().parameter("hash-max-listpack-value"),
          shaping.hashMaxListpackValue,
          0);
    }
  }

  /** Takes a field out; whether it was there. A table that has become too large shrinks. */
  public boolean remove(byte[] field) {
    Packed pack = listpack;
    if (pack != null) {
      int p = pack.find(pack.first(), field, 1);
      if (p == Packed.NONE) {
        return false;
      }
      pack.deleteRangeAt(p, 2);
      return true;
    }
    if (table().remove(field) == null) {
      return false;
    }
    table().shrinkIfSparse();
    return true;
  }

  /** An equal hash with the same encoding, as COPY makes it. */
  @Override
  public HashValue copy(Shaping shaping) {
    Packed pack = listpack;
    if (pack != null) {
      return new HashValue(pack.copy(), null);
    }
    Dict<byte[]> copy = new Dict<>(shaping.dictRules());
    copy.resizeTo(table().size());
    table().forEach(entry -> copy.insertNew(entry.key, copy.hash(entry.key)).value = entry.get());
    return new HashValue(null, copy);
  }

  // Chance.

  /** A field of a hash that has one, with its value. */
  public Pair randomPair(Randomness random) {
    Packed pack = listpack;
    if (pack != null) {
      int p = pack.seek(2L * random.below(pack.length() / 2));
      return new Pair(pack.get(p), pack.get(pack.next(p)));
    }
    Dict.Entry<byte[]> entry = table().fairRandomEntry(random);
    return new Pair(entry.key, entry.get());
  }

  // Size.

  @Override
  public long memoryBytes(long samples) {
    Packed pack = listpack;
    if (pack != null) {
      return MemoryMeter.OBJECT + Jemalloc.usable(pack.allocatedBytes());
    }
    long most = MemoryMeter.samples(samples);
    long weighed = 0;
    long count = 0;
    try (DictIterator<byte[]> entries = table().iterator()) {
      for (; count < most && entries.advance(); count++) {
        Dict.Entry<byte[]> entry = entries.entry();
        weighed +=
            MemoryMeter.DICT_ENTRY
                + Sds.newBytes(entry.key.length)
                + Sds.newBytes(entry.get().length);
      }
    }
    long fixed = MemoryMeter.OBJECT + MemoryMeter.dict(table().buckets());
    return MemoryMeter.extrapolate(fixed, weighed, count, table().size());
  }

  /** The listpack or ziplist, while it is one. */
  public @Nullable Packed packed() {
    return listpack;
  }

  /** The hash table, once it is one. */
  public @Nullable Dict<byte[]> dict() {
    return dict;
  }
}
