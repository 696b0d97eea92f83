package dev.kvarium.redis.script;

import dev.kvarium.base.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The name of a script: SHA-1 of its text. */
final class Sha1 {
  private Sha1() {}

  /** 40 hexadecimal digits in lower case. */
  static String hex(byte[] bytes) {
    try {
      return Bytes.hex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
