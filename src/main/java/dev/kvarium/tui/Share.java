package dev.kvarium.tui;

/** What has the screen between its borders. */
enum Share {
  BOTH,
  VIEW,
  TRANSCRIPT;

  Share next() {
    return values()[(ordinal() + 1) % values().length];
  }
}
