package dev.kvarium.redis.cluster;

import dev.kvarium.base.Crc16;
import dev.kvarium.redis.command.Settings;
import dev.kvarium.redis.command.SlotGate;
import dev.kvarium.redis.keyspace.Db;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command runs here, and where else.
 *
 * <pre>
 *                                      a owns 42 and moves it to b        b, which imports it
 *   GET k, and k is still at a         value                              MOVED 42 a
 *   GET k, and k has gone              ASK 42 b                           MOVED 42 a
 *   ASKING, GET k                      ASK 42 b                           value
 *   MGET {k}1 {k}2, one of them gone   TRYAGAIN                           TRYAGAIN (with ASKING)
 * </pre>
 *
 * <p>MOVED says who owns the slot: a client notes it. ASK says where this one key may be: a client
 * asks there once, and next time here again.
 */
final class SlotRedirection implements SlotGate {
  private static final String CROSS_SLOT = "CROSSSLOT Keys in request don't hash to the same slot";
  private static final String TRY_AGAIN = "TRYAGAIN Multiple keys request during rehashing of slot";
  private static final String NOT_SERVED = "CLUSTERDOWN Hash slot not served";

  private final Settings settings;
  private final Db db;
  private final long[] served = new long[Table.SLOTS];
  private Table table;
  private long moved;
  private long asked;
  private long tryAgain;
  private long crossSlot;
  private long down;

  SlotRedirection(Settings settings, Db db, Table table) {
    this.settings = settings;
    this.db = db;
    this.table = table;
  }

  void table(Table other) {
    table = other;
  }

  @Override
  public String refusal(
      List<byte[]> keys, Kind kind, boolean write, boolean asking, boolean reading) {
    String refusal = verdict(keys, kind, write, asking, reading);
    if (kind == Kind.USUAL) {
      count(keys.getFirst(), refusal);
    }
    return refusal;
  }

  private void count(byte[] key, String refusal) {
    if (refusal.isEmpty()) {
      served[Crc16.slot(key)]++;
      return;
    }
    switch (refusal.charAt(0)) {
      case 'M' -> moved++;
      case 'A' -> asked++;
      case 'T' -> tryAgain++;
      default -> {
        if (refusal.equals(CROSS_SLOT)) {
          crossSlot++;
        } else {
          down++;
        }
      }
    }
  }

  /** How many commands on keys of each slot were let in. */
  long[] served() {
    return served.clone();
  }

  /** How many were not, by what they were answered. */
  ClusterSnapshot.Refused refused() {
    return new ClusterSnapshot.Refused(moved, asked, tryAgain, crossSlot, down);
  }

  @Override
  public String verdict(
      List<byte[]> keys, Kind kind, boolean write, boolean asking, boolean reading) {
    byte[] first = keys.getFirst();
    int slot = Crc16.slot(first);
    @Nullable Member owner = table.owners[slot];
    if (owner == null) {
      return NOT_SERVED;
    }
    @Nullable Member to = owner == table.myself ? table.migratingTo[slot] : null;
    boolean importing = to == null && table.importingFrom[slot] != null;
    boolean several = false;
    int missing = 0;
    int present = 0;
    for (byte[] key : keys) {
      if (key != first && !Arrays.equals(key, first)) {
        if (Crc16.slot(key) != slot) {
          return CROSS_SLOT;
        }
        several = true;
      }
      if ((to != null || importing) && kind != Kind.CHANNELS) {
        if (db.peek(key) == null || db.isExpired(key)) {
          missing++;
        } else {
          present++;
        }
      }
    }
    if (!table.ok) {
      String down = whileDown(kind, write);
      if (!down.isEmpty()) {
        return down;
      }
    }
    if (kind == Kind.MIGRATION && (to != null || importing)) {
      return "";
    }
    if (to != null && missing > 0) {
      return present > 0 ? TRY_AGAIN : "ASK " + slot + " " + endpoint(to);
    }
    if (importing && asking) {
      return several && missing > 0 ? TRY_AGAIN : "";
    }
    boolean replicated = table.myself.isReplica() && table.myself.primary == owner;
    if (owner == table.myself || replicated && !write && (reading || kind == Kind.CHANNELS)) {
      return "";
    }
    return "MOVED " + slot + " " + endpoint(owner);
  }

  private String whileDown(Kind kind, boolean write) {
    if (kind == Kind.CHANNELS) {
      return settings.get("cluster-allow-pubsubshard-when-down").equals("yes") ? "" : DOWN;
    }
    if (!settings.get("cluster-allow-reads-when-down").equals("yes")) {
      return DOWN;
    }
    return write ? READS_ONLY : "";
  }

  /** Where clients are to find a node. */
  private String endpoint(Member member) {
    return Announced.host(member, settings) + ":" + member.port;
  }
}
