package dev.kvarium.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.WorldSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every view, at every size, whatever there is to be seen. */
class EveryViewTest {
  static final int[][] SIZES = {
    {40, 10}, {40, 24}, {53, 17}, {60, 12}, {80, 10}, {80, 24}, {99, 33}, {100, 30}, {120, 40},
    {200, 50}
  };
  private static final Pattern SGR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9a-fA-F.,:]*");

  static Stream<Map.Entry<String, Picture>> pictures() throws ViewRefusal {
    Map<String, Scene> scenes = new LinkedHashMap<>();
    scenes.put("empty", Scenes.empty());
    scenes.put("without log", Scenes.withoutLog());
    scenes.put("small", Scenes.small());
    scenes.put("many", Scenes.many());
    scenes.put("an empty server", EMPTY.scene("main"));
    scenes.put("a small server", SMALL.scene("main"));
    scenes.put("a million keys", MillionKeys.SCENE);
    Map<String, Picture> pictures = new LinkedHashMap<>();
    for (View view : Views.all()) {
      if (view instanceof SlabsView
          || view instanceof LruView
          || view instanceof EvictionView
          || view instanceof RingView
          || view instanceof DifferenceView
          || view instanceof StampedeView
          || view instanceof CacheView
          || view instanceof SlotsView) {
        continue;
      }
      for (Map.Entry<String, Scene> scene : scenes.entrySet()) {
        List<String> words = view.syntax().contains("KEY") ? List.of("a") : List.of();
        if (view.syntax().startsWith("[")) {
          pictures.put(
              view.name() + " alone of " + scene.getKey(), view.look(scene.getValue(), List.of()));
        }
        if (!view.name().equals("inspect") || scene.getValue().value(0, anyKey()).isPresent()) {
          pictures.put(view.name() + " of " + scene.getKey(), view.look(scene.getValue(), words));
        }
      }
    }
    pictures.put(
        "eviction without a limit", new EvictionView().look(SMALL.scene("main"), List.of()));
    for (String policy :
        List.of("noeviction", "allkeys-lru", "allkeys-random", "volatile-lfu", "volatile-ttl")) {
      pictures.put("eviction by " + policy, new EvictionView().look(full(policy), List.of()));
    }
    pictures.put("ring of one", ring(List.of(), ":ring r twemproxy main"));
    pictures.put(
        "ring of three with weights, and a key",
        ring(
            List.of("r", "user:1"),
            ":node second",
            ":node c",
            ":ring r libmemcached hash=md5 main:10 second:3 c"));
    pictures.put(
        "ring that a node joined",
        ring(List.of("r", "user:7"), ":node b", ":ring r twemproxy main", ":ring r add b"));
    pictures.put(
        "ring without a circle, which a node left",
        ring(
            List.of("m", "k"),
            ":node b",
            ":node c",
            ":ring m twemproxy distribution=modula main b c",
            ":ring m remove b"));
    Lab apart = Lab.open(WorldSpec.DEFAULT);
    for (String line :
        List.of(
            "SET a 1",
            "HSET h f v g w",
            "RPUSH l 1 2",
            "SADD s x",
            ":fork q",
            "SET a \"two words\" EX 10",
            "HSET h f x i j",
            "RPUSH l 3",
            "SREM s x",
            ":repeat 40 SET key:{n} v",
            "+ 2s",
            ":fork same")) {
      apart.enter(line);
    }
    pictures.put("diff", new DifferenceView().look(apart.scene("main"), List.of()));
    pictures.put("diff of equals", new DifferenceView().look(apart.scene("main"), List.of("q")));
    pictures.put("slots of a node alone", slots("main", List.of(), List.of()));
    List<String> formed =
        List.of(
            ":node b cluster-enabled=yes",
            ":node c cluster-enabled=yes",
            "CLUSTER ADDSLOTSRANGE 0 8000 8002 8004",
            "b> CLUSTER SET-CONFIG-EPOCH 2",
            "b> CLUSTER ADDSLOTSRANGE 8001 8001 8003 8003 8005 16383",
            "CLUSTER MEET b 6379",
            "CLUSTER MEET c 6379",
            "+ 5s",
            "c> CLUSTER REPLICATE " + "e9b57a61ac1e93294b29e6ec2dc22933666dfc19",
            "+ 5s");
    pictures.put("slots of a cluster", slots("main", formed, List.of("user:1", "{user:1}.cart")));
    List<String> moving = new ArrayList<>(formed);
    moving.addAll(
        List.of(
            ":repeat 3000 SET k{n} v",
            ":repeat 90 SET b {n}",
            "b> CLUSTER SETSLOT 3300 IMPORTING e9b57a61ac1e93294b29e6ec2dc22933666dfc19",
            "CLUSTER SETSLOT 3300 MIGRATING a29b3b4df997dfd5a7a7bc8ec28186c8eabf0a78",
            "MIGRATE b 6379 b 0 5000",
            "+ 1s"));
    pictures.put("slots that move", slots("main", moving, List.of()));
    pictures.put("slots that move, seen from there", slots("b", moving, List.of("b")));
    pictures.put(
        "slots with a client whose map is old",
        slots(
            "main",
            List.of(
                ":cluster create 2",
                ":cluster client web refresh=no",
                ":cluster traffic web requests=90 SET k{n} v",
                ":cluster wait",
                ":cluster reshard main b 3",
                ":cluster wait",
                "web> GET {k1}"),
            List.of("k1")));
    List<String> broken = new ArrayList<>(formed);
    broken.addAll(List.of("b> CLUSTER DELSLOTS 9000", ":freeze main", "+ 60s"));
    pictures.put("slots of a cluster without a primary", slots("b", broken, List.of("a")));
    pictures.put("slots of a primary that stands still", slots("main", broken, List.of()));
    pictures.put("stampede of nobody", apps(new StampedeView(), List.of(), ":app web"));
    pictures.put("cache of nobody", apps(new CacheView(), List.of(), ":app web"));
    String few = ":workload a,b clients=3 think=30ms popularity=uniform keys=2 writes=10 for=2s";
    String[] two = {":app a ttl=1s", ":app b strategy=stale ttl=1s writes=update", few, "+ 3s"};
    pictures.put("stampede of few clients", apps(new StampedeView(), List.of(), two));
    pictures.put("cache of few clients", apps(new CacheView(), List.of("b"), two));
    String[] four = {
      ":node mc kind=memcached",
      ":app none ttl=2s",
      ":app jitter strategy=jitter ttl=2s",
      ":app one cache=mc strategy=single-flight processes=3 ttl=2s",
      ":app lock cache=mc strategy=lock ttl=2s",
      ":workload none,jitter,one,lock clients=900 rate=4000 keys=300 for=3s warm=yes events=no",
      "+ 2200ms"
    };
    pictures.put("stampede of four", apps(new StampedeView(), List.of(), four));
    pictures.put(
        "stampede of two of four, in a stretch",
        apps(new StampedeView(), List.of("lock,none", "1.9s", "2.15s"), four));
    pictures.put("cache of four", apps(new CacheView(), List.of(), four));
    pictures.put("loop that sleeps", new LoopView().look(loops(), List.of()));
    pictures.put(
        "loop with a slow command",
        new LoopView()
            .look(
                loops(
                    ":repeat 20000 SET key:{n} v",
                    ":traffic web clients=3 requests=1000 every=500us GET key:{n%100}",
                    "+ 2ms",
                    "KEYS no:*"),
                List.of()));
    pictures.put(
        "loop of fifty clients",
        new LoopView()
            .look(
                loops(
                    ":traffic bench clients=50 depth=16 requests=100000 SET key:{n%1000} v",
                    "+ 10ms",
                    ":traffic disk clients=4 requests=100 database=ssd GET key:1",
                    "+ 10ms"),
                List.of("11ms", "12ms")));
    for (String view : List.of("replication", "messages")) {
      View one = Views.find(view).orElseThrow();
      pictures.put(view + " of a primary", one.look(several("main", false), List.of()));
      pictures.put(view + " behind a cut", one.look(several("main", true), List.of()));
      pictures.put(view + " of a replica", one.look(several("b", true), List.of()));
    }
    pictures.put(
        "messages with signs of life",
        new MessagesView().look(several("main", true), List.of("all", "1s", "3s")));
    for (View view : List.of(new AofView(), new DiskView(), new LedgerView(), new ForkView())) {
      pictures.put(
          view.name() + " of a server that saves", view.look(SAVING.scene("main"), List.of()));
      pictures.put(
          view.name() + " of a server that lost writes",
          view.look(ROBBED.scene("main"), List.of()));
    }
    pictures.put("slabs of an empty cache", new SlabsView().look(caches("m=8"), List.of()));
    pictures.put("slabs of a small cache", new SlabsView().look(SMALL_CACHE, List.of()));
    pictures.put("slabs of a full cache", new SlabsView().look(FULL_CACHE, List.of()));
    pictures.put("lru of a small cache", new LruView().look(SMALL_CACHE, List.of()));
    pictures.put("lru of a full cache", new LruView().look(FULL_CACHE, List.of("1")));
    pictures.put(
        "lru of the classic list",
        new LruView()
            .look(caches("m=4 no_lru_maintainer=yes", "set a 0 0 1", "1", "get a"), List.of()));
    pictures.put("versus of three sizes", new VersusPicture(THREE_SIZES));
    pictures.put("the table of the two", new EnginesTable(EnginesTable.subjects()));
    return pictures.entrySet().stream();
  }

  /** A Redis that had room for a part of what it was given. */
  private static Scene full(String policy) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    for (String line :
        List.of(
            ":world redis maxmemory=1100000 maxmemory-policy=" + policy,
            ":repeat 500 SET k{n} {n} EX 5000",
            ":repeat 500 SET k{n} vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv EX 2{n}",
            "+ 70s",
            ":repeat 300 GET k{n}",
            "+ 9s",
            ":repeat 900 SET m{n} vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv",
            ":repeat 99 GET k{n}",
            "CONFIG SET maxmemory-eviction-tenacity 0",
            "CONFIG SET maxmemory 1000000",
            "GET k1")) {
      lab.enter(line);
    }
    return lab.scene("main");
  }

  private static final Versus THREE_SIZES =
      new Versus(
          12_500,
          "redis 7.0.15",
          "memcached 1.6.18",
          List.of(
              new Versus.OfSize(10, 90.5, 133.0, 16.1, "listpack", 79, 96, 1),
              new Versus.OfSize(100, 186.5, 229, 163.6, "hashtable", 169, 192, 4),
              new Versus.OfSize(4_000, 4_186.5, 4_229, 4_163.6, "hashtable", 4_069, 4_544, 18)));

  private static final Scene SMALL_CACHE =
      caches(
          "m=8",
          "set a 0 0 5",
          "hello",
          "set mortal 0 5 1",
          "x",
          ":repeat 30 set k{n} 0 0 100\\n{x100}",
          "get a",
          "get a",
          ":repeat 1 set large 0 0 700000\\n{x700000}",
          "+ 7s");

  private static final Scene FULL_CACHE =
      caches(
          "m=4 slab_automove=0",
          ":repeat 45000 set s{n} 0 0 20\\n{x20}",
          ":repeat 99 set b{n} 0 0 10000\\n{x10000}",
          ":repeat 20000 delete s{n}",
          "slabs reassign 1 22");

  /** Three Redis in a chain, one of which is cut off and one frozen if so wished. */
  private static Scene several(String node, boolean broken) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("repl-diskless-sync-delay", "0"));
    List<String> lines =
        new ArrayList<>(
            List.of(
                ":node b repl-diskless-sync-delay=0",
                ":node c",
                "SET before 1",
                "b> REPLICAOF main 6379",
                "+ 1s",
                "c> REPLICAOF b 6379",
                "+ 2s",
                ":link main b latency=20ms",
                "SET a 1",
                "+ 5ms",
                "SET b 2",
                "+ 10ms",
                "INCR c"));
    if (broken) {
      lines.addAll(
          List.of(
              ":partition main b",
              "SET d 4",
              ":freeze c",
              "+ 2s",
              "CONFIG SET min-replicas-to-write 1 min-replicas-max-lag 100",
              "SET e 5",
              "SET f 6",
              "SET g 7",
              "+ 10ms"));
    }
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
    return lab.scene(node);
  }

  private static Picture apps(View view, List<String> words, String... lines) throws ViewRefusal {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("appendonly", "no"));
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
    return view.look(lab.scene("main"), words);
  }

  /** A Redis with its event loop after these lines. */
  private static Scene loops(String... lines) {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("loop", "yes"));
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
    return lab.scene("main");
  }

  private static Picture ring(List<String> words, String... lines) throws ViewRefusal {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
    return new RingView().look(lab.scene("main"), words);
  }

  private static Picture slots(String node, List<String> lines, List<String> words)
      throws ViewRefusal {
    Lab lab = Lab.open(WorldSpec.DEFAULT.with("cluster-enabled", "yes"));
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
    return new SlotsView().look(lab.scene(node), words);
  }

  /** A Memcached after these lines. */
  private static Scene caches(String options, String... lines) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    assertThat(lab.enter(":world memcached " + options).failed()).as(options).isFalse();
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
    return lab.scene("main");
  }

  private static final Lab EMPTY = Lab.open(WorldSpec.DEFAULT);
  private static final Lab SMALL = Lab.open(WorldSpec.DEFAULT);

  private static final Lab SAVING =
      lab(
          ":world redis rdb-key-save-delay=1000 disk-capacity=1mb disk-fail-rename=EIO",
          ":repeat 300 SET k{n} {x900}",
          "+ 3s",
          "BGSAVE",
          "+ 120ms",
          ":repeat 90 SET k{n} {x800}",
          "HSET a f 1");
  private static final Lab ROBBED =
      lab(
          ":world redis disk-sync=700ms",
          "SET a 1",
          "+ 2s",
          ":repeat 300 RPUSH l{n} {n}",
          "BGREWRITEAOF",
          ":crash power",
          ":restart");

  private static Lab lab(String... lines) {
    Lab lab = Lab.open(WorldSpec.DEFAULT);
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
    return lab;
  }

  @BeforeAll
  static void fill() {
    for (String line :
        List.of(
            "HSET a qty 2 sku x-81 price -70000",
            "SET user:1 ada EX 30",
            "RPUSH list a b 300",
            "SADD ints 1 2 70000",
            "SADD words a b c",
            "ZADD zset 1 a 2.5 b -3 c",
            "SET gone 1 PX 5",
            "+ 1s",
            "INCR hits")) {
      assertThat(SMALL.enter(line).failed()).as(line).isFalse();
    }
  }

  private static dev.kvarium.base.Blob anyKey() {
    return dev.kvarium.base.Blob.of("a");
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void fillsItsSizeAndCutsNothingWithoutAMark(Map.Entry<String, Picture> picture) {
    for (int[] size : SIZES) {
      Canvas canvas = picture.getValue().draw(size[0], size[1]);
      assertThat(canvas.width()).isEqualTo(size[0]);
      assertThat(canvas.height()).isEqualTo(size[1]);
      assertThat(canvas.rowsCut()).as(describe(picture, size)).isZero();
      assertThat(canvas.row(0)).as("title of " + describe(picture, size)).isNotBlank();
      assertThat(canvas.row(size[1] - 1)).as("foot of " + describe(picture, size)).isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void saysInWordsEveryNumberThatItDraws(Map.Entry<String, Picture> picture) {
    String narration = picture.getValue().narration();
    for (int[] size : SIZES) {
      Canvas canvas = picture.getValue().draw(size[0], size[1]);
      for (String number : numbers(canvas)) {
        assertThat(narration).as("narration of " + describe(picture, size)).contains(number);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void needsNoMoreRowsThanItSays(Map.Entry<String, Picture> picture) {
    for (int columns : new int[] {40, 80, 200}) {
      int rows = picture.getValue().rows(columns);
      Canvas canvas = picture.getValue().draw(columns, rows);
      assertThat(canvas.rowsCut()).isZero();
      for (int y = 0; y < rows; y++) {
        String row = canvas.row(y).strip();
        if (row.startsWith("…") && row.contains(" more ")) {
          assertThat(picture.getValue().narration())
              .as("row " + y + " of " + picture.getKey() + " at its full height")
              .contains(row.substring(2));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void whatIsLeftOutIsMarked(Map.Entry<String, Picture> picture) {
    for (int[] size : SIZES) {
      Canvas canvas = picture.getValue().draw(size[0], size[1]);
      List<String> whole = rows(picture.getValue().draw(400, picture.getValue().rows(400)));
      List<String> drawn = rows(canvas);
      if (drawn.size() < whole.size() && !drawn.containsAll(whole)) {
        assertThat(String.join("\n", drawn)).as(describe(picture, size)).contains("…");
      }
      assertThat(canvas.overwritten()).as("overwritten in " + describe(picture, size)).isZero();
    }
  }

  private static List<String> rows(Canvas canvas) {
    List<String> rows = new ArrayList<>();
    for (int y = 0; y < canvas.height(); y++) {
      if (!canvas.row(y).isBlank()) {
        rows.add(canvas.row(y).strip());
      }
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void saysTheSameInColourWithoutAndInAscii(Map.Entry<String, Picture> picture) {
    for (int[] size : SIZES) {
      Canvas canvas = picture.getValue().draw(size[0], size[1]);
      String plain = new PlainRenderer(false).render(canvas);
      for (ColourDepth depth : ColourDepth.values()) {
        String coloured = new AnsiRenderer(depth, false).render(canvas);
        assertThat(withoutBlanks(SGR.matcher(coloured).replaceAll("")))
            .as(depth + " of " + describe(picture, size))
            .isEqualTo(withoutBlanks(plain));
      }
      String ascii = new PlainRenderer(true).render(canvas);
      assertThat(ascii).as(describe(picture, size)).isASCII();
      assertThat(ascii.lines().count()).isEqualTo(size[1]);
      assertThat(ascii.lines().mapToInt(String::length).max().orElse(0))
          .isLessThanOrEqualTo(size[0]);
      assertThat(
              SGR.matcher(new AnsiRenderer(ColourDepth.BASIC_16, true).render(canvas))
                  .replaceAll(""))
          .isEqualToNormalizingWhitespace(ascii);
      for (int y = 0; y < size[1]; y++) {
        if (canvas.row(y).endsWith("…")) {
          assertThat(ascii.lines().toList().get(y)).as("cut in ASCII").matches(".*(\\.\\.\\.|~|>)");
        }
      }
    }
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll(" +\n", "\n");
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void isDrawnInAsciiWithoutLosingColumns(Map.Entry<String, Picture> picture) {
    Canvas canvas = picture.getValue().draw(80, 24);
    String ascii = new PlainRenderer(true).render(canvas);
    assertThat(ascii).isASCII();
    assertThat(ascii.lines().count()).isEqualTo(24);
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void isTheSameEachTime(Map.Entry<String, Picture> picture) {
    PlainRenderer plain = new PlainRenderer(false);
    assertThat(plain.render(picture.getValue().draw(80, 24)))
        .isEqualTo(plain.render(picture.getValue().draw(80, 24)));
  }

  @org.junit.jupiter.api.Test
  void aMissingKeyIsRefusedWithItsName() {
    assertThatThrownBy(() -> new InspectView().look(Scenes.withoutLog(), List.of("nosuch")))
        .isInstanceOf(ViewRefusal.class)
        .hasMessage("there is no key 'nosuch' in database 0");
  }

  /**
   * Numbers that are drawn whole; what is left out is counted in a row that begins with {@code …}.
   */
  static List<String> numbers(Canvas canvas) {
    List<String> numbers = new ArrayList<>();
    for (int y = 0; y < canvas.height(); y++) {
      String row = canvas.row(y);
      if (row.strip().startsWith("…")) {
        continue;
      }
      Matcher matcher = NUMBER.matcher(row);
      while (matcher.find()) {
        String number = matcher.group().replaceAll("[.,:]+$", "");
        boolean cut = row.startsWith("…", matcher.end());
        if (!cut) {
          numbers.add(number);
        }
      }
    }
    return numbers;
  }

  private static String describe(Map.Entry<String, Picture> picture, int[] size) {
    return picture.getKey() + " at " + size[0] + "x" + size[1];
  }
}
