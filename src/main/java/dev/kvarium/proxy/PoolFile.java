package dev.kvarium.proxy;

import dev.kvarium.sharding.KeyHash;
import dev.kvarium.sharding.Server;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A nutcracker's configuration file: names of pools, and beneath each its directives.
 *
 * <pre>
 *   alpha:
 *     listen: 127.0.0.1:22121
 *     hash: fnv1a_64
 *     distribution: ketama
 *     auto_eject_hosts: true
 *     redis: true
 *     servers:
 *      - 127.0.0.1:6379:1 one
 *      - 127.0.0.1:6380:1 two
 * </pre>
 *
 * <p>What nutcracker refuses is refused here, with the line. Its Unix sockets are not taken; port
 * 0, which it refuses, is any that is free.
 */
public final class PoolFile {
  private static final List<String> DISTRIBUTIONS = List.of("ketama", "modula", "random");

  private final String file;

  private PoolFile(String file) {
    this.file = file;
  }

  /**
   * Reads pools.
   *
   * @param file what the file is called in complaints
   * @throws BadPoolFile when nutcracker would not take it
   */
  public static List<PoolSettings> read(String file, String yaml) throws BadPoolFile {
    return new PoolFile(file).pools(yaml);
  }

  private List<PoolSettings> pools(String yaml) throws BadPoolFile {
    Optional<Node> root;
    try {
      root = new Compose(LoadSettings.builder().setLabel(file).build()).composeString(yaml);
    } catch (MarkedYamlEngineException wrong) {
      int line = wrong.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new BadPoolFile(file, line, "is no YAML: " + wrong.getProblem());
    } catch (YamlEngineException wrong) {
      throw new BadPoolFile(file, 0, "is no YAML: " + wrong.getMessage());
    }
    if (root.isEmpty() || !(root.get() instanceof MappingNode all) || all.getValue().isEmpty()) {
      throw new BadPoolFile(file, root.map(this::line).orElse(0), "has no pools");
    }
    List<PoolSettings> pools = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> addresses = new HashSet<>();
    for (NodeTuple each : all.getValue()) {
      String name = scalar(each.getKeyNode(), "the name of a pool");
      PoolSettings pool = pool(name, each);
      if (!names.add(name)) {
        throw wrong(each.getKeyNode(), "there are pools with the same name '" + name + "'");
      }
      if (pool.port() != 0 && !addresses.add(pool.host() + ":" + pool.port())) {
        throw wrong(
            each.getKeyNode(),
            "pool '" + name + "' has the listen address of another: " + address(pool));
      }
      pools.add(pool);
    }
    return List.copyOf(pools);
  }

  private static String address(PoolSettings pool) {
    return "'" + pool.host() + ":" + pool.port() + "'";
  }

  private PoolSettings pool(String name, NodeTuple given) throws BadPoolFile {
    if (!(given.getValueNode() instanceof MappingNode directives)) {
      throw wrong(given.getValueNode(), "pool '" + name + "' holds no directives");
    }
    Reader reader = new Reader(name, given.getKeyNode());
    for (NodeTuple each : directives.getValue()) {
      reader.take(each);
    }
    return reader.pool();
  }

  private int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private BadPoolFile wrong(Node at, String what) {
    return new BadPoolFile(file, line(at), what);
  }

  private String scalar(Node node, String what) throws BadPoolFile {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw wrong(node, what + " is to be one word");
  }

  /** The directives of one pool, as they come. */
  private final class Reader {
    private static final List<String> NUMBERS =
        List.of(
            "timeout",
            "backlog",
            "client_connections",
            "redis_db",
            "server_connections",
            "server_retry_timeout",
            "server_failure_limit");
    private static final List<String> SWITCHES =
        List.of("redis", "tcpkeepalive", "preconnect", "auto_eject_hosts");
    private static final List<String> TEXTS =
        List.of("listen", "hash", "hash_tag", "distribution", "redis_auth");

    private final String pool;
    private final Node at;
    private final SequencedMap<String, String> texts = new LinkedHashMap<>();
    private final SequencedMap<String, Integer> numbers = new LinkedHashMap<>();
    private final SequencedMap<String, Boolean> switches = new LinkedHashMap<>();
    private final List<Server> servers = new ArrayList<>();

    Reader(String pool, Node at) {
      this.pool = pool;
      this.at = at;
    }

    void take(NodeTuple tuple) throws BadPoolFile {
      String name = scalar(tuple.getKeyNode(), "a directive");
      Node value = tuple.getValueNode();
      if (name.equals("servers")) {
        servers(value);
        return;
      }
      if (texts.containsKey(name) || numbers.containsKey(name) || switches.containsKey(name)) {
        throw bad(value, name, "is a duplicate");
      }
      String text = scalar(value, "what \"" + name + "\" has");
      if (NUMBERS.contains(name)) {
        numbers.put(name, number(value, name, text));
      } else if (SWITCHES.contains(name)) {
        if (!text.equals("true") && !text.equals("false")) {
          throw bad(value, name, "is not \"true\" or \"false\"");
        }
        switches.put(name, text.equals("true"));
      } else if (TEXTS.contains(name)) {
        check(value, name, text);
        texts.put(name, text);
      } else {
        throw bad(tuple.getKeyNode(), name, "is unknown");
      }
    }

    private void check(Node value, String name, String text) throws BadPoolFile {
      if (name.equals("hash") && hashes().stream().noneMatch(text::equals)) {
        throw bad(value, name, "is not a valid hash: there are " + String.join(", ", hashes()));
      }
      if (name.equals("distribution") && !DISTRIBUTIONS.contains(text)) {
        throw bad(value, name, "is not a valid distribution: there are ketama, modula, random");
      }
      if (name.equals("hash_tag") && text.length() != 2) {
        throw bad(value, name, "is not a valid hash tag string with two characters");
      }
      if (name.equals("listen")) {
        int colon = text.lastIndexOf(':');
        if (text.startsWith("/")) {
          throw bad(value, name, "names a Unix socket; give \"hostname:port\"");
        }
        if (colon < 1) {
          throw bad(value, name, "has an invalid \"hostname:port\" format string");
        }
        if (!isPort(text.substring(colon + 1), 0)) {
          throw bad(value, name, "has an invalid port in \"hostname:port\" format string");
        }
      }
    }

    private int number(Node value, String name, String text) throws BadPoolFile {
      if (!text.matches("[0-9]{1,9}")) {
        throw bad(value, name, "is not a number");
      }
      return Integer.parseInt(text);
    }

    private void servers(Node value) throws BadPoolFile {
      List<Node> given = value instanceof SequenceNode list ? list.getValue() : List.of(value);
      Set<String> names = new HashSet<>();
      for (Node each : given) {
        Server server = server(each, scalar(each, "a server"));
        String name = server.name().isEmpty() ? server.address() : server.name();
        if (!names.add(name)) {
          throw wrong(each, "pool '" + pool + "' has servers with same name '" + name + "'");
        }
        servers.add(server);
      }
    }

    private Server server(Node at, String text) throws BadPoolFile {
      int blank = text.lastIndexOf(' ');
      String name = blank < 0 ? "" : text.substring(blank + 1);
      String[] parts = (blank < 0 ? text : text.substring(0, blank)).split(":", -1);
      String form = " in \"hostname:port:weight [name]\" format string";
      if (parts.length != 3 || parts[0].isEmpty() || text.startsWith("/")) {
        throw bad(at, "servers", "has an invalid \"hostname:port:weight [name]\" format string");
      }
      if (!parts[2].matches("[0-9]{1,6}")) {
        throw bad(at, "servers", "has an invalid weight" + form);
      }
      if (parts[2].matches("0+")) {
        throw bad(at, "servers", "has a zero weight" + form);
      }
      if (!isPort(parts[1], 1)) {
        throw bad(at, "servers", "has an invalid port" + form);
      }
      return new Server(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), name);
    }

    private boolean isPort(String text, int least) {
      return text.matches("[0-9]{1,5}")
          && Integer.parseInt(text) <= 65_535
          && Integer.parseInt(text) >= least;
    }

    private List<String> hashes() {
      List<String> names = new ArrayList<>();
      for (KeyHash each : KeyHash.values()) {
        names.add(each.option());
      }
      return names;
    }

    PoolSettings pool() throws BadPoolFile {
      String listen = texts.get("listen");
      if (listen == null) {
        throw wrong(at, "pool '" + pool + "': directive \"listen:\" is missing");
      }
      if (servers.isEmpty()) {
        throw wrong(at, "pool '" + pool + "' has no servers");
      }
      if (numbers.getOrDefault("server_connections", 1) == 0) {
        throw wrong(at, "pool '" + pool + "': directive \"server_connections:\" cannot be 0");
      }
      boolean redis = switches.getOrDefault("redis", false);
      String auth = texts.getOrDefault("redis_auth", "");
      if (!redis && !auth.isEmpty()) {
        throw wrong(
            at, "pool '" + pool + "': directive \"redis_auth:\" is only valid for a redis pool");
      }
      int colon = listen.lastIndexOf(':');
      return new PoolSettings(
          pool,
          listen.substring(0, colon),
          Integer.parseInt(listen.substring(colon + 1)),
          texts.getOrDefault("hash", KeyHash.FNV1A_64.option()),
          texts.getOrDefault("hash_tag", ""),
          texts.getOrDefault("distribution", DISTRIBUTIONS.getFirst()),
          numbers.getOrDefault("timeout", PoolSettings.NO_TIMEOUT),
          numbers.getOrDefault("backlog", PoolSettings.BACKLOG),
          switches.getOrDefault("preconnect", false),
          redis,
          auth,
          numbers.getOrDefault("redis_db", 0),
          numbers.getOrDefault("server_connections", 1),
          switches.getOrDefault("auto_eject_hosts", false),
          numbers.getOrDefault("server_retry_timeout", PoolSettings.RETRY_MILLIS),
          numbers.getOrDefault("server_failure_limit", PoolSettings.FAILURE_LIMIT),
          Server.inNutcrackersOrder(servers));
    }

    private BadPoolFile bad(Node at, String directive, String what) {
      return wrong(at, "pool '" + pool + "': directive \"" + directive + "\" " + what);
    }
  }
}
