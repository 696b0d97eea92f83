package dev.kvarium.app;

import dev.kvarium.world.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * An application: processes that run cache-aside with one strategy for the clients that ask them,
 * and a tally of how that went.
 */
public final class Application {
  private final String name;
  private final AppSettings settings;
  private final Ports ports;
  private final List<AppProcess> processes = new ArrayList<>();
  private final Tally tally;
  private int started;
  private long requests;
  private boolean quiet;

  /**
   * An application whose processes have started.
   *
   * @throws IllegalArgumentException when there is no strategy of the name in the settings
   */
  public Application(String name, AppSettings settings, Ports ports) {
    this.name = name;
    this.settings = settings;
    this.ports = ports;
    this.tally = new Tally(ports.clock().nowMicros());
    IntStream.range(0, settings.processes()).forEach(number -> processes.add(process(number)));
  }

  private AppProcess process(int number) {
    String called = name + "." + (number + 1);
    Strategies.Kind kind =
        Strategies.find(settings.strategy())
            .orElseThrow(() -> new IllegalArgumentException("no strategy " + settings.strategy()));
    AppProcess process =
        new AppProcess(
            this,
            called,
            ports,
            ports.chance().fork("process " + (number + 1) + " " + ++started),
            kind);
    process.line().quiet(quiet);
    return process;
  }

  public String name() {
    return name;
  }

  public AppSettings settings() {
    return settings;
  }

  /** The clock by which it runs. */
  public Clock clock() {
    return ports.clock();
  }

  /** How it went so far. */
  public Tally tally() {
    return tally;
  }

  /** Whether it states no facts of single requests, where there are too many. */
  public void quiet(boolean quiet) {
    this.quiet = quiet;
    processes.forEach(each -> each.line().quiet(quiet));
  }

  /** Has a client read a key; calls back when it is answered, or its process has ended. */
  public void read(int client, String key, Consumer<Access.Result> then) {
    process(client, each -> each.read(access(client, key, false, then)));
  }

  /** Has a client change a row. */
  public void write(int client, String key, Consumer<Access.Result> then) {
    process(client, each -> each.write(access(client, key, true, then)));
  }

  private void process(int client, Consumer<AppProcess> action) {
    action.accept(processes.get(client % processes.size()));
  }

  private Access access(int client, String key, boolean write, Consumer<Access.Result> then) {
    long now = ports.clock().nowMicros();
    tally.began();
    return new Access(++requests, client, key, now, ports.database().versionNow(key), write, then);
  }

  void ended(Access.Result result) {
    tally.ended(result, ports.clock().nowMicros());
    result.access().end(result);
  }

  /** Puts rows into the cache before anybody asks, as a warm-up does, without the database. */
  public void warm(String key, Row row, long computeMicros, Runnable then) {
    long now = ports.clock().nowMicros();
    Access nobody = new Access(0, 0, key, now, row.version(), false, result -> {});
    processes.getFirst().warm(nobody, row, computeMicros, then);
  }

  /**
   * Ends a process, counted from 1, in the middle of all that it does; another takes its place.
   *
   * @return whether there is one of this number
   */
  public boolean kill(int number) {
    if (number < 1 || number > processes.size()) {
      return false;
    }
    AppProcess ending = processes.get(number - 1);
    List<Access> left = ending.kill();
    processes.set(number - 1, process(number - 1));
    for (Access each : left) {
      tally.abandoned();
      each.end(new Access.Result(each, Access.From.NOWHERE, 0, 0));
    }
    return true;
  }

  /** What there is to be seen of it, with what is known of its database. */
  public AppSnapshot snapshot(DatabaseSnapshot database) {
    return tally.snapshot(name, settings, ports.clock().nowMicros(), database);
  }
}
