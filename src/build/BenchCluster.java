import dev.kvarium.base.Crc16;
import dev.kvarium.event.Event;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.NodePort;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.Host;
import dev.kvarium.sim.SeededRandomness;
import dev.kvarium.sim.SimDisk;
import dev.kvarium.sim.SimNetwork;
import dev.kvarium.sim.Simulation;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.ReplyText;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Network;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * How fast clusters of many nodes and clients are simulated, and how that grows: all nodes are
 * primaries of one cluster with the usual timeout; each client asks the owner of a key, GET or SET
 * by turns, waits for the answer, and asks again 10 ms after it.
 *
 * <p>Prints a table, and writes its rows and a plot of them to {@code docs/pictures}.
 */
final class BenchCluster {
  private static final int[] NODES = {3, 10, 30, 100};
  private static final int[] CLIENTS = {10, 30, 100, 300, 1_000};
  private static final int FEW_NODES = 3;
  private static final int SOME_CLIENTS = 100;
  private static final int SLOTS = 16_384;
  private static final int KEYS = 1_000;
  private static final long PAUSE_MICROS = 10_000;
  private static final long WARM_UP_MICROS = 10_000_000;
  private static final Path PLOT = Path.of("docs/pictures/cluster-growth.svg");
  private static final Path ROWS = Path.of("docs/pictures/cluster-growth.tsv");

  /** What a simulated second of one world took, in seconds of a processor, and what was in it. */
  record Row(
      int nodes, int clients, double seconds, long actions, long facts, long requests, long bus) {}

  public static void main(String[] args) throws IOException {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    measure(NODES[1], CLIENTS[3], 10); // the compiler's time is not counted
    List<Row> rows = new ArrayList<>();
    System.out.println(
        "nodes\tclients\tms for a simulated s\tevents/s\tfacts/s\trequests\tbus messages");
    for (int nodes : NODES) {
      rows.add(shown(measure(nodes, SOME_CLIENTS, seconds)));
    }
    for (int clients : CLIENTS) {
      rows.add(shown(measure(FEW_NODES, clients, seconds)));
    }
    rows.add(shown(measure(NODES[NODES.length - 1], CLIENTS[CLIENTS.length - 1], seconds)));
    StringBuilder text =
        new StringBuilder("nodes\tclients\tms_per_simulated_s\tevents_per_s\tbus_messages\n");
    for (Row row : rows) {
      text.append(row.nodes() + "\t" + row.clients() + "\t" + millis(row) + "\t");
      text.append(Math.round(row.actions() / row.seconds()) + "\t" + row.bus() + "\n");
    }
    Files.writeString(ROWS, text);
    Files.writeString(PLOT, plot(rows));
  }

  private static String millis(Row row) {
    return String.format(Locale.ROOT, "%.1f", row.seconds() * 1_000);
  }

  private static Row shown(Row row) {
    System.out.println(
        row.nodes()
            + "\t"
            + row.clients()
            + "\t"
            + millis(row)
            + "\t"
            + Math.round(row.actions() / row.seconds())
            + "\t"
            + Math.round(row.facts() / row.seconds())
            + "\t"
            + row.requests()
            + "\t"
            + row.bus());
    return row;
  }

  /** Counts facts, and keeps none. */
  private static final class Counter implements Probe {
    long facts;

    @Override
    public boolean listening() {
      return true;
    }

    @Override
    public void emit(Event event) {
      facts++;
    }
  }

  /** A world, and what a simulated second of it costs. */
  private static Row measure(int nodes, int clients, int seconds) {
    Simulation simulation = new Simulation(1_700_000_000_000_000L);
    SeededRandomness chance = new SeededRandomness(7);
    Counter counter = new Counter();
    SimNetwork network = new SimNetwork(simulation, chance.fork("net"), counter, bytes -> "");
    List<RedisNode> servers = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      servers.add(server(i, nodes, simulation, chance, counter, network));
    }
    List<Asker> askers = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Host host = network.add("client" + i, counter);
      host.powerOn();
      Asker asker = new Asker(host, nodes, simulation, i);
      askers.add(asker);
      simulation.after(2_000_000 + i * 37L, asker::ask);
    }
    simulation.advance(WARM_UP_MICROS);
    long actions = simulation.actionsRun();
    long facts = counter.facts;
    long requests = requests(askers);
    long bus = busMessages(servers);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    simulation.advance(seconds * 1_000_000L);
    double took = (threads.getCurrentThreadCpuTime() - began) / 1e9 / seconds;
    return new Row(
        nodes,
        clients,
        took,
        (simulation.actionsRun() - actions) / seconds,
        (counter.facts - facts) / seconds,
        (requests(askers) - requests) / seconds,
        (busMessages(servers) - bus) / seconds);
  }

  private static long requests(List<Asker> askers) {
    return askers.stream().mapToLong(each -> each.answers).sum();
  }

  private static long busMessages(List<RedisNode> servers) {
    long sent = 0;
    byte[][] asks = {
      "CLUSTER".getBytes(StandardCharsets.US_ASCII), "INFO".getBytes(StandardCharsets.US_ASCII)
    };
    for (RedisNode each : servers) {
      Reply told = each.execute(each.connect("bench"), asks);
      for (String line : ReplyText.of(asks, told, false).split("\\R")) {
        if (line.startsWith("cluster_stats_messages_sent:")) {
          sent += Long.parseLong(line.substring(line.indexOf(':') + 1));
        }
      }
    }
    return sent;
  }

  private static RedisNode server(
      int i,
      int nodes,
      Simulation simulation,
      SeededRandomness chance,
      Probe probe,
      SimNetwork network) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("cluster-enabled", "yes");
    options.put("appendonly", "no");
    Host host = network.add("n" + i, probe);
    Simulation.ProcessTimers timers = simulation.process();
    SimDisk disk =
        new SimDisk(
            simulation, chance.fork("disk" + i), probe, DiskSettings.DEFAULT.withSyncMicros(0));
    byte[] known = known(i, nodes).getBytes(StandardCharsets.US_ASCII);
    disk.open("nodes.conf").append(known, 0, known.length);
    RedisNode node =
        new RedisNode(
            RedisConfig.of(options), simulation, timers, chance.fork("node" + i), disk, probe);
    host.powerOn();
    node.network(host);
    node.start();
    NodePort.open(node, host);
    return node;
  }

  /** What a node's file says of all nodes, so that they need not meet. */
  private static String known(int own, int nodes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < nodes; i++) {
      text.append(String.format(Locale.ROOT, "%040x n%d:6379@16379 ", i + 1, i));
      text.append(i == own ? "myself,master" : "master").append(" - 0 0 ").append(i + 1);
      text.append(" connected ").append(first(i, nodes)).append('-');
      text.append(first(i + 1, nodes) - 1).append('\n');
    }
    return text + "vars currentEpoch " + nodes + " lastVoteEpoch 0\n";
  }

  private static int first(int node, int nodes) {
    return node * SLOTS / nodes;
  }

  /** A client that knows who owns which slot. */
  private static final class Asker {
    private final Host host;
    private final int nodes;
    private final Simulation simulation;
    private final Network.Connection[] links;
    private int turn;
    long answers;

    Asker(Host host, int nodes, Simulation simulation, int number) {
      this.host = host;
      this.nodes = nodes;
      this.simulation = simulation;
      this.links = new Network.Connection[nodes];
      this.turn = number * 31;
    }

    void ask() {
      byte[] key = ("key:" + turn * 7919 % KEYS).getBytes(StandardCharsets.US_ASCII);
      int slot = Crc16.slot(key);
      int owner = 0;
      while (first(owner + 1, nodes) <= slot) {
        owner++;
      }
      byte[] request =
          turn++ % 2 == 0
              ? RespWriter.request("GET".getBytes(StandardCharsets.US_ASCII), key)
              : RespWriter.request("SET".getBytes(StandardCharsets.US_ASCII), key, key);
      Network.Connection link = links[owner];
      if (link != null) {
        link.send(request);
        return;
      }
      int at = owner;
      links[owner] =
          host.connect(
              "n" + owner,
              6379,
              new Network.Peer() {
                @Override
                public void connected() {
                  links[at].send(request);
                }

                @Override
                public void received(byte[] bytes) {
                  if (bytes[0] == '-') {
                    throw new IllegalStateException(
                        new String(bytes, StandardCharsets.US_ASCII).strip());
                  }
                  answers++;
                  simulation.after(PAUSE_MICROS, Asker.this::ask);
                }

                @Override
                public void closed(String reason) {
                  throw new IllegalStateException(reason);
                }
              });
    }
  }

  // The plot.

  private static final int WIDTH = 360;
  private static final int HEIGHT = 240;
  private static final int LEFT = 60;
  private static final int TOP = 40;

  private static String plot(List<Row> rows) {
    List<Row> byNodes = rows.subList(0, NODES.length);
    List<Row> byClients = rows.subList(NODES.length, NODES.length + CLIENTS.length);
    double most = rows.stream().mapToDouble(Row::seconds).max().orElse(1) * 1_000;
    double least = rows.stream().mapToDouble(Row::seconds).min().orElse(1) * 1_000;
    int low = (int) Math.floor(Math.log10(least));
    int high = (int) Math.ceil(Math.log10(most));
    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 340\" role=\"img\"");
    svg.append(" font-family=\"sans-serif\" font-size=\"12\">\n");
    svg.append("<title>Milliseconds of processor time for one simulated second, both axes");
    svg.append(" logarithmic</title>\n<desc>");
    told(svg, byNodes, true, " nodes with 100 clients: ");
    told(svg, byClients, false, " clients of 3 nodes: ");
    svg.append("</desc>\n<rect width=\"900\" height=\"340\" fill=\"#ffffff\"/>\n");
    panel(svg, 0, "nodes, with 100 clients", byNodes, true, low, high);
    panel(svg, 450, "clients, of 3 nodes", byClients, false, low, high);
    return svg.append("</svg>\n").toString();
  }

  /** The figures of a panel in words. */
  private static void told(StringBuilder svg, List<Row> rows, boolean nodes, String what) {
    for (Row row : rows) {
      svg.append(amount(row, nodes)).append(what).append(millis(row)).append(" ms. ");
    }
  }

  private static void panel(
      StringBuilder svg, int x, String what, List<Row> rows, boolean nodes, int low, int high) {
    int from = x + LEFT;
    text(svg, from, TOP - 16, "start", "ms for a simulated second, by the number of " + what);
    for (int power = low; power <= high; power++) {
      double y = y(Math.pow(10, power), low, high);
      line(svg, from, y, from + WIDTH, y, "#dddddd", 1);
      text(svg, from - 6, y + 4, "end", number(Math.pow(10, power)));
    }
    double first = Math.log10(amount(rows.getFirst(), nodes));
    double last = Math.log10(amount(rows.getLast(), nodes));
    double lastX = 0;
    double lastY = 0;
    for (Row row : rows) {
      double at = from + WIDTH * (Math.log10(amount(row, nodes)) - first) / (last - first);
      double y = y(row.seconds() * 1_000, low, high);
      if (lastX > 0) {
        line(svg, lastX, lastY, at, y, "#1f5fa8", 2);
      }
      svg.append(
          String.format(
              Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#1f5fa8\"/>%n", at, y));
      text(svg, at, y - 9, "middle", millis(row));
      text(svg, at, TOP + HEIGHT + 18, "middle", Integer.toString(amount(row, nodes)));
      lastX = at;
      lastY = y;
    }
  }

  private static int amount(Row row, boolean nodes) {
    return nodes ? row.nodes() : row.clients();
  }

  private static double y(double value, int low, int high) {
    return TOP + HEIGHT - HEIGHT * (Math.log10(value) - low) / (high - low);
  }

  private static String number(double value) {
    return value >= 1 ? Long.toString(Math.round(value)) : String.format(Locale.ROOT, "%s", value);
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String colour, int width) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                + " stroke-width=\"%d\"/>%n",
            x1,
            y1,
            x2,
            y2,
            colour,
            width));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String what) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#222222\">%s</text>%n",
            x,
            y,
            anchor,
            what));
  }

  private BenchCluster() {}
}
