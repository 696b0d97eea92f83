package dev.kvarium.lint;

import java.util.Optional;

/** The thresholds of the guidelines, each of which may be given another value. */
public enum Limit {
  KEY_BYTES("key-bytes", 64, "a key is to have fewer bytes"),
  VALUE_BYTES("value-bytes", 512 * 1024, "a value is to have at most so many"),
  BLOB_BYTES("blob-bytes", 64 * 1024, "from so many on, bytes that are no text are a blob"),
  ELEMENTS("elements", 10_000, "a collection is to have at most so many"),
  MEMORY_BYTES("memory-bytes", 1024 * 1024, "a collection is to take at most so many"),
  FREQUENCY("frequency", 100, "from this LFU counter on a key is hot"),
  USES("uses", 100, "used less often, a key is not hot"),
  SHARE_PERCENT("share-percent", 10, "from this share of all uses on a key is hot"),
  SKEW_KEYS("skew-keys", 1_000, "with fewer keys, slots are not judged"),
  SKEW_PERCENT("skew-percent", 5, "a slot is to have at most this share of the keys"),
  NEAR_PERCENT("near-percent", 90, "from this share of a limit on, it is near");

  private final String word;
  private final long usual;
  private final String doc;

  Limit(String word, long usual, String doc) {
    this.word = word;
    this.usual = usual;
    this.doc = doc;
  }

  /** Its name on a command line. */
  public String word() {
    return word;
  }

  /** Its value when no other is given. */
  public long usual() {
    return usual;
  }

  /** What it means. */
  public String doc() {
    return doc;
  }

  /** The limit of a name. */
  public static Optional<Limit> named(String word) {
    for (Limit each : values()) {
      if (each.word.equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
