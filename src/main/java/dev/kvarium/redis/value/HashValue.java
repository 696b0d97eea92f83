package dev.kvarium.redis.value;

/** Begun here, filled in by the type's own commit. */
public final class HashValue extends Value {
  @Override
  public ValueType type() {
    return ValueType.HASH;
  }

  @Override
  public Encoding encoding() {
    return Encoding.LISTPACK;
  }

  @Override
  public long length() {
    return 0;
  }

  @Override
  public long memoryBytes(long samples) {
    return 0;
  }
}
