package dev.kvarium.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A world with its history: the inputs that made it, the point of that history at which the world
 * stands, and what lies ahead of it where steps were taken back.
 *
 * <p>The <em>trunk</em> is the journal as it was last made. Standing on the trunk, all of it is in
 * {@link #journal}, or the first {@code kept} entries are and the rest is {@link #ahead}. What only
 * looks, or the clock on the wall, adds entries that leave the trunk: a detour, which is dropped
 * when the history is walked again. The next step makes the journal, detour included, the trunk,
 * and what lay ahead is forgotten.
 *
 * <pre>
 *   trunk    #1 ── #2 ── #3 ── #4          kept = 2, ahead = #3 #4
 *                    └ GET a               journal = #1 #2 GET a
 * </pre>
 */
final class Timeline {
  private final WorldSpec spec;
  private final List<JournalEntry> journal = new ArrayList<>();
  private final List<JournalEntry> ahead = new ArrayList<>();
  private final Transcript transcript = new Transcript();
  private World world;
  private Optional<Spare> spare = Optional.empty();
  private int kept;
  private int sinceInput;
  String client = Lab.PROMPT_CLIENT;
  String node = Lab.FIRST_NODE;

  Timeline(WorldSpec spec) throws Refusal {
    this(spec, new World(spec));
  }

  private Timeline(WorldSpec spec, World world) {
    this.spec = spec;
    this.world = world;
  }

  /** The same once more, made by repeating; what is done to one does not touch the other. */
  Timeline copy() {
    Timeline copy = new Timeline(spec, repeated());
    copy.journal.addAll(journal);
    copy.ahead.addAll(ahead);
    copy.kept = kept;
    copy.transcript.addAll(transcript);
    copy.client = client;
    copy.node = node;
    copy.sinceInput = sinceInput;
    return copy;
  }

  WorldSpec spec() {
    return spec;
  }

  World world() {
    return world;
  }

  Transcript transcript() {
    return transcript;
  }

  /** The inputs that made the world what it is. */
  List<JournalEntry> journal() {
    return journal;
  }

  /** The number of the first fact since the last input that reached the world. */
  int sinceInput() {
    return StrictMath.min(sinceInput, world.events().size());
  }

  /** Lets a step happen and writes it into the journal. */
  <T> T perform(Step step, boolean changes, Lab.Action<T> action) throws Refusal {
    JournalEntry entry = new JournalEntry(world.nowMicros(), world.events().size(), step, changes);
    sinceInput = world.events().size();
    T result = action.in(world);
    add(entry);
    return result;
  }

  /** Lets a client's command happen; whether it is a step shows only afterwards. */
  World.Ran perform(Step.Command command, Lab.StepRule rule) {
    int firstEvent = world.events().size();
    long atMicros = world.nowMicros();
    sinceInput = firstEvent;
    World.Ran ran = world.run(command);
    add(new JournalEntry(atMicros, firstEvent, command, rule.changes(command, ran)));
    return ran;
  }

  /** Lets a client's line happen. */
  String perform(Step.Line line, boolean changes) {
    JournalEntry entry = new JournalEntry(world.nowMicros(), world.events().size(), line, changes);
    sinceInput = world.events().size();
    String answer = world.send(line);
    add(entry);
    return answer;
  }

  private void add(JournalEntry entry) {
    journal.add(entry);
    if (entry.changes()) {
      ahead.clear();
      transcript.forget();
    }
  }

  /** Lets time pass that nobody asked for. */
  void drift(long toMicros) {
    Step.Advance step = new Step.Advance(toMicros, false);
    // moving on in two strides is the same as in one, so that the journal stays short
    boolean onTrunk = !ahead.isEmpty() && journal.size() == kept;
    if (!journal.isEmpty()
        && !onTrunk
        && journal.getLast().step() instanceof Step.Advance last
        && !last.wished()) {
      JournalEntry before = journal.removeLast();
      journal.add(new JournalEntry(before.atMicros(), before.firstEvent(), step, false));
    } else {
      journal.add(new JournalEntry(world.nowMicros(), world.events().size(), step, false));
    }
    world.advance(step);
  }

  /** How many steps have been taken to where the world stands. */
  int steps() {
    return steps(journal);
  }

  /** How many steps are known, those ahead included. */
  int allSteps() {
    return steps(journal) + steps(ahead);
  }

  /** How many steps were taken back and not forgotten. */
  int stepsAhead() {
    return steps(ahead);
  }

  /** The moment of a fact: when all that its input led to at that instant had happened. */
  Moment moment(int fact) {
    int low = 0;
    int high = journal.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (journal.get(middle).firstEvent() <= fact) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return new Moment(
        spec,
        world.events(),
        List.copyOf(journal.subList(0, low)),
        world.events().get(fact).timeMicros(),
        seekWord(low, world.events().get(fact).timeMicros()),
        client,
        node);
  }

  /**
   * What {@code :seek} takes to go behind so many entries of the journal, or as near to there as it
   * goes: behind a step where nothing that is no step follows, else to a time.
   */
  private String seekWord(int entries, long micros) {
    List<JournalEntry> before = journal.subList(0, entries);
    boolean next = entries == journal.size() || journal.get(entries).changes();
    boolean step = entries > 0 && before.getLast().changes();
    boolean within = entries > 0 && !before.getLast().isOverAt(micros);
    if (step && next && !within) {
      return "#" + steps(before);
    }
    boolean alone = entries == journal.size() || journal.get(entries).atMicros() > micros;
    return step && !within && !alone
        ? "#" + steps(before)
        : Durations.toMicro(micros - world.startMicros());
  }

  private static int steps(List<JournalEntry> entries) {
    int steps = 0;
    for (JournalEntry entry : entries) {
      steps += entry.changes() ? 1 : 0;
    }
    return steps;
  }

  /** The steps of the journal, the last first, at most so many. */
  List<Step> lastSteps(int most) {
    List<Step> steps = new ArrayList<>();
    for (int i = journal.size() - 1; i >= 0 && steps.size() < most; i--) {
      if (journal.get(i).changes()) {
        steps.add(journal.get(i).step());
      }
    }
    return steps;
  }

  private List<JournalEntry> trunk() {
    if (ahead.isEmpty()) {
      return List.copyOf(journal);
    }
    List<JournalEntry> trunk = new ArrayList<>(journal.subList(0, kept));
    trunk.addAll(ahead);
    return trunk;
  }

  /** Goes to where so many steps have been taken and the next not yet; to the newest beyond. */
  void seekStep(long steps) {
    List<JournalEntry> trunk = trunk();
    long taken = 0;
    int entries = 0;
    while (entries < trunk.size() && (!trunk.get(entries).changes() || taken < steps)) {
      taken += trunk.get(entries).changes() ? 1 : 0;
      entries++;
    }
    goTo(trunk, entries);
  }

  /**
   * Goes to where all has happened up to an instant, and nothing after it; to the newest beyond.
   */
  void seekTime(long toMicros) {
    List<JournalEntry> trunk = trunk();
    int entries = 0;
    while (entries < trunk.size() && trunk.get(entries).isOverAt(toMicros)) {
      entries++;
    }
    goTo(trunk, entries);
    if (!ahead.isEmpty() && world.nowMicros() < toMicros) {
      drift(toMicros);
      sinceInput = world.events().size();
    }
  }

  private void goTo(List<JournalEntry> trunk, int entries) {
    boolean onTrunk = ahead.isEmpty() || journal.size() == kept;
    if (!onTrunk || entries < journal.size()) {
      world = after(trunk, entries);
    } else {
      for (JournalEntry entry : trunk.subList(journal.size(), entries)) {
        world.repeat(entry.step());
      }
    }
    transcript.goTo(ahead.isEmpty() ? trunk.size() : kept, entries);
    journal.clear();
    journal.addAll(trunk.subList(0, entries));
    ahead.clear();
    ahead.addAll(trunk.subList(entries, trunk.size()));
    kept = entries;
    sinceInput = world.events().size();
    if (!world.has(node)) {
      node = Lab.FIRST_NODE;
    }
  }

  /** A world in which everything in the journal happened once more. */
  World repeated() {
    return after(journal, journal.size());
  }

  /** Makes the world anew as it was after the last input that was written down. */
  void restore() {
    world = repeated();
  }

  /** A world of its own in which the first so many entries happened. */
  private World after(List<JournalEntry> entries, int count) {
    Spare nearest =
        spare.filter(each -> each.isOnTheWayTo(entries, count)).orElseGet(() -> new Spare(fresh()));
    if (spare.isPresent() && spare.get() == nearest) {
      spare = Optional.empty();
    }
    nearest.follow(entries, count, Integer.MAX_VALUE);
    return nearest.taken();
  }

  /**
   * Gets a part of the work done that a copy or a step back would need: brings a spare world up to
   * before the last step. Changes nothing that can be seen.
   *
   * @param most how many entries are repeated at most
   * @return whether there is nothing more to prepare
   */
  boolean prepare(int most) {
    int last = journal.size() - 1;
    while (last >= 0 && !journal.get(last).changes()) {
      last--;
    }
    int to = StrictMath.max(0, last);
    Spare nearest =
        spare.filter(each -> each.isOnTheWayTo(journal, to)).orElseGet(() -> new Spare(fresh()));
    spare = Optional.of(nearest);
    return nearest.follow(journal, to, most);
  }

  private World fresh() {
    try {
      return new World(spec);
    } catch (Refusal refusal) {
      throw new IllegalStateException("a world that was there is refused", refusal);
    }
  }
}
