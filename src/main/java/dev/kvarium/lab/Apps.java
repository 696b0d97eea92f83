package dev.kvarium.lab;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.app.Application;
import dev.kvarium.app.Cache;
import dev.kvarium.app.Database;
import dev.kvarium.app.DatabaseSettings;
import dev.kvarium.app.Line;
import dev.kvarium.app.MemcachedCache;
import dev.kvarium.app.ObjectStore;
import dev.kvarium.app.PointerCache;
import dev.kvarium.app.Ports;
import dev.kvarium.app.RedisCache;
import dev.kvarium.app.RequestText;
import dev.kvarium.app.Workload;
import dev.kvarium.app.WorkloadSpec;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.Probe;
import dev.kvarium.sim.Simulation;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** The applications of a world, the databases behind them, and who asks them. */
final class Apps {
  /** How long is waited for a request that was made by hand. */
  private static final long PATIENCE_MICROS = 60_000_000;

  private final World world;
  private final Randomness chance;
  private final EventLog events;
  private final Simulation simulation;
  private final SequencedMap<String, Database> databases = new LinkedHashMap<>();
  private final SequencedMap<String, ObjectStore> objects = new LinkedHashMap<>();
  private final SequencedMap<String, App> apps = new LinkedHashMap<>();

  /** An application with what was asked for, its database, and the last workload that it got. */
  private static final class App {
    final AppPlan plan;
    final Database database;
    Optional<Application> application = Optional.empty();
    Optional<Workload> workload = Optional.empty();
    int lines;

    App(AppPlan plan, Database database) {
      this.plan = plan;
      this.database = database;
    }

    StepProbe.Loudness loudness() {
      if (workload.isEmpty() || !workload.get().spec().quiet()) {
        return StepProbe.Loudness.ALL;
      }
      boolean silent = workload.get().spec().silent();
      return silent ? StepProbe.Loudness.NONE : StepProbe.Loudness.CHANGES;
    }

    Application made() {
      return application.orElseThrow();
    }
  }

  Apps(World world, Randomness chance) {
    this.world = world;
    this.chance = chance;
    events = world.events();
    simulation = world.simulation();
  }

  private Probe probe(String name) {
    return events.probe(name, simulation::nowMicros);
  }

  boolean has(String name) {
    return databases.containsKey(name) || apps.containsKey(name) || objects.containsKey(name);
  }

  /** The databases, in the order in which they were made. */
  SequencedMap<String, Database> databases() {
    return Collections.unmodifiableSequencedMap(databases);
  }

  /** What the applications were made by, in their order. */
  List<AppPlan> plans() {
    return apps.sequencedValues().stream().map(each -> each.plan).toList();
  }

  Optional<AppPlan> plan(String name) {
    return Optional.ofNullable(apps.get(name)).map(each -> each.plan);
  }

  /** Whether clients ask any of them. */
  boolean areAsked() {
    for (App each : apps.values()) {
      if (each.workload.isPresent() && !each.workload.get().isOver()) {
        return true;
      }
    }
    return false;
  }

  /** The last workload of an application. */
  Optional<Workload> workload(String app) {
    return Optional.ofNullable(apps.get(app)).flatMap(each -> each.workload);
  }

  /** How an application fares. */
  Optional<AppSnapshot> snapshot(String name) {
    return Optional.ofNullable(apps.get(name))
        .map(each -> each.made().snapshot(each.database.snapshot()));
  }

  /** All of them, in the order in which they were made. */
  List<AppSnapshot> snapshots() {
    List<AppSnapshot> all = new ArrayList<>();
    for (String each : apps.keySet()) {
      snapshot(each).ifPresent(all::add);
    }
    return all;
  }

  void add(Step.AddDatabase step) {
    addDatabase(step.name(), step.settings());
  }

  private Database addDatabase(String name, DatabaseSettings settings) {
    Database database =
        new Database(
            name, settings, simulation, simulation::after, chance.fork("database"), probe(name));
    databases.put(name, database);
    return database;
  }

  void add(Step.AddObjects step) {
    objects.put(step.name(), new ObjectStore(step.name(), step.settings(), simulation::after));
  }

  /** The object stores, in the order in which they were made. */
  SequencedMap<String, ObjectStore> objectStores() {
    return Collections.unmodifiableSequencedMap(objects);
  }

  void add(Step.AddApp step) {
    AppPlan plan = step.plan();
    Database database = databases.get(plan.database());
    App app =
        new App(
            plan,
            database != null ? database : addDatabase(plan.database(), DatabaseSettings.USUAL));
    Randomness own = chance.fork("application");
    Ports ports =
        new Ports(
            line -> cache(app, line, own),
            app.database,
            plan.database(),
            simulation,
            simulation::after,
            own,
            probe(plan.name()));
    app.application = Optional.of(new Application(plan.name(), plan.settings(), ports));
    apps.put(plan.name(), app);
  }

  private Cache cache(App app, Line line, Randomness own) {
    String client = app.plan.name() + "." + ++app.lines;
    StoreWay way =
        new StoreWay(world, app.plan, client, own.fork("way " + app.lines), app::loudness);
    Cache cache =
        world.isMemcached(app.plan.cache())
            ? new MemcachedCache(line.over(way.memcached(), RequestText::of, RequestText::of))
            : new RedisCache(line.over(way.redis(), RequestText::of, RequestText::of), simulation);
    ObjectStore store = objects.get(app.plan.objects());
    return store == null
        ? cache
        : new PointerCache(cache, line.over(store, Object::toString, Apps::length));
  }

  private static String length(OptionalLong bytes) {
    return bytes.isEmpty() ? "no object" : bytes.getAsLong() + " B";
  }

  private App known(String name) {
    App app = apps.get(name);
    if (app == null) {
      throw new IllegalStateException("no application " + name);
    }
    return app;
  }

  void begin(Step.BeginWorkload step) {
    App app = known(step.app());
    WorkloadSpec spec = step.spec();
    app.workload.ifPresent(Workload::stop);
    Workload workload =
        new Workload(
            app.made(),
            app.database,
            spec,
            app.plan.prefix(),
            simulation,
            simulation::after,
            chance.fork("workload " + spec.seed()),
            probe(app.plan.name()));
    app.workload = Optional.of(workload);
    workload.begin();
  }

  void stop(Step.StopWorkload step) {
    known(step.app()).workload.ifPresent(Workload::stop);
  }

  /** Has a client ask, and lets time pass until it is answered. */
  void ask(Step.AskApp step) {
    App app = known(step.app());
    boolean[] answered = {false};
    if (step.write()) {
      app.made().write(step.client(), step.key(), result -> answered[0] = true);
    } else {
      app.made().read(step.client(), step.key(), result -> answered[0] = true);
    }
    long until = simulation.nowMicros() + PATIENCE_MICROS;
    while (step.waits() && !answered[0]) {
      OptionalLong due = simulation.nextDueMicros();
      if (due.isEmpty() || due.getAsLong() > until) {
        simulation.advanceTo(until);
        return;
      }
      simulation.advanceTo(due.getAsLong());
    }
  }

  /** Another program changes a row, of which no cache is told; waits until it is done. */
  void change(Step.ChangeRow step) {
    boolean[] done = {false};
    Database database = databases.get(step.database());
    if (database == null) {
      throw new IllegalStateException("no database " + step.database());
    }
    database.write(step.key(), row -> done[0] = true);
    while (!done[0]) {
      simulation.advanceTo(simulation.nextDueMicros().orElseThrow());
    }
  }

  /** Ends a process, counted from 1; whether there is one. */
  boolean kill(Step.KillProcess step) {
    return known(step.app()).made().kill(step.number());
  }
}
