package dev.kvarium.lab;

import dev.kvarium.app.ObjectStore;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;

/** {@code :objects}: object stores, for applications that keep pointers in their cache. */
final class ObjectsDirective {
  private static final long BYTES_PER_MEGABYTE = 1_000_000;

  private ObjectsDirective() {}

  static DirectiveRow row() {
    return new DirectiveRow(
        "objects",
        "world",
        "[NAME [latency=30ms] [megabytes=100]]",
        "Puts an object store into the world, with so many megabytes a second; :app NAME"
            + " objects=STORE keeps its values there and only pointers in the cache",
        ObjectsDirective::objects);
  }

  private static List<Part> objects(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return List.of(new Part.Said(told(lab)));
    }
    String name = arguments.word(0, "the name of an object store");
    AppDirectives.free(lab, name, "object store");
    OptionWords options = new OptionWords(arguments, 1, List.of("latency", "megabytes"));
    ObjectStore.Settings usual = ObjectStore.Settings.USUAL;
    ObjectStore.Settings settings =
        new ObjectStore.Settings(
            options.micros("latency", usual.latencyMicros()),
            options.number("megabytes", 1, 1_000_000, usual.bytesPerSecond() / BYTES_PER_MEGABYTE)
                * BYTES_PER_MEGABYTE);
    Step.AddObjects step = new Step.AddObjects(name, settings);
    lab.perform(
        step,
        true,
        world -> {
          world.apps().add(step);
          return step;
        });
    return List.of();
  }

  private static String told(Lab lab) {
    List<String> lines = new ArrayList<>();
    for (ObjectStore store : lab.world().apps().objectStores().sequencedValues()) {
      ObjectStore.Snapshot seen = store.snapshot();
      lines.add(
          seen.name()
              + ": "
              + Quantity.count(seen.objects(), "object")
              + ", "
              + Quantity.bytes(seen.bytes())
              + "; "
              + Quantity.count(seen.puts(), "put")
              + ", "
              + Quantity.count(seen.gets(), "get"));
    }
    return lines.isEmpty()
        ? "there is no object store: :objects s3 latency=30ms makes one"
        : String.join("\n", lines);
  }
}
