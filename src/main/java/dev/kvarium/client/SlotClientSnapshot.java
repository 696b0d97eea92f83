package dev.kvarium.client;

import java.util.List;
import java.util.SequencedMap;

/**
 * What there is to be seen of a client of a cluster.
 *
 * @param owners whom it believes to have each slot, by address; empty for nobody
 * @param asked commands that its program gave to it
 * @param answered those that were answered, with errors as well
 * @param sentTo how many it sent to each node, what was sent again included
 * @param moved how often it was answered MOVED
 * @param ask how often ASK
 * @param tryAgain how often TRYAGAIN
 * @param failed how many commands ended in an error for its program
 * @param mapReads how often it read CLUSTER SLOTS
 * @param remembered how many it answered from what it remembers
 */
public record SlotClientSnapshot(
    String name,
    List<String> owners,
    long asked,
    long answered,
    SequencedMap<String, Long> sentTo,
    long moved,
    long ask,
    long tryAgain,
    long failed,
    long mapReads,
    long remembered,
    int keysRemembered) {

  /** How many commands it sent, what was sent again included. */
  public long sent() {
    return sentTo.values().stream().mapToLong(Long::longValue).sum();
  }
}
