package dev.kvarium.view;

import dev.kvarium.app.AppSnapshot;
import dev.kvarium.app.Course;

/** The rows of an application in a stampede, and how much of each there is in a part of time. */
enum StampedeKind {
  HITS("hits", "reads that the cache answered at once", Style.MEMORY),
  MISSES("misses", "reads that it did not", Style.PAGE_CACHE),
  ENDS("expire", "entries whose time was over", Style.PLAIN),
  QUERIES("database", "queries under way, the most at once", Style.DISK);

  final String word;
  final String doc;
  final Style style;

  StampedeKind(String word, String doc, Style style) {
    this.word = word;
    this.doc = doc;
    this.style = style;
  }

  private int of(Course course, int part) {
    return switch (this) {
      case HITS -> course.hits(part);
      case MISSES -> course.misses(part);
      case ENDS -> course.ended(part);
      case QUERIES -> course.inFlight(part);
    };
  }

  /**
   * What a stretch of time comes to in so many cells: counts are added up, of queries under way the
   * most are taken.
   *
   * @param fromMicros since the clients of the application began
   */
  int[] cells(AppSnapshot app, long fromMicros, long toMicros, int cells) {
    int[] values = new int[cells];
    Course course = app.course();
    long from = app.beganMicros() - app.startMicros() + fromMicros;
    long span = toMicros - fromMicros;
    for (int cell = 0; cell < cells; cell++) {
      long first = (from + span * cell / cells) / course.partMicros();
      long end = (from + span * (cell + 1) / cells) / course.partMicros();
      for (long part = first; part < Math.max(first + 1, end) && part < course.parts(); part++) {
        int more = of(course, (int) part);
        values[cell] = this == QUERIES ? Math.max(values[cell], more) : values[cell] + more;
      }
    }
    return values;
  }

  /** What all of the stretch comes to. */
  int all(AppSnapshot app, long fromMicros, long toMicros) {
    return cells(app, fromMicros, toMicros, 1)[0];
  }
}
