package dev.kvarium.twin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A load played to a server that has room for a part of it.
 *
 * @param policy by which keys are evicted
 * @param samples how many are drawn
 * @param roomBytes {@code maxmemory}
 * @param perSecond requests a second, at most
 */
record CacheRun(CacheLoad load, String policy, int samples, long roomBytes, int perSecond) {
  private static final int BATCH = 10;

  /**
   * What came out.
   *
   * @param times at which the reads and the writes of each batch were sent, µs since the start
   * @param startBytes used before the first request
   * @param startMicros Unix time when the server began
   */
  record Result(
      long hits,
      long evicted,
      long expired,
      long keys,
      long startBytes,
      long[] times,
      long startMicros) {}

  /** Plays it by the clock of the server, or by the times of another run. */
  Result play(CacheServer server, long[] follow) throws IOException {
    byte[] value = new byte[8_192];
    Arrays.fill(value, (byte) 'v');
    server.ask(
        List.of(
            CacheServer.argv("CONFIG", "SET", "maxmemory-policy", policy),
            CacheServer.argv("CONFIG", "SET", "maxmemory-samples", "" + samples),
            CacheServer.argv("CONFIG", "SET", "maxmemory", "" + roomBytes)));
    long begun = server.info("memory", "used_memory");
    boolean timed = load.ttlMillis() > 0 || policy.startsWith("volatile");
    int ttl = load.ttlMillis() > 0 ? load.ttlMillis() : 1_000_000;
    CacheLoad alive = new CacheLoad(load.name(), load.ranks(), load.sizes(), ttl, load.share());
    int requests = load.requests();
    long[] times = new long[(requests + BATCH - 1) / BATCH * 2];
    long hits = 0;
    for (int from = 0; from < requests; from += BATCH) {
      int batch = from / BATCH * 2;
      times[batch] =
          server.until(follow.length > 0 ? follow[batch] : (long) from * 1_000_000 / perSecond);
      int count = Math.min(BATCH, requests - from);
      List<byte[][]> reads = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        reads.add(new byte[][] {ascii("GET"), key(load.ranks()[from + i])});
      }
      List<byte[]> replies = server.ask(reads);
      List<byte[][]> writes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (replies.get(i)[1] != '-') {
          hits++;
        } else {
          int rank = load.ranks()[from + i];
          byte[] body = Arrays.copyOf(value, load.size(rank));
          writes.add(
              timed
                  ? new byte[][] {
                    ascii("SET"), key(rank), body, ascii("PX"), ascii("" + alive.ttlMillis(rank))
                  }
                  : new byte[][] {ascii("SET"), key(rank), body});
        }
      }
      times[batch + 1] = server.until(follow.length > 0 ? follow[batch + 1] : 0);
      if (!writes.isEmpty()) {
        for (byte[] reply : server.ask(writes)) {
          if (reply[0] != '+') {
            throw new IOException(policy + ": " + new String(reply, StandardCharsets.US_ASCII));
          }
        }
      }
    }
    String size =
        new String(
            server.ask(List.<byte[][]>of(CacheServer.argv("DBSIZE"))).getFirst(),
            StandardCharsets.US_ASCII);
    return new Result(
        hits,
        server.info("stats", "evicted_keys"),
        server.info("stats", "expired_keys"),
        Long.parseLong(size.substring(1).strip()),
        begun,
        times,
        server.startMicros());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] key(int rank) {
    byte[] key = {'k', '0', '0', '0', '0', '0', '0', '0', '0'};
    int left = rank;
    for (int i = 8; left > 0; i--) {
      key[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    return key;
  }
}
