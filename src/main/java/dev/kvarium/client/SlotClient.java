package dev.kvarium.client;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Crc16;
import dev.kvarium.event.Probe;
import dev.kvarium.event.SlotEvent;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Network;
import dev.kvarium.world.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client that keeps a map of slots and follows redirections, as that of Jedis does, and that of
 * Lettuce once it is told to refresh its topology by them.
 *
 * <pre>
 *   GET k ─► slot ─► the owner by the map ─► value
 *                                          ─► MOVED 42 b: note it, read the map anew, ask b
 *                                          ─► ASK 42 b: say ASKING and ask b; note nothing
 *                                          ─► connection lost: read the map anew, try again
 * </pre>
 *
 * <p>A command whose connection is lost may have run, and is sent again: at least once, as both of
 * them do. TRYAGAIN, CROSSSLOT and CLUSTERDOWN go to the program. Source: behaviour of
 * ClusterCommandExecutor in Jedis 7 and of ClusterDistributionChannelWriter in Lettuce 7.
 */
public final class SlotClient {
  private static final byte[][] READ_MAP = words("CLUSTER", "SLOTS");
  private static final byte[][] ASKING = words("ASKING");
  private static final byte[][] RESP3 = words("HELLO", "3");
  private static final byte[][] TRACKING = words("CLIENT", "TRACKING", "ON");
  private static final long PAUSE_MICROS = 100_000;

  /**
   * How it behaves.
   *
   * @param refresh whether it reads the whole map anew after MOVED
   * @param attempts how often a command is sent at most
   * @param timeoutMicros after how long without a reply a connection is given up
   * @param remembers whether it keeps what GET told until the server says that it has changed
   */
  public record Options(boolean refresh, int attempts, long timeoutMicros, boolean remembers) {
    public static final Options USUAL = new Options(true, 5, 2_000_000, false);
  }

  private final String name;
  private final Network network;
  private final Timers timers;
  private final Probe probe;
  private final List<String> seeds;
  private final Options options;
  private final Function<byte[][], Optional<byte[]>> firstKey;
  private final SlotMap map = new SlotMap();
  private final SequencedMap<String, ServerLink> links = new LinkedHashMap<>();
  private final SequencedMap<String, Long> sentTo = new LinkedHashMap<>();
  private final Deque<Errand> untilMap = new ArrayDeque<>();
  private final Memory memory = new Memory();
  private boolean mapped;
  private boolean reading;
  private int nextSeed;
  private long asked;
  private long answered;
  private long movedTold;
  private long askTold;
  private long tryAgainTold;
  private long failed;
  private long mapReads;
  private long remembered;

  /** A command on its way. */
  private static final class Errand {
    final byte[][] argv;
    final int slot;
    final Consumer<Reply> done;
    int sent;

    Errand(byte[][] argv, int slot, Consumer<Reply> done) {
      this.argv = argv;
      this.slot = slot;
      this.done = done;
    }

    String command() {
      return Bytes.text(argv[0]).toUpperCase(Locale.ROOT);
    }
  }

  /**
   * A client that knows no slot yet.
   *
   * @param seeds addresses of nodes that it may ask first, at least one
   * @param firstKey finds the first key of a command
   */
  public SlotClient(
      String name,
      Network network,
      Timers timers,
      Probe probe,
      List<String> seeds,
      Options options,
      Function<byte[][], Optional<byte[]>> firstKey) {
    this.name = name;
    this.network = network;
    this.timers = timers;
    this.probe = probe;
    this.seeds = List.copyOf(seeds);
    this.options = options;
    this.firstKey = firstKey;
  }

  private static byte[][] words(String... words) {
    byte[][] argv = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      argv[i] = Bytes.of(words[i]);
    }
    return argv;
  }

  /** Begins to read the map. */
  public void start() {
    readMap(Optional.empty());
  }

  /** Sends a command where it belongs; the reply is handed over once, an error as well. */
  public void ask(byte[][] argv, Consumer<Reply> done) {
    asked++;
    Optional<byte[]> key = firstKey.apply(argv);
    int slot = key.map(Crc16::slot).orElse(-1);
    Errand errand = new Errand(argv, slot, done);
    Optional<Reply> known = options.remembers() ? memory.get(argv) : Optional.empty();
    if (known.isPresent()) {
      remembered++;
      tell(new SlotEvent.Remembered(errand.command(), slot));
      finish(errand, known.get());
    } else if (mapped) {
      send(errand);
    } else {
      untilMap.addLast(errand);
    }
  }

  // Where to.

  private void send(Errand errand) {
    Optional<String> owner = errand.slot < 0 ? Optional.empty() : map.owner(errand.slot);
    if (owner.isPresent()) {
      sendTo(errand, owner.get(), SlotEvent.Why.MAP);
    } else {
      sendTo(errand, any(), SlotEvent.Why.ANY);
    }
  }

  /** One that is known, another with each call. */
  private String any() {
    List<String> known = new ArrayList<>(map.nodes());
    for (String each : seeds) {
      if (!known.contains(each)) {
        known.add(each);
      }
    }
    return known.get(nextSeed++ % known.size());
  }

  private void sendTo(Errand errand, String node, SlotEvent.Why why) {
    if (errand.sent++ >= options.attempts()) {
      finish(errand, Reply.error("ERR No more cluster attempts left."));
      return;
    }
    sentTo.merge(node, 1L, Long::sum);
    tell(new SlotEvent.Sent(errand.command(), errand.slot, node, why));
    ServerLink link = link(node);
    if (why == SlotEvent.Why.ASK) {
      ask(link, ASKING, reply -> {});
    }
    ask(link, errand.argv, reply -> replied(errand, node, reply));
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
              public void pushed(Reply.Push push) {
                memory.pushed(push);
              }

              @Override
              public void lost(String reason) {
                memory.clear();
                tell(new SlotEvent.LinkLost(node, reason));
              }
            });
    links.put(node, made);
    if (options.remembers()) {
      ask(made, RESP3, reply -> {});
      ask(made, TRACKING, reply -> {});
    }
    return made;
  }

  private void ask(ServerLink link, byte[][] argv, Consumer<Optional<Reply>> then) {
    Timers.Timer patience =
        timers.after(
            options.timeoutMicros(),
            () -> link.giveUp("no reply for " + options.timeoutMicros() / 1_000 + " ms"));
    link.ask(
        argv,
        reply -> {
          patience.cancel();
          then.accept(reply);
        });
  }

  // What comes back.

  private void replied(Errand errand, String node, Optional<Reply> reply) {
    if (reply.isEmpty()) {
      timers.after(PAUSE_MICROS, () -> readMap(Optional.empty()));
      timers.after(PAUSE_MICROS * 2, () -> send(errand));
    } else if (reply.get() instanceof Reply.Error error) {
      refused(errand, node, error);
    } else {
      if (options.remembers()) {
        memory.learn(errand.argv, reply.get());
      }
      finish(errand, reply.get());
    }
  }

  private void refused(Errand errand, String node, Reply.Error error) {
    String[] words = error.text().split(" ", 3);
    boolean points = words.length == 3 && words[1].matches("[0-9]{1,5}");
    // without a host: another port of the one that was asked
    String to =
        points && words[2].startsWith(":") ? host(node) + words[2] : words[words.length - 1];
    if (points && words[0].equals("MOVED")) {
      movedTold++;
      int slot = Integer.parseInt(words[1]);
      String before = map.note(slot, to);
      if (!before.equals(to)) {
        tell(new SlotEvent.Noted(slot, to, before));
      }
      if (options.refresh()) {
        readMap(Optional.of(to));
      }
      sendTo(errand, to, SlotEvent.Why.MOVED);
    } else if (points && words[0].equals("ASK")) {
      askTold++;
      sendTo(errand, to, SlotEvent.Why.ASK);
    } else {
      tryAgainTold += words[0].equals("TRYAGAIN") ? 1 : 0;
      finish(errand, error);
    }
  }

  private static String host(String node) {
    return node.substring(0, node.lastIndexOf(':'));
  }

  private void finish(Errand errand, Reply reply) {
    answered++;
    if (reply instanceof Reply.Error error) {
      failed++;
      tell(new SlotEvent.Failed(errand.command(), error.text()));
    }
    errand.done.accept(reply);
  }

  // The map.

  private void readMap(Optional<String> from) {
    if (reading) {
      return;
    }
    reading = true;
    String node = from.orElseGet(this::any);
    ask(
        link(node),
        READ_MAP,
        reply -> {
          reading = false;
          Optional<Integer> changed = reply.flatMap(each -> map.take(each, host(node)));
          if (changed.isEmpty() || map.nodes().isEmpty()) {
            timers.after(PAUSE_MICROS, () -> readMap(Optional.empty()));
            return;
          }
          mapReads++;
          mapped = true;
          tell(new SlotEvent.MapRead(node, changed.get()));
          while (!untilMap.isEmpty()) {
            send(untilMap.removeFirst());
          }
        });
  }

  private void tell(SlotEvent event) {
    if (probe.listening()) {
      probe.emit(event);
    }
  }

  /** What there is to be seen of it. */
  public SlotClientSnapshot snapshot() {
    return new SlotClientSnapshot(
        name,
        map.owners(),
        asked,
        answered,
        new LinkedHashMap<>(sentTo),
        movedTold,
        askTold,
        tryAgainTold,
        failed,
        mapReads,
        remembered,
        memory.size());
  }
}
