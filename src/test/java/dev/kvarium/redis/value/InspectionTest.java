package dev.kvarium.redis.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import dev.kvarium.redis.value.ValueSnapshot.Field;
import dev.kvarium.redis.value.ValueSnapshot.Region;
import dev.kvarium.structure.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private final Shape shape = new Shape();

  private static ValueSnapshot inspect(Value value) {
    return Inspection.of(Bytes.of("k"), value, value.memoryBytes(0) + 32, OptionalLong.empty());
  }

  private static Region region(ValueSnapshot snapshot, String title) {
    return snapshot.regions().stream()
        .filter(each -> each.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private HashValue hash(int fields, int valueBytes) {
    HashValue hash = new HashValue();
    for (int i = 0; i < fields; i++) {
      hash.set(shape.shaping(), Bytes.of("f" + i), Bytes.of("v".repeat(valueBytes)));
    }
    return hash;
  }

  private SetValue set(String... members) {
    SetValue set = SetValue.empty();
    for (String member : members) {
      set.add(shape.shaping(), Bytes.of(member));
    }
    return set;
  }

  private ListValue list(int elements, int bytes) {
    ListValue list = ListValue.empty(shape.shaping());
    for (int i = 0; i < elements; i++) {
      list.push(Bytes.of("e".repeat(bytes)), false);
    }
    return list;
  }

  private SortedSetValue sorted(int members) {
    SortedSetValue set = SortedSetValue.ofListpack();
    for (int i = 0; i < members; i++) {
      set.add(shape.shaping(), i / 2.0, Bytes.of("m" + i), 0);
    }
    return set;
  }

  private StreamValue stream(int entries) {
    StreamValue stream = new StreamValue();
    for (int i = 0; i < entries; i++) {
      byte[][] pairs = {Bytes.of("n"), Bytes.of("" + i), Bytes.of("f" + i % 3), Bytes.of("v")};
      stream.append(shape.shaping(), new StreamId(1 + i / 3, i % 3), pairs, 0, 6);
    }
    stream.createGroup(shape.shaping(), Bytes.of("g"), StreamId.MIN, 0);
    return stream;
  }

  @Test
  void everyPieceOfAStreamsNodeIsNamed() {
    List<Field> fields =
        region(inspect(stream(2)), "listpack of the only node").fields().stream()
            .filter(each -> !each.name().equals("back") && !each.name().equals("encoding"))
            .toList();
    assertThat(fields.stream().map(Field::name))
        .containsExactly(
            "total bytes",
            "entries",
            "live",
            "deleted",
            "fields",
            "field",
            "field",
            "end of master",
            "flags",
            "+ms",
            "+seq",
            "value",
            "value",
            "pieces",
            "flags",
            "+ms",
            "+seq",
            "fields",
            "field",
            "value",
            "field",
            "value",
            "pieces",
            "end",
            "spare");
  }

  private List<Value> oneOfEach() {
    StringValue edited = StringValue.raw(Bytes.of("abc"));
    edited.append(Bytes.of("defg"));
    return List.of(
        StringValue.integer(12_345),
        StringValue.text(Bytes.of("")),
        StringValue.text(Bytes.of("hello")),
        StringValue.text(Bytes.of("x".repeat(44))),
        StringValue.text(Bytes.of("x".repeat(45))),
        StringValue.text(Bytes.of("x".repeat(70_000))),
        StringValue.raw(Bytes.of("abc")),
        edited,
        hash(3, 1),
        hash(3, 64),
        hash(400, 64),
        hash(1, 65),
        hash(600, 1),
        set("1", "2", "3"),
        set("1", "70000", "12345678901"),
        set("a", "b", "c", "d", "e"),
        stream(0),
        stream(5),
        stream(450),
        list(3, 5),
        list(40, 900),
        list(1, 20_000),
        sorted(3),
        sorted(200));
  }

  @Test
  void everyByteOfEveryRegionBelongsToOneField() {
    for (Value value : oneOfEach()) {
      ValueSnapshot snapshot = inspect(value);
      assertThat(snapshot.regions()).isNotEmpty();
      for (Region region : snapshot.regions()) {
        int at = 0;
        for (Field field : region.fields()) {
          assertThat(field.offset()).as("%s %s", region.title(), field).isEqualTo(at);
          at += field.length();
        }
        assertThat(at).as(region.title()).isEqualTo(region.bytes().length);
        assertThat(region.bytes().length).isLessThanOrEqualTo(RegionBuilder.MOST_BYTES);
        assertThat((long) region.bytes().length).isLessThanOrEqualTo(region.totalBytes());
      }
    }
  }

  @Test
  void lookingChangesNothing() {
    for (Value value : oneOfEach()) {
      long before = value.memoryBytes(0);
      assertThat(inspect(value).toString()).isNotEmpty();
      assertThat(value.memoryBytes(0)).isEqualTo(before);
      List<String> first = words(inspect(value));
      assertThat(words(inspect(value))).isEqualTo(first);
    }
  }

  private static List<String> words(ValueSnapshot snapshot) {
    List<String> words = new ArrayList<>();
    for (Region region : snapshot.regions()) {
      words.add(region.title() + Bytes.hex(region.bytes()) + region.fields());
    }
    return words;
  }

  @Test
  void anIntegerSitsInThePointer() {
    Region object = inspect(StringValue.integer(12_345)).regions().getFirst();
    assertThat(Bytes.hex(object.bytes()).replace(" ", ""))
        .isEqualTo("10000000" + "01000000" + "3930000000000000");
  }

  @Test
  void anEmbeddedStringIsOneAllocation() {
    List<Region> regions = inspect(StringValue.text(Bytes.of("hello"))).regions();
    assertThat(regions).hasSize(1);
    assertThat(regions.getFirst().totalBytes()).isEqualTo(32);
    assertThat(regions.getFirst().fields())
        .extracting(Field::name)
        .containsExactly(
            "type, encoding",
            "lru",
            "refcount",
            "ptr",
            "len",
            "alloc",
            "flags",
            "buf",
            "end",
            "padding");
  }

  @Test
  void aListpackIsShownAsItLies() {
    HashValue hash = new HashValue();
    hash.set(shape.shaping(), Bytes.of("qty"), Bytes.of("2"));
    hash.set(shape.shaping(), Bytes.of("sku"), Bytes.of("A-7"));
    Region listpack = region(inspect(hash), "listpack");
    assertThat(Bytes.hex(listpack.bytes()).replace(" ", ""))
        .isEqualTo("180000000400" + "8371747904" + "0201" + "83736b7504" + "83412d3704" + "ff");
    assertThat(listpack.fields())
        .extracting(Field::name)
        .startsWith("total bytes", "entries", "encoding", "field", "back", "value", "back");
  }

  @Test
  void aHashTableTellsItsChainsAndALongOneHowManyAreLeft() {
    List<Region> regions = inspect(hash(600, 1)).regions();
    Region table =
        regions.stream()
            .filter(each -> each.title().startsWith("table 0"))
            .findFirst()
            .orElseThrow();
    assertThat(table.fields().getFirst().meaning()).contains(" = \"v\"");
    assertThat(table.fields().getLast().meaning()).matches("\\d+ entries more");
  }

  @Test
  void aSkiplistTellsItsLevels() {
    Region levels = region(inspect(sorted(200)), "levels, with the nodes that each arrow passes");
    assertThat(levels.fields().getLast().name()).isEqualTo("level 1");
    assertThat(levels.fields().getLast().meaning()).startsWith("head ─1→ \"m0\" ─1→ \"m1\"");
  }

  @Test
  void aLongRegionIsCutAndSaysHowLongItIs() {
    Region sds = region(inspect(StringValue.text(Bytes.of("x".repeat(70_000)))), "sds");
    assertThat(sds.isCut()).isTrue();
    assertThat(sds.bytes()).hasSize(RegionBuilder.MOST_BYTES);
    assertThat(sds.totalBytes()).isEqualTo(81_920);
  }
}
