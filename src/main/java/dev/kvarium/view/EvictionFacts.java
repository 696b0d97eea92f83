package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.EvictionEvent.Candidate;
import dev.kvarium.event.EvictionEvent.Evicted;

/** Facts of eviction in words. */
public final class EvictionFacts {
  private static final int KEY_CHARACTERS = 24;

  private EvictionFacts() {}

  /** A score in the unit of a policy: {@code 12 s unused}, {@code 7 uses}, {@code 1.5 s left}. */
  static String score(String policy, long score) {
    if (policy.endsWith("-lru")) {
      return score < 100 ? score + " s unused" : Quantity.span(score * 1_000_000) + " unused";
    }
    if (policy.endsWith("-lfu")) {
      return "counter " + score;
    }
    return policy.endsWith("-ttl")
        ? score < 0 ? "past its time" : Quantity.span(score * 1_000) + " left"
        : "";
  }

  /** Regret in the unit of a policy. */
  static String regret(String policy, long regret) {
    if (policy.endsWith("-lru")) {
      return Quantity.count(regret) + " s";
    }
    return policy.endsWith("-lfu")
        ? Quantity.count(regret, "step") + " of the counter"
        : Quantity.span(regret * 1_000);
  }

  static String name(Blob key) {
    return CommandText.of(new byte[][] {key.bytes()}, KEY_CHARACTERS);
  }

  /** A candidate; with a unit in full for the first of a list. */
  static String candidate(String policy, Candidate one, boolean first) {
    String score = score(policy, one.score());
    String said =
        first ? score : score.replace(" unused", "").replace(" left", "").replace("counter ", "");
    return name(one.key()) + " " + said;
  }

  /** Why a key went: how it was chosen, and who would have gone had all been looked at. */
  public static String sentence(Evicted gone) {
    String policy = gone.policy();
    String text = "evicted by " + policy + ", since memory was short: ";
    if (policy.endsWith("-random")) {
      return text + "chance chose it";
    }
    text += score(policy, gone.score()) + " when it was drawn, " + superlative(policy);
    if (gone.score() != gone.scoreNow() && !policy.endsWith("-ttl")) {
      text += "; " + score(policy, gone.scoreNow()) + " when it went";
    }
    return text
        + (gone.regret() == 0
            ? "; no key of all would have been better"
            : "; of all keys "
                + name(gone.best())
                + " would have gone, "
                + score(policy, gone.bestScore()));
  }

  private static String superlative(String policy) {
    return policy.endsWith("-lru")
        ? "the longest of those drawn"
        : policy.endsWith("-lfu") ? "the lowest of those drawn" : "the least of those drawn";
  }
}
