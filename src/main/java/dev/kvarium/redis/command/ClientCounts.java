package dev.kvarium.redis.command;

import java.util.List;

/**
 * What INFO counts of clients and of what they asked for.
 *
 * @param replicas those that are fed with what changes
 * @param replicationOffset how many bytes they were fed
 * @param waiting those that wait or are held
 * @param withTimeout those of them whose wait ends by itself
 */
record ClientCounts(
    List<Session> replicas,
    long replicationOffset,
    int waiting,
    int withTimeout,
    int tracking,
    long trackedKeys,
    long trackedItems,
    int trackedPrefixes,
    int channels,
    int patterns,
    int shardChannels) {
  static final ClientCounts NONE = new ClientCounts(List.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
