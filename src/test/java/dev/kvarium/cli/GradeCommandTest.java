package dev.kvarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class's journals in one command: each is worth what its label says, and every format is by its
 * schema. {@code -Dgrade.all=yes} takes those too that only the clock on the wall ends.
 */
class GradeCommandTest {
  private static final boolean ALL = System.getProperty("grade.all") != null;

  @TempDir Path folder;

  private int grade(Path journal, String format, Path report) {
    return CommandTree.execute(
        new String[] {
          "grade",
          Journals.LESSON,
          "--journal",
          journal.toString(),
          "--format",
          format,
          "--output",
          report.toString()
        });
  }

  @Test
  void aClassIsGradedAsItsJournalsDeserveAndEveryFormatHolds() throws Exception {
    Journals journals = ALL ? Journals.thirty() : Journals.thirty().quick();
    journals.write(folder);
    assertThat(journals.labels()).hasSize(ALL ? 30 : 26);
    Path report = Files.createTempFile("grades", ".csv");
    long began = System.nanoTime();
    assertThat(grade(folder, "csv", report)).isEqualTo(1);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    System.out.println(journals.labels().size() + " journals in " + seconds + " s");
    assertThat(seconds).isLessThan(20);
    SequencedMap<String, Journals.Worth> found = new LinkedHashMap<>();
    List<String> rows = Files.readAllLines(report);
    for (String row : rows.subList(1, rows.size())) {
      String[] fields = row.split(",", -1);
      found.put(fields[0], new Journals.Worth(fields[3], fields[4]));
    }
    assertThat(found).containsExactlyInAnyOrderEntriesOf(journals.labels());

    grade(folder, "json", report);
    assertThat(
            JsonSchema.problems(
                Files.readString(Path.of("docs/schemas/grades.schema.json")),
                Files.readString(report)))
        .isEmpty();
    grade(folder, "junit", report);
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Path.of("src/test/resources/schemas/junit.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(report.toFile()));
    String gradescope =
        Files.readString(Path.of("src/test/resources/schemas/gradescope.schema.json"));
    for (String one : List.of("right-ada.kv", "wrong-2.kv", "hostile-3.kv", "empty-1.kv")) {
      grade(folder.resolve(one), "gradescope", report);
      assertThat(JsonSchema.problems(gradescope, Files.readString(report))).as(one).isEmpty();
    }
    assertThat(JsonSchema.problems(gradescope, "{\"tests\":[{\"score\":\"1\",\"max\":2}]}"))
        .hasSize(3);
  }

  @Test
  void theExitCodeSaysWhatCameOfIt() throws IOException {
    Journals.thirty().quick().write(folder);
    Path report = folder.resolve("report");
    Map<String, Integer> codes =
        Map.of("right-ada.kv", 0, "wrong-1.kv", 1, "endless-1.kv", 3, "not-there.kv", 2);
    codes.forEach(
        (file, code) ->
            assertThat(grade(folder.resolve(file), "text", report)).as(file).isEqualTo(code));
    assertThat(grade(folder, "gradescope", report)).isEqualTo(2);
    assertThat(grade(folder, "yaml", report)).isEqualTo(2);
  }

  @Test
  void aJournalOfAnotherStudentFailsAndSaysSo() throws IOException {
    Journals.thirty().write(folder);
    Path report = folder.resolve("report");
    String ada = folder.resolve("right-ada.kv").toString();
    String[] asBen = {
      "grade", Journals.LESSON, "--journal", ada, "--student", "ben", "--output", report.toString()
    };
    assertThat(CommandTree.execute(asBen)).isEqualTo(1);
    assertThat(Files.readString(report)).contains("this journal was made as ada, not as ben");
    Path named = Files.copy(folder.resolve("right-ada.kv"), folder.resolve("ada.kv"));
    String[] byName = {
      "grade",
      Journals.LESSON,
      "--journal",
      named.toString(),
      "--by-file-name",
      "--output",
      report.toString()
    };
    assertThat(CommandTree.execute(byName)).isZero();
  }
}
