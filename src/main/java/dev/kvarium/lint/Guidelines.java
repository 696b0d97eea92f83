package dev.kvarium.lint;

import dev.kvarium.event.Probe;
import dev.kvarium.redis.value.RedisVersion;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.sim.SeededRandomness;
import java.util.ArrayList;
import java.util.List;

/** The catalogue of guidelines, in the order in which reports tell of them. */
public final class Guidelines {
  private static final int SEED_BYTES = 16;

  private Guidelines() {}

  /**
   * New ones for one run.
   *
   * @param cache whether what is looked at is a cache, in which all keys are to expire
   * @param shaping the limits of the server, at which encodings change
   */
  public static List<Guideline> all(Limits limits, boolean cache, Shaping shaping) {
    List<Guideline> all = new ArrayList<>();
    all.add(new NameGuidelines.Length(limits));
    all.add(new NameGuidelines.Characters());
    all.add(new NameGuidelines.Hierarchy());
    all.add(new NameGuidelines.Version());
    all.add(new SizeGuidelines.ValueSize(limits));
    all.add(new SizeGuidelines.BlobInStore(limits));
    all.add(new SizeGuidelines.BigKey(limits));
    if (cache) {
      all.add(new SizeGuidelines.NoTimeToLive());
    }
    all.add(new UseGuidelines.HotKey(limits));
    all.add(new UseGuidelines.SlotSkew(limits));
    all.add(new Encodings.NearEdge(limits, shaping));
    all.add(new Encodings.Compact(limits, shaping));
    return all;
  }

  /** All rules there are. */
  public static List<Rule> rules() {
    return all(Limits.USUAL, true, usualShaping()).stream().map(Guideline::rule).toList();
  }

  /** The limits of redis-server 7.0.15 as it comes. */
  public static Shaping usualShaping() {
    return new Shaping(
        new byte[SEED_BYTES], new SeededRandomness(1), Probe.NONE, RedisVersion.V7_0);
  }
}
