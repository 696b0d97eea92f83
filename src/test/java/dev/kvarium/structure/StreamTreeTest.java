package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTreeTest {
  private static byte[][] pairs(String... words) {
    return Arrays.stream(words).map(Bytes::of).toArray(byte[][]::new);
  }

  private static void add(StreamTree tree, StreamId id, long maxEntries, String... words) {
    byte[][] pairs = pairs(words);
    tree.append(id, pairs, 0, tree.full(10, 4096, maxEntries), 4096);
  }

  @Test
  void theExampleOfTheEssayIsTrue() {
    StreamTree tree = new StreamTree();
    add(tree, new StreamId(5, 1), 100, "t", "20");
    add(tree, new StreamId(5, 2), 100, "t", "21");
    Listpack pack = tree.newest().pack();
    assertThat(Bytes.hex(pack.copyBytes()))
        .isEqualTo(
            "260000000f00"
                + "02010001010181740200"
                + "01"
                + "02010001000114010401"
                + "02010001010115010401"
                + "ff");
    assertThat(pack.allocatedBytes()).isEqualTo(4096);
    assertThat(tree.tree().nodes()).isEqualTo(2);
  }

  @Test
  void aNodeThatIsFullIsCutToItsSizeAndTheNextFoundByItsFirstId() {
    StreamTree tree = new StreamTree();
    StreamId one = new StreamId(1526919030474L, 0);
    StreamId two = new StreamId(1526919035710L, 3);
    add(tree, one, 1, "t", "20");
    add(tree, two, 1, "t", "21");
    RaxNode<StreamNode> head = tree.tree().head();
    assertThat(Bytes.hex(head.edges())).isEqualTo("000001638377");
    assertThat(Bytes.hex(head.child(0).edges())).isEqualTo("667b");
    assertThat(Bytes.hex(head.child(0).child(0).edges())).isEqualTo("ca0000000000000000");
    assertThat(head.child(0).child(1).child(0).value().first()).isEqualTo(two);
    assertThat(head.child(0).child(0).child(0).value().pack().allocatedBytes()).isLessThan(40);
  }

  @Test
  void whatIsNoRunOfEntriesIsRefused() {
    Listpack pack = new Listpack();
    StreamId id = new StreamId(1, 1);
    assertThat(StreamNode.isValid(id, pack)).isFalse();
    for (long piece : new long[] {1, 0, 0, 0, 2, 0, 0, 3}) {
      pack.append(piece);
    }
    assertThat(StreamNode.isValid(id, pack)).as("an entry without fields").isTrue();
    pack.append(3);
    assertThatThrownBy(() -> StreamNode.of(id, pack)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Entries as a sorted map has them, deleted ones taken out. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void isASortedMapOfEntries(long seed) {
    Random random = new Random(seed);
    StreamTree tree = new StreamTree();
    NavigableMap<StreamId, List<String>> map = new TreeMap<>();
    long maxEntries = 1 + random.nextInt(12);
    StreamId last = StreamId.MIN;
    for (int step = 0; step < 4000; step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3, 4 -> {
          last =
              random.nextBoolean()
                  ? last.next()
                  : new StreamId(last.millis() + 1 + random.nextInt(300), random.nextInt(3));
          List<String> words = new ArrayList<>();
          for (int i = random.nextInt(3); i >= 0; i--) {
            words.addAll(List.of("f" + random.nextInt(2), "" + random.nextInt(1000)));
          }
          add(tree, last, maxEntries, words.toArray(String[]::new));
          map.put(last, words);
        }
        case 5, 6, 7 -> {
          StreamId id = any(random, map, last);
          boolean there = map.remove(id) != null;
          assertThat(tree.remove(id) != StreamTree.Removal.NOT_THERE).isEqualTo(there);
        }
        case 8 -> {
          StreamId oldest = any(random, map, last);
          if (random.nextInt(20) == 0) {
            tree.trim(new StreamLimit.OldestId(oldest), false, 0);
            map.headMap(oldest, false).clear();
          }
        }
        default -> {
          long keep = Math.max(0, map.size() - random.nextInt(6));
          StreamTree.Trimmed trimmed = tree.trim(new StreamLimit.Length(keep), false, 0);
          assertThat(trimmed.entries()).isEqualTo(map.size() - keep);
          while (map.size() > keep) {
            map.pollFirstEntry();
          }
        }
      }
      assertThat(tree.length()).isEqualTo(map.size());
      if (step % 20 == 0) {
        StreamId start = any(random, map, last);
        StreamId end = any(random, map, last);
        boolean backward = random.nextBoolean();
        assertThat(walk(tree, start, end, backward)).isEqualTo(wanted(map, start, end, backward));
        StreamTree copy = tree.copy();
        assertThat(walk(copy, StreamId.MIN, StreamId.MAX, false))
            .isEqualTo(wanted(map, StreamId.MIN, StreamId.MAX, false));
        assertThat(copy.grows()).isTrue();
      }
    }
  }

  private static StreamId any(Random random, NavigableMap<StreamId, ?> map, StreamId last) {
    StreamId near = new StreamId(random.nextInt((int) last.millis() + 2), random.nextInt(3));
    StreamId floor = map.floorKey(near);
    return floor == null || random.nextInt(4) == 0 ? near : floor;
  }

  private static List<String> walk(StreamTree tree, StreamId start, StreamId end, boolean back) {
    List<String> entries = new ArrayList<>();
    StreamCursor walk = tree.walk(start, end, back);
    while (walk.advance()) {
      List<String> words = new ArrayList<>();
      for (byte[] each : walk.pairs()) {
        words.add(Bytes.text(each));
      }
      entries.add(walk.id() + " " + words);
    }
    return entries;
  }

  private static List<String> wanted(
      NavigableMap<StreamId, List<String>> map, StreamId start, StreamId end, boolean back) {
    if (start.isAfter(end)) {
      return List.of();
    }
    NavigableMap<StreamId, List<String>> part = map.subMap(start, true, end, true);
    List<String> entries = new ArrayList<>();
    for (Map.Entry<StreamId, List<String>> each : (back ? part.descendingMap() : part).entrySet()) {
      entries.add(each.getKey() + " " + each.getValue());
    }
    return entries;
  }
}
