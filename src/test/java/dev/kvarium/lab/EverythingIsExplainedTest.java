package dev.kvarium.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever has a name can be asked about, and what is said is more than how it is written. */
class EverythingIsExplainedTest {
  /** The first word of an error, as handlers write it: {@code "OOM command not allowed}. */
  private static final Pattern CODE =
      Pattern.compile("\"-?((?:[A-Z]{2,}_)?[A-Z]{3,}) (?!<|\\[|%)[A-Za-z][a-z]+ [^\"]*");

  /** Words in capitals at the beginning of what is no error: messages of the log, help, names. */
  private static final Set<String> NO_ERRORS =
      Set.of(
          "AOF",
          "LRU",
          "RDB",
          "MASTER",
          "FAIL",
          "FAILOVER",
          "FUNCTION",
          "GROUP",
          "RESP",
          "STORE",
          "ZRANGE");

  private final Lab lab = Lab.open(WorldSpec.DEFAULT);

  private String said(String topic) {
    StringBuilder text = new StringBuilder();
    for (Part part : lab.enter(":explain " + topic).parts()) {
      assertThat(part).as(topic).isInstanceOf(Part.Said.class);
      text.append(((Part.Said) part).text()).append('\n');
    }
    return text.toString();
  }

  /** A paragraph of at least one whole sentence beneath its first line. */
  private void explained(String topic) {
    String text = said(topic);
    assertThat(text).as(topic).containsPattern("\n  \\S.{20,}");
    assertThat(text).as(topic).doesNotContain("would reply");
  }

  @Test
  void everyCommand() {
    List<CommandRow> rows = new ArrayList<>();
    lab.redis("main").orElseThrow().commands().flat().forEach(each -> rows.add(each.row()));
    assertThat(rows).hasSizeGreaterThan(300);
    for (CommandRow row : rows) {
      explained(row.typedName());
    }
  }

  @Test
  void everyCommandOfMemcached() {
    lab.enter(":world memcached");
    for (CacheRow row : CacheRow.ALL) {
      explained(row.name());
    }
  }

  @Test
  void everyTermAndWhereItIsSeen() {
    assertThat(TermTexts.names()).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    TermTexts.names().forEach(this::explained);
    for (List<String> lines : TermTexts.tried()) {
      Lab fresh = Lab.open(WorldSpec.DEFAULT);
      for (String line : lines) {
        assertThat(fresh.enter(line).failed()).as(line + " of " + lines).isFalse();
      }
    }
  }

  @Test
  void everyWordOfTheCourse() throws IOException {
    for (String line : Files.readAllLines(Path.of("lessons", "glossary.txt"))) {
      if (!line.startsWith("#")) {
        explained(line.substring(0, line.indexOf(" (")));
      }
    }
  }

  @Test
  void everyDirectiveAndView() {
    lab.directives().forEach(row -> explained(":" + row.name()));
    for (View view : Views.all()) {
      explained(view.name());
      assertThat(said(view.name())).contains(":show " + view.name());
    }
  }

  @Test
  void everyMetric() {
    for (Metrics.Row row : Metrics.rows()) {
      explained(row.name());
      assertThat(said(row.name())).contains("? " + row.name()).doesNotContain("Of these");
    }
    assertThat(said("ledger.on_disk"))
        .contains("Writes that clients were told are done; of these, safe.")
        .contains("It is 0 now.");
  }

  /** As CONFIG GET lists them, by their older names too. */
  private List<String> parameters() {
    List<String> lines = lab.enter("CONFIG GET *").replyText().orElseThrow().lines().toList();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 2) {
      names.add(lines.get(i).replaceAll("^.*\\) \"|\"$", ""));
    }
    return names;
  }

  @Test
  void everySetting() {
    List<String> names = new ArrayList<>(parameters());
    assertThat(names).hasSizeGreaterThan(180);
    lab.enter("CONFIG SET maxmemory 10mb");
    names.addAll(List.of("disk-sync", "disk-write", "disk-rename", "disk-torn", "disk-capacity"));
    names.addAll(List.of("disk-fail-write", "disk-fail-sync", "disk-fail-rename"));
    names.addAll(List.of("disk-fail-files", "loop", "version"));
    for (String name : names) {
      explained(name);
      assertThat(SettingTexts.of(name)).as(name).isPresent();
    }
    assertThat(said("maxmemory")).startsWith("maxmemory 10485760\n");
    assertThat(said("slave-read-only")).contains("older name of replica-read-only");
  }

  @Test
  void everySettingThatIsExplainedIsThere() {
    List<String> known = parameters();
    for (String name : SettingTexts.names()) {
      boolean ofLab = name.startsWith("disk-") || name.startsWith("loop") || name.equals("version");
      assertThat(ofLab || known.contains(name)).as(name).isTrue();
    }
  }

  @Test
  void everyCodeWithWhichAnErrorBegins() throws IOException {
    Set<String> codes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/kvarium"))) {
      for (Path file :
          files
              .filter(each -> each.toString().matches(".*/(redis|memcached|wire)/.*java"))
              .toList()) {
        Matcher code = CODE.matcher(Files.readString(file));
        while (code.find()) {
          codes.add(code.group(1));
        }
      }
    }
    codes.removeAll(NO_ERRORS);
    assertThat(codes).contains("ERR", "OOM", "WRONGTYPE", "CLIENT_ERROR", "SERVER_ERROR");
    codes.removeIf(each -> ErrorTexts.of(each).isPresent());
    assertThat(codes).as("codes without a text").isEmpty();
    ErrorTexts.codes().stream().filter(code -> !code.equals("EXISTS")).forEach(this::explained);
  }

  @Test
  void anErrorAsItWasSent() {
    assertThat(said("ERR wrong number of arguments for 'set' command")).contains("fewer words");
    assertThat(said("-WRONGTYPE Operation against a key")).contains("another type");
    assertThat(said("SERVER_ERROR object too large for cache")).contains("item_size_max");
    assertThat(said("ERR something new")).contains("The request cannot be followed as it is");
  }

  @Test
  void whatHasNoNameIsRefused() {
    List<Part> parts = lab.enter(":explain maxmemry").parts();
    assertThat(((Part.Problem) parts.getFirst()).what()).contains("did you mean maxmemory?");
  }
}
