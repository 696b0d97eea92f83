package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.ItemEvent;
import dev.kvarium.event.SlabEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a step did to a Memcached node, in a few words beneath the reply. */
final class CacheFacts {
  private static final int NAMED = 3;
  private static final int KEY_CHARACTERS = 24;

  private final List<String> passed = new ArrayList<>();
  private final List<String> quiet = new ArrayList<>();
  private final List<String> evicted = new ArrayList<>();
  private final Map<Blob, Integer> freed = new LinkedHashMap<>();
  private int linked;

  void take(SlabEvent event) {
    passed.add(
        switch (event) {
          case SlabEvent.PageTaken taken ->
              "class "
                  + taken.slabClass()
                  + " takes page "
                  + taken.page()
                  + ", "
                  + Quantity.bytes(taken.mallocedBytes())
                  + " in all";
          case SlabEvent.MoveBegun begun ->
              "page "
                  + begun.page()
                  + " of class "
                  + begun.fromClass()
                  + " is being emptied for "
                  + place(begun.toClass());
          case SlabEvent.PageMoved moved ->
              "page "
                  + moved.page()
                  + " went from class "
                  + moved.fromClass()
                  + " to "
                  + place(moved.toClass())
                  + ": "
                  + Quantity.count(moved.rescued(), "item")
                  + " copied, "
                  + Quantity.count(moved.evicted())
                  + " thrown away";
        });
  }

  private static String place(int slabClass) {
    return slabClass == 0 ? "the pool" : "class " + slabClass;
  }

  void take(ItemEvent event) {
    switch (event) {
      case ItemEvent.Linked now -> {
        freed.remove(now.key());
        if (linked++ < NAMED) {
          quiet.add(
              name(now.key())
                  + " in class "
                  + now.slabClass()
                  + ": "
                  + (now.bytes() <= now.chunkBytes()
                      ? now.bytes()
                          + " B in a chunk of "
                          + now.chunkBytes()
                          + ", "
                          + (now.chunkBytes() - now.bytes())
                          + " idle"
                      : now.bytes() + " B, put into several chunks"));
        }
      }
      case ItemEvent.Evicted gone -> evicted.add(name(gone.key()));
      case ItemEvent.Expired gone ->
          passed.add(
              name(gone.key())
                  + switch (gone.by()) {
                    case GET -> " had expired: this touch removed it";
                    case TAIL -> " had expired: whoever needed room removed it";
                    case CRAWLER -> " had expired: the crawler removed it";
                    case MOVER -> " had expired: the mover of pages removed it";
                  });
      case ItemEvent.Moved moved ->
          quiet.add(
              name(moved.key())
                  + " moves from "
                  + moved.from().toUpperCase(Locale.ROOT)
                  + " to "
                  + moved.to().toUpperCase(Locale.ROOT));
      case ItemEvent.Unlinked gone -> freed.put(gone.key(), gone.slabClass());
      case ItemEvent.Hit hit -> {}
      case ItemEvent.Missed missed -> {}
    }
  }

  private static String name(Blob key) {
    return CommandText.of(new byte[][] {key.bytes()}, KEY_CHARACTERS);
  }

  /** Thresholds that were passed. */
  List<String> passed() {
    List<String> all = new ArrayList<>(few(passed));
    if (!evicted.isEmpty()) {
      all.add("thrown away to make room: " + String.join(", ", few(evicted)));
    }
    return all;
  }

  /** What happens all the time. */
  List<String> quiet() {
    List<String> all = new ArrayList<>(few(quiet));
    List<String> gone = new ArrayList<>();
    freed.forEach(
        (key, slabClass) ->
            gone.add(name(key) + " is gone, its chunk of class " + slabClass + " free again"));
    all.addAll(few(gone));
    if (linked > NAMED) {
      all.add(Quantity.count(linked, "item") + " stored");
    }
    return all;
  }

  private static List<String> few(List<String> all) {
    if (all.size() <= NAMED) {
      return all;
    }
    List<String> few = new ArrayList<>(all.subList(0, NAMED));
    few.add("and " + Quantity.count(all.size() - NAMED) + " more");
    return few;
  }
}
