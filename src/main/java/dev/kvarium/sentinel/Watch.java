package dev.kvarium.sentinel;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.SentinelEvent;
import dev.kvarium.wire.Reply;
import java.util.List;

/**
 * How a sentinel keeps in touch: connects, asks PING, INFO and tells its hello in their turns, and
 * holds for down who does not answer.
 */
final class Watch {
  static final long PING_MILLIS = 1_000;
  static final long INFO_MILLIS = 10_000;
  static final long HELLO_MILLIS = 2_000;
  private static final long LEAST_LIFE_MILLIS = 15_000;
  private static final int MOST_PENDING = 100;

  private final Sentinel sentinel;
  private final Reports reports;

  Watch(Sentinel sentinel) {
    this.sentinel = sentinel;
    this.reports = new Reports(sentinel);
  }

  /** What is due for somebody in this turn. */
  void turn(Instance each) {
    connect(each);
    ask(each);
  }

  private void connect(Instance each) {
    long now = sentinel.now();
    if (each.isConnected() || each.port == 0 || now - each.triedAt < PING_MILLIS) {
      return;
    }
    each.triedAt = now;
    if (each.line == null) {
      Line line =
          new Line(sentinel.network(), each.host, each.port, any -> {}, () -> each.line = null);
      each.line = line;
      each.lineSince = now;
      name(line, "cmd");
      ping(each, line);
    }
    if (each.kind != Instance.Kind.SENTINEL && each.ears == null) {
      Line ears =
          new Line(
              sentinel.network(),
              each.host,
              each.port,
              told -> heard(each, told),
              () -> each.ears = null);
      each.ears = ears;
      each.earsSince = now;
      name(ears, "pubsub");
      ears.ask(answer -> each.earsHeard = sentinel.now(), "SUBSCRIBE", Hello.CHANNEL);
    }
  }

  private void name(Line line, String what) {
    String name = "sentinel-" + sentinel.id().substring(0, 8) + "-" + what;
    line.ask(any -> {}, "CLIENT", "SETNAME", name);
  }

  private void ask(Instance each) {
    Line line = each.line;
    if (!each.isConnected() || line == null || line.pending() >= MOST_PENDING) {
      return;
    }
    long now = sentinel.now();
    boolean closely =
        each.kind == Instance.Kind.REPLICA
            && (sentinel.failover().isWatchedClosely() || each.linkDownMillis != 0);
    if (each.kind != Instance.Kind.SENTINEL
        && (each.infoAt == 0 || now - each.infoAt > (closely ? PING_MILLIS : INFO_MILLIS))) {
      line.ask(answer -> info(each, answer), "INFO");
    }
    long period = Math.min(sentinel.settings().downAfterMillis(), PING_MILLIS);
    if (now - each.answeredAt > period && now - each.pingedAt > period / 2) {
      ping(each, line);
    }
    if (now - each.publishedAt > HELLO_MILLIS) {
      String hello = sentinel.hello().text();
      line.ask(answer -> published(each, answer), "PUBLISH", Hello.CHANNEL, hello);
    }
  }

  private void ping(Instance each, Line line) {
    line.ask(answer -> pong(each, answer), "PING");
    each.pingedAt = sentinel.now();
    if (each.awaitedSince == 0) {
      each.awaitedSince = each.pingedAt;
    }
  }

  private void pong(Instance each, Reply answer) {
    long now = sentinel.now();
    String text =
        switch (answer) {
          case Reply.Simple simple -> simple.text();
          case Reply.Error error -> error.text();
          default -> "";
        };
    if (text.startsWith("PONG") || text.startsWith("LOADING") || text.startsWith("MASTERDOWN")) {
      each.availableAt = now;
      each.awaitedSince = 0;
    }
    each.answeredAt = now;
  }

  private void info(Instance each, Reply answer) {
    switch (answer) {
      case Reply.Bulk bulk -> reports.read(each, Bytes.text(bulk.bytes()));
      case Reply.Verbatim text -> reports.read(each, Bytes.text(text.bytes()));
      default -> {}
    }
  }

  private void published(Instance each, Reply answer) {
    if (!(answer instanceof Reply.Error)) {
      each.publishedAt = sentinel.now();
    }
  }

  private void heard(Instance each, Reply told) {
    each.earsHeard = sentinel.now();
    if (told instanceof Reply.Array(List<Reply> items)
        && items.size() == 3
        && items.getFirst() instanceof Reply.Bulk what
        && Bytes.text(what.bytes()).equals("message")
        && items.getLast() instanceof Reply.Bulk text) {
      sentinel.told(Bytes.text(text.bytes()));
    }
  }

  /** Whether somebody is down, as far as this sentinel can tell by itself. */
  void judge(Instance each) {
    long now = sentinel.now();
    long most = sentinel.settings().downAfterMillis();
    long silent = 0;
    if (each.awaitedSince != 0) {
      silent = now - each.awaitedSince;
    } else if (!each.isConnected()) {
      silent = now - each.availableAt;
    }
    if (each.line != null
        && now - each.lineSince > LEAST_LIFE_MILLIS
        && each.awaitedSince != 0
        && now - each.awaitedSince > most / 2
        && now - each.answeredAt > most / 2) {
      Line line = each.line;
      each.line = null;
      line.close();
    }
    if (each.ears != null
        && now - each.earsSince > LEAST_LIFE_MILLIS
        && now - each.earsHeard > HELLO_MILLIS * 3) {
      each.hangUpEars();
    }
    boolean follows =
        each.kind == Instance.Kind.MASTER
            && each.role == Instance.Kind.REPLICA
            && now - each.roleSince > most + INFO_MILLIS * 2;
    boolean down = silent > most || follows;
    if (down && !each.suspected) {
      each.suspectedAt = now;
      each.suspected = true;
      sentinel.tell(new SentinelEvent.Suspected(each.kind.word, each.address(), silent));
    } else if (!down && each.suspected) {
      each.suspected = false;
      sentinel.tell(new SentinelEvent.Heard(each.kind.word, each.address()));
    }
  }
}
