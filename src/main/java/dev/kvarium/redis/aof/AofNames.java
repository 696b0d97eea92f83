package dev.kvarium.redis.aof;

/**
 * What the files of a log are called.
 *
 * @param folder the parameter {@code appenddirname}
 * @param file the parameter {@code appendfilename}, with which the names of all of them begin
 */
public record AofNames(String folder, String file) {
  /** Those of a server that is not told otherwise. */
  public static final AofNames USUAL = new AofNames("appendonlydir", "appendonly.aof");

  /** Where a file lies. */
  String path(String name) {
    return folder + "/" + name;
  }

  /** What a path calls the file, without the folder. */
  String name(String path) {
    return path.substring(folder.length() + 1);
  }

  String base(long sequence, String suffix) {
    return file + "." + sequence + ".base." + suffix;
  }

  String increment(long sequence) {
    return file + "." + sequence + ".incr.aof";
  }

  String manifest() {
    return file + ".manifest";
  }

  String temporaryManifest() {
    return "temp-" + file + ".manifest";
  }

  String temporaryIncrement() {
    return "temp-" + file + ".incr";
  }
}
