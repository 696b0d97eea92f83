package dev.kvarium.lab;

import java.util.List;

/** Which input led to a fact: the journal, looked up by the numbers of facts. */
final class Inputs {
  private final List<JournalEntry> journal;
  private final long startMicros;

  Inputs(Lab lab) {
    this.journal = lab.journal();
    this.startMicros = lab.startMicros();
  }

  /** The index of the input that led to a fact; -1 for what the world began with. */
  int of(long fact) {
    int low = 0;
    int high = journal.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (journal.get(middle).firstEvent() <= fact) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** The last input that somebody made, the clock on the wall left out; -1 when there is none. */
  int last() {
    int at = journal.size() - 1;
    while (at >= 0 && isDrift(journal.get(at))) {
      at--;
    }
    return at;
  }

  private static boolean isDrift(JournalEntry entry) {
    return entry.step() instanceof Step.Advance advance && !advance.wished();
  }

  JournalEntry at(int index) {
    return journal.get(index);
  }

  /** The number of the first fact that an input did not lead to any more. */
  long end(int index) {
    return index + 1 < journal.size() ? journal.get(index + 1).firstEvent() : Long.MAX_VALUE;
  }

  /** The input that led to a fact, as it is referred to: {@code #3 SET a 1 at 00:00.200}. */
  String name(long fact, long atMicros) {
    return nameAt(of(fact), atMicros);
  }

  /** The input of an index in the same way. */
  String nameAt(int index, long atMicros) {
    String at = Durations.sinceStart(atMicros - startMicros);
    if (index < 0) {
      return "the start";
    }
    JournalEntry entry = journal.get(index);
    int steps = 0;
    for (JournalEntry each : journal.subList(0, index + 1)) {
      steps += each.changes() ? 1 : 0;
    }
    if (isDrift(entry)) {
      return "time passing, at " + at;
    }
    return (entry.changes() ? "#" + steps + " " : "") + entry.text() + ", at " + at;
  }
}
