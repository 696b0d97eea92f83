package dev.kvarium.lint;

import dev.kvarium.base.Blob;
import dev.kvarium.lint.Rule.Level;
import dev.kvarium.redis.value.Sds;

/** The guidelines for how a key is called: each needs the name alone. */
final class NameGuidelines {
  private static final char SEPARATOR = ':';

  private NameGuidelines() {}

  /** Keys are short. */
  record Length(Limits limits) implements Guideline {
    private static final Rule RULE =
        new Rule(
            "key-length",
            Level.WARNING,
            "A key has fewer than 64 bytes",
            "The name is held in memory once for each key, sent with each request and compared on"
                + " each hit. memcached refuses more than 250 bytes.",
            "Redis documentation, 'Keys and values': very long keys are not a good idea;"
                + " memcached's protocol.txt, 'Keys'; sizes as sds.c and jemalloc have them");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      int bytes = subject.key().length();
      long most = limits.get(Limit.KEY_BYTES);
      if (bytes >= most) {
        findings.add(
            RULE,
            subject,
            bytes,
            () ->
                Names.number(bytes)
                    + " bytes of name take "
                    + Names.number(Sds.newBytes(bytes))
                    + " B of memory in each such key; one of 24 takes "
                    + Sds.newBytes(24));
      }
    }
  }

  /** Nothing in a key that some client, server or shell would trip over. */
  record Characters() implements Guideline {
    private static final int MEMCACHED_MOST_BYTES = 250;

    private static final Rule RULE =
        new Rule(
            "key-characters",
            Level.WARNING,
            "A key has no blanks, control characters or bytes that are not UTF-8",
            "memcached's text protocol ends a key at a blank and refuses control characters; in"
                + " logs and shells such a key is read as two, or as something else.",
            "memcached's protocol.txt, 'Keys'");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      Blob key = subject.key();
      if (key.length() == 0) {
        findings.add(RULE, subject, 0, () -> "the name is empty; memcached refuses it");
        return;
      }
      byte[] bytes = key.bytes();
      boolean foreign = false;
      for (int i = 0; i < bytes.length; i++) {
        byte each = bytes[i];
        int at = i;
        if (each >= 0 && each <= ' ' || each == 0x7f) {
          String what = each == ' ' ? "a blank" : "a control character";
          findings.add(RULE, subject, 1, () -> what + " stands at byte " + (at + 1));
          return;
        }
        foreign |= each < 0;
      }
      if (foreign && !Blob.of(key.toString()).equals(key)) {
        findings.add(RULE, subject, 1, () -> "the name is not UTF-8");
      } else if (bytes.length > MEMCACHED_MOST_BYTES) {
        findings.add(
            RULE, subject, bytes.length, () -> "memcached refuses keys of more than 250 bytes");
      }
    }
  }

  /** Parts from the general to the particular, with a colon between. */
  record Hierarchy() implements Guideline {
    private static final Rule RULE =
        new Rule(
            "key-hierarchy",
            Level.WARNING,
            "A key is a path of parts with colons between them, such as user:123:name",
            "Tools group by the colon, ACLs and SCAN patterns select by what stands before it, and"
                + " two teams do not choose the same name by chance.",
            "Redis documentation, 'Keys and values': stick with a schema, 'object-type:id' is a"
                + " good idea");

    private static final String OTHERS = "/.|-_#";

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      byte[] key = subject.key().bytes();
      int colons = 0;
      boolean emptyPart = key.length > 0 && key[0] == SEPARATOR;
      int other = -1;
      for (int i = 0; i < key.length; i++) {
        if (key[i] == SEPARATOR) {
          colons++;
          emptyPart |= i + 1 == key.length || key[i + 1] == SEPARATOR;
        } else if (other < 0 && i > 0 && OTHERS.indexOf(key[i]) >= 0) {
          other = key[i];
        }
      }
      if (colons == 0) {
        int used = other;
        findings.add(
            RULE,
            subject,
            1,
            () ->
                used < 0
                    ? "the name has one part: nothing says what kind of thing it is"
                    : "the name is divided by '" + (char) used + "', not by colons");
      } else if (emptyPart) {
        findings.add(RULE, subject, 2, () -> "a part of the name is empty: was an id missing?");
      }
    }
  }

  /** A version in front, so that what is kept in an old form is never read as the new. */
  record Version() implements Guideline {
    private static final int PLACES = 2;

    private static final Rule RULE =
        new Rule(
            "key-version",
            Level.NOTE,
            "A key begins with the version of what it holds, such as v2:user:123",
            "A release that stores another form counts the version up: old and new code read"
                + " their own keys, nothing is to be deleted, and the old keys expire unread.",
            "memcached wiki, 'Programming tricks', namespacing; the scenario"
                + " a-version-in-front shows it");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public void look(Subject subject, Findings findings) {
      if (!hasVersion(subject.key().bytes())) {
        findings.add(
            RULE,
            subject,
            0,
            () -> "no version stands in front: a new form would be read by old code, and theirs");
      }
    }

    /** Whether one of the first parts is a version. */
    private static boolean hasVersion(byte[] key) {
      int from = 0;
      for (int place = 0; place < PLACES && from < key.length; place++) {
        int to = from;
        while (to < key.length && key[to] != SEPARATOR) {
          to++;
        }
        if (to < key.length && isVersion(key, from, to)) {
          return true;
        }
        from = to + 1;
      }
      return false;
    }

    private static boolean isVersion(byte[] key, int from, int to) {
      if (to - from < 2 || key[from] != 'v') {
        return false;
      }
      for (int i = from + 1; i < to; i++) {
        if (key[i] < '0' || key[i] > '9') {
          return false;
        }
      }
      return true;
    }
  }
}
