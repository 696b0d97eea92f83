package dev.kvarium.script;

import java.util.List;

/** How the results of a run are written down. */
public interface Report {
  /** The reports by the names that {@code --format} takes. */
  List<String> FORMATS = List.of("text", "json", "junit");

  /**
   * The results as text; what is not empty ends with a line feed.
   *
   * @param unusable what was wrong with the files that could not be replayed, a sentence each
   */
  String of(List<ScriptResult> results, List<String> unusable);

  /**
   * The report of a name.
   *
   * @param name one of {@link #FORMATS}
   * @param transcript whether the text shows every step, rather than those that went wrong
   */
  static Report named(String name, boolean transcript) {
    return switch (name) {
      case "text" -> new TextReport(transcript);
      case "json" -> new JsonReport();
      case "junit" -> new JunitReport();
      default -> throw new IllegalArgumentException("there is no report '" + name + "'");
    };
  }
}
