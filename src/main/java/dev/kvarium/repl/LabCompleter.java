package dev.kvarium.repl;

import dev.kvarium.lab.Completions;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Suggestion;
import dev.kvarium.view.Columns;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers JLine the words that the lab suggests, in the order in which it suggests them. */
final class LabCompleter implements Completer {
  private static final int MOST_ABOUT_COLUMNS = 60;

  private final Lab lab;
  private final Completions completions;

  LabCompleter(Lab lab, Completions completions) {
    this.lab = lab;
    this.completions = completions;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<Suggestion> suggestions;
    synchronized (lab) {
      suggestions = completions.at(line.line().substring(0, line.cursor()));
    }
    int order = 0;
    for (Suggestion each : suggestions) {
      String about = each.about().isEmpty() ? null : Columns.cut(each.about(), MOST_ABOUT_COLUMNS);
      boolean whole = !each.word().endsWith("/");
      candidates.add(
          new Candidate(each.word(), each.word(), each.group(), about, null, null, whole, order++));
    }
  }
}
