package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.ClientEvent;
import dev.kvarium.event.CommandEvent;
import dev.kvarium.event.EventLog;
import dev.kvarium.view.ClientFacts;
import dev.kvarium.view.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why a command did what it did to clients: made one wait or served it, was queued, ran what was
 * queued, or threw it away.
 */
final class ClientReasons {
  private final Lab lab;
  private final Inputs inputs;
  private final List<EventLog.Entry> facts;

  ClientReasons(Lab lab, Inputs inputs, List<EventLog.Entry> facts) {
    this.lab = lab;
    this.inputs = inputs;
    this.facts = facts;
  }

  /** Adds a line for each reason; whether they say all that there is to say of the command. */
  boolean tell(String client, List<String> lines) {
    boolean all = false;
    for (EventLog.Entry each : facts) {
      if (each.event() instanceof ClientEvent event) {
        all |= tell(client, event, lines);
      }
    }
    return all;
  }

  private boolean tell(String client, ClientEvent event, List<String> lines) {
    switch (event) {
      case ClientEvent.Blocked blocked when blocked.client().equals(client) -> {
        lines.add(
            (blocked.keys().isEmpty()
                    ? "it waits until as many replicas have said that they have its writes; "
                    : "it waits, since there is nothing in " + names(blocked.keys()) + " for it; ")
                + (blocked.timeoutMillis() == 0
                    ? blocked.keys().isEmpty()
                        ? "for ever"
                        : "for ever, if nobody puts something in"
                    : Quantity.span(blocked.timeoutMillis() * 1_000) + " at most"));
        lines.add("it has no reply yet, changed nothing, and nothing went into the log");
        return true;
      }
      case ClientEvent.Served served -> {
        lines.add(
            served.client()
                + " had waited "
                + Quantity.span(served.waitedMicros())
                + " for "
                + names(List.of(served.key()))
                + ", longer than anybody else, and was served by "
                + served.command().toUpperCase(Locale.ROOT)
                + " at once");
        return false;
      }
      case ClientEvent.Queued queued -> {
        lines.add(
            "since MULTI it is only queued: EXEC will run "
                + Quantity.count(queued.queued(), "command")
                + "; nothing was looked at, changed or logged");
        return true;
      }
      case ClientEvent.Executed executed -> {
        executed(executed, lines);
        return true;
      }
      case ClientEvent.Aborted aborted -> {
        lines.add("what was queued is thrown away, none of it was run: " + aborted.reason());
        broken(client, lines);
        spoiled(client, lines);
        return true;
      }
      case ClientEvent.WatchBroken broken -> {
        lines.add(
            broken.client()
                + (broken.client().equals(Lab.PROMPT_CLIENT) ? " watch " : " watches ")
                + names(List.of(broken.key()))
                + ", so its EXEC will run nothing");
        return false;
      }
      case ClientEvent other -> {
        lines.add(ClientFacts.sentence(other));
        return other instanceof ClientEvent.Held;
      }
    }
  }

  private void executed(ClientEvent.Executed executed, List<String> lines) {
    lines.add(
        "it ran "
            + Quantity.count(executed.commands(), "command")
            + " one behind the other, and served nobody in between");
    if (executed.errors() == 0) {
      return;
    }
    for (EventLog.Entry each : facts) {
      if (each.event() instanceof CommandEvent.Failed failed) {
        lines.add(failed.command().toUpperCase(Locale.ROOT) + " failed: " + failed.error());
      }
    }
    lines.add(
        "a command that fails while it runs takes nothing back: what the others did has happened");
  }

  /** Who changed the watched keys, and when. */
  private void broken(String client, List<String> lines) {
    int begin = facts.isEmpty() ? 0 : (int) facts.getFirst().number();
    List<String> found = new ArrayList<>();
    for (int i = begin - 1; i >= 0; i--) {
      EventLog.Entry fact = lab.events().get(i);
      if (fact.event() instanceof ClientEvent.WatchBroken broken
          && broken.client().equals(client)) {
        found.add(
            names(List.of(broken.key()))
                + " was changed — "
                + inputs.name(fact.number(), fact.timeMicros()));
      }
      if (fact.event() instanceof ClientEvent.Executed done && done.client().equals(client)
          || fact.event() instanceof ClientEvent.Aborted gone && gone.client().equals(client)) {
        break;
      }
    }
    lines.addAll(found.reversed());
  }

  /** Which command was refused while it was to be queued. */
  private void spoiled(String client, List<String> lines) {
    int begin = facts.isEmpty() ? 0 : (int) facts.getFirst().number();
    for (int i = begin - 1; i >= 0; i--) {
      EventLog.Entry fact = lab.events().get(i);
      if (fact.event() instanceof CommandEvent.Failed failed && failed.client().equals(client)) {
        lines.add(failed.error() + " — " + inputs.name(fact.number(), fact.timeMicros()));
        return;
      }
      if (isOver(client, fact)) {
        return;
      }
    }
  }

  private static boolean isOver(String client, EventLog.Entry fact) {
    return fact.event() instanceof ClientEvent.Executed done && done.client().equals(client)
        || fact.event() instanceof ClientEvent.Aborted gone && gone.client().equals(client)
        || fact.event() instanceof ClientEvent.WatchBroken broken && broken.client().equals(client);
  }

  private static String names(List<Blob> keys) {
    byte[][] names = new byte[keys.size()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = keys.get(i).bytes();
    }
    return CommandText.of(names, 60);
  }
}
