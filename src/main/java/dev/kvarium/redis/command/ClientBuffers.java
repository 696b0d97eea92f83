package dev.kvarium.redis.command;

import dev.kvarium.redis.value.Jemalloc;
import dev.kvarium.redis.value.Sds;

/**
 * The two buffers that a server keeps for a connection, as redis-server 7.0 sizes them: one for
 * what the client has sent, one for the replies.
 *
 * <pre>
 *   query    nothing ──first read──▶ 20,474 bytes ──a word of 32 KiB and more──▶ as large as the word
 *            back to what the last requests needed when that is less than half of it and it has
 *            more than 32 KiB; to nothing after three idle seconds
 *   reply    16 KiB ──less than half was used for 5 s──▶ what was used, 1 KiB at least
 *            doubled again, up to 16 KiB, while it gets full
 * </pre>
 *
 * <p>Only sizes are kept: the bytes are where the connection has them. Source: behaviour of
 * networking.c and server.c of 7.0.15.
 */
public final class ClientBuffers {
  static final int REPLY_BYTES = 16 * 1024;
  private static final int LEAST_REPLY_BYTES = 1024;
  private static final int READ_BYTES = 16 * 1024;
  private static final int BIG_WORD = 32 * 1024;
  private static final int LARGE_QUERY = 32 * 1024;
  private static final int WASTED_BYTES = 4 * 1024;
  private static final int IDLE_SECONDS = 2;

  /** A client without its buffers, with all that belongs to its connection. */
  private static final int CLIENT_BYTES = 2_280;

  /** What some clients take together. */
  static final class Tally {
    long bytes;
  }

  private Tally tally = new Tally();
  private long counted;
  private boolean observed;
  private long queryLength;
  private long queryRoom;
  private long queryPeak;
  private long replySize = REPLY_BYTES;
  private long replyPeak = REPLY_BYTES;
  private long replyLength;
  private long peakResetMillis;

  ClientBuffers(long nowMillis) {
    // 7.0.15 notes seconds here and reads them as milliseconds, so that the first peak, which is
    // the whole buffer, is forgotten as soon as the cron comes by
    this.peakResetMillis = nowMillis / 1_000;
  }

  /** Adds what they take to a sum from now on. */
  void countIn(Tally sum) {
    tally = sum;
  }

  /** The client has left. */
  void gone() {
    tally.bytes -= counted;
    counted = 0;
  }

  private void count() {
    if (observed) {
      long query =
          queryRoom == 0 ? 0 : Jemalloc.usable(queryRoom + 1 + Sds.growingHeaderBytes(queryRoom));
      long now = CLIENT_BYTES + replySize + query;
      tally.bytes += now - counted;
      counted = now;
    }
  }

  /** Whether somebody tells what goes through the connection. */
  boolean isObserved() {
    return observed;
  }

  /** So many bytes were read, and so many were there before of a request that is not whole. */
  public void read(int pending, int bytes) {
    observed = true;
    if (queryRoom < READ_BYTES) {
      queryRoom = allocated(pending + READ_BYTES);
    } else if (queryRoom - pending < READ_BYTES) {
      long wanted = (long) pending + READ_BYTES;
      queryRoom = allocated(wanted < Sds.MAX_PREALLOC ? wanted * 2 : wanted + Sds.MAX_PREALLOC);
    }
    queryLength = (long) pending + bytes;
    queryPeak = Math.max(queryPeak, queryLength);
    count();
  }

  /** A request is whole, the longest of its words so long. */
  public void word(int length) {
    if (length >= BIG_WORD) {
      queryRoom = allocated(length + 2L);
      queryPeak = Math.max(queryPeak, length + 2L);
      count();
    }
  }

  /** All requests that were whole have been executed; so many bytes are left. */
  public void executed(int left) {
    queryLength = left;
    if (left > queryRoom) {
      queryRoom = left;
      count();
    }
  }

  /** So many bytes of replies were put into the buffer; beyond its size they go into a list. */
  public void replied(long bytes) {
    replyLength = Math.min(replySize, replyLength + bytes);
    replyPeak = Math.max(replyPeak, replyLength);
  }

  /** The replies were sent. */
  public void sent() {
    replyLength = 0;
  }

  private static long allocated(long bytes) {
    int header = Sds.growingHeaderBytes(bytes);
    return Math.min(Jemalloc.usable(header + bytes + 1) - header - 1, Sds.maxAlloc(header));
  }

  /** What the cron does to the buffers of a client that was idle for so long. */
  void fit(Settings settings, long nowMillis, long idleSeconds, BufferStats stats) {
    if (queryRoom - queryLength > WASTED_BYTES) {
      if (idleSeconds > IDLE_SECONDS) {
        queryRoom = queryLength;
      } else if (queryRoom > LARGE_QUERY && queryRoom / 2 > queryPeak) {
        queryRoom = allocated(Math.max(queryLength, queryPeak));
      }
    }
    queryPeak = queryLength;
    if (settings.replyBufferResizing) {
      fitReply(settings, nowMillis, stats);
    }
    count();
  }

  private void fitReply(Settings settings, long nowMillis, BufferStats stats) {
    long size = 0;
    if (replySize / 2 >= LEAST_REPLY_BYTES && replyPeak < replySize / 2) {
      size = Math.max(LEAST_REPLY_BYTES, replyPeak + 1);
      stats.shrinks++;
    } else if (replySize * 2 < REPLY_BYTES * 2 && replyPeak == replySize) {
      size = Math.min(REPLY_BYTES, replySize * 2);
      stats.expands++;
    }
    if (settings.replyPeakResetMillis >= 0
        && nowMillis - peakResetMillis >= settings.replyPeakResetMillis) {
      replyPeak = replyLength;
      peakResetMillis = nowMillis;
    }
    if (size > 0) {
      replySize = Jemalloc.usable(size);
    }
  }

  /** Bytes in the query buffer that are not done with. */
  long queryLength() {
    return queryLength;
  }

  /** Bytes that the query buffer has room for besides. */
  long queryFree() {
    return queryRoom - queryLength;
  }

  long replySize() {
    return replySize;
  }

  long replyPeak() {
    return replyPeak;
  }

  long replyLength() {
    return replyLength;
  }

  /** How often reply buffers were fitted. */
  static final class BufferStats {
    long shrinks;
    long expands;
  }
}
