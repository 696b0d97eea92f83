package dev.kvarium.redis.command;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts only as much of a list as is needed for the elements from one place to another to be right:
 * a quicksort that leaves alone the parts that do not reach into that range.
 *
 * <p>Equal elements may change places, and which of them come first is seen in the replies of SORT
 * with BY, ALPHA and LIMIT. So the pivots and exchanges are those of pqsort.c of Redis, whose
 * source is Bentley and McIlroy, "Engineering a Sort Function", 1993: median of three, of three
 * medians beyond 40 elements, elements equal to the pivot gathered at both ends, insertion below 7.
 */
final class PartialSort<T> {
  private static final int INSERTION = 7;
  private static final int NINTHER = 40;

  private final List<T> items;
  private final Comparator<T> order;
  private final int start;
  private final int end;

  private PartialSort(List<T> items, Comparator<T> order, int start, int end) {
    this.items = items;
    this.order = order;
    this.start = start;
    this.end = end;
  }

  /** Puts those elements in their places that belong from {@code start} to {@code end}. */
  static <T> void sort(List<T> items, Comparator<T> order, int start, int end) {
    new PartialSort<>(items, order, start, end).sort(0, items.size());
  }

  private int compare(int i, int j) {
    return order.compare(items.get(i), items.get(j));
  }

  private void swap(int i, int j) {
    Collections.swap(items, i, j);
  }

  private void sort(int first, int count) {
    int a = first;
    int n = count;
    while (n >= INSERTION) {
      swap(a, pivot(a, n));
      int equalLow = a + 1;
      int low = a + 1;
      int high = a + n - 1;
      int equalHigh = a + n - 1;
      while (true) {
        int way;
        while (low <= high && (way = compare(low, a)) <= 0) {
          if (way == 0) {
            swap(equalLow++, low);
          }
          low++;
        }
        while (low <= high && (way = compare(high, a)) >= 0) {
          if (way == 0) {
            swap(high, equalHigh--);
          }
          high--;
        }
        if (low > high) {
          break;
        }
        swap(low++, high--);
      }
      exchange(a, low, Math.min(equalLow - a, low - equalLow));
      exchange(low, a + n, Math.min(equalHigh - high, a + n - equalHigh - 1));
      int smaller = low - equalLow;
      if (smaller > 1 && reaches(a, smaller)) {
        sort(a, smaller);
      }
      int larger = equalHigh - high;
      int from = a + n - larger;
      if (larger <= 1 || !reaches(from, larger)) {
        return;
      }
      a = from;
      n = larger;
    }
    for (int i = a + 1; i < a + n; i++) {
      for (int j = i; j > a && compare(j - 1, j) > 0; j--) {
        swap(j, j - 1);
      }
    }
  }

  private int pivot(int a, int n) {
    int middle = a + n / 2;
    if (n <= INSERTION) {
      return middle;
    }
    int left = a;
    int right = a + n - 1;
    if (n > NINTHER) {
      int d = n / 8;
      left = median(left, left + d, left + 2 * d);
      middle = median(middle - d, middle, middle + d);
      right = median(right - 2 * d, right - d, right);
    }
    return median(left, middle, right);
  }

  private int median(int a, int b, int c) {
    if (compare(a, b) < 0) {
      return compare(b, c) < 0 ? b : compare(a, c) < 0 ? c : a;
    }
    return compare(b, c) > 0 ? b : compare(a, c) < 0 ? a : c;
  }

  /** Exchanges so many elements from {@code from} on with as many before {@code to}. */
  private void exchange(int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      swap(from + i, to - count + i);
    }
  }

  /** Whether so many elements from one on have some of the wanted places. */
  private boolean reaches(int from, int count) {
    int last = from + count - 1;
    return !(start < from && end < from || start > last && end > last);
  }
}
