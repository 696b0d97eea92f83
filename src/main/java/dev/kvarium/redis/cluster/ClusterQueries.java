package dev.kvarium.redis.cluster;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc16;
import dev.kvarium.redis.command.Call;
import dev.kvarium.redis.command.CommandError;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** What CLUSTER tells: slots, nodes, keys. */
final class ClusterQueries {
  private final Cluster cluster;
  private final Settings settings;

  ClusterQueries(Cluster cluster, Settings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  Reply myId(Call call) {
    return Reply.of(cluster.table().myself.id);
  }

  Reply nodes(Call call) {
    return new Reply.Verbatim("txt", Bytes.latin1(NodesText.of(cluster.table(), 0)));
  }

  Reply keySlot(Call call) {
    return Reply.of(Crc16.slot(call.arg(2)));
  }

  Reply countKeys(Call call) throws CommandError {
    long slot = call.longArg(2) < 0 ? Table.SLOTS : call.longArg(2);
    if (slot >= Table.SLOTS) {
      throw new CommandError("ERR Invalid slot");
    }
    return Reply.of(cluster.keys().count((int) slot));
  }

  Reply getKeys(Call call) throws CommandError {
    long slot = call.longArg(2);
    long most = call.longArg(3);
    if (slot < 0 || slot >= Table.SLOTS || most < 0) {
      throw new CommandError("ERR Invalid slot or number of keys");
    }
    List<Reply> keys = new ArrayList<>();
    cluster.keys().keys((int) slot, most).forEach(key -> keys.add(Reply.of(key)));
    return new Reply.Array(keys);
  }

  Reply slots(Call call) {
    List<Reply> ranges = new ArrayList<>();
    for (Table.Range each : cluster.table().ranges()) {
      List<Reply> range = new ArrayList<>();
      range.add(Reply.of(each.from()));
      range.add(Reply.of(each.to()));
      range.add(node(each.owner()));
      for (Member replica : each.owner().replicas) {
        if (!replica.is(Member.FAIL) && offset(replica) != 0) {
          range.add(node(replica));
        }
      }
      ranges.add(new Reply.Array(range));
    }
    return new Reply.Array(ranges);
  }

  private Reply node(Member member) {
    String preferred = settings.get("cluster-preferred-endpoint-type");
    String endpoint = Announced.host(member, settings);
    Reply host = preferred.equals("unknown-endpoint") ? Reply.Nil.STRING : Reply.of(endpoint);
    List<Reply> more = new ArrayList<>();
    if (!preferred.equals("ip")) {
      more.addAll(List.of(Reply.of("ip"), Reply.of(member.ip)));
    }
    if (!preferred.equals("hostname") && !member.hostname.isEmpty()) {
      more.addAll(List.of(Reply.of("hostname"), Reply.of(member.hostname)));
    }
    return Reply.of(host, Reply.of(member.port), Reply.of(member.id), new Reply.Map(more));
  }

  private long offset(Member member) {
    return member.isMyself() ? cluster.offset() : member.replicationOffset;
  }

  Reply shards(Call call) {
    List<Reply> shards = new ArrayList<>();
    for (Member each : cluster.table().all()) {
      if (each.isMaster()) {
        List<Reply> nodes = new ArrayList<>();
        nodes.add(details(each));
        each.replicas.forEach(replica -> nodes.add(details(replica)));
        shards.add(
            new Reply.Map(
                List.of(
                    Reply.of("slots"),
                    new Reply.Array(bounds(each)),
                    Reply.of("nodes"),
                    new Reply.Array(nodes))));
      }
    }
    return new Reply.Array(shards);
  }

  private static List<Reply> bounds(Member member) {
    List<Reply> bounds = new ArrayList<>();
    for (int from = member.slots.nextSetBit(0); from >= 0; ) {
      int to = member.slots.nextClearBit(from) - 1;
      bounds.add(Reply.of(from));
      bounds.add(Reply.of(to));
      from = member.slots.nextSetBit(to + 1);
    }
    return bounds;
  }

  private Reply details(Member member) {
    long offset = offset(member);
    String health = "online";
    if (member.is(Member.FAIL)) {
      health = "fail";
    } else if (member.isReplica() && offset == 0) {
      health = "loading";
    }
    List<Reply> all = new ArrayList<>();
    all.addAll(List.of(Reply.of("id"), Reply.of(member.id)));
    all.addAll(List.of(Reply.of("port"), Reply.of(member.port)));
    all.addAll(List.of(Reply.of("ip"), Reply.of(member.ip)));
    all.addAll(List.of(Reply.of("endpoint"), Reply.of(Announced.host(member, settings))));
    if (!member.hostname.isEmpty()) {
      all.addAll(List.of(Reply.of("hostname"), Reply.of(member.hostname)));
    }
    all.addAll(List.of(Reply.of("role"), Reply.of(member.isReplica() ? "replica" : "master")));
    all.addAll(List.of(Reply.of("replication-offset"), Reply.of(offset)));
    all.addAll(List.of(Reply.of("health"), Reply.of(health)));
    return new Reply.Map(all);
  }

  Reply replicas(Call call) throws CommandError {
    Member member = cluster.known(call.text(2), "Unknown node ");
    if (member.isReplica()) {
      throw new CommandError("ERR The specified node is not a master");
    }
    List<Reply> lines = new ArrayList<>();
    for (Member each : member.replicas) {
      lines.add(Reply.of(NodesText.line(cluster.table(), each)));
    }
    return new Reply.Array(lines);
  }

  Reply failureReports(Call call) throws CommandError {
    return Reply.of(cluster.failureReports(cluster.known(call.text(2), "Unknown node ")));
  }

  Reply info(Call call) {
    Table table = cluster.table();
    int assigned = 0;
    int failed = 0;
    int maybe = 0;
    for (int i = 0; i < Table.SLOTS; i++) {
      Member owner = table.owners[i];
      if (owner != null) {
        assigned++;
        failed += owner.is(Member.FAIL) ? 1 : 0;
        maybe += !owner.is(Member.FAIL) && owner.is(Member.PFAIL) ? 1 : 0;
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, "state:" + (table.ok ? "ok" : "fail"));
    line(text, "slots_assigned:" + assigned);
    line(text, "slots_ok:" + (assigned - failed - maybe));
    line(text, "slots_pfail:" + maybe);
    line(text, "slots_fail:" + failed);
    line(text, "known_nodes:" + table.members.size());
    line(text, "size:" + table.size);
    line(text, "current_epoch:" + table.currentEpoch);
    line(text, "my_epoch:" + table.myself.epoch());
    messages(text, "sent", cluster.messagesSent());
    messages(text, "received", cluster.messagesReceived());
    text.append("total_cluster_links_buffer_limit_exceeded:0\r\n");
    return new Reply.Verbatim("txt", Bytes.latin1(text.toString()));
  }

  private static void messages(StringBuilder text, String way, SequencedMap<String, Long> counts) {
    long all = 0;
    for (var each : counts.sequencedEntrySet()) {
      if (each.getValue() > 0) {
        all += each.getValue();
        line(text, "stats_messages_" + each.getKey() + "_" + way + ":" + each.getValue());
      }
    }
    line(text, "stats_messages_" + way + ":" + all);
  }

  private static void line(StringBuilder text, String line) {
    text.append("cluster_").append(line).append("\r\n");
  }

  Reply links(Call call) {
    List<Reply> links = new ArrayList<>();
    for (Member each : cluster.table().all()) {
      Link to = each.link;
      Link from = each.inbound;
      if (to != null) {
        links.add(link("to", each, to));
      }
      if (from != null) {
        links.add(link("from", each, from));
      }
    }
    return new Reply.Array(links);
  }

  private static Reply link(String direction, Member member, Link link) {
    return new Reply.Map(
        List.of(
            Reply.of("direction"),
            Reply.of(direction),
            Reply.of("node"),
            Reply.of(member.id),
            Reply.of("create-time"),
            Reply.of(link.createdMillis),
            Reply.of("events"),
            Reply.of(link.connection.unacknowledgedBytes() > 0 ? "rw" : "r"),
            Reply.of("send-buffer-allocated"),
            Reply.of(link.connection.unacknowledgedBytes()),
            Reply.of("send-buffer-used"),
            Reply.of(link.connection.unacknowledgedBytes())));
  }
}
