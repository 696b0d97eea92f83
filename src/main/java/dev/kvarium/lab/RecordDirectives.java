package dev.kvarium.lab;

import java.util.List;

/** Keeping what was done. */
final class RecordDirectives {
  private RecordDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "save",
            "record",
            "FILE",
            "Writes this session as a script that replays it",
            (lab, arguments) -> {
              String file = arguments.word(0, "the name of a file, such as session.kv");
              arguments.atMost(1);
              String text = Recording.of(lab);
              lab.files().write(file, text);
              long lines = text.lines().count();
              return List.of(new Part.Said("wrote " + lines + " lines to " + file));
            }));
  }
}
