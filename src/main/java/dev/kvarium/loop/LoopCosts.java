package dev.kvarium.loop;

import dev.kvarium.redis.command.ServerCosts;

/**
 * What the loop and its clients cost, in nanoseconds; see {@link ServerCosts} for the first eight.
 *
 * @param call what every system call costs more, as under strace; 0 usually
 * @param clientWoken what a client process needs to be woken when it slept
 * @param clientBatch what it needs to read replies from a connection and send the next batch
 * @param clientCommand what it needs to write a request and read its reply
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
    double clientCommand) {

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
          ServerCosts.CLIENT_COMMAND);

  /** The same while somebody watches every system call, as strace does. */
  public LoopCosts traced() {
    return new LoopCosts(
        tick,
        woken,
        read,
        readByte,
        write,
        writeByte,
        wakes,
        cron,
        ServerCosts.TRACED_CALL,
        clientWoken,
        clientBatch,
        clientCommand);
  }
}
