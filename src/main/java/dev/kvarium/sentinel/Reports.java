package dev.kvarium.sentinel;

import dev.kvarium.event.SentinelEvent;

/** What a sentinel makes of the INFO of a server. */
final class Reports {
  private final Sentinel sentinel;

  Reports(Sentinel sentinel) {
    this.sentinel = sentinel;
  }

  /** Reads what a server says of itself, and does what follows from it. */
  void read(Instance from, String info) {
    Instance.Kind role = Instance.Kind.SENTINEL; // none yet
    from.linkDownMillis = 0;
    String host = "";
    String port = "";
    for (String line : info.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1);
      switch (colon < 0 ? "" : line.substring(0, colon)) {
        case "run_id" -> runs(from, value);
        case "role" -> role = value.equals("master") ? Instance.Kind.MASTER : Instance.Kind.REPLICA;
        case "master_link_down_since_seconds" -> from.linkDownMillis = number(value) * 1_000;
        case "master_host" -> host = value;
        case "master_port" -> port = value;
        case "master_link_status" -> from.linkUp = value.equals("up");
        case "slave_priority" -> from.priority = (int) number(value);
        case "slave_repl_offset" -> from.offset = number(value);
        case "replica_announced" -> from.announced = number(value) != 0;
        case "" -> {}
        default -> {
          if (from.kind == Instance.Kind.MASTER && line.matches("slave[0-9]+:.*")) {
            follower(value);
          }
        }
      }
    }
    long now = sentinel.now();
    String follows = host.isEmpty() ? "" : host + ":" + port;
    if (!follows.isEmpty() && !follows.equals(from.follows)) {
      from.follows = follows;
      from.followsSince = now;
    }
    from.infoAt = now;
    if (role == Instance.Kind.SENTINEL) {
      return;
    }
    if (role != from.role) {
      from.role = role;
      from.roleSince = now;
      if (role == Instance.Kind.REPLICA) {
        from.followsSince = now;
      }
      sentinel.tell(new SentinelEvent.RoleSeen(from.kind.word, from.address(), role.word));
    }
    if (!sentinel.isTilted() && from.kind == Instance.Kind.REPLICA) {
      if (role == Instance.Kind.MASTER) {
        leads(from, now);
      } else {
        follows(from, now);
      }
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private void runs(Instance from, String id) {
    if (!from.id.isEmpty() && !from.id.equals(id)) {
      sentinel.tell(new SentinelEvent.Rebooted(from.kind.word, from.address()));
    }
    from.id = id;
  }

  private void follower(String facts) {
    String host = "";
    int port = 0;
    for (String fact : facts.split(",", -1)) {
      if (fact.startsWith("ip=")) {
        host = fact.substring(3);
      } else if (fact.startsWith("port=")) {
        port = (int) number(fact.substring(5));
      }
    }
    if (!host.isEmpty() && port > 0) {
      sentinel.addReplica(host, port);
    }
  }

  /** A replica says that it leads: it was promoted, or somebody else's doing is to be undone. */
  private void leads(Instance replica, long now) {
    if (replica.promoted && sentinel.failover().awaitsPromotion()) {
      sentinel.failover().promoted(replica);
      return;
    }
    long wait = Watch.HELLO_MILLIS * 4;
    if (!replica.promoted
        && sentinel.primaryLooksSane()
        && noDownFor(replica, now, wait)
        && now - replica.roleSince > wait) {
      sentinel.failover().redirect(replica, sentinel.primary().address(), "convert-to-slave");
    }
  }

  private void follows(Instance replica, long now) {
    long wait = sentinel.settings().failoverTimeoutMillis();
    if (!replica.follows.equals(sentinel.primary().address())
        && sentinel.primaryLooksSane()
        && noDownFor(replica, now, wait)
        && now - replica.followsSince > wait) {
      sentinel.failover().redirect(replica, sentinel.primary().address(), "fix-slave-config");
    }
    sentinel.failover().moves(replica);
  }

  private static boolean noDownFor(Instance replica, long now, long millis) {
    return replica.suspectedAt == 0 || now - replica.suspectedAt > millis;
  }
}
