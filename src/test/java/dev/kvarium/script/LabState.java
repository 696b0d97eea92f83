package dev.kvarium.script;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc64;
import dev.kvarium.event.EventLog;
import dev.kvarium.lab.Lab;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;
import java.util.List;

/** All that can be known of a lab, as text: two labs in the same state give the same. */
public final class LabState {
  /** How many of the facts are written out, for whoever reads a difference. */
  private static final int SHOWN = 50;

  /** Of longer values the sum is enough. */
  private static final int SHORT = 1_024;

  private LabState() {}

  public static String of(Lab lab) {
    StringBuilder text = new StringBuilder();
    text.append(lab.spec().line()).append('\n').append(lab.prompt()).append(lab.nowMicros());
    text.append('\n').append(lab.metrics()).append('\n');
    for (String node : lab.nodes()) {
      KeyspaceSnapshot keyspace = lab.scene(node).keyspace(Integer.MAX_VALUE);
      text.append(node).append(' ').append(keyspace).append('\n');
      for (KeyspaceSnapshot.Database db : keyspace.filled()) {
        for (KeyspaceSnapshot.Key key : db.page()) {
          lab.scene(node).value(db.number(), key.name()).ifPresent(value -> append(text, value));
        }
      }
      text.append(lab.scene(node).aof()).append('\n').append(lab.scene(node).ledger()).append('\n');
    }
    List<EventLog.Entry> facts = lab.events().all();
    List<EventLog.Entry> last = facts.subList(Math.max(0, facts.size() - SHOWN), facts.size());
    text.append(facts.size()).append(" facts, hash ").append(facts.hashCode()).append('\n');
    return text.append(EventLines.of(last)).toString();
  }

  private static void append(StringBuilder text, ValueSnapshot value) {
    text.append(value.key()).append(' ').append(value.encoding()).append(value.remark());
    for (ValueSnapshot.Region region : value.regions()) {
      text.append("\n  ").append(region.title()).append(' ').append(bytes(region.bytes()));
      text.append(' ').append(region.fields());
    }
    text.append('\n');
  }

  private static String bytes(byte[] bytes) {
    return bytes.length <= SHORT ? Bytes.hex(bytes) : bytes.length + " B, " + Crc64.of(bytes);
  }
}
