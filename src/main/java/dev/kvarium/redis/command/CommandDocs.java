package dev.kvarium.redis.command;

import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rows of the command table in the shapes that COMMAND INFO and COMMAND DOCS answer with. */
final class CommandDocs {
  private CommandDocs() {}

  /** Ten items: name, arity, flags, three that say where keys are, categories, and so on. */
  static Reply info(Command command) {
    CommandRow row = command.row();
    int first = 0;
    int last = 0;
    int step = 0;
    for (KeySpec spec : row.keys()) {
      if (spec.begin() instanceof KeySpec.Begin.Index begin
          && spec.find() instanceof KeySpec.Find.Range range) {
        int end = range.lastKey() < 0 ? range.lastKey() : begin.index() + range.lastKey();
        first = first == 0 ? begin.index() : Math.min(first, begin.index());
        last = end < 0 || last < 0 ? Math.min(end, last) : Math.max(end, last);
        step = step == 0 ? range.step() : step;
      }
    }
    return Reply.of(
        Reply.of(command.name()),
        Reply.of(command.arity()),
        statuses(Flags.names(row.flags())),
        Reply.of(first),
        Reply.of(last),
        Reply.of(step),
        statuses(categories(row)),
        new Reply.Set(CommandTips.of(command.name()).stream().<Reply>map(Reply::of).toList()),
        new Reply.Set(row.keys().stream().map(CommandDocs::spec).toList()),
        subcommands(command));
  }

  /** A list, but for the set that the real server sends where there are none. */
  private static Reply subcommands(Command command) {
    return command.subcommands().isEmpty()
        ? new Reply.Set(List.of())
        : new Reply.Array(command.subcommands().stream().map(CommandDocs::info).toList());
  }

  private static Reply statuses(List<String> words) {
    return new Reply.Set(words.stream().<Reply>map(Reply.Simple::new).toList());
  }

  /** The ACL categories with their {@code @}, which follow from the flags and the group. */
  static List<String> categories(CommandRow row) {
    List<String> categories = new ArrayList<>();
    boolean container = row.statedArity() == -2 && row.flags() == 0;
    boolean connection = row.has(Flags.CONNECTION) || row.group() == Group.CONNECTION;
    boolean keyspace = row.has(Flags.KEYSPACE) || row.group() == Group.GENERIC;
    boolean sorts = row.has(Flags.SORTED_TYPES);
    if (keyspace && !connection && !container && !sorts) {
      categories.add("@keyspace");
    }
    boolean scripting = row.group() == Group.SCRIPTING;
    if (row.has(Flags.READONLY) && !scripting) {
      categories.add("@read");
    }
    if (row.has(Flags.WRITE)) {
      categories.add("@write");
    }
    boolean publishing = row.group() != Group.PUBSUB || row.has(Flags.PUBSUB);
    boolean ofGroup = row.group() != Group.GENERIC && row.group() != Group.CONNECTION;
    if (ofGroup && publishing && !container) {
      row.group().category().ifPresent(each -> categories.add("@" + each));
    }
    if (sorts) {
      categories.addAll(List.of("@set", "@sortedset", "@list"));
    }
    if (row.has(Flags.ADMIN) || row.has(Flags.ADMINISTRATIVE)) {
      categories.add("@admin");
    }
    categories.add(row.has(Flags.FAST) ? "@fast" : "@slow");
    if (row.has(Flags.BLOCKING)) {
      categories.add("@blocking");
    }
    if (row.has(Flags.DANGEROUS) || row.has(Flags.ADMIN) || row.has(Flags.ADMINISTRATIVE)) {
      categories.add("@dangerous");
    }
    if (connection && !container) {
      categories.add("@connection");
    }
    return categories;
  }

  /** What is done to the keys of a spec. */
  static Reply flags(String flags) {
    return statuses(
        Arrays.stream(flags.split(" "))
            .map(each -> each.length() == 2 ? each : each.toLowerCase(Locale.ROOT))
            .toList());
  }

  private static Reply spec(KeySpec spec) {
    Reply begin =
        switch (spec.begin()) {
          case KeySpec.Begin.Index index ->
              typed("index", Reply.of("index"), Reply.of(index.index()));
          case KeySpec.Begin.Keyword keyword ->
              typed(
                  "keyword",
                  Reply.of("keyword"),
                  Reply.of(keyword.keyword()),
                  Reply.of("startfrom"),
                  Reply.of(keyword.startFrom()));
          case KeySpec.Begin.Own own -> typed("unknown");
        };
    if (spec.begin() instanceof KeySpec.Begin.Own) {
      return map("flags", flags(spec.flags()), "begin_search", begin, "find_keys", begin);
    }
    Reply find =
        switch (spec.find()) {
          case KeySpec.Find.Range range ->
              typed(
                  "range",
                  Reply.of("lastkey"),
                  Reply.of(range.lastKey()),
                  Reply.of("keystep"),
                  Reply.of(range.step()),
                  Reply.of("limit"),
                  Reply.of(range.limit()));
          case KeySpec.Find.KeyNum number ->
              typed(
                  "keynum",
                  Reply.of("keynumidx"),
                  Reply.of(number.keyNumIndex()),
                  Reply.of("firstkey"),
                  Reply.of(number.firstKey()),
                  Reply.of("keystep"),
                  Reply.of(number.step()));
        };
    return map("flags", flags(spec.flags()), "begin_search", begin, "find_keys", find);
  }

  private static Reply typed(String type, Reply... spec) {
    return map("type", Reply.of(type), "spec", new Reply.Map(List.of(spec)));
  }

  private static Reply map(Object... namesAndReplies) {
    List<Reply> items = new ArrayList<>();
    for (int i = 0; i < namesAndReplies.length; i += 2) {
      items.add(Reply.of((String) namesAndReplies[i]));
      items.add((Reply) namesAndReplies[i + 1]);
    }
    return new Reply.Map(items);
  }

  /** Summary, version, group, arguments, and the same of subcommands. */
  static Reply docs(Command command) {
    CommandRow row = command.row();
    List<Reply> items = new ArrayList<>();
    add(items, "summary", Reply.of(row.summary()));
    add(items, "since", Reply.of(row.since()));
    add(items, "group", Reply.of(row.group().redisName()));
    List<Argument> arguments = Argument.parse(row);
    if (!arguments.isEmpty() && command.subcommands().isEmpty()) {
      add(items, "arguments", arguments(arguments));
    }
    if (!command.subcommands().isEmpty()) {
      List<Reply> inside = new ArrayList<>();
      for (Command each : command.subcommands()) {
        add(inside, each.name(), docs(each));
      }
      add(items, "subcommands", new Reply.Map(inside));
    }
    return new Reply.Map(items);
  }

  private static Reply arguments(List<Argument> arguments) {
    return new Reply.Array(arguments.stream().map(CommandDocs::argument).toList());
  }

  private static Reply argument(Argument argument) {
    List<Reply> items = new ArrayList<>();
    add(items, "name", Reply.of(argument.name()));
    add(items, "type", Reply.of(argument.type()));
    if (argument.keySpec() >= 0) {
      add(items, "key_spec_index", Reply.of(argument.keySpec()));
    }
    if (!argument.token().isEmpty()) {
      add(items, "token", Reply.of(argument.token()));
    }
    List<String> flags = new ArrayList<>();
    if (argument.optional()) {
      flags.add("optional");
    }
    if (argument.multiple()) {
      flags.add("multiple");
    }
    if (!flags.isEmpty()) {
      add(items, "flags", statuses(flags));
    }
    if (!argument.inner().isEmpty()) {
      add(items, "arguments", arguments(argument.inner()));
    }
    return new Reply.Map(items);
  }

  private static void add(List<Reply> items, String name, Reply reply) {
    items.add(Reply.of(name));
    items.add(reply);
  }
}
