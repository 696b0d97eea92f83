package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.Crash;
import dev.kvarium.event.Event;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.NodeEvent;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What became of one item of a Memcached node, folded from the event log: no store is asked. */
final class ItemHistory {
  /** A fact about the item, and what it did to it in words. */
  record Chapter(EventLog.Entry fact, String text) {}

  private static final Set<String> STORAGE =
      Set.of("set", "add", "replace", "append", "prepend", "cas", "ms");

  /** In so many lines a value is looked for that stands beneath its command. */
  private static final int MOST_LINES = 16;

  private final Blob key;
  private final List<Chapter> chapters = new ArrayList<>();
  private final Inputs inputs;
  private boolean there;

  private ItemHistory(Lab lab, Blob key) {
    this.key = key;
    this.inputs = new Inputs(lab);
  }

  static ItemHistory of(Lab lab, String node, Blob key) {
    ItemHistory history = new ItemHistory(lab, key);
    for (EventLog.Entry each : lab.events().all()) {
      if (each.node().equals(node)) {
        history.take(each);
      }
    }
    return history;
  }

  List<Chapter> chapters() {
    return chapters;
  }

  /** Whether it is there at the end, as far as facts tell. */
  boolean isThere() {
    return there;
  }

  /**
   * The input that led to a chapter; of a value that was typed in lines of its own, the command.
   */
  String cause(Chapter chapter) {
    int index = inputs.of(chapter.fact().number());
    if (chapter.fact().event() instanceof ItemEvent.Linked) {
      for (int i = index; i >= 0 && i > index - MOST_LINES; i--) {
        if (inputs.at(i).step() instanceof Step.Line line && isStorage(line)) {
          return inputs.nameAt(i, chapter.fact().timeMicros());
        }
      }
    }
    return inputs.nameAt(index, chapter.fact().timeMicros());
  }

  private boolean isStorage(Step.Line line) {
    byte[][] words = line.words();
    return words.length > 2
        && STORAGE.contains(Bytes.text(words[0]))
        && Arrays.equals(words[1], key.bytes());
  }

  private void take(EventLog.Entry entry) {
    switch (entry.event()) {
      case ItemEvent event when event.key().equals(key) -> take(entry, event);
      case Crash crash -> died(entry, "gone with the memory of its server");
      case NodeEvent.Stopped stopped -> died(entry, "gone with the memory of its server");
      case NodeEvent.Started started -> died(entry, "gone: its server was started anew");
      case Event other -> {}
    }
  }

  private void died(EventLog.Entry entry, String how) {
    if (there) {
      chapters.add(new Chapter(entry, how));
      there = false;
    }
  }

  private void take(EventLog.Entry entry, ItemEvent event) {
    switch (event) {
      case ItemEvent.Linked linked -> {
        boolean replaces = !there && !chapters.isEmpty() && isOfSameInput(entry);
        if (replaces) {
          chapters.removeLast(); // that the one before was taken out: here is by what
        }
        chapters.add(new Chapter(entry, (replaces ? "replaced: " : "stored: ") + place(linked)));
        there = true;
      }
      case ItemEvent.Unlinked gone -> died(entry, "taken out by a command");
      case ItemEvent.Evicted gone ->
          died(
              entry,
              "thrown away to make room in class "
                  + gone.slabClass()
                  + ", "
                  + (gone.ageSeconds() == 0
                      ? "within a second"
                      : Quantity.span(gone.ageSeconds() * 1_000_000))
                  + " after it was last used"
                  + (gone.fetched() ? "" : "; nobody had ever read it"));
      case ItemEvent.Expired gone -> died(entry, "its time had passed, and " + noticed(gone.by()));
      case ItemEvent.Moved moved ->
          chapters.add(
              new Chapter(
                  entry,
                  "moved from the list "
                      + moved.from().toUpperCase(Locale.ROOT)
                      + " to "
                      + moved.to().toUpperCase(Locale.ROOT)));
      case ItemEvent.Hit hit -> {}
      case ItemEvent.Missed missed -> {}
    }
  }

  private boolean isOfSameInput(EventLog.Entry entry) {
    EventLog.Entry last = chapters.getLast().fact();
    return last.event() instanceof ItemEvent.Unlinked
        && inputs.of(last.number()) == inputs.of(entry.number());
  }

  private static String place(ItemEvent.Linked linked) {
    String bytes = Quantity.bytes(linked.bytes());
    return "class "
        + linked.slabClass()
        + (linked.bytes() <= linked.chunkBytes()
            ? ", " + bytes + " in a chunk of " + Quantity.bytes(linked.chunkBytes())
            : ", " + bytes + " in several chunks");
  }

  private static String noticed(ItemEvent.Noticed by) {
    return switch (by) {
      case GET -> "a touch found it";
      case TAIL -> "whoever needed room found it";
      case CRAWLER -> "the crawler found it";
      case MOVER -> "the mover of pages found it";
    };
  }
}
