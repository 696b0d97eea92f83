package dev.kvarium.lua;

/** Is asked, every so many steps of a script, whether it may go on. */
@FunctionalInterface
public interface Hook {
  /** What becomes of the script. */
  enum Verdict {
    GO_ON,
    /** It stops here and can be gone on with, unless a native function is in between. */
    PAUSE
  }

  /** A hook that lets everything go on. */
  Hook NONE = (steps, canPause) -> Verdict.GO_ON;

  /**
   * Is told how many steps were taken since the beginning, and whether the script can pause here.
   *
   * @throws LuaError to end the script; asked again at every step from then on
   */
  Verdict after(long steps, boolean canPause);
}
