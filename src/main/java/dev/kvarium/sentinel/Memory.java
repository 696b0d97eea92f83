package dev.kvarium.sentinel;

import dev.kvarium.base.Bytes;
import dev.kvarium.world.Disk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a sentinel must not forget, above all in which epoch it has voted: a file that is on the
 * disk before anybody is told.
 *
 * <pre>
 *   sentinel myid 5f2e…
 *   sentinel current-epoch 4
 *   sentinel config-epoch 3
 *   sentinel leader-epoch 4
 *   sentinel monitor main:6379
 *   sentinel known-replica b:6379
 *   sentinel known-sentinel 77a0… s2:26379
 *   sentinel quorum 3                          what SENTINEL SET changed
 * </pre>
 */
final class Memory {
  private static final String FILE = "sentinel.conf";

  private final Disk disk;

  /** What is kept; sentinels by their ids, and what was set by its option. */
  record Kept(
      String id,
      long epoch,
      long configEpoch,
      long leaderEpoch,
      String primary,
      List<String> replicas,
      SequencedMap<String, String> sentinels,
      SequencedMap<String, Long> set) {}

  Memory(Disk disk) {
    this.disk = disk;
  }

  Optional<Kept> read() {
    Optional<byte[]> file = disk.read(FILE);
    if (file.isEmpty() || file.get().length == 0) {
      return Optional.empty();
    }
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    List<String> replicas = new ArrayList<>();
    SequencedMap<String, String> sentinels = new LinkedHashMap<>();
    for (String line : Bytes.text(file.get()).split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length < 3) {
        continue;
      }
      switch (words[1]) {
        case "known-replica" -> replicas.add(words[2]);
        case "known-sentinel" -> sentinels.put(words[2], words[3]);
        default -> facts.put(words[1], words[2]);
      }
    }
    SequencedMap<String, Long> set = new LinkedHashMap<>();
    for (String option : SentinelSettings.OPTIONS) {
      if (facts.containsKey(option)) {
        set.put(option, Long.parseLong(facts.getOrDefault(option, "0")));
      }
    }
    return Optional.of(
        new Kept(
            facts.getOrDefault("myid", ""),
            Long.parseLong(facts.getOrDefault("current-epoch", "0")),
            Long.parseLong(facts.getOrDefault("config-epoch", "0")),
            Long.parseLong(facts.getOrDefault("leader-epoch", "0")),
            facts.getOrDefault("monitor", ""),
            replicas,
            sentinels,
            set));
  }

  void keep(Kept kept) {
    StringBuilder text = new StringBuilder();
    line(text, "myid", kept.id());
    line(text, "current-epoch", Long.toString(kept.epoch()));
    line(text, "config-epoch", Long.toString(kept.configEpoch()));
    line(text, "leader-epoch", Long.toString(kept.leaderEpoch()));
    line(text, "monitor", kept.primary());
    kept.replicas().forEach(each -> line(text, "known-replica", each));
    kept.sentinels().forEach((id, address) -> line(text, "known-sentinel", id + " " + address));
    kept.set().forEach((option, value) -> line(text, option, Long.toString(value)));
    byte[] bytes = Bytes.of(text.toString());
    Disk.DiskFile file = disk.open(FILE + ".tmp");
    file.truncate(0);
    file.append(bytes, 0, bytes.length);
    file.sync();
    file.close();
    disk.rename(FILE + ".tmp", FILE);
    disk.syncNames();
  }

  private static void line(StringBuilder text, String word, String value) {
    text.append("sentinel ").append(word).append(' ').append(value).append('\n');
  }
}
