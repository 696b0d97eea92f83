package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Who speaks to the nodes of a lab. */
final class Clients {
  private Clients() {}

  static List<String> names(Lab lab) {
    SequencedSet<String> names = new LinkedHashSet<>();
    names.add(Lab.PROMPT_CLIENT);
    names.add(lab.client());
    for (Machine machine : lab.world().machines()) {
      names.addAll(machine.clients());
    }
    for (CacheMachine cache : lab.world().caches()) {
      names.addAll(cache.clients());
    }
    return new ArrayList<>(names);
  }

  /** Whether a client or node can be called so: letters, digits, dot, dash, underscore. */
  static boolean isName(String name) {
    return !name.isEmpty() && name.chars().allMatch(Clients::isNameCharacter);
  }

  static boolean isNameCharacter(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
