package dev.kvarium.proxy;

import java.util.Comparator;

/** Statistics as nutcracker writes them: one JSON object, pools and servers nested in it. */
final class StatsText {
  private static final String VERSION = "0.5.0";

  /** Shorter names first, as nutcracker compares them. */
  private static final Comparator<Pool> ORDER =
      Comparator.comparingInt((Pool pool) -> pool.settings().name().length())
          .thenComparing(pool -> pool.settings().name());

  private final StringBuilder out = new StringBuilder("{");

  private StatsText() {}

  static String of(Proxy proxy, String source) {
    StatsText text = new StatsText();
    long now = proxy.clock().nowMicros() / 1_000_000;
    text.out.append("\"service\":\"nutcracker\", \"source\":\"").append(source);
    text.out.append("\", \"version\":\"").append(VERSION).append("\", ");
    text.number("uptime", now - proxy.startSeconds());
    text.number("timestamp", now);
    text.number("total_connections", proxy.totalConnections());
    text.number("curr_connections", proxy.openConnections());
    proxy.pools().stream().sorted(ORDER).forEach(text::pool);
    text.out.setLength(text.out.length() - 1);
    return text.out.append("}\n").toString();
  }

  private void pool(Pool pool) {
    begin(pool.settings().name());
    number("client_eof", pool.clientEof);
    number("client_err", pool.clientErr);
    number("client_connections", pool.clientConnections);
    number("server_ejects", pool.serverEjects);
    number("forward_error", pool.forwardErrors);
    number("fragments", 0);
    pool.backends().forEach(this::server);
    out.setLength(out.length() - 1);
    out.append("},");
  }

  private void server(Backend backend) {
    Counters counters = backend.counters;
    begin(backend.name());
    number("server_eof", counters.serverEof);
    number("server_err", counters.serverErr);
    number("server_timedout", counters.serverTimedout);
    number("server_connections", counters.serverConnections);
    number("server_ejected_at", counters.serverEjectedAtMicros);
    number("requests", counters.requests);
    number("request_bytes", counters.requestBytes);
    number("responses", counters.responses);
    number("response_bytes", counters.responseBytes);
    number("in_queue", counters.inQueue);
    number("in_queue_bytes", counters.inQueueBytes);
    number("out_queue", counters.outQueue);
    number("out_queue_bytes", counters.outQueueBytes);
    out.setLength(out.length() - 2);
    out.append("},");
  }

  private void begin(String name) {
    out.append('"').append(name).append("\": {");
  }

  private void number(String name, long value) {
    out.append('"').append(name).append("\":").append(value).append(", ");
  }
}
