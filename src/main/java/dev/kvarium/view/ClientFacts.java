package dev.kvarium.view;

import dev.kvarium.base.Blob;
import dev.kvarium.base.CommandText;
import dev.kvarium.event.ClientEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened between clients and their node, in words. */
public final class ClientFacts {
  private static final int KEY_CHARACTERS = 24;
  private static final int NAMED = 3;
  private static final Blob SENTINELS = Blob.of("__sentinel__:hello");

  /** The name of the client at the prompt. */
  private static final String YOU = "you";

  private ClientFacts() {}

  /** Whether somebody did not get what it asked for. */
  static boolean isGrave(ClientEvent event) {
    return switch (event) {
      case ClientEvent.TimedOut timedOut -> true;
      case ClientEvent.Aborted aborted -> true;
      case ClientEvent.WatchBroken broken -> true;
      case ClientEvent.Killed killed -> true;
      case ClientEvent.Spoiled spoiled -> true;
      default -> false;
    };
  }

  /** A few words for a marker on the timeline. */
  public static String marker(ClientEvent event) {
    return switch (event) {
      case ClientEvent.Blocked blocked -> "…" + blocked.client();
      case ClientEvent.Served served -> "→" + served.client();
      case ClientEvent.TimedOut timedOut -> "▼" + timedOut.client();
      case ClientEvent.Unblocked unblocked -> "▼" + unblocked.client();
      case ClientEvent.Queued queued -> "·queued";
      case ClientEvent.Executed executed -> "·exec " + executed.commands();
      case ClientEvent.Aborted aborted -> "✕aborted";
      case ClientEvent.Watched watched -> "·watch";
      case ClientEvent.WatchBroken broken -> "▲watched";
      case ClientEvent.Subscribed subscribed -> "·subscribe";
      case ClientEvent.Unsubscribed unsubscribed -> "·unsubscribe";
      case ClientEvent.Published published -> "→" + published.receivers();
      case ClientEvent.Invalidated invalidated -> "▼cache";
      case ClientEvent.Paused paused -> "▒paused";
      case ClientEvent.PauseEnded ended -> "·resumed";
      case ClientEvent.Held held -> "…" + held.client();
      case ClientEvent.Killed killed -> "✕" + killed.client();
      case ClientEvent.Spoiled spoiled -> "✕queue";
    };
  }

  /** A sentence without its full stop. */
  public static String sentence(ClientEvent event) {
    return switch (event) {
      case ClientEvent.Blocked blocked ->
          who(blocked.client(), " waits for ", " wait for ")
              + names(blocked.keys())
              + (blocked.timeoutMillis() == 0
                  ? ", for ever"
                  : ", " + Quantity.span(blocked.timeoutMillis() * 1_000) + " at most");
      case ClientEvent.Served served ->
          who(served.client(), " was served from ", " were served from ")
              + name(served.key())
              + " after "
              + Quantity.span(served.waitedMicros());
      case ClientEvent.TimedOut timedOut ->
          timedOut.client()
              + " timed out: "
              + typed(timedOut.command())
              + " waited "
              + Quantity.span(timedOut.waitedMicros());
      case ClientEvent.Unblocked unblocked ->
          who(unblocked.client(), " waits no longer after ", " wait no longer after ")
              + Quantity.span(unblocked.waitedMicros())
              + ": "
              + unblocked.reason();
      case ClientEvent.Queued queued ->
          "queued for EXEC: "
              + Quantity.count(queued.queued(), "command")
              + ", nothing was run or checked against the data";
      case ClientEvent.Executed executed ->
          "EXEC ran "
              + Quantity.count(executed.commands(), "command")
              + " with nothing in between"
              + (executed.errors() == 0
                  ? ""
                  : ", "
                      + Quantity.count(executed.errors(), "error")
                      + ": the others stay done, there is no way back");
      case ClientEvent.Aborted aborted ->
          Quantity.count(aborted.commands(), "queued command")
              + " thrown away: "
              + aborted.reason();
      case ClientEvent.Watched watched ->
          name(watched.key()) + " is watched until the next EXEC of " + watched.client();
      case ClientEvent.WatchBroken broken ->
          name(broken.key())
              + " is watched by "
              + broken.client()
              + (broken.client().equals(YOU) ? ": your" : ", whose")
              + " EXEC will run nothing";
      case ClientEvent.Subscribed subscribed ->
          who(subscribed.client(), " listens to ", " listen to ") + name(subscribed.channel());
      case ClientEvent.Unsubscribed unsubscribed ->
          who(unsubscribed.client(), " listens no more to ", " listen no more to ")
              + name(unsubscribed.channel());
      case ClientEvent.Published published ->
          published.receivers() == 0
              ? "nobody listens to "
                  + name(published.channel())
                  + (published.carried()
                      ? " here; the message goes to the other nodes"
                      : ": the message is gone")
              : "the message went to "
                  + Quantity.count(published.receivers(), "listener")
                  + (published.carried() ? " here and to the other nodes" : "")
                  + " and is kept nowhere";
      case ClientEvent.Invalidated invalidated ->
          who(invalidated.client(), " was told to forget ", " were told to forget ")
              + (invalidated.keys().isEmpty()
                  ? "all that is cached"
                  : named(invalidated.keys(), " and "));
      case ClientEvent.Paused paused ->
          (paused.mode().equals("all") ? "all commands are" : "commands that write are")
              + " held for "
              + Quantity.span(paused.forMillis() * 1_000);
      case ClientEvent.PauseEnded ended ->
          "the pause is over"
              + (ended.held() == 0
                  ? ""
                  : ": " + Quantity.count(ended.held(), "command") + " go on");
      case ClientEvent.Held held ->
          whose(held.client())
              + " "
              + typed(held.command())
              + (held.behind().isEmpty()
                  ? " is held until the pause is over"
                  : " waits until " + typed(held.behind()) + " is done");
      case ClientEvent.Spoiled spoiled ->
          whose(spoiled.client()) + " transaction is spoiled: its EXEC will run nothing";
      case ClientEvent.Killed killed ->
          whose(killed.client()) + " connection was ended by " + killed.by();
    };
  }

  /** A client and what it does; of whoever sits at the prompt it is said otherwise. */
  static String who(String client, String does, String youDo) {
    return client + (client.equals(YOU) ? youDo : does);
  }

  /** {@code your} at the prompt, {@code worker-1's} elsewhere. */
  private static String whose(String client) {
    return client.equals(YOU) ? "your" : client + "'s";
  }

  static String typed(String command) {
    return command.toUpperCase(Locale.ROOT).replace('|', ' ');
  }

  static String names(List<Blob> keys) {
    return keys.isEmpty() ? "replicas" : named(keys, " or ");
  }

  private static String named(List<Blob> keys, String between) {
    List<String> names = new ArrayList<>();
    for (Blob key : keys.subList(0, Math.min(NAMED, keys.size()))) {
      names.add(name(key));
    }
    String more = keys.size() > NAMED ? " and " + (keys.size() - NAMED) + " more" : "";
    return String.join(between, names) + more;
  }

  /** A key as it is named in a sentence. */
  public static String name(Blob key) {
    return CommandText.of(new byte[][] {key.bytes()}, KEY_CHARACTERS);
  }

  /** Whether it is about how sentinels keep in touch, again and again. */
  public static boolean isUpkeep(ClientEvent event) {
    return switch (event) {
      case ClientEvent.Subscribed subscribed -> isOfSentinels(subscribed.channel());
      case ClientEvent.Unsubscribed unsubscribed -> isOfSentinels(unsubscribed.channel());
      case ClientEvent.Published published -> isOfSentinels(published.channel());
      default -> false;
    };
  }

  private static boolean isOfSentinels(Blob channel) {
    return channel.equals(SENTINELS);
  }
}
