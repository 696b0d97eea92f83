package dev.kvarium.app;

/**
 * Ranks from 1 on of which the rank r is drawn with a weight of {@code r^-skew}: few keys are asked
 * for often, many seldom, as most caches see it.
 *
 * <pre>
 *   skew 0.99, 1,000 keys: rank 1 has 13 % of the requests, the first ten 38 %, the last half 9 %
 * </pre>
 *
 * <p>It keeps the sums of the weights, 8 bytes a rank, and looks a draw up by halving. Source:
 * Breslau et al., "Web Caching and Zipf-like Distributions", INFOCOM 1999.
 */
public final class Zipf {
  private final double[] sums;

  /**
   * A distribution over so many ranks.
   *
   * @param skew 0 for all alike
   */
  public Zipf(int ranks, double skew) {
    sums = new double[ranks + 1];
    for (int i = 1; i <= ranks; i++) {
      sums[i] = sums[i - 1] + StrictMath.pow(i, -skew);
    }
  }

  /** The rank of a draw that is uniform from 0 to 1, 1 excluded. */
  public int rank(double uniform) {
    double wanted = uniform * sums[sums.length - 1];
    int low = 1;
    int high = sums.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] >= wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The share of all draws that a rank has. */
  public double share(int rank) {
    return (sums[rank] - sums[rank - 1]) / sums[sums.length - 1];
  }
}
