package dev.kvarium.app;

import java.util.Locale;
import java.util.function.Consumer;

/** One request of a client, from when it asks until it is answered. */
public final class Access {
  /** Who asks where no client does. */
  static final Access NOBODY = new Access(0, 0, "", 0, 0, false, result -> {});

  private final long number;
  private final int client;
  private final String key;
  private final long startMicros;
  private final long versionAtStart;
  private final boolean write;
  private final Consumer<Result> then;

  /** How a request ended. */
  public record Result(Access access, From from, long version, long micros) {
    /** Whether an older version was read than the database held when the client asked. */
    public boolean isStale() {
      return !access.write && version < access.versionAtStart;
    }
  }

  /** Where a value came from. */
  public enum From {
    /** The cache. */
    CACHE,
    /** The cache, past the time up to which it was fresh. */
    STALE,
    /** The database. */
    DATABASE,
    /** What another client had got from the database meanwhile. */
    SHARED,
    /** Nowhere: the process has ended. */
    NOWHERE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As facts have it. */
    public String word() {
      return word;
    }

    /** Whether the cache had it at once. */
    public boolean isHit() {
      return this == CACHE || this == STALE;
    }
  }

  Access(
      long number,
      int client,
      String key,
      long startMicros,
      long versionAtStart,
      boolean write,
      Consumer<Result> then) {
    this.number = number;
    this.client = client;
    this.key = key;
    this.startMicros = startMicros;
    this.versionAtStart = versionAtStart;
    this.write = write;
    this.then = then;
  }

  /** Counts the requests of an application from 1. */
  public long number() {
    return number;
  }

  /** The name of the client: {@code c12}; empty where no client asked. */
  public String client() {
    return number == 0 ? "" : "c" + (client + 1);
  }

  /** The client, from 0. */
  public int clientNumber() {
    return client;
  }

  public String key() {
    return key;
  }

  public long startMicros() {
    return startMicros;
  }

  /** The version that the database held when the client asked. */
  public long versionAtStart() {
    return versionAtStart;
  }

  public boolean isWrite() {
    return write;
  }

  void end(Result result) {
    then.accept(result);
  }
}
