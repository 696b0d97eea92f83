package dev.kvarium.redis.value;

import dev.kvarium.base.Blob;
import dev.kvarium.event.EncodingEvent;
import dev.kvarium.event.Probe;
import dev.kvarium.event.StreamEvent;
import dev.kvarium.structure.DictRules;
import dev.kvarium.structure.Listpack;
import dev.kvarium.structure.Lzf;
import dev.kvarium.structure.Packed;
import dev.kvarium.structure.QuicklistRules;
import dev.kvarium.structure.Ziplist;
import dev.kvarium.world.Randomness;

/**
 * What the values of one node need in order to take their shape: the limits at which an encoding
 * changes, the seed of their hash tables, the chance behind skiplist levels, and where to state a
 * conversion.
 *
 * <p>The limits are plain fields under Redis's names, read on every write and set by CONFIG SET.
 * Before a value is changed, {@link #at} says under which key it stands, so that a conversion can
 * name it.
 */
public final class Shaping {
  public long hashMaxListpackEntries = 512;
  public long hashMaxListpackValue = 64;
  public long setMaxIntsetEntries = 512;
  public long setMaxListpackEntries = 128;
  public long setMaxListpackValue = 64;
  public long zsetMaxListpackEntries = 128;
  public long zsetMaxListpackValue = 64;
  public int listMaxListpackSize = -2;
  public long hllSparseMaxBytes = 3000;
  public int listCompressDepth = 0;
  public long streamNodeMaxBytes = 4096;
  public long streamNodeMaxEntries = 100;

  private final RedisVersion version;
  private final QuicklistRules quicklistRules;
  private final byte[] hashSeed;
  private final DictRules dictRules;
  private final Randomness levels;
  private final Probe probe;
  private byte[] key = new byte[0];
  private int db;
  private boolean aside;

  /**
   * @param hashSeed 16 bytes, the SipHash key of every hash table of the node
   * @param levels decides the levels of skiplist nodes
   */
  public Shaping(byte[] hashSeed, Randomness levels, Probe probe) {
    this(hashSeed, levels, probe, RedisVersion.V7_0);
  }

  /** The same as a certain version shapes. */
  public Shaping(byte[] hashSeed, Randomness levels, Probe probe, RedisVersion version) {
    this.version = version;
    this.quicklistRules = new QuicklistRules(version.packsZiplists());
    this.hashSeed = hashSeed;
    this.dictRules = DictRules.of(hashSeed);
    this.levels = levels;
    this.probe = probe;
  }

  /** Says which key's value is about to be changed. */
  public void at(int db, byte[] key) {
    this.db = db;
    this.key = key;
  }

  public byte[] hashSeed() {
    return hashSeed;
  }

  /** What compresses the strings of the node. */
  public Lzf lzf() {
    return quicklistRules.lzf();
  }

  /** Which server is modelled. */
  public RedisVersion version() {
    return version;
  }

  /** The empty list into which the version packs small values. */
  public Packed newPacked() {
    return version.packsZiplists() ? new Ziplist() : new Listpack();
  }

  /** What all hash tables of the node have in common, those of the keyspace too. */
  public DictRules dictRules() {
    return dictRules;
  }

  /** What all lists of the node have in common. */
  public QuicklistRules quicklistRules() {
    return quicklistRules;
  }

  public Randomness levels() {
    return levels;
  }

  /**
   * Says that what is changed from now on is a result that no key holds yet, so that its
   * conversions are nobody's business; or that this is over.
   */
  public void buildAside(boolean begin) {
    aside = begin;
  }

  /** Whether a conversion will be stated; sizes are worked out only then. */
  public boolean listening() {
    return !aside && probe.listening();
  }

  /** States that the value at hand changed its encoding; see {@link EncodingEvent.Converted}. */
  public void converted(
      ValueType type,
      Encoding from,
      Encoding to,
      String limit,
      long limitValue,
      long found,
      long bytesBefore,
      long bytesAfter) {
    if (listening()) {
      probe.emit(
          new EncodingEvent.Converted(
              Blob.of(key),
              db,
              type.redisName(),
              from.redisName(),
              to.redisName(),
              limit,
              limitValue,
              found,
              bytesBefore,
              bytesAfter));
    }
  }

  /** The key that is about to be changed. */
  Blob key() {
    return Blob.of(key);
  }

  /** The number of its database. */
  int db() {
    return db;
  }

  /** States what happened inside of a stream, if anybody listens. */
  void state(StreamEvent event) {
    probe.emit(event);
  }

  /** States that a HyperLogLog became dense; see {@link EncodingEvent.Densified}. */
  public void densified(
      String limit, long limitValue, long found, long bytesBefore, long bytesAfter) {
    if (listening()) {
      probe.emit(
          new EncodingEvent.Densified(
              Blob.of(key), db, limit, limitValue, found, bytesBefore, bytesAfter));
    }
  }

  /** States that an intset took wider integers; widths in bits. */
  public void widened(int fromBits, int toBits, long found) {
    if (listening()) {
      probe.emit(new EncodingEvent.Widened(Blob.of(key), db, fromBits, toBits, found));
    }
  }
}
