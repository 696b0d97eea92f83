package dev.kvarium.view;

import dev.kvarium.loop.LoopSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The event loop of a node: who runs, who waits for whom, what it asks of the kernel. */
final class LoopView implements View {
  private static final int MOST_TURNS = 12;
  private static final int PART_AROUND = 8;

  @Override
  public String name() {
    return "loop";
  }

  @Override
  public String syntax() {
    return "[FROM [TO]]";
  }

  @Override
  public String doc() {
    return "The event loop: a lane a client, what runs and who waits for it, system calls, the"
        + " queue, latency; of a long command or the first turns since the last input, or"
        + " FROM and TO such as 5ms";
  }

  @Override
  public Picture look(Scene scene, List<String> words) throws ViewRefusal {
    if (words.size() > 2) {
      throw new ViewRefusal("loop takes two times at most, not '" + words.get(2) + "' as well");
    }
    Optional<LoopSnapshot> seen = scene.loop();
    long start = scene.startMicros() * 1_000;
    long from = start;
    long to = scene.nowMicros() * 1_000;
    if (!words.isEmpty()) {
      from = start + instant(words.get(0)) * 1_000;
      to = words.size() < 2 ? to : start + instant(words.get(1)) * 1_000;
      if (to <= from) {
        throw new ViewRefusal(
            words.size() < 2
                ? words.get(0) + " is to come"
                : words.get(1) + " is not behind " + words.get(0));
      }
      return new LoopPicture(scene.node(), start, scene.nowMicros() * 1_000, seen, from, to);
    }
    if (seen.isPresent()) {
      Optional<LoopSnapshot.Stall> stall = lastStall(seen.get(), sinceNanos(scene));
      if (stall.isPresent()) {
        long around = (stall.get().ended() - stall.get().began()) / PART_AROUND;
        from = stall.get().began() - around;
        to = stall.get().ended() + around;
      } else if (!seen.get().turns().isEmpty()) {
        List<LoopSnapshot.Turn> turns = turns(seen.get().turns(), sinceNanos(scene));
        from = turns.getFirst().began();
        to = turns.getLast().ended();
      }
    }
    return new LoopPicture(
        scene.node(), start, scene.nowMicros() * 1_000, seen, from, Math.max(to, from + 1));
  }

  private static long instant(String word) throws ViewRefusal {
    OptionalLong micros = Instants.parse(word);
    return micros.orElseThrow(
        () -> new ViewRefusal("'" + word + "' is no time: write 5ms, 1500us or 00:12.480"));
  }

  /** When the last input was made. */
  private static long sinceNanos(Scene scene) {
    int first = scene.sinceInput();
    return first < scene.events().size()
        ? scene.events().get(first).timeMicros() * 1_000
        : scene.nowMicros() * 1_000;
  }

  /** The first turns since an instant; the last of all when there were none. */
  private static List<LoopSnapshot.Turn> turns(List<LoopSnapshot.Turn> all, long sinceNanos) {
    int first = all.size();
    while (first > 0 && all.get(first - 1).ended() >= sinceNanos) {
      first--;
    }
    int begin = first == all.size() ? Math.max(0, first - MOST_TURNS) : first;
    return all.subList(begin, Math.min(all.size(), begin + MOST_TURNS));
  }

  private static Optional<LoopSnapshot.Stall> lastStall(LoopSnapshot seen, long sinceNanos) {
    List<LoopSnapshot.Stall> stalls = seen.stalls();
    boolean recent = !stalls.isEmpty() && stalls.getLast().ended() >= sinceNanos;
    return recent ? Optional.of(stalls.getLast()) : Optional.empty();
  }
}
