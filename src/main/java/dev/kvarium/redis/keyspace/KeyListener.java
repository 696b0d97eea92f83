package dev.kvarium.redis.keyspace;

import dev.kvarium.redis.value.Value;

/**
 * Is told what becomes of keys while clients wait for some, watch some or cache some. Nobody is
 * told of anything while {@link Keyspace#heed} is 0.
 */
public interface KeyListener {
  /** Clients watch keys. */
  int WATCHED = 1;

  /** Clients cache keys. */
  int CACHED = 1 << 2;

  /** Clients wait for keys. */
  int READY = 1 << 1;

  /** Clients are told what happens to keys. */
  int NOTIFIED = 1 << 3;

  /** Nobody. */
  KeyListener NOBODY =
      new KeyListener() {
        @Override
        public void modified(Db db, byte[] key) {}

        @Override
        public void appeared(Db db, byte[] key, Value value) {}

        @Override
        public void missed(Db db, byte[] key) {}

        @Override
        public void expired(Db db, byte[] key) {}

        @Override
        public void vanished(Db db, byte[] key, Value value) {}

        @Override
        public void emptying(Db db) {}

        @Override
        public void emptied() {}

        @Override
        public void swapping(Db db, Db other) {}

        @Override
        public void swapped(Db db, Db other) {}
      };

  /** The value of a key or its time to live is another now, or it is gone. */
  void modified(Db db, byte[] key);

  /** A key that was not there has a value now. */
  void appeared(Db db, byte[] key, Value value);

  /** A read did not find a key. */
  void missed(Db db, byte[] key);

  /** A key was removed because its time had passed. */
  void expired(Db db, byte[] key);

  /** The value that a key had is gone, or another has taken its place. */
  void vanished(Db db, byte[] key, Value value);

  /** A database is about to be emptied. */
  void emptying(Db db);

  /** All databases that were to be emptied have been named. */
  void emptied();

  /** Two databases are about to exchange all that they hold. */
  void swapping(Db db, Db other);

  /** They have. */
  void swapped(Db db, Db other);
}
