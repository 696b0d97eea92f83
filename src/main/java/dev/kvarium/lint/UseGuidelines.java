package dev.kvarium.lint;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc16;
import dev.kvarium.lint.Rule.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The guidelines for how keys and their use are shared out. */
final class UseGuidelines {
  private UseGuidelines() {}

  /** No key has a large share of all requests. */
  static final class HotKey implements Guideline {
    private static final Rule RULE =
        new Rule(
            "hot-key",
            Level.WARNING,
            "No key has a large share of all requests",
            "A key lies on one node, and that node serves it on one thread: with 90 % of all"
                + " requests on one key, the node that has it does the same work among 4 nodes as"
                + " among 40. A copy in each client, or several keys, share it out.",
            "redis-cli --hotkeys; OBJECT FREQ, the counter of LFU, which grows by logarithm: about"
                + " 47 after 10,000 reads, 148 after 100,000, measured with redis-server 7.0.15");

    private final Limits limits;
    private final List<Subject> used = new ArrayList<>();
    private long all;

    HotKey(Limits limits) {
      this.limits = limits;
    }

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      if (subject.frequency() >= limits.get(Limit.FREQUENCY)) {
        findings.add(
            RULE,
            subject,
            subject.frequency(),
            () -> "its counter of uses stands at " + subject.frequency() + " of 255");
      }
      if (subject.uses() > 0) {
        all += subject.uses();
        if (subject.uses() >= limits.get(Limit.USES)) {
          used.add(subject);
        }
      }
    }

    @Override
    public void end(Findings findings) {
      for (Subject each : used) {
        if (each.uses() * 100 >= all * limits.get(Limit.SHARE_PERCENT)) {
          findings.add(
              RULE,
              each,
              each.uses(),
              () ->
                  Names.number(each.uses())
                      + " of "
                      + Names.number(all)
                      + " uses were its own, "
                      + Names.percent(each.uses(), all));
        }
      }
    }
  }

  /**
   * No slot of a cluster holds a large share of the keys.
   *
   * <p>The keys of a slot are counted; which tag most of them have is found with one counter a slot
   * (Boyer and Moore, "MJRTY", 1981): what it holds at the end is a lower bound of how many more
   * have that tag than any other.
   */
  static final class SlotSkew implements Guideline {
    private static final Rule RULE =
        new Rule(
            "slot-skew",
            Level.WARNING,
            "No hash tag draws a large share of the keys into one slot",
            "What stands between braces is all that is hashed, so {tenant}:… puts everything of"
                + " that tenant on one node, and no resharding can divide a slot.",
            "Redis cluster specification, 'Hash tags'; slots as CRC-16 gives them, exact");

    private final Limits limits;
    private final int[] keys = new int[Crc16.SLOTS];
    private final int[] lead = new int[Crc16.SLOTS];
    private final List<Optional<Blob>> tags = new ArrayList<>();
    private long all;

    SlotSkew(Limits limits) {
      this.limits = limits;
      for (int i = 0; i < Crc16.SLOTS; i++) {
        tags.add(Optional.empty());
      }
    }

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      byte[] key = subject.key().bytes();
      int slot = Crc16.slot(key);
      all++;
      keys[slot]++;
      Optional<Blob> leading = tags.get(slot);
      if (lead[slot] == 0) {
        tags.set(slot, tag(key));
        lead[slot] = 1;
      } else if (isTaggedBy(key, leading)) {
        lead[slot]++;
      } else {
        lead[slot]--;
      }
    }

    private static boolean isTaggedBy(byte[] key, Optional<Blob> tag) {
      return tag(key).equals(tag);
    }

    /** The hash tag of a key, if it has one. */
    private static Optional<Blob> tag(byte[] key) {
      int open = Bytes.indexOf(key, (byte) '{', 0);
      int close = open < 0 ? -1 : Bytes.indexOf(key, (byte) '}', open + 1);
      return close > open + 1
          ? Optional.of(Blob.of(Arrays.copyOfRange(key, open + 1, close)))
          : Optional.empty();
    }

    @Override
    public void end(Findings findings) {
      if (all < limits.get(Limit.SKEW_KEYS)) {
        return;
      }
      for (int i = 0; i < Crc16.SLOTS; i++) {
        int slot = i;
        if (keys[slot] * 100L > all * limits.get(Limit.SKEW_PERCENT)) {
          String tag = tags.get(slot).map(each -> "{" + Names.shown(each) + "}").orElse("no tag");
          findings.add(
              RULE,
              "slot " + slot + ", " + tag,
              keys[slot],
              () ->
                  Names.number(keys[slot])
                      + " of "
                      + Names.number(all)
                      + " keys, "
                      + Names.percent(keys[slot], all)
                      + ", are in one slot of "
                      + Names.number(Crc16.SLOTS)
                      + "; most often with "
                      + tag);
        }
      }
    }
  }
}
