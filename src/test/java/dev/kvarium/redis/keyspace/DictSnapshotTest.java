package dev.kvarium.redis.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.structure.Dict;
import dev.kvarium.structure.DictRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictSnapshotTest {
  private static Dict<String> dict(int keys) {
    Dict<String> dict = new Dict<>(new DictRules(7, 11));
    for (int i = 0; i < keys; i++) {
      dict.put(name(i).bytes(), "");
    }
    return dict;
  }

  private static Blob name(int i) {
    return Blob.of("key:" + i);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6, 600, 1_024, 1_030, 60_000})
  void countsWhatIsThere(int keys) {
    DictSnapshot seen =
        DictSnapshot.of("d", dict(keys), Optional.empty(), List.of(name(0), name(1)));
    long entries = 0;
    for (DictSnapshot.Table table : seen.tables()) {
      long inGroups = 0;
      for (DictSnapshot.Group group : table.groups()) {
        inGroups += group.entries();
      }
      assertThat(table.isWhole()).isTrue();
      assertThat(inGroups).isEqualTo(table.used());
      assertThat(table.chains().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(table.buckets());
      entries += table.used();
    }
    assertThat(entries).isEqualTo(keys).isEqualTo(seen.entries());
    long marked = seen.tables().stream().mapToLong(table -> table.marked().size()).sum();
    assertThat(marked).isBetween(Math.min(keys, 1L), 2L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 600, 1_030, 60_000})
  void everyKeyIsFoundOnItsWayAndNoOther(int keys) {
    Dict<String> dict = dict(keys);
    int index = dict.rehashIndex();
    for (int i = 0; i < keys; i += 1 + keys / 100) {
      DictSnapshot.Way way =
          DictSnapshot.of("d", dict, Optional.of(name(i)), List.of()).way().orElseThrow();
      assertThat(way.found()).isTrue();
      DictSnapshot.Step last = way.steps().getLast();
      assertThat(last.bucket()).isEqualTo(way.hash() & last.mask());
      assertThat(last.chain().get(last.place() - 1)).isEqualTo(name(i));
    }
    DictSnapshot.Way none =
        DictSnapshot.of("d", dict, Optional.of(Blob.of("none")), List.of()).way().orElseThrow();
    assertThat(none.found()).isFalse();
    assertThat(dict.rehashIndex()).as("looking moves nothing").isEqualTo(index);
  }

  @ParameterizedTest
  @ValueSource(ints = {150_000})
  void ofALargeTableASampleIsLookedAtAndItSaysSo(int keys) {
    DictSnapshot seen = DictSnapshot.of("d", dict(keys), Optional.empty(), List.of());
    DictSnapshot.Table large = seen.tables().getLast();
    assertThat(large.buckets()).isEqualTo(262_144);
    assertThat(large.isWhole()).isFalse();
    assertThat(large.looked()).isEqualTo(DictSnapshot.MOST_LOOKED);
    long entries = large.groups().stream().mapToLong(DictSnapshot.Group::entries).sum();
    // a quarter of the buckets holds about a quarter of the entries
    assertThat(entries * 4.0 / large.used()).isBetween(0.95, 1.05);
  }
}
