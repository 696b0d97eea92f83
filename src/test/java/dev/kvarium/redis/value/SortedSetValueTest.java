package dev.kvarium.redis.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.redis.value.SortedSetValue.Added;
import dev.kvarium.redis.value.SortedSetValue.Place;
import dev.kvarium.structure.LexRange;
import dev.kvarium.structure.ScoreRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SortedSetValueTest {
  private static final long SHORT_KEY = 8 + 24;

  private final Shape shape = new Shape();

  private Added add(SortedSetValue set, double score, String member, int options) {
    return set.add(shape.shaping(), score, Bytes.of(member), options);
  }

  private static List<String> all(Place from, boolean reverse) {
    List<String> all = new ArrayList<>();
    for (Place place = from; place.isHere(); place.advance(reverse)) {
      all.add(Bytes.text(place.member()) + "=" + place.score());
    }
    return all;
  }

  @Test
  void theMemberAfterTheLastThatFitsMakesASkiplist() {
    SortedSetValue set = SortedSetValue.ofListpack();
    for (int i = 0; i < 128; i++) {
      add(set, i, "m" + i, 0);
    }
    assertThat(set.encoding()).isEqualTo(Encoding.LISTPACK);
    assertThat(set.memoryBytes(0) + SHORT_KEY).isEqualTo(1_072);
    add(set, 128, "m128", 0);
    assertThat(set.encoding()).isEqualTo(Encoding.SKIPLIST);
    assertThat(set.memoryBytes(0) + SHORT_KEY).isBetween(14_000L, 15_800L);
    assertThat(shape.onlyConversion().limit()).isEqualTo("zset-max-listpack-entries");
    assertThat(shape.onlyConversion().found()).isEqualTo(129);
  }

  @Test
  void aNewScoreForAMemberNeverConverts() {
    SortedSetValue set = SortedSetValue.ofListpack();
    for (int i = 0; i < 128; i++) {
      add(set, i, "m" + i, 0);
    }
    assertThat(add(set, 7.5, "m0", 0)).isEqualTo(Added.UPDATED);
    assertThat(set.encoding()).isEqualTo(Encoding.LISTPACK);
  }

  @Test
  void optionsDecideAboutAMemberThatIsThere() {
    for (SortedSetValue set :
        List.of(SortedSetValue.ofListpack(), SortedSetValue.ofSkiplist(shape.shaping()))) {
      assertThat(add(set, 1, "a", SortedSetValue.XX)).isEqualTo(Added.REFUSED);
      assertThat(add(set, 1, "a", SortedSetValue.GT)).isEqualTo(Added.ADDED);
      assertThat(add(set, 2, "a", SortedSetValue.NX)).isEqualTo(Added.REFUSED);
      assertThat(add(set, 1, "a", 0)).isEqualTo(Added.SAME);
      assertThat(add(set, 1, "a", SortedSetValue.GT)).isEqualTo(Added.REFUSED);
      assertThat(add(set, 3, "a", SortedSetValue.GT)).isEqualTo(Added.UPDATED);
      assertThat(add(set, 4, "a", SortedSetValue.LT)).isEqualTo(Added.REFUSED);
      assertThat(add(set, 0.5, "a", SortedSetValue.INCR)).isEqualTo(Added.UPDATED);
      assertThat(set.lastScore()).isEqualTo(3.5);
      assertThat(add(set, Double.POSITIVE_INFINITY, "a", 0)).isEqualTo(Added.UPDATED);
      assertThat(add(set, Double.NEGATIVE_INFINITY, "a", SortedSetValue.INCR))
          .isEqualTo(Added.NOT_A_NUMBER);
    }
  }

  @Test
  void aSmallResultIsPackedAndALargeOneStays() {
    SortedSetValue set = SortedSetValue.ofSkiplist(shape.shaping());
    set.insertNew(2, Bytes.of("b"));
    set.insertNew(1, Bytes.of("a"));
    set.packIfSmall(shape.shaping(), 65, 66);
    assertThat(set.encoding()).isEqualTo(Encoding.SKIPLIST);
    set.packIfSmall(shape.shaping(), 1, 2);
    assertThat(set.encoding()).isEqualTo(Encoding.LISTPACK);
    assertThat(all(set.atRank(0, false), false)).containsExactly("a=1.0", "b=2.0");
  }

  @Test
  void bothEncodingsAgreeWithASortedListOnEveryQuestion() {
    for (long seed = 1; seed <= 24; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      shape.shaping().zsetMaxListpackEntries = seed % 2 == 0 ? 1_000 : 4;
      SortedSetValue set = SortedSetValue.ofListpack();
      Map<String, Double> model = new HashMap<>();
      for (int i = 0; i < 400; i++) {
        change(set, model, random);
      }
      ask(set, model, random, "seed " + seed);
      ask(set.copy(shape.shaping()), model, random, "copy, seed " + seed);
    }
  }

  private void change(SortedSetValue set, Map<String, Double> model, SplittableRandom random) {
    String member = "m" + random.nextInt(80);
    double score = random.nextInt(20) / 4.0;
    switch (random.nextInt(8)) {
      case 0, 1 -> assertThat(set.remove(Bytes.of(member))).isEqualTo(model.remove(member) != null);
      case 2 -> {
        add(set, score, member, SortedSetValue.INCR);
        model.merge(member, score, Double::sum);
      }
      case 3 -> {
        if (random.nextInt(8) == 0) {
          ScoreRange range = new ScoreRange(score, random.nextBoolean(), score + 1, true);
          long removed = model.values().stream().filter(range::contains).count();
          model.values().removeIf(range::contains);
          assertThat(set.removeRange(range)).isEqualTo(removed);
        }
      }
      default -> {
        add(set, score, member, 0);
        model.put(member, score);
      }
    }
  }

  private void ask(
      SortedSetValue set, Map<String, Double> model, SplittableRandom random, String seed) {
    List<Map.Entry<String, Double>> sorted = new ArrayList<>(model.entrySet());
    sorted.sort(
        Comparator.comparing(Map.Entry<String, Double>::getValue)
            .thenComparing(each -> Blob.of(each.getKey())));
    List<String> texts =
        sorted.stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    assertThat(all(set.atRank(0, false), false)).as(seed).isEqualTo(texts);
    assertThat(all(set.atRank(0, true), true)).as(seed).isEqualTo(texts.reversed());
    for (int i = 0; i < sorted.size(); i++) {
      byte[] member = Bytes.of(sorted.get(i).getKey());
      assertThat(set.rank(member, false)).as(seed).isEqualTo(i);
      assertThat(set.rank(member, true)).as(seed).isEqualTo(sorted.size() - 1 - i);
      assertThat(set.score(member)).as(seed).isEqualTo(sorted.get(i).getValue());
      assertThat(all(set.atRank(i, false), false))
          .as(seed)
          .isEqualTo(texts.subList(i, texts.size()));
    }
    for (int i = 0; i < 40; i++) {
      double min = random.nextInt(24) / 4.0 - 0.5;
      double max = min + random.nextInt(12) / 4.0;
      ScoreRange range = new ScoreRange(min, random.nextBoolean(), max, random.nextBoolean());
      List<String> inside =
          sorted.stream()
              .filter(each -> range.contains(each.getValue()))
              .map(each -> each.getKey() + "=" + each.getValue())
              .toList();
      assertThat(set.count(range)).as("%s %s", seed, range).isEqualTo(inside.size());
      List<String> from = all(set.firstIn(range, false), false);
      assertThat(from.subList(0, Math.min(from.size(), inside.size()))).isEqualTo(inside);
      List<String> back = all(set.firstIn(range, true), true);
      assertThat(back.subList(0, Math.min(back.size(), inside.size())))
          .isEqualTo(inside.reversed());
    }
    assertThat(set.score(Bytes.of("nobody"))).isNaN();
    assertThat(set.rank(Bytes.of("nobody"), false)).isEqualTo(-1);
  }

  @Test
  void membersOfEqualScoresAreFoundByTheirBytesInBothEncodings() {
    for (SortedSetValue set :
        List.of(SortedSetValue.ofListpack(), SortedSetValue.ofSkiplist(shape.shaping()))) {
      for (String member : List.of("a", "b", "c", "d", "10", "9")) {
        add(set, 0, member, 0);
      }
      LexRange range =
          new LexRange(
              LexRange.Bound.inclusive(Bytes.of("9")), LexRange.Bound.exclusive(Bytes.of("c")));
      assertThat(set.count(range)).isEqualTo(3);
      assertThat(Bytes.text(set.firstIn(range, false).member())).isEqualTo("9");
      assertThat(Bytes.text(set.firstIn(range, true).member())).isEqualTo("b");
      assertThat(set.removeRange(range)).isEqualTo(3);
      assertThat(set.removeRanks(0, 0)).isEqualTo(1);
      assertThat(all(set.atRank(0, false), false)).containsExactly("c=0.0", "d=0.0");
    }
  }
}
