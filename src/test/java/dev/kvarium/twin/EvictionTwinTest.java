package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Who is thrown out, and who expires, beside the real server: a part of the table that {@code ./dev
 * twin-eviction} prints whole.
 */
class EvictionTwinTest {
  private static final int KEYS = 40_000;
  private static final int REQUESTS = 120_000;
  private static final int PER_SECOND = 15_000;

  /**
   * One round of a redis-server differs from the next by as much; 0.3 holds for means of several.
   */
  private static final double ONE_ROUND_POINTS = 0.8;

  private static final double ONE_ROUND_PERCENT = 8;

  private static final CacheLoad USUAL =
      new CacheLoad(
          "zipf 0.99, 400 B", CacheLoad.zipf(KEYS, REQUESTS, 42, 0.99), new int[] {400}, 0, 0.3);
  private static final CacheLoad EXPIRING =
      new CacheLoad("expiring, room for all", USUAL.ranks(), USUAL.sizes(), 500, 1.5);

  private static void hold(List<EvictionTable.Row> rows, boolean evicts) {
    for (EvictionTable.Row row : rows) {
      System.out.println(row.text());
      long happened = evicts ? row.there().evicted() : row.there().expired();
      assertThat(happened).as(row.text()).isGreaterThan(5_000);
      assertThat(row.holdsWithin(ONE_ROUND_POINTS, ONE_ROUND_PERCENT)).as(row.text()).isTrue();
    }
  }

  @Test
  void everyPolicyKeepsAndThrowsOutAsMuchAsTheRealServer() throws Exception {
    List<EvictionTable.Row> rows = new ArrayList<>();
    rows.addAll(EvictionTable.rows(USUAL, EvictionTable.POLICIES, List.of(5), PER_SECOND));
    rows.addAll(
        EvictionTable.rows(
            USUAL, List.of("allkeys-lru", "allkeys-lfu"), List.of(3, 10), PER_SECOND));
    hold(rows, true);
  }

  /** Some minutes: only when it is asked for. */
  @Test
  @EnabledIfSystemProperty(named = "twin.loads", matches = ".+")
  void theWholeTable() throws Exception {
    List<String> off =
        EvictionTable.print(
            System.getProperty("twin.loads"),
            Integer.getInteger("twin.requests", 300_000),
            Integer.getInteger("twin.rounds", 1));
    assertThat(off).isEmpty();
  }

  @Test
  void asManyExpireAsOnTheRealServer() throws Exception {
    hold(EvictionTable.rows(EXPIRING, List.of("volatile-lru"), List.of(5), PER_SECOND), false);
  }
}
