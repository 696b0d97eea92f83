package dev.kvarium.redis.command;

import java.util.List;
import java.util.Locale;

/**
 * A command as its table lists it. Everything that is said of the command elsewhere comes from
 * here.
 *
 * @param name in lower case; a subcommand's as {@code config|get}
 * @param syntax what follows the name, in the notation of Redis's documentation: {@code key value
 *     [NX | XX] [EX seconds | PX milliseconds]}; the arity follows from it
 * @param flags bits of {@link Flags}
 * @param since the version of Redis that brought it
 * @param summary one sentence
 * @param keys where its keys stand
 * @param statedArity the arity where the syntax does not give it, else 0
 */
public record CommandRow(
    String name,
    String syntax,
    int flags,
    Group group,
    String since,
    String summary,
    List<KeySpec> keys,
    int statedArity,
    Handler handler) {

  /** A row whose arity follows from its syntax. */
  public CommandRow(
      String name,
      String syntax,
      int flags,
      Group group,
      String since,
      String summary,
      List<KeySpec> keys,
      Handler handler) {
    this(name, syntax, flags, group, since, summary, keys, 0, handler);
  }

  /** The same row with an arity of its own. */
  CommandRow withArity(int arity) {
    return new CommandRow(name, syntax, flags, group, since, summary, keys, arity, handler);
  }

  /** The same row handled by another. */
  CommandRow by(Handler other) {
    return new CommandRow(name, syntax, flags, group, since, summary, keys, statedArity, other);
  }

  /** The same row with more flags. */
  CommandRow with(int more) {
    return new CommandRow(
        name, syntax, flags | more, group, since, summary, keys, statedArity, handler);
  }

  /** Whether this row is {@code CONTAINER|SUBCOMMAND}. */
  public boolean isSubcommand() {
    return name.indexOf('|') >= 0;
  }

  /** What a person types: {@code CONFIG GET}. */
  public String typedName() {
    return name.replace('|', ' ').toUpperCase(Locale.ROOT);
  }

  /**
   * How many words a call has, name included; negative when that is the least.
   *
   * <p>Optional parts are in square brackets, choices in angle brackets; {@code ...} repeats what
   * stands before it.
   */
  public int arity() {
    if (statedArity != 0) {
      return statedArity;
    }
    int words = isSubcommand() ? 2 : 1;
    return Arity.of(syntax, words);
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
