package dev.kvarium.redis.command;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command is like, as bits of an int, in the order and under the names in which COMMAND INFO
 * lists them.
 */
public final class Flags {
  public static final int WRITE = 1;
  public static final int READONLY = 1 << 1;
  public static final int DENYOOM = 1 << 2;
  public static final int MODULE = 1 << 3;
  public static final int ADMIN = 1 << 4;
  public static final int PUBSUB = 1 << 5;
  public static final int NOSCRIPT = 1 << 6;
  public static final int BLOCKING = 1 << 7;
  public static final int LOADING = 1 << 8;
  public static final int STALE = 1 << 9;
  public static final int SKIP_MONITOR = 1 << 10;
  public static final int SKIP_SLOWLOG = 1 << 11;
  public static final int ASKING = 1 << 12;
  public static final int FAST = 1 << 13;
  public static final int NO_AUTH = 1 << 14;
  public static final int MAY_REPLICATE = 1 << 15;
  public static final int NO_MANDATORY_KEYS = 1 << 16;
  public static final int NO_ASYNC_LOADING = 1 << 17;
  public static final int NO_MULTI = 1 << 18;
  public static final int MOVABLEKEYS = 1 << 19;
  public static final int ALLOW_BUSY = 1 << 20;

  /** Not listed by COMMAND INFO: may be refused by enable-debug-command and its kind. */
  public static final int PROTECTED = 1 << 21;

  /** Not a flag of the command but an ACL category that its other flags do not give. */
  public static final int DANGEROUS = 1 << 22;

  /** Not a flag that is listed: changes keys that its words do not name, as SCAN expires some. */
  public static final int TOUCHES_ARBITRARY_KEYS = 1 << 23;

  /** Not a flag of the command but its ACL category, for those of the group «server». */
  public static final int KEYSPACE = 1 << 24;

  /** Not a flag of the command but its ACL category, for those of other groups. */
  public static final int CONNECTION = 1 << 25;

  /** Not a flag of the command but ACL categories that its other flags do not give. */
  public static final int ADMINISTRATIVE = 1 << 26;

  /** Not a flag: works on lists, sets and sorted sets, whose ACL categories it has. */
  public static final int SORTED_TYPES = 1 << 27;

  private static final String[] NAMES = {
    "write",
    "readonly",
    "denyoom",
    "module",
    "admin",
    "pubsub",
    "noscript",
    "blocking",
    "loading",
    "stale",
    "skip_monitor",
    "skip_slowlog",
    "asking",
    "fast",
    "no_auth",
    "", // may_replicate is not listed
    "no_mandatory_keys",
    "no_async_loading",
    "no_multi",
    "movablekeys",
    "allow_busy"
  };

  private Flags() {}

  /** The names of the bits that are set. */
  public static List<String> names(int flags) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < NAMES.length; bit++) {
      if ((flags & 1 << bit) != 0 && !NAMES[bit].isEmpty()) {
        names.add(NAMES[bit]);
      }
    }
    return names;
  }
}
