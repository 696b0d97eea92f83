package dev.kvarium.structure;

import dev.kvarium.base.Numbers;

/** The proof that a listpack from elsewhere is a run of entries of a stream. */
final class StreamNodeCheck {
  private final Listpack pack;
  private int p;
  private boolean valid = true;

  private StreamNodeCheck(Listpack pack) {
    this.pack = pack;
    this.p = pack.first();
  }

  static boolean isValid(Listpack pack) {
    return new StreamNodeCheck(pack).check();
  }

  private boolean check() {
    final long live = number();
    final long deleted = number();
    final long master = number();
    pass(master);
    if (number() != 0 || !valid || live < 0 || deleted < 0) {
      return false;
    }
    for (long entries = live + deleted; entries > 0 && valid; entries--) {
      long fields = master;
      long pieces = 3;
      long flags = number();
      number();
      number();
      if ((flags & StreamNode.SAME_FIELDS) == 0) {
        fields = number();
        pass(fields);
        pieces += fields + 1;
      }
      pass(fields);
      valid &= number() == fields + pieces;
    }
    return valid && p == Listpack.NONE;
  }

  private long number() {
    if (p == Listpack.NONE) {
      valid = false;
      return 0;
    }
    int at = p;
    p = pack.next(p);
    if (pack.isInt(at)) {
      return pack.getLong(at);
    }
    byte[] text = pack.get(at);
    if (!Numbers.isLong(text)) {
      valid = false;
      return 0;
    }
    return Numbers.parseLong(text);
  }

  private void pass(long pieces) {
    if (pieces < 0) {
      valid = false;
    }
    for (long i = pieces; i > 0 && valid; i--) {
      if (p == Listpack.NONE) {
        valid = false;
      } else {
        p = pack.next(p);
      }
    }
  }
}
