package dev.kvarium.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a world starts from: the same spec and the same inputs give the same world.
 *
 * @param kind what its first node, {@code main}, is: {@code redis}
 * @param seed of all chance in it
 * @param version of the server that is modelled, {@code 7.0}
 * @param epochMicros the Unix time at which it starts, in microseconds
 * @param options of its first node by name, {@code appendfsync} → {@code everysec}, and of its disk
 *     ({@code disk-sync} → {@code 2s})
 */
public record WorldSpec(
    String kind,
    long seed,
    String version,
    long epochMicros,
    SequencedMap<String, String> options) {

  /** Where a world starts when nobody says: the first second of 2026, UTC. */
  public static final long EPOCH_MICROS = 1_767_225_600_000_000L;

  /** One Redis node with an append-only file that is synced every second. */
  public static final WorldSpec DEFAULT =
      new WorldSpec("redis", 1, "7.0", EPOCH_MICROS, new LinkedHashMap<>());

  public WorldSpec {
    options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
  }

  /** The same with another seed. */
  public WorldSpec withSeed(long other) {
    return new WorldSpec(kind, other, version, epochMicros, options);
  }

  /** The same with one option more, or changed. */
  public WorldSpec with(String name, String value) {
    LinkedHashMap<String, String> more = new LinkedHashMap<>(options);
    more.put(name, value);
    return new WorldSpec(kind, seed, version, epochMicros, more);
  }

  /** Reads what stands behind {@code :world}: {@code redis seed=7 appendfsync=no}. */
  public static WorldSpec parse(List<String> words) throws Refusal {
    return WorldWords.parse(words);
  }

  /** The line that makes this world: {@code :world redis seed=7 version=7.0 …}. */
  public String line() {
    StringBuilder line = new StringBuilder(":world ").append(kind).append(" seed=").append(seed);
    line.append(" version=").append(version);
    if (epochMicros != EPOCH_MICROS) {
      line.append(" epoch=").append(WorldWords.epochText(epochMicros));
    }
    for (Map.Entry<String, String> option : options.entrySet()) {
      line.append(' ').append(option.getKey()).append('=').append(option.getValue());
    }
    return line.toString();
  }
}
