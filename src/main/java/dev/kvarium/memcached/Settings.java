package dev.kvarium.memcached;

import java.util.List;

/**
 * What memcached runs with. Made from its command line by {@link CommandLine}; a few of these a
 * client may change later.
 */
public final class Settings {
  /** How clients are to speak. */
  public enum Protocol {
    AUTO("auto-negotiate"),
    ASCII("ascii"),
    BINARY("binary");

    private final String shown;

    Protocol(String shown) {
      this.shown = shown;
    }

    /** As {@code stats settings} shows it. */
    public String shown() {
      return shown;
    }
  }

  /** Pages are of this size, whatever else is set; in bytes. */
  public static final int PAGE_BYTES = 1 << 20;

  /** How much a key may have; in bytes. */
  public static final int KEY_MAX_BYTES = 250;

  /** Where to listen for TCP; 0 for any free port. */
  public int port = 11_211;

  public int udpPort;

  /** The addresses of {@code -l}, with commas between them; empty when none was given. */
  public String listen = "";

  public long maxBytes = 64L << 20;

  /** What is taken for already taken from the system when the server starts. */
  public long initialMallocBytes;

  public int maxConnections = 1024;
  public int verbosity;

  /** Items not newer than this are gone; a relative time in seconds, 0 for none. */
  public long oldestLive;

  /** Items with a lower CAS than this are gone. */
  public long oldestCas;

  public boolean evictToFree = true;

  /** {@code -f}: how much larger the chunks of each class are than those of the one before. */
  public double factor = 1.25;

  /** {@code -n}: room for key, value and flags in the smallest chunk; in bytes. */
  public int chunkSizeBytes = 48;

  public int threads = 4;
  public char prefixDelimiter = ':';
  public boolean detailEnabled;
  public int requestsPerEvent = 20;
  public int backlog = 1024;
  public Protocol protocol = Protocol.AUTO;

  /** {@code -I}: how large an item may be with its header; in bytes. */
  public int itemSizeMaxBytes = 1 << 20;

  /** The largest chunk; items beyond it are put into several. */
  public int slabChunkMaxBytes = PAGE_BYTES / 2;

  /** The sizes of {@code -o slab_sizes}; empty when the factor decides. */
  public List<Integer> slabSizes = List.of();

  public boolean useCas = true;
  public boolean maxConnectionsFast = true;
  public boolean lruCrawler = true;
  public int lruCrawlerSleepMicros = 100;
  public long lruCrawlerToCrawl;
  public boolean lruMaintainer = true;
  public boolean lruSegmented = true;
  public int hotLruPercent = 20;
  public int warmLruPercent = 40;
  public double hotMaxFactor = 0.2;
  public double warmMaxFactor = 2.0;
  public boolean temporaryLru;
  public int temporaryTtlSeconds = 61;
  public int idleTimeoutSeconds;
  public int hashPowerInit;
  public boolean slabReassign = true;
  public int slabAutomove = 1;
  public double slabAutomoveRatio = 0.8;
  public int slabAutomoveWindow = 30;
  public boolean shutdownCommand;
  public int tailRepairSeconds;
  public boolean flushEnabled = true;
  public boolean dumpEnabled = true;
  public boolean watchEnabled = true;
  public String hashAlgorithm = "murmur3";
  public boolean trackSizes;

  /** The file of {@code -Y}; empty when nobody has to say who they are. */
  public String authFile = "";

  public long watcherLogbufBytes = 256 << 10;
  public long workerLogbufBytes = 64 << 10;
  public long readBufMemLimitBytes;
  public boolean dropPrivileges;

  /** Settings as they are without any option. */
  public Settings() {}
}
