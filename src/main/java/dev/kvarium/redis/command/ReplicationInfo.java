package dev.kvarium.redis.command;

/** What INFO tells of replication, line by line as redis-server does. */
final class ReplicationInfo {
  private final Settings settings;
  private final Replicas replicas;

  ReplicationInfo(Settings settings, Replicas replicas) {
    this.settings = settings;
    this.replicas = replicas;
  }

  String text() {
    StringBuilder text = new StringBuilder("# Replication\r\n");
    if (settings.isReplica()) {
      addPrimary(text);
    } else {
      line(text, "role", "master");
    }
    line(text, "connected_slaves", replicas.all().size());
    if (settings.minReplicas > 0) {
      line(text, "min_slaves_good_slaves", replicas.good());
    }
    addReplicas(text);
    line(text, "master_failover_state", replicas.failoverWord());
    line(text, "master_replid", replicas.id());
    line(text, "master_replid2", replicas.secondId());
    line(text, "master_repl_offset", replicas.offset());
    line(text, "second_repl_offset", replicas.secondOffset());
    line(text, "repl_backlog_active", replicas.firstKept() > 0 ? 1 : 0);
    line(text, "repl_backlog_size", settings.get("repl-backlog-size"));
    line(text, "repl_backlog_first_byte_offset", replicas.firstKept());
    line(text, "repl_backlog_histlen", replicas.kept());
    return text.toString();
  }

  private void addPrimary(StringBuilder text) {
    String primary = settings.master();
    int blank = primary.lastIndexOf(' ');
    line(text, "role", "slave");
    line(text, "master_host", primary.substring(0, blank));
    line(text, "master_port", primary.substring(blank + 1));
    text.append(replicas.upstream().info());
    line(text, "slave_priority", settings.get("replica-priority"));
    line(text, "slave_read_only", settings.replicaReadOnly ? 1 : 0);
    line(text, "replica_announced", settings.get("replica-announced").equals("yes") ? 1 : 0);
  }

  private void addReplicas(StringBuilder text) {
    int number = 0;
    for (Session each : replicas.all()) {
      Replica replica = Replicas.facts(each);
      if (!replica.state.word().isEmpty()) {
        boolean online = replica.state == Replica.State.ONLINE;
        text.append("slave").append(number++);
        text.append(":ip=").append(Replicas.address(each));
        text.append(",port=").append(replica.port);
        text.append(",state=").append(replica.state.word());
        text.append(",offset=").append(replica.acknowledged);
        text.append(",lag=").append(online ? replicas.lagSeconds(each) : 0).append("\r\n");
      }
    }
  }

  private static void line(StringBuilder text, String name, long value) {
    line(text, name, Long.toString(value));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(':').append(value).append("\r\n");
  }
}
