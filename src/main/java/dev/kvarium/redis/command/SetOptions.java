package dev.kvarium.redis.command;

import org.jspecify.annotations.Nullable;

/** What SET was told beyond key and value. */
record SetOptions(boolean nx, boolean xx, boolean get, boolean keepTtl, @Nullable Expiry expiry) {
  static final SetOptions NONE = new SetOptions(false, false, false, false, null);
  static final SetOptions IF_ABSENT = new SetOptions(true, false, false, false, null);

  static SetOptions from(Call call) throws CommandError {
    if (call.argc() == 3) {
      return NONE;
    }
    boolean nx = false;
    boolean xx = false;
    boolean get = false;
    boolean keepTtl = false;
    Expiry expiry = null;
    for (int i = 3; i < call.argc(); i++) {
      Expiry given = Expiry.option(call, i);
      if (given != null) {
        if (keepTtl || expiry != null && !expiry.sameKind(given)) {
          throw CommandError.SYNTAX;
        }
        expiry = given;
        i++;
      } else if (call.is(i, "NX") && !xx) {
        nx = true;
      } else if (call.is(i, "XX") && !nx) {
        xx = true;
      } else if (call.is(i, "GET")) {
        get = true;
      } else if (call.is(i, "KEEPTTL") && expiry == null) {
        keepTtl = true;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return new SetOptions(nx, xx, get, keepTtl, expiry);
  }
}
