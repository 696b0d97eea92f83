package dev.kvarium.lab;

import dev.kvarium.redis.command.Command;
import dev.kvarium.view.View;
import dev.kvarium.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code :explain} says of a thing by its name: a paragraph for each thing that has it. */
final class Topics {
  /** How the doc of a metric begins that is a part of one above it. */
  private static final String OF_THESE = "of these, ";

  private final Lab lab;

  Topics(Lab lab) {
    this.lab = lab;
  }

  /** All there is to say of a name; empty when nothing has it. */
  List<String> of(String topic) {
    List<String> texts = new ArrayList<>();
    if (topic.startsWith(":")) {
      lab.directive(topic.substring(1)).ifPresent(row -> texts.add(of(row)));
      return texts;
    }
    command(topic).ifPresent(texts::add);
    if (texts.isEmpty() || topic.equals(topic.toLowerCase(Locale.ROOT))) {
      Views.find(topic).ifPresent(view -> texts.add(of(view)));
      metric(topic).ifPresent(texts::add);
      setting(topic).ifPresent(texts::add);
      if (texts.isEmpty()) {
        lab.directive(topic).ifPresent(row -> texts.add(of(row)));
      }
    }
    TermTexts.of(topic).ifPresent(texts::add);
    if (texts.isEmpty()) {
      ErrorTexts.of(topic).ifPresent(text -> texts.add(topic + "\n  " + sentence(text)));
    }
    return texts;
  }

  private Optional<String> command(String topic) {
    if (lab.world().cache(lab.node()).isPresent()) {
      return CacheRow.of(topic)
          .map(
              row ->
                  row.usage()
                      + "\n  "
                      + sentence(row.doc())
                      + "\n  Of Memcached, "
                      + row.group()
                      + ": :show slabs and :show lru show what it changes.");
    }
    String name = topic.toLowerCase(Locale.ROOT).replace(' ', '|');
    return lab.redis(lab.node()).stream()
        .flatMap(node -> node.commands().flat().stream())
        .map(Command::row)
        .filter(row -> row.name().equals(name))
        .map(CommandTexts::of)
        .findFirst();
  }

  private static String of(DirectiveRow row) {
    String group =
        switch (row.group()) {
          case "time" -> "It moves the world's clock or its history; no server takes part in it.";
          case "break" -> "It breaks what servers stand on: they learn of it as real ones would.";
          case "look" -> "It only looks: no step, and nothing in the world changes.";
          case "world" -> "It makes or chooses what there is in the lab.";
          case "record" -> "It keeps what was done, and changes nothing of it.";
          default -> "It is the lab's own: what begins with a colon goes to no server.";
        };
    return row.usage() + "\n  " + sentence(row.doc()) + "\n  " + group;
  }

  private static String of(View view) {
    return (":show " + view.name() + " " + view.syntax()).strip()
        + "\n  "
        + sentence(view.doc())
        + "\n  Its last line says the one thing to notice, --narrate tells all of it in words, and"
        + " :export FILE.svg "
        + view.name()
        + " keeps it.";
  }

  private Optional<String> metric(String topic) {
    String whole = "";
    for (Metrics.Row each : Metrics.rows()) {
      boolean part = each.doc().startsWith(OF_THESE);
      whole = part ? whole : each.doc();
      if (each.name().equals(topic)) {
        String now = each.ofKey() ? "" : "\n  It is " + lab.metrics().get(topic) + " now.";
        return Optional.of(
            "? "
                + topic
                + (each.ofKey() ? " KEY" : "")
                + "\n  "
                + sentence(
                    part
                        ? whole + "; of these, " + each.doc().substring(OF_THESE.length())
                        : each.doc())
                + "\n  "
                + family(topic)
                + now);
      }
    }
    return Optional.empty();
  }

  private static String family(String metric) {
    int dot = metric.indexOf('.');
    return switch (dot < 0 ? metric : metric.substring(0, dot)) {
      case "aof" ->
          "A write goes from the process's buffer into the kernel's page cache and with a sync to"
              + " the disk: :show aof.";
      case "ledger" ->
          "The ledger follows each write that a client was told is done, to where it has got:"
              + " :show ledger.";
      case "repl" -> "Of primary and replica, as the node sees it: :show replication.";
      case "loop" -> "Of the event loop, one thread that reads, runs and writes: :show loop.";
      case "traffic" -> "Of a process that :traffic started, named behind it.";
      case "ring" -> "Of a ring by which clients share out keys, named behind it: :show ring.";
      case "cluster", "slot" -> "Of a Redis Cluster's slots: :show slots.";
      case "slotclient" -> "Of a client that remembers who has which slot, named behind it.";
      case "item" -> "Of an item of a Memcached, named behind it: :show lru.";
      case "key", "keys" -> "Of what a node holds; looking so is no use of a key: :show keyspace.";
      case "app" -> "Of an application before a cache, named behind it.";
      case "lint" -> "Of the guidelines for keys: :lint lists what does not follow them.";
      case "stale" -> "Of reads that are proven to have got an old version: :stale lists them.";
      default -> "Compared in a line such as ? " + metric + " == 1, which fails when it differs.";
    };
  }

  private Optional<String> setting(String topic) {
    return SettingTexts.of(topic)
        .map(
            text -> {
              Optional<String> now =
                  lab.redis(lab.node())
                      .filter(node -> node.settings().names().contains(topic))
                      .map(node -> node.settings().get(topic));
              String how =
                  topic.startsWith("disk-")
                      ? "\n  :set " + topic + " VALUE changes it."
                      : "\n  CONFIG SET changes it where it may be changed; :world redis "
                          + topic
                          + "=VALUE begins with it.";
              return topic
                  + now.map(value -> " " + (value.isEmpty() ? "\"\"" : value)).orElse("")
                  + "\n  "
                  + sentence(text)
                  + how;
            });
  }

  /** A text that begins with a capital and ends with a full stop. */
  static String sentence(String text) {
    String first = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    return first.endsWith(".") ? first : first + ".";
  }

  /** Everything that has a text by a name of its own, for whoever mistypes it. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    lab.redis(lab.node())
        .ifPresent(
            node -> node.commands().flat().forEach(each -> names.add(each.row().typedName())));
    Views.all().forEach(each -> names.add(each.name()));
    Metrics.rows().forEach(each -> names.add(each.name()));
    SettingTexts.names().forEach(names::add);
    names.addAll(TermTexts.names());
    names.addAll(ErrorTexts.codes());
    lab.directives().forEach(each -> names.add(":" + each.name()));
    return names;
  }
}
