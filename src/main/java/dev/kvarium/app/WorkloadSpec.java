package dev.kvarium.app;

/**
 * What clients ask for, and when.
 *
 * @param clients how many there are
 * @param arrival how their requests come
 * @param ratePerSecond how many requests come in a second in all; where they come by a rate
 * @param thinkMicros how long a client waits behind an answer before it asks again; where clients
 *     wait for answers
 * @param requests how many requests there are in all; 0 for as many as come in the time
 * @param forMicros for how long they come; 0 for as long as it takes
 * @param keys how many keys there are: {@code item:0} and so on
 * @param writesPercent how many of a hundred requests change a row
 * @param sizes how long the values are
 * @param seed of all chance in it; the same seed asks for the same, whoever is asked
 * @param warm whether the cache holds all keys when the clients begin
 * @param quiet whether facts of single requests are left out
 * @param silent whether the stores, too, state no facts of what is asked of them, of changes
 *     neither
 */
public record WorkloadSpec(
    int clients,
    Arrival arrival,
    double ratePerSecond,
    long thinkMicros,
    long requests,
    long forMicros,
    Popularity popularity,
    int keys,
    int writesPercent,
    Sizes sizes,
    long seed,
    boolean warm,
    boolean quiet,
    boolean silent) {
  /** How requests come. */
  public enum Arrival {
    /** Each client asks, waits for the answer, thinks, and asks again. */
    CLOSED,
    /** At a rate, whoever is still waiting, at times that know nothing of each other. */
    POISSON,
    /** At a rate, one after the other at the same distance. */
    EVEN
  }
}
