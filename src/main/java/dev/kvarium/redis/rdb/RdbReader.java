package dev.kvarium.redis.rdb;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.command.Strings;
import dev.kvarium.redis.value.HashValue;
import dev.kvarium.redis.value.ListValue;
import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.Intset;
import dev.kvarium.structure.Listpack;
import dev.kvarium.structure.Packed;
import dev.kvarium.structure.Quicklist;
import dev.kvarium.structure.Ziplist;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads values as {@link RdbWriter} writes them, and as all versions before did: whatever lies
 * there becomes what this node would have made of it. Ziplists and zipmaps become listpacks; what
 * is larger than the limits of the node becomes a table or skiplist.
 *
 * <p>Everything is checked before it is used, member by member, as the server does when {@code
 * sanitize-dump-payload} is yes: no bytes can make a value that breaks later. Nothing is stated of
 * the conversions on the way.
 */
public final class RdbReader {
  private static final int ENCODED_INTEGER_BYTES = 20;

  private final Shaping shaping;
  private final Strings strings;

  public RdbReader(Shaping shaping, Strings strings) {
    this.shaping = shaping;
    this.strings = strings;
  }

  /**
   * Reads a value.
   *
   * @param type the byte that announced it
   */
  public Value read(int type, RdbInput in) throws RdbProblem {
    shaping.buildAside(true);
    try {
      return readValue(type, in);
    } finally {
      shaping.buildAside(false);
    }
  }

  private Value readValue(int type, RdbInput in) throws RdbProblem {
    return switch (type) {
      case RdbType.STRING -> string(in);
      case RdbType.LIST -> list(in);
      case RdbType.LIST_ZIPLIST -> listOfZiplist(in.readString());
      case RdbType.LIST_QUICKLIST -> quicklist(in, false);
      case RdbType.LIST_QUICKLIST_2 -> quicklist(in, true);
      case RdbType.SET -> set(in);
      case RdbType.SET_INTSET -> intset(in.readString());
      case RdbType.SET_LISTPACK -> set(listpack(in.readString(), "Set listpack"));
      case RdbType.ZSET -> sortedSet(in, false);
      case RdbType.ZSET_2 -> sortedSet(in, true);
      case RdbType.ZSET_ZIPLIST -> sortedSet(ofZiplist(in.readString(), "Zset"));
      case RdbType.ZSET_LISTPACK -> sortedSet(listpack(in.readString(), "Zset listpack"));
      case RdbType.HASH -> hash(in);
      case RdbType.HASH_ZIPMAP -> hash(Zipmap.wrap(in.readString()));
      case RdbType.HASH_ZIPLIST -> hash(ofZiplist(in.readString(), "Hash"));
      case RdbType.HASH_LISTPACK -> hash(listpack(in.readString(), "Hash listpack"));
      case RdbType.STREAM_LISTPACKS -> RdbStream.read(in, shaping, 1);
      case RdbType.STREAM_LISTPACKS_2 -> RdbStream.read(in, shaping, 2);
      case RdbType.STREAM_LISTPACKS_3 -> RdbStream.read(in, shaping, 3);
      default -> throw RdbProblem.corrupt("Unknown RDB encoding type " + type);
    };
  }

  private StringValue string(RdbInput in) throws RdbProblem {
    byte[] text = in.readString();
    return text.length <= ENCODED_INTEGER_BYTES && Numbers.isLong(text)
        ? strings.of(Numbers.parseLong(text))
        : StringValue.loaded(text);
  }

  // Lists.

  private ListValue list(RdbInput in) throws RdbProblem {
    int length = someOf(in.readCount(1));
    ListValue list = ListValue.empty(shaping);
    for (int i = 0; i < length; i++) {
      list.push(in.readString(), false);
    }
    list.settle();
    return list;
  }

  private ListValue listOfZiplist(byte[] bytes) throws RdbProblem {
    Ziplist entries = ziplist(bytes, "List ziplist");
    ListValue list = ListValue.empty(shaping);
    for (int p = entries.first(); p != Ziplist.NONE; p = entries.next(p)) {
      list.push(entries.get(p), false);
    }
    someOf(list.length());
    list.settle();
    return list;
  }

  private ListValue quicklist(RdbInput in, boolean second) throws RdbProblem {
    int nodes = someOf(in.readCount(second ? 2 : 1));
    ListValue value = ListValue.emptyQuicklist(shaping);
    Quicklist list = value.quicklist();
    for (int i = 0; i < nodes; i++) {
      long kind = second ? in.readLength() : RdbType.NODE_PACKED;
      if (kind != RdbType.NODE_PACKED && kind != RdbType.NODE_PLAIN) {
        throw RdbProblem.corrupt("Quicklist integrity check failed.");
      }
      byte[] bytes = in.readString();
      if (bytes.length == 0) {
        throw RdbProblem.corrupt("A node without bytes.");
      }
      if (kind == RdbType.NODE_PLAIN) {
        list.appendPlain(bytes);
        continue;
      }
      Packed pack = second ? listpack(bytes, "Listpack") : packed(ziplist(bytes, "Ziplist"));
      if (pack.length() > 0) {
        list.appendPack(pack);
      }
    }
    someOf(list.length());
    value.settle();
    return value;
  }

  // Sets.

  private SetValue set(RdbInput in) throws RdbProblem {
    int length = someOf(in.readCount(1));
    if (shaping.version().packsSetsAndLists()) {
      return memberByMember(in, length);
    }
    if (length > Math.min(shaping.setMaxIntsetEntries, 1 << 30)) {
      Dict<byte[]> table = new Dict<>(shaping.dictRules());
      expand(table, length);
      return members(table, in, length);
    }
    Intset ints = new Intset();
    for (int i = 0; i < length; i++) {
      byte[] member = in.readString();
      if (Numbers.isLong(member)) {
        if (!ints.add(Numbers.parseLong(member))) {
          throw RdbProblem.corrupt("Duplicate set members detected");
        }
        continue;
      }
      Dict<byte[]> table = new Dict<>(shaping.dictRules());
      table.resizeTo(ints.length());
      for (int j = 0; j < ints.length(); j++) {
        table.findOrInsert(Numbers.toBytes(ints.get(j)));
      }
      table.resizeTo(length);
      table.findOrInsert(member);
      return members(table, in, length - i - 1);
    }
    return SetValue.of(ints);
  }

  /** As version 7.2 makes a set of members that come one by one. */
  private SetValue memberByMember(RdbInput in, int length) throws RdbProblem {
    byte[] first = in.readString();
    SetValue set = SetValue.emptyFor(shaping, first, length);
    set.add(shaping, first);
    for (int i = 1; i < length; i++) {
      if (!set.add(shaping, in.readString())) {
        throw RdbProblem.corrupt("Duplicate set members detected");
      }
    }
    return set;
  }

  private static SetValue members(Dict<byte[]> table, RdbInput in, int more) throws RdbProblem {
    for (int i = 0; i < more; i++) {
      table.findOrInsert(in.readString());
      if (!table.inserted()) {
        throw RdbProblem.corrupt("Duplicate set members detected");
      }
    }
    return SetValue.of(table);
  }

  private SetValue set(Listpack pack) throws RdbProblem {
    Set<Blob> members = new HashSet<>();
    for (int p = pack.first(); p != Packed.NONE; p = pack.next(p)) {
      if (!members.add(Blob.of(pack.get(p)))) {
        throw RdbProblem.corrupt("Set listpack integrity check failed.");
      }
    }
    someOf(members.size());
    SetValue set = SetValue.of(pack);
    set.fit(shaping);
    return set;
  }

  private SetValue intset(byte[] bytes) throws RdbProblem {
    if (!Intset.isValid(bytes)) {
      throw RdbProblem.corrupt("Intset integrity check failed.");
    }
    SetValue set = SetValue.of(Intset.wrap(bytes));
    set.fit(shaping);
    return set;
  }

  // Sorted sets.

  private SortedSetValue sortedSet(RdbInput in, boolean binary) throws RdbProblem {
    int length = someOf(in.readCount(2));
    SortedSetValue set = SortedSetValue.ofSkiplist(shaping);
    if (length > Dict.INITIAL_SIZE) {
      set.resizeTo(length);
    }
    long longest = 0;
    long all = 0;
    for (int i = 0; i < length; i++) {
      byte[] member = in.readString();
      double score = binary ? in.readDouble() : in.readDoubleText();
      if (Double.isNaN(score)) {
        throw RdbProblem.corrupt("Zset with NAN score detected");
      }
      longest = Math.max(longest, member.length);
      all += member.length;
      if (!set.insertIfNew(score, member)) {
        throw RdbProblem.corrupt("Duplicate zset fields detected");
      }
    }
    set.packIfSmall(shaping, longest, all);
    return set;
  }

  private SortedSetValue sortedSet(Packed pack) throws RdbProblem {
    pairs(pack, "Zset");
    SortedSetValue set = SortedSetValue.of(pack);
    set.fit(shaping);
    return set;
  }

  // Hashes.

  private HashValue hash(RdbInput in) throws RdbProblem {
    int length = someOf(in.readCount(2));
    int left = length;
    if (length <= shaping.hashMaxListpackEntries) {
      Packed pack = shaping.newPacked();
      Set<Blob> fields = new HashSet<>();
      while (left > 0) {
        left--;
        byte[] field = in.readString();
        byte[] value = in.readString();
        if (!fields.add(Blob.of(field))) {
          throw RdbProblem.corrupt("Hash with dup elements");
        }
        if (Math.max(field.length, value.length) > shaping.hashMaxListpackValue) {
          Dict<byte[]> table = new Dict<>(shaping.dictRules());
          table.resizeTo(pack.length() / 2);
          for (int p = pack.first(); p != Packed.NONE; p = pack.next(pack.next(p))) {
            table.put(pack.get(p), pack.get(pack.next(p)));
          }
          table.put(field, value);
          return fields(table, in, left);
        }
        pack.append(field);
        pack.append(value);
      }
      return HashValue.of(pack);
    }
    return fields(new Dict<>(shaping.dictRules()), in, left);
  }

  private static HashValue fields(Dict<byte[]> table, RdbInput in, int more) throws RdbProblem {
    expand(table, more);
    for (int i = 0; i < more; i++) {
      byte[] field = in.readString();
      byte[] value = in.readString();
      table.put(field, value);
      if (!table.inserted()) {
        throw RdbProblem.corrupt("Duplicate hash fields detected");
      }
    }
    return HashValue.of(table);
  }

  private HashValue hash(Zipmap map) throws RdbProblem {
    Packed pack = shaping.newPacked();
    Set<Blob> fields = new HashSet<>();
    int longest = 0;
    while (map.advance()) {
      longest = Math.max(longest, Math.max(map.field().length, map.value().length));
      if (!fields.add(Blob.of(map.field()))) {
        throw RdbProblem.corrupt("Hash zipmap with dup elements, or big length");
      }
      pack.append(map.field());
      pack.append(map.value());
    }
    HashValue hash = HashValue.of(pack);
    if (longest > shaping.hashMaxListpackValue) {
      hash.becomeTable(shaping);
    }
    hash.fit(shaping);
    return hash;
  }

  private HashValue hash(Packed pack) throws RdbProblem {
    pairs(pack, "Hash");
    HashValue hash = HashValue.of(pack);
    hash.fit(shaping);
    return hash;
  }

  // Packed ones.

  private static Listpack listpack(byte[] bytes, String what) throws RdbProblem {
    if (!Listpack.isValid(bytes)) {
      throw RdbProblem.corrupt(what + " integrity check failed.");
    }
    return Listpack.wrap(bytes);
  }

  private static Ziplist ziplist(byte[] bytes, String what) throws RdbProblem {
    if (!Ziplist.isValid(bytes)) {
      throw RdbProblem.corrupt(what + " integrity check failed.");
    }
    return Ziplist.wrap(bytes);
  }

  private Packed ofZiplist(byte[] bytes, String what) throws RdbProblem {
    return packed(ziplist(bytes, what + " ziplist"));
  }

  /** A ziplist as what this version packs into. */
  private Packed packed(Ziplist list) {
    return shaping.version().packsZiplists() ? list : list.toListpack();
  }

  /** Makes sure that entries go in pairs, at least one, and that no first one comes twice. */
  private static void pairs(Packed pack, String what) throws RdbProblem {
    Set<Blob> names = new HashSet<>();
    int entries = 0;
    for (int p = pack.first(); p != Packed.NONE; p = pack.next(p)) {
      if (entries++ % 2 == 0 && !names.add(Blob.of(pack.get(p)))) {
        throw RdbProblem.corrupt(what + " with dup elements");
      }
    }
    if (entries % 2 != 0) {
      throw RdbProblem.corrupt(what + " integrity check failed.");
    }
    someOf(entries);
  }

  private static void expand(Dict<byte[]> table, int entries) {
    if (entries > Dict.INITIAL_SIZE) {
      table.resizeTo(entries);
    }
  }

  private static int someOf(long count) throws RdbProblem {
    if (count == 0) {
      throw RdbProblem.empty();
    }
    return (int) Math.min(count, Integer.MAX_VALUE);
  }
}
