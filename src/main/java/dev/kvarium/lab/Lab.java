package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.EventLog;
import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.command.Session;
import dev.kvarium.sim.LedgerReach;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.view.Scene;
import dev.kvarium.world.Disk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
  private final SequencedMap<String, Timeline> worlds = new LinkedHashMap<>();
  private String name = FIRST_WORLD;
  private Timeline here;
  private GlassMode glass = GlassMode.ON;
  private boolean watched = true;
  private Pace pace = Pace.WALL;
  private boolean ended;
  private volatile boolean interrupted;
  private Progress progress = (micros, ofMicros) -> {};
  private Optional<Companion> companion = Optional.empty();
  private Optional<Sandbox> sandbox = Optional.empty();
  private boolean entering;

  /** The world that the line at hand has begun. */
  private Optional<Timeline> begun = Optional.empty();

  private Port port = Port.NONE;
  private Runnable stirring = () -> {};
  private boolean wallKnown;
  private long pacedNanos;

  private Lab(Timeline first, TextFiles files) {
    this.here = first;
    this.files = files;
    worlds.put(name, first);
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
    Timeline asked = here;
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
    if (asked == here) {
      asked.transcript().end(mark, asked.journal().size(), outcome);
    } else if (begun.filter(each -> each == here).isPresent()) {
      Transcript fresh = here.transcript();
      Transcript.Speaker nobody = new Transcript.Speaker(here.client, here.node);
      fresh.end(fresh.begin(line.strip(), 0, 0, nobody), here.journal().size(), outcome);
    }
    return outcome;
  }

  /** Lets a step happen and writes it into the journal. */
  <T> T perform(Step step, boolean changes, Action<T> action) throws Refusal {
    return here.perform(step, changes, action);
  }

  /** What a step does in a world. */
  interface Action<T> {
    T in(World world) throws Refusal;
  }

  /** Lets a client's line to a Memcached happen. */
  String perform(Step.Line line, boolean changes) {
    return here.perform(line, changes);
  }

  /** Lets a client's command happen; whether it is a step shows only afterwards. */
  World.Ran perform(Step.Command command, StepRule rule) {
    return here.perform(command, rule);
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
            here.restore();
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
    List<Step> undone = here.lastSteps(steps);
    if (!undone.isEmpty()) {
      here.seekStep(here.steps() - undone.size());
    }
    return undone;
  }

  /** A world in which everything in the journal happened once more. */
  World repeated() {
    return here.repeated();
  }

  /** Begins another world in the place of this one; the history of this one ends. */
  public void begin(WorldSpec other) throws Refusal {
    here = new Timeline(other);
    begun = Optional.of(here);
    worlds.put(name, here);
  }

  /** Copies this world as it is under another name and goes on in the copy. */
  void fork(String other) {
    here = here.copy();
    name = other;
    worlds.put(name, here);
  }

  /** Goes on in another world, one that is there. */
  void enterWorld(String other) {
    here = timeline(other);
    name = other;
  }

  /** Forgets a world, which must be there and not the one at hand. */
  void drop(String other) {
    if (other.equals(name)) {
      throw new IllegalArgumentException("the world at hand cannot be dropped");
    }
    worlds.remove(other);
  }

  /**
   * Puts the world at hand aside under another name, and begins one in its place.
   *
   * @param as a name that no world has
   * @throws IllegalArgumentException when an option of the spec is unknown or cannot have its value
   */
  public void setAside(String as, WorldSpec other) {
    Timeline aside = here;
    try {
      begin(other);
    } catch (Refusal refusal) {
      throw new IllegalArgumentException(refusal.what(), refusal);
    }
    worlds.put(as, aside);
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
    Timeline back = worlds.remove(aside);
    Timeline inPlace = worlds.get(place);
    if (back == null) {
      return; // somebody has dropped it meanwhile
    }
    if (inPlace != null && !as.isEmpty()) {
      worlds.put(as, inPlace);
    }
    worlds.put(place, back);
    here = back;
    name = place;
  }

  /** Goes to a world by its name, which is begun if there is none. */
  public void goTo(String other, WorldSpec ifNone) {
    if (worlds.containsKey(other)) {
      enterWorld(other);
      return;
    }
    try {
      here = new Timeline(ifNone);
    } catch (Refusal refusal) {
      throw new IllegalArgumentException(refusal.what(), refusal);
    }
    name = other;
    worlds.put(other, here);
  }

  /** The names of the worlds, in the order in which they were made. */
  public List<String> worlds() {
    return List.copyOf(worlds.keySet());
  }

  /** The name of the world at hand. */
  public String worldName() {
    return name;
  }

  /** How many steps made the world what it is, those that only looked not counted. */
  public int steps() {
    return here.steps();
  }

  /** How many steps are known: those, and those ahead that were taken back. */
  public int allSteps() {
    return here.allSteps();
  }

  /** Whether there is a step to take back. */
  public boolean canGoBack() {
    return !here.lastSteps(1).isEmpty();
  }

  /** How many steps lie ahead, since they were taken back. */
  public int stepsAhead() {
    return here.stepsAhead();
  }

  /** How many steps lie ahead in a world by its name, which must be there. */
  public int stepsAhead(String world) {
    return timeline(world).stepsAhead();
  }

  Timeline timeline() {
    return here;
  }

  /** A world by its name, which must be there. */
  Timeline timeline(String other) {
    Timeline found = worlds.get(other);
    if (found == null) {
      throw new IllegalArgumentException("there is no world " + other);
    }
    return found;
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
    if (!pace.live() || realMicros <= 0) {
      return;
    }
    Pace.Stride stride = pace.stride(realMicros);
    pace = stride.rest();
    if (stride.micros() > 0) {
      here.drift(nowMicros() + stride.micros());
    }
  }

  /** Lets so much time pass as the clock on the wall does: it is no step. */
  public void elapse(long micros) {
    if (micros > 0) {
      here.drift(nowMicros() + micros);
    }
  }

  /**
   * To be called while nothing else is to be done: gets a part of the work done that a step back, a
   * fork or an explanation would need in a long session, a few milliseconds' worth.
   *
   * @return whether it is done with that, until something is entered
   */
  public boolean idle() {
    int inputs = here.journal().size();
    boolean worthIt = inputs >= LONG_SESSION && inputs <= TOO_LONG_FOR_TWO;
    return !worthIt || here.prepare(IDLE_INPUTS);
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
    if (wallKnown) {
      long micros = (wallNanos - pacedNanos) / 1_000;
      pacedNanos += micros * 1_000;
      pace(micros);
    } else {
      wallKnown = true;
      pacedNanos = wallNanos;
    }
  }

  /** Has clients served that come by a port; nobody else may serve any meanwhile. */
  public void port(Port other) {
    port = other;
  }

  /** Has somebody told whenever a client that comes by a port has been answered. */
  public void stirring(Runnable told) {
    stirring = told;
  }

  /**
   * Runs a command of a client that does not type: answers it, and hands to the port what others
   * were sent by it. Empty when the node is down.
   *
   * @param argv the words, at least one, not changed afterwards
   */
  public Optional<Port.Answer> ask(String client, byte[][] argv) {
    return ask(client, argv, new Commands(this)::changes);
  }

  private Optional<Port.Answer> ask(String client, byte[][] argv, StepRule rule) {
    Optional<Machine> machine = world().machine(FIRST_NODE);
    if (machine.flatMap(Machine::node).isEmpty()) {
      return Optional.empty();
    }
    World.Ran ran = perform(new Step.Command(client, FIRST_NODE, argv), rule);
    Optional<Session> after = machine.flatMap(each -> each.session(client));
    deliver();
    stirring.run();
    return Optional.of(
        new Port.Answer(
            ran.reply(),
            after.map(Session::resp3).orElse(false),
            after.map(Session::isWaiting).orElse(false),
            after.isEmpty()));
  }

  /** Whether a client that comes by a port waits for something. */
  public boolean waits(String client) {
    return world()
        .machine(FIRST_NODE)
        .flatMap(machine -> machine.session(client))
        .map(Session::isWaiting)
        .orElse(false);
  }

  /** A client that came by a port has left, which is no step that anybody would take back. */
  public void left(String client) {
    Optional<Session> session =
        world().machine(FIRST_NODE).flatMap(machine -> machine.session(client));
    if (session.isPresent() && session.get().isWaiting()) {
      // it cannot say so itself
      byte[][] kill = words("CLIENT", "KILL", "ID", Long.toString(session.get().id()));
      ask(Port.KEEPER, kill, (command, ran) -> false);
    } else if (session.isPresent()) {
      ask(client, words("QUIT"), (command, ran) -> false);
    }
  }

  private static byte[][] words(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }

  /** Hands to the port what its clients were sent. */
  public void deliver() {
    if (world().undelivered() > 0) {
      world().putBack(takeDeliveries());
    }
  }

  /** What clients were sent that do not come by a port. */
  List<Delivery> takeDeliveries() {
    List<Delivery> others = new ArrayList<>();
    for (Delivery each : world().takeDeliveries()) {
      if (!port.takes(each.client(), each.reply(), each.resp3())) {
        others.add(each);
      }
    }
    return others;
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
    return sandbox.filter(each -> each.name().equals(name)).isPresent();
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

  /**
   * What a check has to complain of: {@code ? metric op value} now, {@code ~ fact} and {@code !~
   * fact}, which must not be, among the facts from a number on. Empty when it holds.
   *
   * @throws Refusal when it cannot be read
   */
  public Optional<String> unmet(String check, int firstEvent) throws Refusal {
    if (check.startsWith("? ")) {
      return new MetricCheck(this).difference(check.substring(2).strip());
    }
    int from = StrictMath.min(firstEvent, world().events().size());
    if (check.startsWith("~ ")) {
      return new FactCheck(this).missing(check.substring(2).strip(), from);
    }
    if (check.startsWith("!~ ")) {
      return new FactCheck(this).forbidden(check.substring(3).strip(), from);
    }
    throw new Refusal("'" + check + "' is no check: one begins with ?, ~ or !~ and a space");
  }

  /**
   * What {@link #unmet} complains of, in words that name no fact and no metric as it is written.
   */
  public Optional<String> unmetInWords(String check, int firstEvent) throws Refusal {
    int from = StrictMath.min(firstEvent, world().events().size());
    if (check.startsWith("? ")) {
      return new MetricCheck(this).words(check.substring(2).strip());
    }
    if (check.startsWith("~ ")) {
      return new FactCheck(this).missingInWords(check.substring(2).strip(), from);
    }
    return check.startsWith("!~ ")
        ? new FactCheck(this).forbiddenInWords(check.substring(3).strip(), from)
        : unmet(check, firstEvent);
  }

  /** What stands before the cursor: {@code redis> }, {@code redis[3]> }, {@code worker-1> }. */
  public String prompt() {
    return follower().flatMap(Companion::prompt).orElseGet(this::ownPrompt);
  }

  private String ownPrompt() {
    StringBuilder prompt = new StringBuilder(name.equals(FIRST_WORLD) ? "" : name + ":");
    String client = client();
    String node = node();
    String kind =
        world().cache(node).isPresent()
            ? World.MEMCACHED
            : world()
                .port(node)
                .map(port -> port.models().split(" ")[0])
                .orElse(WorldSpec.DEFAULT.kind());
    if (client.equals(PROMPT_CLIENT) && node.equals(FIRST_NODE)) {
      prompt.append(kind);
    } else {
      prompt.append(client.equals(PROMPT_CLIENT) ? kind : client);
      if (!node.equals(FIRST_NODE)) {
        prompt.append('@').append(node);
      }
    }
    int missing = missingBytes();
    if (missing > 0) {
      prompt.append('(').append(missing).append(" B of the value)");
    }
    int db = db();
    if (db != 0) {
      prompt.append('[').append(db).append(']');
    }
    if (session().filter(Session::isInTransaction).isPresent()) {
      prompt.append("(TX)");
    }
    return prompt.append("> ").toString();
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
    return here.sinceInput();
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
    return List.copyOf(here.journal());
  }

  /** The point at which this session is, for {@link #inputsSince}. */
  public Mark mark() {
    return new Mark(transcript().lines().size(), here.journal().size(), client(), node());
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
      return new CacheScene(Optional.of(this), world(), cache.get(), here.sinceInput());
    }
    Optional<PortMachine> port = world().port(nodeName);
    if (port.isPresent()) {
      return new PortScene(world(), port.get(), here.sinceInput());
    }
    return new LabScene(this, machine(nodeName), here.sinceInput());
  }

  /** The moment of a fact that was stated; to be walked to by a {@link Past}. */
  public Moment moment(int fact) {
    return here.moment(fact);
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
    return here.client;
  }

  /** The node to which the prompt speaks. */
  public String node() {
    return here.node;
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
    here.client = other;
  }

  void node(String other) {
    here.node = other;
  }

  World world() {
    return here.world();
  }

  Transcript transcript() {
    return here.transcript();
  }

  /** What the world started from. */
  public WorldSpec spec() {
    return here.spec();
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
    return pace.live();
  }

  /** How many times as fast as on the wall time passes while the lab is live, {@code 1}. */
  public String speed() {
    return pace.speed();
  }

  /** The same in whole times, 1 when it is slower. */
  public long factor() {
    return StrictMath.max(1, pace.thousandths() / 1_000);
  }

  Pace pace() {
    return pace;
  }

  void pace(Pace other) {
    pace = other;
  }

  /** Whether {@code :quit} was entered. */
  public boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
  }
}
