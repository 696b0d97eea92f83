package dev.kvarium.loop;

import dev.kvarium.redis.command.ServerCosts;

/**
 * What the loop and its clients cost, in nanoseconds; see {@link ServerCosts} for the first eight.
 *
 * @param call what every system call costs more, as under strace; 0 usually
 * @param clientWoken what a client process needs to be woken when it slept
 * @param clientBatch what it needs to read replies from a connection and send the next batch
 * @param clientCommand what it needs to write a request and read its reply
 * @param bytesPerSecond what the line of each client carries, in either direction; 0 for clients on
 *     the same machine
 */
public record LoopCosts(
    double tick,
    double woken,
    double read,
    double readByte,
    double write,
    double writeByte,
    double wakes,
    double cron,
    double call,
    double clientWoken,
    double clientBatch,
    double clientCommand,
    long bytesPerSecond) {

  /** As they were measured. */
  public static final LoopCosts MEASURED =
      new LoopCosts(
          ServerCosts.TICK,
          ServerCosts.WOKEN,
          ServerCosts.READ,
          ServerCosts.READ_BYTE,
          ServerCosts.WRITE,
          ServerCosts.WRITE_BYTE,
          ServerCosts.WAKES,
          ServerCosts.CRON,
          0,
          ServerCosts.CLIENT_WOKEN,
          ServerCosts.CLIENT_BATCH,
          ServerCosts.CLIENT_COMMAND,
          0);

  /** How long the line of a client carries so many bytes, in nanoseconds. */
  long carried(long bytes) {
    return bytesPerSecond == 0 ? 0 : (long) (bytes * 1e9 / bytesPerSecond);
  }

  /** What a byte costs that is read for a request of so many. */
  double readByte(long requestBytes) {
    return requestBytes < ServerCosts.LARGE_BYTES ? readByte : ServerCosts.LARGE_READ_BYTE;
  }

  /** What a byte costs that is written of a reply of so many. */
  double writeByte(long replyBytes) {
    return replyBytes < ServerCosts.LARGE_BYTES ? writeByte : ServerCosts.LARGE_WRITE_BYTE;
  }

  /** What giving a buffer of so many bytes back costs. */
  double freed(long bytes) {
    return bytes < ServerCosts.LARGE_BYTES ? 0 : bytes * ServerCosts.LARGE_FREED_BYTE;
  }

  /** The same while somebody watches every system call, as strace does. */
  public LoopCosts traced() {
    return with(ServerCosts.TRACED_CALL, bytesPerSecond);
  }

  /** The same with clients at the other end of lines that carry so many bytes a second. */
  public LoopCosts over(long bytesPerSecond) {
    return with(call, bytesPerSecond);
  }

  private LoopCosts with(double call, long bytesPerSecond) {
    return new LoopCosts(
        tick,
        woken,
        read,
        readByte,
        write,
        writeByte,
        wakes,
        cron,
        call,
        clientWoken,
        clientBatch,
        clientCommand,
        bytesPerSecond);
  }
}
