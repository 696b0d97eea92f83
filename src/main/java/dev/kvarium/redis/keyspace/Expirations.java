package dev.kvarium.redis.keyspace;

/** Is told of each key that the keyspace removed because its time had passed. */
@FunctionalInterface
public interface Expirations {
  /** The key is gone; whoever repeats the data's history deletes it too. */
  void expired(int db, byte[] key);
}
