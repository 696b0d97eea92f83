package dev.kvarium.cli;

import dev.kvarium.grade.Grade;
import dev.kvarium.grade.Grader;
import dev.kvarium.grade.Limits;
import dev.kvarium.grade.Verdict;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lesson.Catalogue;
import dev.kvarium.lesson.Journal;
import dev.kvarium.lesson.Lesson;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Grades journals, several at a time. One that does not end within its time is ended, and where
 * even that does not help its thread is left behind and another takes its place.
 */
final class Grading {
  /** Larger files are no journals. */
  private static final int LARGEST_BYTES = 4 << 20;

  private final String lesson;
  private final int seconds;
  private final String student;
  private final boolean byFileName;

  private Grading(String lesson, int seconds, String student, boolean byFileName) {
    this.lesson = lesson;
    this.seconds = seconds;
    this.student = student;
    this.byFileName = byFileName;
  }

  /**
   * Grading of journals of a lesson.
   *
   * @throws Refusal when the lesson cannot be read
   */
  static Grading of(String lesson, int seconds, String student, boolean byFileName) throws Refusal {
    Grading grading = new Grading(lesson, seconds, student, byFileName);
    grading.lessonOf(student);
    return grading;
  }

  private Lesson lessonOf(String whose) throws Refusal {
    return new Catalogue(new LessonsOnDisk()).find(lesson, whose);
  }

  /** Grades each file; what cannot be read is not known. */
  List<Grade> grade(List<Path> files) throws Refusal {
    if (files.size() == 1 && !Files.isRegularFile(files.getFirst())) {
      throw new Refusal("there is no journal " + files.getFirst());
    }
    List<JournalRun> runs = new ArrayList<>();
    for (Path file : files) {
      runs.add(new JournalRun(watch -> grade(file, watch), why -> unread(file, why), seconds));
    }
    Overseer.run(runs);
    return runs.stream().map(JournalRun::result).toList();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private Grade grade(Path file, Limits.Watch watch) {
    try {
      Journal journal = Journal.parse(text(file));
      String whose = whose(file, journal);
      return new Grader(lessonOf(whose), Limits.DEFAULT.watchedBy(watch))
          .grade(name(file), journal);
    } catch (Refusal refusal) {
      return unread(file, refusal.what());
    }
  }

  private String whose(Path file, Journal journal) {
    if (byFileName) {
      String name = name(file);
      return name.endsWith(".kv") ? name.substring(0, name.length() - 3) : name;
    }
    return student.isEmpty() ? journal.student() : student;
  }

  private Grade unread(Path file, String why) {
    try {
      return new Grader(lessonOf(student), Limits.DEFAULT).unread(name(file), Verdict.UNKNOWN, why);
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible.what(), impossible);
    }
  }

  private static String text(Path file) throws Refusal {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
      if (bytes.length > LARGEST_BYTES) {
        throw new Refusal("it is larger than " + (LARGEST_BYTES >> 20) + " MiB");
      }
      return ScriptParser.decode(name(file), bytes);
    } catch (UnusableScript notText) {
      throw new Refusal(notText.what());
    } catch (IOException broken) {
      throw new Refusal("it cannot be read: " + broken.getMessage());
    }
  }
}
