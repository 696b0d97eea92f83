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
            "FILE [over]",
            "Writes this session, all its worlds, as a script that replays it; with over, in place"
                + " of a file that is there",
            (lab, arguments) -> {
              String file = arguments.word(0, "the name of a file, such as session.kv");
              boolean over = arguments.count() == 2 && arguments.words().get(1).equals("over");
              arguments.atMost(over ? 2 : 1);
              if (!over && lab.files().has(file)) {
                throw new Refusal(
                    file + " is there already; :save " + file + " over writes in its place");
              }
              String text = SessionScript.of(lab, Recording.Extent.SCRIPT);
              lab.files().write(file, text);
              long lines = text.lines().count();
              String counted = lines == 1 ? "1 line" : lines + " lines";
              return Kept.told(lab, "wrote " + counted + " to " + file);
            }));
  }
}
