package dev.kvarium.sim;

import dev.kvarium.base.CommandText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What clients were promised: every write that a node told a client was done, with the place in the
 * node's log where it ends. Whether it would outlive a crash follows from that place alone,
 * compared with how far the log has been written and synced; so a crash can name exactly what is
 * gone.
 */
public final class Ledger {
  private static final int SHOWN_ALONE = 5;

  private final Holdings holdings = new Holdings();
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private long writes;

  /**
   * The writes of one node. The ends of those not lost ascend; writes outside the log have none.
   */
  private static final class Account {
    final List<Write> writes = new ArrayList<>();
    long lost;
    long unlogged;

    /** Writes that the node itself has no more, though they may be elsewhere. */
    long gone;

    /** How often the node began with what it found on its disk. */
    int lives;

    /** Writes up to this number are in a file of all keys. */
    long saved;
  }

  /** A write that a client was told is done. */
  public static final class Write {
    private final long number;
    private final String client;
    private final String node;
    private final byte[][] argv;
    private final long acknowledgedMicros;
    private final long end;
    private final List<Mark> marks = new ArrayList<>(1);
    private boolean lost;
    private boolean gone;

    /** Whether its node, which had lost it, took it back with the data of another. */
    private boolean back;

    private boolean saved;

    /** A stream of changes in which the write is, and where it ends there. */
    private record Mark(String stream, long offset) {}

    private Write(
        long number, String client, String node, byte[][] argv, long acknowledgedMicros, long end) {
      this.number = number;
      this.client = client;
      this.node = node;
      this.argv = argv;
      this.acknowledgedMicros = acknowledgedMicros;
      this.end = end;
    }

    /** Counts the writes of the world from 1. */
    public long number() {
      return number;
    }

    public String client() {
      return client;
    }

    public String node() {
      return node;
    }

    /** The command as it could be typed. */
    public String text() {
      return CommandText.of(argv, 128);
    }

    /** When the client was told, as Unix time in microseconds. */
    public long acknowledgedMicros() {
      return acknowledgedMicros;
    }

    /** Where it ends in the log of its node, in bytes; -1 when it is not in any log. */
    public long end() {
      return end;
    }

    /** Whether a server other than its own has it, or may still get it. */
    private boolean isElsewhere(Holdings holdings) {
      if (back && isIn(holdings, node)) {
        return true;
      }
      for (Mark each : marks) {
        if (holdings.hasElsewhere(node, each.stream(), each.offset())) {
          return true;
        }
      }
      return false;
    }

    private boolean isIn(Holdings holdings, String where) {
      for (Mark each : marks) {
        if (holdings.has(where, each.stream(), each.offset())) {
          return true;
        }
      }
      return false;
    }

    /** Whether it is in a stream up to a byte. */
    private boolean isWithin(String stream, long offset) {
      for (Mark each : marks) {
        if (each.stream().equals(stream) && each.offset() <= offset) {
          return true;
        }
      }
      return false;
    }

    /** Where it is, when so many bytes of the log have been written and synced. */
    public LedgerSnapshot.Place place(long writtenBytes, long syncedBytes) {
      if (lost) {
        return LedgerSnapshot.Place.LOST;
      }
      if (gone) {
        return LedgerSnapshot.Place.ELSEWHERE;
      }
      if (end < 0) {
        return saved ? LedgerSnapshot.Place.DISK : LedgerSnapshot.Place.MEMORY;
      }
      return end > writtenBytes
          ? LedgerSnapshot.Place.BUFFER
          : end > syncedBytes ? LedgerSnapshot.Place.PAGE_CACHE : LedgerSnapshot.Place.DISK;
    }
  }

  /**
   * A client was told that its write is done.
   *
   * @param end where the write ends in the node's log, in bytes; -1 when it is in no log
   */
  public Write acknowledge(
      String client, String node, byte[][] argv, long acknowledgedMicros, long end) {
    return acknowledge(client, node, argv, acknowledgedMicros, end, "", 0);
  }

  /**
   * A client was told that its write is done, which replicas get.
   *
   * @param stream of changes in which it is; empty when it is in none
   * @param offset where it ends there
   */
  public Write acknowledge(
      String client,
      String node,
      byte[][] argv,
      long acknowledgedMicros,
      long end,
      String stream,
      long offset) {
    Write write = new Write(++writes, client, node, argv, acknowledgedMicros, end);
    String own = stream.isEmpty() ? ownStream(node) : stream;
    long place = stream.isEmpty() ? write.number : offset;
    write.marks.add(new Write.Mark(own, place));
    holdings.extend(node, own, place);
    Account account = account(node);
    account.writes.add(write);
    if (end < 0) {
      account.unlogged++;
    }
    return write;
  }

  /**
   * All keys of a node are in a file, as they were after a write of the world: those up to it that
   * are in no log are safe.
   *
   * @param number of that write
   */
  public void saved(String node, long number) {
    Account account = account(node);
    for (Write write : account.writes) {
      if (write.number > account.saved && write.number <= number && write.end < 0) {
        account.unlogged -= write.lost || write.saved ? 0 : 1;
        write.saved = true;
      }
    }
    account.saved = StrictMath.max(account.saved, number);
  }

  /** Who has what of which stream. */
  public Holdings holdings() {
    return holdings;
  }

  /**
   * A node died, and of its log so many bytes are left; {@link #settle} says what is lost by that.
   */
  public void crash(String node, long survivingBytes) {
    crash(node, end -> end <= survivingBytes);
  }

  /**
   * A node died, and of its log only parts are left.
   *
   * @param survives whether a write that ends there is in one of them
   */
  public void crash(String node, LongPredicate survives) {
    Account account = account(node);
    for (Write write : account.writes) {
      write.back = false;
      if (!write.gone && (write.end < 0 ? !write.saved : !survives.test(write.end))) {
        write.gone = true;
        account.gone++;
      }
    }
    account.unlogged = 0;
  }

  /** A node took all data from another: of its own writes those are gone that are not in it. */
  public void replaced(String node) {
    Account account = account(node);
    for (Write write : account.writes) {
      boolean there = write.isIn(holdings, node);
      write.back = write.gone && there;
      if (!write.gone && !there) {
        write.gone = true;
        account.gone++;
        account.unlogged -= write.end < 0 && !write.saved ? 1 : 0;
      }
    }
  }

  /** A node began with what it found on its disk: what it gives to others holds all of that. */
  public void began(String node) {
    Account account = account(node);
    account.lives++;
    String stream = ownStream(node);
    for (Write write : account.writes) {
      if (!write.gone) {
        write.marks.add(new Write.Mark(stream, write.number));
        holdings.extend(node, stream, write.number);
      }
    }
  }

  /** What stands for a stream of changes as long as a server keeps none. */
  private String ownStream(String node) {
    return "of " + node + " in life " + account(node).lives;
  }

  /** Finds out which writes nobody has any more, in the order of their numbers. */
  public List<Write> settle() {
    List<Write> lost = new ArrayList<>();
    for (Account account : accounts.values()) {
      if (account.gone > account.lost) {
        for (Write write : account.writes) {
          if (write.gone && !write.lost && !write.isElsewhere(holdings)) {
            write.lost = true;
            account.lost++;
            lost.add(write);
          }
        }
      }
    }
    lost.sort((one, other) -> Long.compare(one.number, other.number));
    return lost;
  }

  /** How many writes of all nodes were acknowledged. */
  public long acknowledged() {
    return writes;
  }

  /** How many acknowledged writes of all nodes are gone. */
  public long lost() {
    long lost = 0;
    for (Account account : accounts.values()) {
      lost += account.lost;
    }
    return lost;
  }

  /** The acknowledged writes of a node that are gone, in the order of their numbers. */
  public List<Write> lostOf(String node) {
    return account(node).writes.stream().filter(each -> each.lost).toList();
  }

  /**
   * What is known of one node's writes.
   *
   * @param writtenBytes how many bytes of its log the kernel has
   * @param syncedBytes how many of them are on the disk
   * @param recent how many of the last writes to list at most
   */
  public LedgerSnapshot snapshot(String node, long writtenBytes, long syncedBytes, int recent) {
    Account account = account(node);
    long buffered = 0;
    long cached = 0;
    for (int i = account.writes.size() - 1; i >= 0; i--) {
      Write write = account.writes.get(i);
      LedgerSnapshot.Place place = write.place(writtenBytes, syncedBytes);
      if (place == LedgerSnapshot.Place.BUFFER) {
        buffered++;
      } else if (place == LedgerSnapshot.Place.PAGE_CACHE) {
        cached++;
      } else if (place == LedgerSnapshot.Place.DISK) {
        break;
      }
    }
    long all = account.writes.size();
    long elsewhere = account.gone - account.lost;
    List<LedgerSnapshot.Line> lines = new ArrayList<>();
    for (Write each :
        account.writes.subList((int) (all - StrictMath.min(all, recent)), (int) all)) {
      lines.add(line(each, each.place(writtenBytes, syncedBytes)));
    }
    List<LedgerSnapshot.Line> lost = new ArrayList<>();
    for (Write each : lostOf(node)) {
      lost.add(line(each, LedgerSnapshot.Place.LOST));
    }
    return new LedgerSnapshot(
        node,
        all,
        account.unlogged,
        buffered,
        cached,
        all - account.gone - account.unlogged - buffered - cached,
        account.lost,
        List.copyOf(lines),
        List.copyOf(lost),
        elsewhere);
  }

  /**
   * How far the writes of a node have come to its replicas. Those from before there was a stream
   * came with the first snapshot, so they count for whoever has any of it.
   *
   * @param sent the last byte of its stream that was sent to a replica, -1 when there is none
   * @param replicated the last that one has said it has
   */
  public LedgerReach reach(String node, String stream, long sent, long replicated) {
    long allSent = 0;
    long allReplicated = 0;
    long alone = 0;
    List<String> last = new ArrayList<>();
    List<Write> all = account(node).writes;
    for (int i = all.size() - 1; i >= 0; i--) {
      Write write = all.get(i);
      if (write.gone) {
        continue;
      }
      boolean within = replicated > 0 && write.isWithin(stream, replicated);
      boolean before = replicated > 0 && !write.isWithin(stream, Long.MAX_VALUE);
      allSent += sent >= 0 && (before || write.isWithin(stream, sent)) ? 1 : 0;
      if (within || before) {
        allReplicated++;
      } else {
        alone++;
        if (last.size() < SHOWN_ALONE) {
          last.addFirst(write.text());
        }
      }
    }
    return new LedgerReach(allSent, allReplicated, alone, List.copyOf(last));
  }

  /** The writes of a node that are not gone and that another does not have. */
  public List<Write> missingFrom(String node, String other) {
    List<Write> missing = new ArrayList<>();
    for (Write write : account(node).writes) {
      if (!write.gone && !write.isIn(holdings, other)) {
        missing.add(write);
      }
    }
    return missing;
  }

  private static LedgerSnapshot.Line line(Write write, LedgerSnapshot.Place place) {
    return new LedgerSnapshot.Line(
        write.number, write.client, write.text(), write.acknowledgedMicros, write.end, place);
  }

  private Account account(String node) {
    @Nullable Account account = accounts.get(node);
    if (account == null) {
      account = new Account();
      accounts.put(node, account);
    }
    return account;
  }
}
