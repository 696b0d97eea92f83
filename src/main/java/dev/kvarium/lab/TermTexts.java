package dev.kvarium.lab;

import dev.kvarium.app.Strategies;
import dev.kvarium.lint.Guidelines;
import dev.kvarium.lint.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What the words of the field mean that are no command, view or setting, and where each can be
 * seen: a table, to be read as one. A test enters every line behind a bar.
 */
final class TermTexts {
  private static final String TEXTS =
      """
      encoding: the layout in which Redis keeps a value in memory; it follows what is in the value and limits of the configuration | SET n 42; OBJECT ENCODING n
      int: a string that is a whole number of 64 bits stands in the place of the pointer in its header, and takes no other memory | SET n 42; OBJECT ENCODING n
      embstr: a string of up to 44 bytes in one piece of memory with its header; the first change makes it raw | SET s hello; :inspect s
      raw: a string in a piece of memory of its own, since it is longer than 44 bytes or was changed | SET s hello; APPEND s !; :inspect s
      listpack: a small collection in one piece of memory, entry behind entry, each ending with its own length so that it is read backwards too; to find one is to walk | HSET h field value; :inspect h
      ziplist: what a listpack was before Redis 7: each entry holds the length of the one before it, so that one that grows may have all behind it written anew | :world redis version=6.2; HSET h field value; :inspect h
      intset: a set of whole numbers in a sorted array, each in 2, 4 or 8 bytes as the widest needs; one word among them makes it a hashtable | SADD s 1 2 3; :inspect s
      quicklist: a list of listpacks, linked to each other: both ends are near, the middle is not | RPUSH l a b c; OBJECT ENCODING l; :inspect l
      hashtable: buckets with chains of entries; when there are as many entries as buckets it gets a larger table, and moves there bucket by bucket | CONFIG SET set-max-intset-entries 0; SADD s 1; :inspect s
      skiplist: a sorted list with lanes above it in which it can be skipped through, beside a table from member to score; a sorted set beyond its limits | CONFIG SET zset-max-listpack-entries 0; ZADD z 1 a; :inspect z
      rax: a tree whose edges are pieces of names; a stream keeps its listpacks in one, by the first ID in each | XADD x * field value; :show stream x
      hyperloglog: counts different things in 12 KiB at most, and is wrong by 0.81 % on average | PFADD p a b c; PFCOUNT p
      bucket: a place in a hash table, with the chain of keys that fall on it by their hash | SET k v; :show keyspace
      rehash: a table that has grown is moved to the larger one bucket by bucket, a few with each command, so that nobody waits for all of it | :repeat 5 SET k{n} v; :show keyspace
      lazy expiry: a key past its time is deleted when somebody touches it; until then, or until the cycle draws it, it takes memory | SET k v PX 10; + 20ms; GET k; :why
      active expiry: ten times a second a server draws keys that have a time to live and deletes those past it, again and again while more than a tenth are | SET k v PX 10; + 1s; :show expiry
      noeviction: at maxmemory nothing is thrown away: commands that may take memory are refused with OOM | CONFIG SET maxmemory 1; SET k v
      allkeys-lru: at maxmemory the key goes that was unused the longest among a few drawn by chance, not among all | CONFIG SET maxmemory-policy allkeys-lru; :show eviction
      allkeys-lfu: at maxmemory the key goes that by a counter of 8 bits, which grows by chance and fades with time, is used least among a few drawn | CONFIG SET maxmemory-policy allkeys-lfu; :show eviction
      allkeys-random: at maxmemory any key goes | CONFIG SET maxmemory-policy allkeys-random; :show eviction
      volatile-lru: as allkeys-lru, among keys that have a time to live; when none has, writes are refused | CONFIG SET maxmemory-policy volatile-lru; :show eviction
      volatile-lfu: as allkeys-lfu, among keys that have a time to live; when none has, writes are refused | CONFIG SET maxmemory-policy volatile-lfu; :show eviction
      volatile-random: at maxmemory any key goes that has a time to live; when none has, writes are refused | CONFIG SET maxmemory-policy volatile-random; :show eviction
      volatile-ttl: at maxmemory the key goes whose time ends first, among a few drawn that have one; when none has, writes are refused | CONFIG SET maxmemory-policy volatile-ttl; :show eviction
      page cache: what the kernel keeps of files in memory: it outlives the process, not the power | :world redis appendonly=yes; SET k v; :show disk
      fsync: the call that has the kernel bring a file onto the disk; what was only written is gone with the power | :world redis appendonly=yes; SET k v; :show aof
      everysec: the log is synced once a second in the background: a power cut takes a second of writes, or two when a sync is slow | :world redis appendonly=yes; CONFIG SET appendfsync everysec; SET k v; :crash power; :show ledger
      torn tail: the end of a log that was being written when the power went; by default it is cut off at the restart, and the server starts | :world redis appendonly=yes; SET k v; :show aof
      copy-on-write: pages of memory that two processes share until one of them writes; a save needs as much more as is changed meanwhile | SET k v; BGSAVE; :show fork
      backlog: the last bytes of a primary's stream, kept for replicas that come back; who needs older ones gets all data anew | :node replica redis; replica> REPLICAOF main 6379; + 2s; :show replication
      full sync: a replica is sent a snapshot of all data, since the backlog does not reach back to where it is | :node replica redis; replica> REPLICAOF main 6379; + 2s; :show replication
      partial sync: a replica that was cut off is sent what it missed out of the backlog | :node replica redis; replica> REPLICAOF main 6379; + 2s; :show replication
      split brain: two nodes that both hold themselves for the primary and both take writes; one's are lost when they meet | :explain min-replicas-to-write
      quorum: so many sentinels must hold a primary for down before one asks the others for their votes | :explain NOQUORUM
      slot: one of 16,384 parts of all keys, CRC16 of the key modulo that; a Redis Cluster gives each to a node | CLUSTER KEYSLOT user:1
      hash tag: what stands between the first { and the next } of a key is hashed alone, so keys with the same are in one slot | CLUSTER KEYSLOT {user:1}:name; CLUSTER KEYSLOT {user:1}:mail
      ketama: a circle on which each server has many points; a key belongs to the next point, so a server that comes takes a share from all, and the rest stays. Libraries differ in where the points lie | :node b redis; :node c redis; :ring r libketama main b c; :show ring
      modula: the hash of a key modulo the number of servers: even, and nearly all keys move when a server comes or goes | :node b redis; :node c redis; :ring r libmemcached distribution=modula main b c; :show ring
      jump: a server's number from the hash of a key alone, without a table; only at the end of the list can a server come or go | :node b redis; :node c redis; :ring r plain distribution=jump main b c; :show ring
      rendezvous: each server has a hash with each key, and the highest gets it; what a server had is spread over all when it goes | :node b redis; :node c redis; :ring r plain distribution=rendezvous main b c; :show ring
      slab class: the chunks of one size of a Memcached; an item goes into the smallest that it fits into, and the rest of the chunk is wasted | :world memcached; :show slabs
      calcification: all pages belong to classes that once needed them, and a class that needs one now evicts though others have room | :world memcached; :show slabs
      cache-aside: the application asks the cache, on a miss the database, and puts what it got into the cache; a write goes to the database, and the entry is deleted | :database db latency=20ms; :app web database=db; :app web read item:1
      stampede: many miss the same key at once, and all ask the database | :database db latency=300ms; :app web database=db ttl=1s; :workload web clients=20 think=50ms keys=1 warm=yes for=2s; + 3s; :show stampede
      pipelining: commands are sent without waiting for the replies in between: fewer trips and fewer system calls | :world redis loop=yes; :traffic a depth=16 GET k; + 1s; :show loop
      consumer group: readers of a stream that share its entries out; what one was given is pending until it says XACK | XADD x * f v; XGROUP CREATE x g 0; XREADGROUP GROUP g one STREAMS x >; XPENDING x g
      """;

  /** Where names of guidelines and strategies are of use. */
  private static final String LINT = ":lint lists keys that do not follow it.";

  private static final String APP = "A strategy against stampedes: :app web strategy=";

  private static final SequencedMap<String, String> ALL = read();

  private TermTexts() {}

  private static SequencedMap<String, String> read() {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    TEXTS.lines().forEach(line -> add(all, line));
    for (Strategies.Kind each : Strategies.all()) {
      if (!each.name().equals("none")) {
        all.put(
            each.name(), Topics.sentence(each.doc()) + "\n  " + APP + each.name() + " takes it.");
      }
    }
    for (Rule each : Guidelines.rules()) {
      String reason = Topics.sentence(each.title()) + "\n  " + Topics.sentence(each.reason());
      all.put(each.name(), reason + "\n  A guideline, from " + each.source() + ". " + LINT);
    }
    return all;
  }

  private static void add(SequencedMap<String, String> all, String line) {
    int colon = line.indexOf(": ");
    int bar = line.lastIndexOf(" | ");
    String seen = String.join(", then ", tried(line));
    all.put(
        line.substring(0, colon),
        Topics.sentence(line.substring(colon + 2, bar)) + "\n  To see it: " + seen);
  }

  private static List<String> tried(String line) {
    return List.of(line.substring(line.lastIndexOf(" | ") + 3).split("; "));
  }

  /** What a word means, in one paragraph and a line on where to see it. */
  static Optional<String> of(String term) {
    String name = term.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(ALL.get(name)).map(text -> name + "\n  " + text);
  }

  static List<String> names() {
    return List.copyOf(ALL.sequencedKeySet());
  }

  /** The lines by which each word can be seen, for whoever tries them all. */
  static List<List<String>> tried() {
    return TEXTS.lines().map(TermTexts::tried).toList();
  }
}
