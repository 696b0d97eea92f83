package dev.kvarium.lab;

import dev.kvarium.view.EnginesTable;
import dev.kvarium.view.VersusPicture;
import java.util.ArrayList;
import java.util.List;

/** Redis or Memcached for this data: what it takes in each, and what else they differ in. */
final class VersusDirective {
  private static final List<Integer> USUAL = List.of(10, 100, 400);
  private static final int LONGEST = 4_096;
  private static final int MOST_SIZES = 6;

  private VersusDirective() {}

  static DirectiveRow row() {
    return new DirectiveRow(
        "versus",
        "look",
        "[table [SUBJECT ...] | BYTES ...]",
        "Weighs values of these lengths in Redis and in Memcached, 10, 100 and 400 B if none is"
            + " said; or compares the two in a table of lines to try",
        VersusDirective::versus);
  }

  private static List<Part> versus(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() > 0 && arguments.words().getFirst().equals("table")) {
      return List.of(new Part.Picture(table(arguments.words().subList(1, arguments.count()))));
    }
    arguments.atMost(MOST_SIZES);
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      long length = arguments.number(i, "lengths of values in bytes", 0);
      if (length > LONGEST) {
        throw new Refusal(":versus weighs values of up to 4,096 B, not " + length);
      }
      lengths.add((int) length);
    }
    return List.of(
        new Part.Picture(new VersusPicture(Weighing.of(lengths.isEmpty() ? USUAL : lengths))));
  }

  private static EnginesTable table(List<String> names) throws Refusal {
    List<EnginesTable.Subject> all = EnginesTable.subjects();
    if (names.isEmpty()) {
      return new EnginesTable(all);
    }
    List<EnginesTable.Subject> shown = new ArrayList<>();
    for (String name : names) {
      List<EnginesTable.Subject> found =
          all.stream().filter(each -> each.name().equalsIgnoreCase(name)).toList();
      if (found.isEmpty()) {
        throw new Refusal(
            "the table has no subject '"
                + name
                + "': it has "
                + String.join(", ", all.stream().map(EnginesTable.Subject::name).toList()));
      }
      shown.addAll(found);
    }
    return new EnginesTable(shown);
  }
}
