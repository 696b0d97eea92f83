package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pair: puts a stream of steps to both sides, and after each batch compares what became of the
 * data.
 *
 * <p>Kvarium's clock is set to the server's before each batch and stands still during it, so times
 * may differ by as long as a batch took, and by no more.
 */
final class Twin implements AutoCloseable {
  private static final int BATCH = 100;
  private static final long SHORT_LIFE_MILLIS = 15;

  private static final String[][] DEFAULTS = {
    {"hash-max-listpack-entries", "512"},
    {"hash-max-listpack-value", "64"},
    {"set-max-intset-entries", "512"},
    {"zset-max-listpack-entries", "128"},
    {"zset-max-listpack-value", "64"},
    {"list-max-listpack-size", "-2"},
    {"list-compress-depth", "0"},
    {"hll-sparse-max-bytes", "3000"},
    {"stream-node-max-bytes", "4096"},
    {"stream-node-max-entries", "100"},
  };

  private final RealRedis real;
  private final long seed;
  private RespLink link;
  private RespLink inspector;
  private Ours ours;
  private long slackMillis;
  private long questions;

  Twin(RealRedis real, long seed) throws IOException {
    this.real = real;
    this.seed = seed;
    reset();
  }

  /** How much the times of the two may differ, in milliseconds. */
  long slackMillis() {
    return slackMillis;
  }

  /** How many questions about the state were compared. */
  long questions() {
    return questions;
  }

  Ours ours() {
    return ours;
  }

  /** Empties both sides and puts their parameters back. */
  void reset() throws IOException {
    close();
    link = new RespLink(real.port());
    inspector = new RespLink(real.port());
    ours = new Ours(seed);
    slackMillis = 5;
    inspector.ask("FLUSHALL", "SYNC");
    inspector.ask("DEBUG", "SET-ACTIVE-EXPIRE", "0");
    for (String[] each : DEFAULTS) {
      inspector.ask("CONFIG", "SET", each[0], each[1]);
    }
  }

  @Override
  public void close() throws IOException {
    if (link != null) {
      link.close();
      inspector.close();
    }
  }

  /** Puts the steps to both sides, from where they stand; the first difference, if there is one. */
  Optional<Divergence> run(List<Op> ops) throws IOException {
    for (int from = 0; from < ops.size(); from += BATCH) {
      int to = Math.min(ops.size(), from + BATCH);
      Optional<Divergence> found = batch(ops, from, to);
      if (found.isEmpty()) {
        found = new State(inspector, ours, slackMillis, to - 1).compare();
        questions++;
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Divergence> batch(List<Op> ops, int from, int to) throws IOException {
    int next = from;
    while (next < to) {
      int end = next;
      while (end < to && ops.get(end).kind() == Op.Kind.PLAIN) {
        end++;
      }
      Optional<Divergence> found = end > next ? plain(ops, next, end) : special(ops, next);
      if (found.isPresent()) {
        return found;
      }
      next = Math.max(end, next + 1);
    }
    return Optional.empty();
  }

  private long setClock() throws IOException {
    List<Reply> time = Same.items(Same.parse(inspector.ask("TIME")));
    long micros = number(time.get(0)) * 1_000_000 + number(time.get(1));
    ours.setClock(micros);
    return micros;
  }

  private static long number(Reply reply) {
    return Long.parseLong(Bytes.text(((Reply.Bulk) reply).bytes()));
  }

  private void widenSlack(long since) throws IOException {
    List<Reply> time = Same.items(Same.parse(inspector.ask("TIME")));
    long now = number(time.get(0)) * 1_000_000 + number(time.get(1));
    slackMillis = Math.max(slackMillis, (now - since) / 1_000 + 3);
  }

  private Optional<Divergence> plain(List<Op> ops, int from, int to) throws IOException {
    List<byte[][]> requests = new ArrayList<>();
    for (Op op : ops.subList(from, to)) {
      requests.add(op.argv());
    }
    long since = setClock();
    List<byte[]> replies = link.ask(requests);
    widenSlack(since);
    for (int i = from; i < to; i++) {
      Op op = ops.get(i);
      boolean scattered = Rules.isScattered(op, ours);
      byte[] own = ours.run(op.argv());
      byte[] theirs = replies.get(i - from);
      if (!Rules.same(op, theirs, own, scattered, slackMillis)) {
        return differs(op, i, theirs, own);
      }
    }
    return Optional.empty();
  }

  private static Optional<Divergence> differs(Op op, int index, byte[] theirs, byte[] own) {
    return Optional.of(new Divergence("reply of " + op.name(), index, op.line(), theirs, own));
  }

  private Optional<Divergence> special(List<Op> ops, int index) throws IOException {
    long since = setClock();
    Op op = ops.get(index);
    Optional<Divergence> found =
        switch (op.kind()) {
          case PLAIN -> plain(ops, index, index + 1);
          case ALONE -> {
            try (RespLink other = new RespLink(real.port())) {
              other.ask("PING"); // by now it was accepted
            }
            yield plain(ops, index, index + 1);
          }
          case SHORT_LIFE -> {
            byte[] theirs = link.ask(op.argv());
            byte[] own = ours.run(op.argv());
            RealRedis.pause(SHORT_LIFE_MILLIS);
            setClock();
            yield Same.equal(theirs, own) ? Optional.empty() : differs(op, index, theirs, own);
          }
          case SCAN -> scan(op, index);
          case RANDOM -> random(op, index);
          case SPOP -> spop(op, index);
          case CLOCK_ID -> clockId(op, index);
          case DISTANCES -> distances(ops, index);
        };
    widenSlack(since);
    return found;
  }

  /** A key whose scores differ in their last digits is given up on both sides. */
  private Optional<Divergence> distances(List<Op> ops, int index) throws IOException {
    Optional<Divergence> found = plain(ops, index, index + 1);
    byte[][] argv = ops.get(index).argv();
    byte[] key = argv.length > 1 ? argv[1] : Bytes.EMPTY;
    for (int i = 0;
        i + 1 < argv.length && !Bytes.equalsIgnoreCase(argv[0], "geosearchstore");
        i++) {
      key = Bytes.equalsIgnoreCase(argv[i], "storedist") ? argv[i + 1] : key;
    }
    byte[][] question = {
      Bytes.of("ZRANGE"), key, Bytes.of("0"), Bytes.of("-1"), Bytes.of("WITHSCORES")
    };
    byte[] theirs = link.ask(question);
    byte[] own = ours.run(question);
    if (!Same.equal(theirs, own) && Same.nearScores(theirs, own)) {
      byte[][] removal = {Bytes.of("DEL"), key};
      link.ask(removal);
      ours.run(removal);
    }
    return found;
  }

  /** Walks a cursor on each side by itself; what was seen in all must be the same. */
  private Optional<Divergence> scan(Op op, int index) throws IOException {
    byte[] theirs = link.ask(op.argv());
    byte[] own = ours.run(op.argv());
    if (Same.parse(theirs) instanceof Reply.Error || Same.parse(own) instanceof Reply.Error) {
      return Same.equal(theirs, own) ? Optional.empty() : differs(op, index, theirs, own);
    }
    int place = op.name().equals("scan") ? 1 : 2;
    byte[][] argv = op.argv().clone();
    List<Reply> seenThere = new ArrayList<>();
    byte[] frame = theirs;
    while (collect(frame, seenThere, argv, place)) {
      frame = link.ask(argv);
    }
    argv = op.argv().clone();
    List<Reply> seenHere = new ArrayList<>();
    frame = own;
    while (collect(frame, seenHere, argv, place)) {
      frame = ours.run(argv);
    }
    int group = op.name().equals("hscan") || op.name().equals("zscan") ? 2 : 1;
    boolean same =
        Same.sortedGroups(seenThere, group).stream()
            .distinct()
            .toList()
            .equals(Same.sortedGroups(seenHere, group).stream().distinct().toList());
    return same ? Optional.empty() : differs(op, index, theirs, own);
  }

  /** Adds a page to what was seen; whether more is to come, from the cursor then put into argv. */
  private static boolean collect(byte[] frame, List<Reply> seen, byte[][] argv, int place) {
    List<Reply> page = Same.items(Same.parse(frame));
    seen.addAll(Same.items(page.get(1)));
    argv[place] = ((Reply.Bulk) page.get(0)).bytes();
    return !(argv[place].length == 1 && argv[place][0] == '0');
  }

  /** Gives the id that the server made to Kvarium: all that follows from it must be the same. */
  private Optional<Divergence> clockId(Op op, int index) throws IOException {
    byte[] theirs = link.ask(op.argv());
    byte[][] argv = op.argv().clone();
    if (Same.parse(theirs) instanceof Reply.Bulk(byte[] id)) {
      argv[op.clockIdAt()] = id;
    }
    byte[] own = ours.run(argv);
    return Same.equal(theirs, own) ? Optional.empty() : differs(op, index, theirs, own);
  }

  private Optional<Divergence> random(Op op, int index) throws IOException {
    if (op.name().equals("randomkey")) {
      // a draw removes expired keys that it meets: let both meet all of them before
      byte[][] all = {Bytes.of("SCAN"), Bytes.of("0"), Bytes.of("COUNT"), Bytes.of("100000")};
      link.ask(all);
      ours.run(all);
    }
    byte[] theirs = link.ask(op.argv());
    byte[] own = ours.run(op.argv());
    if (Same.equal(theirs, own)) {
      return Optional.empty();
    }
    return Rules.sameShape(Same.parse(theirs), Same.parse(own))
            && Rules.drawnFromTheSame(op, theirs, own, ours)
        ? Optional.empty()
        : differs(op, index, theirs, own);
  }

  private Optional<Divergence> spop(Op op, int index) throws IOException {
    boolean realDraws = (op.line().hashCode() & 1) == 0;
    byte[] theirs;
    byte[] own;
    if (op.argv().length == 2) {
      byte[] drawn = realDraws ? link.ask(op.argv()) : ours.run(op.argv());
      if (Same.parse(drawn) instanceof Reply.Bulk member) {
        byte[][] removal = {Bytes.of("SREM"), op.argv()[1], member.bytes()};
        byte[] removed = realDraws ? ours.run(removal) : link.ask(removal);
        byte[] one = Bytes.of(":1\r\n");
        return Same.equal(removed, one)
            ? Optional.empty()
            : differs(op, index, realDraws ? drawn : removed, realDraws ? removed : drawn);
      }
      theirs = realDraws ? drawn : link.ask(op.argv());
      own = realDraws ? ours.run(op.argv()) : drawn;
      return Same.equal(theirs, own) ? Optional.empty() : differs(op, index, theirs, own);
    }
    theirs = link.ask(op.argv());
    own = ours.run(op.argv());
    if (!Rules.sameShape(Same.parse(theirs), Same.parse(own))) {
      return differs(op, index, theirs, own);
    }
    if (!(Same.parse(theirs) instanceof Reply.Error) && !Same.equal(theirs, own)) {
      // what is left was chosen by chance: go on without it
      byte[][] left = {Bytes.of("SCARD"), op.argv()[1]};
      byte[] leftThere = link.ask(left);
      byte[] leftHere = ours.run(left);
      if (!Same.equal(leftThere, leftHere)) {
        return differs(Op.of(left), index, leftThere, leftHere);
      }
      byte[][] removal = {Bytes.of("DEL"), op.argv()[1]};
      link.ask(removal);
      ours.run(removal);
    }
    return Optional.empty();
  }
}
