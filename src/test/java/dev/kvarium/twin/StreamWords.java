package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Words of commands on streams: ids that mostly grow, ids that are likely to be there, few groups
 * and consumers, fields that mostly repeat.
 */
final class StreamWords {
  private static final String[] STRANGE = {
    "0-0",
    "0-1",
    "-",
    "+",
    "abc",
    "1-1-1",
    "",
    "5",
    "1-",
    "-1",
    " 7",
    "+8-1",
    "1- 2",
    "1--2",
    "07-1",
    "(1-1",
    "1-18446744073709551615",
    "1-18446744073709551616",
    "99999999999999999999-1",
    "5-*",
    "0-*",
    "*-1",
    "$",
    ">",
    "x-*",
    "1\0-2",
  };

  private final SplittableRandom random;
  private int entries = 30;

  StreamWords(SplittableRandom random) {
    this.random = random;
  }

  /** Adds the words of a kind; whether it knows that kind. */
  boolean add(String kind, List<byte[]> out) {
    switch (kind) {
      case "newid" -> out.add(newId());
      case "sid" -> out.add(id());
      case "sids" -> {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
          out.add(id());
        }
      }
      case "from" -> out.add(bound("-"));
      case "to" -> out.add(bound("+"));
      case "group" -> out.add(text("g" + random.nextInt(random.nextInt(15) == 0 ? 9 : 2)));
      case "consumer" -> out.add(pick("alice", "bob", "carol", "al", ""));
      case "new" -> out.add(text(">"));
      case "trim" -> trim(out);
      case "entry" -> entry(out);
      case "idle" -> out.add(pick("0", "0", "0", "3600000", "-5", "x"));
      default -> {
        return false;
      }
    }
    return true;
  }

  private byte[] newId() {
    switch (random.nextInt(40)) {
      case 0:
        return pick(STRANGE);
      case 1:
        return id();
      case 2:
        return text("*");
      case 3, 4:
        return text(entries / 3 + "-*");
      case 5:
        return text(++entries / 3 + 1 + "");
      case 6:
        entries += random.nextInt(200);
        return text(entries / 3 + "-" + entries % 3);
      default:
        entries++;
        return text(entries / 3 + "-" + entries % 3);
    }
  }

  private byte[] id() {
    if (random.nextInt(25) == 0) {
      return pick(STRANGE);
    }
    int entry = Math.max(0, entries - random.nextInt(random.nextInt(4) == 0 ? 400 : 40));
    return text(entry / 3 + (random.nextInt(10) == 0 ? "" : "-" + entry % 3));
  }

  private byte[] bound(String usual) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> text(usual);
      case 3 -> Bytes.concat(text("("), id());
      case 4 -> pick("-", "+", "(-", "(+", "(0-0", "(18446744073709551615-18446744073709551615");
      default -> id();
    };
  }

  private void trim(List<byte[]> out) {
    boolean length = random.nextBoolean();
    out.add(pick(length ? "MAXLEN" : "MINID", length ? "maxlen" : "minid"));
    switch (random.nextInt(5)) {
      case 0, 1 -> out.add(text("~"));
      case 2 -> out.add(text("="));
      default -> {}
    }
    out.add(
        length
            ? random.nextInt(15) == 0
                ? pick("-1", "x", "0", "9223372036854775807")
                : text("" + random.nextInt(random.nextInt(3) == 0 ? 300 : 20))
            : id());
    if (random.nextInt(4) == 0) {
      out.add(text("LIMIT"));
      out.add(pick("0", "1", "5", "100", "200", "-1", "x"));
    }
  }

  private void entry(List<byte[]> out) {
    switch (random.nextInt(12)) {
      case 0, 1 -> pairs(out, 1 + random.nextInt(3), "f");
      case 2 -> {
        out.add(text("7"));
        out.add(text("" + random.nextInt(100_000)));
      }
      case 3 -> {
        out.add(text("big"));
        out.add(text("x".repeat(random.nextInt(random.nextInt(8) == 0 ? 9_000 : 900))));
      }
      default -> {
        out.add(text("t"));
        out.add(text("" + random.nextInt(40)));
        out.add(text("h"));
        out.add(text("v" + random.nextInt(5)));
      }
    }
  }

  private void pairs(List<byte[]> out, int count, String prefix) {
    for (int i = 0; i < count; i++) {
      out.add(text(prefix + random.nextInt(4)));
      out.add(text("" + random.nextLong()));
    }
  }

  private byte[] pick(String... words) {
    return text(words[random.nextInt(words.length)]);
  }

  private static byte[] text(String text) {
    return Bytes.of(text);
  }
}
