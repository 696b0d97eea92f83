package dev.kvarium.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures that were measured on memcached 1.6.18. */
class CacheFactsTest {
  private static final long SECOND = 1_000_000;

  /** Row 39: what chunks leave unused of values of all lengths from 1 to 4,000 bytes. */
  @ParameterizedTest
  @CsvSource({"1.08, 3.8", "1.25, 11.1", "2, 33.3"})
  void aFinerFactorWastesLessInsideChunks(String factor, double percent) throws Exception {
    Settings settings = CommandLine.parse(List.of("-f", factor));
    SlabTable table = SlabTable.of(settings);
    long chunks = 0;
    long wasted = 0;
    for (int length = 1; length <= 4000; length++) {
      Placement place = Placement.of(settings, table, 10, length);
      chunks += place.chunkBytes();
      wasted += place.wasteBytes();
    }
    assertThat(100.0 * wasted / chunks).isCloseTo(percent, within(0.25));
  }

  @ParameterizedTest
  @CsvSource({"10, 96", "100, 192", "400, 480"})
  void anItemUnderAKeyOfTenBytesTakesAChunkOf(int length, int chunkBytes) throws Exception {
    TestCache cache = new TestCache("-m 64");
    assertThat(cache.set("key-of-ten", length)).isEqualTo("STORED");
    assertThat(cache.node.snapshot(0).classes().getFirst().chunkBytes()).isEqualTo(chunkBytes);
  }

  /** Row 35: all memory is free, and yet nearly every item is thrown away. */
  @Test
  void memoryIsFreeInTheWrongClassUntilTheMoverComes() throws Exception {
    TestCache cache = new TestCache("-m 16");
    int small = 16 * 5461;
    for (int i = 0; i < small; i++) {
      cache.set("k" + i, 100);
    }
    for (int i = 0; i < small; i++) {
      assertThat(cache.send("delete k" + i + "\r\n")).isEqualTo("DELETED\r\n");
    }
    assertThat(cache.stat("bytes")).isZero();
    for (int i = 0; i < 5000; i++) {
      cache.set("large" + i, 5000);
    }
    assertThat(cache.stat("evictions")).isEqualTo(4816);
    assertThat(cache.stat("curr_items")).isEqualTo(184);
    cache.pass(40 * SECOND);
    assertThat(cache.stat("slabs_moved")).isEqualTo(14);
    for (int i = 0; i < 5000; i++) {
      cache.set("again" + i, 5000);
    }
    assertThat(cache.stat("curr_items")).isEqualTo(2576);
  }

  @Test
  void withoutTheMoverItStaysSo() throws Exception {
    TestCache cache = new TestCache("-m 4 -o no_slab_reassign");
    for (int i = 0; i < 4 * 5461; i++) {
      cache.set("k" + i, 100);
    }
    for (int i = 0; i < 4 * 5461; i++) {
      cache.send("delete k" + i + "\r\n");
    }
    cache.pass(600 * SECOND);
    for (int i = 0; i < 500; i++) {
      cache.set("large" + i, 5000);
    }
    assertThat(cache.stat("curr_items")).isEqualTo(184);
  }

  /** Row 36: a time to live up to 30 days, a date beyond. */
  @ParameterizedTest
  @CsvSource({"2592000, true", "2592001, false", "-1, false", "0, true"})
  void aTimeToLiveBeyondThirtyDaysIsADate(long expiry, boolean kept) throws Exception {
    TestCache cache = new TestCache("-m 64");
    cache.send("set a 0 " + expiry + " 1\r\nx\r\n");
    assertThat(cache.get("a")).isEqualTo(kept);
  }

  /** Row 37. */
  @Test
  void anItemHasToFitWithAllThatBelongsToIt() throws Exception {
    TestCache cache = new TestCache("-m 64");
    assertThat(cache.set("a", 1 << 20)).isEqualTo("SERVER_ERROR object too large for cache");
    assertThat(cache.set("a", (1 << 20) - 48 - 8 - 1 - 1 - 2)).isEqualTo("STORED");
    assertThat(cache.set("k".repeat(251), 1)).contains("CLIENT_ERROR bad command line format");
  }

  /** Row 38: a finer table is not always better. */
  @ParameterizedTest
  @CsvSource({"1.25, 17352", "1.08, 524288", "2, 24576"})
  void aValueOfFourteenThousandBytesLiesInAChunkOf(String factor, int chunkBytes) throws Exception {
    TestCache cache = new TestCache("-m 64 -f " + factor);
    cache.set("a", 14_000);
    assertThat(cache.node.snapshot(0).classes().getFirst().chunkBytes()).isEqualTo(chunkBytes);
  }

  @Test
  void whatExpiredIsNotFreedUntilSomebodyNotices() throws Exception {
    TestCache cache = new TestCache("-m 64 -o no_lru_maintainer,no_lru_crawler");
    for (int i = 0; i < 1000; i++) {
      cache.send("set k" + i + " 0 1 1\r\nx\r\n");
    }
    cache.pass(7 * SECOND);
    assertThat(cache.stat("curr_items")).isEqualTo(1000);
    assertThat(cache.get("k5")).isFalse();
    assertThat(cache.stat("curr_items")).isEqualTo(999);
  }

  @Test
  void theSegmentedListsNoticeByThemselves() throws Exception {
    TestCache cache = new TestCache("-m 64");
    for (int i = 0; i < 1000; i++) {
      cache.send("set k" + i + " 0 1 1\r\nx\r\n");
    }
    cache.pass(4 * SECOND);
    assertThat(cache.stat("curr_items")).isZero();
  }
}
