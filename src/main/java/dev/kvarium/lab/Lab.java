package dev.kvarium.lab;

import dev.kvarium.event.EventLog;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.sim.LedgerReach;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.view.Scene;
import dev.kvarium.world.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

/**
 * A world with its history: takes lines as they are typed or stand in a script, answers each with
 * what is to be shown, and can take them back.
 *
 * <p>The world is a function of its {@link WorldSpec} and its journal: whoever repeats the
 * journal's steps in a new world of the same spec gets the same replies, the same state and the
 * same facts, byte for byte. Taking a step back does just that, without the step.
 *
 * <p>Not for use by several threads.
 */
public final class Lab {
  /** The name of the client at the prompt, until {@code :client} says otherwise. */
  public static final String PROMPT_CLIENT = "you";

  /** The name of a world's first node. */
  public static final String FIRST_NODE = "main";

  /** The name of the world that is there at first. */
  public static final String FIRST_WORLD = "first";

  /** From so many inputs on, repeating them all takes long enough to be noticed. */
  private static final int LONG_SESSION = 2_000;

  /** Beyond so many, a second world takes more memory than the time is worth. */
  private static final int TOO_LONG_FOR_TWO = 300_000;

  private static final int IDLE_INPUTS = 2_000;

  private final TextFiles files;
  private final DirectiveTable directives = new DirectiveTable();
  private final Worlds worlds;
  private GlassMode glass = GlassMode.ON;
  private boolean watched = true;
  private final Pacing pacing = new Pacing();
  private boolean ended;
  private volatile boolean interrupted;
  private Progress progress = (micros, ofMicros) -> {};
  private Optional<Companion> companion = Optional.empty();
  private Optional<Sandbox> sandbox = Optional.empty();
  private final PortClients portClients = new PortClients(this);
  private boolean entering;

  /** The world that the line at hand has begun. */
  private Optional<Timeline> begun = Optional.empty();

  private Lab(Timeline first, TextFiles files) {
    this.worlds = new Worlds(first);
    this.files = files;
    AllDirectives.rows().forEach(directives::add);
  }

  /**
   * A new world with no files to read or write.
   *
   * @throws IllegalArgumentException when an option of the spec is unknown or cannot have its value
   */
  public static Lab open(WorldSpec spec) {
    return open(spec, TextFiles.NONE);
  }

  /**
   * A new world that may read and write these files.
   *
   * @throws IllegalArgumentException when an option of the spec is unknown or cannot have its value
   */
  public static Lab open(WorldSpec spec, TextFiles files) {
    try {
      return new Lab(new Timeline(spec), files);
    } catch (Refusal refusal) {
      throw new IllegalArgumentException(refusal.what(), refusal);
    }
  }

  /**
   * Follows one line: a command, {@code :directive}, {@code + 500ms}, {@code name> CMD}, {@code
   * name@node> CMD}, {@code # prose}, {@code ? metric op value} or {@code ~ Family.Fact args}; a
   * {@code >} before a command may be left out. Never throws for what was typed.
   */
  public Outcome enter(String line) {
    if (entering) {
      return enterAlone(line); // a line within a line
    }
    entering = true;
    try {
      Optional<Companion> asked = follower();
      return asked.isPresent() ? enter(line, asked.get()) : enterAlone(line);
    } finally {
      entering = false;
    }
  }

  /** Enters a line in company: the companion may answer it, or add to what the lab says. */
  private Outcome enter(String line, Companion asked) {
    Optional<List<Part>> own = asked.instead(line.strip());
    if (own.isPresent()) {
      return new Outcome(line, own.get());
    }
    Outcome outcome = enterAlone(line);
    if (follower().isEmpty() || follower().get() != asked) {
      return outcome; // the line itself has changed who follows
    }
    List<Part> parts = new ArrayList<>(outcome.parts());
    parts.addAll(asked.after(line.strip()));
    return new Outcome(line, parts);
  }

  private Outcome enterAlone(String line) {
    Timeline asked = worlds.here();
    begun = Optional.empty();
    Transcript.Mark mark =
        asked
            .transcript()
            .begin(
                line.strip(),
                asked.journal().size(),
                asked.world().undelivered(),
                new Transcript.Speaker(asked.client, asked.node));
    Outcome outcome;
    try {
      outcome = new Outcome(line, new Lines(this).follow(line.strip()));
    } catch (Refusal refusal) {
      outcome = new Outcome(line, List.of(new Part.Problem(refusal.what())));
    }
    if (asked == worlds.here()) {
      asked.transcript().end(mark, asked.journal().size(), outcome);
    } else if (begun.filter(each -> each == worlds.here()).isPresent()) {
      Transcript fresh = worlds.here().transcript();
      Transcript.Speaker nobody = new Transcript.Speaker(worlds.here().client, worlds.here().node);
      fresh.end(fresh.begin(line.strip(), 0, 0, nobody), worlds.here().journal().size(), outcome);
    }
    return outcome;
  }

  /** Lets a step happen and writes it into the journal. */
  <T> T perform(Step step, boolean changes, Action<T> action) throws Refusal {
    return worlds.here().perform(step, changes, action);
  }

  /** What a step does in a world. */
  interface Action<T> {
    T in(World world) throws Refusal;
  }

  /** Lets a client's line to a Memcached happen. */
  String perform(Step.Line line, boolean changes) {
    return worlds.here().perform(line, changes);
  }

  /** Lets a client's command happen; whether it is a step shows only afterwards. */
  World.Ran perform(Step.Command command, StepRule rule) {
    return worlds.here().perform(command, rule);
  }

  /** Whether a command that ran is a step that can be taken back. */
  interface StepRule {
    boolean changes(Step.Command command, World.Ran ran);
  }

  /**
   * Breaks off a line that lets much time pass; it will have changed nothing. The one method that
   * another thread may call while a line is followed.
   */
  public void interrupt() {
    interrupted = true;
  }

  boolean isInterrupted() {
    return interrupted;
  }

  /** Forgets that an earlier line was to be broken off. */
  void uninterrupted() {
    interrupted = false;
  }

  /** Who wants to know how far a line is that lets much time pass. */
  public interface Progress {
    /** So much of the time has passed, in microseconds; told often. */
    void passed(long micros, long ofMicros);
  }

  /** Says who is told how far a line is that lets much time pass. */
  public void onProgress(Progress watcher) {
    progress = watcher;
  }

  /** Lets time pass by wish. */
  void advance(long micros) throws Refusal {
    interrupted = false;
    long from = world().nowMicros();
    Step.Advance step = new Step.Advance(from + micros, true);
    perform(
        step,
        true,
        in -> {
          BooleanSupplier brokenOff =
              () -> {
                progress.passed(in.nowMicros() - from, micros);
                return interrupted;
              };
          if (!in.advance(step, brokenOff)) {
            String at = Durations.sinceStart(in.nowMicros() - in.startMicros());
            worlds.here().restore();
            throw new Refusal("broken off at " + at + ": the world is again as it was before");
          }
          return step;
        });
  }

  /**
   * Takes the last steps back: makes the world anew and repeats all that was entered before them.
   *
   * @return the steps that were taken back, the last first; fewer than asked for when there were no
   *     more
   */
  List<Step> back(int steps) {
    List<Step> undone = worlds.here().lastSteps(steps);
    if (!undone.isEmpty()) {
      worlds.here().seekStep(worlds.here().steps() - undone.size());
    }
    return undone;
  }

  /** A world in which everything in the journal happened once more. */
  World repeated() {
    return worlds.here().repeated();
  }

  /** The worlds side by side, of which one is at hand. */
  Worlds allWorlds() {
    return worlds;
  }

  /** Begins another world in the place of this one; the history of this one ends. */
  public void begin(WorldSpec other) throws Refusal {
    begun = Optional.of(worlds.begin(other));
  }

  /**
   * Puts the world at hand aside under another name, and begins one in its place.
   *
   * @param as a name that no world has
   * @throws IllegalArgumentException when an option of the spec is unknown or cannot have its value
   */
  public void setAside(String as, WorldSpec other) {
    begun = Optional.of(worlds.setAside(as, other));
  }

  /**
   * Undoes {@link #setAside}: the world that was put aside is at hand again by the name that it
   * had, and the one in its place gets another.
   *
   * @param aside the name under which it was put aside
   * @param place the name that it had before
   * @param as what the world in its place is called from now on; empty: it is forgotten
   */
  public void bringBack(String aside, String place, String as) {
    worlds.bringBack(aside, place, as);
  }

  /** Goes to a world by its name, which is begun if there is none. */
  public void goTo(String other, WorldSpec ifNone) {
    worlds.goTo(other, ifNone);
  }

  /** The names of the worlds, in the order in which they were made. */
  public List<String> worlds() {
    return worlds.names();
  }

  /** The name of the world at hand. */
  public String worldName() {
    return worlds.name();
  }

  /** How many steps made the world what it is, those that only looked not counted. */
  public int steps() {
    return worlds.here().steps();
  }

  /** How many steps are known: those, and those ahead that were taken back. */
  public int allSteps() {
    return worlds.here().allSteps();
  }

  /** Whether there is a step to take back. */
  public boolean canGoBack() {
    return !worlds.here().lastSteps(1).isEmpty();
  }

  /** How many steps lie ahead, since they were taken back. */
  public int stepsAhead() {
    return worlds.here().stepsAhead();
  }

  /** How many steps lie ahead in a world by its name, which must be there. */
  public int stepsAhead(String world) {
    return timeline(world).stepsAhead();
  }

  Timeline timeline() {
    return worlds.here();
  }

  /** A world by its name, which must be there. */
  Timeline timeline(String other) {
    return worlds.get(other);
  }

  /** A lab of a copy of one of the worlds alone: what happens in it happens nowhere else. */
  Lab trial(String other) {
    Lab trial = new Lab(timeline(other).copy(), TextFiles.NONE);
    trial.glass = glass;
    return trial;
  }

  /**
   * Lets so much time pass as passed on the wall, in microseconds, when the lab is live; otherwise
   * does nothing.
   */
  public void pace(long realMicros) {
    elapse(pacing.stride(realMicros));
  }

  /** Lets so much time pass as the clock on the wall does: it is no step. */
  public void elapse(long micros) {
    if (micros > 0) {
      worlds.here().drift(nowMicros() + micros);
    }
  }

  /**
   * To be called while nothing else is to be done: gets a part of the work done that a step back, a
   * fork or an explanation would need in a long session, a few milliseconds' worth.
   *
   * @return whether it is done with that, until something is entered
   */
  public boolean idle() {
    int inputs = worlds.here().journal().size();
    boolean worthIt = inputs >= LONG_SESSION && inputs <= TOO_LONG_FOR_TWO;
    return !worthIt || worlds.here().prepare(IDLE_INPUTS);
  }

  /** Whether somebody may be sent something while nobody enters anything: who waits or listens. */
  public boolean isListenedTo() {
    return live() && world().isListenedTo();
  }

  /**
   * The same by a clock that only ever goes on: lets pass what has passed on it since this was
   * called last. Several fronts may pace one lab so, and together they do not pace it twice.
   */
  public void paceTo(long wallNanos) {
    pace(pacing.microsUpTo(wallNanos));
  }

  /** The clients that come by a port. */
  public PortClients portClients() {
    return portClients;
  }

  /** What clients were sent while nobody entered anything, line by line; told once. */
  public List<String> takeMail() {
    List<String> lines = new ArrayList<>();
    for (Part part : new Commands(this).delivered()) {
      if (part instanceof Part.Delivered delivered) {
        delivered.lines().lines().forEach(lines::add);
      }
    }
    return lines;
  }

  /** Lets somebody follow the session from the next line on, or nobody. */
  public void companion(Optional<Companion> other) {
    companion = other;
  }

  /** Who follows what is entered now: in a sandbox nobody does. */
  private Optional<Companion> follower() {
    return isInSandbox() ? Optional.empty() : companion;
  }

  private boolean isInSandbox() {
    return sandbox.filter(each -> each.name().equals(worldName())).isPresent();
  }

  /** The copy to try things in, if there is one. */
  Optional<Sandbox> sandbox() {
    return sandbox;
  }

  void sandbox(Optional<Sandbox> other) {
    sandbox = other;
  }

  /** What a companion is playing, with how far; empty where nobody follows. */
  public Optional<String> playing() {
    return companion.flatMap(Companion::title);
  }

  /** What an empty line does for the companion, in two words; empty where nobody follows. */
  public String enterDoes() {
    return follower().map(Companion::enter).orElse("");
  }

  /** Whether a line that is being typed is meant for the companion, and is no command. */
  public boolean isForCompanion(String line) {
    return follower().filter(each -> each.takes(line.strip())).isPresent();
  }

  /** What stands before the cursor: {@code redis> }, {@code redis[3]> }, {@code worker-1> }. */
  public String prompt() {
    return follower().flatMap(Companion::prompt).orElseGet(() -> PromptText.of(this));
  }

  /** Unix time of the world, in microseconds. */
  public long nowMicros() {
    return world().nowMicros();
  }

  /** Unix time at which the world started, in microseconds. */
  public long startMicros() {
    return world().startMicros();
  }

  /** All facts of the world so far. After {@code :back} this is another log. */
  public EventLog events() {
    return world().events();
  }

  /** All facts of a world by its name, which must be there. */
  public EventLog events(String world) {
    return timeline(world).world().events();
  }

  /** The number of the first fact since the last input that reached the world. */
  public int sinceInput() {
    return worlds.here().sinceInput();
  }

  /** The rows of the directives, in the order of help. */
  public SequencedCollection<DirectiveRow> directives() {
    return directives.rows();
  }

  /** The directive of a name without its colon, in any case. */
  public Optional<DirectiveRow> directive(String name) {
    return directives.find(name.toLowerCase(Locale.ROOT));
  }

  /** Adds a directive of a room above, such as {@code :run}; one of the same name gives way. */
  public void register(DirectiveRow row) {
    directives.add(row);
  }

  /** The inputs that made the world what it is. */
  public List<JournalEntry> journal() {
    return List.copyOf(worlds.here().journal());
  }

  /** The point at which this session is, for {@link #inputsSince}. */
  public Mark mark() {
    return new Mark(transcript().lines().size(), worlds.here().journal().size(), client(), node());
  }

  /**
   * What was entered since a point and made the world what it is, as lines of a script, with the
   * time that passed by itself; what was taken back is not among it.
   */
  public List<String> inputsSince(Mark point) {
    return Recording.inputs(this, point);
  }

  /**
   * A point of a session.
   *
   * @param lines how many lines were entered before it
   * @param inputs how many of them had reached the world
   * @param client in whose name the prompt spoke
   * @param node and to which node
   */
  public record Mark(int lines, int inputs, String client, String node) {
    /** Before the first line. */
    public static final Mark START = new Mark(0, 0, PROMPT_CLIENT, FIRST_NODE);
  }

  /** Every metric that needs no argument, by name, as {@code ?} lines compare them. */
  public SequencedMap<String, String> metrics() {
    return new Metrics(this).all();
  }

  /** The server of a node; empty when there is no such node, or it is down. */
  public Optional<RedisNode> redis(String nodeName) {
    return world().machine(nodeName).flatMap(Machine::node);
  }

  /** The Memcached of a name; empty when there is no such node, or it is down. */
  public Optional<MemcachedNode> memcached(String nodeName) {
    return world().cache(nodeName).flatMap(CacheMachine::node);
  }

  /** What can be seen of a node that is there, up or down. */
  public Scene scene(String nodeName) {
    Optional<CacheMachine> cache = world().cache(nodeName);
    if (cache.isPresent()) {
      return new CacheScene(Optional.of(this), world(), cache.get(), worlds.here().sinceInput());
    }
    Optional<PortMachine> port = world().port(nodeName);
    if (port.isPresent()) {
      return new PortScene(world(), port.get(), worlds.here().sinceInput());
    }
    return new LabScene(this, machine(nodeName), worlds.here().sinceInput());
  }

  /** The moment of a fact that was stated; to be walked to by a {@link Past}. */
  public Moment moment(int fact) {
    return worlds.here().moment(fact);
  }

  /** What is known of the acknowledged writes of a node, with the last so many of them. */
  public LedgerSnapshot ledger(String nodeName, int recent) {
    if (world().cache(nodeName).isPresent() || world().port(nodeName).isPresent()) {
      return world().noLedger(nodeName);
    }
    return world().ledger(machine(nodeName), recent);
  }

  /** How far the writes of a node have come to its replicas. */
  LedgerReach reach(String nodeName) {
    return world().machine(nodeName).map(world()::reach).orElse(LedgerReach.NONE);
  }

  /** The disk of a node that is there, up or down. */
  public Disk disk(String nodeName) {
    return machine(nodeName).disk();
  }

  private Machine machine(String nodeName) {
    return world()
        .machine(nodeName)
        .orElseThrow(() -> new IllegalArgumentException("there is no node " + nodeName));
  }

  /** The names of all nodes, in the order in which they were added. */
  public List<String> nodes() {
    return world().nodes();
  }

  /** The names of all clients that have a connection, and of the one at the prompt. */
  public List<String> clients() {
    return Clients.names(this);
  }

  /** How many bytes of a value, its line end included, a Memcached waits for; 0 for none. */
  public int missingBytes() {
    return world()
        .cache(node())
        .map(cache -> cache.missing(client()))
        .or(() -> world().proxy(node()).map(proxy -> proxy.missing(client())))
        .orElse(0);
  }

  /** The client in whose name the prompt speaks. */
  public String client() {
    return worlds.here().client;
  }

  /** The node to which the prompt speaks. */
  public String node() {
    return worlds.here().node;
  }

  /** The database that the client at the prompt has selected. */
  public int db() {
    return session().map(each -> each.db).orElse(0);
  }

  /** The connection of the client at the prompt, if it has one. */
  public Optional<Session> session() {
    return world().machine(node()).flatMap(machine -> machine.session(client()));
  }

  void client(String other) {
    worlds.here().client = other;
  }

  void node(String other) {
    worlds.here().node = other;
  }

  World world() {
    return worlds.here().world();
  }

  Transcript transcript() {
    return worlds.here().transcript();
  }

  /** What the world started from. */
  public WorldSpec spec() {
    return worlds.here().spec();
  }

  /** The files that this lab may read and write. */
  public TextFiles files() {
    return files;
  }

  /**
   * Whether somebody sees what is said beneath replies. Making it takes longer than most commands,
   * so who throws it away says so.
   */
  public void watched(boolean seen) {
    watched = seen;
  }

  boolean watched() {
    return watched;
  }

  /** How much is said beneath a reply. */
  public GlassMode glass() {
    return glass;
  }

  void glass(GlassMode mode) {
    glass = mode;
  }

  /** Whether the clock on the wall moves the world's, by {@link #pace}. */
  public boolean live() {
    return pacing.pace().live();
  }

  /** How many times as fast as on the wall time passes while the lab is live, {@code 1}. */
  public String speed() {
    return pacing.pace().speed();
  }

  /** The same in whole times, 1 when it is slower. */
  public long factor() {
    return StrictMath.max(1, pacing.pace().thousandths() / 1_000);
  }

  Pace pace() {
    return pacing.pace();
  }

  void pace(Pace other) {
    pacing.pace(other);
  }

  /** Whether {@code :quit} was entered. */
  public boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
  }
}
