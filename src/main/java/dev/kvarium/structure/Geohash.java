package dev.kvarium.structure;

/**
 * A place on the earth as 52 bits, which fit a sorted set's score exactly.
 *
 * <p>Longitude and latitude are each halved again and again, 26 times; every halving gives a bit: 0
 * for the western or southern half, 1 for the other. The bits of both are taken by turns, the
 * longitude's first. Places that begin with the same bits lie in the same rectangle, so that a
 * rectangle is a range of scores:
 *
 * <pre>
 *   step 1, two bits        step 2, four bits
 *   ┌────┬────┐  85.05 N    ┌──┬──┬──┬──┐
 *   │ 01 │ 11 │             │0101 0111 1101 1111
 *   ├────┼────┤  0          │0100 0110 1100 1110
 *   │ 00 │ 10 │             │0001 0011 1001 1011
 *   └────┴────┘  85.05 S    │0000 0010 1000 1010
 *  180 W      180 E
 * </pre>
 *
 * <p>Worked example: Palermo, 13.361389 E 38.115556 N. Its longitude lies at 0.537115 of the way
 * from 180 W to 180 E, 2^26 of it is 36045175; its latitude at 0.724074 of the way from 85.05112878
 * S to N, 2^26 of it is 48591808. The bits of both, by turns, are 3479099956230698: what ZSCORE
 * says after GEOADD.
 *
 * <p>Limits: the poles beyond 85.05112878 degrees are left out, as on the web's maps (EPSG 3857). A
 * cell of 26 steps is 0.6 m wide at the equator; a place is told as the middle of its cell. Two
 * neighbours may have no bit in common, as on both sides of Greenwich: whoever looks around a place
 * must look into the eight cells around it too. Source: geohash.c of Redis 7.0.15, after G.
 * Niemeyer's geohash.org and the interleaving of S. E. Anderson's "Bit Twiddling Hacks".
 *
 * @param bits the lowest {@code 2 * step} of them, longitude in the odd places
 * @param step how often each of both was halved, 1 to 26; 0 for no cell at all
 */
public record Geohash(long bits, int step) {
  public static final double MAX_LONGITUDE = 180;
  public static final double MAX_LATITUDE = 85.05112878;

  /** How often a stored place is halved. */
  public static final int MOST_STEPS = 26;

  /** No cell. */
  public static final Geohash NONE = new Geohash(0, 0);

  private static final long LONGITUDE = 0xaaaaaaaaaaaaaaaaL;
  private static final long LATITUDE = 0x5555555555555555L;
  private static final long TWO_TO_63 = Long.MIN_VALUE;

  /** A place by its degrees. */
  public record Place(double longitude, double latitude) {
    /** Whether it can be told in bits. */
    public boolean isOnTheMap() {
      return longitude >= -MAX_LONGITUDE
          && longitude <= MAX_LONGITUDE
          && latitude >= -MAX_LATITUDE
          && latitude <= MAX_LATITUDE;
    }
  }

  /** A rectangle of degrees. */
  public record Area(double west, double east, double south, double north) {
    /** Its middle, on the map. */
    public Place middle() {
      return new Place(
          Math.clamp((west + east) / 2, -MAX_LONGITUDE, MAX_LONGITUDE),
          Math.clamp((south + north) / 2, -MAX_LATITUDE, MAX_LATITUDE));
    }
  }

  /** The cell of so many steps in which a place lies. */
  public static Geohash of(Place place, int step) {
    return of(place, step, MAX_LATITUDE);
  }

  /** The same where the latitudes that are halved reach to another one. */
  public static Geohash of(Place place, int step, double maxLatitude) {
    double north = (place.latitude() + maxLatitude) / (maxLatitude + maxLatitude);
    double east = (place.longitude() + MAX_LONGITUDE) / (MAX_LONGITUDE + MAX_LONGITUDE);
    double cells = 1L << step;
    return new Geohash(spread((long) (north * cells)) | spread((long) (east * cells)) << 1, step);
  }

  /** The cell that a sorted set's score tells, whatever put it there. */
  public static Geohash ofScore(double score) {
    long bits =
        score < 0x1p63 || Double.isNaN(score) ? signed(score) : signed(score - 0x1p63) ^ TWO_TO_63;
    return new Geohash(bits, MOST_STEPS);
  }

  /** What a processor makes of a number that a long cannot hold: the smallest of them. */
  private static long signed(double d) {
    return d >= -0x1p63 && d < 0x1p63 ? (long) d : Long.MIN_VALUE;
  }

  /** The bits of a number with a zero before each. */
  private static long spread(long number) {
    long bits = number & 0xffffffffL;
    bits = (bits | bits << 16) & 0x0000ffff0000ffffL;
    bits = (bits | bits << 8) & 0x00ff00ff00ff00ffL;
    bits = (bits | bits << 4) & 0x0f0f0f0f0f0f0f0fL;
    bits = (bits | bits << 2) & 0x3333333333333333L;
    return (bits | bits << 1) & LATITUDE;
  }

  /** Every second bit, from the lowest on. */
  private static long gathered(long spread) {
    long bits = spread & LATITUDE;
    bits = (bits | bits >>> 1) & 0x3333333333333333L;
    bits = (bits | bits >>> 2) & 0x0f0f0f0f0f0f0f0fL;
    bits = (bits | bits >>> 4) & 0x00ff00ff00ff00ffL;
    bits = (bits | bits >>> 8) & 0x0000ffff0000ffffL;
    return (bits | bits >>> 16) & 0xffffffffL;
  }

  /** Whether this is a cell. */
  public boolean isCell() {
    return bits != 0 || step != 0;
  }

  /** The rectangle of the cell; that of no cell is a point at 0, 0. */
  public Area area() {
    if (!isCell()) {
      return new Area(0, 0, 0, 0);
    }
    long row = gathered(bits);
    long column = gathered(bits >>> 1);
    return new Area(
        edge(column, MAX_LONGITUDE),
        edge(column + 1 & 0xffffffffL, MAX_LONGITUDE),
        edge(row, MAX_LATITUDE),
        edge(row + 1 & 0xffffffffL, MAX_LATITUDE));
  }

  private double edge(long index, double max) {
    return -max + (index * 1.0 / (1L << step)) * (max + max);
  }

  /** The bits moved up to 52 of them: the least score of the cell. */
  public long leastScore() {
    return bits << (2 * (MOST_STEPS - step));
  }

  /** The least score behind the cell. */
  public long scoreBehind() {
    return new Geohash(bits + 1, step).leastScore();
  }

  /** The cell so many columns to the east and rows to the north, each -1, 0 or 1, round the map. */
  public Geohash moved(int east, int north) {
    long column = bits & LONGITUDE;
    long row = bits & LATITUDE;
    int unused = 64 - 2 * step;
    if (east != 0) {
      column = moved(column, LATITUDE >>> unused, east) & LONGITUDE >>> unused;
    }
    if (north != 0) {
      row = moved(row, LONGITUDE >>> unused, north) & LATITUDE >>> unused;
    }
    return new Geohash(column | row, step);
  }

  /** One more or less in spread bits; the gaps between them are filled, so that a carry passes. */
  private static long moved(long spread, long gaps, int by) {
    return by > 0 ? spread + (gaps + 1) : (spread | gaps) - (gaps + 1);
  }

  /** The eleven letters of geohash.org, whose latitudes reach to the poles; the last is a zero. */
  public static String letters(Place place) {
    String alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";
    long bits = of(place, MOST_STEPS, 90).bits();
    StringBuilder letters = new StringBuilder(11);
    for (int i = 1; i <= 10; i++) {
      letters.append(alphabet.charAt((int) (bits >>> (52 - 5 * i)) & 0x1f));
    }
    return letters.append('0').toString();
  }
}
