package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lesson.Catalogue;
import dev.kvarium.lesson.Lesson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A class of learners, each with a journal of one lesson and the verdict and points that it is
 * worth: right, wrong, by another route, tampered with, empty, endless, hostile.
 */
final class Journals {
  static final String LESSON = "expired-is-not-freed";

  /** What a journal is worth, in words of the CSV report: verdict and points. */
  record Worth(String verdict, String points) {}

  private final SequencedMap<String, String> texts = new LinkedHashMap<>();
  private final SequencedMap<String, Worth> labels = new LinkedHashMap<>();

  private void add(String name, String text, String verdict, String points) {
    texts.put(name + ".kv", text);
    labels.put(name + ".kv", new Worth(verdict, points));
  }

  private static Lesson lesson(String student) {
    try {
      return new Catalogue(new LessonsOnDisk()).find(LESSON, student);
    } catch (Refusal refusal) {
      throw new IllegalStateException(refusal.what(), refusal);
    }
  }

  private static String head(String student) {
    String values = lesson(student).variant().text();
    return "# lesson: " + LESSON + "\n# student: " + student + "\n# values: " + values + "\n";
  }

  private static String value(String student, String variable) {
    return String.valueOf(lesson(student).variant().values().get(variable));
  }

  private static String journal(String student, String first, String second) {
    return head(student) + "# task 1: done\n" + first + "\n# task 2: done\n" + second + "\n";
  }

  private static String solved(String student) {
    List<String> solutions =
        lesson(student).tasks().stream()
            .map(
                task ->
                    task.solution().steps().stream()
                        .map(step -> step.line().entry())
                        .collect(Collectors.joining("\n")))
            .toList();
    return journal(student, solutions.get(0), solutions.get(1));
  }

  private static String key(String student) {
    return "stale:" + value(student, "stale");
  }

  /** The thirty. */
  static Journals thirty() {
    Journals all = new Journals();
    for (String student : List.of("ada", "ben", "cem", "dora", "emil", "fay")) {
      all.add("right-" + student, solved(student), "pass", "20");
    }
    all.routes();
    all.wrong();
    all.tampered();
    all.add("empty-1", "", "fail", "0");
    all.add("empty-2", head("ida") + "\n# task 1: not done\n\n# task 2: not done\n", "fail", "0");
    all.endless();
    all.hostile();
    return all;
  }

  private void routes() {
    String who = value("gil", "holder");
    add("route-1", journal("gil", "TYPE " + key("gil"), "GETSET session " + who), "fail", "16.67");
    add(
        "route-2",
        journal("gil", "EXISTS " + key("gil"), "SETRANGE session 0 " + who),
        "fail", // the last letter of alice is left
        "10");
    add(
        "route-3",
        journal(
            "gil",
            "app> TTL " + key("gil"),
            "EVAL \"redis.call('SET', KEYS[1], ARGV[1], 'KEEPTTL')\" 1 session " + who),
        "pass",
        "20");
    add(
        "route-4",
        journal(
            "gil",
            "+ 5s\n:advance 200ms\nDUMP " + key("gil"),
            "SET session x\nSET session "
                + who
                + " EX "
                + (Integer.parseInt(value("gil", "hours")) * 3_600)),
        "pass",
        "20");
    add(
        "route-5",
        journal(
            "gil",
            "STRLEN " + key("gil"),
            "MULTI\nSET session " + who + " KEEPTTL\nEXEC\nPING never needed"),
        "pass",
        "20");
  }

  private void wrong() {
    String who = value("hal", "holder");
    add("wrong-1", journal("hal", "PING", "PING"), "fail", "0");
    add("wrong-2", journal("hal", "DEL " + key("hal"), "SET session " + who), "fail", "16.67");
    add("wrong-3", journal("hal", "KEYS *", "SET session nobody KEEPTTL"), "fail", "0");
    add(
        "wrong-4",
        journal("hal", "GET " + key("hal"), "SET session " + who + " EX 10"),
        "fail",
        "16.67");
    add("wrong-5", journal("hal", "GET " + key("hal"), "GTE session"), "fail", "10");
  }

  private void tampered() {
    String other = solved("ada");
    add("tampered-1", head("jan") + "# task 1: done\n# task 2: done\n", "fail", "0");
    add("tampered-2", other.replace("student: ada", "student: jan"), "fail", "0");
    add("tampered-3", head("kim") + other.substring(other.indexOf("# task 1")), "fail", "3.33");
    add("tampered-4", other.replace(LESSON, "a-quota-and-its-event"), "fail", "0");
    add(
        "tampered-5",
        journal("jan", ":world redis seed=9\n:back 9\n:save x.kv\n:run y.kv", "? keys == 6\n:quit"),
        "fail",
        "0");
  }

  /** Their first task is done, and the second has no end; or the other way round. */
  private void endless() {
    String first = "GET " + key("kim");
    String second = "SET session " + value("kim", "holder") + " KEEPTTL";
    add("endless-1", journal("kim", first, "PING\n".repeat(20_000)), "unknown", "10");
    add("endless-2", journal("kim", "+ 399d\n".repeat(3), second), "unknown", "10");
    add(
        "endless-3",
        journal(
            "kim",
            "CONFIG SET busy-reply-threshold 1000000000\nEVAL \"while true do end\" 0",
            second),
        "unknown",
        "10");
    add(
        "endless-4",
        journal("kim", first, ":repeat 1000000 SET k:{n} v\n".repeat(9)),
        "unknown",
        "10");
  }

  private void hostile() {
    String first = "GET " + key("lee");
    add(
        "hostile-1",
        journal("lee", first, ":repeat 1000 SETRANGE k:{n} 536870900 x"),
        "unknown",
        "10");
    add(
        "hostile-2",
        journal(
            "lee",
            first,
            "SETRANGE a 400000 x\nSETRANGE b 400000 y\nLCS a b LEN\nKEYS "
                + "a*".repeat(60)
                + "b\nEVAL \"local function f() return f() + 1 end return f()\" 0"),
        "fail",
        "10");
    add("hostile-3", "\u0000\u0001binary\u00ff\n# task 2\n\u0007", "unknown", "0");
  }

  /** Writes them into a folder. */
  void write(Path folder) throws IOException {
    for (var each : texts.entrySet()) {
      Files.write(folder.resolve(each.getKey()), each.getValue().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The same without those that are ended by the clock on the wall. */
  Journals quick() {
    Journals some = new Journals();
    for (String name : texts.sequencedKeySet()) {
      if (!List.of("endless-2", "endless-3", "endless-4", "hostile-1")
          .contains(name.replace(".kv", ""))) {
        some.texts.put(name, texts.getOrDefault(name, ""));
        some.labels.put(name, labels.getOrDefault(name, new Worth("", "")));
      }
    }
    return some;
  }

  /** What each is worth, by the names of their files. */
  SequencedMap<String, Worth> labels() {
    return labels;
  }

  /** Writes the thirty into the folder that is named. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    thirty().write(folder);
  }
}
