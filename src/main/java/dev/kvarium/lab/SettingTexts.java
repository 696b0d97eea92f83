package dev.kvarium.lab;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What each parameter of a Redis's configuration is for, and each option of a lab's disk, in a
 * sentence: a table, to be read as one.
 */
final class SettingTexts {
  private static final String TEXTS =
      """
      acl-pubsub-default: which channels a new user may use before a rule says so: all or none of them
      aclfile: the file that holds the users; without one they stand in the configuration itself
      acllog-max-len: how many refusals ACL LOG remembers before the oldest goes
      active-defrag-cycle-max: the most of the processor, in percent, that moving values together may take
      active-defrag-cycle-min: the least of the processor, in percent, that it takes once it has begun
      active-defrag-ignore-bytes: so many wasted bytes are left alone, whatever share they are
      active-defrag-max-scan-fields: larger collections are gone through later, in pieces, so that none holds up the rest
      active-defrag-threshold-lower: the share of wasted memory, in percent, at which values begin to be moved together
      active-defrag-threshold-upper: the share of wasted memory at which that takes as much time as it may
      active-expire-effort: how hard the cycle looks for keys past their time, from 1 to 10: more finds them sooner and costs more
      activedefrag: whether values are moved together in memory when too much between them is wasted
      activerehashing: whether tables that grow are also moved on in idle moments, not only when they are touched
      always-show-logo: whether the logo is drawn in the log at every start
      aof-disable-auto-gc: whether old files of the log stay on the disk after it was written anew
      aof-load-truncated: whether a log whose last command is cut short is read up to there, or the server refuses to start
      aof-rewrite-incremental-fsync: whether a new log is synced piece by piece, so that no sync has much to do at once
      aof-timestamp-enabled: whether the log notes the second of its commands, so that it can be cut off at a time
      aof-use-rdb-preamble: whether a log that is written anew begins with a snapshot, which is smaller and read faster than commands
      aof_rewrite_cpulist: the processors on which the copy runs that writes the log anew
      appenddirname: the folder, within dir, that holds the files of the log
      appendfilename: how the names of the log's files begin
      appendfsync: when the log is synced to the disk. always: before each reply; everysec: once a second, so a power cut takes a second or two; no: whenever the kernel wants
      appendonly: whether each write goes into a log; without it only the last snapshot outlives the process
      auto-aof-rewrite-min-size: below this size the log is never written anew by itself
      auto-aof-rewrite-percentage: by how many percent the log has to grow before it is written anew; 0 never
      bgsave_cpulist: the processors on which the copy runs that saves
      bind: the addresses on which connections are taken
      bind-source-addr: the address from which connections to others are made
      bio_cpulist: the processors for the threads that close, sync and free in the background
      busy-reply-threshold: after so many milliseconds of a script others are told BUSY instead of waiting
      client-output-buffer-limit: how much may wait to be sent to a client, by its kind, before it is cut off; replicas that are too slow are cut off by it too
      client-query-buffer-limit: how many bytes a client may have sent that are not yet a whole command
      cluster-allow-pubsubshard-when-down: whether sharded channels go on while the cluster is down
      cluster-allow-reads-when-down: whether a node answers reads of its own slots while the cluster is down, at the risk that they are old
      cluster-allow-replica-migration: whether a spare replica goes over to a primary that has none
      cluster-announce-bus-port: the port of the bus that others are told, where it is not what they see
      cluster-announce-hostname: the name of the host that clients are told in redirections
      cluster-announce-ip: the address that others are told, where it is not what they see
      cluster-announce-port: the port that others are told, where it is not what they see
      cluster-announce-tls-port: the same for the port with encryption
      cluster-config-file: the file in which a node keeps what it knows of the cluster; it writes it itself
      cluster-enabled: whether the server is a node of a cluster, and answers only for the slots that are its own
      cluster-link-sendbuf-limit: how much may wait on a link between nodes before the link is made anew
      cluster-migration-barrier: how many replicas a primary keeps before one of them may go to another
      cluster-node-timeout: after so many milliseconds without an answer a node is suspected to have failed; elections take about as long again
      cluster-port: the port of the bus; 0 stands for the server's port and 10,000
      cluster-preferred-endpoint-type: whether redirections name an address, a host name, or leave it to the client
      cluster-replica-no-failover: whether a replica never asks to be elected by itself
      cluster-replica-validity-factor: how long a replica may have been without its primary and still be elected, in multiples of the node timeout; 0 any time
      cluster-require-full-coverage: whether all slots must be served for any to be: if not, a node answers for its own while others are gone
      crash-log-enabled: whether a crash writes what it knows into the log
      crash-memcheck-enabled: whether the memory is tested after a crash
      daemonize: whether the server goes on in the background
      databases: how many numbered databases there are; SELECT goes from 0 to one less
      dbfilename: the name of the snapshot in dir
      dir: the folder of the snapshot and of the log
      disable-thp: whether huge pages are switched off for the process: with them a fork copies much more
      dynamic-hz: whether the background tasks run more often the more clients there are
      enable-debug-command: from where DEBUG is taken: no, yes, or local connections alone
      enable-module-command: from where MODULE is taken
      enable-protected-configs: from where parameters can be changed that touch files and addresses
      hash-max-listpack-entries: a hash with more fields than this becomes a hashtable, which is faster and larger, and does not go back
      hash-max-listpack-value: a hash with a longer field or value than this, in bytes, becomes a hashtable
      hll-sparse-max-bytes: a HyperLogLog that takes more than this is kept dense, in 12 KiB
      hz: how often a second the background tasks run: keys past their time, clients that are too old, tables that grow
      ignore-warnings: warnings of the start that are not to stop it
      io-threads: how many threads write replies, and read requests if they are told to; commands are still run by one
      io-threads-do-reads: whether those threads also read and parse requests
      jemalloc-bg-thread: whether a thread gives freed memory back to the system
      latency-monitor-threshold: what takes so many milliseconds is noted for LATENCY; 0 notes nothing
      latency-tracking: whether the times of each command are counted for INFO latencystats
      latency-tracking-info-percentiles: which percentiles of those INFO prints
      lazyfree-lazy-eviction: whether what is evicted is freed by another thread, so that freeing much holds up nobody
      lazyfree-lazy-expire: whether what is past its time is freed by another thread
      lazyfree-lazy-server-del: whether what is replaced, as by RENAME, is freed by another thread
      lazyfree-lazy-user-del: whether DEL frees as UNLINK does, by another thread
      lazyfree-lazy-user-flush: whether FLUSHALL and FLUSHDB free in another thread when they do not say
      lfu-decay-time: after so many minutes the counter of a key's uses goes down by one
      lfu-log-factor: how slowly the counter of a key's uses grows: with 10 it takes about a million uses to reach its end
      list-compress-depth: how many nodes at each end of a list stay uncompressed; 0 compresses none
      list-max-listpack-size: how large a node of a list may be: so many items, or with a minus a size, -2 for 8 KiB
      logfile: the file for messages; empty for the standard output
      loglevel: how much is written into it: debug, verbose, notice or warning
      masterauth: the password with which a replica logs in to its primary
      masteruser: the user with which it does
      maxclients: how many connections are taken at once; one more is told so and closed
      maxmemory: the bytes that data may take; beyond, keys are evicted by maxmemory-policy or writes refused with OOM; 0 is no limit
      maxmemory-clients: the bytes that all connections may take together before the largest is closed
      maxmemory-eviction-tenacity: how long a command may wait for eviction: 0 hardly, 100 as long as it takes
      maxmemory-policy: who is thrown out when memory is short: nobody (noeviction), any key or only those with a time to live, by last use, by how often, by time left or by chance
      maxmemory-samples: among how many keys drawn by chance the one to evict is chosen: more comes nearer to the true order and costs time
      min-replicas-max-lag: how many seconds ago a replica may have been heard of and still count
      min-replicas-to-write: a primary with fewer replicas than this refuses writes with NOREPLICAS
      no-appendfsync-on-rewrite: whether the log is not synced while a copy writes: nobody waits for the disk, and more is at stake
      notify-keyspace-events: which changes of keys are published on channels, a letter a kind; empty for none, since it costs time
      oom-score-adj: whether the kernel is told which of the processes to kill first when memory is out
      oom-score-adj-values: what it is told for a primary, a replica and a copy that saves
      pidfile: the file that holds the number of the process
      port: the port on which connections are taken; 0 for none
      proc-title-template: what the process is called in a list of processes
      propagation-error-behavior: what a replica does when a command from its primary fails: go on, or stop
      protected-mode: whether connections from elsewhere are refused while there is no password and no bind
      proto-max-bulk-len: how long a word of a request may be, and so a value: 512 MiB if nobody says otherwise
      rdb-del-sync-files: whether a replica removes the snapshot that it was sent once it is read
      rdb-save-incremental-fsync: whether a snapshot is synced piece by piece
      rdbchecksum: whether a snapshot ends with a checksum, which finds flipped bytes and costs a tenth of the time
      rdbcompression: whether long strings in a snapshot are compressed
      repl-backlog-size: how many bytes of changes a primary remembers: a replica that was away for longer needs all data once more
      repl-backlog-ttl: after so many seconds without any replica the backlog is freed; 0 never
      repl-disable-tcp-nodelay: whether changes wait to be sent together: fewer packets, up to 40 ms later
      repl-diskless-load: whether a replica reads a snapshot from the network into memory, past its disk
      repl-diskless-sync: whether a snapshot for replicas goes straight to the network, past the disk
      repl-diskless-sync-delay: how many seconds that waits for more replicas to come along
      repl-diskless-sync-max-replicas: with so many replicas it does not wait any longer
      repl-ping-replica-period: how often, in seconds, a primary pings its replicas, so that both notice a dead link
      repl-timeout: after so many seconds without a word the link counts as dead, on either side
      replica-announce-ip: the address that a replica tells its primary
      replica-announce-port: the port that a replica tells its primary
      replica-announced: whether Sentinel is told of this replica
      replica-ignore-disk-write-errors: whether a replica goes on when its log cannot be written, instead of stopping
      replica-ignore-maxmemory: whether a replica leaves eviction to its primary, which sends the DELs
      replica-lazy-flush: whether a replica frees its old data in another thread before a full sync
      replica-priority: who is preferred by Sentinel: the lowest number, 0 never
      replica-read-only: whether a replica refuses writes of clients with READONLY
      replica-serve-stale-data: whether a replica answers while it has no link, with data that may be old, or says MASTERDOWN
      replicaof: the primary that this server follows, host and port; empty for none
      requirepass: the password of the default user; empty for none
      sanitize-dump-payload: whether what RESTORE and snapshots bring is checked in full before it is believed
      save: after how many seconds with at least how many changes a snapshot is made by itself; empty for never
      server_cpulist: the processors on which the server itself runs
      set-max-intset-entries: a set of nothing but integers with more than this becomes a hashtable
      set-proc-title: whether the process changes what it is called in a list of processes
      shutdown-on-sigint: what happens on SIGINT: whether it saves, forces, or waits for replicas
      shutdown-on-sigterm: what happens on SIGTERM
      shutdown-timeout: how many seconds a shutdown waits for replicas to have everything
      slowlog-log-slower-than: commands that take so many microseconds are kept by SLOWLOG; 0 all, less than 0 none; time spent waiting does not count
      slowlog-max-len: how many of them it remembers
      socket-mark-id: a mark on sockets, for the routing of the system
      stop-writes-on-bgsave-error: whether writes are refused with MISCONF once a snapshot could not be saved
      stream-node-max-bytes: a node of a stream that takes more than this is closed, and the next entry opens another
      stream-node-max-entries: a node of a stream holds at most so many entries; XTRIM with ~ cuts whole nodes only
      supervised: who supervises the process and is told that it is ready
      syslog-enabled: whether messages go to the system's log too
      syslog-facility: under which of its headings
      syslog-ident: and under which name
      tcp-backlog: how many connections may wait to be accepted
      tcp-keepalive: after so many seconds of silence the kernel asks whether the other side is still there
      timeout: after so many seconds without a command a connection is closed; 0 never
      tls-auth-clients: whether clients must show a certificate
      tls-ca-cert-dir: the folder of certificates that are trusted
      tls-ca-cert-file: the file of certificates that are trusted
      tls-cert-file: the certificate that the server shows
      tls-ciphers: which ciphers are taken up to TLS 1.2
      tls-ciphersuites: which ciphers are taken in TLS 1.3
      tls-client-cert-file: the certificate with which it goes to other servers
      tls-client-key-file: the key of that one
      tls-client-key-file-pass: the passphrase of that key
      tls-cluster: whether the bus of the cluster is encrypted
      tls-dh-params-file: the parameters of the Diffie-Hellman exchange
      tls-key-file: the key of the server's certificate
      tls-key-file-pass: the passphrase of that key
      tls-port: the port for encrypted connections; 0 for none
      tls-prefer-server-ciphers: whether the server's order of ciphers counts, not the client's
      tls-protocols: which versions of TLS are taken
      tls-replication: whether the link to a primary is encrypted
      tls-session-cache-size: how many sessions are remembered, so that a client need not begin anew
      tls-session-cache-timeout: for how many seconds they are
      tls-session-caching: whether they are at all
      tracking-table-max-keys: how many keys are remembered for clients that cache; beyond, some are told to forget theirs
      unixsocket: the path of a socket for connections from the same machine
      unixsocketperm: who may use that socket, in octal
      zset-max-listpack-entries: a sorted set with more members than this becomes a skiplist with a hashtable
      zset-max-listpack-value: a sorted set with a longer member than this, in bytes, becomes a skiplist
      disk-sync: how long the lab's disk takes for a sync; appendfsync always waits for one before each reply
      disk-write: how long it takes for a write into the page cache
      disk-rename: how long it takes to rename a file, by which a new snapshot takes the place of the old
      disk-torn: whether a power cut may leave half of what was being written
      disk-capacity: how much fits on it; beyond, writes fail as on a full disk
      disk-fail-write: with which error writes fail: EIO, ENOSPC…
      disk-fail-sync: with which error syncs fail: after one nobody knows what is on the disk
      disk-fail-rename: with which error renaming fails
      disk-fail-files: which files that is about, as a pattern
      loop: whether the node's event loop is modelled, so that clients wait for one another: yes, no, or traced as under strace
      loop-bandwidth: what the line of each of its clients carries, in bytes a second; without it they are on the same machine
      version: which version of redis-server is modelled
      """;

  /** What a parameter was called before, or is called beside. */
  private static final String ALIASES =
      """
      cluster-slave-no-failover: cluster-replica-no-failover
      cluster-slave-validity-factor: cluster-replica-validity-factor
      hash-max-ziplist-entries: hash-max-listpack-entries
      hash-max-ziplist-value: hash-max-listpack-value
      list-max-ziplist-size: list-max-listpack-size
      lua-time-limit: busy-reply-threshold
      min-slaves-max-lag: min-replicas-max-lag
      min-slaves-to-write: min-replicas-to-write
      repl-ping-slave-period: repl-ping-replica-period
      slave-announce-ip: replica-announce-ip
      slave-announce-port: replica-announce-port
      slave-ignore-maxmemory: replica-ignore-maxmemory
      slave-lazy-flush: replica-lazy-flush
      slave-priority: replica-priority
      slave-read-only: replica-read-only
      slave-serve-stale-data: replica-serve-stale-data
      slaveof: replicaof
      zset-max-ziplist-entries: zset-max-listpack-entries
      zset-max-ziplist-value: zset-max-listpack-value
      """;

  private static final SequencedMap<String, String> BY_NAME = table(TEXTS);
  private static final SequencedMap<String, String> TODAY = table(ALIASES);

  private SettingTexts() {}

  private static SequencedMap<String, String> table(String lines) {
    SequencedMap<String, String> table = new LinkedHashMap<>();
    lines
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              table.put(line.substring(0, colon), line.substring(colon + 2));
            });
    return table;
  }

  /** What the parameter of a name is for; empty when there is none. */
  static Optional<String> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String today = TODAY.getOrDefault(lower, lower);
    Optional<String> text = Optional.ofNullable(BY_NAME.get(today));
    return today.equals(lower)
        ? text
        : text.map(each -> "the older name of " + today + ": " + each);
  }

  /** All names that have a text. */
  static Iterable<String> names() {
    return BY_NAME.keySet();
  }
}
