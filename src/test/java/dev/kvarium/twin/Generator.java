package dev.kvarium.twin;

import dev.kvarium.base.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Draws streams of commands from the {@link Templates}; the same seed gives the same stream. */
final class Generator {
  private final SplittableRandom random;
  private final Words words;
  private final List<String> templates = new ArrayList<>();
  private final List<Integer> weights = new ArrayList<>();
  private int total;

  /**
   * @param known whether a command, by its name in lower case, is to be drawn
   */
  Generator(long seed, Predicate<String> known) {
    this.random = new SplittableRandom(seed);
    this.words = new Words(random);
    for (String line : Templates.ALL) {
      int blank = line.indexOf(' ');
      String template = line.substring(blank + 1);
      String name = commandName(template);
      if (name.startsWith("{") || name.startsWith("<") || known.test(name)) {
        templates.add(template);
        total += Integer.parseInt(line.substring(0, blank));
        weights.add(total);
      }
    }
  }

  /** The names of all commands that there are templates for. */
  static Set<String> commandNames() {
    Set<String> names = new TreeSet<>();
    for (String line : Templates.ALL) {
      String name = commandName(line.substring(line.indexOf(' ') + 1));
      if (Character.isLetter(name.charAt(0))) {
        names.add(name);
      }
    }
    names.add("flushdb");
    return names;
  }

  private static String commandName(String template) {
    int blank = template.indexOf(' ');
    return (blank < 0 ? template : template.substring(0, blank)).toLowerCase(Locale.ROOT);
  }

  List<Op> stream(int count) {
    List<Op> ops = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ops.add(next());
    }
    return ops;
  }

  private Op next() {
    List<byte[]> argv = new ArrayList<>();
    if (random.nextInt(150) == 0) {
      String template = Templates.SHORT_LIVES[random.nextInt(Templates.SHORT_LIVES.length)];
      expand(template, argv);
      return Op.shortLife(argv.toArray(byte[][]::new));
    }
    int drawn = random.nextInt(total);
    int index = 0;
    while (weights.get(index) <= drawn) {
      index++;
    }
    expand(templates.get(index), argv);
    distort(argv);
    return Op.of(argv.toArray(byte[][]::new));
  }

  /** Now and then: one word less, one more, another case. Times are left out of it: they race. */
  private void distort(List<byte[]> argv) {
    switch (random.nextInt(120)) {
      case 0 -> {
        if (argv.size() > 1) {
          argv.removeLast();
        }
      }
      case 1 -> argv.add(Bytes.of("extra"));
      case 2 -> argv.set(0, Bytes.of(Bytes.latin1Text(argv.get(0)).toLowerCase(Locale.ROOT)));
      case 3 -> {
        while (argv.size() > 1) {
          argv.removeLast();
        }
      }
      default -> {}
    }
  }

  private void expand(String template, List<byte[]> out) {
    int at = 0;
    while (at < template.length()) {
      char each = template.charAt(at);
      if (each == ' ') {
        at++;
      } else if (each == '{') {
        int end = template.indexOf('}', at);
        words.add(template.substring(at + 1, end), out);
        at = end + 1;
      } else if (each == '<') {
        int end = closing(template, at);
        List<String> choices = choices(template.substring(at + 1, end));
        expand(choices.get(random.nextInt(choices.size())), out);
        at = end + 1;
      } else if (template.startsWith("-{", at)) {
        int end = template.indexOf('}', at);
        List<byte[]> word = new ArrayList<>();
        words.add(template.substring(at + 2, end), word);
        out.add(Bytes.concat(Bytes.of("-"), word.getFirst()));
        at = end + 1;
      } else {
        int end = at;
        while (end < template.length() && " <".indexOf(template.charAt(end)) < 0) {
          end++;
        }
        out.add(Bytes.of(template.substring(at, end)));
        at = end;
      }
    }
  }

  private static int closing(String template, int open) {
    int depth = 0;
    for (int i = open; i < template.length(); i++) {
      if (template.charAt(i) == '<') {
        depth++;
      } else if (template.charAt(i) == '>' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("unbalanced: " + template);
  }

  private static List<String> choices(String inner) {
    List<String> choices = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < inner.length(); i++) {
      char each = inner.charAt(i);
      if (each == '<') {
        depth++;
      } else if (each == '>') {
        depth--;
      } else if (each == '|' && depth == 0) {
        choices.add(inner.substring(start, i));
        start = i + 1;
      }
    }
    choices.add(inner.substring(start));
    return choices;
  }
}
