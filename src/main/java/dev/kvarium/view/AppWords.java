package dev.kvarium.view;

import dev.kvarium.app.AppSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The words behind a view of applications: which of them, and from when to when.
 *
 * @param apps at least one
 * @param fromMicros since their clients began; empty for as the view thinks best
 * @param toMicros up to when
 */
record AppWords(List<AppSnapshot> apps, OptionalLong fromMicros, OptionalLong toMicros) {
  static AppWords of(String view, Scene scene, List<String> words) throws ViewRefusal {
    List<AppSnapshot> all = scene.applications();
    if (all.isEmpty()) {
      throw new ViewRefusal(
          "there is no application to be seen: :app web makes one, :workload web has clients ask"
              + " it");
    }
    List<AppSnapshot> chosen = new ArrayList<>();
    List<OptionalLong> times = new ArrayList<>();
    for (String word : words) {
      OptionalLong time = Instants.parse(word);
      if (time.isPresent()) {
        times.add(time);
        continue;
      }
      for (String name : word.split(",")) {
        chosen.add(
            all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(
                    () ->
                        new ViewRefusal(
                            view
                                + " takes applications and two times, such as web,api 9.5s 11s:"
                                + " there is no application '"
                                + name
                                + "'")));
      }
    }
    if (times.size() > 2) {
      throw new ViewRefusal(view + " takes two times at most, from when to when");
    }
    OptionalLong from = times.isEmpty() ? OptionalLong.empty() : times.getFirst();
    OptionalLong to = times.size() < 2 ? OptionalLong.empty() : times.getLast();
    if (to.isPresent() && to.getAsLong() <= from.orElse(0)) {
      throw new ViewRefusal("the second time must be behind the first");
    }
    return new AppWords(chosen.isEmpty() ? all : List.copyOf(chosen), from, to);
  }
}
