package dev.kvarium.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.script.ScriptParser;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A page is whole by itself, says in words all that it draws, and takes nothing for markup. */
class PlaybackPageTest {
  private static final String SCRIPT =
      """
      # A write waits. It may get <lost>.
      :world redis seed=7
      > SET a "<script>alert(1)</script>"
      # Half a second is too early.
      + 500ms
      ? keys == 1
      ? keys == 2
      :show ledger
      :crash power
      :restart
      > GET a
      > HSET h "</pre>" x
      :inspect h
      """;

  private static String page(List<Sight> sights) throws Exception {
    return PlaybackPage.of(
        Playback.of(ScriptParser.parse("dir/a-write.kv", SCRIPT), new InMemory(), sights));
  }

  private static Sight sight(String name) {
    return Sight.of(name, List.of()).orElseThrow();
  }

  @Test
  void itAsksNobodyForAnything() throws Exception {
    assertThat(page(List.of(sight("aof"), sight("keyspace"))))
        .doesNotContainPattern(
            "https?:|//[a-z]|<link|<img|<iframe|@import|url\\(|fetch\\(|import\\(");
  }

  @Test
  void whatWasEnteredIsNeverMarkup() throws Exception {
    String page = page(List.of(sight("keyspace"), sight("aof")));
    assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;").contains("&lt;/pre&gt;");
    assertThat(page.split("<script>", -1)).hasSize(2);
    assertThat(page.split("</script>", -1)).hasSize(2);
    assertThat(page).contains("<h1>A write waits.</h1>\n<p>It may get &lt;lost&gt;.</p>");
  }

  @Test
  void everyPictureIsToldInWordsBesideIt() throws Exception {
    String page = page(List.of(sight("aof"), sight("ledger")));
    Matcher figures = Pattern.compile("(?s)<figure.*?</figure>").matcher(page);
    int found = 0;
    while (figures.find()) {
      found++;
      assertThat(figures.group())
          .contains("<svg class=\"glass wide\"")
          .contains("<svg class=\"glass narrow\"")
          .containsPattern("<details open>\n<summary>In words</summary>\n<p>.+</p>");
    }
    assertThat(found).isGreaterThan(6);
  }

  @Test
  void aPictureThatDidNotChangeStandsThereOnce() throws Exception {
    String page = page(List.of(sight("ledger")));
    String step = "(?s)<li id=\"step-%d\".*?</li>";
    assertThat(find(page, step.formatted(2))).contains("<figure");
    assertThat(find(page, step.formatted(4)))
        .as("the view is shown by its own")
        .doesNotContain("<svg");
    assertThat(find(page, step.formatted(5))).contains("<figure");
  }

  @Test
  void checksSayWhetherTheyHold() throws Exception {
    assertThat(page(List.of()))
        .contains(">holds: keys == 1<")
        .contains(">does not hold: keys == 2<");
  }

  @Test
  void theViewsThatAScriptShowsAreChosenFirst() throws Exception {
    assertThat(Sights.of(ScriptParser.parse("a.kv", SCRIPT)).stream().map(Sight::name))
        .containsExactly("ledger", "inspect h", "keyspace");
  }

  private static String find(String page, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(page);
    assertThat(found.find()).isTrue();
    return found.group();
  }
}
