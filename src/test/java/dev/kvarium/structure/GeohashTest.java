package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.structure.Geohash.Area;
import dev.kvarium.structure.Geohash.Place;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GeohashTest {
  private static final Place PALERMO = new Place(13.361389, 38.115556);
  private static final Place CATANIA = new Place(15.087269, 37.502669);

  @Test
  void theExampleOfTheEssayHolds() {
    assertThat(Geohash.of(PALERMO, 26).bits()).isEqualTo(3479099956230698L);
    assertThat(Geohash.letters(Geohash.ofScore(3479099956230698.0).area().middle()))
        .isEqualTo("sqc8b49rny0");
  }

  @Test
  void aPlaceLiesInItsCellWhateverItsSize() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      Place place = new Place(random.nextDouble(-180, 180), random.nextDouble(-85, 85));
      int step = 1 + random.nextInt(26);
      Area area = Geohash.of(place, step).area();
      assertThat(place.longitude()).isBetween(area.west(), area.east());
      assertThat(place.latitude()).isBetween(area.south(), area.north());
    }
  }

  @Test
  void theCellsAroundACellTouchItAndGoRoundTheMap() {
    Geohash cell = Geohash.of(PALERMO, 9);
    assertThat(cell.moved(1, 0).area().west()).isEqualTo(cell.area().east());
    assertThat(cell.moved(0, -1).area().north()).isEqualTo(cell.area().south());
    assertThat(cell.moved(1, 1).moved(-1, -1)).isEqualTo(cell);
    Geohash last = Geohash.of(new Place(179.99, 0), 5);
    assertThat(last.moved(1, 0).area().west()).isEqualTo(-180.0);
  }

  @Test
  void noPlaceInsideACircleIsOutsideOfItsCells() {
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 20_000; i++) {
      Place middle = new Place(random.nextDouble(-160, 160), random.nextDouble(-60, 60));
      GeoShape shape = GeoShape.circle(middle, random.nextDouble(0, 900), 1000);
      Place place =
          new Place(
              middle.longitude() + random.nextDouble(-9, 9),
              middle.latitude() + random.nextDouble(-9, 9));
      double score = Geohash.of(place, 26).leastScore();
      Place stored = Geohash.ofScore(score).area().middle();
      boolean found =
          shape.cells().stream()
              .anyMatch(
                  cell ->
                      cell.isCell() && score >= cell.leastScore() && score < cell.scoreBehind());
      assertThat(found || shape.distanceWithin(stored) < 0).as("%s in %s", place, shape).isTrue();
    }
  }

  @Test
  void distancesAreThoseOfTheDocumentation() {
    assertThat(GeoShape.distance(PALERMO, CATANIA)).isBetween(166_274.0, 166_275.0);
    assertThat(GeoShape.distance(PALERMO, PALERMO)).isZero();
  }
}
