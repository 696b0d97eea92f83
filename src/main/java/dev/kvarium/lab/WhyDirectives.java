package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.view.Quantity;
import dev.kvarium.wire.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asking for reasons; none of these is a step. */
final class WhyDirectives {
  private static final String GROUP = "look";

  /** How many chapters of a key's history are told before those in the middle are only counted. */
  private static final int TOLD = 24;

  private WhyDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "why",
            GROUP,
            "[KEY]",
            "Says why the last input came out as it did; of a key, what became of it and by what",
            WhyDirectives::why),
        new DirectiveRow(
            "explain",
            GROUP,
            "SUBJECT|COMMAND [ARGUMENT ...]",
            "Says what a command would do inside, without doing it; of a command, view, metric,"
                + " setting, error or term by its name what it means",
            WhyDirectives::explain));
  }

  private static List<Part> why(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    return List.of(
        new Part.Said(
            arguments.count() == 0 ? Why.of(lab) : history(lab, arguments.words().getFirst())));
  }

  private static String history(Lab lab, String name) {
    Blob key = Blob.of(name);
    if (lab.world().cache(lab.node()).isPresent()) {
      return itemHistory(lab, name, key);
    }
    KeyHistory history = KeyHistory.of(lab, lab.node(), lab.db(), key, Long.MAX_VALUE);
    List<KeyHistory.Chapter> chapters = history.chapters();
    if (chapters.isEmpty()) {
      return name + ": no input has ever made such a key in db" + lab.db();
    }
    Inputs inputs = new Inputs(lab);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < chapters.size(); i++) {
      KeyHistory.Chapter chapter = chapters.get(i);
      int changes = 1;
      while (chapter.what().equals("changed")
          && i + 1 < chapters.size()
          && chapters.get(i + 1).text().equals(chapter.text())) {
        chapter = chapters.get(++i);
        changes++;
      }
      String times = changes == 1 ? "" : " " + changes + " times, the last";
      lines.add(
          chapter.text()
              + times
              + " — "
              + inputs.name(chapter.fact().number(), chapter.fact().timeMicros()));
    }
    return history(name, history.isThere(), lines);
  }

  private static String itemHistory(Lab lab, String name, Blob key) {
    ItemHistory history = ItemHistory.of(lab, lab.node(), key);
    if (history.chapters().isEmpty()) {
      return name + ": no input has ever stored such an item";
    }
    List<String> lines = new ArrayList<>();
    for (ItemHistory.Chapter each : history.chapters()) {
      lines.add(each.text() + " — " + history.cause(each));
    }
    return history(name, history.isThere(), lines);
  }

  private static String history(String name, boolean isThere, List<String> lines) {
    int more = lines.size() - TOLD;
    if (more > 0) {
      lines.subList(TOLD / 2, TOLD / 2 + more).clear();
      lines.add(TOLD / 2, "… and " + Quantity.count(more, "line") + " more");
    }
    return name + (isThere ? "" : ", which is not there") + "\n  " + String.join("\n  ", lines);
  }

  private static List<Part> explain(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.word(0, "a command, or the name of a view, a metric, a setting, an error or a term");
    Words words = Lines.split(arguments.line().substring(1));
    byte[][] all = words.args();
    byte[][] argv = Arrays.copyOfRange(all, 1, all.length);
    Topics topics = new Topics(lab);
    String name = String.join(" ", arguments.words());
    List<String> texts = topics.of(name);
    boolean redis = lab.redis(lab.node()).isPresent();
    boolean runs = redis && Commands.row(lab.redis(lab.node()).get(), argv).isPresent();
    if (texts.isEmpty() && !runs && arguments.count() == 1) {
      throw new Refusal(
          "there is nothing called '"
              + name
              + "' to explain"
              + NearWords.question(name, topics.names(), ":help lists what there is"));
    }
    List<Part> parts = new ArrayList<>();
    texts.forEach(each -> parts.add(new Part.Said(each)));
    if (texts.isEmpty()) {
      parts.addAll(Explanation.of(lab, new Step.Command(lab.client(), lab.node(), argv)));
    }
    return parts;
  }
}
