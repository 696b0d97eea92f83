package dev.kvarium.cli;

/** What this program is called, and which servers it models. */
final class Version {
  static final String NUMBER = "0.1.0";
  static final String LINE = "kvarium " + NUMBER + " (models redis 7.0.15)";

  private Version() {}
}
