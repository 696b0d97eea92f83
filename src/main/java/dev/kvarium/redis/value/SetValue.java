package dev.kvarium.redis.value;

import dev.kvarium.base.Numbers;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictIterator;
import dev.kvarium.structure.Intset;
import dev.kvarium.structure.Listpack;
import dev.kvarium.structure.Packed;
import dev.kvarium.world.Randomness;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set: members without order, each once.
 *
 * <p>While all members are integers, and at most {@code set-max-intset-entries}, it is a sorted
 * array of them. Any other member, or one more, makes it a hash table whose entries have no value,
 * and it stays one.
 *
 * <p>Arrays handed in become part of the set, arrays handed out are part of it: neither is to be
 * changed.
 */
public final class SetValue extends Value {
  /** No intset has more members, whatever is configured. */
  private static final long MOST_INTSET_ENTRIES = 1L << 30;

  private @Nullable Intset intset;
  private @Nullable Listpack pack;
  private @Nullable Dict<byte[]> dict;

  private SetValue(@Nullable Intset intset, @Nullable Listpack pack, @Nullable Dict<byte[]> dict) {
    this.intset = intset;
    this.pack = pack;
    this.dict = dict;
  }

  /** The empty intset, which is what results of unions, intersections and differences begin as. */
  public static SetValue empty() {
    return new SetValue(new Intset(), null, null);
  }

  /** The set that an intset is, which it takes over. */
  public static SetValue of(Intset ints) {
    return new SetValue(ints, null, null);
  }

  /** The set of the keys of a table, which it takes over. */
  public static SetValue of(Dict<byte[]> table) {
    return new SetValue(null, null, table);
  }

  /** The set of the entries of a listpack, which it takes over. */
  public static SetValue of(Listpack pack) {
    return new SetValue(null, pack, null);
  }

  /** The empty set in the encoding that its first member asks for. */
  public static SetValue emptyFor(Shaping shaping, byte[] first) {
    return emptyFor(shaping, first, 1);
  }

  /** The same when so many members are to come. */
  public static SetValue emptyFor(Shaping shaping, byte[] first, int coming) {
    boolean packs = shaping.version().packsSetsAndLists();
    if (Numbers.isLong(first) && (!packs || coming <= shaping.setMaxIntsetEntries)) {
      return empty();
    }
    if (packs && coming <= shaping.setMaxListpackEntries) {
      return of(new Listpack());
    }
    Dict<byte[]> table = new Dict<>(shaping.dictRules());
    if (packs) {
      table.resizeTo(coming);
    }
    return of(table);
  }

  @Override
  public ValueType type() {
    return ValueType.SET;
  }

  @Override
  public Encoding encoding() {
    return intset != null ? Encoding.INTSET : pack != null ? Encoding.LISTPACK : Encoding.HASHTABLE;
  }

  @Override
  public long length() {
    Intset ints = intset;
    return ints != null ? ints.length() : pack != null ? pack.length() : table().size();
  }

  private Dict<byte[]> table() {
    Dict<byte[]> known = dict;
    if (known == null) {
      throw new IllegalStateException("this set is an intset");
    }
    return known;
  }

  // Reading.

  /** Whether it is one of the members. */
  public boolean contains(byte[] member) {
    Intset ints = intset;
    return ints != null
        ? Numbers.isLong(member) && ints.contains(Numbers.parseLong(member))
        : pack != null
            ? pack.find(pack.first(), member, 0) != Packed.NONE
            : table().find(member) != null;
  }

  /** A walk over all members: rising in an intset, else in the order of the table. */
  public Members members() {
    return new Members(this);
  }

  /** A walk over a set that is not changed meanwhile. Call {@link #advance()} until it says no. */
  public static final class Members {
    private final @Nullable Intset intset;
    private final @Nullable Listpack pack;
    private final @Nullable DictIterator<byte[]> iterator;
    private int index = -1;
    private int at = Packed.NONE;
    private int next;

    private Members(SetValue set) {
      intset = set.intset;
      pack = set.pack;
      next = pack == null ? Packed.NONE : pack.first();
      iterator = intset == null && pack == null ? set.table().iterator() : null;
    }

    /** Goes to the next member; whether there is one. */
    public boolean advance() {
      if (intset != null) {
        return ++index < intset.length();
      }
      if (pack != null) {
        at = next;
        next = at == Packed.NONE ? at : pack.next(at);
        return at != Packed.NONE;
      }
      return iterator != null && iterator.advance();
    }

    public byte[] member() {
      if (intset != null) {
        return Numbers.toBytes(intset.get(index));
      }
      if (pack != null) {
        return pack.get(at);
      }
      if (iterator == null) {
        throw new IllegalStateException();
      }
      return iterator.entry().key;
    }

    /** Gives up a walk that did not come to its end. */
    public void close() {
      if (iterator != null) {
        iterator.close();
      }
    }
  }

  /** One step of SSCAN: a bucket of the table, or all of the intset; the next cursor. */
  public long scan(long cursor, Consumer<byte[]> visitor) {
    if (intset == null && pack == null) {
      return table().scan(cursor, entry -> visitor.accept(entry.key));
    }
    for (Members members = members(); members.advance(); ) {
      visitor.accept(members.member());
    }
    return 0;
  }

  // Writing.

  /** Makes ready for so many members at once, which may be more than what is packed holds. */
  public void prepareFor(Shaping shaping, int coming) {
    if (!shaping.version().packsSetsAndLists()) {
      return;
    }
    if (pack != null && coming > shaping.setMaxListpackEntries) {
      convert(shaping, "set-max-listpack-entries", shaping.setMaxListpackEntries, coming);
    } else if (intset != null && coming > shaping.setMaxIntsetEntries) {
      convert(shaping, "set-max-intset-entries", shaping.setMaxIntsetEntries, coming);
    }
  }

  /** Makes it a member; whether it was none. */
  public boolean add(Shaping shaping, byte[] member) {
    Intset ints = intset;
    if (ints == null) {
      return pack != null ? addPacked(shaping, pack, member) : addToTable(member);
    }
    if (Numbers.isLong(member)) {
      return addLong(shaping, ints, Numbers.parseLong(member));
    }
    if (shaping.version().packsSetsAndLists() && mayPack(shaping, ints, member)) {
      pack(shaping, ints, member);
      return true;
    }
    convert(shaping, "not an integer", 0, 0);
    return addToTable(member);
  }

  private boolean addToTable(byte[] member) {
    Dict<byte[]> table = table();
    table.findOrInsert(member);
    return table.inserted();
  }

  private boolean addPacked(Shaping shaping, Listpack members, byte[] member) {
    if (members.find(members.first(), member, 0) != Packed.NONE) {
      return false;
    }
    if (members.length() >= shaping.setMaxListpackEntries) {
      convert(
          shaping,
          "set-max-listpack-entries",
          shaping.setMaxListpackEntries,
          members.length() + 1L);
    } else if (member.length > shaping.setMaxListpackValue) {
      convert(shaping, "set-max-listpack-value", shaping.setMaxListpackValue, member.length);
    } else {
      members.append(member);
      return true;
    }
    return addToTable(member);
  }

  private static boolean mayPack(Shaping shaping, Intset ints, byte[] member) {
    int size = ints.length();
    long longest =
        size == 0 ? 0 : Math.max(Numbers.digits(ints.get(0)), Numbers.digits(ints.get(size - 1)));
    return size < shaping.setMaxListpackEntries
        && Math.max(longest, member.length) <= shaping.setMaxListpackValue;
  }

  private void pack(Shaping shaping, Intset ints, byte[] member) {
    long before = shaping.listening() ? memoryBytes(0) : 0;
    Listpack members = new Listpack();
    for (int i = 0; i < ints.length(); i++) {
      members.append(ints.get(i));
    }
    members.append(member);
    members.shrinkToFit();
    pack = members;
    intset = null;
    if (shaping.listening()) {
      shaping.converted(
          ValueType.SET,
          Encoding.INTSET,
          Encoding.LISTPACK,
          "not an integer",
          0,
          0,
          before,
          memoryBytes(0));
    }
  }

  private boolean addLong(Shaping shaping, Intset ints, long member) {
    int width = ints.width();
    if (!ints.add(member)) {
      return false;
    }
    if (ints.width() != width && ints.length() > 1) {
      shaping.widened(width * 8, ints.width() * 8, member);
    }
    long most = Math.min(shaping.setMaxIntsetEntries, MOST_INTSET_ENTRIES);
    if (ints.length() > most) {
      convert(shaping, "set-max-intset-entries", most, ints.length());
    }
    return true;
  }

  private void convert(Shaping shaping, String limit, long limitValue, long found) {
    long before = shaping.listening() ? memoryBytes(0) : 0;
    Dict<byte[]> table = new Dict<>(shaping.dictRules());
    table.resizeTo(length());
    for (Members members = members(); members.advance(); ) {
      byte[] member = members.member();
      table.insertNew(member, table.hash(member));
    }
    final Encoding from = encoding();
    dict = table;
    intset = null;
    pack = null;
    if (shaping.listening()) {
      shaping.converted(
          ValueType.SET,
          from,
          Encoding.HASHTABLE,
          limit,
          limitValue,
          found,
          before,
          memoryBytes(0));
    }
  }

  /** Becomes a hash table if it has more members than an intset may, as one that was loaded can. */
  public void fit(Shaping shaping) {
    Intset ints = intset;
    if (ints != null && ints.length() > shaping.setMaxIntsetEntries) {
      convert(shaping, "set-max-intset-entries", shaping.setMaxIntsetEntries, ints.length());
    }
    Listpack members = pack;
    if (members != null && members.length() > shaping.setMaxListpackEntries) {
      convert(shaping, "set-max-listpack-entries", shaping.setMaxListpackEntries, members.length());
    }
  }

  /** Takes a member out; whether it was one. A table that has become too large shrinks. */
  public boolean remove(byte[] member) {
    Intset ints = intset;
    if (ints != null) {
      return Numbers.isLong(member) && ints.remove(Numbers.parseLong(member));
    }
    Listpack members = pack;
    if (members != null) {
      int p = members.find(members.first(), member, 0);
      if (p != Packed.NONE) {
        members.delete(p);
      }
      return p != Packed.NONE;
    }
    if (table().remove(member) == null) {
      return false;
    }
    table().shrinkIfSparse();
    return true;
  }

  /** An equal set with the same encoding, as COPY makes it. */
  @Override
  public SetValue copy(Shaping shaping) {
    Intset ints = intset;
    if (ints != null) {
      return new SetValue(ints.copy(), null, null);
    }
    Listpack members = pack;
    if (members != null) {
      return of(members.copy());
    }
    Dict<byte[]> copy = new Dict<>(shaping.dictRules());
    copy.resizeTo(table().size());
    table().forEach(entry -> copy.findOrInsert(entry.key));
    return new SetValue(null, null, copy);
  }

  // Chance.

  /** A member of a set that has one. */
  public byte[] randomMember(Randomness random) {
    Intset ints = intset;
    return ints != null
        ? Numbers.toBytes(ints.randomMember(random))
        : pack != null
            ? pack.get(pack.seek(random.below(pack.length())))
            : table().fairRandomEntry(random).key;
  }

  // Size.

  @Override
  public long memoryBytes(long samples) {
    Intset ints = intset;
    if (ints != null) {
      return MemoryMeter.OBJECT + Jemalloc.usable(ints.bytes());
    }
    if (pack != null) {
      return MemoryMeter.OBJECT + Jemalloc.usable(pack.allocatedBytes());
    }
    long most = MemoryMeter.samples(samples);
    long weighed = 0;
    long count = 0;
    try (DictIterator<byte[]> entries = table().iterator()) {
      for (; count < most && entries.advance(); count++) {
        weighed += MemoryMeter.DICT_ENTRY + Sds.newBytes(entries.entry().key.length);
      }
    }
    long fixed = MemoryMeter.OBJECT + MemoryMeter.dict(table().buckets());
    return MemoryMeter.extrapolate(fixed, weighed, count, table().size());
  }

  /** The intset, while it is one. */
  public @Nullable Intset intset() {
    return intset;
  }

  /** The listpack, while it is one, as small sets of version 7.2 are. */
  public @Nullable Listpack packed() {
    return pack;
  }

  /** The hash table, once it is one. */
  public @Nullable Dict<byte[]> dict() {
    return dict;
  }
}
