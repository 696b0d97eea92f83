package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.event.Facts;
import dev.kvarium.lab.Syntax.Expected;
import dev.kvarium.lab.TypedLine.TypedWord;
import dev.kvarium.redis.command.CommandRow;
import dev.kvarium.redis.command.Group;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may follow a line that is being typed, from the tables of commands and directives and from
 * what is there: words to complete it, a hint of the arguments still missing, and marks on what
 * cannot be right. Knows no terminal, so that prompt and full screen share it.
 */
public final class Completions {
  /** How many keys, fields or members are offered. */
  private static final int MOST = 100;

  private static final Set<String> KEY_PLACES =
      Set.of("key", "newkey", "source", "destination", "key1", "key2");

  private final TypingWorld world;

  public Completions(TypingWorld world) {
    this.world = world;
  }

  /** What the words of a line are called, and where the line stands in a syntax text. */
  private record Reading(
      Syntax.Progress progress, List<@Nullable Expected> roles, int nameWords, String syntax) {}

  /** The words that may stand at the end of the text, which ends at the cursor. */
  public List<Suggestion> at(String text) {
    Entry entry = Entry.of(text);
    return switch (entry.kind()) {
      case COMMAND ->
          switch (world.listener()) {
            case REDIS -> command(TypedLine.of(entry.rest()));
            case MEMCACHED -> cacheCommand(TypedLine.of(entry.rest()));
            case VALUE -> List.of();
          };
      case DIRECTIVE -> directive(TypedLine.of(entry.rest()));
      case OTHER -> List.of();
    };
  }

  /** The arguments still missing, as a hint behind the cursor; begins with a blank where needed. */
  public String hint(String text) {
    Entry entry = Entry.of(text);
    if (entry.kind() == Entry.Kind.OTHER) {
      return "";
    }
    TypedLine line = TypedLine.of(entry.rest());
    if (line.words().isEmpty() || line.wrongFrom() >= 0) {
      return "";
    }
    String left;
    if (entry.kind() == Entry.Kind.DIRECTIVE) {
      Optional<DirectiveRow> row = directiveRow(line.words().getFirst().text());
      if (row.isEmpty()) {
        return "";
      }
      left = Hint.left(row.get().syntax(), line.words().size() - 1);
    } else if (world.listener() != TypingWorld.Listener.REDIS) {
      Optional<CacheRow> row = cacheRow(line.words().getFirst());
      if (row.isEmpty()) {
        return "";
      }
      left = Hint.left(Hint.parameters(row.get().syntax()), line.words().size() - 1);
    } else {
      CommandRow row = row(line);
      if (row == null) {
        return "";
      }
      int name = row.isSubcommand() ? 2 : 1;
      Syntax.Progress progress = behindOptions(row, line, name);
      left =
          progress.isOptioned()
              ? progress.rest()
              : Hint.left(Hint.parameters(row.syntax()), line.words().size() - name);
    }
    return left.isEmpty() || line.endsInBlank() ? left : " " + left;
  }

  /** Where the words of a command have led, without the last as long as it may become an option. */
  private static Syntax.Progress behindOptions(CommandRow row, TypedLine line, int name) {
    Syntax.Progress progress = Syntax.of(row.syntax(), Syntax.Keywords.UPPER).start();
    List<TypedWord> words = line.words();
    for (int i = name; i < words.size(); i++) {
      String word = words.get(i).text();
      boolean typing = i == words.size() - 1 && !line.endsInBlank();
      if (!typing || progress.takenAs(word) != null) {
        progress = progress.behind(word);
      }
    }
    return progress;
  }

  /** The parts of a line that are to be drawn in a way of their own, from left to right. */
  public List<Mark> marks(String text) {
    Entry entry = Entry.of(text);
    if (entry.kind() == Entry.Kind.OTHER) {
      return entry.isProse() ? List.of(new Mark(0, text.length(), Mark.Kind.PROSE)) : List.of();
    }
    List<Mark> marks = new ArrayList<>();
    TypedLine line = TypedLine.of(entry.rest());
    if (!line.words().isEmpty()) {
      if (entry.kind() == Entry.Kind.DIRECTIVE) {
        markDirective(line, marks);
      } else if (world.listener() == TypingWorld.Listener.VALUE) {
        return List.of();
      } else if (world.listener() == TypingWorld.Listener.MEMCACHED) {
        markCacheCommand(line, marks);
      } else {
        markCommand(line, marks);
      }
    }
    int wrong = line.wrongFrom();
    if (wrong >= 0) {
      marks.removeIf(mark -> mark.end() > wrong);
      marks.add(new Mark(wrong, line.line().length(), Mark.Kind.WRONG));
    }
    return marks.stream()
        .map(mark -> new Mark(mark.start() + entry.at(), mark.end() + entry.at(), mark.kind()))
        .toList();
  }

  // commands

  private List<Suggestion> command(TypedLine line) {
    List<TypedWord> done = done(line);
    String typed = last(line);
    if (done.isEmpty()) {
      return commandNames(typed);
    }
    String first = done.getFirst().lower();
    if (done.size() == 1) {
      List<Suggestion> subcommands = subcommands(first, typed);
      if (!subcommands.isEmpty()) {
        return subcommands;
      }
    }
    CommandRow row = row(done);
    if (row == null) {
      return List.of();
    }
    Reading reading =
        read(
            Syntax.of(row.syntax(), Syntax.Keywords.UPPER),
            row.syntax(),
            done,
            row.isSubcommand() ? 2 : 1);
    List<Suggestion> found = new ArrayList<>();
    for (Expected expected : reading.progress().expected()) {
      if (expected.keyword()) {
        addWord(found, inCaseOf(typed, expected.name()), typed, "options", "");
      } else {
        addValues(found, expected.name(), row, reading, done, typed);
      }
    }
    return found;
  }

  private List<Suggestion> commandNames(String typed) {
    List<Suggestion> found = new ArrayList<>();
    for (CommandRow row : world.commands()) {
      if (!row.isSubcommand()) {
        addWord(found, inCaseOf(typed, row.name()), typed, group(row.group()), row.summary());
      }
    }
    if (typed.isEmpty()) {
      return found;
    }
    for (String client : world.clients()) {
      addWord(found, client + ">", typed, "clients", "sends as this client");
    }
    return found;
  }

  private static void add(List<Suggestion> found, Blob name, String typed, String group) {
    Suggestion suggestion = new Suggestion(typedForm(name), group, "");
    if (suggestion.word().startsWith(typed) && !found.contains(suggestion)) {
      found.add(suggestion);
    }
  }

  private List<Suggestion> subcommands(String container, String typed) {
    List<Suggestion> found = new ArrayList<>();
    for (CommandRow row : world.commands()) {
      if (row.isSubcommand() && row.name().startsWith(container + "|")) {
        String name = row.name().substring(container.length() + 1);
        addWord(found, inCaseOf(typed, name), typed, "subcommands", row.summary());
      }
    }
    return found;
  }

  private void addValues(
      List<Suggestion> found,
      String place,
      CommandRow row,
      Reading reading,
      List<TypedWord> done,
      String typed) {
    switch (place) {
      case "key", "newkey", "source", "destination", "key1", "key2" -> {
        String wanted = place.equals("newkey") || place.equals("destination") ? "" : type(row);
        for (TypingWorld.Key key : world.keys(Blob.of(typed), MOST)) {
          if (wanted.isEmpty() || wanted.equals(key.type())) {
            found.add(new Suggestion(typedForm(key.name()), "keys", key.type()));
          }
        }
      }
      case "group" ->
          key(reading, done)
              .ifPresent(
                  key -> world.groups(key).forEach(each -> add(found, each, typed, "groups")));
      case "consumer" ->
          key(reading, done)
              .ifPresent(
                  key ->
                      world.consumers(key).forEach(each -> add(found, each, typed, "consumers")));
      case "field", "member", "member1", "member2", "id" ->
          key(reading, done)
              .ifPresent(
                  key -> {
                    for (Blob element : world.elements(key, Blob.of(typed), MOST)) {
                      found.add(new Suggestion(typedForm(element), place + "s", ""));
                    }
                  });
      case "parameter" -> {
        for (String parameter : world.parameters()) {
          addWord(found, parameter, typed, "parameters", "");
        }
      }
      case "type" -> {
        for (String type : List.of("string", "list", "set", "zset", "hash", "stream")) {
          addWord(found, type, typed, "types", "");
        }
      }
      case "command", "command-name" -> {
        for (CommandRow each : world.commands()) {
          addWord(found, each.name(), typed, "commands", each.summary());
        }
      }
      default -> {}
    }
  }

  /** The key that the words name, for what is inside it. */
  private static Optional<Blob> key(Reading reading, List<TypedWord> done) {
    for (int i = 0; i < reading.roles().size(); i++) {
      Expected role = reading.roles().get(i);
      if (role != null && !role.keyword() && KEY_PLACES.contains(role.name())) {
        return Optional.of(Blob.of(done.get(reading.nameWords() + i).text()));
      }
    }
    return Optional.empty();
  }

  /** The type of keys that a command works on; empty for any. */
  private static String type(CommandRow row) {
    return switch (row.group()) {
      case STRING -> row.name().equals("set") || row.name().equals("mset") ? "" : "string";
      case HASH -> "hash";
      case LIST -> "list";
      case SET -> "set";
      case SORTED_SET, GEO -> "zset";
      case BITMAP, HYPERLOGLOG -> "string";
      case STREAM -> "stream";
      case GENERIC, TRANSACTIONS, PUBSUB, SCRIPTING, CONNECTION, SERVER, CLUSTER -> "";
    };
  }

  private static String group(Group group) {
    return switch (group) {
      case STRING -> "strings";
      case GENERIC -> "keys of any type";
      case HASH -> "hashes";
      case LIST -> "lists";
      case SET -> "sets";
      case SORTED_SET -> "sorted sets";
      case BITMAP -> "bitmaps";
      case HYPERLOGLOG -> "HyperLogLogs";
      case GEO -> "places on the earth";
      case STREAM -> "streams";
      case TRANSACTIONS -> "transactions";
      case PUBSUB -> "publishing and subscribing";
      case SCRIPTING -> "scripts and functions";
      case CONNECTION -> "connection";
      case SERVER -> "server";
      case CLUSTER -> "cluster";
    };
  }

  private void markCommand(TypedLine line, List<Mark> marks) {
    List<TypedWord> words = line.words();
    TypedWord first = words.getFirst();
    CommandRow row = row(line);
    if (row == null) {
      boolean container = isContainer(first.lower());
      boolean typing = words.size() == 1 && !line.endsInBlank();
      if (container) {
        marks.add(mark(first, Mark.Kind.NAME));
        if (words.size() > 1 && !(words.size() == 2 && beginsSubcommand(words, line))) {
          marks.add(mark(words.get(1), Mark.Kind.WRONG));
        }
      } else if (!typing || commandNames(first.text()).isEmpty()) {
        marks.add(mark(first, Mark.Kind.WRONG));
      }
      return;
    }
    int names = row.isSubcommand() ? 2 : 1;
    for (int i = 0; i < names; i++) {
      marks.add(mark(words.get(i), Mark.Kind.NAME));
    }
    Syntax syntax = Syntax.of(row.syntax(), Syntax.Keywords.UPPER);
    markArguments(syntax, line, names, marks);
  }

  private boolean beginsSubcommand(List<TypedWord> words, TypedLine line) {
    return !line.endsInBlank() && !subcommands(words.get(0).lower(), words.get(1).text()).isEmpty();
  }

  // commands of a Memcached

  private Optional<CacheRow> cacheRow(TypedWord word) {
    return world.listener() == TypingWorld.Listener.MEMCACHED
        ? CacheRow.of(word.text())
        : Optional.empty();
  }

  private List<Suggestion> cacheCommand(TypedLine line) {
    List<TypedWord> done = done(line);
    String typed = last(line);
    List<Suggestion> found = new ArrayList<>();
    if (done.isEmpty()) {
      for (CacheRow row : CacheRow.ALL) {
        addWord(found, row.name(), typed, row.group(), row.doc());
      }
      if (!typed.isEmpty()) {
        addAll(found, world.clients().stream().map(each -> each + ">").toList(), typed, "clients");
      }
      return found;
    }
    Optional<CacheRow> row = cacheRow(done.getFirst());
    if (row.isEmpty()) {
      return List.of();
    }
    String syntax = row.get().syntax();
    Reading reading = read(Syntax.of(syntax, Syntax.Keywords.LOWER), syntax, done, 1);
    for (Expected expected : reading.progress().expected()) {
      if (expected.keyword()) {
        addWord(found, expected.name(), typed, "words", "");
      } else {
        addValues(found, expected.name().equals("KEY") ? "KEY" : "", typed);
      }
    }
    return found;
  }

  private void markCacheCommand(TypedLine line, List<Mark> marks) {
    TypedWord first = line.words().getFirst();
    Optional<CacheRow> row = cacheRow(first);
    if (row.isPresent()) {
      marks.add(mark(first, Mark.Kind.NAME));
      return;
    }
    boolean typing = line.words().size() == 1 && !line.endsInBlank();
    if (!typing || CacheRow.ALL.stream().noneMatch(each -> each.name().startsWith(first.text()))) {
      marks.add(mark(first, Mark.Kind.WRONG));
    }
  }

  // directives

  private List<Suggestion> directive(TypedLine line) {
    List<TypedWord> done = done(line);
    String typed = last(line);
    if (done.isEmpty()) {
      List<Suggestion> found = new ArrayList<>();
      for (DirectiveRow row : world.directives()) {
        addWord(found, ":" + row.name(), typed, "directives: " + row.group(), row.doc());
      }
      return found;
    }
    Optional<DirectiveRow> row = directiveRow(done.getFirst().text());
    if (row.isEmpty()) {
      return List.of();
    }
    String syntax = row.get().syntax();
    Reading reading = read(Syntax.of(syntax, Syntax.Keywords.LOWER), syntax, done, 1);
    List<Suggestion> found = new ArrayList<>();
    for (Expected expected : reading.progress().expected()) {
      if (expected.keyword()) {
        addWord(found, expected.name(), typed, "words", "");
      } else {
        addValues(found, place(row.get(), expected.name(), done), typed);
        if (expected.name().equals("NAME")) {
          addAll(found, row.get().names().get(), typed, row.get().name() + "s");
        }
      }
    }
    return found;
  }

  /** What a place is for: of {@code :show VIEW [WORD ...]} the view knows. */
  private static String place(DirectiveRow row, String name, List<TypedWord> done) {
    if (name.equals("NAME")) {
      return row.name().equals("client") ? "CLIENT" : row.name().equals("node") ? "NODE" : "";
    }
    if (!name.equals("WORD") || done.size() < 2) {
      return name;
    }
    String syntax = Views.find(done.get(1).text()).map(View::syntax).orElse("");
    return done.size() == 2 ? syntax.replaceAll("[\\[\\]]", "").split(" ")[0] : "";
  }

  private void addValues(List<Suggestion> found, String place, String typed) {
    switch (place) {
      case "KEY" -> {
        for (TypingWorld.Key key : world.keys(Blob.of(typed), MOST)) {
          found.add(new Suggestion(typedForm(key.name()), "keys", key.type()));
        }
      }
      case "NODE" -> addAll(found, world.nodes(), typed, "nodes");
      case "CLIENT" -> addAll(found, world.clients(), typed, "clients");
      case "VIEW" -> {
        for (View view : Views.all()) {
          addWord(found, view.name(), typed, "views", view.doc());
        }
      }
      case "SUBJECT" -> {
        addValues(found, "VIEW", typed);
        Metrics.rows().forEach(row -> addWord(found, row.name(), typed, "metrics", row.doc()));
        for (String setting : SettingTexts.names()) {
          addWord(found, setting, typed, "settings", SettingTexts.of(setting).orElse(""));
        }
        addAll(found, ErrorTexts.codes(), typed, "errors");
      }
      case "WORLD" -> addAll(found, world.worlds(), typed, "worlds");
      case "EVENT" -> addAll(found, Facts.names(), typed, "facts");
      case "FILE" -> {
        for (String file : world.files(typed)) {
          found.add(new Suggestion(file, "files", ""));
        }
      }
      case "COMMAND", "TOPIC" -> {
        if (world.listener() != TypingWorld.Listener.REDIS) {
          for (CacheRow row : CacheRow.ALL) {
            addWord(found, row.name(), typed, row.group(), row.doc());
          }
        }
        for (CommandRow row : world.commands()) {
          if (!row.isSubcommand()) {
            addWord(found, inCaseOf(typed, row.name()), typed, group(row.group()), row.summary());
          }
        }
        for (DirectiveRow row : world.directives()) {
          addWord(found, ":" + row.name(), typed, "directives", row.doc());
        }
      }
      default -> {}
    }
  }

  private void markDirective(TypedLine line, List<Mark> marks) {
    TypedWord first = line.words().getFirst();
    Optional<DirectiveRow> row = directiveRow(first.text());
    if (row.isEmpty()) {
      boolean typing = line.words().size() == 1 && !line.endsInBlank();
      if (!typing || directive(line).isEmpty()) {
        marks.add(mark(first, Mark.Kind.WRONG));
      }
      return;
    }
    marks.add(mark(first, Mark.Kind.NAME));
    for (TypedWord word : line.words().subList(1, line.words().size())) {
      markQuoted(line, word, marks);
    }
  }

  private Optional<DirectiveRow> directiveRow(String word) {
    for (DirectiveRow row : world.directives()) {
      if (word.equalsIgnoreCase(":" + row.name())) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  // both

  private static Reading read(Syntax syntax, String text, List<TypedWord> words, int nameWords) {
    Syntax.Progress progress = syntax.start();
    List<@Nullable Expected> roles = new ArrayList<>();
    for (int i = nameWords; i < words.size(); i++) {
      roles.add(progress.takenAs(words.get(i).text()));
      progress = progress.behind(words.get(i).text());
    }
    return new Reading(progress, roles, nameWords, text);
  }

  private static void markArguments(Syntax syntax, TypedLine line, int names, List<Mark> marks) {
    Syntax.Progress progress = syntax.start();
    List<TypedWord> words = line.words();
    for (int i = names; i < words.size(); i++) {
      TypedWord word = words.get(i);
      boolean typing = i == words.size() - 1 && !line.endsInBlank();
      Expected taken = progress.takenAs(word.text());
      if (taken == null) {
        if (!typing || !begins(progress, word.text())) {
          marks.add(new Mark(word.start(), words.getLast().end(), Mark.Kind.WRONG));
          return;
        }
      } else if (taken.keyword()) {
        marks.add(mark(word, Mark.Kind.KEYWORD));
      } else if (!typing && NumberPlaces.isWrong(taken.name(), word.text())) {
        marks.add(mark(word, Mark.Kind.WRONG));
      } else {
        markQuoted(line, word, marks);
      }
      progress = progress.behind(word.text());
    }
  }

  private static void markQuoted(TypedLine line, TypedWord word, List<Mark> marks) {
    char first = line.line().charAt(word.start());
    if (first == '"' || first == '\'') {
      marks.add(mark(word, Mark.Kind.QUOTED));
    }
  }

  /** Whether a keyword that may stand here begins so. */
  private static boolean begins(Syntax.Progress progress, String typed) {
    for (Expected expected : progress.expected()) {
      if (expected.keyword() && startsWith(expected.name(), typed)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable CommandRow row(TypedLine line) {
    return row(line.words());
  }

  /** The row of the command or subcommand that the words name; null when there is none. */
  private @Nullable CommandRow row(List<TypedWord> words) {
    String first = words.getFirst().lower();
    String both = words.size() > 1 ? first + "|" + words.get(1).lower() : "";
    CommandRow found = null;
    for (CommandRow row : world.commands()) {
      if (row.name().equals(both)) {
        return row;
      }
      if (row.name().equals(first) && !isContainer(first)) {
        found = row;
      }
    }
    return found;
  }

  private boolean isContainer(String name) {
    for (CommandRow row : world.commands()) {
      if (row.isSubcommand() && row.name().startsWith(name + "|")) {
        return true;
      }
    }
    return false;
  }

  private static Mark mark(TypedWord word, Mark.Kind kind) {
    return new Mark(word.start(), word.end(), kind);
  }

  /** The words before the one that is being typed. */
  private static List<TypedWord> done(TypedLine line) {
    return line.words().isEmpty() || line.endsInBlank() && line.openQuote().isEmpty()
        ? line.words()
        : line.words().subList(0, line.words().size() - 1);
  }

  private static String last(TypedLine line) {
    return done(line).size() == line.words().size() ? "" : line.words().getLast().text();
  }

  private static void addAll(
      List<Suggestion> found, Collection<String> words, String typed, String group) {
    for (String word : new LinkedHashSet<>(words)) {
      addWord(found, word, typed, group, "");
    }
  }

  private static void addWord(
      List<Suggestion> found, String word, String typed, String group, String about) {
    if (startsWith(word, typed)) {
      found.add(new Suggestion(word, group, about));
    }
  }

  private static boolean startsWith(String word, String typed) {
    return word.regionMatches(true, 0, typed, 0, typed.length());
  }

  /** A name of ours in the case in which the person types: upper, unless all is in lower so far. */
  private static String inCaseOf(String typed, String name) {
    boolean lower = !typed.isEmpty() && typed.equals(typed.toLowerCase(Locale.ROOT));
    return lower ? name.toLowerCase(Locale.ROOT) : name.toUpperCase(Locale.ROOT);
  }

  /** Bytes as they are typed within double quotes, or bare where they need none. */
  private static String typedForm(Blob bytes) {
    String quoted = Bytes.repr(bytes.bytes());
    String inner = quoted.substring(1, quoted.length() - 1);
    String text = bytes.toString();
    boolean readable = Blob.of(text).equals(bytes) && text.codePoints().noneMatch(c -> c < ' ');
    boolean plain = inner.indexOf('\\') < 0;
    return plain || !readable || text.indexOf('"') >= 0 || text.indexOf('\\') >= 0 ? inner : text;
  }
}
