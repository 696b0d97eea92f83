package dev.kvarium.redis.cluster;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A node of the cluster as another (or the same) node knows it; changed as news comes. */
final class Member {
  static final int MASTER = 1;
  static final int REPLICA = 2;
  static final int PFAIL = 4;
  static final int FAIL = 8;
  static final int MYSELF = 16;
  static final int HANDSHAKE = 32;
  static final int NO_ADDRESS = 64;
  static final int MEET = 128;
  static final int MIGRATE_TO = 256;
  static final int NO_FAILOVER = 512;

  private static final String[] WORDS = {
    "master", "slave", "fail?", "fail", "myself", "handshake", "noaddr", "", "", "nofailover"
  };
  private static final int[] ORDER = {4, 0, 1, 2, 3, 5, 6, 9};

  /** 40 letters; a random one until the node has told its own. */
  String id;

  String ip = "";
  int port;
  int busPort;

  /** The name that clients may be told instead of the address; empty for none. */
  String hostname = "";

  int flags;
  @Nullable Member primary;
  final List<Member> replicas = new ArrayList<>();
  long configEpoch;
  final BitSet slots = new BitSet();
  final long bornMillis;

  /** When it was pinged without an answer so far; 0 when nothing is awaited. */
  long pingSentMillis;

  long pongReceivedMillis;

  /** When it was last heard of by any message. */
  long dataReceivedMillis;

  long failMillis;

  /** When this node last voted for one of its replicas. */
  long votedMillis;

  /** Since when it, a primary with slots, has no replica that works. */
  long orphanedMillis;

  long replicationOffset;

  /** The connection by which this node pings it. */
  @Nullable Link link;

  /** The connection by which it pings this node. */
  @Nullable Link inbound;

  /** Which primaries hold it for failed, and when they said so. */
  final SequencedMap<Member, Long> reports = new LinkedHashMap<>();

  Member(String id, int flags, long bornMillis) {
    this.id = id;
    this.flags = flags;
    this.bornMillis = bornMillis;
  }

  boolean is(int flag) {
    return (flags & flag) != 0;
  }

  boolean isMaster() {
    return is(MASTER);
  }

  boolean isReplica() {
    return is(REPLICA);
  }

  boolean isMyself() {
    return is(MYSELF);
  }

  String address() {
    return ip + ":" + port;
  }

  /** The epoch under which its slots are claimed: a replica's is that of its primary. */
  long epoch() {
    Member above = primary;
    return isReplica() && above != null ? above.configEpoch : configEpoch;
  }

  int workingReplicas() {
    int count = 0;
    for (Member each : replicas) {
      count += each.is(FAIL) ? 0 : 1;
    }
    return count;
  }

  /** The flags as CLUSTER NODES words them. */
  String words() {
    StringBuilder text = new StringBuilder();
    for (int bit : ORDER) {
      if (is(1 << bit)) {
        text.append(text.isEmpty() ? "" : ",").append(WORDS[bit]);
      }
    }
    return text.isEmpty() ? "noflags" : text.toString();
  }

  /** The flags that these words mean. */
  static int flags(String words) {
    int flags = 0;
    for (String word : words.split(",")) {
      for (int bit : ORDER) {
        flags |= WORDS[bit].equals(word) ? 1 << bit : 0;
      }
    }
    return flags;
  }
}
