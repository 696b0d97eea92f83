package dev.kvarium.twin;

import dev.kvarium.base.Blob;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.keyspace.KeyspaceSnapshot;
import dev.kvarium.sim.LedgerSnapshot;
import dev.kvarium.sim.SimDisk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A workload that is cut at each operation of its disk in turn: each write, each beginning and each
 * end of a sync, each rename, truncation and removal. After each cut the server is started again
 * from what is left.
 *
 * <p>What must be there is not asked of the ledger but of another run of the same workload, which
 * nobody cuts, and which is the same up to the cut, since a world is a function of its seed.
 */
final class CrashLoop {
  /** How the workload is cut. */
  enum Cut {
    PROCESS,
    POWER
  }

  /** What one cut led to. */
  record Point(
      int operation,
      String what,
      long acknowledged,
      List<LedgerSnapshot.Line> lost,
      long oldestLostMicros,
      boolean gap,
      String refusal) {}

  /** Instead of an operation: here it is cut. */
  private static final String CUT = "cut";

  /** Unwinds everything up to the line that was entered. */
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted(String where) {
      super(where, null, false, false);
    }
  }

  /** What XREADGROUP changes and redis-server does not log: entries read, when seen. */
  private static final Pattern NOT_LOGGED = Pattern.compile("(, read |=seen )-?[0-9]+");

  /** A key of a database: when it expires, and what it holds. */
  private record Held(long expireAtMillis, String content) {}

  private final WorldSpec spec;
  private final List<String> lines;

  /** The names of the operations of an uncut run. */
  private final List<String> operations = new ArrayList<>();

  /** What all databases held after each line, by the number of writes acknowledged by then. */
  private final Map<Long, List<Map<String, Held>>> states = new HashMap<>();

  CrashLoop(WorldSpec spec, List<String> lines) {
    this.spec = spec;
    this.lines = lines;
    Lab lab = open(operations::add);
    states.computeIfAbsent(0L, none -> new ArrayList<>()).add(held(lab));
    for (String line : lines) {
      lab.enter(line);
      states
          .computeIfAbsent(lab.ledger("main", 0).acknowledged(), none -> new ArrayList<>())
          .add(held(lab));
    }
  }

  private Lab open(Consumer<String> told) {
    Lab lab = Lab.open(spec);
    lab.enter(":glass off");
    disk(lab).beforeEach(told);
    return lab;
  }

  private static SimDisk disk(Lab lab) {
    return (SimDisk) lab.disk("main");
  }

  List<String> operations() {
    return operations;
  }

  /** A lab that was cut at an operation, and is down. */
  Lab cutAt(int operation, Cut cut) {
    return cutAt(operation, cut, (disk, told) -> {});
  }

  private Lab cutAt(int operation, Cut cut, BiConsumer<SimDisk, String> look) {
    int[] at = {0};
    Lab lab = open(told -> {});
    disk(lab)
        .beforeEach(
            told -> {
              look.accept(disk(lab), told);
              if (at[0]++ == operation) {
                throw new Interrupted(told);
              }
            });
    try {
      lines.forEach(lab::enter);
      throw new AssertionError("there is no operation " + operation);
    } catch (Interrupted here) {
      disk(lab).beforeEach(told -> {});
      look.accept(disk(lab), CUT);
    }
    lab.enter(":crash " + (cut == Cut.POWER ? "power" : "process"));
    return lab;
  }

  /**
   * Cuts at an operation, starts again, and holds what is there against what must be.
   *
   * @throws AssertionError when they differ
   */
  Point check(int operation, Cut cut) {
    Lab lab = cutAt(operation, cut);
    String where = spec.line() + ", cut " + operation + " (" + operations.get(operation) + ")";
    final long crashedMicros = lab.nowMicros();
    List<Long> missing = Surviving.missing(lab);
    if (!missing.equals(numbers(lab.ledger("main", 0)))) {
      throw new AssertionError(
          "missing are " + missing + ", not " + numbers(lab.ledger("main", 0)) + " at " + where);
    }
    String answer = lab.enter(":restart").parts().toString();
    LedgerSnapshot ledger = lab.ledger("main", 0);
    List<LedgerSnapshot.Line> lost = ledger.lostWrites();
    if (!missing.equals(numbers(ledger))) {
      throw new AssertionError("only the start lost some: " + numbers(ledger) + " at " + where);
    }
    long kept = ledger.acknowledged() - lost.size();
    boolean gap = !lost.isEmpty() && lost.getFirst().number() != kept + 1;
    long oldest = lost.isEmpty() ? 0 : crashedMicros - lost.getFirst().acknowledgedMicros();
    boolean up = lab.redis("main").isPresent();
    if (gap) {
      compareWithReplay(operation, cut, where);
    } else if (up) {
      compare(lab, kept, lost.isEmpty(), where);
    }
    return new Point(
        operation,
        operations.get(operation),
        ledger.acknowledged(),
        lost,
        oldest,
        gap,
        up ? "" : answer);
  }

  private static List<Long> numbers(LedgerSnapshot ledger) {
    return ledger.lostWrites().stream().map(LedgerSnapshot.Line::number).toList();
  }

  /**
   * The databases must hold what they held when so many writes were acknowledged; where none is
   * lost, the write that was under way may be there as well, though nobody was told of it.
   */
  private void compare(Lab lab, long kept, boolean allKept, String where) {
    long nowMillis = lab.nowMicros() / 1_000;
    Map<String, String> found = alive(held(lab), nowMillis);
    for (long writes = kept; writes <= kept + (allKept ? 2 : 0); writes++) {
      for (Map<String, Held> state : states.getOrDefault(writes, List.of())) {
        if (alive(state, nowMillis).equals(found)) {
          return;
        }
      }
    }
    StringBuilder text = new StringBuilder("after " + kept + " writes, at " + where);
    for (Map<String, Held> state : states.getOrDefault(kept, List.of())) {
      Map<String, String> wanted = alive(state, nowMillis);
      text.append("\n ");
      wanted.forEach(
          (name, what) -> {
            if (!what.equals(found.get(name))) {
              text.append(" wanted ").append(name).append(' ').append(what);
            }
          });
      found.forEach(
          (name, what) -> {
            if (!what.equals(wanted.get(name))) {
              text.append(" found ").append(name).append(' ').append(what);
            }
          });
    }
    throw new AssertionError(text.toString());
  }

  /**
   * Where writes are missing in the middle, no moment of the uncut run had what must be there: the
   * commands that are left are given to a node that has nothing, one increment after the other. A
   * torn increment that is not the last, which no server starts with, is mended first.
   */
  private void compareWithReplay(int operation, Cut cut, String where) {
    Replayed replayed = new Replayed();
    Lab again =
        cutAt(
            operation,
            cut,
            (disk, told) -> {
              if (told.startsWith("delete") || told.equals(CUT)) {
                replayed.look(disk);
              }
            });
    Replayed.mend(disk(again));
    Map<String, Held> left = held(replayed.node(disk(again)).node());
    again.enter(":restart");
    long nowMillis = again.nowMicros() / 1_000;
    Map<String, String> wanted = alive(left, nowMillis);
    Map<String, String> found = alive(held(again), nowMillis);
    if (!wanted.equals(found)) {
      throw new AssertionError("wanted " + wanted + " found " + found + " at " + where);
    }
  }

  private static Map<String, Held> held(Lab lab) {
    return held(lab.redis("main").orElseThrow());
  }

  /** What the databases of a node hold; looking changes nothing. */
  private static Map<String, Held> held(RedisNode node) {
    Map<String, Held> held = new TreeMap<>();
    for (KeyspaceSnapshot.Database db : node.snapshot(Integer.MAX_VALUE).filled()) {
      for (KeyspaceSnapshot.Key key : db.page()) {
        Blob name = key.name();
        held.put(
            db.number() + " " + name,
            new Held(
                key.expireAtMillis().orElse(Long.MAX_VALUE),
                key.type() + node.content(db.number(), name.bytes()).orElseThrow()));
      }
    }
    return held;
  }

  private static Map<String, String> alive(Map<String, Held> held, long nowMillis) {
    Map<String, String> alive = new TreeMap<>();
    held.forEach(
        (name, what) -> {
          if (what.expireAtMillis() > nowMillis) {
            alive.put(name, NOT_LOGGED.matcher(what.toString()).replaceAll("$1"));
          }
        });
    return alive;
  }

  private static final String[] COMMANDS = {
    "SET s%k %v",
    "SET s%k %v PX %n00",
    "SET s%k %v EX %n0",
    "APPEND s%k %v",
    "INCR c%k",
    "INCRBYFLOAT f%k 0.5",
    "DEL s%k l%k",
    "EXPIRE s%k %n0",
    "GETEX s%k PERSIST",
    "GETDEL s%k",
    "LPUSH l%k %v %v",
    "RPOP l%k",
    "HSET h%k f%n %v g%n %v",
    "HINCRBYFLOAT h%k n 1.5",
    "HDEL h%k f%n",
    "SADD t%k %v %n",
    "SPOP t%k",
    "ZADD z%k %n %v",
    "ZINCRBY z%k 1.5 %v",
    "ZPOPMIN z%k",
    "XADD x%k * f %v",
    "XADD x%k MAXLEN ~ 5 * f %v",
    "XGROUP CREATE x%k g 0 MKSTREAM",
    "XREADGROUP GROUP g w COUNT 2 STREAMS x%k >",
    "PFADD p%k %v %n",
    "SETBIT b%k %n 1",
    "MSET s%k %v q%k %v",
    "COPY h%k h%k",
    "RENAME s%k q%k",
    "MOVE q%k 1",
    "EVAL \"redis.call('INCR', KEYS[1]) return redis.call('RPUSH', KEYS[2], ARGV[1])\" 2 c%k l%k"
        + " %v",
    "EVAL \"redis.call('INCR', KEYS[1]) return redis.call('RPUSH', KEYS[1], 1)\" 1 c%k",
    "worker> BLPOP l%k 1",
    "other> LPUSH l%k %v"
  };

  /**
   * Lines of all types of commands, of several clients, of transactions, and of time.
   *
   * @param mortal whether keys get times to live
   * @param waiting whether a client waits for a list: who serves it leaves two entries in the log,
   *     and a torn write may keep the first alone
   */
  static List<String> workload(long seed, int commands, boolean mortal, boolean waiting) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < commands; ) {
      switch (random.nextInt(24)) {
        case 0 -> lines.add("+ " + (1 + random.nextInt(400)) + "ms");
        case 1 -> lines.add(random.nextInt(3) == 0 ? "SELECT " + random.nextInt(2) : "GET s1");
        case 2 -> lines.add(random.nextInt(4) == 0 ? "BGSAVE" : "other> SELECT 1");
        case 3 -> {
          if (random.nextInt(2) == 0) {
            lines.add("BGREWRITEAOF");
          } else if (random.nextInt(4) == 0) {
            lines.add("FLUSHDB");
            i++;
          }
        }
        case 4 -> {
          lines.add("third> MULTI");
          for (int j = random.nextInt(4); j >= 0; j--) {
            lines.add("third> " + filled("INCR c%k", random));
            lines.add("third> " + filled("RPUSH l%k %v", random));
          }
          lines.add("third> EXEC");
          i++;
        }
        default -> {
          String template = COMMANDS[random.nextInt(COMMANDS.length)];
          boolean waits = template.startsWith("worker>");
          if (waits && !waiting) {
            continue;
          }
          if (mortal || !template.contains("X %n") && !template.startsWith("EXPIRE")) {
            lines.add(filled(template, random));
            i++;
          }
        }
      }
    }
    return lines;
  }

  private static String filled(String template, SplittableRandom random) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '%') {
        line.append(c);
        continue;
      }
      switch (template.charAt(++i)) {
        case 'k' -> line.append(random.nextInt(3));
        case 'n' -> line.append(1 + random.nextInt(9));
        default ->
            line.append(
                random.nextInt(6) == 0
                    ? "x".repeat(1 + random.nextInt(90))
                    : "v" + random.nextInt(1_000));
      }
    }
    return line.toString();
  }
}
