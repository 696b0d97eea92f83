package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import dev.kvarium.redis.command.CommandRow;
import java.util.Collection;
import java.util.List;

/**
 * What completion asks about the world that a line is being typed for. Nothing is changed by it.
 */
public interface TypingWorld {
  /** A key that is there, with its type by TYPE's name. */
  record Key(Blob name, String type) {}

  /** The rows of all commands of the current target, subcommands as {@code config|get} too. */
  Collection<CommandRow> commands();

  Collection<DirectiveRow> directives();

  /** What is listening to the line that is typed. */
  enum Listener {
    REDIS,
    MEMCACHED,
    /** A Memcached that takes the line as a value, or a part of one. */
    VALUE
  }

  /** Whose commands are typed. */
  default Listener listener() {
    return Listener.REDIS;
  }

  /** At most so many keys of the selected database that begin with these bytes, in order. */
  List<Key> keys(Blob prefix, int most);

  /**
   * At most so many fields, members or ids of a key that begin with these bytes; none for other
   * types.
   */
  List<Blob> elements(Blob key, Blob prefix, int most);

  /** The groups of a stream. */
  default List<Blob> groups(Blob key) {
    return List.of();
  }

  /** Those who read a stream for one of its groups. */
  default List<Blob> consumers(Blob key) {
    return List.of();
  }

  /** Names of parameters that CONFIG knows. */
  Collection<String> parameters();

  Collection<String> clients();

  Collection<String> nodes();

  /** The names of the worlds that there are. */
  default Collection<String> worlds() {
    return List.of();
  }

  /** Files whose names begin so, folders with a slash at their end. */
  List<String> files(String prefix);
}
