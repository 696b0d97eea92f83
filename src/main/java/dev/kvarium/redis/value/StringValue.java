package dev.kvarium.redis.value;

/** Begun here, filled in by the type's own commit. */
public final class StringValue extends Value {
  @Override
  public ValueType type() {
    return ValueType.STRING;
  }

  @Override
  public Encoding encoding() {
    return Encoding.RAW;
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
