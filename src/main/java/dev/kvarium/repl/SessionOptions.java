package dev.kvarium.repl;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a session is to be held.
 *
 * @param lab makes the lab with all its directives; called once
 * @param ascii whether only characters of ASCII may be printed
 * @param colour whether colours may be used at all; the environment has its say as well
 * @param narrate whether pictures are told in words instead of drawn
 * @param glass whether glass lines are printed where the input is a pipe
 * @param debug whether a defect of ours is shown with its stack trace
 * @param first a line to be entered before any that is typed; empty when none
 * @param fullScreen what {@code :tui} opens; empty where there is nothing to open
 * @param straightIn whether the full screen is to be opened at once, and nothing else
 */
public record SessionOptions(
    Supplier<Lab> lab,
    boolean ascii,
    boolean colour,
    boolean narrate,
    boolean glass,
    boolean debug,
    String first,
    Optional<FullScreen> fullScreen,
    boolean straightIn) {
  /** The default world, drawn with all that the terminal can do. */
  public static final SessionOptions DEFAULT =
      new SessionOptions(
          () -> Lab.open(WorldSpec.DEFAULT),
          false,
          true,
          false,
          false,
          false,
          "",
          Optional.empty(),
          false);

  public SessionOptions withLab(Supplier<Lab> other) {
    return new SessionOptions(
        other, ascii, colour, narrate, glass, debug, first, fullScreen, straightIn);
  }

  public SessionOptions withAscii(boolean wanted) {
    return new SessionOptions(
        lab, wanted, colour, narrate, glass, debug, first, fullScreen, straightIn);
  }

  public SessionOptions withColour(boolean wanted) {
    return new SessionOptions(
        lab, ascii, wanted, narrate, glass, debug, first, fullScreen, straightIn);
  }

  public SessionOptions withNarrate(boolean wanted) {
    return new SessionOptions(
        lab, ascii, colour, wanted, glass, debug, first, fullScreen, straightIn);
  }

  public SessionOptions withGlass(boolean wanted) {
    return new SessionOptions(
        lab, ascii, colour, narrate, wanted, debug, first, fullScreen, straightIn);
  }

  public SessionOptions withDebug(boolean wanted) {
    return new SessionOptions(
        lab, ascii, colour, narrate, glass, wanted, first, fullScreen, straightIn);
  }

  public SessionOptions withFirst(String line) {
    return new SessionOptions(
        lab, ascii, colour, narrate, glass, debug, line, fullScreen, straightIn);
  }

  public SessionOptions withFullScreen(FullScreen screen) {
    return new SessionOptions(
        lab, ascii, colour, narrate, glass, debug, first, Optional.of(screen), straightIn);
  }

  public SessionOptions withStraightIn(boolean wanted) {
    return new SessionOptions(lab, ascii, colour, narrate, glass, debug, first, fullScreen, wanted);
  }
}
