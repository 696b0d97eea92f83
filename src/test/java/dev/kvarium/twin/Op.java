package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import java.util.List;
import java.util.Locale;

/**
 * One step of a stream: a command, and how it is put to both sides.
 *
 * @param argv its words; of a scan with a 0 for the cursor
 */
record Op(Kind kind, byte[][] argv) {
  enum Kind {
    /** Sent in a batch with its neighbours. */
    PLAIN,
    /**
     * Sent by itself and after another client has come: SORT of the real server takes an error of
     * strtod that an earlier command left in errno for its own, and accept overwrites it.
     */
    ALONE,
    /** Removes members by chance: one side draws, the other removes the same. */
    SPOP,
    /** Stores distances, whose last digit follows from the C library's sine. */
    DISTANCES,
    /** Draws by chance: compared by shape. */
    RANDOM,
    /** A cursor walked from 0 to 0. */
    SCAN,
    /** Lets the server make an id of its clock, which is then given to the other side. */
    CLOCK_ID,
    /** Makes a key expire in a few milliseconds, which pass before the next step. */
    SHORT_LIFE
  }

  /** The kind that a command needs. */
  static Op of(byte[][] argv) {
    return new Op(kind(argv), argv);
  }

  static Op shortLife(byte[][] argv) {
    return new Op(Kind.SHORT_LIFE, argv);
  }

  private static Kind kind(byte[][] argv) {
    return switch (name(argv)) {
      case "spop" -> Kind.SPOP;
      case "sort", "sort_ro" -> Kind.ALONE;
      case "georadius", "georadiusbymember", "geosearchstore" ->
          storesDistances(argv) ? Kind.DISTANCES : Kind.PLAIN;
      case "randomkey", "srandmember", "hrandfield", "zrandmember" -> Kind.RANDOM;
      case "xadd" -> clockIdAt(argv) > 0 ? Kind.CLOCK_ID : Kind.PLAIN;
      case "scan" -> argv.length > 1 && isZero(argv[1]) ? Kind.SCAN : Kind.PLAIN;
      case "sscan", "hscan", "zscan" -> argv.length > 2 && isZero(argv[2]) ? Kind.SCAN : Kind.PLAIN;
      default -> Kind.PLAIN;
    };
  }

  private static boolean storesDistances(byte[][] argv) {
    for (byte[] word : argv) {
      if (Bytes.equalsIgnoreCase(word, "storedist")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isZero(byte[] word) {
    return word.length == 1 && word[0] == '0';
  }

  /** The word of XADD that asks for an id; 0 when there is none. */
  int clockIdAt() {
    return clockIdAt(argv);
  }

  private static int clockIdAt(byte[][] argv) {
    for (int i = 2; i < argv.length; i++) {
      if (argv[i].length == 1 && argv[i][0] == '*') {
        return i;
      }
    }
    return 0;
  }

  String name() {
    return name(argv);
  }

  private static String name(byte[][] argv) {
    return argv.length == 0 ? "" : Bytes.latin1Text(argv[0]).toLowerCase(Locale.ROOT);
  }

  /** The command as a line of a script. */
  String line() {
    StringBuilder line = new StringBuilder();
    for (byte[] word : argv) {
      line.append(line.isEmpty() ? "" : " ").append(Quoting.word(word));
    }
    return line.toString();
  }

  /** A script with these commands. */
  static String script(List<Op> ops) {
    StringBuilder text = new StringBuilder();
    for (Op op : ops) {
      text.append("> ").append(op.line()).append('\n');
      if (op.kind == Kind.SHORT_LIFE) {
        text.append("+ 20ms\n");
      }
    }
    return text.toString();
  }
}
