package dev.kvarium.client;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.Probe;
import dev.kvarium.event.SlotEvent;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Moves slots as {@code redis-cli --cluster} does: one after the other, one command at a time,
 * while everybody goes on.
 *
 * <pre>
 *   to    CLUSTER SETSLOT 42 IMPORTING from
 *   from  CLUSTER SETSLOT 42 MIGRATING to
 *   from  CLUSTER GETKEYSINSLOT 42 10, MIGRATE to "" 0 60000 KEYS …    until there is none
 *   to    CLUSTER SETSLOT 42 NODE to                                   the slot is its from here on
 *   from, and all other primaries, the same
 * </pre>
 *
 * <p>At the first error it stops, and leaves the slot open. Source: clusterManagerMoveSlot in
 * redis-cli.c of 7.0.15.
 */
public final class SlotOperator {
  private static final String KEYS_AT_ONCE = "10";
  private static final String MIGRATE_MILLIS = "60000";
  private static final String FOLLOWS_NOW = "ERR Please use SETSLOT only with masters.";

  private final Network network;
  private final Probe probe;
  private final Map<String, ServerLink> links = new LinkedHashMap<>();
  private String order = "";
  private List<SlotPlan.Move> moves = List.of();
  private List<String> primaries = List.of();
  private int next;
  private long keys;
  private int keysOfSlot;
  private long answered;
  private String error = "";
  private boolean busy;

  /** How many orders may be answered before the next waits to be let go. */
  private long allowed = Long.MAX_VALUE;

  private Runnable held = () -> {};

  public SlotOperator(Network network, Probe probe) {
    this.network = network;
    this.probe = probe;
  }

  /**
   * How far it is.
   *
   * @param order what it was told
   * @param answered how many commands of all orders were answered
   * @param held whether it waits to be let go
   * @param error what ended it before it was done; empty otherwise
   */
  public record Progress(
      String order,
      boolean busy,
      boolean held,
      int done,
      int all,
      long keys,
      long answered,
      String error) {}

  /** How far it is with what it was told last. */
  public Progress progress() {
    boolean waits = busy && answered >= allowed;
    return new Progress(order, busy, waits, next, moves.size(), keys, answered, error);
  }

  /**
   * Begins to move slots; it must not be busy.
   *
   * @param others the addresses of all primaries
   */
  public void begin(String what, List<SlotPlan.Move> plan, List<String> others) {
    if (busy) {
      throw new IllegalStateException("it has not come to its end yet");
    }
    order = what;
    moves = List.copyOf(plan);
    primaries = List.copyOf(others);
    next = 0;
    keys = 0;
    error = "";
    allowed = Long.MAX_VALUE;
    busy = true;
    probe.emit(new SlotEvent.Planned(order, moves.size()));
    slot();
  }

  /** Lets it give so many orders more, and hold behind them; none: as many as there are. */
  public void allow(Optional<Long> orders) {
    allowed = orders.map(more -> answered + more).orElse(Long.MAX_VALUE);
    Runnable waiting = held;
    held = () -> {};
    waiting.run();
  }

  /** Stops behind the command that is under way. */
  public void stop() {
    if (busy) {
      end("stopped");
    }
  }

  private void slot() {
    if (next == moves.size()) {
      end("");
      return;
    }
    SlotPlan.Move move = moves.get(next);
    keysOfSlot = 0;
    setSlot(
        move.to().address(),
        move,
        "IMPORTING",
        move.from().id(),
        () -> setSlot(move.from().address(), move, "MIGRATING", move.to().id(), () -> keys(move)));
  }

  private void keys(SlotPlan.Move move) {
    byte[][] argv = words("CLUSTER", "GETKEYSINSLOT", "" + move.slot(), KEYS_AT_ONCE);
    tell(
        move.from().address(),
        argv,
        CommandText.of(argv, 60),
        reply -> {
          if (!(reply instanceof Reply.Array array)) {
            end("the keys of slot " + move.slot() + " cannot be read");
          } else if (array.items().isEmpty()) {
            give(move);
          } else {
            migrate(move, array.items());
          }
        });
  }

  private void migrate(SlotPlan.Move move, List<Reply> found) {
    String to = move.to().address();
    int colon = to.lastIndexOf(':');
    List<byte[]> words = new ArrayList<>();
    for (String each :
        List.of(
            "MIGRATE",
            to.substring(0, colon),
            to.substring(colon + 1),
            "",
            "0",
            MIGRATE_MILLIS,
            "KEYS")) {
      words.add(Bytes.of(each));
    }
    for (Reply each : found) {
      if (each instanceof Reply.Bulk key) {
        words.add(key.bytes());
      }
    }
    byte[][] argv = words.toArray(new byte[0][]);
    tell(
        move.from().address(),
        argv,
        CommandText.of(argv, 60),
        reply -> {
          keysOfSlot += found.size();
          keys += found.size();
          keys(move);
        });
  }

  private void give(SlotPlan.Move move) {
    List<String> order = new ArrayList<>(List.of(move.to().address(), move.from().address()));
    for (String each : primaries) {
      if (!order.contains(each)) {
        order.add(each);
      }
    }
    give(move, order, 0);
  }

  private void give(SlotPlan.Move move, List<String> to, int at) {
    if (at == to.size()) {
      next++;
      probe.emit(
          new SlotEvent.Carried(
              move.slot(), move.from().address(), move.to().address(), keysOfSlot));
      slot();
      return;
    }
    setSlot(to.get(at), move, "NODE", move.to().id(), () -> give(move, to, at + 1));
  }

  private void setSlot(String node, SlotPlan.Move move, String state, String id, Runnable then) {
    String of = id.equals(move.to().id()) ? move.to().address() : move.from().address();
    tell(
        node,
        words("CLUSTER", "SETSLOT", "" + move.slot(), state, id),
        "CLUSTER SETSLOT " + move.slot() + " " + state + " <" + host(of) + ">",
        reply -> then.run());
  }

  /** A node without its port, to stand for its name of 40 letters. */
  private static String host(String address) {
    return address.substring(0, address.lastIndexOf(':'));
  }

  private static byte[][] words(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }

  private void tell(String node, byte[][] argv, String text, Consumer<Reply> then) {
    if (!busy) {
      return;
    }
    if (answered >= allowed) {
      held = () -> tell(node, argv, text, then);
      return;
    }
    probe.emit(new SlotEvent.Ordered(node, text));
    link(node)
        .ask(
            argv,
            reply -> {
              answered++;
              if (reply.isEmpty()) {
                end("the connection to " + node + " is lost");
              } else if (reply.get() instanceof Reply.Error refused
                  && !isAcceptable(node, argv, refused)) {
                end(node + ": " + refused.text());
              } else if (busy) {
                then.accept(reply.get());
              }
            });
  }

  /** Who has given away its last slot follows by now, and need not be told whose it is. */
  private boolean isAcceptable(String node, byte[][] argv, Reply.Error refused) {
    return refused.text().equals(FOLLOWS_NOW)
        && argv.length > 3
        && Bytes.text(argv[3]).equals("NODE")
        && node.equals(moves.get(next).from().address());
  }

  private ServerLink link(String node) {
    ServerLink there = links.get(node);
    if (there != null && !there.isOver()) {
      return there;
    }
    ServerLink made =
        ServerLink.to(
            network,
            node,
            new ServerLink.Told() {
              @Override
              public void pushed(Reply.Push push) {}

              @Override
              public void lost(String reason) {}
            });
    links.put(node, made);
    return made;
  }

  private void end(String why) {
    busy = false;
    held = () -> {};
    error = why;
    probe.emit(new SlotEvent.Finished(order, next, keys, why));
  }

  /** What ended it before it was done, if anything did. */
  public Optional<String> failure() {
    return error.isEmpty() ? Optional.empty() : Optional.of(error);
  }
}
