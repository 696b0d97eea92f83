package dev.kvarium.redis.command;

/**
 * What INFO counts of clients and of what they asked for.
 *
 * @param replication of replicas
 * @param waiting those that wait or are held
 * @param withTimeout those of them whose wait ends by itself
 */
record ClientCounts(
    ReplicationCounts replication,
    int waiting,
    int withTimeout,
    int tracking,
    long trackedKeys,
    long trackedItems,
    int trackedPrefixes,
    int channels,
    int patterns,
    int shardChannels) {
  static final ClientCounts NONE =
      new ClientCounts(ReplicationCounts.NONE, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
