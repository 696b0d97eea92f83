package dev.kvarium.lint;

import dev.kvarium.lint.Rule.Level;
import dev.kvarium.redis.value.Encoding;
import dev.kvarium.redis.value.HashValue;
import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.Value;
import java.util.Locale;
import java.util.Optional;

/** The guidelines for encodings: who is about to leave the compact one, and who need not have. */
final class Encodings {
  private static final int PERCENT = 100;

  private Encodings() {}

  /**
   * A limit at which the encoding of a type changes.
   *
   * @param name of the parameter
   * @param counts what it counts, {@code fields}
   * @param value the largest that is still compact
   * @param beyond the encoding behind it
   */
  private record Edge(String name, String counts, long value, String beyond) {}

  /** The limit by elements of an encoding; empty where there is none. */
  private static Optional<Edge> edge(Shaping limits, String type, String encoding) {
    boolean packed = encoding.equals("listpack") || encoding.equals("ziplist");
    return switch (type) {
      case "hash" ->
          packed
              ? Optional.of(
                  new Edge(
                      limits.version().parameter("hash-max-listpack-entries"),
                      "fields",
                      limits.hashMaxListpackEntries,
                      "hashtable"))
              : Optional.empty();
      case "zset" ->
          packed
              ? Optional.of(
                  new Edge(
                      limits.version().parameter("zset-max-listpack-entries"),
                      "members",
                      limits.zsetMaxListpackEntries,
                      "skiplist"))
              : Optional.empty();
      case "set" ->
          switch (encoding) {
            case "intset" ->
                Optional.of(
                    new Edge(
                        "set-max-intset-entries",
                        "members",
                        limits.setMaxIntsetEntries,
                        "hashtable"));
            case "listpack" ->
                Optional.of(
                    new Edge(
                        "set-max-listpack-entries",
                        "members",
                        limits.setMaxListpackEntries,
                        "hashtable"));
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  /** The limit of one element's length, of a type whose small values are packed; 0 for none. */
  private static long longestElement(Shaping limits, Value value) {
    return switch (value) {
      case HashValue hash -> limits.hashMaxListpackValue;
      case SortedSetValue set -> limits.zsetMaxListpackValue;
      default -> 0;
    };
  }

  /** Whether a key is so near a limit that its elements are worth asking for. */
  static boolean isNear(Shaping limits, Limits asked, String type, String encoding, long elements) {
    return edge(limits, type, encoding)
        .filter(edge -> elements * PERCENT >= edge.value * asked.get(Limit.NEAR_PERCENT))
        .filter(edge -> elements <= edge.value)
        .isPresent();
  }

  /** The fewest bytes that a value near its limit can take; for those below nobody need ask. */
  static long fewestBytesNear(Shaping limits, Limits asked, String type, String encoding) {
    int fewestBytesOfOne = encoding.equals("intset") ? 2 : type.equals("set") ? 2 : 4;
    return edge(limits, type, encoding)
        .map(edge -> edge.value * asked.get(Limit.NEAR_PERCENT) / PERCENT * fewestBytesOfOne)
        .orElse(Long.MAX_VALUE);
  }

  /** Small values keep away from the limits of their compact encoding. */
  record NearEdge(Limits asked, Shaping limits) implements Guideline {
    private static final Rule RULE =
        new Rule(
            "encoding-edge",
            Level.NOTE,
            "A small collection stays clear of the limit of its compact encoding",
            "One element more, and all of it is laid out anew at several times the size, for good:"
                + " removing elements does not bring the compact encoding back.",
            "redis.conf, 'hash-max-listpack-entries' and its kin; a hash of 512 one-byte fields"
                + " went from 6,192 to 28,816 B with one more, measured with redis-server 7.0.15."
                + " Bytes are those of the engine on this value");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      Optional<Edge> found = edge(limits, subject.type(), subject.encoding());
      if (found.isEmpty() || subject.elements() < 1) {
        return;
      }
      Edge edge = found.get();
      long near = asked.get(Limit.NEAR_PERCENT);
      long elements = subject.elements();
      if (elements <= edge.value && elements * PERCENT >= edge.value * near) {
        findings.add(
            RULE,
            subject,
            elements,
            () ->
                String.format(
                        Locale.ROOT,
                        "%,d of %,d %s (%s)",
                        elements,
                        edge.value,
                        edge.counts,
                        edge.name)
                    + price(subject, edge));
        return;
      }
      subject.value().ifPresent(value -> lookAtElements(subject, value, edge, findings));
    }

    private void lookAtElements(Subject subject, Value value, Edge edge, Findings findings) {
      long most = longestElement(limits, value);
      if (most == 0) {
        return;
      }
      long longest = Remodel.Widest.of(value).longest();
      if (longest <= most && longest * PERCENT >= most * asked.get(Limit.NEAR_PERCENT)) {
        findings.add(
            RULE,
            subject,
            longest,
            () ->
                String.format(
                        Locale.ROOT,
                        "an element of %,d B, of at most %,d (%s)",
                        longest,
                        most,
                        edge.name.replace("entries", "value"))
                    + price(subject, edge));
      }
    }

    /** What it would cost; nothing is said where the elements are not known. */
    private String price(Subject subject, Edge edge) {
      return subject
          .value()
          .map(
              value -> {
                long now = value.memoryBytes(0);
                long then = new Remodel(limits).beyond(value).memoryBytes(0);
                return String.format(
                    Locale.ROOT,
                    "; what is a %s of %,d B takes %,d B as the %s behind it",
                    value.encoding().redisName(),
                    now,
                    then,
                    edge.beyond);
              })
          .orElse("; behind it the " + subject.encoding() + " becomes a " + edge.beyond);
    }
  }

  /** What could be compact is. */
  record Compact(Limits asked, Shaping limits) implements Guideline {
    private static final int PERCENT_BEYOND = 110;
    private static final int MOST_TRIED = 10_000;

    private static final Rule RULE =
        new Rule(
            "encoding-back",
            Level.NOTE,
            "What would fit a compact encoding has it",
            "An encoding only ever changes to the larger one: what shrank again, or was edited"
                + " once, keeps it until it is written anew. What is a little too large may be"
                + " worth another limit.",
            "Redis documentation, 'Memory optimization'; bytes are those of the engine on this"
                + " value");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      if (subject.value().isEmpty()) {
        return;
      }
      Value value = subject.value().get();
      switch (subject.encoding()) {
        case "raw", "hashtable", "skiplist" -> {
          if (subject.type().equals("string")
              ? subject.valueBytes() <= 44
              : subject.elements() <= MOST_TRIED) {
            compare(subject, value, findings);
          }
        }
        default -> {}
      }
    }

    private void compare(Subject subject, Value value, Findings findings) {
      long now = value.memoryBytes(0);
      Remodel remodel = new Remodel(limits);
      Value anew = remodel.anew(value).orElse(value);
      if (anew.encoding() != value.encoding()) {
        say(subject, value, now, anew, "written anew it is ", findings);
        return;
      }
      String why = littleBeyond(value);
      if (!why.isEmpty()) {
        Value compact = remodel.compact(value).orElse(value);
        if (compact.encoding() != value.encoding()) {
          say(subject, value, now, compact, why + "; if that were allowed it were ", findings);
        }
      }
    }

    private static void say(
        Subject subject, Value value, long now, Value then, String lead, Findings findings) {
      long bytes = then.memoryBytes(0);
      if (bytes >= now) {
        return;
      }
      findings.add(
          RULE,
          subject,
          now - bytes,
          () ->
              String.format(
                  Locale.ROOT,
                  "a %s of %,d B: %s%s of %,d B, %,d B less",
                  value.encoding().redisName(),
                  now,
                  lead,
                  article(then.encoding()),
                  bytes,
                  now - bytes));
    }

    private static String article(Encoding encoding) {
      String name = encoding.redisName();
      return (name.matches("[aeiou].*") ? "an " : "a ") + name;
    }

    /** By what it is a little too large for its compact encoding; empty when by more than that. */
    private String littleBeyond(Value value) {
      long entries;
      String what;
      switch (value) {
        case HashValue hash -> {
          entries = limits.hashMaxListpackEntries;
          what = "fields";
        }
        case SortedSetValue set -> {
          entries = limits.zsetMaxListpackEntries;
          what = "members";
        }
        case SetValue set -> {
          entries = limits.setMaxIntsetEntries;
          what = "members";
        }
        default -> {
          return "";
        }
      }
      long most = longestElement(limits, value);
      long longest = most == 0 ? 0 : Remodel.Widest.of(value).longest();
      if (value.length() * PERCENT > entries * PERCENT_BEYOND
          || longest * PERCENT > most * PERCENT_BEYOND) {
        return "";
      }
      return longest > most
          ? String.format(Locale.ROOT, "an element of %,d B, of at most %,d", longest, most)
          : String.format(Locale.ROOT, "%,d %s, of at most %,d", value.length(), what, entries);
    }
  }
}
