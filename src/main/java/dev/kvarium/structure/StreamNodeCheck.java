package dev.kvarium.structure;

/**
 * The proof that a listpack from elsewhere is a run of entries of a stream: every piece is there,
 * the counts are right, and the ids of live entries grow.
 */
final class StreamNodeCheck {
  private final StreamId first;
  private final Listpack pack;
  private int p;
  private boolean valid = true;

  private StreamNodeCheck(StreamId first, Listpack pack) {
    this.first = first;
    this.pack = pack;
    this.p = pack.first();
  }

  static boolean isValid(StreamId first, Listpack pack) {
    return new StreamNodeCheck(first, pack).check();
  }

  private boolean check() {
    final long live = number();
    final long deleted = number();
    final long master = number();
    pass(master);
    if (number() != 0 || !valid || live < 0 || deleted < 0 || live + deleted <= 0) {
      return false;
    }
    long dead = 0;
    StreamId last = StreamId.MIN;
    for (long entries = live + deleted; entries > 0 && valid; entries--) {
      long fields = master;
      long pieces = 3;
      long flags = number();
      long millis = first.millis() + number();
      StreamId id = new StreamId(millis, first.sequence() + number());
      if ((flags & StreamNode.DELETED) != 0) {
        dead++;
      } else {
        valid &= id.isAfter(last);
        last = id;
      }
      if ((flags & StreamNode.SAME_FIELDS) == 0) {
        fields = number();
        pass(fields);
        pieces += fields + 1;
      }
      pass(fields);
      valid &= number() == fields + pieces;
    }
    return valid && p == Listpack.NONE && dead == deleted;
  }

  private long number() {
    if (p == Listpack.NONE) {
      valid = false;
      return 0;
    }
    int at = p;
    p = pack.next(p);
    valid &= pack.isInt(at);
    return valid ? pack.getLong(at) : 0;
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
