package dev.kvarium.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen, the next of it first: a heap in which each place has four below it.
 *
 * <pre>
 *   place   0 │ 1 2 3 4 │ 5 6 7 8   9 10 11 12 …       those below i: 4 i + 1 … 4 i + 4
 * </pre>
 *
 * <p>Times and numbers lie beside the actions, in arrays of their own. With a thousand connections
 * there are a thousand actions to come, all over memory; so an order is found without looking at
 * any of them.
 */
final class DueQueue<T> {
  private static final int FIRST = 64;
  private static final int WIDTH = 4;

  private long[] times = new long[FIRST];
  private long[] numbers = new long[FIRST];
  private @Nullable Object[] items = new Object[FIRST];
  private int size;

  /** Adds what is due at a time; of several at one time the least number comes first. */
  void add(long time, long number, T item) {
    if (size == items.length) {
      times = Arrays.copyOf(times, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
      items = Arrays.copyOf(items, size * 2);
    }
    int at = size++;
    while (at > 0) {
      int above = (at - 1) / WIDTH;
      if (!isBefore(time, number, above)) {
        break;
      }
      move(above, at);
      at = above;
    }
    put(at, time, number, item);
  }

  /** What comes first; null when nothing is to come. */
  @SuppressWarnings("unchecked")
  @Nullable T peek() {
    return (T) items[0];
  }

  /** Takes out what comes first. */
  void removeFirst() {
    int last = --size;
    long time = times[last];
    long number = numbers[last];
    Object item = items[last];
    items[last] = null;
    if (last == 0) {
      return;
    }
    int at = 0;
    for (int below = 1; below < size; below = at * WIDTH + 1) {
      int least = below;
      int end = Math.min(below + WIDTH, size);
      for (int i = below + 1; i < end; i++) {
        if (isBefore(times[i], numbers[i], least)) {
          least = i;
        }
      }
      if (!isBefore(times[least], numbers[least], time, number)) {
        break;
      }
      move(least, at);
      at = least;
    }
    put(at, time, number, item);
  }

  private boolean isBefore(long time, long number, int place) {
    return isBefore(time, number, times[place], numbers[place]);
  }

  private static boolean isBefore(long time, long number, long otherTime, long otherNumber) {
    return time < otherTime || time == otherTime && number < otherNumber;
  }

  private void move(int from, int to) {
    put(to, times[from], numbers[from], items[from]);
  }

  private void put(int at, long time, long number, @Nullable Object item) {
    times[at] = time;
    numbers[at] = number;
    items[at] = item;
  }
}
