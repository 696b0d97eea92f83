package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.keyspace.KeyspaceStats;
import dev.kvarium.wire.Reply;
import dev.kvarium.world.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * INFO: the state of the server in figures, a section each.
 *
 * <p>Figures that belong to a machine (processor time, resident memory, fragmentation) are left out
 * or are those of a server that has just begun; those of data and commands are the node's own.
 */
public final class Info {
  private static final List<String> DEFAULT =
      List.of(
          "server",
          "clients",
          "memory",
          "persistence",
          "stats",
          "replication",
          "cpu",
          "modules",
          "errorstats",
          "cluster",
          "keyspace");
  private static final List<String> ALL =
      List.of(
          "server",
          "clients",
          "memory",
          "persistence",
          "stats",
          "replication",
          "cpu",
          "modules",
          "commandstats",
          "errorstats",
          "latencystats",
          "cluster",
          "keyspace");

  /** What a machine has that nobody asked about. */
  private static final long SYSTEM_BYTES = 16L << 30;

  private final Map<String, LongSupplier> figures = new HashMap<>();
  private final Settings settings;
  private final Clock clock;
  private final Keyspace keyspace;
  private final Clients clients;
  private final CommandTable table;
  private final DispatchStats stats;
  private final String runId;
  private final long startMicros;
  private Supplier<String> persistence = () -> "";
  private Supplier<String> replication = () -> "";
  private Supplier<ClientCounts> counts = () -> ClientCounts.NONE;
  private final List<Runnable> resets = new ArrayList<>();
  private long connectionsBefore;

  public Info(
      Settings settings,
      Clock clock,
      Keyspace keyspace,
      Clients clients,
      CommandTable table,
      DispatchStats stats,
      String runId) {
    this.settings = settings;
    this.clock = clock;
    this.keyspace = keyspace;
    this.clients = clients;
    this.table = table;
    this.stats = stats;
    this.runId = runId;
    this.startMicros = clock.nowMicros();
  }

  /** Says where the lines about persistence come from, each ended by CR LF. */
  public void persistence(Supplier<String> lines, Runnable reset) {
    persistence = lines;
    onReset(reset);
  }

  /** Says what is to be done besides when CONFIG RESETSTAT is called. */
  public void onReset(Runnable reset) {
    resets.add(reset);
  }

  /** Says who counts what clients wait for and listen to. */
  public void clientCounts(Dispatcher dispatcher) {
    counts = dispatcher::counts;
    ReplicationInfo lines = new ReplicationInfo(settings, dispatcher.replicas());
    replication = lines::text;
  }

  /** The bytes of memory that the node takes, as {@code used_memory} tells them. */
  public static long usedBytes(Keyspace keyspace) {
    return MemoryModel.of(keyspace).total();
  }

  /** When the node began, Unix time in µs. */
  public long startMicros() {
    return startMicros;
  }

  /** Zeroes what CONFIG RESETSTAT zeroes. */
  public void resetStats() {
    resets.forEach(Runnable::run);
    stats.reset();
    keyspace.stats().reset();
    connectionsBefore = clients.received();
    table.flat().forEach(Command::resetStats);
  }

  Reply handle(Call call) {
    Set<String> wanted = new LinkedHashSet<>();
    for (int i = 1; i < call.argc(); i++) {
      switch (call.text(i).toLowerCase(Locale.ROOT)) {
        case "default" -> wanted.addAll(DEFAULT);
        case "all", "everything" -> wanted.addAll(ALL);
        case String name -> wanted.add(name);
      }
    }
    if (call.argc() == 1) {
      wanted.addAll(DEFAULT);
    }
    List<String> sections = new ArrayList<>();
    for (String name : ALL) {
      if (wanted.contains(name)) {
        sections.add(section(name));
      }
    }
    return new Reply.Verbatim("txt", Bytes.latin1(String.join("\r\n", sections)));
  }

  /** The value of a line by its name; empty when no section has it. */
  public Optional<String> line(String name) {
    for (String each : ALL) {
      for (String line : section(each).split("\r\n")) {
        if (line.startsWith(name + ":")) {
          return Optional.of(line.substring(name.length() + 1));
        }
      }
    }
    return Optional.empty();
  }

  private String section(String name) {
    return switch (name) {
      case "server" -> server();
      case "clients" -> "# Clients\r\n" + line("connected_clients", clients.count()) + clients();
      case "memory" -> memory();
      case "persistence" -> persistence();
      case "stats" -> stats();
      case "replication" -> replication.get();
      case "cpu" -> cpu();
      case "modules" -> "# Modules\r\n";
      case "commandstats" -> commandStats();
      case "latencystats" -> latencyStats();
      case "errorstats" -> errorStats();
      case "cluster" -> "# Cluster\r\n" + line("cluster_enabled", settings.clustered ? 1 : 0);
      case "keyspace" -> keyspace();
      default -> "";
    };
  }

  /**
   * Says where the figure of this name comes from; 0 until somebody says so. The names are those of
   * the fields of INFO.
   */
  public void figure(String name, LongSupplier value) {
    figures.put(name, value);
  }

  private String figure(String name) {
    return line(name, figures.getOrDefault(name, () -> 0).getAsLong());
  }

  private static String cpu() {
    StringBuilder text = new StringBuilder("# CPU\r\n");
    for (String who : List.of("", "_children", "_main_thread")) {
      text.append(line("used_cpu_sys" + who, "0.000000"));
      text.append(line("used_cpu_user" + who, "0.000000"));
    }
    return text.toString();
  }

  private String scriptMemory() {
    return figure("used_memory_lua")
        + figure("used_memory_vm_eval")
        + line("used_memory_lua_human", human("used_memory_lua"))
        + figure("used_memory_scripts_eval")
        + figure("number_of_cached_scripts")
        + figure("number_of_functions")
        + figure("number_of_libraries")
        + figure("used_memory_vm_functions")
        + figure("used_memory_vm_total")
        + line("used_memory_vm_total_human", human("used_memory_vm_total"))
        + figure("used_memory_functions")
        + figure("used_memory_scripts")
        + line("used_memory_scripts_human", human("used_memory_scripts"));
  }

  private String human(String name) {
    return MemoryModel.human(figures.getOrDefault(name, () -> 0).getAsLong());
  }

  private static String line(String name, long value) {
    return name + ":" + value + "\r\n";
  }

  private static String line(String name, String value) {
    return name + ":" + value + "\r\n";
  }

  private String server() {
    long now = clock.nowMicros();
    long uptime = (now - startMicros) / 1_000_000;
    return "# Server\r\n"
        + line("redis_version", keyspace.shaping().version().full())
        + line("redis_git_sha1", "00000000")
        + line("redis_git_dirty", 0)
        + line("redis_build_id", "0000000000000000")
        + line("redis_mode", settings.clustered ? "cluster" : "standalone")
        + line("os", "Kvarium")
        + line("arch_bits", 64)
        + line("monotonic_clock", "virtual")
        + line("multiplexing_api", "none")
        + line("atomicvar_api", "none")
        + line("gcc_version", "0.0.0")
        + line("process_id", 1)
        + line("process_supervised", "no")
        + line("run_id", runId)
        + line("tcp_port", settings.port)
        + line("server_time_usec", now)
        + line("uptime_in_seconds", uptime)
        + line("uptime_in_days", uptime / 86_400)
        + line("hz", settings.runningHz)
        + line("configured_hz", settings.hz)
        + line("lru_clock", keyspace.ageing().lruClock())
        + line("executable", "")
        + line("config_file", "")
        + line("io_threads_active", 0);
  }

  private String clients() {
    return line("cluster_connections", 0)
        + line("maxclients", settings.maxClients)
        + line("client_recent_max_input_buffer", 0)
        + line("client_recent_max_output_buffer", 0)
        + line("blocked_clients", counts.get().waiting())
        + line("tracking_clients", counts.get().tracking())
        + line("clients_in_timeout_table", counts.get().withTimeout());
  }

  private String memory() {
    MemoryModel memory = MemoryModel.of(keyspace);
    return "# Memory\r\n"
        + line("used_memory", memory.total())
        + line("used_memory_human", MemoryModel.human(memory.total()))
        + line("used_memory_rss", memory.total())
        + line("used_memory_rss_human", MemoryModel.human(memory.total()))
        + line("used_memory_peak", memory.total())
        + line("used_memory_peak_human", MemoryModel.human(memory.total()))
        + line("used_memory_peak_perc", "100.00%")
        + line("used_memory_overhead", memory.overhead())
        + line("used_memory_startup", MemoryModel.STARTUP_BYTES)
        + line("used_memory_dataset", memory.total() - memory.overhead())
        + line("used_memory_dataset_perc", memory.datasetPercent())
        + line("allocator_allocated", memory.total())
        + line("allocator_active", memory.total())
        + line("allocator_resident", memory.total())
        + line("total_system_memory", SYSTEM_BYTES)
        + line("total_system_memory_human", MemoryModel.human(SYSTEM_BYTES))
        + scriptMemory()
        + line("maxmemory", settings.maxMemoryBytes)
        + line("maxmemory_human", MemoryModel.human(settings.maxMemoryBytes))
        + line("maxmemory_policy", settings.get("maxmemory-policy"))
        + line("allocator_frag_ratio", "1.00")
        + line("allocator_frag_bytes", 0)
        + line("allocator_rss_ratio", "1.00")
        + line("allocator_rss_bytes", 0)
        + line("rss_overhead_ratio", "1.00")
        + line("rss_overhead_bytes", 0)
        + line("mem_fragmentation_ratio", "1.00")
        + line("mem_fragmentation_bytes", 0)
        + line("mem_not_counted_for_evict", 0)
        + figure("mem_replication_backlog")
        + figure("mem_total_replication_buffers")
        + line("mem_clients_slaves", 0)
        + figure("mem_clients_normal")
        + line("mem_cluster_links", 0)
        + line("mem_aof_buffer", 0)
        + line("mem_allocator", "jemalloc-5.3.0")
        + line("active_defrag_running", 0)
        + line("lazyfree_pending_objects", 0)
        + line("lazyfreed_objects", keyspace.stats().lazilyFreed);
  }

  private String persistence() {
    return "# Persistence\r\n" + persistence.get();
  }

  private String stats() {
    KeyspaceStats keys = keyspace.stats();
    return "# Stats\r\n"
        + line("total_connections_received", clients.received() - connectionsBefore)
        + line("total_commands_processed", stats.commands)
        + line("instantaneous_ops_per_sec", stats.perSecond())
        + figure("total_net_input_bytes")
        + figure("total_net_output_bytes")
        + figure("total_net_repl_input_bytes")
        + figure("total_net_repl_output_bytes")
        + line("instantaneous_input_kbps", "0.00")
        + line("instantaneous_output_kbps", "0.00")
        + line("instantaneous_input_repl_kbps", "0.00")
        + line("instantaneous_output_repl_kbps", "0.00")
        + line("rejected_connections", 0)
        + line("sync_full", counts.get().replication().full())
        + line("sync_partial_ok", counts.get().replication().partial())
        + line("sync_partial_err", counts.get().replication().refused())
        + line("expired_keys", keys.expired)
        + line("expired_stale_perc", String.format(Locale.ROOT, "%.2f", keys.expiredStalePercent))
        + line("expired_time_cap_reached_count", keys.expiredTimeCapReached)
        + line("expire_cycle_cpu_milliseconds", keys.expireCycleMicros / 1_000)
        + line("evicted_keys", keys.evicted)
        + line("evicted_clients", 0)
        + figure("total_eviction_exceeded_time")
        + figure("current_eviction_exceeded_time")
        + line("keyspace_hits", keys.hits)
        + line("keyspace_misses", keys.misses)
        + line("pubsub_channels", counts.get().channels())
        + line("pubsub_patterns", counts.get().patterns())
        + line("pubsubshard_channels", counts.get().shardChannels())
        + line("latest_fork_usec", 0)
        + line("total_forks", 0)
        + line("migrate_cached_sockets", 0)
        + line("slave_expires_tracked_keys", 0)
        + line("active_defrag_hits", 0)
        + line("active_defrag_misses", 0)
        + line("active_defrag_key_hits", 0)
        + line("active_defrag_key_misses", 0)
        + line("total_active_defrag_time", 0)
        + line("current_active_defrag_time", 0)
        + line("tracking_total_keys", counts.get().trackedKeys())
        + line("tracking_total_items", counts.get().trackedItems())
        + line("tracking_total_prefixes", counts.get().trackedPrefixes())
        + line("unexpected_error_replies", 0)
        + line("total_error_replies", stats.errors)
        + figure("dump_payload_sanitizations")
        + figure("total_reads_processed")
        + figure("total_writes_processed")
        + line("io_threaded_reads_processed", 0)
        + line("io_threaded_writes_processed", 0)
        + figure("reply_buffer_shrinks")
        + figure("reply_buffer_expands");
  }

  private String commandStats() {
    StringBuilder text = new StringBuilder("# Commandstats\r\n");
    for (Command command : table.flat()) {
      if (command.calls + command.rejectedCalls + command.failedCalls > 0) {
        text.append("cmdstat_").append(command.name());
        text.append(":calls=").append(command.calls);
        double perCall = command.calls == 0 ? 0 : (double) command.micros / command.calls;
        text.append(",usec=").append(command.micros);
        text.append(String.format(Locale.ROOT, ",usec_per_call=%.2f", perCall));
        text.append(",rejected_calls=").append(command.rejectedCalls);
        text.append(",failed_calls=").append(command.failedCalls).append("\r\n");
      }
    }
    return text.toString();
  }

  private String latencyStats() {
    StringBuilder text = new StringBuilder("# Latencystats\r\n");
    if (!settings.latencyTracking) {
      return text.toString();
    }
    String[] percents = settings.get("latency-tracking-info-percentiles").split(" ");
    for (Command command : table.flat()) {
      command
          .timesIfAny()
          .ifPresent(
              times -> {
                text.append("latency_percentiles_usec_").append(command.name()).append(':');
                text.append(percentiles(times, percents)).append("\r\n");
              });
    }
    return text.toString();
  }

  private static String percentiles(LatencyHistogram times, String[] percents) {
    List<String> told = new ArrayList<>();
    for (String percent : percents) {
      if (!percent.isEmpty()) {
        double micros = times.percentile(Double.parseDouble(percent)) / 1000.0;
        told.add(String.format(Locale.ROOT, "p%s=%.3f", percent, micros));
      }
    }
    return String.join(",", told);
  }

  private String errorStats() {
    StringBuilder text = new StringBuilder("# Errorstats\r\n");
    stats
        .errorsByCode()
        .forEach(
            (code, count) ->
                text.append("errorstat_")
                    .append(code)
                    .append(":count=")
                    .append(count)
                    .append("\r\n"));
    return text.toString();
  }

  private String keyspace() {
    StringBuilder text = new StringBuilder("# Keyspace\r\n");
    for (int i = 0; i < keyspace.databases(); i++) {
      Db db = keyspace.db(i);
      if (db.size() > 0) {
        text.append("db").append(i).append(":keys=").append(db.size());
        text.append(",expires=").append(db.expiring());
        text.append(",avg_ttl=").append(db.averageTtlMillis()).append("\r\n");
      }
    }
    return text.toString();
  }
}
