package dev.kvarium.memcached;

import java.util.ArrayList;
import java.util.List;

/**
 * The slab classes: which sizes chunks come in.
 *
 * <p>Memory is taken in pages of 1 MB, and each page is cut into chunks of one size. An item lies
 * in the smallest chunk that it fits into. With the defaults:
 *
 * <pre>
 *   class   chunk   per page   page of 1,048,576 bytes
 *       1      96      10922   [96|96|96| … |96]                        64 left over
 *       2     120       8738   [120|120| … |120]                        16
 *       3     152       6898   [152|152| … ]                            80
 *      …
 *      38  394840          2   [394840      |394840      |     left over 258896     ]
 *      39  524288          2   [524288           |524288           ]
 * </pre>
 *
 * <p>The first size is the item's header of 48 bytes and {@code -n}; each further one is {@code -f}
 * times as large, rounded up to a multiple of 8. The growth uses the rounded size, and is cut to
 * whole bytes before it is rounded: 96 · 1.25 = 120, 120 · 1.25 = 150 → 152, 152 · 1.25 = 190 →
 * 192. It ends where the next step would pass {@code slab_chunk_max}, or at 63 classes; the last
 * class is {@code slab_chunk_max} itself.
 *
 * <p>The sizes are those of memcached 1.6.18's {@code slabs_init}; its tables for a number of
 * options are in the tests.
 */
public final class SlabTable {
  /** Chunk sizes are multiples of this. */
  static final int ALIGN_BYTES = 8;

  /** The largest number of a class, plus one; number 0 is the pool of free pages. */
  static final int MOST_CLASSES = 64;

  private final List<SlabClass> classes;

  private SlabTable(List<SlabClass> classes) {
    this.classes = classes;
  }

  /** The classes that these settings lead to. */
  public static SlabTable of(Settings settings) {
    List<SlabClass> classes = new ArrayList<>();
    int largest = settings.slabChunkMaxBytes;
    long size = (Item.HEADER_BYTES + settings.chunkSizeBytes) & 0xffff_ffffL;
    int id = 1;
    for (; id < MOST_CLASSES - 1; id++) {
      if (!settings.slabSizes.isEmpty()) {
        if (id > settings.slabSizes.size()) {
          break;
        }
        size = settings.slabSizes.get(id - 1);
      } else if (size >= largest / settings.factor) {
        break;
      }
      size = (size + ALIGN_BYTES - 1) / ALIGN_BYTES * ALIGN_BYTES;
      classes.add(new SlabClass(id, (int) size, (int) (Settings.PAGE_BYTES / size)));
      if (settings.slabSizes.isEmpty()) {
        size = (long) (size * settings.factor);
      }
    }
    classes.add(new SlabClass(id, largest, Settings.PAGE_BYTES / largest));
    return new SlabTable(List.copyOf(classes));
  }

  /** All classes, the smallest first. */
  public List<SlabClass> classes() {
    return classes;
  }

  /** The class with this number, from 1. */
  public SlabClass get(int id) {
    return classes.get(id - 1);
  }

  /** The number of the class with the largest chunks. */
  public int largest() {
    return classes.size();
  }

  /**
   * The number of the class for an item of so many bytes; the largest when it has to be put into
   * several chunks.
   */
  public int classFor(long bytes) {
    int low = 0;
    int high = classes.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (classes.get(middle).chunkBytes() >= bytes) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low + 1;
  }
}
