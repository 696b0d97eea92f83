package dev.kvarium.structure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What all dicts of one server have in common: the 16 bytes under which keys are hashed, chosen at
 * its start, and whether tables may be resized just now. While a child process saves, every page
 * that is written is copied, so a server then avoids to move its keys about.
 */
public final class DictRules {
  /** How freely tables may grow, shrink and move their entries. */
  public enum Resizing {
    /** As the number of entries asks for. */
    ENABLED,
    /** Only when a table holds more than five entries a bucket, or would change fivefold. */
    AVOIDED,
    /** Not at all. */
    FORBIDDEN
  }

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long seed0;
  private final long seed1;
  private Resizing resizing = Resizing.ENABLED;

  /** Rules with the hash key whose little-endian words are {@code seed0} and {@code seed1}. */
  public DictRules(long seed0, long seed1) {
    this.seed0 = seed0;
    this.seed1 = seed1;
  }

  /** Rules with the 16 bytes of {@code seed} as the hash key. */
  public static DictRules of(byte[] seed) {
    return new DictRules((long) LONG.get(seed, 0), (long) LONG.get(seed, 8));
  }

  long seed0() {
    return seed0;
  }

  long seed1() {
    return seed1;
  }

  /** Whether tables may be resized; at first {@link Resizing#ENABLED}. */
  public Resizing resizing() {
    return resizing;
  }

  /** Says from now on whether tables may be resized. */
  public void setResizing(Resizing resizing) {
    this.resizing = resizing;
  }
}
