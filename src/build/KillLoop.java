import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills a server with {@code kill -9} while clients write, starts it again from its files, and
 * counts what was acknowledged and is gone: Kvarium on a real disk, and redis-server beside it.
 *
 * <p>Each client writes keys of its own, one command after the other, of all types, and every
 * command leaves its number behind. So what is found after the start tells how many of its commands
 * were kept, and all of them, not one less in between, must have had their effect.
 */
final class KillLoop {
  private static final int CLIENTS = 3;
  private static final int KINDS = 7;
  private static final int START_SECONDS = 60;

  private int rounds = 100;
  private long seed = 1;
  private List<String> policies = List.of("always", "everysec");
  private String kvarium = "./kvarium serve --redis {port} --dir {dir}";
  private String redis = "redis-server --port {port} --dir {dir} --save {none} --bind 127.0.0.1";
  private Random random = new Random(seed);

  public static void main(String[] args) throws Exception {
    KillLoop loop = new KillLoop();
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      if (name.matches("[0-9]+")) {
        loop.rounds = Integer.parseInt(name);
        continue;
      }
      i++;
      String value = i < args.length ? args[i] : "";
      switch (name) {
        case "--seed" -> loop.seed = Long.parseLong(value);
        case "--policies" -> loop.policies = List.of(value.split(","));
        case "--kvarium" -> loop.kvarium = value;
        case "--redis" -> loop.redis = value;
        default -> {
          System.err.println(
              "kill-loop: [ROUNDS] --seed N --policies always,everysec,no"
                  + " --kvarium 'COMMAND {port} {dir}' --redis 'COMMAND'|none");
          System.exit(2);
        }
      }
    }
    System.exit(loop.run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    System.out.printf(
        "%-9s %-9s %7s %9s %13s %6s %12s %11s%n",
        "server",
        "fsync",
        "rounds",
        "rewrites",
        "acknowledged",
        "lost",
        "oldest lost",
        "commands/s");
    boolean held = true;
    for (String policy : policies) {
      held &= loop("kvarium", kvarium, policy);
      if (!redis.equals("none")) {
        held &= loop("redis", redis, policy);
      }
    }
    return held;
  }

  /** What the rounds of one server and policy came to. */
  private static final class Tally {
    long acknowledged;
    long lost;
    long rewrites;
    double oldestLostSeconds;
    double seconds;
    final List<String> faults = new ArrayList<>();
  }

  private boolean loop(String name, String command, String policy) throws Exception {
    random = new Random(seed);
    Path folder = Files.createTempDirectory("kvarium-kill-loop");
    Tally tally = new Tally();
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client(i, 0, 0));
    }
    try {
      for (int round = 0; round <= rounds && tally.faults.isEmpty(); round++) {
        round(round, words(command, folder, policy), folder, clients, tally);
      }
    } finally {
      BenchServer.delete(folder);
    }
    System.out.printf(
        Locale.ROOT,
        "%-9s %-9s %7d %9d %13d %6d %12s %11.0f%n",
        name,
        policy,
        rounds,
        tally.rewrites,
        tally.acknowledged,
        tally.lost,
        tally.lost == 0 ? "-" : String.format(Locale.ROOT, "%.2f s", tally.oldestLostSeconds),
        tally.acknowledged / tally.seconds);
    if (policy.equals("always") && tally.lost > 0) {
      tally.faults.add("always has lost " + tally.lost + " acknowledged commands");
    }
    if (policy.equals("everysec") && tally.oldestLostSeconds > 2.5) {
      tally.faults.add("everysec has lost what was " + tally.oldestLostSeconds + " s old");
    }
    tally.faults.forEach(fault -> System.out.println("  " + fault));
    return tally.faults.isEmpty();
  }

  /**
   * Starts the server, counts what it has kept of the round before, and has clients write until it
   * is killed.
   */
  private void round(
      int round, List<String> command, Path folder, List<Client> clients, Tally tally)
      throws Exception {
    int port = BenchServer.freePort();
    Process server = start(command, folder, port);
    try (Link link = ready(server, folder, port)) {
      for (int i = 0; i < CLIENTS; i++) {
        int kept = recount(round, link, clients.get(i), tally);
        clients.set(i, new Client(i, kept, port));
      }
      if (!tally.faults.isEmpty() || round == rounds) {
        return;
      }
      clients.forEach(Thread::start);
      long lives = 50 + random.nextInt(350);
      boolean rewrite = random.nextInt(3) == 0;
      Thread.sleep(rewrite ? lives / 2 : lives);
      if (rewrite) {
        link.ask("BGREWRITEAOF");
        tally.rewrites++;
        Thread.sleep(lives / 2);
      }
    } finally {
      server.destroyForcibly();
      server.waitFor();
    }
    long killed = System.nanoTime();
    for (Client each : clients) {
      each.killed = killed;
      each.join();
      tally.acknowledged += each.acknowledged - each.from;
      tally.seconds += each.seconds / CLIENTS;
    }
  }

  /** How many commands of a client the server has kept; the acknowledged rest is lost. */
  private static int recount(int round, Link link, Client client, Tally tally) throws IOException {
    int kept = verify(link, client.number, client.acknowledged + 1, round, tally);
    int lost = client.acknowledged - kept;
    if (lost > 0) {
      tally.lost += lost;
      double age = (client.killed - client.acknowledgedAt(kept)) / 1e9;
      tally.oldestLostSeconds = Math.max(tally.oldestLostSeconds, age);
    }
    return kept;
  }

  /**
   * How many commands of a client are there; a fault where that is no beginning of what it sent.
   */
  private static int verify(Link link, int client, int most, int round, Tally tally)
      throws IOException {
    SortedMap<String, String> found = found(link, client);
    int count = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      count = Math.max(count, highest(found.getOrDefault("" + kind, "")) + 1);
    }
    SortedMap<String, String> expected = expected(client, count);
    if (!found.equals(expected)) {
      tally.faults.add(
          "round "
              + round
              + ", client "
              + client
              + ": after "
              + count
              + " commands "
              + expected
              + ", found "
              + found);
    }
    if (count > most) {
      tally.faults.add(
          "round "
              + round
              + ", client "
              + client
              + ": "
              + count
              + " commands, more than were sent");
    }
    return count;
  }

  private static int highest(String numbers) {
    return Arrays.stream(numbers.split(","))
        .filter(each -> !each.isEmpty())
        .mapToInt(each -> Integer.parseInt(each.substring(each.indexOf('=') + 1)))
        .max()
        .orElse(-1);
  }

  /** The command of a client's that has this number. */
  private static String[] command(int client, int i) {
    String own = ":" + client;
    return switch (i % KINDS) {
      case 0 -> new String[] {"RPUSH", "l" + own, "" + i};
      case 1 -> new String[] {"SET", "s" + own, "" + i, "EX", "100000"};
      case 2 -> new String[] {"HSET", "h" + own, "f" + i % 5, "" + i};
      case 3 -> new String[] {"ZADD", "z" + own, "" + i, "m" + i % 5};
      case 4 -> new String[] {"SADD", "t" + own, "" + i};
      case 5 -> new String[] {"APPEND", "a" + own, i + ","};
      default -> new String[] {"XADD", "x" + own, (i + 1) + "-0", "n", "" + i};
    };
  }

  /** What the keys of a client hold after so many commands. */
  private static SortedMap<String, String> expected(int client, int count) {
    List<SortedMap<String, String>> fields = new ArrayList<>();
    for (int kind = 0; kind < KINDS; kind++) {
      fields.add(new TreeMap<>());
    }
    for (int i = 0; i < count; i++) {
      String number = String.format(Locale.ROOT, "%09d", i);
      switch (i % KINDS) {
        case 1 -> fields.get(1).put("", "" + i);
        case 2 -> fields.get(2).put("f" + i % 5 + "=", "" + i);
        case 3 -> fields.get(3).put("m" + i % 5 + "=", "" + i);
        default -> fields.get(i % KINDS).put(number, "" + i);
      }
    }
    SortedMap<String, String> all = new TreeMap<>();
    for (int kind = 0; kind < KINDS; kind++) {
      StringBuilder text = new StringBuilder();
      boolean named = kind == 2 || kind == 3;
      fields.get(kind).forEach((k, v) -> text.append(named ? k : "").append(v).append(','));
      if (!text.isEmpty()) {
        all.put("" + kind, text.toString());
      }
    }
    return all;
  }

  private static SortedMap<String, String> found(Link link, int client) throws IOException {
    String own = ":" + client;
    SortedMap<String, String> all = new TreeMap<>();
    put(all, 0, link.ask("LRANGE", "l" + own, "0", "-1"));
    put(all, 1, link.ask("GET", "s" + own));
    put(all, 2, pairs(link.ask("HGETALL", "h" + own)));
    put(all, 3, pairs(link.ask("ZRANGE", "z" + own, "0", "-1", "WITHSCORES")));
    List<String> members = new ArrayList<>(link.ask("SMEMBERS", "t" + own));
    members.sort(Comparator.comparingInt(Integer::parseInt));
    put(all, 4, members);
    List<String> appended = link.ask("GET", "a" + own);
    put(all, 5, appended.isEmpty() ? appended : List.of(appended.getFirst().split(",")));
    List<String> entries = link.ask("XRANGE", "x" + own, "-", "+");
    List<String> numbers = new ArrayList<>();
    for (int i = 2; i < entries.size(); i += 3) {
      numbers.add(entries.get(i));
    }
    put(all, 6, numbers);
    return all;
  }

  private static List<String> pairs(List<String> flat) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      pairs.add(flat.get(i) + "=" + flat.get(i + 1));
    }
    pairs.sort(null);
    return pairs;
  }

  private static void put(SortedMap<String, String> all, int kind, List<String> items) {
    if (!items.isEmpty()) {
      all.put("" + kind, String.join(",", items) + ",");
    }
  }

  /** Sends its commands one by one until the server is gone. */
  private static final class Client extends Thread {
    private final int number;
    private final int from;
    private final int port;
    private final List<Long> times = new ArrayList<>();
    private volatile int acknowledged;
    private volatile double seconds;
    private long killed;

    Client(int number, int from, int port) {
      this.number = number;
      this.from = from;
      this.port = port;
      this.acknowledged = from;
    }

    @Override
    public void run() {
      long began = System.nanoTime();
      try (Link link = new Link(port)) {
        for (int i = from; ; i++) {
          link.ask(command(number, i));
          times.add(System.nanoTime());
          acknowledged = i + 1;
        }
      } catch (IOException gone) {
        seconds = (System.nanoTime() - began) / 1e9;
      }
    }

    /** When the reply to a command came. */
    long acknowledgedAt(int i) {
      return times.get(Math.max(0, i - from));
    }
  }

  /** A connection; replies are flat lists of words. */
  private static final class Link implements Closeable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Link(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
    }

    List<String> ask(String... words) throws IOException {
      StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
      for (String word : words) {
        request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
      }
      out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      List<String> reply = new ArrayList<>();
      read(reply);
      return reply;
    }

    private void read(List<String> into) throws IOException {
      String line = line();
      String rest = line.substring(1);
      switch (line.charAt(0)) {
        case '*' -> {
          for (int i = Integer.parseInt(rest); i > 0; i--) {
            read(into);
          }
        }
        case '$' -> {
          int length = Integer.parseInt(rest);
          if (length >= 0) {
            byte[] bytes = in.readNBytes(length + 2);
            if (bytes.length < length + 2) {
              throw new EOFException();
            }
            into.add(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
          }
        }
        case '-' -> throw new IOException(rest);
        default -> into.add(rest);
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException();
        }
        line.append((char) c);
      }
      return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private List<String> words(String command, Path folder, String policy) {
    List<String> words = new ArrayList<>();
    for (String word : (command + " --appendonly yes --appendfsync " + policy).split(" ")) {
      words.add(word.equals("{none}") ? "" : word.replace("{dir}", folder.toString()));
    }
    return words;
  }

  private static Process start(List<String> words, Path folder, int port) throws IOException {
    List<String> command = words.stream().map(word -> word.replace("{port}", "" + port)).toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private static Link ready(Process server, Path folder, int port) throws Exception {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        Link link = new Link(port);
        try {
          link.ask("PING");
          return link;
        } catch (IOException loading) {
          link.close();
          throw loading;
        }
      } catch (IOException notYet) {
        if (!server.isAlive() || System.nanoTime() > limit) {
          throw new IOException("did not start:\n" + Files.readString(folder.resolve("log")));
        }
        Thread.sleep(5);
      }
    }
  }
}
