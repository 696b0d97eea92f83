package dev.kvarium.view;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.base.Blob;
import dev.kvarium.client.SlotClientSnapshot;
import dev.kvarium.event.EventLog;
import dev.kvarium.loop.LoopSnapshot;
import dev.kvarium.memcached.CacheSnapshot;
import dev.kvarium.redis.aof.AofSnapshot;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import dev.kvarium.redis.command.ClientsSnapshot;
import dev.kvarium.redis.command.EvictionSnapshot;
import dev.kvarium.redis.keyspace.DictSnapshot;
import dev.kvarium.redis.keyspace.ExpirySnapshot;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.rdb.ForkSnapshot;
import dev.kvarium.redis.replication.ReplicationSnapshot;
import dev.kvarium.redis.value.StreamSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import dev.kvarium.sharding.RingSnapshot;
import dev.kvarium.sim.DiskSnapshot;
import dev.kvarium.sim.LedgerReach;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.sim.NetworkSnapshot;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What there is to be seen of one node at one moment. Each snapshot is taken when asked for. */
public interface Scene {
  /** The name of the node. */
  String node();

  /** The server that it models, with its version: {@code redis 7.0}. */
  String models();

  /** Unix time of the world, in microseconds. */
  long nowMicros();

  /** Unix time at which the world began, in microseconds. */
  long startMicros();

  /** The database that the client at the prompt has selected. */
  int db();

  /** The databases, with up to so many keys of each. */
  KeyspaceSnapshot keyspace(int keysPerDatabase);

  /** A value with its bytes; empty when there is no such key in the database. */
  Optional<ValueSnapshot> value(int db, Blob key);

  /** The bucket in which a key hangs; empty when there is no such key. */
  Optional<KeyspaceSnapshot.Bucket> bucket(int db, Blob key);

  /**
   * The hash tables of a database's keys, with the way of one key, and the buckets of others; empty
   * when the node is down.
   */
  Optional<DictSnapshot> keysDict(int db, Optional<Blob> key, Collection<Blob> marked);

  /** The hash tables of a value, with the way of one field; empty when it has none. */
  Optional<DictSnapshot> valueDict(int db, Blob key, Optional<Blob> field);

  /** The times to live of a database; empty when the node is down. */
  Optional<ExpirySnapshot> expiry(int db);

  /** How the node stands to its limit of memory; empty when it is down, or no Redis. */
  default Optional<EvictionSnapshot> eviction() {
    return Optional.empty();
  }

  /** A stream, the first by name when none is asked for; empty when there is no such stream. */
  default Optional<StreamSnapshot> stream(int db, Optional<Blob> key) {
    return Optional.empty();
  }

  /** At most so many clients; empty when the node is down or no store of clients like these. */
  default Optional<ClientsSnapshot> clients(int most) {
    return Optional.empty();
  }

  /** The event loop of the node; empty when it is down, or the loop is not modelled. */
  default Optional<LoopSnapshot> loop() {
    return Optional.empty();
  }

  /** How the server stands among others; empty when the node is down, or is no Redis. */
  default Optional<ReplicationSnapshot> replication() {
    return Optional.empty();
  }

  /** How far acknowledged writes have come to replicas. */
  default LedgerReach reach() {
    return LedgerReach.NONE;
  }

  /** The network between the nodes; empty where there is none. */
  default Optional<NetworkSnapshot> network() {
    return Optional.empty();
  }

  /** The names of all nodes, in the order in which they came. */
  default List<String> nodes() {
    return List.of(node());
  }

  /** The names of those nodes that keep no data: proxies and sentinels. */
  default List<String> watchers() {
    return List.of();
  }

  /**
   * A ring by which clients share out their keys, and where one key lies on it; empty when there is
   * no such ring.
   *
   * @param name of the ring; the first that was made when none is asked for
   */
  default Optional<RingSnapshot> ring(Optional<String> name, Optional<Blob> key) {
    return Optional.empty();
  }

  /** What the node knows of its Redis Cluster; empty when it is part of none, or down. */
  default Optional<ClusterSnapshot> cluster() {
    return Optional.empty();
  }

  /** The same of all nodes of the world that are part of one and up, by their names. */
  default SequencedMap<String, ClusterSnapshot> clusters() {
    return new LinkedHashMap<>();
  }

  /** Those who use the cluster by a map of slots. */
  default List<SlotClientSnapshot> slotClients() {
    return List.of();
  }

  /** The names of the other worlds, in the order in which they were made. */
  default List<String> otherWorlds() {
    return List.of();
  }

  /** What differs between this world and another, which must be one of {@link #otherWorlds}. */
  default WorldsApart apart(String other) {
    throw new IllegalArgumentException("there is no other world " + other);
  }

  /** The applications of the world, in the order in which they came. */
  default List<AppSnapshot> applications() {
    return List.of();
  }

  /** All facts of the world, to be read now and not kept. */
  EventLog events();

  /** The number of the first fact since the last input. */
  int sinceInput();

  AofSnapshot aof();

  LedgerSnapshot ledger();

  /** The copy of the process that saves or rewrites; empty when the node is down. */
  default Optional<ForkSnapshot> fork() {
    return Optional.empty();
  }

  /** The files of the machine, be the node up or down; empty when it has no disk. */
  default Optional<DiskSnapshot> disk() {
    return Optional.empty();
  }

  /**
   * The memory of a Memcached node, with up to so many items from the tail of each list; empty when
   * the node is another, or down.
   */
  default Optional<CacheSnapshot> cache(int itemsPerList) {
    return Optional.empty();
  }
}
