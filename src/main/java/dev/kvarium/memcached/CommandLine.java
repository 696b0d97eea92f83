package dev.kvarium.memcached;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The command line of memcached, read as memcached reads it: short options, with their values
 * behind them or as the next word, long ones with {@code =}, and those behind {@code -o}. What it
 * refuses is refused with its words.
 */
public final class CommandLine {
  private static final String WITHOUT_VALUE = "AZMhiVkvdrLCSFXW";
  private static final String WITH_VALUE = "aUpsmclRuPefntDbBIYNo";
  private static final int LEAST_ITEM_BYTES = 1024;
  private static final int MOST_ITEM_BYTES = 1 << 30;

  private static final Map<String, String> LONG =
      Map.ofEntries(
          Map.entry("enable-shutdown", "A"),
          Map.entry("port", "p"),
          Map.entry("udp-port", "U"),
          Map.entry("memory-limit", "m"),
          Map.entry("disable-evictions", "M"),
          Map.entry("conn-limit", "c"),
          Map.entry("lock-memory", "k"),
          Map.entry("help", "h"),
          Map.entry("version", "V"),
          Map.entry("enable-coredumps", "r"),
          Map.entry("verbose", "v"),
          Map.entry("listen", "l"),
          Map.entry("user", "u"),
          Map.entry("slab-growth-factor", "f"),
          Map.entry("slab-min-size", "n"),
          Map.entry("threads", "t"),
          Map.entry("max-reqs-per-event", "R"),
          Map.entry("disable-cas", "C"),
          Map.entry("listen-backlog", "b"),
          Map.entry("protocol", "B"),
          Map.entry("max-item-size", "I"),
          Map.entry("disable-flush-all", "F"),
          Map.entry("disable-dumping", "X"),
          Map.entry("disable-watch", "W"),
          Map.entry("auth-file", "Y"),
          Map.entry("extended", "o"));

  private final Settings settings = new Settings();
  private boolean chunkMaxChanged;
  private String slabSizes = "";

  private CommandLine() {}

  /**
   * The settings that these words ask for.
   *
   * @param words as behind the program's name: {@code -m 128 -o slab_automove=0}
   */
  public static Settings parse(List<String> words) throws BadSetting {
    CommandLine line = new CommandLine();
    line.options(words);
    line.check();
    return line.settings;
  }

  private void options(List<String> words) throws BadSetting {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("--")) {
        i += longOption(word.substring(2), words.subList(i + 1, words.size()));
        continue;
      }
      if (!word.startsWith("-") || word.length() == 1) {
        throw new BadSetting("'" + word + "' is no option of memcached");
      }
      for (int at = 1; at < word.length(); at++) {
        char option = word.charAt(at);
        if (WITHOUT_VALUE.indexOf(option) >= 0) {
          option(option, "");
          continue;
        }
        if (WITH_VALUE.indexOf(option) < 0) {
          throw new BadSetting("Illegal argument \"" + option + "\"");
        }
        if (at + 1 < word.length()) {
          option(option, word.substring(at + 1));
        } else if (i + 1 < words.size()) {
          option(option, words.get(++i));
        } else {
          throw new BadSetting("option requires an argument -- '" + option + "'");
        }
        break;
      }
    }
  }

  /** How many of the words behind it were its value. */
  private int longOption(String word, List<String> behind) throws BadSetting {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String known = LONG.get(name);
    if (known == null) {
      throw new BadSetting("unrecognized option '--" + name + "'");
    }
    char option = known.charAt(0);
    if (WITHOUT_VALUE.indexOf(option) >= 0) {
      option(option, "");
      return 0;
    }
    if (equals >= 0) {
      option(option, word.substring(equals + 1));
      return 0;
    }
    if (behind.isEmpty()) {
      throw new BadSetting("option '--" + name + "' requires an argument");
    }
    option(option, behind.getFirst());
    return 1;
  }

  private void option(char option, String value) throws BadSetting {
    switch (option) {
      case 'A' -> settings.shutdownCommand = true;
      case 'p' -> settings.port = CText.atoi(value);
      case 'U' -> settings.udpPort = CText.atoi(value);
      case 'm' -> settings.maxBytes = (long) CText.atoi(value) << 20;
      case 'M' -> settings.evictToFree = false;
      case 'c' -> {
        settings.maxConnections = CText.atoi(value);
        require(settings.maxConnections > 0, "Maximum connections must be greater than 0");
      }
      case 'v' -> settings.verbosity++;
      case 'l' ->
          settings.listen = settings.listen.isEmpty() ? value : settings.listen + "," + value;
      case 'R' -> {
        settings.requestsPerEvent = CText.atoi(value);
        require(
            settings.requestsPerEvent != 0, "Number of requests per event must be greater than 0");
      }
      case 'f' -> {
        settings.factor = CText.atof(value);
        require(settings.factor > 1.0, "Factor must be greater than 1");
      }
      case 'n' -> {
        settings.chunkSizeBytes = CText.atoi(value);
        require(settings.chunkSizeBytes != 0, "Chunk size must be greater than 0");
      }
      case 't' -> {
        settings.threads = CText.atoi(value);
        require(settings.threads > 0, "Number of threads must be greater than 0");
      }
      case 'D' -> {
        require(!value.isEmpty(), "No delimiter specified");
        settings.prefixDelimiter = value.charAt(0);
        settings.detailEnabled = true;
      }
      case 'C' -> settings.useCas = false;
      case 'b' -> settings.backlog = CText.atoi(value);
      case 'B' ->
          settings.protocol =
              switch (value) {
                case "auto" -> Settings.Protocol.AUTO;
                case "ascii" -> Settings.Protocol.ASCII;
                case "binary" -> Settings.Protocol.BINARY;
                default ->
                    throw new BadSetting(
                        "Invalid value for binding protocol: "
                            + value
                            + "\n -- should be one of auto, binary, or ascii");
              };
      case 'I' -> settings.itemSizeMaxBytes = size(value);
      case 'F' -> settings.flushEnabled = false;
      case 'X' -> settings.dumpEnabled = false;
      case 'W' -> settings.watchEnabled = false;
      case 'Y' -> settings.authFile = value;
      case 'o' -> {
        for (String each : value.split(",", -1)) {
          suboption(each);
        }
      }
      case 'u', 'k', 'r' -> {} // of no consequence to a model: the user, locked memory, core files
      default -> throw new BadSetting("-" + option + " of memcached is not modelled");
    }
  }

  private static int size(String value) {
    if (value.isEmpty()) {
      return 0;
    }
    int number = CText.atoi(value);
    return switch (value.charAt(value.length() - 1)) {
      case 'k', 'K' -> number * 1024;
      case 'm', 'M' -> number * 1024 * 1024;
      default -> number;
    };
  }

  private void suboption(String word) throws BadSetting {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 ? "" : word.substring(equals + 1);
    boolean given = equals >= 0;
    switch (name) {
      case "maxconns_fast" -> settings.maxConnectionsFast = true;
      case "no_maxconns_fast" -> settings.maxConnectionsFast = false;
      case "hashpower" -> {
        require(given, "Missing numeric argument for hashpower");
        settings.hashPowerInit = CText.atoi(value);
        require(
            settings.hashPowerInit >= 12,
            "Initial hashtable multiplier of " + settings.hashPowerInit + " is too low");
        require(
            settings.hashPowerInit <= 32,
            "Initial hashtable multiplier of "
                + settings.hashPowerInit
                + " is too high\nChoose a value based on \"STAT hash_power_level\" from a running"
                + " instance");
      }
      case "no_hashexpand", "modern", "inline_ascii_resp", "no_inline_ascii_resp" -> {}
      case "no_drop_privileges", "relaxed_privileges" -> {}
      case "drop_privileges" -> settings.dropPrivileges = true;
      case "slab_reassign" -> settings.slabReassign = true;
      case "no_slab_reassign" -> settings.slabReassign = false;
      case "slab_automove" -> {
        settings.slabAutomove = given ? CText.atoi(value) : 1;
        require(
            settings.slabAutomove >= 0 && settings.slabAutomove <= 2,
            "slab_automove must be between 0 and 2");
      }
      case "no_slab_automove" -> settings.slabAutomove = 0;
      case "slab_automove_ratio" -> {
        require(given, "Missing slab_automove_ratio argument");
        settings.slabAutomoveRatio = CText.atof(value);
        require(
            settings.slabAutomoveRatio > 0 && settings.slabAutomoveRatio <= 1,
            "slab_automove_ratio must be > 0 and < 1");
      }
      case "slab_automove_window" -> {
        require(given, "Missing slab_automove_window argument");
        settings.slabAutomoveWindow = CText.atoi(value);
        require(settings.slabAutomoveWindow >= 3, "slab_automove_window must be > 2");
      }
      case "tail_repair_time" -> {
        require(given, "Missing numeric argument for tail_repair_time");
        settings.tailRepairSeconds = CText.atoi(value);
        require(
            settings.tailRepairSeconds >= 10,
            "Cannot set tail_repair_time to less than 10 seconds");
      }
      case "hash_algorithm" -> {
        require(given, "Missing hash_algorithm argument");
        require(
            value.equals("jenkins") || value.equals("murmur3") || value.equals("xxh3"),
            "Unknown hash_algorithm option (jenkins, murmur3, xxh3)");
        settings.hashAlgorithm = value;
      }
      case "lru_crawler" -> settings.lruCrawler = true;
      case "no_lru_crawler" -> settings.lruCrawler = false;
      case "lru_crawler_sleep" -> {
        require(given, "Missing lru_crawler_sleep value");
        settings.lruCrawlerSleepMicros = CText.atoi(value);
        require(
            settings.lruCrawlerSleepMicros >= 0 && settings.lruCrawlerSleepMicros <= 1_000_000,
            "LRU crawler sleep must be between 0 and 1 second");
      }
      case "lru_crawler_tocrawl" -> {
        require(given, "Missing lru_crawler_tocrawl value");
        settings.lruCrawlerToCrawl =
            unsigned(value, "lru_crawler_tocrawl takes a numeric 32bit value");
      }
      case "lru_maintainer" -> {
        settings.lruMaintainer = true;
        settings.lruSegmented = true;
      }
      case "no_lru_maintainer" -> {
        settings.lruMaintainer = false;
        settings.lruSegmented = false;
      }
      case "hot_lru_pct" -> {
        require(given, "Missing hot_lru_pct argument");
        settings.hotLruPercent = CText.atoi(value);
        require(
            settings.hotLruPercent >= 1 && settings.hotLruPercent < 80,
            "hot_lru_pct must be > 1 and < 80");
      }
      case "warm_lru_pct" -> {
        require(given, "Missing warm_lru_pct argument");
        settings.warmLruPercent = CText.atoi(value);
        require(
            settings.warmLruPercent >= 1 && settings.warmLruPercent < 80,
            "warm_lru_pct must be > 1 and < 80");
      }
      case "hot_max_factor" -> {
        require(given, "Missing hot_max_factor argument");
        settings.hotMaxFactor = CText.atof(value);
        require(settings.hotMaxFactor > 0, "hot_max_factor must be > 0");
      }
      case "warm_max_factor" -> {
        require(given, "Missing warm_max_factor argument");
        settings.warmMaxFactor = CText.atof(value);
        require(settings.warmMaxFactor > 0, "warm_max_factor must be > 0");
      }
      case "temporary_ttl" -> {
        require(given, "Missing temporary_ttl argument");
        settings.temporaryLru = true;
        settings.temporaryTtlSeconds = CText.atoi(value);
      }
      case "idle_timeout" -> {
        require(given, "Missing numeric argument for idle_timeout");
        settings.idleTimeoutSeconds = CText.atoi(value);
      }
      case "watcher_logbuf_size" -> {
        require(given, "Missing watcher_logbuf_size argument");
        settings.watcherLogbufBytes =
            unsigned(value, "could not parse argument to watcher_logbuf_size") * 1024;
      }
      case "worker_logbuf_size" -> {
        require(given, "Missing worker_logbuf_size argument");
        settings.workerLogbufBytes =
            unsigned(value, "could not parse argument to worker_logbuf_size") * 1024;
      }
      case "slab_sizes" -> slabSizes = value;
      case "slab_chunk_max" -> {
        require(given, "Missing slab_chunk_max argument");
        settings.slabChunkMaxBytes =
            (int) unsigned(value, "could not parse argument to slab_chunk_max");
        chunkMaxChanged = true;
      }
      case "track_sizes" -> settings.trackSizes = true;
      case "no_chunked_items" -> settings.slabChunkMaxBytes = Settings.PAGE_BYTES;
      case "no_modern" -> {
        if (!chunkMaxChanged) {
          settings.slabChunkMaxBytes = Settings.PAGE_BYTES;
        }
        settings.slabReassign = false;
        settings.slabAutomove = 0;
        settings.maxConnectionsFast = false;
        settings.lruSegmented = false;
        settings.hashAlgorithm = "jenkins";
        settings.lruCrawler = false;
        settings.lruMaintainer = false;
      }
      case "read_buf_mem_limit" -> {
        require(given, "Missing read_buf_mem_limit argument");
        settings.readBufMemLimitBytes =
            unsigned(value, "could not parse argument to read_buf_mem_limit") << 20;
      }
      default -> throw new BadSetting("Illegal suboption \"" + word + "\"");
    }
  }

  private static long unsigned(String value, String otherwise) throws BadSetting {
    if (!value.matches("[0-9]{1,10}") || Long.parseLong(value) > 0xffff_ffffL) {
      throw new BadSetting(otherwise);
    }
    return Long.parseLong(value);
  }

  private static void require(boolean holds, String otherwise) throws BadSetting {
    if (!holds) {
      throw new BadSetting(otherwise);
    }
  }

  /** What can only be judged when all is read. */
  private void check() throws BadSetting {
    int itemMax = settings.itemSizeMaxBytes;
    require(itemMax >= LEAST_ITEM_BYTES, "Item max size cannot be less than 1024 bytes.");
    require(
        itemMax <= settings.maxBytes / 2,
        "Cannot set item size limit higher than 1/2 of memory max.");
    require(itemMax <= MOST_ITEM_BYTES, "Cannot set item size limit higher than a gigabyte.");
    if (itemMax > 1 << 20 && !chunkMaxChanged) {
      settings.slabChunkMaxBytes = Settings.PAGE_BYTES / 2;
    }
    int chunkMax = settings.slabChunkMaxBytes;
    require(
        chunkMax <= itemMax,
        "slab_chunk_max (bytes: "
            + chunkMax
            + ") cannot be larger than -I (item_size_max "
            + itemMax
            + ")");
    require(chunkMax > 0, "could not parse argument to slab_chunk_max");
    require(
        itemMax % chunkMax == 0,
        "-I (item_size_max: "
            + itemMax
            + ") must be evenly divisible by slab_chunk_max (bytes: "
            + chunkMax
            + ")");
    require(
        Settings.PAGE_BYTES % chunkMax == 0,
        "slab_chunk_max (bytes: "
            + chunkMax
            + ") must divide evenly into "
            + Settings.PAGE_BYTES
            + " (slab_page_size)");
    if (!slabSizes.isEmpty()) {
      settings.slabSizes = sizes();
    }
    require(
        settings.hotLruPercent + settings.warmLruPercent <= 80,
        "hot_lru_pct + warm_lru_pct cannot be more than 80% combined");
    require(
        !settings.temporaryLru || settings.lruMaintainer,
        "temporary_ttl requires lru_maintainer to be enabled");
  }

  /** The sizes of {@code -o slab_sizes=100-200-400}. */
  private List<Integer> sizes() throws BadSetting {
    List<Integer> sizes = new ArrayList<>();
    long last = 0;
    for (String each : Arrays.asList(slabSizes.split("-", -1))) {
      if (each.isEmpty()) {
        continue;
      }
      boolean number = each.matches("[0-9]{1,9}");
      long size = number ? Long.parseLong(each) : 0;
      require(
          number && size >= settings.chunkSizeBytes && size <= settings.slabChunkMaxBytes,
          "slab size " + size + " is out of valid range");
      require(
          size > last,
          "slab size " + size + " cannot be lower than or equal to a previous class size");
      require(
          size > last + SlabTable.ALIGN_BYTES,
          "slab size "
              + size
              + " must be at least "
              + SlabTable.ALIGN_BYTES
              + " bytes larger than previous class");
      sizes.add((int) size);
      last = size;
      require(sizes.size() < SlabTable.MOST_CLASSES - 1, "too many slab classes specified");
    }
    return List.copyOf(sizes);
  }
}
