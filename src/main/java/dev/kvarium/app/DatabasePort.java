package dev.kvarium.app;

import java.util.function.Consumer;

/** A database as a process reaches it. */
public interface DatabasePort {
  /** Reads a row, {@link Row#NONE} when there is none. */
  void read(String key, Consumer<Row> then);

  /** Changes a row, or makes it; calls back with the row as it is then. */
  void write(String key, Consumer<Row> then);

  /**
   * The version that the database holds at this moment, 0 for no row: what an onlooker sees who
   * asks nobody, so that facts can say what was true. A process never acts by it.
   */
  long versionNow(String key);
}
