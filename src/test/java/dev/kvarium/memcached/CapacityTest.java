package dev.kvarium.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How many items of a size fit before the first is thrown away, as measured on memcached 1.6.18.
 */
class CapacityTest {
  private static final long LEAST_SETS = 30;
  private static final int LARGE_BYTES = 500;

  static List<String> measured() throws IOException {
    try (InputStream in = CapacityTest.class.getResourceAsStream("/memcached/slabs/capacity.tsv")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("options"))
          .filter(CapacityTest::isQuick)
          .toList();
    }
  }

  /** Filling 16 MB with values of a byte takes seconds and shows nothing that 4 MB do not. */
  private static boolean isQuick(String row) {
    String[] columns = row.split("\t");
    return columns[1].equals("4") || Integer.parseInt(columns[2]) >= LARGE_BYTES;
  }

  @ParameterizedTest
  @MethodSource("measured")
  void asManyItemsFitAsInTheRealServer(String row) throws Exception {
    String[] columns = row.split("\t");
    String options = columns[0].equals("-") ? "" : columns[0];
    TestCache cache = new TestCache("-m " + columns[1] + " " + options);
    int length = Integer.parseInt(columns[2]);
    long itemBytes = Long.parseLong(columns[3]);
    long sets =
        Math.max(LEAST_SETS, (long) (2.2 * Long.parseLong(columns[1]) * (1 << 20) / itemBytes));
    LruList lru = cache.node.items().list(Integer.parseInt(columns[4]), Segment.COLD);
    long firstEviction = 0;
    long refused = 0;
    for (long i = 0; i < sets; i++) {
      if (!cache.set(String.format("k%07d", i), length).equals("STORED")) {
        refused++;
      }
      if (firstEviction == 0 && (refused > 0 || lru.counts.evicted > 0)) {
        firstEviction = i;
      }
    }
    Map<String, String> all = cache.stats("");
    Map<String, String> slabs = cache.stats("slabs");
    List<String> pages = new ArrayList<>();
    for (int classId = 1; classId < SlabTable.MOST_CLASSES; classId++) {
      String count = slabs.get(classId + ":total_pages");
      if (count != null) {
        pages.add(classId + ":" + count);
      }
    }
    long evictedOrRefused = Long.parseLong(all.get("evictions")) + refused;
    assertThat(
            List.of(
                String.join(",", pages),
                all.get("curr_items"),
                all.get("bytes"),
                slabs.get("total_malloced"),
                Long.toString(firstEviction),
                Long.toString(evictedOrRefused)))
        .isEqualTo(
            List.of(columns[6], columns[7], columns[8], columns[9], columns[10], columns[11]));
  }
}
