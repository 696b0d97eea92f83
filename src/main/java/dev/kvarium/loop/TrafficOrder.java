package dev.kvarium.loop;

/**
 * What a client process is to send.
 *
 * @param connections how many it has
 * @param depth how many commands it sends on one before it waits for the replies
 * @param requests how many commands in all
 * @param everyNanos how long after a batch on a connection the next is sent at the earliest
 * @param text the command as it was typed
 * @param commands makes the command of a number, from 1
 * @param database what it asks instead of the loop; {@link Database.Kind#NONE} for the loop
 */
public record TrafficOrder(
    String name,
    int connections,
    int depth,
    long requests,
    long everyNanos,
    String text,
    Commands commands,
    Database.Kind database) {

  /** Makes commands. */
  public interface Commands {
    byte[][] words(long number);
  }
}
