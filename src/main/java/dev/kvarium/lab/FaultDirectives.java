package dev.kvarium.lab;

import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.sim.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Breaking nodes and bringing them back. */
final class FaultDirectives {
  private static final String GROUP = "break";
  private static final int NAMED = 8;

  private FaultDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "crash",
            GROUP,
            "process|power [NODE]",
            "Kills the server process, or cuts the power, and says which acknowledged writes are"
                + " gone",
            FaultDirectives::crash),
        new DirectiveRow(
            "restart",
            GROUP,
            "[NODE]",
            "Starts a server from its disk; one that runs is stopped in order first",
            FaultDirectives::restart));
  }

  private static List<Part> crash(Lab lab, DirectiveArguments arguments) throws Refusal {
    String how = arguments.word(0, "what is to fail, process or power").toLowerCase(Locale.ROOT);
    arguments.atMost(2);
    if (!how.equals("process") && !how.equals("power")) {
      throw new Refusal(
          ":crash takes process or power, not '"
              + how
              + "'"
              + NearWords.question(how, List.of("process", "power")));
    }
    boolean power = how.equals("power");
    String name = arguments.word(1).orElse(lab.node());
    if (lab.world().cache(name).isPresent()) {
      return crashCache(lab, name, power);
    }
    if (lab.world().port(name).isPresent()) {
      return crashPort(lab, lab.world().port(name).get(), power);
    }
    Machine machine = machine(lab, arguments.word(1).orElse(lab.node()));
    if (!power && machine.node().isEmpty()) {
      throw new Refusal(machine.name() + " is down already: :restart brings it back");
    }
    Step.Crash step = new Step.Crash(machine.name(), power);
    List<Ledger.Write> lost = lab.perform(step, true, world -> world.faults().crash(step));
    List<Part> parts = new ArrayList<>(lost(lab, lost));
    if (lost.isEmpty()) {
      parts.add(new Part.Said("lost: nothing that was acknowledged"));
    }
    long elsewhere = lab.ledger(machine.name(), 0).elsewhere();
    if (elsewhere > 0) {
      parts.add(
          new Part.Said(
              "not on "
                  + machine.name()
                  + " any more, but another node has them or may still get them: "
                  + count(elsewhere, "acknowledged write")));
    }
    if (lab.glass() == GlassMode.FULL) {
      parts.addAll(new Commands(lab).glass());
    }
    return parts;
  }

  /** A Memcached loses all that it has; nobody was promised anything. */
  private static List<Part> crashCache(Lab lab, String name, boolean power) throws Refusal {
    MemcachedNode node =
        lab.memcached(name)
            .orElseThrow(() -> new Refusal(name + " is down already: :restart brings it back"));
    long items = node.snapshot(0).items();
    Step.Crash step = new Step.Crash(name, power);
    lab.perform(step, true, world -> world.faults().crash(step));
    return List.of(
        new Part.Said(
            "gone: "
                + count(items, "item")
                + ", all that it had; a cache keeps nothing on a disk, and promised nothing"));
  }

  /** A proxy or a sentinel has nothing that a client was promised. */
  private static List<Part> crashPort(Lab lab, PortMachine port, boolean power) throws Refusal {
    if (!port.isUp()) {
      throw new Refusal(port.name() + " is down already: :restart brings it back");
    }
    Step.Crash step = new Step.Crash(port.name(), power);
    lab.perform(step, true, world -> world.faults().crash(step));
    return List.of(
        new Part.Said("lost: nothing that was acknowledged, " + port.name() + " has no data"));
  }

  /** A line for each write, the first where there are many. */
  private static List<Part> lost(Lab lab, List<Ledger.Write> lost) {
    List<Part> parts = new ArrayList<>();
    for (Ledger.Write each : lost.subList(0, StrictMath.min(NAMED, lost.size()))) {
      parts.add(
          new Part.Said(
              "lost: "
                  + each.text()
                  + " ("
                  + (each.client().equals(Lab.PROMPT_CLIENT) ? "" : "by " + each.client() + ", ")
                  + "acknowledged "
                  + Durations.sinceStart(each.acknowledgedMicros() - lab.startMicros())
                  + ")"));
    }
    if (lost.size() > NAMED) {
      parts.add(
          new Part.Said(
              "and " + (lost.size() - NAMED) + " more; :ledger counts them, :events names them"));
    }
    return parts;
  }

  static Machine machine(Lab lab, String name) throws Refusal {
    Optional<PortMachine> port = lab.world().port(name);
    if (port.isPresent()) {
      throw new Refusal(name + " is no Redis but " + port.get().models());
    }
    return lab.world()
        .machine(name)
        .orElseThrow(
            () ->
                new Refusal(
                    "there is no node '"
                        + name
                        + "'"
                        + NearWords.question(name, lab.nodes(), ":node lists them")));
  }

  /** The name of a node that is there, whatever it is. */
  static String node(Lab lab, String name) throws Refusal {
    return lab.world().has(name) ? name : machine(lab, name).name();
  }

  private static List<Part> restart(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(1);
    String name = node(lab, arguments.word(0).orElse(lab.node()));
    if (lab.world().cache(name).isPresent()) {
      Step.Restart again = new Step.Restart(name);
      lab.perform(again, true, world -> world.faults().restart(again));
      return List.of(new Part.Said(name + " is up, and empty"));
    }
    if (lab.world().port(name).isPresent()) {
      Step.Restart again = new Step.Restart(name);
      lab.perform(again, true, world -> world.faults().restart(again));
      return List.of(new Part.Said(name + " is up"));
    }
    Machine machine = machine(lab, arguments.word(0).orElse(lab.node()));
    Step.Restart step = new Step.Restart(machine.name());
    Faults.Restarted restarted = lab.perform(step, true, world -> world.faults().restart(step));
    List<Part> parts = new ArrayList<>();
    parts.add(
        switch (restarted.load()) {
          case AofLoad.Absent absent ->
              new Part.Said(machine.name() + " is up, with nothing: there is no log to read");
          case AofLoad.Saved saved ->
              new Part.Said(
                  machine.name()
                      + " is up: read "
                      + count(saved.keys(), "key")
                      + " from "
                      + saved.file()
                      + (saved.expired() == 0
                          ? ""
                          : ", and left out " + saved.expired() + " whose time had passed"));
          case AofLoad.Loaded loaded ->
              new Part.Said(
                  machine.name()
                      + " is up: read "
                      + count(loaded.commands(), "command")
                      + " of "
                      + count(loaded.bytes(), "byte")
                      + " from its log"
                      + (loaded.cutBytes() == 0
                          ? ""
                          : ", and cut off an unfinished command of "
                              + count(loaded.cutBytes(), "byte")));
          case AofLoad.Failed failed ->
              new Part.Problem(
                  machine.name() + " does not start: " + String.join("\n", failed.messages()));
        });
    parts.addAll(lost(lab, restarted.lost()));
    if (lab.glass() == GlassMode.FULL) {
      parts.addAll(new Commands(lab).glass());
    }
    return parts;
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
