package dev.kvarium.redis.value;

/** Begun here, filled in by the type's own commit. */
public final class SetValue extends Value {
  @Override
  public ValueType type() {
    return ValueType.SET;
  }

  @Override
  public Encoding encoding() {
    return Encoding.INTSET;
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
