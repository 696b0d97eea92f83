package dev.kvarium.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what guidelines find. Keys of one pattern are told together, so a million keys without a
 * version are a few lines; what is kept is bounded, what is counted is not.
 */
public final class Findings {
  /** So many patterns are kept of each guideline; what comes after them is told together. */
  static final int MOST_PATTERNS = 1_000;

  private static final String OTHERS = "(other patterns)";

  private final Map<Rule, Map<String, Group>> groups = new LinkedHashMap<>();
  private @Nullable Subject at;
  private String name = "";
  private String pattern = "";

  /** Says what is to be said; asked only where it will be told. */
  public interface Message {
    String text();
  }

  private static final class Group {
    long count;
    String key = "";
    long line;
    long measure;
    String message = "";
  }

  /**
   * Notes that a key does not follow a guideline.
   *
   * @param measure how far it goes: of keys of one pattern, the first with the most is shown
   */
  public void add(Rule rule, Subject subject, long measure, Message message) {
    if (at != subject) {
      at = subject;
      name = Names.shown(subject.key());
      pattern = KeyPattern.of(name);
    }
    note(rule, pattern, name, subject.line(), measure, message);
  }

  /** Notes something that is not one key's, under a name of its own. */
  public void add(Rule rule, String what, long measure, Message message) {
    note(rule, what, what, 0, measure, message);
  }

  private void note(Rule rule, String of, String key, long line, long measure, Message message) {
    Map<String, Group> patterns = groups.computeIfAbsent(rule, r -> new LinkedHashMap<>());
    Group group = patterns.get(of);
    if (group == null) {
      String kept = patterns.size() < MOST_PATTERNS ? of : OTHERS;
      group = patterns.computeIfAbsent(kept, p -> new Group());
    }
    if (group.count++ == 0 || measure > group.measure) {
      group.key = key;
      group.line = line;
      group.measure = measure;
      group.message = message.text();
    }
  }

  /** All of them: guideline by guideline in the order of the catalogue, most keys first. */
  List<Finding> sorted(List<Rule> rules) {
    List<Finding> all = new ArrayList<>();
    for (Rule rule : rules) {
      List<Finding> some = new ArrayList<>();
      groups
          .getOrDefault(rule, Map.of())
          .forEach(
              (of, group) ->
                  some.add(
                      new Finding(
                          rule,
                          of,
                          group.count,
                          group.key,
                          group.line,
                          group.measure,
                          group.message)));
      some.sort(
          Comparator.comparingLong(Finding::count)
              .thenComparingLong(Finding::measure)
              .reversed()
              .thenComparing(Finding::pattern));
      all.addAll(some);
    }
    return all;
  }
}
