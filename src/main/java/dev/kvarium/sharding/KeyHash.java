package dev.kvarium.sharding;

import dev.kvarium.base.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.zip.Checksum;

/**
 * The hash functions of libhashkit and twemproxy, to 32 bits without a sign.
 *
 * <p>They are not always what their names promise, and the keys of a running system lie where the
 * fault puts them: {@code fnv1a_64} is computed in 32 bits, {@code crc32} keeps 15 bits, {@code
 * crc16} more than 16, and bytes from 0x80 on count as negative numbers wherever C's {@code char}
 * has a sign.
 */
public enum KeyHash {
  ONE_AT_A_TIME {
    @Override
    public long hash(byte[] key) {
      int value = 0;
      for (byte b : key) {
        value += b;
        value += value << 10;
        value ^= value >>> 6;
      }
      value += value << 3;
      value ^= value >>> 11;
      return unsigned(value + (value << 15));
    }
  },
  MD5 {
    @Override
    public long hash(byte[] key) {
      return point(md5(key), 0);
    }
  },
  CRC16 {
    @Override
    public long hash(byte[] key) {
      int crc = 0;
      for (byte b : key) {
        crc = crc << 8 ^ CRC16_TABLE[(crc >>> 8 ^ b) & 0xff];
      }
      return unsigned(crc);
    }
  },
  CRC32 {
    @Override
    public long hash(byte[] key) {
      return crc32(key) >>> 16 & 0x7fff;
    }
  },
  CRC32A {
    @Override
    public long hash(byte[] key) {
      return crc32(key);
    }
  },
  FNV1_64 {
    @Override
    public long hash(byte[] key) {
      long hash = FNV_64_INIT;
      for (byte b : key) {
        hash *= FNV_64_PRIME;
        hash ^= b;
      }
      return unsigned((int) hash);
    }
  },
  FNV1A_64 {
    @Override
    public long hash(byte[] key) {
      int hash = (int) FNV_64_INIT;
      for (byte b : key) {
        hash ^= b;
        hash *= (int) FNV_64_PRIME;
      }
      return unsigned(hash);
    }
  },
  FNV1_32 {
    @Override
    public long hash(byte[] key) {
      int hash = FNV_32_INIT;
      for (byte b : key) {
        hash *= FNV_32_PRIME;
        hash ^= b;
      }
      return unsigned(hash);
    }
  },
  FNV1A_32 {
    @Override
    public long hash(byte[] key) {
      int hash = FNV_32_INIT;
      for (byte b : key) {
        hash ^= b;
        hash *= FNV_32_PRIME;
      }
      return unsigned(hash);
    }
  },
  HSIEH {
    @Override
    public long hash(byte[] key) {
      return Hsieh.hash(key);
    }
  },
  MURMUR {
    @Override
    public long hash(byte[] key) {
      return Murmur2.hash(key);
    }
  },
  JENKINS {
    @Override
    public long hash(byte[] key) {
      return Jenkins.hash(key);
    }
  };

  private static final long FNV_64_INIT = 0xcbf29ce484222325L;
  private static final long FNV_64_PRIME = 0x100000001b3L;
  private static final int FNV_32_INIT = 0x811c9dc5;
  private static final int FNV_32_PRIME = 0x01000193;
  private static final int[] CRC16_TABLE = crc16Table();

  /** The hash of a key, from 0 to 2^32 - 1. */
  public abstract long hash(byte[] key);

  /** As the libraries write its name: {@code fnv1a_64}. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  static long unsigned(int value) {
    return value & 0xffff_ffffL;
  }

  static byte[] md5(byte[] key) {
    try {
      return MessageDigest.getInstance("MD5").digest(key);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** One of the four points of an MD5 digest: four of its bytes, the lowest first. */
  static long point(byte[] digest, int which) {
    int at = which * 4;
    return unsigned(
        digest[at] & 0xff
            | (digest[at + 1] & 0xff) << 8
            | (digest[at + 2] & 0xff) << 16
            | (digest[at + 3] & 0xff) << 24);
  }

  static byte[] text(String text) {
    return Bytes.of(text);
  }

  private static long crc32(byte[] key) {
    Checksum crc = new java.util.zip.CRC32();
    crc.update(key);
    return crc.getValue();
  }

  private static int[] crc16Table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      table[i] = crc & 0xffff;
    }
    return table;
  }
}
