import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;

/**
 * How long an application's requests take to simulate: 10,000 clients with a cache and a database,
 * a tenth, all and ten times of so many requests, each in a world of its own.
 *
 * <p>{@code ./dev bench-app [REQUESTS [CACHE]]}: a million on a Redis if not said, or {@code
 * memcached}.
 */
final class BenchApp {
  private static final long MANY = 1_000_000;

  private BenchApp() {}

  public static void main(String[] args) {
    long requests = args.length > 0 ? Long.parseLong(args[0]) : MANY;
    String cache = args.length > 1 ? args[1] : "redis";
    run(requests / 10, cache, false);
    System.out.printf(
        Locale.ROOT,
        "%12s  %8s  %8s  %12s  %10s  %10s  %10s%n",
        "requests",
        "seconds",
        "of CPU",
        "a second",
        "times real",
        "heap after",
        "heap most");
    for (long many : new long[] {requests / 10, requests, requests * 10}) {
      run(many, cache, true);
    }
  }

  private static void run(long requests, String cache, boolean told) {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    enter(lab, ":world " + (cache.equals("redis") ? "redis appendonly=no" : cache));
    enter(lab, ":database db latency=20ms spread=lognormal connections=500");
    enter(lab, ":app web database=db strategy=xfetch ttl=10s");
    enter(
        lab,
        ":workload web clients=10000 rate=50000 keys=100000 writes=2 size=100..2000 events=none"
            + " requests="
            + requests);
    long began = System.nanoTime();
    long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    double simulated = requests / 50_000.0;
    enter(lab, "+ " + (long) Math.ceil(simulated * 1_000 + 1_000) + "ms");
    double seconds = (System.nanoTime() - began) / 1e9;
    double cpu = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - busy) / 1e9;
    enter(lab, "? app.open web == 0");
    enter(lab, "? app.reads web > " + requests * 9 / 10);
    if (told) {
      long most = 0;
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        boolean heap = pool.getType() == MemoryType.HEAP;
        most += heap ? pool.getPeakUsage().getUsed() : 0;
      }
      System.gc();
      long after = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.printf(
          Locale.ROOT,
          "%,12d  %8.2f  %8.2f  %,12.0f  %9.1fx  %6d MiB  %6d MiB%n",
          requests,
          seconds,
          cpu,
          requests / seconds,
          simulated / seconds,
          after >> 20,
          most >> 20);
    }
    if (lab.events().size() > 1_000_000) {
      throw new IllegalStateException("facts were kept: " + lab.events().size());
    }
  }

  private static void enter(Lab lab, String line) {
    var outcome = lab.enter(line);
    if (outcome.failed()) {
      throw new IllegalStateException(line + ": " + outcome.parts());
    }
  }
}
