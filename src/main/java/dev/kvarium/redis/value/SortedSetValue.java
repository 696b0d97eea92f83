package dev.kvarium.redis.value;

import dev.kvarium.structure.Dict;
import dev.kvarium.structure.LexRange;
import dev.kvarium.structure.Listpack;
import dev.kvarium.structure.Packed;
import dev.kvarium.structure.ScoreRange;
import dev.kvarium.structure.Skiplist;
import dev.kvarium.world.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set: members with scores, in the order of the scores, and of their bytes where those are
 * equal.
 *
 * <p>It begins as a listpack of members and scores by turns, in that order. With more than {@code
 * zset-max-listpack-entries} members, or one of more than {@code zset-max-listpack-value} bytes, it
 * becomes a skiplist for the order and a hash table from member to node, and stays so; only results
 * of ZUNIONSTORE and its like, which are built as a skiplist, turn back before they are stored.
 *
 * <p>Arrays handed in become part of the set, arrays handed out are part of it: neither is to be
 * changed.
 */
public final class SortedSetValue extends Value {
  /** Options of {@link #add}, to be or-ed. */
  public static final int NX = 1;

  public static final int XX = 1 << 1;
  public static final int GT = 1 << 2;
  public static final int LT = 1 << 3;

  /** The score given is added to the score there is. */
  public static final int INCR = 1 << 4;

  /** What {@link #add} did. */
  public enum Added {
    /** The member is new. */
    ADDED,
    /** The member got another score. */
    UPDATED,
    /** The member has had this score before. */
    SAME,
    /** An option forbade it. */
    REFUSED,
    /** The sum would not be a number. */
    NOT_A_NUMBER
  }

  private @Nullable Packed listpack;
  private @Nullable Skiplist skiplist;
  private @Nullable Dict<Skiplist.Node> dict;
  private double lastScore;

  private SortedSetValue() {}

  /** The empty sorted set as a listpack. */
  public static SortedSetValue ofListpack() {
    SortedSetValue set = new SortedSetValue();
    set.listpack = new Listpack();
    return set;
  }

  /** The sorted set that a listpack of members and scores by turns is, which it takes over. */
  public static SortedSetValue of(Packed pack) {
    SortedSetValue set = new SortedSetValue();
    set.listpack = pack;
    return set;
  }

  /** The empty sorted set as a skiplist. */
  public static SortedSetValue ofSkiplist(Shaping shaping) {
    SortedSetValue set = new SortedSetValue();
    set.skiplist = new Skiplist(shaping.levels());
    set.dict = new Dict<>(shaping.dictRules());
    return set;
  }

  /** The empty sorted set in the encoding that its first member asks for. */
  public static SortedSetValue emptyFor(Shaping shaping, byte[] first) {
    return shaping.zsetMaxListpackEntries == 0 || shaping.zsetMaxListpackValue < first.length
        ? ofSkiplist(shaping)
        : of(shaping.newPacked());
  }

  @Override
  public ValueType type() {
    return ValueType.ZSET;
  }

  @Override
  public Encoding encoding() {
    return listpack != null ? Encoding.of(listpack) : Encoding.SKIPLIST;
  }

  @Override
  public long length() {
    Packed pack = listpack;
    return pack != null ? pack.length() / 2 : lanes().length();
  }

  private Skiplist lanes() {
    Skiplist known = skiplist;
    if (known == null) {
      throw new IllegalStateException("this sorted set is a listpack");
    }
    return known;
  }

  private Dict<Skiplist.Node> table() {
    Dict<Skiplist.Node> known = dict;
    if (known == null) {
      throw new IllegalStateException("this sorted set is a listpack");
    }
    return known;
  }

  // Reading.

  /** The score of a member, NaN when it is none. */
  public double score(byte[] member) {
    Packed pack = listpack;
    if (pack != null) {
      int p = pack.find(pack.first(), member, 1);
      return p == Packed.NONE ? Double.NaN : pack.getDouble(pack.next(p));
    }
    Dict.Entry<Skiplist.Node> entry = table().find(member);
    return entry == null ? Double.NaN : entry.get().score();
  }

  /** How many members come before this one, or after it when {@code reverse}; -1 for none. */
  public long rank(byte[] member, boolean reverse) {
    long rank = 0;
    Packed pack = listpack;
    if (pack != null) {
      int p = pack.first();
      while (p != Packed.NONE && !pack.equalsAt(p, member)) {
        rank++;
        p = pack.next(pack.next(p));
      }
      if (p == Packed.NONE) {
        return -1;
      }
    } else {
      Dict.Entry<Skiplist.Node> entry = table().find(member);
      if (entry == null) {
        return -1;
      }
      rank = lanes().rank(entry.get().score(), member) - 1L;
    }
    return reverse ? length() - 1 - rank : rank;
  }

  /** Where a walk through a sorted set stands; the set is not changed meanwhile. */
  public static final class Place {
    private final @Nullable Packed listpack;
    private int at = Packed.NONE;
    private Skiplist.@Nullable Node node;

    private Place(@Nullable Packed listpack, int at, Skiplist.@Nullable Node node) {
      this.listpack = listpack;
      this.at = at;
      this.node = node;
    }

    /** Whether there is a member here, or the walk is over. */
    public boolean isHere() {
      return listpack != null ? at != Packed.NONE : node != null;
    }

    /** The member here. */
    public byte[] member() {
      return listpack != null ? listpack.get(at) : here().member();
    }

    /** Its score. */
    public double score() {
      return listpack != null ? listpack.getDouble(listpack.next(at)) : here().score();
    }

    /** Goes to the next member, the one before when {@code reverse}. */
    public void advance(boolean reverse) {
      if (listpack == null) {
        node = reverse ? here().previous() : here().next();
      } else if (reverse) {
        int score = listpack.prev(at);
        at = score == Packed.NONE ? score : listpack.prev(score);
      } else {
        at = listpack.next(listpack.next(at));
      }
    }

    private Skiplist.Node here() {
      if (node == null) {
        throw new IllegalStateException("the walk is over");
      }
      return node;
    }
  }

  /** The member with {@code rank} others before it, or after it when {@code reverse}. */
  public Place atRank(long rank, boolean reverse) {
    Packed pack = listpack;
    if (pack != null) {
      return new Place(pack, pack.seek(reverse ? -2 - 2 * rank : 2 * rank), null);
    }
    Skiplist lanes = lanes();
    if (rank == 0) {
      return new Place(null, 0, reverse ? lanes.last() : lanes.first());
    }
    return new Place(null, 0, lanes.byRank(reverse ? lanes.length() - rank : rank + 1));
  }

  /** The first member in a range, the last when {@code reverse}. */
  public Place firstIn(ScoreRange range, boolean reverse) {
    Packed pack = listpack;
    if (pack != null) {
      return new Place(pack, PackedOrder.firstIn(pack, range, reverse), null);
    }
    Skiplist lanes = lanes();
    return new Place(null, 0, reverse ? lanes.lastIn(range) : lanes.firstIn(range));
  }

  /** The first member in a range, the last when {@code reverse}; all scores should be equal. */
  public Place firstIn(LexRange range, boolean reverse) {
    Packed pack = listpack;
    if (pack != null) {
      return new Place(pack, PackedOrder.firstIn(pack, range, reverse), null);
    }
    Skiplist lanes = lanes();
    Skiplist.Node first = lanes.first();
    Skiplist.Node last = lanes.last();
    boolean outside =
        first == null
            || last == null
            || !range.admitsAbove(last.member())
            || !range.admitsBelow(first.member());
    Skiplist.Node found = outside ? null : reverse ? lanes.lastIn(range) : lanes.firstIn(range);
    return new Place(null, 0, found);
  }

  /** How many members lie in a range of scores. */
  public long count(ScoreRange range) {
    Place place = firstIn(range, false);
    if (skiplist != null) {
      return between(place, firstIn(range, true));
    }
    long count = 0;
    for (; place.isHere() && range.admitsBelow(place.score()); place.advance(false)) {
      count++;
    }
    return count;
  }

  /** How many members lie in a range of members; all scores should be equal. */
  public long count(LexRange range) {
    Place place = firstIn(range, false);
    if (skiplist != null) {
      return between(place, firstIn(range, true));
    }
    long count = 0;
    for (; place.isHere() && range.admitsBelow(place.member()); place.advance(false)) {
      count++;
    }
    return count;
  }

  /** Members from one place of the skiplist to another, found by their ranks. */
  private long between(Place first, Place last) {
    if (!first.isHere()) {
      return 0;
    }
    Skiplist lanes = lanes();
    long count = lanes.length() - (lanes.rank(first.score(), first.member()) - 1L);
    if (last.isHere()) {
      count -= lanes.length() - lanes.rank(last.score(), last.member());
    }
    return count;
  }

  /** Takes what a scan comes upon. */
  public interface Visitor {
    void visit(byte[] member, double score);
  }

  /** One step of ZSCAN: a bucket of the table, or all of the listpack; the next cursor. */
  public long scan(long cursor, Visitor visitor) {
    if (listpack == null) {
      return table().scan(cursor, entry -> visitor.visit(entry.key, entry.get().score()));
    }
    for (Place place = atRank(0, false); place.isHere(); place.advance(false)) {
      visitor.visit(place.member(), place.score());
    }
    return 0;
  }

  /** Hands all members to {@code visitor} in the order of the table of a skiplist. */
  public void forEachInTable(Visitor visitor) {
    table().forEach(entry -> visitor.visit(entry.key, entry.get().score()));
  }

  // Writing.

  /**
   * Gives a member a score, or another one, as far as the options admit it.
   *
   * @param options {@link #NX} and the others, or-ed
   */
  public Added add(Shaping shaping, double score, byte[] member, int options) {
    Packed pack = listpack;
    if (pack != null) {
      int p = pack.find(pack.first(), member, 1);
      if (p != Packed.NONE) {
        double current = pack.getDouble(pack.next(p));
        Added outcome = decide(current, score, options);
        if (outcome == Added.UPDATED) {
          pack.deleteRangeAt(p, 2);
          PackedOrder.insert(pack, lastScore, member);
        }
        return outcome;
      }
      if ((options & XX) != 0) {
        return Added.REFUSED;
      }
      if (fits(shaping, pack, member)) {
        PackedOrder.insert(pack, score, member);
        lastScore = score;
        return Added.ADDED;
      }
    }
    return addToSkiplist(score, member, options);
  }

  private Added addToSkiplist(double score, byte[] member, int options) {
    Dict<Skiplist.Node> table = table();
    int hash = table.hash(member);
    Dict.Entry<Skiplist.Node> entry = table.find(member, hash);
    if (entry != null) {
      double current = entry.get().score();
      Added outcome = decide(current, score, options);
      if (outcome == Added.UPDATED) {
        entry.value = lanes().updateScore(current, entry.key, lastScore);
      }
      return outcome;
    }
    if ((options & XX) != 0) {
      return Added.REFUSED;
    }
    Skiplist.Node node = lanes().insert(score, member);
    table.insertNew(member, hash).value = node;
    lastScore = score;
    return Added.ADDED;
  }

  /** What becomes of a member that is there; {@link #lastScore} is its new score then. */
  private Added decide(double current, double score, int options) {
    if (options == 0) {
      lastScore = score;
      return score == current ? Added.SAME : Added.UPDATED;
    }
    if ((options & NX) != 0) {
      return Added.REFUSED;
    }
    double wanted = (options & INCR) != 0 ? score + current : score;
    if (Double.isNaN(wanted)) {
      return Added.NOT_A_NUMBER;
    }
    if ((options & LT) != 0 && wanted >= current || (options & GT) != 0 && wanted <= current) {
      return Added.REFUSED;
    }
    lastScore = wanted;
    return wanted == current ? Added.SAME : Added.UPDATED;
  }

  /** The score that the last {@link #add} left its member with. */
  public double lastScore() {
    return lastScore;
  }

  private boolean fits(Shaping shaping, Packed pack, byte[] member) {
    int wanted = pack.length() / 2 + 1;
    if (wanted > shaping.zsetMaxListpackEntries) {
      convert(
          shaping,
          shaping.version().parameter("zset-max-listpack-entries"),
          shaping.zsetMaxListpackEntries,
          wanted);
    } else if (member.length > shaping.zsetMaxListpackValue) {
      convert(
          shaping,
          shaping.version().parameter("zset-max-listpack-value"),
          shaping.zsetMaxListpackValue,
          member.length);
    } else if (pack.bytes() + (long) member.length > HashValue.LISTPACK_SAFETY_BYTES) {
      convert(
          shaping, "listpack of more than 1 GiB", HashValue.LISTPACK_SAFETY_BYTES, pack.bytes());
    }
    return listpack != null;
  }

  /** Becomes a skiplist, as SORT makes one of what it sorts. */
  public void sorted(Shaping shaping) {
    if (listpack != null) {
      convert(shaping, "sorted by SORT", 0, 0);
    }
  }

  private void convert(Shaping shaping, String limit, long limitValue, long found) {
    long before = shaping.listening() ? memoryBytes(0) : 0;
    final Encoding from = encoding();
    SortedSetValue other = ofSkiplist(shaping);
    for (Place place = atRank(0, false); place.isHere(); place.advance(false)) {
      other.insertNew(place.score(), place.member());
    }
    skiplist = other.skiplist;
    dict = other.dict;
    listpack = null;
    if (shaping.listening()) {
      shaping.converted(
          ValueType.ZSET,
          from,
          Encoding.SKIPLIST,
          limit,
          limitValue,
          found,
          before,
          memoryBytes(0));
    }
  }

  /** Becomes a skiplist if it has more members than a listpack may, as one that was loaded can. */
  public void fit(Shaping shaping) {
    Packed pack = listpack;
    if (pack != null && pack.length() / 2 > shaping.zsetMaxListpackEntries) {
      convert(
          shaping,
          shaping.version().parameter("zset-max-listpack-entries"),
          shaping.zsetMaxListpackEntries,
          pack.length() / 2);
    }
  }

  /** Takes a member out; whether it was one. A table that has become too large shrinks. */
  public boolean remove(byte[] member) {
    Packed pack = listpack;
    if (pack != null) {
      int p = pack.find(pack.first(), member, 1);
      if (p == Packed.NONE) {
        return false;
      }
      pack.deleteRangeAt(p, 2);
      return true;
    }
    boolean removed = removeUnshrunk(member);
    if (removed) {
      table().shrinkIfSparse();
    }
    return removed;
  }

  /** Takes out the members in a range of scores; how many. */
  public long removeRange(ScoreRange range) {
    Packed pack = listpack;
    if (pack != null) {
      return PackedOrder.removeRange(pack, range);
    }
    Dict<Skiplist.Node> table = table();
    int removed = lanes().deleteRange(range, node -> table.remove(node.member()));
    table.shrinkIfSparse();
    return removed;
  }

  /** Takes out the members in a range of members; all scores should be equal; how many. */
  public long removeRange(LexRange range) {
    Packed pack = listpack;
    if (pack != null) {
      return PackedOrder.removeRange(pack, range);
    }
    Dict<Skiplist.Node> table = table();
    int removed = lanes().deleteRange(range, node -> table.remove(node.member()));
    table.shrinkIfSparse();
    return removed;
  }

  /** Takes out the members with these ranks, from 0, both included and there; how many. */
  public long removeRanks(long from, long to) {
    Packed pack = listpack;
    if (pack != null) {
      pack.deleteRange(2 * from, 2 * (to - from + 1));
      return to - from + 1;
    }
    Dict<Skiplist.Node> table = table();
    int removed = lanes().deleteRangeByRank(from + 1, to + 1, node -> table.remove(node.member()));
    table.shrinkIfSparse();
    return removed;
  }

  /** An equal sorted set with the same encoding, as COPY makes it. */
  @Override
  public SortedSetValue copy(Shaping shaping) {
    Packed pack = listpack;
    if (pack != null) {
      SortedSetValue copy = new SortedSetValue();
      copy.listpack = pack.copy();
      return copy;
    }
    SortedSetValue copy = ofSkiplist(shaping);
    copy.resizeTo(length());
    for (Place place = atRank(0, true); place.isHere(); place.advance(true)) {
      copy.insertNew(place.score(), place.member());
    }
    return copy;
  }

  // Building a result, as a skiplist.

  /** Puts in a member unless it is there; whether it was not. */
  public boolean insertIfNew(double score, byte[] member) {
    if (table().find(member) != null) {
      return false;
    }
    insertNew(score, member);
    return true;
  }

  /** Puts in a member that is not there yet. */
  public void insertNew(double score, byte[] member) {
    Skiplist.Node node = lanes().insert(score, member);
    Dict<Skiplist.Node> table = table();
    table.insertNew(member, table.hash(member)).value = node;
  }

  /** Takes out a member and leaves the table as large as it is; whether it was there. */
  public boolean removeUnshrunk(byte[] member) {
    Dict.Entry<Skiplist.Node> entry = table().remove(member);
    return entry != null && lanes().delete(entry.get().score(), member);
  }

  /** Makes room for so many members at once. */
  public void resizeTo(long members) {
    table().resizeTo(members);
  }

  /** Makes the table smaller when nine tenths of it are empty. */
  public void shrinkIfSparse() {
    table().shrinkIfSparse();
  }

  /**
   * Turns a result back into a listpack if it is small enough.
   *
   * @param longestMember bytes of the longest member
   * @param allMembers bytes of all members together
   */
  public void packIfSmall(Shaping shaping, long longestMember, long allMembers) {
    Skiplist lanes = skiplist;
    if (lanes == null
        || lanes.length() > shaping.zsetMaxListpackEntries
        || longestMember > shaping.zsetMaxListpackValue
        || allMembers > HashValue.LISTPACK_SAFETY_BYTES) {
      return;
    }
    Packed pack = shaping.newPacked();
    for (Skiplist.Node node = lanes.first(); node != null; node = node.next()) {
      PackedOrder.append(pack, node.score(), node.member());
    }
    listpack = pack;
    skiplist = null;
    dict = null;
  }

  // Chance.

  /** A member of a sorted set that has one. */
  public Place randomPlace(Randomness random) {
    Packed pack = listpack;
    return pack != null
        ? new Place(pack, pack.seek(2L * random.below(pack.length() / 2)), null)
        : new Place(null, 0, table().fairRandomEntry(random).get());
  }

  // Size.

  @Override
  public long memoryBytes(long samples) {
    Packed pack = listpack;
    if (pack != null) {
      return MemoryMeter.OBJECT + Jemalloc.usable(pack.allocatedBytes());
    }
    Skiplist lanes = lanes();
    long most = MemoryMeter.samples(samples);
    long weighed = 0;
    long count = 0;
    Skiplist.Node node = lanes.first();
    for (; node != null && count < most; node = node.next()) {
      weighed +=
          Sds.newBytes(node.member().length) + MemoryMeter.DICT_ENTRY + nodeBytes(node.level());
      count++;
    }
    long fixed =
        MemoryMeter.OBJECT
            + MemoryMeter.ZSET
            + MemoryMeter.SKIPLIST
            + MemoryMeter.dict(table().buckets())
            + nodeBytes(Skiplist.MAX_LEVEL);
    return MemoryMeter.extrapolate(fixed, weighed, count, table().size());
  }

  private static long nodeBytes(int level) {
    return Jemalloc.usable(MemoryMeter.SKIPLIST_NODE + (long) MemoryMeter.SKIPLIST_LEVEL * level);
  }

  /** The listpack or ziplist, while it is one. */
  public @Nullable Packed packed() {
    return listpack;
  }

  /** The skiplist, once it is one. */
  public @Nullable Skiplist skiplist() {
    return skiplist;
  }

  /** The hash table beside the skiplist. */
  public @Nullable Dict<Skiplist.Node> dict() {
    return dict;
  }
}
