package dev.kvarium.lab;

import dev.kvarium.redis.cluster.ClusterSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who has ever claimed which slots by which epoch: of one slot and one epoch, only one may. */
final class SlotClaims {
  /** By epoch and the first slot of a third of all, who claimed it. */
  private final Map<String, String> claimed = new LinkedHashMap<>();

  /** Takes what a primary claims for itself; what is wrong with it, if anything is. */
  Optional<String> claim(String node, ClusterSnapshot seen) {
    for (int i = 0; i < seen.nodes().size(); i++) {
      ClusterSnapshot.Node each = seen.nodes().get(i);
      if (each.flags().contains("myself") && each.flags().contains("master") && each.slots() > 0) {
        for (int slot : ClusterTrial.SLOTS) {
          if (seen.owners()[slot] == i) {
            Optional<String> wrong = claim(node, slot, each.epoch());
            if (wrong.isPresent()) {
              return wrong;
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Takes the claim of a slot. */
  Optional<String> claim(String node, int slot, long epoch) {
    String before = claimed.putIfAbsent(slot + " by epoch " + epoch, node);
    return before == null || before.equals(node)
        ? Optional.empty()
        : Optional.of(
            before + " and " + node + " both claimed slot " + slot + " by epoch " + epoch);
  }
}
