package dev.kvarium.lua;

import dev.kvarium.base.Bytes;
import java.util.Arrays;

/**
 * A string of Lua: bytes, which are not changed. Its hash is the one of Lua 5.1, since the order in
 * which {@code pairs} walks a table follows from it.
 */
public final class LuaString {
  public static final LuaString EMPTY = new LuaString(Bytes.EMPTY);

  private final byte[] bytes;
  private int hash;

  /** When it was last met by a measurement of memory. */
  int seen;

  public LuaString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A string of one byte for each char. */
  public static LuaString of(String latin1) {
    return new LuaString(Bytes.latin1(latin1));
  }

  /** The bytes; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  /** The byte at an index, 0 to 255. */
  public int at(int index) {
    return bytes[index] & 255;
  }

  /** A char per byte. */
  public String text() {
    return Bytes.latin1Text(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof LuaString string
            && string.hashCode() == hashCode()
            && Arrays.equals(bytes, string.bytes);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = bytes.length;
      for (int i = bytes.length - 1; i >= 0; i--) {
        known ^= (known << 5) + (known >>> 2) + (bytes[i] & 255);
      }
      hash = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return text();
  }
}
