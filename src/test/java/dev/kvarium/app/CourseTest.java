package dev.kvarium.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CourseTest {
  private static final long MILLI = 1_000;

  @Test
  void aQueryIsUnderWayInAllPartsBetweenItsBeginAndItsEnd() {
    Course course = new Course();
    course.query(10 * MILLI, 0);
    course.query(12 * MILLI, 1);
    course.flight(20 * MILLI, 2, 1);
    course.flight(300 * MILLI, 1, 0);
    assertThat(course.inFlight(9)).isZero();
    assertThat(course.inFlight(11)).isEqualTo(1);
    assertThat(course.inFlight(15)).isEqualTo(2);
    assertThat(course.inFlight(20)).isEqualTo(2);
    assertThat(course.inFlight(21)).isEqualTo(1);
    assertThat(course.inFlight(299)).isEqualTo(1);
    assertThat(course.inFlight(301)).isZero();
    assertThat(course.queries(10) + course.queries(12)).isEqualTo(2);
  }

  @Test
  void whereThereAreTooManyPartsTwoBecomeOneAndNothingIsLost() {
    Course course = new Course();
    long hours = 3 * 3_600 * 1_000 * MILLI;
    int reads = 0;
    for (long at = 0; at < hours; at += 7_777 * MILLI) {
      course.read(at, reads++ % 3 > 0);
      course.ended(at);
    }
    course.query(hours, 4);
    assertThat(course.partMicros()).isEqualTo(1_024 * MILLI);
    long hits = 0;
    long misses = 0;
    long ended = 0;
    for (int i = 0; i < course.parts(); i++) {
      hits += course.hits(i);
      misses += course.misses(i);
      ended += course.ended(i);
    }
    assertThat(hits + misses).isEqualTo(reads);
    assertThat(ended).isEqualTo(reads);
    assertThat(misses).isEqualTo((reads + 2) / 3);
    assertThat(course.inFlight((int) (hours / course.partMicros()))).isEqualTo(5);
  }

  @Test
  void aCopyDoesNotChangeAndKnowsWhatIsUnderWay() {
    Course course = new Course();
    course.query(MILLI, 0);
    Course copy = course.copy(1, 50 * MILLI);
    course.flight(60 * MILLI, 1, 0);
    course.read(60 * MILLI, true);
    assertThat(copy.parts()).isEqualTo(51);
    assertThat(copy.inFlight(49)).isEqualTo(1);
    assertThat(copy.hits(60)).isZero();
  }
}
