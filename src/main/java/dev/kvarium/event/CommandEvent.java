package dev.kvarium.event;

/** What became of a request. */
public sealed interface CommandEvent extends Event {
  /**
   * A command ran.
   *
   * @param client the name of the client that sent it
   * @param command its name in lower case
   * @param dirty how many changes it made to the data, as Redis counts them
   */
  record Ran(String client, String command, long dirty) implements CommandEvent {}

  /**
   * A command ran inside another, of a transaction or a script.
   *
   * @param inside the name of the other
   */
  record Called(String client, String inside, String command, long dirty) implements CommandEvent {}

  /** A request was answered with an error before or while it ran. */
  record Failed(String client, String command, String error) implements CommandEvent {}
}
