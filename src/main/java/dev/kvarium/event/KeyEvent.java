package dev.kvarium.event;

import dev.kvarium.base.Blob;

/**
 * What happened to a key. Created, Replaced, Deleted, Expired, Renamed and the two expiry facts,
 * folded, give the keys of a database with their types and times.
 */
public sealed interface KeyEvent extends Event {
  /** The number of the database, from 0. */
  int db();

  Blob key();

  /** A key that was not there is there now; type and encoding by Redis's names. */
  record Created(Blob key, int db, String type, String encoding) implements KeyEvent {}

  /** A key has another value as a whole, as after SET on one that exists. */
  record Replaced(Blob key, int db, String type, String encoding) implements KeyEvent {}

  /** The value of a key was changed in place. */
  record Changed(Blob key, int db) implements KeyEvent {}

  /** A command removed a key, or took its last element. */
  record Deleted(Blob key, int db) implements KeyEvent {}

  /** A key whose time had passed was removed: lazily, when touched, or by the active cycle. */
  record Expired(Blob key, int db, Cause cause) implements KeyEvent {}

  /** A key with all that it holds has another name, and maybe database. */
  record Renamed(Blob key, int db, Blob to, int toDb) implements KeyEvent {}

  /** A key that was created just now holds a copy of what another holds. */
  record Copied(Blob key, int db, Blob to, int toDb) implements KeyEvent {}

  /** A key expires at a Unix time in milliseconds. */
  record ExpirySet(Blob key, int db, long atMillis) implements KeyEvent {}

  /** A key expires no more. */
  record ExpiryCleared(Blob key, int db) implements KeyEvent {}

  /** A database was emptied of so many keys. */
  record Flushed(Blob key, int db, long keys) implements KeyEvent {
    public Flushed(int db, long keys) {
      this(Blob.of(""), db, keys);
    }
  }

  /** Two databases exchanged all that they hold. */
  record Swapped(Blob key, int db, int otherDb) implements KeyEvent {
    public Swapped(int db, int otherDb) {
      this(Blob.of(""), db, otherDb);
    }
  }

  /** A read found its key. */
  record Hit(Blob key, int db) implements KeyEvent {}

  /** A read did not find its key. */
  record Missed(Blob key, int db) implements KeyEvent {}

  /** How an expired key came to be noticed. */
  enum Cause {
    LAZY,
    ACTIVE
  }
}
