package dev.kvarium.lab;

import dev.kvarium.event.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedCollection;
import java.util.SequencedMap;

/**
 * A world with its history: takes lines as they are typed or stand in a script, answers each with
 * what is to be shown, and can take them back.
 *
 * <p>The world is a function of its {@link WorldSpec} and its journal. Not for use by several
 * threads.
 */
public final class Lab {
  /** The name of the client at the prompt, until {@code :client} says otherwise. */
  public static final String PROMPT_CLIENT = "you";

  /** The name of a world's first node. */
  public static final String FIRST_NODE = "main";

  private final TextFiles files;
  private final DirectiveTable directives = new DirectiveTable();
  private final List<JournalEntry> journal = new ArrayList<>();
  private WorldSpec spec;
  private EventLog events = new EventLog();
  private GlassMode glass = GlassMode.ON;
  private boolean live = true;
  private boolean ended;

  private Lab(WorldSpec spec, TextFiles files) {
    this.spec = spec;
    this.files = files;
  }

  /** A new world with no files to read or write. */
  public static Lab open(WorldSpec spec) {
    return open(spec, TextFiles.NONE);
  }

  /** A new world that may read and write these files. */
  public static Lab open(WorldSpec spec, TextFiles files) {
    return new Lab(spec, files);
  }

  /**
   * Follows one line: a command, {@code :directive}, {@code + 500ms}, {@code name> CMD}, {@code
   * name@node> CMD}, {@code # prose}, {@code ? metric op value} or {@code ~ Family.Fact args}; a
   * {@code >} before a command may be left out. Never throws for what was typed.
   */
  public Outcome enter(String line) {
    try {
      return new Outcome(line, follow(line.strip()));
    } catch (Refusal refusal) {
      return new Outcome(line, List.of(new Part.Problem(refusal.what())));
    }
  }

  private List<Part> follow(String line) throws Refusal {
    if (line.isEmpty() || line.startsWith("#")) {
      return List.of();
    }
    throw new Refusal("'" + line + "' cannot be followed");
  }

  /** What stands before the cursor: {@code redis> }, {@code redis[3]> }, {@code worker-1> }. */
  public String prompt() {
    return spec.kind() + "> ";
  }

  /** Unix time of the world, in microseconds. */
  public long nowMicros() {
    return spec.epochMicros();
  }

  /** Unix time at which the world started, in microseconds. */
  public long startMicros() {
    return spec.epochMicros();
  }

  /** All facts of the world so far. After {@code :back} this is another log. */
  public EventLog events() {
    return events;
  }

  /** The rows of the directives, in the order of help. */
  public SequencedCollection<DirectiveRow> directives() {
    return directives.rows();
  }

  /** Adds a directive of a room above, such as {@code :run}; one of the same name gives way. */
  public void register(DirectiveRow row) {
    directives.add(row);
  }

  /** The inputs that made the world what it is. */
  public List<JournalEntry> journal() {
    return List.copyOf(journal);
  }

  /** Every metric that needs no argument, by name, as {@code ?} lines compare them. */
  public SequencedMap<String, String> metrics() {
    return new java.util.LinkedHashMap<>();
  }

  /** What the world started from. */
  public WorldSpec spec() {
    return spec;
  }

  /** The files that this lab may read and write. */
  public TextFiles files() {
    return files;
  }

  /** How much is said beneath a reply. */
  public GlassMode glass() {
    return glass;
  }

  /** Whether the clock on the wall moves the world's, by {@link #pace}. */
  public boolean live() {
    return live;
  }

  /** Whether {@code :quit} was entered. */
  public boolean ended() {
    return ended;
  }

  /**
   * Lets so much time pass as passed on the wall, in microseconds, when the lab is live; otherwise
   * does nothing.
   */
  public void pace(long realMicros) {}
}
