package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.script.LabState;
import dev.kvarium.script.RunDirective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTravelTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  private String one(String line) {
    return one(lab, line);
  }

  private static String one(Lab lab, String line) {
    List<String> texts = new ArrayList<>();
    for (Part part : lab.enter(line).parts()) {
      switch (part) {
        case Part.Replied replied -> texts.add(replied.text());
        case Part.Delivered delivered -> texts.add(delivered.lines());
        case Part.Said said -> texts.add(said.text());
        case Part.Problem problem -> texts.add("! " + problem.what());
        case Part.Glass glass -> {}
        case Part.Offered offered -> {}
        case Part.Picture picture -> {}
      }
    }
    return String.join("\n", texts);
  }

  private void enter(String... lines) {
    for (String line : lines) {
      assertThat(lab.enter(line).failed()).as(line).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void seekingBackAndForthGivesTheStatesThatWere(long seed) {
    Lab travelled = Lab.open(WorldSpec.DEFAULT.withSeed(seed).with("disk-torn", "yes"));
    Journey journey = new Journey(travelled);
    new RandomSession(seed).lines(50).forEach(journey::enter);
    journey.seekEverywhere(seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {61, 62, 63, 64, 65, 66, 1090, 1180})
  void theFactsFoldedGiveTheSnapshotsAfterEveryStep(long seed) {
    String policy = List.of("everysec", "no", "always").get((int) (seed % 3));
    WorldSpec spec = WorldSpec.DEFAULT.withSeed(seed).with("disk-torn", "yes");
    Lab random = Lab.open(spec.with("appendfsync", policy));
    EventFold fold = new EventFold();
    List<String> lines = new RandomSession(seed).lines(200);
    for (int i = 0; i < lines.size(); i++) {
      random.enter(lines.get(i));
      fold.follow(random, "seed " + seed + ": " + lines.get(i));
      if (i % 60 == 59) {
        random.enter("+ 31s");
        fold.follow(random, "seed " + seed + ": after a long silence");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {71, 72, 73, 74})
  void whatIsPreparedInIdleMomentsCannotBeSeen(long seed) {
    Lab prepared = Lab.open(WorldSpec.DEFAULT.withSeed(seed).with("disk-torn", "yes"));
    Lab plain = Lab.open(WorldSpec.DEFAULT.withSeed(seed).with("disk-torn", "yes"));
    SplittableRandom random = new SplittableRandom(seed);
    int forks = 0;
    for (String line : new RandomSession(seed).lines(150)) {
      List<String> also =
          switch (random.nextInt(8)) {
            case 0 -> List.of(":back " + (1 + random.nextInt(4)));
            case 1 -> List.of(":seek #" + random.nextInt(60));
            case 2 -> List.of(":seek " + random.nextInt(4_000) + "ms", "GET s1");
            case 3 -> List.of(":explain " + (line.startsWith(":") ? "DEL s1" : "SET s1 2"));
            case 4 -> List.of(":fork f" + ++forks, "SET s2 other", ":world first");
            default -> List.of();
          };
      for (Lab each : List.of(prepared, plain)) {
        each.enter(line);
        each.pace(300);
        also.forEach(each::enter);
      }
      if (random.nextInt(3) > 0) {
        prepared.timeline().prepare(random.nextInt(40));
      }
      assertThat(Journey.difference(LabState.of(plain), LabState.of(prepared)))
          .as("seed %d: %s %s", seed, line, also)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void aForkThatDivergesLeavesItsOriginUntouched(long seed) {
    Lab forked = Lab.open(WorldSpec.DEFAULT.withSeed(seed));
    new RandomSession(seed).lines(40).forEach(forked::enter);
    Journey.forkAndDiverge(forked, new RandomSession(seed + 100).lines(30));
  }

  @Test
  void timeIsSoughtInTheMiddleOfALongWait() {
    enter("SET a 1 PX 3000", "+ 10s", "SET b 1");
    assertThat(one(":seek 2.5s")).isEqualTo("at 00:02.500, step #1 of 3: after SET a 1 PX 3000");
    assertThat(one("PTTL a")).isEqualTo("(integer) 500");
    assertThat(one(":seek 00:09.000")).startsWith("at 00:09.000, step #1 of 3");
    assertThat(one("? keys")).contains("0");
    assertThat(one(":seek 1h"))
        .isEqualTo(
            "at 00:10.000, step #3 of 3: after SET b 1; beyond it lies nothing yet,"
                + " + lets time pass");
    assertThat(one(":seek 0s")).isEqualTo("at 00:00.000, step #1 of 3: after SET a 1 PX 3000");
    assertThat(one(":seek #0")).isEqualTo("at 00:00.000, step #0 of 3: the start");
    assertThat(one(":seek #9"))
        .isEqualTo("at 00:10.000, step #3 of 3: after SET b 1; there are no more");
  }

  @Test
  void whatWasTakenBackIsKeptUntilANewStep() {
    enter("SET a 1", "SET b 2", "SET c 3", ":back 2", "GET a", "GET b");
    lab.pace(50_000);
    assertThat(one(":seek #3")).isEqualTo("at 00:00.000, step #3 of 3: after SET c 3");
    assertThat(one("DBSIZE")).isEqualTo("(integer) 3");
    enter(":back 2", "GET a", "SET d 4");
    assertThat(one(":seek #3"))
        .isEqualTo("at 00:00.000, step #2 of 2: after SET d 4; there are no more");
    assertThat(one("EXISTS a b c d")).isEqualTo("(integer) 2");
  }

  @Test
  void timeOfTheWallDoesNotChangeThePathThatWasTaken() {
    lab.enter("SET a 1");
    lab.pace(700_000);
    lab.enter("SET b 1");
    String state = LabState.of(lab);
    lab.enter(":back");
    lab.pace(300_000);
    lab.pace(300_000);
    lab.enter("GET a");
    lab.enter(":seek #2");
    assertThat(LabState.of(lab)).isEqualTo(state);
  }

  @Test
  void whatCannotBeSoughtIsRefused() {
    for (String aim : List.of("#x", "#-1", "12", "1:2:3:4", "00:aa", "soon", "#99999999999")) {
      String before = LabState.of(lab);
      assertThat(one(":seek " + aim)).as(aim).startsWith("! ").contains(aim);
      assertThat(LabState.of(lab)).isEqualTo(before);
    }
  }

  @Test
  void aStepGoesToWhatIsDueOrToAFact() {
    enter("SET a 1 PX 1500");
    assertThat(one(":step")).isEqualTo("at 00:00.100");
    assertThat(lab.live()).isFalse();
    assertThat(one(":step expired")).isEqualTo("at 00:01.600");
    assertThat(lab.enter("~ KeyEvent.Expired a").failed()).isFalse();
    assertThat(lab.steps()).isEqualTo(3);
    String before = LabState.of(lab);
    assertThat(one(":step Crash")).startsWith("! no crash comes by itself within 24h");
    assertThat(one(":step Expird")).contains("did you mean Expired");
    assertThat(LabState.of(lab)).isEqualTo(before);
    enter(":back");
    assertThat(one("EXISTS a")).isEqualTo("(integer) 1");
  }

  @Test
  void speedIsOneMechanismWithLive() {
    enter(":speed 0.25");
    lab.pace(10);
    lab.pace(10);
    assertThat(lab.nowMicros() - lab.startMicros()).as("what is left over is kept").isEqualTo(5);
    enter(":stepped", ":speed 20");
    lab.pace(1_000);
    assertThat(lab.nowMicros() - lab.startMicros()).isEqualTo(5);
    assertThat(one(":speed"))
        .isEqualTo("time passes 20 times as fast, once :live or :pause lets the clock run");
    enter(":live");
    lab.pace(1_000);
    assertThat(lab.nowMicros() - lab.startMicros()).isEqualTo(20_005);
    enter(":live 2");
    assertThat(lab.speed()).isEqualTo("2");
    for (String factor : List.of("0", "-1", "fast", "1e999999999", "0.0001", "1000001")) {
      assertThat(one(":speed " + factor)).startsWith("! :speed takes a factor").contains(factor);
    }
  }

  @Test
  void worldsAreGoneThrough() {
    enter("SET a 1");
    assertThat(one(":fork what-if"))
        .isEqualTo("in what-if, a copy of first; :world first goes back");
    assertThat(lab.prompt()).isEqualTo("what-if:redis> ");
    enter("SET a 2", "+ 1s");
    assertThat(one(":worlds"))
        .isEqualTo("first: 00:00.000, 1 step\nwhat-if (here): 00:01.000, 3 steps");
    assertThat(one(":world first")).isEqualTo("first (here): 00:00.000, 1 step");
    assertThat(one("GET a")).isEqualTo("\"1\"");
    enter(":world what-if");
    assertThat(one("GET a")).isEqualTo("\"2\"");
    enter(":back 9");
    assertThat(one("GET a")).isEqualTo("(nil)");
    enter(":seek #3");
    assertThat(one("GET a")).isEqualTo("\"2\"");
    for (String line :
        List.of(
            ":fork",
            ":fork redis",
            ":fork first",
            ":fork a=b",
            ":world first 2",
            ":diff nowhere")) {
      assertThat(one(line)).as(line).startsWith("! ");
    }
    assertThat(one(":drop what-if")).startsWith("! you are in what-if: go to another first, as by");
    assertThat(one(":drop nowhere")).startsWith("! there is no world 'nowhere'");
    enter(":fork gone", ":world what-if", ":drop gone");
    assertThat(lab.worlds()).containsExactly("first", "what-if");
    assertThat(one(":world frist")).contains("did you mean first?");
    enter(":world redis seed=3");
    assertThat(lab.worldName()).isEqualTo("what-if");
    assertThat(one("DBSIZE")).isEqualTo("(integer) 0");
  }

  @Test
  void aScriptThatWasRunIsTakenBackAsAWhole() {
    Lab running =
        Lab.open(
            WorldSpec.DEFAULT,
            new TextFiles() {
              @Override
              public String read(String name) {
                return "> SET a 1\nOK\n> GET a\n\"1\"\n+ 2s\n> INCR a\n(integer) 2\n"
                    + "> DEL a\n(integer) 1\n";
              }

              @Override
              public void write(String name, String text) {}
            });
    RunDirective.register(running);
    running.enter("SET b 1");
    String before = LabState.of(running);
    assertThat(one(running, ":run some.kv"))
        .isEqualTo("some.kv: 5 steps, all as expected; :back 4 takes all of it back");
    assertThat(one(running, ":back 4")).startsWith("back at 00:00.000, without DEL a, INCR a");
    assertThat(LabState.of(running)).isEqualTo(before);
    assertThat(one(running, ":seek #5")).endsWith("after DEL a");
  }

  @Test
  void aSessionIsSavedFromWhereItStands() {
    List<String> written = new ArrayList<>();
    Lab saving =
        Lab.open(
            WorldSpec.DEFAULT,
            new TextFiles() {
              @Override
              public String read(String name) {
                return "";
              }

              @Override
              public void write(String name, String text) {
                written.add(text);
              }
            });
    for (String line : List.of("SET a 1", "+ 2s", "SET b 1", ":seek 500ms", "GET a", ":save x")) {
      saving.enter(line);
    }
    saving.enter(":seek #3");
    saving.enter(":save x");
    String start = ":world redis seed=1 version=7.0\n> SET a 1\nOK\n";
    assertThat(written.get(0)).isEqualTo(start + "+ 500ms\n> GET a\n\"1\"\n");
    assertThat(written.get(1)).isEqualTo(start + "+ 2s\n> SET b 1\nOK\n");
  }

  @Test
  void whatDiffersBetweenTwoWorldsIsSaid() {
    enter("HSET cart qty 1 sku A", "SET n 5", "SET same x", "SET ttl 1 EX 10", "RPUSH l a b");
    enter("ZADD z 1 m", "SADD s 1 2", ":fork b");
    assertThat(one(":diff first")).isEqualTo("nothing differs between b and first");
    enter("HSET cart qty 2 note " + "x".repeat(70), "INCR n", "PERSIST ttl", "SET extra 1");
    enter("RPUSH l c", "ZINCRBY z 0.5 m", "SADD s y", "DEL same", "+ 1s", "CONFIG SET hz 20");
    String said = one(":diff first");
    assertThat(said.lines().toList())
        .contains(
            "time: 00:01.000 here, 00:00.000 in first",
            "only here: extra",
            "only in first: same",
            "n: 6 here, 5 in first",
            "hz: 20 here, 10 in first",
            "ttl: expires never here, expires at 00:10.000 in first",
            "writes acknowledged: 15 here, 7 in first");
    assertThat(said)
        .contains("cart: 2 fields differ: note only here, qty 2 here, 1 in first; hashtable here,")
        .contains("l: 1 item differs, 3 items here, 2 items in first")
        .contains("s: 1 member differs: y only here; hashtable here, intset in first")
        .contains("z: 1 member differs: m 1.5 here, 1 in first")
        .contains("\nlog: ");
    assertThat(said)
        .startsWith("the same up to #7 SADD s 1 2; then here HSET cart qty 2 note xxx")
        .contains("…, INCR n, PERSIST ttl and 7 more, in first nothing more\n");
    enter(":world first", "SET w 1");
    assertThat(one(":diff b"))
        .startsWith("the same up to #7 SADD s 1 2; then here SET w 1, in b HSET cart")
        .contains("only here: same, w")
        .contains("only in b: extra");
  }

  @Test
  void aLongDifferenceIsCountedToItsEnd() {
    for (int i = 0; i < 50; i++) {
      lab.enter("SET k" + (10 + i) + " 1");
    }
    enter(":fork b");
    for (int i = 0; i < 50; i++) {
      lab.enter("INCR k" + (10 + i));
      lab.enter("SET new" + (10 + i) + " 1");
    }
    assertThat(one(":diff first"))
        .contains("and 30 keys more")
        .contains("only here: new10, new11, new12, new13, new14, new15, new16, new17 and 42 more");
  }

  @Test
  void aWorldAtHandIsCompletedByName() {
    enter(":fork what-if");
    Completions completions = new Completions(new LabTyping(lab));
    assertThat(completions.at(":world ")).extracting(Suggestion::word).contains("first", "what-if");
    assertThat(completions.at(":diff f")).extracting(Suggestion::word).containsExactly("first");
    assertThat(completions.at(":step KeyEvent.E"))
        .extracting(Suggestion::word)
        .contains("KeyEvent.Expired");
    assertThat(Optional.of(completions.hint(":seek "))).isPresent();
  }
}
