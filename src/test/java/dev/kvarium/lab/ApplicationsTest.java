package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications of a lab's world, before stores of either kind, step by step. */
class ApplicationsTest {
  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  private String enter(String... lines) {
    String said = "";
    for (String line : lines) {
      Outcome outcome = lab.enter(line);
      assertThat(outcome.failed()).as(line + ": " + outcome.parts()).isFalse();
      said = text(outcome);
    }
    return said;
  }

  private static String text(Outcome outcome) {
    return outcome.parts().stream()
        .map(
            part ->
                switch (part) {
                  case Part.Said said -> said.text();
                  case Part.Replied replied -> replied.text();
                  case Part.Problem problem -> problem.what();
                  default -> "";
                })
        .collect(Collectors.joining("\n"));
  }

  /** What was sent where, without the times. */
  private static List<String> way(String trace) {
    return trace.lines().map(line -> line.substring(13).replaceAll(" {2,}", ": ")).toList();
  }

  @Test
  void ofAMissTheApplicationAsksThreeTimes() {
    enter(":world redis appendonly=no", ":database db latency=20ms", ":app web database=db");
    assertThat(way(enter(":app web read item:1")))
        .startsWith(
            "web → main: GET web:item:1",
            "main → web: (nil)",
            "web → db: read web:item:1",
            "db → web: v1")
        .anyMatch(line -> line.startsWith("web → main: SET web:item:1 \"v1 c20000 f"))
        .endsWith(
            "main → web: OK",
            "c1 of web has web:item:1 in version 1, from the database, after 22 ms");
    assertThat(enter(":app web read item:1 2")).contains("from the cache, after 1.0 ms");
  }

  @Test
  void aMemcachedFindsWhoIsToRenewWhatIsStale() {
    enter(
        ":node mc kind=memcached",
        ":database db latency=20ms",
        ":app web cache=mc database=db strategy=stale ttl=5s stale=30s",
        ":app web read item:1",
        "+ 6s");
    String second = enter(":app web read item:1");
    assertThat(way(second))
        .startsWith("web → mc: mg web:item:1 v N10 R30")
        .anyMatch(line -> line.matches("mc → web: VA 100 W v1 .*"));
    assertThat(second).contains("from the cache past its time, after 1.0 ms");
    assertThat(enter(":app web read item:1 2")).contains("mc → web          VA 100 Z v1");
    enter("+ 1s", "? app.queries web == 2");
    assertThat(enter(":app web read item:1 2")).contains("from the cache, after 1.0 ms");
    enter(":app web write item:1");
    assertThat(enter(":app web read item:1")).contains("VA 100 X W v1").contains("stale");
    enter("+ 1s");
    assertThat(enter(":app web read item:1")).contains("in version 2, from the cache");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "mc"})
  void whatDoesNotExistIsAskedForOnceWhereThatIsRemembered(String cache) {
    enter(
        ":node mc kind=memcached",
        ":database db latency=5ms rows=10",
        ":app forgets cache=" + cache + " database=db",
        ":app knows cache=" + cache + " database=db strategy=negative negative=2s");
    for (int i = 0; i < 3; i++) {
      enter(":app forgets read item:99", ":app knows read item:99", ":app knows read item:9");
    }
    enter("? app.queries forgets == 3", "? app.queries knows == 2");
    enter("+ 4s", ":app knows read item:99", "? app.queries knows == 3");
  }

  @ParameterizedTest
  @CsvSource({"delete, 3", "update, 2", "through, 2"})
  void aChangeRemovesTheEntryOrSetsIt(String policy, int queries) {
    enter(
        ":database db latency=5ms",
        ":app web database=db writes=" + policy,
        ":app web read item:1",
        ":app web write item:1");
    assertThat(enter(":app web read item:1")).contains("in version 2");
    enter("? app.queries web == " + queries, "? app.stale_reads web == 0");
  }

  @Test
  void anApplicationAsksThroughARingAndThroughAProxy() {
    enter(
        ":world redis appendonly=no",
        ":node b",
        ":ring r twemproxy main b",
        ":proxy p main b",
        ":app one cache=r",
        ":app two cache=p",
        ":workload one,two clients=20 think=20ms keys=40 for=1s",
        "+ 2s",
        "? app.hit_percent one > 70",
        "? app.hit_percent two > 70",
        "? app.open two == 0",
        "? keys@main > 5",
        "? keys@b > 5");
  }

  @Test
  void withoutItsCacheAnApplicationGoesToTheDatabase() {
    enter(
        ":world redis appendonly=no",
        ":database db latency=5ms",
        ":app web database=db",
        ":app web read item:1",
        ":crash process");
    assertThat(enter(":app web read item:1"))
        .contains("(error) ERR Connection refused")
        .contains("from the database");
    enter(":restart", ":partition web main", ":app web read item:1", "? app.max_us web > 1900000");
    enter(":heal", ":link web main latency=5ms", ":app web read item:2");
    assertThat(enter(":app web read item:2")).contains("from the cache, after 10 ms");
  }

  @Test
  void aTraceIsAskedForInItsOrder() {
    Lab reading =
        Lab.open(
            WorldSpec.DEFAULT,
            new TextFiles() {
              @Override
              public String read(String name) {
                return "a:1\nb:2\n\na:1\n";
              }

              @Override
              public void write(String name, String text) {}
            });
    for (String line :
        List.of(
            ":app web",
            ":workload web clients=1 popularity=trace:keys.txt requests=6 think=1ms",
            "+ 2s",
            "? app.reads web == 6",
            "? app.hits web == 4",
            "? app.queries web == 2")) {
      assertThat(text(reading.enter(line))).as(line).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":app web strategy=locks | there is no strategy 'locks'; did you mean lock",
        ":app web ttl=5 | lacks a unit",
        ":app main | there is a main already",
        ":app web cache=nowhere | there is no node, ring or proxy 'nowhere'",
        ":app web database=none | there is no database 'none'",
        ":app web strat=lock | :app takes no 'strat=lock'; did you mean strategy",
        ":workload web | there is no application 'web'",
        ":database db spread=flat | spread takes constant, uniform, exponential or lognormal",
        ":show stampede | there is no application to be seen",
        ":app web read item:1 | there is no application 'web'"
      })
  void whatCannotBeIsRefusedWithWhatToDo(String line, String said) {
    Outcome outcome = lab.enter(line);
    assertThat(outcome.failed()).isTrue();
    assertThat(text(outcome)).contains(said);
  }
}
