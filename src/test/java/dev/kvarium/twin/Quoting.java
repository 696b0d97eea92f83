package dev.kvarium.twin;

import dev.kvarium.base.Bytes;

/** Words as they are typed at the prompt: bare where that is possible, in quotes elsewhere. */
final class Quoting {
  private Quoting() {}

  static String word(byte[] bytes) {
    boolean bare = bytes.length > 0;
    for (byte each : bytes) {
      bare &= each > ' ' && each < 0x7f && each != '"' && each != '\'' && each != '\\';
    }
    return bare ? Bytes.latin1Text(bytes) : Bytes.repr(bytes);
  }
}
