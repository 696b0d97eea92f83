package dev.kvarium.cli;

import dev.kvarium.grade.Grade;
import dev.kvarium.grade.Grader;
import dev.kvarium.grade.Limits;
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
import java.util.Collections;
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
      List<Grade.Task> known = Collections.synchronizedList(new ArrayList<>());
      runs.add(
          new JournalRun(
              watch -> grade(file, known, watch), why -> unknown(file, known, why), seconds));
    }
    Overseer.run(runs);
    return runs.stream().map(JournalRun::result).toList();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private Grade grade(Path file, List<Grade.Task> known, Limits.Watch watch) {
    known.clear();
    try {
      Journal journal = Journal.parse(text(file));
      return new Grader(lessonOf(whose(file, journal)), Limits.DEFAULT.watchedBy(watch))
          .grade(name(file), journal, known::add);
    } catch (Refusal refusal) {
      return unknown(file, known, refusal.what());
    }
  }

  private String whose(Path file, Journal journal) {
    if (byFileName) {
      String name = name(file);
      return name.endsWith(".kv") ? name.substring(0, name.length() - 3) : name;
    }
    return student.isEmpty() ? journal.student() : student;
  }

  private Grade unknown(Path file, List<Grade.Task> known, String why) {
    try {
      return new Grader(lessonOf(""), Limits.DEFAULT)
          .unknown(name(file), student, List.copyOf(known), why);
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
