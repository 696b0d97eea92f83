package dev.kvarium.redis.value;

/** Begun here, filled in by the type's own commit. */
public final class SortedSetValue extends Value {
  @Override
  public ValueType type() {
    return ValueType.ZSET;
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
