package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a Memcached answered a line as it did, told from the histories of the items it named. */
final class ItemReasons {
  private static final Set<String> MANY = Set.of("get", "gets");
  private static final Set<String> TIMED = Set.of("gat", "gats");
  private static final Set<String> ONE =
      Set.of(
          "set", "add", "replace", "append", "prepend", "cas", "incr", "decr", "touch", "delete",
          "mg", "ms", "md", "ma", "me");

  private static final int TOLD = 5;

  private ItemReasons() {}

  /** A line for each item that the line names; the line above where it is a value. */
  static List<String> of(Lab lab, Inputs inputs, int index, Step.Line line) {
    List<Blob> keys = keys(line);
    if (keys.isEmpty() && index > 0 && inputs.at(index - 1).step() instanceof Step.Line before) {
      keys = keys(before);
    }
    List<String> lines = new ArrayList<>();
    for (Blob key : keys.subList(0, StrictMath.min(TOLD, keys.size()))) {
      lines.add(of(lab, line.node(), key));
    }
    condition(line).ifPresent(lines::add);
    return lines;
  }

  private static String of(Lab lab, String node, Blob key) {
    ItemHistory history = ItemHistory.of(lab, node, key);
    String name = Bytes.text(key.bytes());
    if (history.chapters().isEmpty()) {
      return name + " is not there: no input has ever stored such an item";
    }
    ItemHistory.Chapter last = history.chapters().getLast();
    return name
        + (history.isThere() ? " is there: " : " is not there: ")
        + last.text()
        + " — "
        + history.cause(last);
  }

  private static List<Blob> keys(Step.Line line) {
    byte[][] words = line.words();
    String command = words.length == 0 ? "" : Bytes.text(words[0]);
    List<Blob> keys = new ArrayList<>();
    int from = TIMED.contains(command) ? 2 : 1;
    boolean many = MANY.contains(command) || TIMED.contains(command);
    if (many || ONE.contains(command)) {
      for (int i = from; i < (many ? words.length : StrictMath.min(2, words.length)); i++) {
        keys.add(Blob.of(words[i]));
      }
    }
    return keys;
  }

  /** What a command asks for before it changes anything. */
  private static Optional<String> condition(Step.Line line) {
    byte[][] words = line.words();
    return switch (words.length == 0 ? "" : Bytes.text(words[0])) {
      case "add" -> Optional.of("add stores only where nothing is");
      case "replace", "append", "prepend" ->
          Optional.of(Bytes.text(words[0]) + " changes only what is there");
      case "cas" ->
          Optional.of("cas stores only what nobody has changed since it was read by gets");
      case "incr", "decr", "touch" ->
          Optional.of(Bytes.text(words[0]) + " makes no item: one must be there");
      default -> Optional.empty();
    };
  }
}
