package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.event.EventLog;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.keyspace.DictSnapshot;
import dev.kvarium.redis.keyspace.ExpirySnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.value.StreamSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.redis.value.ValueSnapshot.Field;
import dev.kvarium.redis.value.ValueSnapshot.Region;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.structure.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** Scenes made by hand: nothing there, a little, a lot. */
record Scenes(
    AofSnapshot aof,
    LedgerSnapshot ledger,
    KeyspaceSnapshot keyspace,
    Optional<ValueSnapshot> value,
    Happening happening)
    implements Scene {
  static final long START = 1_767_225_600_000_000L;
  static final long NOW = START + 12_480_000;

  static Scenes empty() {
    return new Scenes(
        new AofSnapshot(
            true,
            "everysec",
            "appendonlydir/appendonly.aof.1.incr.aof",
            NOW,
            0,
            0,
            0,
            -1,
            false,
            START / 1_000_000,
            0,
            false,
            List.of()),
        new LedgerSnapshot("main", 0, 0, 0, 0, 0, 0, List.of(), List.of()),
        new KeyspaceSnapshot(NOW / 1_000, 16, List.of()),
        Optional.of(value("", "string", "embstr", List.of(region("robj, sds", 20)), "Empty.")),
        Happening.NOTHING);
  }

  static Scenes withoutLog() {
    return new Scenes(
        AofSnapshot.off(NOW),
        new LedgerSnapshot("main", 3, 3, 0, 0, 0, 0, List.of(), List.of()),
        new KeyspaceSnapshot(NOW / 1_000, 16, List.of(database(0, 3, 3))),
        Optional.empty(),
        Happening.NOTHING);
  }

  static Scenes small() {
    return new Scenes(
        new AofSnapshot(
            true,
            "everysec",
            "appendonlydir/appendonly.aof.1.incr.aof",
            NOW,
            31,
            269,
            4_062,
            NOW - 480_000,
            false,
            START / 1_000_000 + 12,
            0,
            false,
            List.of(
                new AofSnapshot.Line(
                    4_005, 57, "SET user:1 ada PXAT 1767225630000", AofSnapshot.Place.DISK, -1),
                new AofSnapshot.Line(
                    4_062,
                    184,
                    "HSET cart:9 note 漢字漢字漢字漢字漢字漢字漢字漢字漢字",
                    AofSnapshot.Place.PAGE_CACHE,
                    NOW - 480_000),
                new AofSnapshot.Line(
                    4_246, 85, "INCR hits", AofSnapshot.Place.PAGE_CACHE, NOW - 20_000),
                new AofSnapshot.Line(4_331, 31, "INCR hits", AofSnapshot.Place.BUFFER, NOW))),
        new LedgerSnapshot("main", 40, 0, 1, 2, 37, 0, List.of(), List.of()),
        new KeyspaceSnapshot(NOW / 1_000, 16, List.of(database(0, 12, 12), database(3, 2, 2))),
        Optional.of(cart()),
        Happening.ofKeys(12));
  }

  /** Where something happens there is a stream; where much does, a long one. */
  @Override
  public Optional<StreamSnapshot> stream(int db, Optional<Blob> key) {
    if (happening == Happening.NOTHING) {
      return Optional.empty();
    }
    boolean many = keyspace.filled().size() > 2;
    long now = NOW / 1_000;
    List<StreamSnapshot.Node> page = new ArrayList<>();
    for (int i = 0; i < (many ? 16 : 3); i++) {
      int number = many && i >= 8 ? 9_984 + i : i;
      page.add(
          new StreamSnapshot.Node(
              number + 1, id(now - 90_000 + 3 * number), 100 - 6 * i, i == 0 ? 12 : 0, 1_400));
    }
    List<StreamSnapshot.Pending> pending = new ArrayList<>();
    for (int i = 0; i < (many ? 16 : 3); i++) {
      pending.add(
          new StreamSnapshot.Pending(
              id(now - 90_000 + i), Blob.of("alice"), now - 61_000, 1 + i % 3, i == 1));
    }
    List<StreamSnapshot.Group> groups = new ArrayList<>();
    for (int i = 0; i < (many ? 8 : 1); i++) {
      groups.add(
          new StreamSnapshot.Group(
              Blob.of("group " + i),
              id(now - 90_000 + 4),
              i == 1 ? OptionalLong.empty() : OptionalLong.of(90 * i),
              many ? 5_000 : 3,
              many ? 40 : 2,
              List.of(
                  new StreamSnapshot.Consumer(
                      Blob.of("alice"),
                      now - 61_000,
                      many ? 4_999 : 3,
                      OptionalLong.of(now - 61_000)),
                  new StreamSnapshot.Consumer(
                      Blob.of("漢字"),
                      now,
                      many ? 1 : 0,
                      many ? OptionalLong.of(now) : OptionalLong.empty())),
              pending));
    }
    return Optional.of(
        new StreamSnapshot(
            Blob.of("orders"),
            many ? 999_000 : 279,
            many ? 20_480_000 : 9_200,
            id(now - 90_000),
            id(now - 5),
            id(now - 89_000),
            many ? 1_000_000 : 291,
            many ? 10_000 : 3,
            many ? 10_240 : 5,
            12,
            page,
            many ? 9_984 : 0,
            many ? 9 : 1,
            groups));
  }

  private static StreamId id(long millis) {
    return new StreamId(millis, millis % 3);
  }

  static Scenes many() {
    List<AofSnapshot.Line> tail = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      tail.add(
          new AofSnapshot.Line(
              1_000_000_000L + 31L * i,
              31,
              "SET key:" + i + " " + "x".repeat(i * 2),
              i < 20 ? AofSnapshot.Place.DISK : AofSnapshot.Place.PAGE_CACHE,
              i < 20 ? -1 : NOW - 1_000 * i));
    }
    List<Region> regions = new ArrayList<>();
    regions.add(object());
    regions.add(region("listpack", 3_000));
    List<Field> chains = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      chains.add(new Field(0, 0, "bucket " + i, "\"field " + i + "\" → \"other " + i * 7 + "\""));
    }
    regions.add(new Region("dict, table 0", new byte[0], 4_096, chains));
    return new Scenes(
        new AofSnapshot(
            true,
            "everysec",
            "appendonlydir/appendonly.aof.1.incr.aof",
            NOW,
            0,
            1_364,
            1_000_000_620L,
            NOW - 44_000,
            true,
            START / 1_000_000 + 11,
            2,
            true,
            tail),
        new LedgerSnapshot("main", 1_000_000, 0, 0, 44, 999_956, 0, List.of(), List.of()),
        manyDatabases(),
        Optional.of(
            value(
                "a key with blanks and a long name that goes on and on: 漢字漢字漢字漢字漢字",
                "hash",
                "listpack",
                regions,
                "Every entry ends with its own length, so that the list can be read backwards; to"
                    + " find the 300th of them all before it are passed, which is why a hash of"
                    + " many fields becomes a hashtable.")),
        Happening.MUCH);
  }

  private static KeyspaceSnapshot manyDatabases() {
    List<KeyspaceSnapshot.Database> filled = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      filled.add(database(i, i % 3 == 0 ? 123_456 : i, i % 3 == 0 ? 200 : i));
    }
    return new KeyspaceSnapshot(NOW / 1_000, 16, List.copyOf(filled));
  }

  /** A database of which a page is known; every third key expires, one of them did already. */
  private static KeyspaceSnapshot.Database database(int number, long keys, int page) {
    String[] types = {"string", "list", "set", "zset", "hash"};
    String[] encodings = {"embstr", "quicklist", "intset", "skiplist", "listpack"};
    List<KeyspaceSnapshot.Key> names = new ArrayList<>();
    SequencedMap<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < page; i++) {
      int type = i % types.length;
      counts.merge(types[type], keys / page, Long::sum);
      long expireAt = NOW / 1_000 + (i == 6 ? -1_500 : 1_234 * (long) i * i);
      names.add(
          new KeyspaceSnapshot.Key(
              Blob.of(i == 4 ? "漢字 with a blank" : "key:" + number + ":" + i),
              types[type],
              encodings[type],
              7L * i,
              56L + 31 * (long) i * i * i,
              i % 3 == 0 ? OptionalLong.of(expireAt) : OptionalLong.empty()));
    }
    boolean moving = number == 0 && keys > 10;
    return new KeyspaceSnapshot.Database(
        number,
        keys,
        (page + 2) / 3,
        moving
            ? new KeyspaceSnapshot.Table(8, 5, 16, keys - 5, 3)
            : new KeyspaceSnapshot.Table(16, keys, 0, 0, -1),
        new KeyspaceSnapshot.Table(4, (page + 2) / 3, 0, 0, -1),
        counts,
        List.copyOf(names));
  }

  private static ValueSnapshot value(
      String key, String type, String encoding, List<Region> regions, String remark) {
    return new ValueSnapshot(
        Blob.of(key),
        type,
        encoding,
        2,
        31,
        OptionalLong.of(START / 1_000 + 30_000),
        regions,
        remark);
  }

  /** The listpack of a hash with the fields qty and sku. */
  private static ValueSnapshot cart() {
    byte[] bytes = {
      0x1c,
      0,
      0,
      0,
      4,
      0,
      (byte) 0x83,
      'q',
      't',
      'y',
      4,
      2,
      1,
      (byte) 0x83,
      's',
      'k',
      'u',
      4,
      (byte) 0x84,
      'x',
      '-',
      '8',
      '1',
      5,
      (byte) 0xff
    };
    List<Field> fields =
        List.of(
            new Field(0, 4, "total bytes", "28"),
            new Field(4, 2, "entries", "4"),
            new Field(6, 1, "encoding", "3 B 6-bit string"),
            new Field(7, 3, "field", "\"qty\""),
            new Field(10, 1, "back", "4 B"),
            new Field(11, 1, "value", "2, a 7-bit integer"),
            new Field(12, 1, "back", "1 B"),
            new Field(13, 1, "encoding", "3 B 6-bit string"),
            new Field(14, 3, "field", "\"sku\""),
            new Field(17, 1, "back", "4 B"),
            new Field(18, 1, "encoding", "4 B 6-bit string"),
            new Field(19, 4, "value", "\"x-81\""),
            new Field(23, 1, "back", "5 B"),
            new Field(24, 1, "end", "0xff: no more entries"));
    return value(
        "cart:9",
        "hash",
        "listpack",
        List.of(object(), new Region("listpack", bytes, 25, fields)),
        "An entry ends with its own length, so that the list can be read backwards.");
  }

  private static Region object() {
    byte[] bytes = {(byte) 0xb4, 1, 2, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    return new Region(
        "robj",
        bytes,
        16,
        List.of(
            new Field(0, 1, "type, encoding", "4 bits each: 4 hash, 11 listpack"),
            new Field(1, 3, "lru", "197121: when it was last used"),
            new Field(4, 4, "refcount", "1 owner"),
            new Field(8, 8, "ptr", "→ listpack")));
  }

  private static Region region(String title, int length) {
    byte[] bytes = new byte[length];
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 37);
    }
    int at = 0;
    for (int size = 1; at < length; size = size * 3 % 41 + 1) {
      int fitting = Math.min(size, length - at);
      fields.add(new Field(at, fitting, "field " + at, fitting + " B long"));
      at += fitting;
    }
    return new Region(title, bytes, length * 2L, fields);
  }

  @Override
  public String node() {
    return "main";
  }

  @Override
  public String models() {
    return "redis 7.0";
  }

  @Override
  public long nowMicros() {
    return NOW;
  }

  @Override
  public long startMicros() {
    return START;
  }

  @Override
  public int db() {
    return 0;
  }

  @Override
  public KeyspaceSnapshot keyspace(int keysPerDatabase) {
    return keyspace;
  }

  @Override
  public Optional<KeyspaceSnapshot.Bucket> bucket(int db, Blob key) {
    return Optional.of(new KeyspaceSnapshot.Bucket(5, 8));
  }

  @Override
  public Optional<ValueSnapshot> value(int db, Blob key) {
    return value;
  }

  @Override
  public Optional<DictSnapshot> keysDict(int db, Optional<Blob> key, Collection<Blob> marked) {
    return Optional.of(DictSnapshot.of("db" + db + ".keys", happening.keys(), key, marked));
  }

  @Override
  public Optional<DictSnapshot> valueDict(int db, Blob key, Optional<Blob> field) {
    return Optional.of(DictSnapshot.of(key.toString(), happening.keys(), field, List.of()));
  }

  @Override
  public Optional<ExpirySnapshot> expiry(int db) {
    return Optional.of(happening.expiry());
  }

  @Override
  public EventLog events() {
    return happening.events();
  }

  @Override
  public int sinceInput() {
    return Math.max(0, happening.events().size() - 3);
  }
}
