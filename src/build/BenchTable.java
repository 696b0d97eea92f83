import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A real server and ours side by side, a row for each thing that was asked of them: what they did a
 * second, and the processor time of each. They take turns, and the medians of the rounds stand.
 */
final class BenchTable {
  private static final String HEAD = "%-22s %10s %10s %6s   %8s %8s %6s%n";
  private static final String ROW = "%-22s %10.0f %10.0f %6.2f   %8.3f %8.3f %6.2f%n";
  private static final String MEAN = "%-22s %10s %10s %6.2f   %8s %8s %6.2f%n";

  private final List<BenchServer> servers;
  private final int rounds;
  private double logOfRates;
  private double logOfTimes;
  private int rows;

  /** What one run showed. */
  record Run(double perSecond, double processorMicros) {}

  /** Something that is asked of a server. */
  interface Bench {
    Run run(BenchServer server) throws Exception;
  }

  /** What is to be done before each round. */
  interface Preparation {
    void run() throws Exception;
  }

  /**
   * Prints the head of a table.
   *
   * @param servers the real one and ours
   * @param what is counted, {@code req}
   */
  BenchTable(List<BenchServer> servers, String what, int rounds) {
    this.servers = servers;
    this.rounds = rounds;
    String theirs = servers.get(0).name();
    String ours = servers.get(1).name();
    System.out.printf(HEAD, "", theirs, ours, "", theirs, ours, "");
    System.out.printf(HEAD, "", what + "/s", what + "/s", "ratio", "CPU us", "CPU us", "ratio");
  }

  /** Asks both, round after round, and prints what came of it. */
  void row(String title, Preparation preparation, Bench bench) throws Exception {
    double[][] rates = new double[2][rounds];
    double[][] times = new double[2][rounds];
    for (int round = 0; round < rounds; round++) {
      preparation.run();
      for (int turn = 0; turn < 2; turn++) {
        int which = (round + turn) % 2;
        Run run = bench.run(servers.get(which));
        rates[which][round] = run.perSecond();
        times[which][round] = run.processorMicros();
      }
    }
    double theirRate = median(rates[0]);
    double ourRate = median(rates[1]);
    double theirTime = median(times[0]);
    double ourTime = median(times[1]);
    logOfRates += Math.log(ourRate / theirRate);
    logOfTimes += Math.log(theirTime / ourTime);
    rows++;
    System.out.printf(
        Locale.ROOT,
        ROW,
        title,
        theirRate,
        ourRate,
        ourRate / theirRate,
        theirTime,
        ourTime,
        theirTime / ourTime);
  }

  /** Prints the geometric mean of the rows since the last one. */
  void mean() {
    System.out.printf(
        Locale.ROOT,
        MEAN,
        "geo. mean",
        "",
        "",
        Math.exp(logOfRates / rows),
        "",
        "",
        Math.exp(logOfTimes / rows));
    logOfRates = 0;
    logOfTimes = 0;
    rows = 0;
  }

  /** The one in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
