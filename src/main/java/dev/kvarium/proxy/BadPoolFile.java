package dev.kvarium.proxy;

/** A file of pools that nutcracker would refuse: says where and why. */
public final class BadPoolFile extends Exception {
  private static final long serialVersionUID = 1L;

  /** The line counts from 1; 0 when it is about the whole file. */
  BadPoolFile(String file, int line, String what) {
    super(file + (line > 0 ? ":" + line : "") + ": " + what);
  }

  /** What is wrong, with the place before it. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
