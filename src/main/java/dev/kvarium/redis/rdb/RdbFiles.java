package dev.kvarium.redis.rdb;

import dev.kvarium.world.Disk;
import dev.kvarium.world.DiskError;
import java.util.function.Consumer;

/**
 * Puts a file of all keys in the place of the one before: written beside it, synced, renamed. When
 * a step of that fails, the one before stays, and what the server writes to its log about it names
 * the step.
 */
final class RdbFiles {
  /** What the C library gathers before it writes. */
  private static final int STDIO_BYTES = 4096;

  private final Disk disk;

  RdbFiles(Disk disk) {
    this.disk = disk;
  }

  /** Does it all while the server waits; why it failed, empty when it did not. */
  String replace(
      String temporary, String name, String folder, byte[] content, Consumer<String> log) {
    Disk.DiskFile file;
    try {
      file = opened(temporary, content, false, folder, log);
      try {
        file.sync();
      } catch (DiskError failed) {
        throw told(temporary, failed, log, error("fsync", failed));
      }
      file.close();
    } catch (DiskError told) {
      return told.reason();
    }
    return name(temporary, name, folder, log);
  }

  /**
   * Writes a file and syncs it in the background.
   *
   * @param base whether it is a base of the log, of which less is told
   * @param whenDone gets why it failed, empty when it did not
   */
  void write(
      String temporary,
      byte[] content,
      boolean base,
      String folder,
      Consumer<String> log,
      Consumer<String> whenDone) {
    Disk.DiskFile file;
    try {
      file = opened(temporary, content, base, folder, log);
    } catch (DiskError told) {
      whenDone.accept(told.reason());
      return;
    }
    file.syncInBackground(
        failed -> {
          file.close();
          failed.ifPresent(
              why -> told(temporary, why, log, base ? baseError(why) : error("fsync", why)));
          whenDone.accept(failed.map(DiskError::reason).orElse(""));
        });
  }

  private Disk.DiskFile opened(
      String temporary, byte[] content, boolean base, String folder, Consumer<String> log) {
    Disk.DiskFile file;
    try {
      disk.delete(temporary);
      file = disk.open(temporary);
    } catch (DiskError failed) {
      throw told(
          temporary,
          failed,
          log,
          base
              ? "Opening the temp file for AOF rewrite in rewriteAppendOnlyFile(): "
                  + failed.reason()
              : "Failed opening the temp RDB file "
                  + temporary
                  + " (in server root dir "
                  + folder
                  + ") for saving: "
                  + failed.reason());
    }
    try {
      file.append(content, 0, content.length);
    } catch (DiskError failed) {
      String step = content.length > STDIO_BYTES ? "rdbSaveRio" : "fflush";
      file.close();
      throw told(temporary, failed, log, base ? baseError(failed) : error(step, failed));
    }
    return file;
  }

  /** Gives a file that is whole its name; why it failed, empty when it did not. */
  String name(String temporary, String name, String folder, Consumer<String> log) {
    try {
      disk.rename(temporary, name);
    } catch (DiskError failed) {
      told(
          temporary,
          failed,
          log,
          "Error moving temp DB file "
              + temporary
              + " on the final destination "
              + name
              + " (in server root dir "
              + folder
              + "): "
              + failed.reason());
      return failed.reason();
    }
    try {
      disk.syncNames();
    } catch (DiskError failed) {
      log.accept(error("fsyncFileDir", failed));
      return failed.reason();
    }
    return "";
  }

  private static String error(String step, DiskError failed) {
    return "Write error saving DB on disk(" + step + "): " + failed.reason();
  }

  private static String baseError(DiskError failed) {
    return "Write error writing append only file on disk: " + failed.reason();
  }

  private DiskError told(String temporary, DiskError failed, Consumer<String> log, String text) {
    log.accept(text);
    disk.discard(temporary);
    return failed;
  }
}
