package dev.kvarium.redis.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds into which ACLs sort commands, in the order in which ACL CAT lists them. */
enum AclCategory {
  KEYSPACE,
  READ,
  WRITE,
  SET,
  SORTEDSET,
  LIST,
  HASH,
  STRING,
  BITMAP,
  HYPERLOGLOG,
  GEO,
  STREAM,
  PUBSUB,
  ADMIN,
  FAST,
  SLOW,
  BLOCKING,
  DANGEROUS,
  CONNECTION,
  TRANSACTION,
  SCRIPTING;

  /** The name as ACL CAT tells it. */
  String redisName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The category of a name in any case. */
  static Optional<AclCategory> named(String name) {
    for (AclCategory each : values()) {
      if (each.redisName().equalsIgnoreCase(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The categories of a row as bits, by their ordinals. */
  static int bits(CommandRow row) {
    List<String> names = CommandDocs.categories(row);
    int bits = 0;
    for (AclCategory each : values()) {
      bits |= names.contains("@" + each.redisName()) ? 1 << each.ordinal() : 0;
    }
    return bits;
  }
}
