package dev.kvarium.structure;

import org.jspecify.annotations.Nullable;

/**
 * A walk over all entries of a {@link Dict}, bucket after bucket, table 0 before table 1. From the
 * first step until it is through or closed the dict moves no entry between its tables, so that each
 * that stays is seen once. The entry that was just returned may be removed.
 *
 * @param <V> the type of the values
 */
public final class DictIterator<V> implements AutoCloseable {
  private final Dict<V> dict;
  private int table;
  private int bucket = -1;
  private Dict.@Nullable Entry<V> entry;
  private Dict.@Nullable Entry<V> following;
  private boolean paused;

  DictIterator(Dict<V> dict) {
    this.dict = dict;
  }

  /** Goes to the next entry; whether there is one. */
  public boolean advance() {
    if (!paused) {
      if (table > 1) {
        return false;
      }
      dict.pauseRehash();
      paused = true;
    }
    entry = following;
    while (entry == null) {
      bucket++;
      if (bucket >= dict.buckets(table)) {
        if (table == 1 || !dict.isRehashing()) {
          close();
          return false;
        }
        table = 1;
        bucket = 0;
      }
      entry = dict.chain(table, bucket);
    }
    following = entry.next;
    return true;
  }

  /** The entry that {@link #advance()} went to. */
  public Dict.Entry<V> entry() {
    Dict.Entry<V> current = entry;
    if (current == null) {
      throw new IllegalStateException("no entry: advance() was not called or said false");
    }
    return current;
  }

  @Override
  public void close() {
    table = 2;
    if (paused) {
      paused = false;
      dict.resumeRehash();
    }
  }
}
