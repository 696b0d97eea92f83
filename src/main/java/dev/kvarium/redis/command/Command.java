package dev.kvarium.redis.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row in the table of a running node, with what was counted of it. */
public final class Command {
  private final CommandRow row;

  /**
   * Read from the syntax when it is first asked for, since most starts call few commands; 0 before.
   */
  private int arity;

  private final NameTable subcommands;

  public long calls;
  public long micros;
  public long rejectedCalls;
  public long failedCalls;

  private int id;

  /** Worked out when they are first asked for; 0 before, since every command has some. */
  private int categories;

  private @Nullable LatencyHistogram times;

  Command(CommandRow row) {
    this.row = row;
    this.subcommands = new NameTable();
  }

  public CommandRow row() {
    return row;
  }

  /** Where the keys stand among the words of a call; nowhere when words lack. */
  public int[] keyPositions(byte[][] words) {
    return KeySpec.keys(row, words).stream().mapToInt(KeySpec.Key::at).toArray();
  }

  /** The name in lower case, {@code config|get} for a subcommand. */
  public String name() {
    return row.name();
  }

  /** Words of a call, negative when that is the least. */
  public int arity() {
    if (arity == 0) {
      arity = row.arity();
    }
    return arity;
  }

  /** Whether so many words are right. */
  public boolean takes(int words) {
    int wanted = arity();
    return wanted < 0 ? words >= -wanted : words == wanted;
  }

  void addSubcommand(Command subcommand) {
    String name = subcommand.name();
    subcommands.put(name.substring(name.indexOf('|') + 1).toLowerCase(Locale.ROOT), subcommand);
  }

  NameTable subcommandTable() {
    return subcommands;
  }

  /** The commands inside this container, in the order of their rows. */
  public List<Command> subcommands() {
    return subcommands.all();
  }

  /** Its number in the table, by which ACLs know it. */
  int id() {
    return id;
  }

  void number(int given) {
    id = given;
  }

  /** Whether an ACL category holds it. */
  boolean isOf(AclCategory category) {
    if (categories == 0) {
      categories = AclCategory.bits(row);
    }
    return (categories & 1 << category.ordinal()) != 0;
  }

  /** How long its calls took. */
  LatencyHistogram times() {
    LatencyHistogram known = times;
    if (known == null) {
      known = new LatencyHistogram();
      times = known;
    }
    return known;
  }

  /** Whether it is known how long any of its calls took. */
  boolean isTimed() {
    return times != null;
  }

  /** The same, empty when there were none, or nobody counted. */
  public Optional<LatencyHistogram> timesIfAny() {
    return Optional.ofNullable(times);
  }

  void resetStats() {
    times = null;
    calls = 0;
    micros = 0;
    rejectedCalls = 0;
    failedCalls = 0;
  }
}
