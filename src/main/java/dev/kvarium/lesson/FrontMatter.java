package dev.kvarium.lesson;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.NearWords;
import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.UnusableScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what stands between two lines of {@code ---} at the top of a lesson: the small part of YAML
 * that it takes, {@code key: value} and {@code key: [one, two]}, one a line.
 */
final class FrontMatter {
  private static final String FENCE = "---";
  private static final List<String> KEYS =
      List.of("title", "corrects", "models", "minutes", "needs", "world");

  private final String file;
  private static final String LET = "let ";

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final String student;
  private final Variables variables;
  private int end;

  private record Entry(int line, String value) {}

  private FrontMatter(String file, String student) {
    this.file = file;
    this.student = student;
    this.variables = new Variables(file);
  }

  static FrontMatter read(String file, String student, List<String> lines) throws UnusableScript {
    FrontMatter read = new FrontMatter(file, student);
    if (lines.isEmpty() || !lines.getFirst().strip().equals(FENCE)) {
      throw new UnusableScript(
          file, 1, "a lesson begins with a line '---', then title: and the like, then '---' again");
    }
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.equals(FENCE)) {
        read.end = i + 1;
        return read;
      }
      if (!line.isEmpty() && line.charAt(0) != '#') {
        read.entry(i + 1, line);
      }
    }
    throw new UnusableScript(file, 1, "the front matter has no end: put a line '---' behind it");
  }

  private void entry(int number, String line) throws UnusableScript {
    int colon = line.indexOf(':');
    String key = colon < 0 ? line : line.substring(0, colon).strip();
    if (colon < 0) {
      throw new UnusableScript(
          file, number, "'" + line + "' is no front matter: write key: value, as in minutes: 12");
    }
    if (key.startsWith(LET)) {
      variables.declare(
          number, key.substring(LET.length()).strip(), line.substring(colon + 1).strip());
      return;
    }
    if (!KEYS.contains(key)) {
      throw new UnusableScript(
          file,
          number,
          "there is no '"
              + key
              + "' in a lesson's front matter"
              + NearWords.question(
                  key, KEYS, "there are " + String.join(", ", KEYS) + " and let NAME"));
    }
    if (entries.put(key, new Entry(number, unquoted(line.substring(colon + 1).strip()))) != null) {
      throw new UnusableScript(file, number, "'" + key + "' stands here twice: leave one out");
    }
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** The lesson's variables as they are for the student. */
  Variant variant() {
    return variables.of(LessonParser.name(file), student);
  }

  /** A text of the lesson with their values in it. */
  String filled(int firstLine, String text) throws UnusableScript {
    return variables.fill(variant(), firstLine, text);
  }

  /** How many lines it takes, both fences included. */
  int lines() {
    return end;
  }

  Lesson.Head head() throws UnusableScript {
    WorldSpec world = world();
    return new Lesson.Head(
        wanted("title").value(),
        wanted("corrects").value(),
        models(world),
        minutes(),
        list("needs"),
        world);
  }

  private Entry wanted(String key) throws UnusableScript {
    Entry entry = entries.get(key);
    if (entry == null || entry.value().isEmpty()) {
      throw new UnusableScript(
          file,
          entry == null ? end : entry.line(),
          "the front matter lacks '" + key + ":'" + example(key));
    }
    return entry;
  }

  private static String example(String key) {
    return switch (key) {
      case "corrects" -> ", the misconception in a sentence as people say it";
      case "models" -> ", the server and its version, as in models: redis 7.0.15";
      case "minutes" -> ", how long it takes, as in minutes: 12";
      case "world" -> ", what :world takes, as in world: redis seed=7 appendfsync=everysec";
      default -> "";
    };
  }

  private int minutes() throws UnusableScript {
    Entry entry = wanted("minutes");
    if (!entry.value().matches("[1-9][0-9]?")) {
      throw new UnusableScript(
          file,
          entry.line(),
          "'" + entry.value() + "' are no minutes: write a number from 1 to 99");
    }
    return Integer.parseInt(entry.value());
  }

  private List<String> list(String key) throws UnusableScript {
    Entry entry = entries.get(key);
    if (entry == null || entry.value().isEmpty()) {
      return List.of();
    }
    String value = entry.value();
    if (!value.startsWith("[") || !value.endsWith("]")) {
      throw new UnusableScript(
          file, entry.line(), "'" + key + "' is a list: write " + key + ": [" + value + "]");
    }
    List<String> names = new ArrayList<>();
    for (String each : value.substring(1, value.length() - 1).split(",", -1)) {
      if (!each.isBlank()) {
        names.add(unquoted(each.strip()));
      }
    }
    return names;
  }

  private WorldSpec world() throws UnusableScript {
    Entry entry = wanted("world");
    try {
      String line = filled(entry.line(), entry.value());
      WorldSpec world = WorldSpec.parse(List.of(line.split("\\s+")));
      Lab.open(world); // an unknown option is refused only there
      return world;
    } catch (Refusal refusal) {
      throw impossible(entry, refusal.what());
    } catch (IllegalArgumentException unusable) {
      throw impossible(entry, String.valueOf(unusable.getMessage()));
    }
  }

  private UnusableScript impossible(Entry entry, String why) {
    return new UnusableScript(file, entry.line(), "the world cannot be made: " + why);
  }

  private String models(WorldSpec world) throws UnusableScript {
    Entry entry = wanted("models");
    if (!entry.value().startsWith(world.kind() + " " + world.version())) {
      throw new UnusableScript(
          file,
          entry.line(),
          "the lesson speaks of "
              + entry.value()
              + ", its world is "
              + world.kind()
              + " "
              + world.version()
              + ": let them agree");
    }
    return entry.value();
  }
}
