package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what the two hold: keys, types, times, encodings, sizes in memory, contents. */
final class State {
  private static final String[] DATABASES = {"0", "1", "2"};
  private static final int[] LOOKUPS = {150, 1_200, 20_000};

  private static final int BIG_ARGUMENT = 32 * 1024;

  private final RespLink real;
  private final Ours ours;
  private final long slackMillis;
  private final int index;

  State(RespLink real, Ours ours, long slackMillis, int index) {
    this.real = real;
    this.ours = ours;
    this.slackMillis = slackMillis;
    this.index = index;
  }

  Optional<Divergence> compare() throws IOException {
    for (String db : DATABASES) {
      real.ask("SELECT", db);
      ours.inspect("SELECT", db);
      Optional<Divergence> found = compareDatabase();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Divergence> compareDatabase() throws IOException {
    byte[] keysThere = real.ask("KEYS", "*");
    byte[] keysHere = ours.inspect("KEYS", "*");
    if (!Same.unordered(keysThere, keysHere, 1)) {
      return differs("KEYS *", keysThere, keysHere);
    }
    byte[] sizeThere = real.ask("DBSIZE");
    byte[] sizeHere = ours.inspect("DBSIZE");
    if (!Same.equal(sizeThere, sizeHere)) {
      return differs("DBSIZE", sizeThere, sizeHere);
    }
    List<byte[][]> questions = new ArrayList<>();
    List<byte[]> keys = new ArrayList<>();
    for (Reply key : Same.items(Same.parse(keysThere))) {
      keys.add(((Reply.Bulk) key).bytes());
    }
    for (byte[] key : keys) {
      questions.add(words("TYPE", key));
      questions.add(words("OBJECT", "ENCODING", key));
      questions.add(words("PEXPIRETIME", key));
      questions.add(words("MEMORY", "USAGE", key, "SAMPLES", "0"));
      questions.add(words("DUMP", key));
    }
    List<byte[]> answers = real.ask(questions);
    List<byte[][]> contents = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      byte[] type = answers.get(5 * i);
      for (int j = 0; j < 5; j++) {
        byte[] there = answers.get(5 * i + j);
        byte[] here = ours.inspect(questions.get(5 * i + j));
        boolean same =
            Same.equal(there, here)
                || (j == 2 && Same.near(there, here, slackMillis))
                || (j == 3 && tablesAndLevels(keys.get(i), answers.get(5 * i + 1)))
                || (j == 3 && readBuffers(keys.get(i), answers.get(5 * i + 1)))
                || (j == 4 && StreamTimes.samePayload(there, here, slackMillis))
                || (j == 4
                    && Payloads.sameBytesInAnotherOrder(there, here)
                    && isTable(answers.get(5 * i + 1)));
        if (!same) {
          return differs(questions.get(5 * i + j), there, here);
        }
      }
      contents.add(content(Bytes.text(type).strip(), keys.get(i)));
    }
    List<byte[]> held = real.ask(contents);
    for (int i = 0; i < contents.size(); i++) {
      byte[] here = ours.inspect(contents.get(i));
      String encoding = Bytes.text(answers.get(5 * i + 1));
      int group = Bytes.text(contents.get(i)[0]).equals("HGETALL") ? 2 : 1;
      boolean same =
          Same.equal(held.get(i), here)
              || (encoding.contains("hashtable") && Same.unordered(held.get(i), here, group));
      if (!same) {
        return differs(contents.get(i), held.get(i), here);
      }
    }
    return Optional.empty();
  }

  private static boolean isTable(byte[] encoding) {
    return Bytes.text(encoding).contains("hashtable");
  }

  private static byte[][] content(String type, byte[] key) {
    return switch (type) {
      case "+string" -> words("GET", key);
      case "+list" -> words("LRANGE", key, "0", "-1");
      case "+set" -> words("SMEMBERS", key);
      case "+hash" -> words("HGETALL", key);
      case "+stream" -> words("XINFO", "STREAM", key);
      case "+zset" -> words("ZRANGE", key, "0", "-1", "WITHSCORES");
      default -> throw new AssertionError("a key of type " + type);
    };
  }

  /**
   * Whether two sizes that are not equal are so by chance alone.
   *
   * <p>A table that is being rehashed has two arrays, and which lookup moves the last bucket
   * depends on the hash seed: so let both finish. How far a table shrinks depends on whether it was
   * still being rehashed when the last entry was removed, so the arrays may differ by powers of
   * two. The nodes of a skiplist have random levels of 16 bytes each.
   */
  private boolean tablesAndLevels(byte[] key, byte[] encoding) throws IOException {
    boolean table = Bytes.text(encoding).contains("hashtable");
    boolean skiplist = Bytes.text(encoding).contains("skiplist");
    if (!table && !skiplist) {
      return false;
    }
    byte[][] question = words("MEMORY", "USAGE", key, "SAMPLES", "0");
    byte[][] lookup = lookup(key, skiplist);
    for (int count : LOOKUPS) {
      List<byte[][]> lookups = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        lookups.add(lookup);
        ours.inspect(lookup);
      }
      real.ask(lookups);
      long there = Same.number(real.ask(question));
      long here = Same.number(ours.inspect(question));
      long entries = Same.number(ours.inspect(words(skiplist ? "ZCARD" : card(key), key)));
      if (there == here || withinChance(there - here, entries, skiplist)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a string of 32 KiB or more, which the real server may take over with its read buffer,
   * lies there in a larger piece of memory; in how large a one hangs on how the bytes arrived.
   */
  private boolean readBuffers(byte[] key, byte[] encoding) throws IOException {
    byte[][] question = words("MEMORY", "USAGE", key, "SAMPLES", "0");
    long here = Same.number(ours.inspect(question));
    long there = Same.number(real.ask(question));
    return Bytes.text(encoding).contains("raw")
        && here > BIG_ARGUMENT
        && there > here
        && there - here <= here / 4;
  }

  private static boolean withinChance(long difference, long entries, boolean skiplist) {
    long levels = skiplist ? (long) (16 * (6 * Math.sqrt(entries) + 24)) : 0;
    for (long one = 4; one <= 1 << 20; one *= 2) {
      for (long two = 4; two <= 1 << 20; two *= 2) {
        boolean possible = one == two || (skiplist || entries > 0) && mayHold(one, two, entries);
        if (possible && Math.abs(difference - 8 * (one - two)) <= levels) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether tables of both sizes can hold so many entries between two resizes. */
  private static boolean mayHold(long one, long two, long entries) {
    return Math.max(one, two) <= Math.max(16, entries * 16) && Math.min(one, two) * 5 >= entries;
  }

  private String card(byte[] key) {
    return Bytes.text(ours.inspect(words("TYPE", key))).contains("hash") ? "HLEN" : "SCARD";
  }

  private byte[][] lookup(byte[] key, boolean skiplist) {
    String command = skiplist ? "ZSCORE" : card(key).equals("HLEN") ? "HEXISTS" : "SISMEMBER";
    return words(command, key, "\0nobody");
  }

  private Optional<Divergence> differs(String question, byte[] there, byte[] here) {
    return Optional.of(new Divergence("state " + question, index, question, there, here));
  }

  private Optional<Divergence> differs(byte[][] question, byte[] there, byte[] here) {
    Op op = Op.of(question);
    String name = op.name() + (question.length > 2 ? " " + Bytes.latin1Text(question[1]) : "");
    String signature = op.name().equals("object") || op.name().equals("memory") ? name : op.name();
    return Optional.of(new Divergence("state " + signature, index, op.line(), there, here));
  }

  private static byte[][] words(Object... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = words[i] instanceof byte[] bytes ? bytes : Bytes.of((String) words[i]);
    }
    return argv;
  }
}
