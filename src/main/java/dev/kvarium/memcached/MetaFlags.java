package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import java.util.Base64;
import java.util.OptionalLong;

/** The flags behind the key of a meta command: a letter each, some with a value behind it. */
final class MetaFlags {
  /** A command line that is refused, with the words for it. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String line) {
      super(line, null, false, false);
    }

    String line() {
      return String.valueOf(getMessage());
    }
  }

  /** Something is wrong, which is told only when nothing else is. */
  private static final String UNNAMED = "?";

  private static final int LAST_LETTER = 126;

  private static final String BAD_TOKEN = "CLIENT_ERROR bad token in command line format";

  boolean noUpdate;
  boolean locked;
  boolean vivify;
  boolean value;
  boolean setStale;
  boolean noReply;
  boolean hasCas;
  boolean newTtl;
  boolean keyBinary;
  char mode;
  long expires;
  long vivifiedExpires;
  long recacheBefore;
  long clientFlags;
  long cas;
  long delta = 1;
  long initial;

  private MetaFlags() {}

  /**
   * Reads them, and decodes the key in place when they say that it is in base 64.
   *
   * @param first the word that the flags begin with
   */
  static MetaFlags of(Tokens line, int first, NodeClock clock) throws Refused {
    MetaFlags flags = new MetaFlags();
    long seenLow = 0;
    long seenHigh = 0;
    String error = "";
    boolean wrongAtAll = false;
    for (int i = first; i < line.count(); i++) {
      int letter = line.at(i, 0);
      long bit = 1L << letter;
      long seen = letter < Long.SIZE ? seenLow : seenHigh;
      if (letter > LAST_LETTER || (seen & bit) != 0) {
        throw new Refused("CLIENT_ERROR duplicate flag");
      }
      if (letter < Long.SIZE) {
        seenLow |= bit;
      } else {
        seenHigh |= bit;
      }
      String wrong = flags.take((char) letter, line, i, clock);
      if (wrong.equals(UNNAMED)) {
        wrongAtAll = true;
      } else if (!wrong.isEmpty()) {
        error = wrong;
      }
    }
    if (!error.isEmpty() || wrongAtAll) {
      throw new Refused(error.isEmpty() ? MetaCommands.BAD_LINE : error);
    }
    return flags;
  }

  /** What is wrong with a flag; empty when nothing is. */
  private String take(char letter, Tokens line, int i, NodeClock clock) throws Refused {
    switch (letter) {
      case 'b' -> {
        keyBinary = true;
        byte[] key = decoded(line.get(1));
        line.set(1, key);
        return key.length == 0 ? "CLIENT_ERROR error decoding key" : "";
      }
      case 'N' -> {
        locked = true;
        vivify = true;
        OptionalLong ttl = line.signed32(i, 1);
        vivifiedExpires = ttl.isEmpty() ? 0 : clock.expiry(ttl.getAsLong());
        return ttl.isEmpty() ? BAD_TOKEN : "";
      }
      case 'T' -> {
        locked = true;
        OptionalLong ttl = line.signed32(i, 1);
        expires = ttl.isEmpty() ? 0 : clock.expiry(ttl.getAsLong());
        newTtl = ttl.isPresent();
        return ttl.isEmpty() ? BAD_TOKEN : "";
      }
      case 'R' -> {
        locked = true;
        OptionalLong ttl = line.signed32(i, 1);
        recacheBefore = ttl.isEmpty() ? 0 : clock.expiry(ttl.getAsLong());
        return ttl.isEmpty() ? BAD_TOKEN : "";
      }
      case 'l', 'h' -> locked = true;
      case 'O', 'P', 'L', 'k', 's', 't', 'c', 'f' -> {}
      case 'v' -> value = true;
      case 'u' -> noUpdate = true;
      case 'q' -> noReply = true;
      case 'F' -> {
        OptionalLong given = line.unsigned32(i, 1);
        clientFlags = given.orElse(0);
        return given.isEmpty() ? UNNAMED : "";
      }
      case 'C' -> {
        OptionalLong given = line.unsigned64(i, 1);
        cas = given.orElse(0);
        hasCas = given.isPresent();
        return given.isEmpty() ? BAD_TOKEN : "";
      }
      case 'M' -> {
        if (line.length(i) != 2) {
          return "CLIENT_ERROR incorrect length for M token";
        }
        mode = (char) line.at(i, 1);
      }
      case 'J' -> {
        OptionalLong given = line.unsigned64(i, 1);
        initial = given.orElse(0);
        return given.isEmpty() ? "CLIENT_ERROR invalid numeric initial value" : "";
      }
      case 'D' -> {
        OptionalLong given = line.unsigned64(i, 1);
        delta = given.orElse(0);
        return given.isEmpty() ? "CLIENT_ERROR invalid numeric delta value" : "";
      }
      case 'I' -> setStale = true;
      default -> throw new Refused("CLIENT_ERROR invalid flag");
    }
    return "";
  }

  /** What base 64 stands for; empty when it is none. */
  static byte[] decoded(byte[] text) {
    if (text.length % 4 != 0) {
      return Bytes.EMPTY;
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Bytes.EMPTY;
    }
  }
}
