package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.command.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The clients of a lab that do not type but come by a port: their commands are inputs as well. */
public final class PortClients {
  private final Lab lab;
  private Port port = Port.NONE;
  private Runnable stirring = () -> {};

  PortClients(Lab lab) {
    this.lab = lab;
  }

  /** Has clients served that come by a port; nobody else may serve any meanwhile. */
  public void serve(Port other) {
    port = other;
  }

  /** Has somebody told whenever a client that comes by a port has been answered. */
  public void stirring(Runnable told) {
    stirring = told;
  }

  /**
   * Runs a command of a client that does not type: answers it, and hands to the port what others
   * were sent by it. Empty when the node is down.
   *
   * @param argv the words, at least one, not changed afterwards
   */
  public Optional<Port.Answer> ask(String client, byte[][] argv) {
    return ask(client, argv, new Commands(lab)::changes);
  }

  private Optional<Port.Answer> ask(String client, byte[][] argv, Lab.StepRule rule) {
    Optional<Machine> machine = lab.world().machine(Lab.FIRST_NODE);
    if (machine.flatMap(Machine::node).isEmpty()) {
      return Optional.empty();
    }
    World.Ran ran = lab.perform(new Step.Command(client, Lab.FIRST_NODE, argv), rule);
    Optional<Session> after = machine.flatMap(each -> each.session(client));
    deliver();
    stirring.run();
    return Optional.of(
        new Port.Answer(
            ran.reply(),
            after.map(Session::resp3).orElse(false),
            after.map(Session::isWaiting).orElse(false),
            after.isEmpty()));
  }

  /** Whether a client that comes by a port waits for something. */
  public boolean waits(String client) {
    return lab.world()
        .machine(Lab.FIRST_NODE)
        .flatMap(machine -> machine.session(client))
        .map(Session::isWaiting)
        .orElse(false);
  }

  /** A client that came by a port has left, which is no step that anybody would take back. */
  public void left(String client) {
    Optional<Session> session =
        lab.world().machine(Lab.FIRST_NODE).flatMap(machine -> machine.session(client));
    if (session.isPresent() && session.get().isWaiting()) {
      // it cannot say so itself
      byte[][] kill = words("CLIENT", "KILL", "ID", Long.toString(session.get().id()));
      ask(Port.KEEPER, kill, (command, ran) -> false);
    } else if (session.isPresent()) {
      ask(client, words("QUIT"), (command, ran) -> false);
    }
  }

  private static byte[][] words(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }

  /** Hands to the port what its clients were sent. */
  public void deliver() {
    if (lab.world().undelivered() > 0) {
      lab.world().putBack(takeDeliveries());
    }
  }

  /** What clients were sent that do not come by a port. */
  List<Delivery> takeDeliveries() {
    List<Delivery> others = new ArrayList<>();
    for (Delivery each : lab.world().takeDeliveries()) {
      if (!port.takes(each.client(), each.reply(), each.resp3())) {
        others.add(each);
      }
    }
    return others;
  }
}
