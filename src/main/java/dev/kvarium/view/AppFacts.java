package dev.kvarium.view;

import dev.kvarium.event.AppEvent;
import dev.kvarium.event.DatabaseEvent;

/** What applications and their databases did, in words. */
public final class AppFacts {
  private int reads;
  private int hits;
  private int stale;
  private int writes;
  private int queries;

  AppFacts() {}

  void take(AppEvent event) {
    switch (event) {
      case AppEvent.Read read -> {
        reads++;
        hits += read.from().equals("cache") || read.from().equals("stale") ? 1 : 0;
        stale += isStale(read) ? 1 : 0;
      }
      case AppEvent.Wrote wrote -> writes++;
      default -> {}
    }
  }

  void take(DatabaseEvent event) {
    queries += event instanceof DatabaseEvent.Queried ? 1 : 0;
  }

  /** What the requests of a step came to; empty when there were none. */
  String line() {
    if (reads + writes + queries == 0) {
      return "";
    }
    return Quantity.count(reads, "read")
        + ", "
        + Quantity.count(hits, "hit")
        + (writes == 0 ? "" : ", " + Quantity.count(writes, "write"))
        + ", "
        + Quantity.count(queries, "query", "queries")
        + " to the database"
        + (stale == 0 ? "" : ", " + Quantity.count(stale, "read") + " stale");
  }

  private static boolean isStale(AppEvent.Read read) {
    return read.version() < read.versionAtStart();
  }

  /** A word for a lane of time; empty for what happens with every request. */
  public static String marker(AppEvent event) {
    return switch (event) {
      case AppEvent.Asked asked -> "";
      case AppEvent.Answered answered -> "";
      case AppEvent.Read read -> isStale(read) ? "▼stale" : "";
      case AppEvent.Wrote wrote -> "·write";
      case AppEvent.Loaded loaded -> "·" + loaded.why();
      case AppEvent.LockTaken taken -> "·lock";
      case AppEvent.LockFreed freed -> freed.own() ? "·unlock" : "✕not its lock";
      case AppEvent.ProcessEnded ended -> "✕" + ended.process();
      case AppEvent.WorkloadBegan began -> "·workload";
      case AppEvent.WorkloadEnded ended -> "·workload over";
    };
  }

  /** What happened, to be put behind its time. */
  public static String sentence(AppEvent event) {
    return switch (event) {
      case AppEvent.Asked asked ->
          who(asked.app(), asked.client()) + " asks " + asked.of() + ": " + asked.what();
      case AppEvent.Answered answered ->
          answered.of()
              + " answers "
              + who(answered.app(), answered.client())
              + " "
              + answered.answer()
              + " after "
              + Quantity.span(answered.micros());
      case AppEvent.Read read ->
          who(read.app(), read.client())
              + " has "
              + read.key()
              + " in version "
              + read.version()
              + ", from "
              + from(read.from())
              + ", after "
              + Quantity.span(read.micros())
              + (isStale(read)
                  ? ": stale, the database held " + read.versionAtStart() + " when it asked"
                  : "");
      case AppEvent.Wrote wrote ->
          who(wrote.app(), wrote.client())
              + " changed "
              + wrote.key()
              + " to version "
              + wrote.version()
              + ", after "
              + Quantity.span(wrote.micros());
      case AppEvent.Loaded loaded ->
          who(loaded.app(), loaded.client())
              + " read "
              + loaded.key()
              + " from the database in "
              + Quantity.span(loaded.micros());
      case AppEvent.LockTaken taken ->
          who(taken.app(), taken.client()) + " took the lock of " + taken.key();
      case AppEvent.LockFreed freed ->
          who(freed.app(), freed.client())
              + (freed.own()
                  ? " gave up the lock of " + freed.key()
                  : " wanted to give up the lock of "
                      + freed.key()
                      + ", which was not its own any more");
      case AppEvent.ProcessEnded ended ->
          "process "
              + ended.process()
              + " ended with "
              + Quantity.count(ended.requests(), "request")
              + " under way";
      case AppEvent.WorkloadBegan began ->
          Quantity.count(began.clients(), "client") + " of " + began.app() + " began to ask";
      case AppEvent.WorkloadEnded ended ->
          "the clients of "
              + ended.app()
              + " have all "
              + Quantity.count(ended.requests(), "answer")
              + " after "
              + Quantity.span(ended.micros());
    };
  }

  private static String who(String app, String client) {
    return client.isEmpty() ? app : client + " of " + app;
  }

  private static String from(String word) {
    return switch (word) {
      case "stale" -> "the cache past its time";
      case "shared" -> "another's query";
      default -> "the " + word;
    };
  }

  /** Whether it stands out among the requests of clients. */
  static boolean isGrave(AppEvent event) {
    return event instanceof AppEvent.ProcessEnded
        || event instanceof AppEvent.LockFreed freed && !freed.own();
  }
}
