package dev.kvarium.cli;

import dev.kvarium.event.Probe;
import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Refusal;
import dev.kvarium.memcached.BadSetting;
import dev.kvarium.proxy.BadPoolFile;
import dev.kvarium.redis.RedisConfig;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.value.RedisVersion;
import dev.kvarium.server.EventFile;
import dev.kvarium.server.FolderDisk;
import dev.kvarium.server.LiveWorld;
import dev.kvarium.server.MemcachedServer;
import dev.kvarium.server.ProxyServer;
import dev.kvarium.server.RedisServer;
import dev.kvarium.server.ServerSettings;
import dev.kvarium.sim.SeededRandomness;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code kvarium serve}. */
@Command(
    name = "serve",
    header = "Listens on a port, as redis-server does, until it is told to end.",
    description =
        "Every other --name takes what redis-server takes under that name: --appendonly yes"
            + " --hash-max-listpack-entries 4. What is appended goes to --dir. With --loglevel or"
            + " --logfile it writes a log as redis-server does.",
    customSynopsis =
        "kvarium serve [--redis=PORT] [--memcached=PORT] [--twemproxy=FILE [--stats-port=PORT]]"
            + " [--cluster=N [--replicas=R]]"
            + " [--class=N|FILE [--secret=WORD] [--list=SECONDS]]"
            + " [--bind=ADDRESS] [--dir=DIR] [--seed=N] [--redis-version=VERSION] [--tui]"
            + " [--events=FILE] [--PARAMETER VALUE...]...",
    exitCodeList = {"0:it was ended", "2:it could not begin, or could not go on"})
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = {"--redis", "--port"},
      paramLabel = "PORT",
      defaultValue = "6379",
      description = "where Redis listens; 0 takes a free port (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--memcached",
      paramLabel = "PORT",
      description =
          "where Memcached listens; its own options follow, as memcached takes them: -m 128 -f 1.5"
              + " -o slab_automove=0. Without --redis there is no Redis then")
  private @Nullable Integer memcachedPort;

  @Option(
      names = "--twemproxy",
      paramLabel = "FILE",
      description =
          "serve the pools of nutcracker's YAML in FILE, each where it listens, in front of its"
              + " servers. Without --redis and --memcached there is nothing else then")
  private @Nullable Path poolFile;

  @Option(
      names = "--stats-port",
      paramLabel = "PORT",
      description =
          "with --twemproxy: where its statistics are read, as nutcracker serves them on 22222; 0"
              + " takes a free port. Without it there are none")
  private @Nullable Integer statsPort;

  @Option(
      names = "--cluster",
      paramLabel = "N",
      description =
          "serve a Redis Cluster of N primaries instead, on the ports from --redis on, each with"
              + " its bus 10000 above and a folder of its own in --dir; without --dir nothing is"
              + " kept")
  private int primaries;

  @Option(
      names = "--replicas",
      paramLabel = "R",
      description = "with --cluster: so many replicas for each primary")
  private int replicas;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "the address to listen on (${DEFAULT-VALUE})")
  private String bind = "127.0.0.1";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "where the append-only file is kept, if there is to be one (${DEFAULT-VALUE})")
  private Path folder = Path.of(".");

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of all chance in the node (${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--redis-version",
      paramLabel = "VERSION",
      defaultValue = "7.0",
      description = "which redis-server is modelled: 6.2, 7.0 or 7.2 (${DEFAULT-VALUE})")
  private String version = "7.0";

  @Option(
      names = "--tui",
      description =
          "open the full screen on the world that is served: its time can be stopped and taken"
              + " back, its power cut. It keeps all that happens, in memory alone")
  private boolean fullScreen;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description =
          "write what happens inside to FILE, one JSON object a line, as run --events does")
  private @Nullable Path eventFile;

  private volatile @Nullable EventFile recorded;

  @Option(names = "--ascii", description = "with --tui: draw with ASCII characters only")
  private boolean ascii;

  @Option(names = "--no-color", description = "with --tui: no colours")
  private boolean noColour;

  @Mixin private ClassOptions classOptions = new ClassOptions();

  @Unmatched private List<String> rest = new ArrayList<>();

  @Mixin private Given given = new Given();

  @Override
  public Integer call() throws InterruptedException {
    Path pools = poolFile;
    if (pools == null) {
      if (statsPort != null) {
        throw given.wrong("--stats-port is for the statistics of --twemproxy, which lacks");
      }
      return serveStores();
    }
    if (fullScreen) {
      throw given.wrong("--tui shows Redis: leave --twemproxy out");
    }
    try (ProxyServer server = ProxyPorts.open(pools, bind, statsPort)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "close"));
      if (given.has("--redis") || memcachedPort != null) {
        return serveStores();
      }
      server.awaitClose();
      return 0;
    } catch (BadPoolFile bad) {
      System.err.println("kvarium: " + bad.text());
      return Main.UNUSABLE;
    } catch (IOException failed) {
      System.err.println("kvarium: --twemproxy " + pools + ": " + failed.getMessage());
      return Main.UNUSABLE;
    }
  }

  private int serveClass() throws InterruptedException {
    if (memcachedPort != null || eventFile != null || primaries != 0 || !rest.isEmpty()) {
      throw given.wrong(
          "--class serves Redis alone, as it is at first: leave the other options out");
    }
    try {
      return new ServedClass(classOptions).serve(address(), port, seed, fullScreen, ascii);
    } catch (Refusal refusal) {
      throw given.wrong(refusal.what());
    } catch (IOException failed) {
      System.err.println("kvarium: cannot serve a class on " + bind + ": " + reason(failed));
      return Main.UNUSABLE;
    }
  }

  private int serveStores() throws InterruptedException {
    if (classOptions.learners != null) {
      return serveClass();
    }
    Integer memcached = memcachedPort;
    if (eventFile != null && (fullScreen || memcached != null)) {
      throw given.wrong("--events writes what a Redis states: leave --tui and --memcached out");
    }
    if (primaries != 0 || replicas != 0) {
      return serveCluster();
    }
    if (fullScreen) {
      return serveOnScreen();
    }
    if (memcached == null) {
      return serveRedis();
    }
    boolean redis = given.has("--redis");
    List<String> options = redis ? takeMemcachedOptions() : List.copyOf(rest);
    try (MemcachedServer server = MemcachedPort.open(memcached, bind, options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "close"));
      announce("memcached", server.address());
      if (redis) {
        return serveRedis();
      }
      server.awaitClose();
      return 0;
    } catch (BadSetting refused) {
      System.err.println(refused.text());
      return Main.UNUSABLE;
    } catch (IOException failed) {
      System.err.println(
          "kvarium: cannot serve memcached on " + bind + ":" + memcached + ": " + reason(failed));
      return Main.UNUSABLE;
    }
  }

  /** Takes what belongs to memcached out of the rest: words with one dash, and their values. */
  private List<String> takeMemcachedOptions() {
    List<String> taken = new ArrayList<>();
    List<String> left = new ArrayList<>();
    boolean mine = false;
    for (String word : rest) {
      if (word.startsWith("-")) {
        mine = !word.startsWith("--");
      }
      (mine ? taken : left).add(word);
    }
    rest = left;
    return taken;
  }

  private int serveCluster() throws InterruptedException {
    if (primaries < 1 || replicas < 0) {
      throw given.wrong(
          "--cluster takes how many primaries there are, --replicas how many each has");
    }
    if (fullScreen || eventFile != null || memcachedPort != null) {
      throw given.wrong("--cluster serves Redis alone: leave --tui, --events and --memcached out");
    }
    int count = primaries * (1 + replicas);
    if (port < 1 || port + 10_000 + count > 0xffff) {
      throw given.wrong(
          "--redis takes the first port of the cluster, up to "
              + (0xffff - 10_000 - count)
              + ": the bus of each node is 10000 above");
    }
    RedisVersion modelled =
        RedisVersion.of(version)
            .orElseThrow(
                () -> given.wrong("--redis-version takes 6.2, 7.0 or 7.2, not " + version));
    SequencedMap<String, String> parameters = parameters();
    parameters.putIfAbsent("repl-diskless-sync-delay", "0");
    RedisConfig config = RedisConfig.of(parameters).as(modelled).with("bind", bind);
    boolean kept = given.has("--dir");
    try {
      Path where = kept ? folder : Files.createTempDirectory("kvarium-cluster");
      ServedCluster cluster =
          ServedCluster.start(config, address(), port, primaries, replicas, where, seed);
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "close"));
      for (InetSocketAddress each : cluster.addresses()) {
        announce("redis cluster node", each);
      }
      cluster.awaitClose();
      return 0;
    } catch (IOException failed) {
      System.err.println(
          "kvarium: cannot serve a cluster on " + bind + ":" + port + ": " + reason(failed));
      return Main.UNUSABLE;
    }
  }

  private int serveRedis() throws InterruptedException {
    if (port < 0 || port > 0xffff) {
      throw given.wrong("--redis takes a port, 0 to 65535, not " + port);
    }
    if (parameters().getOrDefault("daemonize", "no").equalsIgnoreCase("yes")) {
      throw given.wrong(
          "--daemonize yes is not possible: serve stays in the foreground, & puts it back");
    }
    if (!Files.isDirectory(folder)) {
      throw given.wrong("--dir takes a folder that is there, not '" + folder + "'");
    }
    RedisVersion modelled =
        RedisVersion.of(version)
            .orElseThrow(
                () -> given.wrong("--redis-version takes 6.2, 7.0 or 7.2, not " + version));
    RedisConfig config =
        RedisConfig.of(parameters())
            .as(modelled)
            .with("dir", folder.toAbsolutePath().normalize().toString())
            .with("bind", bind);
    if (port != 0) {
      config = config.with("port", Integer.toString(port));
    }
    RedisConfig whole = config;
    InetSocketAddress address = new InetSocketAddress(address(), port);
    Function<LiveWorld, Probe> probes = probes();
    try {
      Optional<ServerLog> log = log();
      RedisServer server =
          RedisServer.start(
              ServerSettings.at(address),
              world ->
                  node(
                      whole,
                      world,
                      log.map(each -> each.before(probes.apply(world)))
                          .orElseGet(() -> probes.apply(world))));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "close"));
      log.ifPresent(each -> each.write("notice", "Ready to accept connections"));
      announce("redis", server.address());
      server.encryptedAddress().ifPresent(where -> announce("redis over TLS", where));
      server.awaitClose();
      if (server.failure().isEmpty()) {
        return 0;
      }
      System.err.println("kvarium: ended itself: " + reason(server.failure().get()));
      return Main.UNUSABLE;
    } catch (IOException failed) {
      System.err.println("kvarium: cannot serve on " + bind + ":" + port + ": " + reason(failed));
      return Main.UNUSABLE;
    }
  }

  /** Serves a lab's world, with the full screen before it. */
  private int serveOnScreen() {
    if (memcachedPort != null) {
      throw given.wrong("--tui shows Redis: leave --memcached out");
    }
    if (given.has("--dir")) {
      throw given.wrong(
          "--tui keeps its log on a simulated disk, so that its power can be cut: no --dir");
    }
    if (port < 0 || port > 0xffff) {
      throw given.wrong("--redis takes a port, 0 to 65535, not " + port);
    }
    InetSocketAddress address = new InetSocketAddress(address(), port);
    SequencedMap<String, String> parameters = parameters();
    if (port != 0) {
      parameters.putIfAbsent("port", Integer.toString(port));
    }
    try {
      return new ServedLab(address, seed, version, parameters).hold(ascii, !noColour);
    } catch (IllegalArgumentException unknown) {
      throw given.wrong(String.valueOf(unknown.getMessage()));
    } catch (IOException failed) {
      System.err.println("kvarium: cannot serve on " + bind + ":" + port + ": " + reason(failed));
      return Main.UNUSABLE;
    }
  }

  /** A log as redis-server writes it, where one is asked for. */
  private Optional<ServerLog> log() throws IOException {
    SequencedMap<String, String> parameters = parameters();
    String file = parameters.getOrDefault("logfile", "");
    String level = parameters.getOrDefault("loglevel", "");
    if (file.isEmpty() && level.isEmpty()) {
      return Optional.empty();
    }
    String where = file.isEmpty() ? "" : folder.resolve(file).toString();
    return Optional.of(ServerLog.to(where, level.isEmpty() ? "notice" : level));
  }

  private RedisNode node(RedisConfig config, LiveWorld world, Probe probe) {
    return new RedisNode(
        config,
        world.clock(),
        world.timers(),
        new SeededRandomness(seed),
        new FolderDisk(folder, world.timers()),
        probe);
  }

  /** Where the node states its facts: a file is opened before anything is served. */
  private Function<LiveWorld, Probe> probes() {
    Path file = eventFile;
    if (file == null) {
      return world -> Probe.NONE;
    }
    try {
      OutputStream out = Files.newOutputStream(file);
      return world -> {
        EventFile facts = EventFile.to(out, Lab.FIRST_NODE, world, ServeCommand::noMoreFacts);
        recorded = facts;
        return facts;
      };
    } catch (IOException unwritable) {
      throw given.wrong(
          Files.isDirectory(file)
              ? "--events takes a file; '" + file + "' is a folder"
              : "--events cannot write '" + file + "': is its folder there, and may you write it?");
    }
  }

  private static void noMoreFacts(IOException why) {
    System.err.println("kvarium: --events writes no more: " + why.getMessage());
  }

  /** Ends the server, and then what it states. */
  private void close(RedisServer server) {
    server.close();
    EventFile facts = recorded;
    if (facts != null) {
      facts.close();
    }
  }

  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static void announce(String what, InetSocketAddress address) {
    String where = text(address);
    System.out.println("kvarium " + Version.NUMBER + " serves " + what + " on " + where);
    if (!address.getAddress().isLoopbackAddress()) {
      System.err.println(
          "kvarium: whoever reaches " + where + " can read and write: there is no password");
    }
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException unknown) {
      throw given.wrong("--bind takes an address of this machine, not '" + bind + "'");
    }
  }

  /** What stands behind {@code --name}, up to the next, are the words of its value. */
  private SequencedMap<String, String> parameters() {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    String name = "";
    boolean hasValue = true;
    for (String word : rest) {
      if (word.startsWith("--")) {
        if (!hasValue) {
          throw given.wrong("--" + name + " lacks a value");
        }
        name = word.substring(2);
        parameters.put(name, "");
        hasValue = false;
        continue;
      }
      hasValue = true;
      if (name.isEmpty()) {
        throw given.wrong("'" + word + "' stands alone; parameters are given as --name value");
      } else {
        parameters.merge(
            name, word, (before, more) -> before.isEmpty() ? more : before + " " + more);
      }
    }
    if (!hasValue) {
      throw given.wrong("--" + name + " lacks a value");
    }
    return parameters;
  }

  /** What went wrong in the end, beneath all that only says that something did. */
  private static @Nullable String reason(Throwable failed) {
    Throwable reason = failed;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    String message = reason.getMessage();
    if (message != null && message.contains("Address already in use")) {
      return "something listens there already; --redis takes another port, 0 a free one";
    }
    return message;
  }
}
