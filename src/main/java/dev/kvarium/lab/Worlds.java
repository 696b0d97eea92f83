package dev.kvarium.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The worlds of a session by their names, with their histories; one of them is at hand. */
final class Worlds {
  private final SequencedMap<String, Timeline> all = new LinkedHashMap<>();
  private String name = Lab.FIRST_WORLD;
  private Timeline here;

  Worlds(Timeline first) {
    here = first;
    all.put(name, first);
  }

  /** The one at hand. */
  Timeline here() {
    return here;
  }

  /** Its name. */
  String name() {
    return name;
  }

  /** In the order in which they were made. */
  List<String> names() {
    return List.copyOf(all.keySet());
  }

  /** A world by its name, which must be there. */
  Timeline get(String other) {
    Timeline found = all.get(other);
    if (found == null) {
      throw new IllegalArgumentException("there is no world " + other);
    }
    return found;
  }

  /** Begins another in the place of the one at hand. */
  Timeline begin(WorldSpec spec) throws Refusal {
    here = new Timeline(spec);
    all.put(name, here);
    return here;
  }

  /** Copies the one at hand as it is under another name and goes on in the copy. */
  void fork(String other) {
    here = here.copy();
    name = other;
    all.put(name, here);
  }

  /** Goes on in another, which must be there. */
  void enter(String other) {
    here = get(other);
    name = other;
  }

  /** Forgets one, which must be there and not the one at hand. */
  void drop(String other) {
    if (other.equals(name)) {
      throw new IllegalArgumentException("the world at hand cannot be dropped");
    }
    all.remove(other);
  }

  /** See {@link Lab#setAside}. */
  Timeline setAside(String as, WorldSpec other) {
    Timeline aside = here;
    Timeline begun = begun(other);
    here = begun;
    all.put(name, begun);
    all.put(as, aside);
    return begun;
  }

  /** See {@link Lab#bringBack}. */
  void bringBack(String aside, String place, String as) {
    Timeline back = all.remove(aside);
    Timeline inPlace = all.get(place);
    if (back == null) {
      return; // somebody has dropped it meanwhile
    }
    if (inPlace != null && !as.isEmpty()) {
      all.put(as, inPlace);
    }
    all.put(place, back);
    here = back;
    name = place;
  }

  /** Goes to a world by its name, which is begun if there is none. */
  void goTo(String other, WorldSpec ifNone) {
    if (!all.containsKey(other)) {
      all.put(other, begun(ifNone));
    }
    enter(other);
  }

  private static Timeline begun(WorldSpec spec) {
    try {
      return new Timeline(spec);
    } catch (Refusal refusal) {
      throw new IllegalArgumentException(refusal.what(), refusal);
    }
  }
}
