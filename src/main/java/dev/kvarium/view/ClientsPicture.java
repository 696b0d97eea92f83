package dev.kvarium.view;

import dev.kvarium.redis.command.ClientsSnapshot;
import dev.kvarium.redis.command.ClientsSnapshot.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A row for each client, those that wait marked, with what it waits for, queues or listens to. */
record ClientsPicture(
    String node, long nowMicros, long startMicros, Optional<ClientsSnapshot> clients)
    implements RowsPicture {
  private static final int MOST_NAME = 16;

  @Override
  public String narration() {
    StringBuilder text = new StringBuilder(title()).append(", at ");
    text.append(Quantity.clock(nowMicros - startMicros)).append(".\n");
    for (StyledText each : lines()) {
      text.append(each.text().strip()).append(".\n");
    }
    return text.append(foot()).toString();
  }

  @Override
  public String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  @Override
  public String title() {
    return "clients · "
        + node
        + clients.map(seen -> " · " + Quantity.count(seen.total(), "client")).orElse("")
        + clients
            .filter(seen -> !seen.paused().isEmpty())
            .map(seen -> " · paused: " + seen.paused())
            .orElse("");
  }

  @Override
  public List<StyledText> lines() {
    List<StyledText> lines = new ArrayList<>();
    if (clients.isEmpty()) {
      return lines;
    }
    int width = 0;
    for (Client each : clients.get().clients()) {
      width = Math.min(MOST_NAME, Math.max(width, Columns.of(each.name())));
    }
    for (Client each : clients.get().clients()) {
      String name = each.name() + " ".repeat(Math.max(0, width - Columns.of(each.name())));
      boolean waits = !each.command().isEmpty() || each.held();
      lines.add(
          StyledText.of(waits ? "▒ " : "· ", waits ? Style.BUFFER : Style.DIM)
              .plus(name + "  ", Style.BOLD)
              .plus(doing(each), Style.PLAIN));
    }
    int left = clients.get().total() - clients.get().clients().size();
    if (left > 0) {
      lines.add(StyledText.of("… " + Quantity.count(left, "more client"), Style.DIM));
    }
    return lines;
  }

  private static String doing(Client client) {
    List<String> words = new ArrayList<>();
    if (!client.command().isEmpty()) {
      String waited = Quantity.span(client.waitedMicros());
      words.add(
          "waits"
              + (client.keys().isEmpty() ? "" : " for " + ClientFacts.names(client.keys()))
              + ", "
              + waited
              + " by now ("
              + ClientFacts.typed(client.command())
              + ")");
    }
    if (client.held()) {
      words.add("held by the pause");
    }
    if (client.queued() >= 0) {
      words.add("MULTI: " + Quantity.count(client.queued(), "command") + " queued");
    }
    if (client.watchBroken()) {
      words.add("a watched key was changed");
    } else if (client.watched() > 0) {
      words.add("watches " + Quantity.count(client.watched(), "key"));
    }
    if (client.subscriptions() > 0) {
      words.add("listens to " + Quantity.count(client.subscriptions(), "channel"));
    }
    if (client.tracks()) {
      words.add("caches");
    }
    if (words.isEmpty()) {
      words.add("idle");
    }
    words.add("db" + client.db());
    words.add("RESP" + client.resp());
    return String.join(" · ", words);
  }

  @Override
  public String foot() {
    if (clients.isEmpty()) {
      return node + " is down: it has no clients.";
    }
    long waiting =
        clients.get().clients().stream().filter(each -> !each.command().isEmpty()).count();
    if (clients.get().total() == 0) {
      return "Nobody is connected.";
    }
    return waiting == 0
        ? "Nobody waits for a key."
        : Quantity.count(waiting, "client")
            + (waiting == 1 ? " waits" : " wait")
            + ": who began to wait for a key first is served first.";
  }
}
