package dev.kvarium.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaxTest {
  private static Rax<String> of(String... keys) {
    Rax<String> rax = new Rax<>();
    for (String key : keys) {
      rax.put(Bytes.of(key), key);
    }
    return rax;
  }

  /** The tree as {@code [edges](child, child)}, keys with a star, chains with an equals sign. */
  private static String shape(RaxNode<?> node) {
    StringBuilder out = new StringBuilder(node.isKey() ? "*" : "");
    out.append(node.isCompressed() ? "=" : "").append(Bytes.text(node.edges()));
    if (node.childCount() > 0) {
      out.append('(');
      for (int i = 0; i < node.childCount(); i++) {
        out.append(i == 0 ? "" : ",").append(shape(node.child(i)));
      }
      out.append(')');
    }
    return out.toString();
  }

  @Test
  void aKeyAloneIsAChain() {
    Rax<String> rax = of("annibale");
    assertThat(shape(rax.head())).isEqualTo("=annibale(*)");
    assertThat(rax.nodes()).isEqualTo(2);
    assertThat(rax.bytes()).isEqualTo(24 + 16);
    assertThat(rax.head().bytes()).isEqualTo(4 + 8 + 4 + 8);
  }

  @Test
  void aKeyThatLeavesAChainCutsItInThree() {
    assertThat(shape(of("annibale", "annientare").head()))
        .isEqualTo("=anni(be(=ale(*),=ntare(*)))");
    assertThat(shape(of("annibale", "annibali").head())).isEqualTo("=annibal(ei(*,*))");
    assertThat(shape(of("annibale", "ago").head())).isEqualTo("a(gn(o(*),=nibale(*)))");
    assertThat(shape(of("annibale", "ciao").head())).isEqualTo("ac(=nnibale(*),=iao(*))");
  }

  @Test
  void aKeyThatEndsInAChainCutsItInTwo() {
    assertThat(shape(of("annibale", "anni").head())).isEqualTo("=anni(*=bale(*))");
    assertThat(shape(of("annibale", "annibal").head())).isEqualTo("=annibal(*e(*))");
    assertThat(shape(of("foo", "foobar", "footer").head())).isEqualTo("=foo(*bt(=ar(*),=er(*)))");
  }

  @Test
  void whatIsTakenOutLetsLinksJoinAgain() {
    Rax<String> rax = of("foobar", "footer");
    rax.remove(Bytes.of("footer"));
    assertThat(shape(rax.head())).isEqualTo("=foobar(*)");
    assertThat(rax.nodes()).isEqualTo(2);
  }

  @Test
  void aKeyAtAChainLeavesTheChainsApart() {
    Rax<String> rax = of("foo", "foobar");
    rax.remove(Bytes.of("foo"));
    assertThat(shape(rax.head())).isEqualTo("=foo(=bar(*))");
    assertThat(rax.nodes()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void isASortedMap(long seed) {
    Random random = new Random(seed);
    Rax<Integer> rax = new Rax<>();
    TreeMap<Blob, Integer> map = new TreeMap<>();
    int letters = 2 + (int) seed;
    for (int step = 0; step < 8000; step++) {
      byte[] key = key(random, letters);
      Blob blob = Blob.of(key);
      if (random.nextInt(5) < 3) {
        assertThat(rax.put(key, step)).isEqualTo(map.put(blob, step));
      } else {
        assertThat(rax.remove(key)).isEqualTo(map.remove(blob));
      }
      assertThat(rax.size()).isEqualTo(map.size());
      byte[] wanted = key(random, letters);
      assertThat(rax.get(wanted)).isEqualTo(map.get(Blob.of(wanted)));
      RaxCursor<Integer> cursor = new RaxCursor<>(rax);
      check(cursor.atLeast(wanted), cursor, map.ceilingEntry(Blob.of(wanted)));
      if (cursor.isHere()) {
        Blob here = Blob.of(cursor.key());
        check(cursor.next(), cursor, map.higherEntry(here));
      }
      check(cursor.atMost(wanted), cursor, map.floorEntry(Blob.of(wanted)));
      if (cursor.isHere()) {
        Blob here = Blob.of(cursor.key());
        check(cursor.prev(), cursor, map.lowerEntry(here));
      }
      if (step % 500 == 0) {
        assertThat(countNodes(rax.head())).isEqualTo(rax.nodes());
        boolean there = cursor.first();
        for (Map.Entry<Blob, Integer> each : map.entrySet()) {
          check(there, cursor, each);
          there = cursor.next();
        }
        assertThat(there).isFalse();
        there = cursor.last();
        for (Map.Entry<Blob, Integer> each : map.descendingMap().entrySet()) {
          check(there, cursor, each);
          there = cursor.prev();
        }
        assertThat(there).isFalse();
      }
    }
  }

  private static byte[] key(Random random, int letters) {
    byte[] key = new byte[random.nextInt(random.nextInt(8) == 0 ? 20 : 6)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(letters) * 77);
    }
    return key;
  }

  private static void check(
      boolean there, RaxCursor<Integer> cursor, Map.Entry<Blob, Integer> wanted) {
    assertThat(there).isEqualTo(wanted != null);
    assertThat(cursor.isHere()).isEqualTo(there);
    if (there) {
      assertThat(Blob.of(cursor.key())).isEqualTo(wanted.getKey());
      assertThat(cursor.value()).isEqualTo(wanted.getValue());
    }
  }

  private static int countNodes(RaxNode<?> node) {
    int nodes = 1;
    for (int i = 0; i < node.childCount(); i++) {
      nodes += countNodes(node.child(i));
    }
    return nodes;
  }
}
