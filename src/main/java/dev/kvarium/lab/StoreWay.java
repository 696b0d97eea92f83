package dev.kvarium.lab;

import dev.kvarium.app.MetaAnswer;
import dev.kvarium.app.MetaReader;
import dev.kvarium.app.StorePort;
import dev.kvarium.sim.LinkSettings;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Randomness;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a process of an application reaches the store of a key in the world: the node itself, the one
 * that a ring finds, or a proxy. A message takes as long as the link between the two says.
 *
 * <p>Who cannot be reached answers nothing, and after a second the process gives up. What it had
 * sent is lost then: a frozen server does not find it when it goes on.
 */
final class StoreWay {
  private static final long PATIENCE_MICROS = 1_000_000;
  private static final Reply REFUSED = Reply.error("ERR Connection refused");
  private static final Reply TIMED_OUT = Reply.error("ERR Connection timed out");

  private final World world;
  private final AppPlan plan;
  private final String client;
  private final Randomness chance;
  private final Supplier<StepProbe.Loudness> loudness;
  private final Simulation simulation;

  /**
   * The way of one process.
   *
   * @param client by which the stores know it
   * @param loudness what facts the stores state of what it asks
   */
  StoreWay(
      World world,
      AppPlan plan,
      String client,
      Randomness chance,
      Supplier<StepProbe.Loudness> loudness) {
    this.world = world;
    this.plan = plan;
    this.client = client;
    this.chance = chance;
    this.loudness = loudness;
    simulation = world.simulation();
  }

  private String node(byte[] key) {
    return world.ring(plan.cache()).map(ring -> ring.node(key)).orElse(plan.cache());
  }

  private long travel(String node) {
    LinkSettings link = world.network().link(plan.name(), node);
    return link.latencyMicros()
        + (link.jitterMicros() > 0 ? chance.below(link.jitterMicros() + 1) : 0);
  }

  private boolean isCut(String node) {
    return world.network().isCut(plan.name(), node) || world.network().isCut(node, plan.name());
  }

  private <A> void back(String node, A answer, Consumer<A> then) {
    simulation.after(travel(node), () -> then.accept(answer));
  }

  /** The way to Redis nodes, or to a proxy before some. */
  StorePort<byte[][], Reply> redis() {
    return new StorePort<>() {
      @Override
      public String whom(byte[] key) {
        return node(key);
      }

      @Override
      public void ask(byte[] key, byte[][] request, Consumer<Reply> then) {
        String node = node(key);
        simulation.after(travel(node), () -> arrived(node, request, then));
      }
    };
  }

  private void arrived(String node, byte[][] request, Consumer<Reply> then) {
    Optional<ProxyMachine> proxy = world.proxy(node);
    Machine machine = world.machine(node).orElse(null);
    if (isCut(node) || proxy.isEmpty() && world.isFrozen(node)) {
      simulation.after(PATIENCE_MICROS, () -> then.accept(TIMED_OUT));
    } else if (proxy.isPresent()) {
      proxy.get().submit(client, request, reply -> back(node, reply, then));
    } else if (machine == null || machine.node().isEmpty()) {
      back(node, REFUSED, then);
    } else {
      world.submit(machine, client, request, loudness.get(), reply -> back(node, reply, then));
    }
  }

  /** The way to Memcached nodes. */
  StorePort<byte[], MetaAnswer> memcached() {
    return new StorePort<>() {
      @Override
      public String whom(byte[] key) {
        return node(key);
      }

      @Override
      public void ask(byte[] key, byte[] request, Consumer<MetaAnswer> then) {
        String node = node(key);
        simulation.after(travel(node), () -> arrived(node, request, then));
      }
    };
  }

  private void arrived(String node, byte[] request, Consumer<MetaAnswer> then) {
    CacheMachine machine = world.cache(node).orElse(null);
    if (isCut(node) || world.isFrozen(node)) {
      simulation.after(PATIENCE_MICROS, () -> then.accept(MetaAnswer.unreachable()));
    } else if (machine == null || machine.node().isEmpty()) {
      back(node, MetaAnswer.unreachable(), then);
    } else {
      MetaReader reader = new MetaReader();
      byte[] answer = machine.exchange(client, request, loudness.get());
      reader.feed(answer, 0, answer.length);
      back(node, reader.next().orElse(MetaAnswer.unreachable()), then);
    }
  }
}
