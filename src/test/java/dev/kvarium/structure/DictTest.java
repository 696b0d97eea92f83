package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.world.Randomness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictTest {
  private final DictRules rules = new DictRules(1, 2);

  private static byte[] key(int i) {
    return Bytes.of("key:" + i);
  }

  private Dict<Integer> filled(int size) {
    Dict<Integer> dict = new Dict<>(rules);
    for (int i = 0; i < size; i++) {
      dict.put(key(i), i);
    }
    return dict;
  }

  private static <V> void finish(Dict<V> dict) {
    while (dict.rehash(100)) {
      // Until every bucket is moved.
    }
  }

  @Test
  void tableIsDoubledByTheEntryThatFindsItFull() {
    Dict<Integer> dict = filled(4);
    assertThat(dict.buckets(0)).isEqualTo(4);
    assertThat(dict.isRehashing()).isFalse();
    dict.put(key(4), 4);
    assertThat(dict.isRehashing()).isTrue();
    assertThat(dict.buckets(1)).isEqualTo(8);
    assertThat(dict.used(0)).isEqualTo(4);
    assertThat(dict.used(1)).isEqualTo(1);
    assertThat(dict.rehashIndex()).isZero();
    while (dict.isRehashing()) {
      assertThat(dict.find(key(2))).isNotNull();
    }
    assertThat(dict.buckets(0)).isEqualTo(8);
    assertThat(dict.buckets(1)).isZero();
    assertThat(dict.size()).isEqualTo(5);
  }

  @Test
  void listenerHearsOfBothEndsOfARehash() {
    Dict<Integer> dict = new Dict<>(rules);
    List<String> heard = new ArrayList<>();
    dict.setListener(
        new Dict.Listener() {
          @Override
          public void rehashStarted(int fromBuckets, int toBuckets) {
            heard.add(fromBuckets + ">" + toBuckets);
          }

          @Override
          public void rehashFinished(int buckets) {
            heard.add("=" + buckets);
          }
        });
    for (int i = 0; i < 9; i++) {
      dict.put(key(i), i);
    }
    finish(dict);
    assertThat(heard).containsExactly("4>8", "=8", "8>16", "=16");
  }

  @Test
  void whileResizingIsAvoidedATableGrowsOnlyBeyondFiveEntriesABucket() {
    rules.setResizing(DictRules.Resizing.AVOIDED);
    Dict<Integer> dict = filled(24);
    assertThat(dict.buckets()).isEqualTo(4);
    dict.put(key(24), 24);
    assertThat(dict.buckets(1)).isEqualTo(32);
    finish(dict);
    assertThat(dict.buckets(0)).isEqualTo(32);
    rules.setResizing(DictRules.Resizing.FORBIDDEN);
    Dict<Integer> stuck = filled(300);
    assertThat(stuck.buckets()).isEqualTo(4);
  }

  @Test
  void sparseTableShrinksToTheEntriesItHolds() {
    Dict<Integer> dict = filled(1000);
    finish(dict);
    assertThat(dict.buckets(0)).isEqualTo(1024);
    for (int i = 0; i < 898; i++) {
      dict.remove(key(i));
    }
    assertThat(dict.size()).isEqualTo(102);
    assertThat(dict.isSparse()).isTrue();
    dict.put(key(0), 0);
    assertThat(dict.isSparse()).isFalse();
    dict.remove(key(0));
    assertThat(dict.shrinkIfSparse()).isTrue();
    assertThat(dict.buckets(1)).isEqualTo(128);
    finish(dict);
    assertThat(dict.buckets(0)).isEqualTo(128);
    for (int i = 898; i < 1000; i++) {
      assertThat(dict.find(key(i))).isNotNull();
    }
  }

  @Test
  void oneStepPassesOverAtMostTenEmptyBuckets() {
    Dict<Integer> dict = filled(1000);
    finish(dict);
    for (int i = 0; i < 995; i++) {
      dict.remove(key(i));
    }
    dict.shrinkIfSparse();
    int before = dict.rehashIndex();
    dict.rehashStep();
    assertThat(dict.rehashIndex() - before).isBetween(1, 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void behavesAsAMapUnderRandomChanges(long seed) {
    Random random = new Random(seed);
    Dict<Integer> dict = new Dict<>(new DictRules(seed, seed * 31));
    Map<String, Integer> model = new HashMap<>();
    for (int step = 0; step < 30_000; step++) {
      int range = step / 3000 % 2 == 0 ? 2000 : 100;
      String key = "k" + random.nextInt(range);
      byte[] bytes = Bytes.of(key);
      String where = "seed " + seed + " step " + step;
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          dict.put(bytes, step);
          assertThat(dict.inserted()).as(where).isEqualTo(model.put(key, step) == null);
        }
        case 2, 3 -> {
          Dict.Entry<Integer> gone = dict.remove(bytes);
          assertThat(gone == null ? null : gone.value).as(where).isEqualTo(model.remove(key));
        }
        case 4 -> {
          Dict.Entry<Integer> found = dict.find(bytes);
          assertThat(found == null ? null : found.value).as(where).isEqualTo(model.get(key));
        }
        default -> dict.shrinkIfSparse();
      }
      assertThat(dict.size()).as(where).isEqualTo(model.size());
      if (!model.isEmpty() && step % 7 == 0) {
        assertThat(model).containsKey(Bytes.text(dict.randomEntry(chance(random)).key));
        assertThat(model).containsKey(Bytes.text(dict.fairRandomEntry(chance(random)).key));
      }
    }
    Map<String, Integer> seen = new HashMap<>();
    dict.forEach(entry -> assertThat(seen.put(Bytes.text(entry.key), entry.get())).isNull());
    assertThat(seen).isEqualTo(model);
  }

  private static Randomness chance(Random random) {
    return RandomBytes.randomness(random.nextLong());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void scanReturnsAllThatStaysWhileTheTableGrowsAndShrinks(long seed) {
    Random random = new Random(seed);
    Dict<Integer> dict = new Dict<>(new DictRules(seed, 5));
    int staying = 1 + random.nextInt(300);
    for (int i = 0; i < staying; i++) {
      dict.put(key(i), i);
    }
    int passing = random.nextInt(5000);
    for (int i = 0; i < passing; i++) {
      dict.put(Bytes.of("passing:" + i), i);
    }
    Set<String> seen = new HashSet<>();
    long cursor = 0;
    int calls = 0;
    boolean grow = passing < 2500;
    do {
      cursor = dict.scan(cursor, entry -> seen.add(Bytes.text(entry.key)));
      for (int i = random.nextInt(60); i > 0; i--) {
        int which = grow ? passing++ : --passing;
        if (grow) {
          dict.put(Bytes.of("passing:" + which), which);
        } else if (passing > 0) {
          dict.remove(Bytes.of("passing:" + which));
        }
      }
      grow = passing < 10 || grow && passing < 6000 && random.nextInt(100) > 0;
      dict.shrinkIfSparse();
      assertThat(++calls).isLessThan(100_000);
    } while (cursor != 0);
    for (int i = 0; i < staying; i++) {
      assertThat(seen).as("seed %d", seed).contains(Bytes.text(key(i)));
    }
  }

  @Test
  void scanVisitsBucketsInTheOrderOfTheirReversedIndex() {
    Dict<Integer> dict = filled(8);
    finish(dict);
    List<Long> cursors = new ArrayList<>();
    long cursor = 0;
    do {
      cursor = dict.scan(cursor, entry -> {});
      cursors.add(cursor);
    } while (cursor != 0);
    assertThat(cursors).containsExactly(4L, 2L, 6L, 1L, 5L, 3L, 7L, 0L);
  }

  @Test
  void walkGoesBucketByBucketAndMayRemoveWhatItReturned() {
    Dict<Integer> dict = filled(100);
    finish(dict);
    for (int i = 100; i < 130; i++) {
      dict.put(key(i), i);
    }
    assertThat(dict.isRehashing()).isTrue();
    int[] place = {0, -1};
    int count = 0;
    try (DictIterator<Integer> walk = dict.iterator()) {
      while (walk.advance()) {
        byte[] key = walk.entry().key;
        int table = inTable(dict, 0, key) ? 0 : 1;
        int bucket = dict.bucketOf(key, table);
        assertThat(table).isGreaterThanOrEqualTo(place[0]);
        assertThat(table > place[0] || bucket >= place[1]).isTrue();
        place[0] = table;
        place[1] = bucket;
        dict.remove(key);
        count++;
      }
    }
    assertThat(count).isEqualTo(130);
    assertThat(dict.isEmpty()).isTrue();
  }

  private static boolean inTable(Dict<Integer> dict, int table, byte[] key) {
    for (Dict.Entry<Integer> entry = dict.chain(table, dict.bucketOf(key, table));
        entry != null;
        entry = entry.next()) {
      if (Bytes.equals(entry.key, key)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void clearingDuringAWalkLeavesRehashingAsItWas() {
    Dict<Integer> dict = filled(10);
    try (DictIterator<Integer> walk = dict.iterator()) {
      assertThat(walk.advance()).isTrue();
      dict.clear();
    }
    for (int i = 0; i < 5; i++) {
      dict.put(key(i), i);
    }
    assertThat(dict.isRehashing()).isTrue();
    finish(dict);
    assertThat(dict.isRehashing()).isFalse();
  }

  @Test
  void newestEntryHeadsItsChain() {
    rules.setResizing(DictRules.Resizing.FORBIDDEN);
    Dict<Integer> dict = filled(40);
    for (int bucket = 0; bucket < 4; bucket++) {
      int last = Integer.MAX_VALUE;
      for (Dict.Entry<Integer> e = dict.chain(0, bucket); e != null; e = e.next()) {
        assertThat(e.get()).isLessThan(last);
        last = e.get();
      }
    }
  }

  @Test
  void sampleIsAsLargeAsAskedAtMostAndEveryEntryCanComeUp() {
    Dict<Integer> dict = filled(50);
    Randomness random = RandomBytes.randomness(4);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      Dict.Entry<Integer>[] into = Dict.newSample(5);
      int count = dict.sample(into, 5, random);
      assertThat(count).isBetween(1, 5);
      for (int k = 0; k < count; k++) {
        seen.add(into[k].get());
      }
    }
    assertThat(seen).hasSize(50);
  }

  @Test
  void numberAndScoreShareTheirBits() {
    Dict<Integer> dict = new Dict<>(rules);
    Dict.Entry<Integer> entry = dict.findOrInsert(key(1));
    assertThat(entry.number).isZero();
    entry.setScore(-2.5);
    assertThat(dict.find(key(1)).score()).isEqualTo(-2.5);
  }
}
