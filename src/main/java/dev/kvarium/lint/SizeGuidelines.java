package dev.kvarium.lint;

import dev.kvarium.lint.Rule.Level;

/** The guidelines for how much a key holds, and for how long. */
final class SizeGuidelines {
  private SizeGuidelines() {}

  /** One aggregate that is read and written at once. */
  record ValueSize(Limits limits) implements Guideline {
    private static final Rule RULE =
        new Rule(
            "value-size",
            Level.WARNING,
            "A string has at most 512 KB: one aggregate that is read and written at once",
            "A get or set of it is atomic, and for so long nobody else is served; a client that"
                + " needs one field moves all. Above slab_chunk_max, 512 KB, memcached stores it in"
                + " chunks, above 1 MB not at all.",
            "memcached -h: slab_chunk_max, -I; the scenario what-100-mb-does-to-others");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      long bytes = subject.valueBytes();
      long most = limits.get(Limit.VALUE_BYTES);
      if (bytes > most) {
        findings.add(
            RULE,
            subject,
            bytes,
            () -> "the value has " + Names.number(bytes) + " B, of at most " + Names.number(most));
      }
    }
  }

  /** What is no text and large belongs elsewhere. */
  record BlobInStore(Limits limits) implements Guideline {
    private static final Rule RULE =
        new Rule(
            "blob-in-store",
            Level.WARNING,
            "Images, archives and other large bytes lie in an object store, and the key holds"
                + " where",
            "The memory of a cache is the dearest place there is, and each read of a blob holds up"
                + " all other clients of the same thread. A pointer has 100 bytes.",
            "Hohpe and Woolf, Enterprise Integration Patterns, 'Claim Check'; the scenario"
                + " what-100-mb-does-to-others");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      long bytes = subject.valueBytes();
      if (bytes >= limits.get(Limit.BLOB_BYTES) && subject.head().length() > 0) {
        String kind = BlobKind.of(subject.head().bytes());
        if (!kind.isEmpty()) {
          findings.add(
              RULE, subject, bytes, () -> Names.number(bytes) + " B that look like " + kind);
        }
      }
    }
  }

  /** Collections stay of a size at which one command on them is short. */
  record BigKey(Limits limits) implements Guideline {
    private static final Rule RULE =
        new Rule(
            "big-key",
            Level.WARNING,
            "A collection has at most 10,000 elements and takes at most 1 MB",
            "DEL, expiry and reading it whole take time by its elements, and nobody else is served"
                + " meanwhile: DEL of a sorted set of a million took redis-server 7.0.15 164 ms. It"
                + " cannot be shared out over nodes either.",
            "redis-server 7.0.15, measured; Redis documentation of DEL and UNLINK: O(N)");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      long elements = subject.elements();
      long memory = subject.memoryBytes();
      if (subject.type().equals("string")) {
        return;
      }
      if (elements > limits.get(Limit.ELEMENTS)) {
        findings.add(
            RULE,
            subject,
            elements,
            () ->
                "the "
                    + subject.type()
                    + " has "
                    + Names.number(elements)
                    + " elements"
                    + (memory > 0 ? " in " + Names.number(memory) + " B" : ""));
      } else if (memory > limits.get(Limit.MEMORY_BYTES) && !subject.type().isEmpty()) {
        findings.add(
            RULE,
            subject,
            memory,
            () -> "the " + subject.type() + " takes " + Names.number(memory) + " B");
      }
    }
  }

  /** What is a copy goes by itself. */
  record NoTimeToLive() implements Guideline {
    private static final Rule RULE =
        new Rule(
            "no-ttl",
            Level.WARNING,
            "In a cache each key has a time to live",
            "What is stale stays so for ever, keys of old versions are never freed, and policies"
                + " volatile-* find nothing to evict: with volatile-lru and no times to live,"
                + " redis-server 7.0.15 answered 2,162 writes with OOM and evicted nothing.",
            "Redis documentation, 'Key eviction'; redis-server 7.0.15, measured");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      if (subject.ttlMillis() == Subject.FOREVER) {
        findings.add(
            RULE,
            subject,
            Math.max(0, subject.memoryBytes()),
            () ->
                subject.memoryBytes() > 0
                    ? Names.number(subject.memoryBytes())
                        + " B that stay until somebody deletes"
                        + " them"
                    : "it stays until somebody deletes it");
      }
    }
  }
}
