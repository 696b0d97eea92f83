package dev.kvarium.export;

import dev.kvarium.base.Bytes;
import dev.kvarium.lab.DirectiveArguments;
import dev.kvarium.lab.DirectiveRow;
import dev.kvarium.lab.Kept;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Part;
import dev.kvarium.lab.Refusal;
import dev.kvarium.view.Quantity;
import java.util.List;
import java.util.Locale;

/** {@code :export}, {@code :share} and {@code :open}. */
public final class ExportDirectives {
  private static final String GROUP = "record";

  private ExportDirectives() {}

  /** Gives a lab the directives. */
  public static void register(Lab lab) {
    lab.register(
        new DirectiveRow(
            "export",
            GROUP,
            "FILE [over] [VIEW [WORD ...] [, VIEW ...]]",
            "Writes this session as the file's ending says: .kv, .txt, .cast for asciinema, .html"
                + " to scrub through; a view as .svg or .txt",
            ExportDirectives::export));
    lab.register(
        new DirectiveRow(
            "share",
            GROUP,
            "[FILE]",
            "Prints a text that holds the worlds of this session, or writes it into a file; :open"
                + " TEXT or kvarium open TEXT|FILE recreates them",
            ExportDirectives::share));
    lab.register(
        new DirectiveRow(
            "open",
            GROUP,
            "TEXT [here]",
            "Recreates what was shared, beside the worlds that there are; here: in place of this"
                + " one",
            ExportDirectives::open));
  }

  private static List<Part> share(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    String text = SharedWorld.text(lab);
    if (arguments.count() == 0) {
      return Kept.told(lab, "kvarium open " + text);
    }
    String file = arguments.words().getFirst();
    if (lab.files().has(file)) {
      throw new Refusal(file + " is there already: take another name");
    }
    lab.files().write(file, text + "\n");
    String all = lab.worlds().size() == 1 ? "this world" : "these worlds";
    return Kept.told(lab, "kvarium open " + file + " recreates " + all);
  }

  private static List<Part> open(Lab lab, DirectiveArguments arguments) throws Refusal {
    String text = arguments.word(0, "the text that :share printed");
    boolean here = arguments.word(1).filter("here"::equals).isPresent();
    arguments.atMost(here ? 2 : 1);
    return SharedWorld.open(lab, text, here);
  }

  private static List<Part> export(Lab lab, DirectiveArguments arguments) throws Refusal {
    String file = arguments.word(0, "the name of a file, such as session.html");
    boolean over = arguments.word(1).filter("over"::equals).isPresent();
    List<Sight> sights = Export.sights(arguments.words().subList(over ? 2 : 1, arguments.count()));
    String text = Export.of(lab).text(file, sights);
    if (!over && lab.files().has(file)) {
      throw new Refusal(file + " is there already; :export " + file + " over writes in its place");
    }
    lab.files().write(file, text);
    String done = "wrote " + file + ", " + Quantity.bytes(Bytes.of(text).length);
    return file.toLowerCase(Locale.ROOT).endsWith(".kv")
        ? Kept.told(lab, done)
        : Kept.toldOfOne(lab, done);
  }
}
