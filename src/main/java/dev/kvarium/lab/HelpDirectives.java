package dev.kvarium.lab;

import dev.kvarium.redis.command.Command;
import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.Group;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Help, printed from the tables that it is about, and the way out. */
final class HelpDirectives {
  private static final String LINES =
      """
      a command         SET a 1, as at redis-cli; > before it may be left out
      NAME> command     by a client of that name; NAME@NODE> to a node
      + DURATION        time passes: + 500ms (us ms s m h d)
      ? METRIC          what it is now; ? keys == 1 checks it (:metrics lists them)
      ~ FACT words      a fact that the last input must have led to (:events lists them)
      # words           prose
      :help COMMAND     what a command or directive does, :help @list a group of commands\
      """;

  private HelpDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "help",
            "help",
            "[TOPIC]",
            "What can be typed; of a command, a directive, a view or @group what it does",
            HelpDirectives::help),
        new DirectiveRow(
            "quit",
            "help",
            "",
            "Ends the session",
            (lab, arguments) -> {
              arguments.atMost(0);
              lab.end();
              return List.of();
            }));
  }

  private static List<Part> help(Lab lab, DirectiveArguments arguments) throws Refusal {
    if (arguments.count() == 0) {
      return said(overview(lab));
    }
    String topic = String.join(" ", arguments.words());
    if (topic.startsWith("@")) {
      return said(group(lab, topic.substring(1)));
    }
    String bare = topic.startsWith(":") ? topic.substring(1) : topic;
    List<String> found = new ArrayList<>();
    if (!topic.startsWith(":")) {
      if (isCache(lab)) {
        CacheRow.of(topic).ifPresent(row -> found.add(of(row)));
      }
      commands(lab, topic, found);
    }
    boolean onlyCommand = !found.isEmpty() && !topic.equals(topic.toLowerCase(Locale.ROOT));
    if (!onlyCommand) {
      lab.directive(bare).ifPresent(row -> found.add(row.usage() + "\n  " + row.doc() + "."));
      Views.find(bare).ifPresent(view -> found.add(of(view)));
    }
    if (found.isEmpty()) {
      throw new Refusal(
          "there is no help on '"
              + topic
              + "'"
              + NearWords.question(topic, topics(lab), ":help lists what there is"));
    }
    return said(String.join("\n", found));
  }

  private static List<Part> said(String text) {
    return List.of(new Part.Said(text));
  }

  private static boolean isCache(Lab lab) {
    return lab.world().cache(lab.node()).isPresent();
  }

  private static String of(CacheRow row) {
    return row.usage() + "\n  " + row.doc() + ".\n  memcached · " + row.group();
  }

  private static String of(View view) {
    String syntax = view.syntax().isEmpty() ? "" : " " + view.syntax();
    return ":show " + view.name() + syntax + "\n  " + view.doc() + ".";
  }

  private static List<String> topics(Lab lab) {
    List<String> topics = new ArrayList<>();
    if (isCache(lab)) {
      CacheRow.ALL.forEach(each -> topics.add(each.name()));
    }
    allCommands(lab).forEach(each -> topics.add(each.typedName()));
    lab.directives().forEach(each -> topics.add(":" + each.name()));
    Views.all().forEach(each -> topics.add(each.name()));
    return topics;
  }

  private static List<CommandRow> allCommands(Lab lab) {
    List<CommandRow> rows = new ArrayList<>();
    for (String node : lab.nodes()) {
      if (rows.isEmpty()) {
        lab.redis(node)
            .ifPresent(
                redis -> redis.commands().flat().stream().map(Command::row).forEach(rows::add));
      }
    }
    return rows;
  }

  private static void commands(Lab lab, String topic, List<String> found) {
    String name = topic.toLowerCase(Locale.ROOT).replace(' ', '|');
    for (CommandRow row : allCommands(lab)) {
      if (row.name().equals(name)) {
        found.add(
            usage(row)
                + "\n  "
                + row.summary()
                + ".\n  since "
                + row.since()
                + " · group "
                + word(row.group()));
      } else if (row.name().startsWith(name + "|")) {
        found.add(usage(row) + "\n  " + row.summary() + ".");
      }
    }
    if (found.isEmpty() && !isCache(lab) && AbsentCommands.has(name)) {
      found.add(topic.toUpperCase(Locale.ROOT) + "\n  " + AbsentCommands.REMARK + ".");
    }
  }

  private static String usage(CommandRow row) {
    return (row.typedName() + " " + row.syntax()).strip();
  }

  private static String word(Group group) {
    return group.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String group(Lab lab, String name) throws Refusal {
    List<String> names = new ArrayList<>();
    for (Group group : Group.values()) {
      names.add(word(group));
    }
    Optional<String> known = names.stream().filter(name::equalsIgnoreCase).findFirst();
    if (known.isEmpty()) {
      throw new Refusal("there is no group @" + name + ": there are @" + String.join(" @", names));
    }
    List<String> lines = new ArrayList<>();
    for (CommandRow row : allCommands(lab)) {
      if (word(row.group()).equals(known.get())) {
        lines.add(usage(row) + "\n  " + row.summary() + ".");
      }
    }
    return lines.isEmpty()
        ? "no command of @" + known.get() + " is modelled yet"
        : String.join("\n", lines);
  }

  private static String overview(Lab lab) {
    SequencedMap<String, List<DirectiveRow>> groups = new LinkedHashMap<>();
    int width = 0;
    for (DirectiveRow row : lab.directives()) {
      groups.computeIfAbsent(row.group(), group -> new ArrayList<>()).add(row);
      width = StrictMath.max(width, row.usage().length());
    }
    StringBuilder text = new StringBuilder(LINES);
    for (Map.Entry<String, List<DirectiveRow>> group : groups.entrySet()) {
      text.append("\n\n").append(group.getKey());
      for (DirectiveRow row : group.getValue()) {
        text.append("\n  ").append(row.usage());
        text.append(
            " "
                .repeat(
                    StrictMath.min(width, 34) < row.usage().length()
                        ? 2
                        : StrictMath.min(width, 34) - row.usage().length() + 2));
        text.append(row.doc());
      }
    }
    text.append("\n\nviews, by :show");
    for (View view : Views.all()) {
      String usage = (view.name() + " " + view.syntax()).strip();
      text.append("\n  ").append(usage).append(" ".repeat(StrictMath.max(2, 36 - usage.length())));
      text.append(view.doc());
    }
    return text.toString();
  }
}
