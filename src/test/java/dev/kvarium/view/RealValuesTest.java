package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of values that a server made, of every type and encoding, small and large. */
class RealValuesTest {
  private static final Lab LAB = Lab.open(WorldSpec.DEFAULT);

  @BeforeAll
  static void fill() {
    enter("SET int 12345");
    enter("SET small ada EX 30");
    enter("SET empty \"\"");
    enter("SET binary \"\\x00\\xff\\n漢\"");
    enter("SET raw " + "x".repeat(45));
    enter("SET long " + "y".repeat(10_000));
    enter("HSET hash qty 2 sku x-81 price -70000");
    enter("RPUSH list a b 300");
    enter("SADD ints 1 2 70000");
    enter("SADD words a b c");
    enter("ZADD zset 1 a 2.5 b -3 c");
    enter("SETBIT bits 1000 1");
    for (int i = 0; i < 600; i++) {
      enter("HSET bighash field:" + i + " value:" + i * i);
      enter("RPUSH biglist item:" + i + "x".repeat(i));
      enter("SADD bigints " + i * 1_000_003L);
      enter("ZADD bigzset " + i + ".5 member:" + i);
      enter("XADD bigstream " + (i / 7 + 1) + "-" + i + " n " + i + (i % 5 == 0 ? " even x" : ""));
    }
    enter("XADD stream 1526919030474-55 temperature 20.5 humidity 51");
    enter("XADD stream 1526919030475-0 temperature 21 pressure 1013");
    enter("XGROUP CREATE stream store 0");
    enter("XREADGROUP GROUP store alice STREAMS stream >");
    enter("XDEL stream 1526919030474-55");
    enter("XGROUP CREATE nobodys g $ MKSTREAM");
    enter("XTRIM bigstream MAXLEN 333");
    enter("XGROUP CREATE bigstream g 0");
    enter("XREADGROUP GROUP g bob COUNT 100 STREAMS bigstream >");
  }

  private static void enter(String line) {
    assertThat(LAB.enter(line).failed()).as(line).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int",
        "small",
        "empty",
        "binary",
        "raw",
        "long",
        "hash",
        "list",
        "ints",
        "words",
        "zset",
        "bits",
        "bighash",
        "biglist",
        "bigints",
        "bigzset",
        "stream",
        "bigstream",
        "nobodys"
      })
  void everyByteThatIsDrawnIsToldAndNothingIsCutUnmarked(String key) throws Exception {
    check(Views.find("inspect").orElseThrow().look(LAB.scene("main"), List.of(key)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyspace", "aof"})
  void aBusyServerIsDrawnAndTold(String view) throws Exception {
    check(Views.find(view).orElseThrow().look(LAB.scene("main"), List.of()));
  }

  private static void check(Picture picture) {
    String narration = picture.narration();
    for (int[] size : EveryViewTest.SIZES) {
      Canvas canvas = picture.draw(size[0], size[1]);
      String at = size[0] + "x" + size[1];
      assertThat(canvas.rowsCut()).as(at).isZero();
      assertThat(canvas.row(size[1] - 1)).as("foot at " + at).isNotBlank();
      for (String number : EveryViewTest.numbers(canvas)) {
        assertThat(narration).as("narration beside " + at).contains(number);
      }
    }
    int whole = picture.rows(80);
    assertThat(picture.draw(80, whole).rowsCut()).isZero();
  }
}
