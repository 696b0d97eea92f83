package dev.kvarium.lab;

import dev.kvarium.event.EventLog;
import dev.kvarium.view.Scene;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way that a world came, walked once more in a world beside it: to look at what was, while what
 * is goes on.
 *
 * <p>Walking forwards takes up where the last walk ended; walking backwards begins anew, since a
 * world cannot forget. Not for use by several threads, but by another than the lab's.
 */
public final class Past {
  private @Nullable World world;
  private @Nullable EventLog log;
  private int walked;
  private boolean within;

  /** The node at the prompt as it was at a moment; empty when it was not there yet. */
  public Optional<Scene> at(Moment moment) {
    World then = walk(moment);
    int since = StrictMath.min(moment.sinceInput(), then.events().size());
    Optional<CacheMachine> cache = then.cache(moment.node());
    if (cache.isPresent()) {
      return Optional.of(new CacheScene(Optional.empty(), then, cache.get(), since));
    }
    Optional<PortMachine> port = then.port(moment.node());
    if (port.isPresent()) {
      return Optional.of(new PortScene(then, port.get(), since));
    }
    return then.machine(moment.node())
        .map(machine -> new LabScene(moment.spec(), then, machine, moment.client(), since));
  }

  /** Forgets the world that was walked. */
  public void forget() {
    world = null;
    log = null;
  }

  private World walk(Moment moment) {
    List<JournalEntry> entries = moment.entries();
    World at = world;
    if (at == null
        || log != moment.log()
        || walked > entries.size()
        || walked == entries.size() && isBeyond(at, moment)) {
      at = fresh(moment.spec());
      world = at;
      log = moment.log();
      walked = 0;
      within = false;
    }
    if (walked > 0) {
      finish(
          at, entries.get(walked - 1), walked == entries.size() ? moment.micros() : Long.MAX_VALUE);
    }
    while (walked < entries.size()) {
      JournalEntry entry = entries.get(walked++);
      boolean last = walked == entries.size();
      if (entry.step() instanceof Step.Advance) {
        within = true;
        finish(at, entry, last ? moment.micros() : Long.MAX_VALUE);
      } else {
        within = false;
        at.repeat(entry.step());
      }
    }
    return at;
  }

  /** Whether more time has passed by the last entry than by the moment. */
  private static boolean isBeyond(World at, Moment moment) {
    return !moment.entries().isEmpty()
        && moment.entries().getLast().step() instanceof Step.Advance
        && at.nowMicros() > moment.micros();
  }

  /** Lets time pass that passed by an entry, or as much of it as passed by an instant. */
  private void finish(World at, JournalEntry entry, long byMicros) {
    if (!within || !(entry.step() instanceof Step.Advance advance)) {
      return;
    }
    if (advance.toMicros() > byMicros) {
      at.advance(new Step.Advance(byMicros, false));
      return;
    }
    at.advance(advance, entry.atMicros());
    // what passed by itself may turn out to have gone on when the journal is seen again
    within = !advance.wished();
  }

  private static World fresh(WorldSpec spec) {
    try {
      return new World(spec);
    } catch (Refusal refusal) {
      throw new IllegalStateException("a world that was there is refused", refusal);
    }
  }
}
