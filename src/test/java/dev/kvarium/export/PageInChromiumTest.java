package dev.kvarium.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvarium.lab.Lab;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A page in a browser, wide and narrow, light and dark: it scrubs, nothing is wider than the
 * window, and axe-core finds nothing. {@code ./dev page [NAME]} looks at another scenario, or at
 * all of them.
 */
class PageInChromiumTest {
  private static final String WANTED = System.getProperty("page.scenario", "");
  private static final String USUAL = "kill-9-is-not-a-power-cut";

  /** Uses the page as a person does, and notes what is not as it should be. */
  private static final String USE =
      """
      <script>
      addEventListener('load', async () => {
        const wrong = [];
        const holds = (what, so) => { if (!so) wrong.push(what); };
        const at = document.getElementById('at');
        const steps = document.querySelectorAll('#steps > li');
        const now = () => [...steps].findIndex(each => each.getAttribute('aria-current') === 'step') + 1;
        const press = name => [...document.querySelectorAll('#scrub button')]
          .find(each => each.textContent === name).click();
        holds('begins at the first step', now() === 1 && at.value === '1');
        press('Next');
        holds('Next goes on', now() === 2 && at.value === '2');
        holds('the status says it', document.getElementById('says').textContent.startsWith('2 of '));
        press('Last');
        holds('Last goes to the end', now() === steps.length);
        holds('views are there', document.querySelectorAll('#views figure').length > 0);
        at.value = 3;
        at.dispatchEvent(new Event('input'));
        holds('the slider seeks', now() === 3 && location.hash === '#step-3');
        holds('the slider says where', at.getAttribute('aria-valuetext').startsWith('3 of '));
        document.querySelectorAll('#marks rect')[4].dispatchEvent(new Event('click'));
        holds('a mark seeks', now() === 5);
        location.hash = '#step-4';
        await new Promise(done => setTimeout(done, 50));
        holds('an address seeks', now() === 4);
        const told = document.querySelector('#views details');
        told.open = true;
        await new Promise(done => setTimeout(done, 50));
        press('Next');
        holds('words stay open', document.querySelector('#views details').open);
        document.querySelectorAll('#views details').forEach(each => { each.open = true; });
        holds('nothing is wider than the window: ' + document.documentElement.scrollWidth,
          document.documentElement.scrollWidth <= innerWidth);
        const found = await axe.run(document, {resultTypes: ['violations']});
        for (const each of found.violations) {
          wrong.push('axe: ' + each.id + ' ' + each.help + ' ' + each.nodes[0].html);
        }
        parent.postMessage('RULES ' + found.passes.length + ' WIDTH ' + innerWidth
          + ' DARK ' + matchMedia('(prefers-color-scheme:dark)').matches + ' WRONG ' + wrong.join('\\n') + ' END', '*');
      });
      </script>
      """;

  private static final Pattern NOTE =
      Pattern.compile("(?s)RULES (\\d+) WIDTH (\\d+) DARK (\\w+) WRONG (.*?) END");

  @TempDir private Path folder;

  static Stream<Arguments> looks() {
    if (WANTED.isEmpty()) {
      return Stream.of(Arguments.of(USUAL, 400, true), Arguments.of(USUAL, 1280, false));
    }
    List<String> scenarios = WANTED.equals("all") ? scenarios() : List.of(WANTED);
    return scenarios.stream()
        .flatMap(
            each ->
                Stream.of(
                    Arguments.of(each, 400, false),
                    Arguments.of(each, 400, true),
                    Arguments.of(each, 1280, false),
                    Arguments.of(each, 1280, true)));
  }

  private static List<String> scenarios() {
    String[] names = new File("scenarios").list();
    return Stream.of(names == null ? new String[0] : names)
        .sorted()
        .map(each -> each.substring(0, each.length() - 3))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("looks")
  void itScrubsAndIsOpenToEverybody(String scenario, int columns, boolean dark) throws Exception {
    Optional<Chromium> browser = Chromium.find();
    assumeTrue(browser.isPresent(), "no Chromium on the path, so the page was not looked at");

    String script = Files.readString(Path.of("scenarios", scenario + ".kv"));
    String page =
        new Export(scenario, script, script, new InMemory().lab()).text("page.html", List.of());
    String document =
        browser
            .get()
            .posted(
                folder, page.replace("</body>", axe() + svg() + USE + "</body>"), columns, dark);

    Matcher note = NOTE.matcher(document);
    assertThat(note.find()).as(document.substring(Math.max(0, document.length() - 500))).isTrue();
    assertThat(note.group(4)).isEmpty();
    assertThat(Integer.parseInt(note.group(1))).as("rules that axe tried").isGreaterThan(25);
    assertThat(note.group(2)).isEqualTo(Integer.toString(columns));
    assertThat(note.group(3)).isEqualTo(Boolean.toString(dark));
  }

  /** Pictures as they stand in other people's pages. */
  private static String svg() throws Exception {
    Lab lab = new InMemory().lab("SET a 1", "HSET h f v");
    return "<aside aria-label=\"pictures\" style=\"overflow:auto\" tabindex=\"0\">"
        + Export.of(lab).text("a.svg", List.of(Sight.of("keyspace", List.of()).orElseThrow()))
        + Export.of(lab).text("b.svg", List.of(Sight.of("aof", List.of()).orElseThrow()))
        + "</aside>";
  }

  private static String axe() throws IOException {
    try (InputStream in = PageInChromiumTest.class.getResourceAsStream("/axe.min.js")) {
      return "<script>" + new String(in.readAllBytes(), StandardCharsets.UTF_8) + "</script>";
    }
  }
}
