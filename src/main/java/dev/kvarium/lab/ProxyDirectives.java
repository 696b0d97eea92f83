package dev.kvarium.lab;

import dev.kvarium.proxy.BadPoolFile;
import dev.kvarium.proxy.PoolFile;
import dev.kvarium.proxy.PoolSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Twemproxies before nodes. */
final class ProxyDirectives {
  private static final int PORT = 22_121;

  private ProxyDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "proxy",
            "world",
            "[PROXY [OPTION=VALUE ...] NODE[:WEIGHT] ... | PROXY stats]",
            "Puts a twemproxy before Redis nodes or Memcacheds, with what nutcracker's file calls"
                + " hash= distribution= hash_tag= timeout= auto_eject_hosts= server_retry_timeout="
                + " server_failure_limit= and so on; times in ms. PROXY> GET a asks it",
            ProxyDirectives::proxy));
  }

  private static List<Part> proxy(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return List.of(new Part.Said(told(lab)));
    }
    String name = arguments.word(0, "the name of a proxy");
    Optional<ProxyMachine> there = lab.world().proxy(name);
    if (arguments.count() == 2 && arguments.word(1).equals(Optional.of("stats"))) {
      ProxyMachine proxy = there.orElseThrow(() -> new Refusal("there is no proxy '" + name + "'"));
      String stats =
          proxy.stats().orElseThrow(() -> new Refusal(name + " is down: :restart brings it back"));
      return List.of(new Part.Said(stats.strip()));
    }
    if (!Clients.isName(name)) {
      throw new Refusal("'" + name + "' cannot name a proxy: take letters, digits, -, _");
    }
    if (lab.world().has(name) || lab.world().ring(name).isPresent()) {
      throw new Refusal("there is a " + name + " already: give the proxy another name");
    }
    Step.AddProxy step = new Step.AddProxy(settings(lab, name, arguments));
    lab.perform(
        step,
        true,
        in -> {
          in.addProxy(step);
          return step;
        });
    return List.of();
  }

  private static String told(Lab lab) {
    List<String> lines = new ArrayList<>();
    for (PortMachine port : lab.world().ports()) {
      if (!(port instanceof ProxyMachine each)) {
        continue;
      }
      List<String> servers = each.settings().servers().stream().map(one -> one.shown()).toList();
      lines.add(
          each.name()
              + ": "
              + each.settings().distribution()
              + " "
              + each.settings().hash()
              + " before "
              + String.join(", ", servers));
    }
    return lines.isEmpty()
        ? "there is no proxy: :proxy p main b puts one before two nodes"
        : String.join("\n", lines);
  }

  /** What a file would say that held these options, so that the same is refused. */
  private static PoolSettings settings(Lab lab, String name, DirectiveArguments arguments)
      throws Refusal {
    StringBuilder options = new StringBuilder();
    StringBuilder servers = new StringBuilder();
    int nodes = 0;
    int caches = 0;
    for (String word : arguments.words().subList(1, arguments.count())) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        nodes++;
        caches += lab.world().cache(word.split(":")[0]).isPresent() ? 1 : 0;
        servers.append("   - \"").append(server(lab, word)).append("\"\n");
        continue;
      }
      String option = word.substring(0, equals).toLowerCase(Locale.ROOT);
      if (option.equals("listen") || option.equals("servers") || option.equals("redis")) {
        throw new Refusal(":proxy takes nodes by their names, and no " + option + "=");
      }
      options.append("  ").append(option).append(": \"").append(word.substring(equals + 1));
      options.append("\"\n");
    }
    if (servers.isEmpty()) {
      throw new Refusal(":proxy needs the nodes that it stands before, as in :proxy p main b");
    }
    if (caches > 0 && caches < nodes) {
      throw new Refusal("a proxy stands before Redis nodes or before Memcacheds, not before both");
    }
    String yaml =
        "\""
            + name
            + "\":\n  listen: "
            + name
            + ":"
            + PORT
            + "\n  redis: "
            + (caches == 0)
            + "\n"
            + options
            + "  servers:\n"
            + servers;
    try {
      return PoolFile.read(":proxy", yaml).getFirst();
    } catch (BadPoolFile bad) {
      String text = bad.text();
      int what = text.indexOf(": ");
      throw new Refusal(what < 0 ? text : text.substring(what + 2));
    }
  }

  private static String server(Lab lab, String word) throws Refusal {
    int colon = word.lastIndexOf(':');
    String node = colon < 0 ? word : word.substring(0, colon);
    String weight = colon < 0 ? "1" : word.substring(colon + 1);
    if (lab.world().cache(node).isPresent()) {
      return node + ":" + CacheMachine.PORT + ":" + weight + " " + node;
    }
    if (lab.world().machine(node).isEmpty()) {
      throw new Refusal("there is no node '" + node + "'" + NearWords.question(node, lab.nodes()));
    }
    String port =
        lab.redis(node)
            .map(up -> up.settings().get("port"))
            .orElseThrow(() -> new Refusal(node + " is down: :restart brings it back"));
    return node + ":" + port + ":" + weight + " " + node;
  }
}
