package dev.kvarium.structure;

import dev.kvarium.structure.Geohash.Area;
import dev.kvarium.structure.Geohash.Place;
import java.util.List;

/**
 * A circle or rectangle on the earth around a place, and the cells in which its places must be
 * looked for.
 *
 * <p>The earth is a ball of 6,372,797.560856 m here and distances are those of the haversine; on
 * the real one they are up to half a percent longer or shorter. The cells are the one in the middle
 * and the eight around it, as small as they may be for the shape to lie within all nine: halving is
 * given up early enough, twice more towards the poles, where cells get narrow. Cells that the shape
 * does not reach are left out. Source: geohash_helper.c of Redis 7.0.15.
 *
 * <p>A rectangle's sides follow meridians and parallels.
 *
 * @param middle where it lies
 * @param width from its western to its eastern edge; of a circle, its radius
 * @param height from south to north; of a circle, its radius
 * @param metres how long the unit is in which both are given
 */
public record GeoShape(boolean circle, Place middle, double width, double height, double metres) {
  private static final double EARTH_RADIUS_METRES = 6372797.560856;
  private static final double HALF_EQUATOR_METRES = 20037726.37;
  private static final double RADIANS_PER_DEGREE = StrictMath.PI / 180.0;

  /** A circle by its radius in units of so many metres. */
  public static GeoShape circle(Place middle, double radius, double metres) {
    return new GeoShape(true, middle, radius, radius, metres);
  }

  /** A rectangle by its sides in units of so many metres. */
  public static GeoShape box(Place middle, double width, double height, double metres) {
    return new GeoShape(false, middle, width, height, metres);
  }

  private static double radians(double degrees) {
    return degrees * RADIANS_PER_DEGREE;
  }

  private static double degrees(double radians) {
    return radians / RADIANS_PER_DEGREE;
  }

  /** Metres between two places, along the surface. */
  public static double distance(Place one, Place other) {
    double v = StrictMath.sin((radians(other.longitude()) - radians(one.longitude())) / 2);
    if (v == 0.0) {
      return northwards(one, other);
    }
    double from = radians(one.latitude());
    double to = radians(other.latitude());
    double u = StrictMath.sin((to - from) / 2);
    double a = u * u + StrictMath.cos(from) * StrictMath.cos(to) * v * v;
    return 2.0 * EARTH_RADIUS_METRES * StrictMath.asin(StrictMath.sqrt(a));
  }

  private static double northwards(Place one, Place other) {
    return EARTH_RADIUS_METRES
        * StrictMath.abs(radians(other.latitude()) - radians(one.latitude()));
  }

  /** Metres from the middle to a place inside, or -1 for one outside. */
  public double distanceWithin(Place place) {
    if (circle) {
      double distance = distance(middle, place);
      return distance > width * metres ? -1 : distance;
    }
    if (northwards(place, middle) > height * metres / 2) {
      return -1;
    }
    Place across = new Place(middle.longitude(), place.latitude());
    return distance(place, across) > width * metres / 2 ? -1 : distance(middle, place);
  }

  /** The nine cells: the middle, then N, S, E, W, NE, NW, SE, SW; none where not reached. */
  public List<Geohash> cells() {
    Area reach = reach();
    double radius = (circle ? width : corner()) * metres;
    int steps = steps(radius, middle.latitude());
    Geohash cell = Geohash.of(middle, steps);
    if (steps > 1 && !isCoveredAround(cell, reach)) {
      steps--;
      cell = Geohash.of(middle, steps);
    }
    Area area = cell.area();
    boolean prunes = steps >= 2;
    boolean south = !(prunes && area.south() < reach.south());
    boolean north = !(prunes && area.north() > reach.north());
    boolean west = !(prunes && area.west() < reach.west());
    boolean east = !(prunes && area.east() > reach.east());
    return List.of(
        cell,
        near(cell, north, 0, 1),
        near(cell, south, 0, -1),
        near(cell, east, 1, 0),
        near(cell, west, -1, 0),
        near(cell, north && east, 1, 1),
        near(cell, north && west, -1, 1),
        near(cell, south && east, 1, -1),
        near(cell, south && west, -1, -1));
  }

  private static Geohash near(Geohash cell, boolean reached, int east, int north) {
    return reached ? cell.moved(east, north) : Geohash.NONE;
  }

  /** From the middle of a rectangle to its corners, in its unit. */
  private double corner() {
    return StrictMath.sqrt(width / 2 * (width / 2) + height / 2 * (height / 2));
  }

  /** How often to halve for nine cells to hold a circle. */
  private static int steps(double radius, double latitude) {
    if (radius == 0) {
      return Geohash.MOST_STEPS;
    }
    int steps = -1;
    for (double reached = radius; reached < HALF_EQUATOR_METRES; reached *= 2) {
      steps++;
    }
    if (latitude > 66 || latitude < -66) {
      steps--;
      if (latitude > 80 || latitude < -80) {
        steps--;
      }
    }
    return Math.clamp(steps, 1, Geohash.MOST_STEPS);
  }

  /** The degrees to which the shape reaches. */
  private Area reach() {
    double up = metres * (circle ? height : height / 2);
    double across = metres * (circle ? width : width / 2);
    double rows = degrees(up / EARTH_RADIUS_METRES);
    double latitude = middle.latitude();
    // a parallel is shortest at the end that is nearer to a pole
    double far = latitude < 0 ? latitude - rows : latitude + rows;
    double columns = degrees(across / EARTH_RADIUS_METRES / StrictMath.cos(radians(far)));
    return new Area(
        middle.longitude() - columns,
        middle.longitude() + columns,
        latitude - rows,
        latitude + rows);
  }

  private static boolean isCoveredAround(Geohash cell, Area reach) {
    // what is not a number, as of an endless circle, is never beyond
    return !(cell.moved(0, 1).area().north() < reach.north()
        || cell.moved(0, -1).area().south() > reach.south()
        || cell.moved(1, 0).area().east() < reach.east()
        || cell.moved(-1, 0).area().west() > reach.west());
  }
}
