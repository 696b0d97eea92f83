package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.structure.LexRange.Bound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkiplistTest {
  private record Scored(double score, String member) {}

  private static final Comparator<Scored> ORDER =
      Comparator.comparingDouble(Scored::score).thenComparing(Scored::member);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void behavesAsASortedSetUnderRandomChanges(long seed) {
    Random random = new Random(seed);
    Skiplist list = new Skiplist(RandomBytes.randomness(seed));
    TreeSet<Scored> model = new TreeSet<>(ORDER);
    Map<String, Double> scores = new HashMap<>();
    for (int step = 0; step < 3000; step++) {
      String member = "m" + random.nextInt(400);
      double score = random.nextInt(60) / 4.0 - 5;
      Double known = scores.get(member);
      if (known == null) {
        list.insert(score, Bytes.of(member));
        model.add(new Scored(score, member));
        scores.put(member, score);
      } else if (random.nextBoolean()) {
        list.updateScore(known, Bytes.of(member), score);
        model.remove(new Scored(known, member));
        model.add(new Scored(score, member));
        scores.put(member, score);
      } else {
        assertThat(list.delete(known + 1, Bytes.of(member))).isFalse();
        assertThat(list.delete(known, Bytes.of(member))).isTrue();
        model.remove(new Scored(known, member));
        scores.remove(member);
      }
      if (step % 50 == 0) {
        deleteSome(random, list, model, scores);
        check(list, model, random, "seed " + seed + " step " + step);
      }
    }
  }

  private static void deleteSome(
      Random random, Skiplist list, TreeSet<Scored> model, Map<String, Double> scores) {
    List<Scored> sorted = new ArrayList<>(model);
    List<String> deleted = new ArrayList<>();
    List<Scored> expected = new ArrayList<>();
    int count;
    if (random.nextBoolean()) {
      double from = random.nextInt(40) / 4.0 - 5;
      ScoreRange range =
          new ScoreRange(from, random.nextBoolean(), from + 0.5, random.nextBoolean());
      sorted.stream().filter(s -> range.contains(s.score)).forEach(expected::add);
      count = list.deleteRange(range, node -> deleted.add(Bytes.text(node.member())));
    } else {
      int start = 1 + random.nextInt(sorted.size() + 1);
      int end = start + random.nextInt(5);
      expected.addAll(
          sorted.subList(Math.min(start - 1, sorted.size()), Math.min(end, sorted.size())));
      count = list.deleteRangeByRank(start, end, node -> deleted.add(Bytes.text(node.member())));
    }
    assertThat(deleted).isEqualTo(expected.stream().map(Scored::member).toList());
    assertThat(count).isEqualTo(expected.size());
    model.removeAll(expected);
    deleted.forEach(scores::remove);
  }

  private static void check(Skiplist list, TreeSet<Scored> model, Random random, String where) {
    assertThat(list.length()).as(where).isEqualTo(model.size());
    List<Scored> sorted = new ArrayList<>(model);
    Skiplist.Node node = list.first();
    Skiplist.Node before = null;
    int rank = 1;
    for (Scored expected : sorted) {
      assertThat(new Scored(node.score(), Bytes.text(node.member()))).as(where).isEqualTo(expected);
      assertThat(node.previous()).as(where).isSameAs(before);
      assertThat(list.rank(node.score(), node.member())).as(where).isEqualTo(rank);
      assertThat(list.byRank(rank)).as(where).isSameAs(node);
      rank++;
      before = node;
      node = node.next();
    }
    assertThat(node).as(where).isNull();
    assertThat(list.last()).as(where).isSameAs(before);
    assertThat(list.byRank(rank)).as(where).isNull();
    checkSpans(list, where);
    for (int i = 0; i < 20; i++) {
      double from = random.nextInt(70) / 4.0 - 6;
      ScoreRange range =
          new ScoreRange(
              from, random.nextBoolean(), from + random.nextInt(8) / 4.0, random.nextBoolean());
      List<Scored> in = sorted.stream().filter(s -> range.contains(s.score)).toList();
      assertThat(text(list.firstIn(range)))
          .as(where)
          .isEqualTo(in.isEmpty() ? "none" : in.getFirst().member);
      assertThat(text(list.lastIn(range)))
          .as(where)
          .isEqualTo(in.isEmpty() ? "none" : in.getLast().member);
    }
  }

  /** Every arrow's span is the distance of the ranks it joins. */
  private static void checkSpans(Skiplist list, String where) {
    for (int lane = 0; lane < list.level(); lane++) {
      int rank = 0;
      Skiplist.Node at = list.head();
      while (at != null) {
        Skiplist.Node next = at.next(lane);
        int expected =
            next == null ? list.length() - rank : list.rank(next.score(), next.member()) - rank;
        assertThat(at.span(lane)).as(where).isEqualTo(expected);
        rank += expected;
        at = next;
      }
    }
  }

  private static String text(Skiplist.Node node) {
    return node == null ? "none" : Bytes.text(node.member());
  }

  @Test
  void lexicographicRangesKnowTheirEnds() {
    Skiplist list = new Skiplist(RandomBytes.randomness(1));
    for (String member : List.of("a", "b", "bb", "c", "d")) {
      list.insert(0, Bytes.of(member));
    }
    LexRange all = new LexRange(Bound.LEAST, Bound.GREATEST);
    assertThat(text(list.firstIn(all)) + text(list.lastIn(all))).isEqualTo("ad");
    LexRange some = new LexRange(Bound.exclusive(Bytes.of("a")), Bound.inclusive(Bytes.of("c")));
    assertThat(text(list.firstIn(some)) + text(list.lastIn(some))).isEqualTo("bc");
    LexRange inside = new LexRange(Bound.exclusive(Bytes.of("b")), Bound.exclusive(Bytes.of("c")));
    assertThat(text(list.firstIn(inside)) + text(list.lastIn(inside))).isEqualTo("bbbb");
    assertThat(new LexRange(Bound.GREATEST, Bound.LEAST).isEmpty()).isTrue();
    assertThat(new LexRange(Bound.LEAST, Bound.LEAST).isEmpty()).isTrue();
    assertThat(list.deleteRange(some, node -> {})).isEqualTo(3);
    assertThat(list.length()).isEqualTo(2);
  }

  @Test
  void aQuarterOfTheNodesReachEachFurtherLevel() {
    Skiplist list = new Skiplist(RandomBytes.randomness(3));
    int[] reached = new int[Skiplist.MAX_LEVEL + 1];
    for (int i = 0; i < 40_000; i++) {
      reached[list.insert(i, Bytes.of("m")).level()]++;
    }
    assertThat(reached[1]).isBetween(29_500, 30_500);
    assertThat(reached[2]).isBetween(7_200, 7_800);
    assertThat(list.level()).isBetween(5, 16);
  }
}
