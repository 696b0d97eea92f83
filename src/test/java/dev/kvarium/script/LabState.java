package dev.kvarium.script;

import dev.kvarium.base.Bytes;
import dev.kvarium.lab.Lab;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.redis.value.ValueSnapshot;

/** All that can be known of a lab, as text: two labs in the same state give the same. */
public final class LabState {
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
    return text.append(EventLines.of(lab.events().all())).toString();
  }

  private static void append(StringBuilder text, ValueSnapshot value) {
    text.append(value.key()).append(' ').append(value.encoding()).append(value.remark());
    for (ValueSnapshot.Region region : value.regions()) {
      text.append("\n  ").append(region.title()).append(' ').append(Bytes.hex(region.bytes()));
      text.append(' ').append(region.fields());
    }
    text.append('\n');
  }
}
