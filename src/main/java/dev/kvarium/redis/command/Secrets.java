package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;

/** Keeps names and passwords to log in with from those who look at commands. */
final class Secrets {
  private static final byte[] REDACTED = Bytes.latin1("(redacted)");

  private Secrets() {}

  /** The words of a command, secret ones replaced. */
  static byte[][] hidden(byte[][] words, Settings settings) {
    byte[] name = words[0];
    if (Bytes.equalsIgnoreCase(name, "auth")) {
      return redacted(words, 1, words.length);
    } else if (Bytes.equalsIgnoreCase(name, "acl")) {
      boolean sets = words.length > 1 && Bytes.equalsIgnoreCase(words[1], "setuser");
      return sets ? redacted(words, 2, words.length) : words;
    } else if (Bytes.equalsIgnoreCase(name, "hello")) {
      return behindAuth(words, 2, 2);
    } else if (Bytes.equalsIgnoreCase(name, "migrate")) {
      return behindAuth(words, 6, 1);
    } else if (Bytes.equalsIgnoreCase(name, "config")) {
      return parameters(words, settings);
    }
    return words;
  }

  private static byte[][] redacted(byte[][] words, int from, int to) {
    byte[][] shown = words.clone();
    for (int i = from; i < to && i < words.length; i++) {
      shown[i] = REDACTED;
    }
    return shown;
  }

  private static byte[][] behindAuth(byte[][] words, int from, int after) {
    byte[][] shown = words;
    for (int i = from; i < words.length; i++) {
      if (Bytes.equalsIgnoreCase(words[i], "auth")) {
        shown = redacted(shown, i + 1, i + 1 + after);
        i += after;
      } else if (Bytes.equalsIgnoreCase(words[i], "auth2")) {
        shown = redacted(shown, i + 1, i + 3);
        i += 2;
      }
    }
    return shown;
  }

  private static byte[][] parameters(byte[][] words, Settings settings) {
    byte[][] shown = words;
    if (words.length > 3 && Bytes.equalsIgnoreCase(words[1], "set")) {
      for (int i = 2; i + 1 < words.length; i += 2) {
        boolean secret =
            settings
                .parameter(Bytes.latin1Text(words[i]))
                .filter(Parameter::isSensitive)
                .isPresent();
        shown = secret ? redacted(shown, i + 1, i + 2) : shown;
      }
    }
    return shown;
  }
}
