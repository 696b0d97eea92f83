package dev.kvarium.lab;

import java.util.List;
import java.util.Optional;

/**
 * A command of Memcached as a person types it, for completion, hints and help.
 *
 * @param name in lower case, as the server wants it
 * @param syntax what follows it: words in lower case as they stand, others to be put in their place
 * @param group the heading under which it is offered
 * @param doc one sentence without a full stop
 */
record CacheRow(String name, String syntax, String group, String doc) {
  private static final String STORE = "storing";
  private static final String VALUE = "KEY FLAGS EXPTIME BYTES [noreply]";

  /** All commands of the text protocol that a person has use for. */
  static final List<CacheRow> ALL =
      List.of(
          new CacheRow("set", VALUE, STORE, "Stores the value on the next line"),
          new CacheRow("add", VALUE, STORE, "Stores it if the key is not there"),
          new CacheRow("replace", VALUE, STORE, "Stores it if the key is there"),
          new CacheRow("append", VALUE, STORE, "Puts it behind the value that is there"),
          new CacheRow("prepend", VALUE, STORE, "Puts it before the value that is there"),
          new CacheRow(
              "cas",
              "KEY FLAGS EXPTIME BYTES CAS [noreply]",
              STORE,
              "Stores it if nobody has changed the item since gets told its number"),
          row("get", "KEY [KEY ...]", "reading", "Gives values"),
          row("gets", "KEY [KEY ...]", "reading", "Gives values and the numbers for cas"),
          row("gat", "EXPTIME KEY [KEY ...]", "reading", "Gives values and a new time to live"),
          row("gats", "EXPTIME KEY [KEY ...]", "reading", "As gat, with the numbers for cas"),
          row("incr", "KEY DELTA [noreply]", "changing", "Adds to a number, modulo 2^64"),
          row("decr", "KEY DELTA [noreply]", "changing", "Subtracts from a number, down to 0"),
          row("delete", "KEY [noreply]", "changing", "Deletes an item"),
          row("touch", "KEY EXPTIME [noreply]", "changing", "Gives an item a new time to live"),
          row("flush_all", "[DELAY] [noreply]", "changing", "Declares all items gone"),
          row("mg", "KEY [FLAG ...]", "meta", "Gives what the flags ask for, v the value"),
          row("ms", "KEY BYTES [FLAG ...]", "meta", "Stores the value on the next line"),
          row("md", "KEY [FLAG ...]", "meta", "Deletes an item, or with I declares it stale"),
          row("ma", "KEY [FLAG ...]", "meta", "Counts up, or with MD down"),
          row("me", "KEY", "meta", "Tells what is kept of an item, without using it"),
          row("mn", "", "meta", "Answers MN"),
          row(
              "stats",
              "[items | slabs | sizes | settings | conns | reset | detail | cachedump] [WORD ...]",
              "server",
              "Counts what has happened"),
          row(
              "slabs",
              "<reassign | automove> [NUMBER ...]",
              "server",
              "Moves a page from one class to another, or has a mover do it"),
          row(
              "lru_crawler",
              "<crawl | metadump | mgdump | enable | disable | sleep | tocrawl> [WORD ...]",
              "server",
              "Looks through the items for what is over"),
          row("lru", "<mode | tune | temp_ttl> [WORD ...]", "server", "Sets how the lists work"),
          row("cache_memlimit", "MEGABYTES", "server", "Sets the limit of memory"),
          row(
              "watch",
              "[fetchers | mutations | evictions | connevents | rawcmds] [WORD ...]",
              "server",
              "Tells this client what happens"),
          row("verbosity", "LEVEL", "server", "Answers OK"),
          row("version", "", "server", "Tells the version"),
          row("shutdown", "[graceful]", "server", "Ends the server, where -A permits it"),
          row("quit", "", "server", "Ends the connection"));

  private static CacheRow row(String name, String syntax, String group, String doc) {
    return new CacheRow(name, syntax, group, doc);
  }

  /** The row of a command; in upper case there is none. */
  static Optional<CacheRow> of(String name) {
    return ALL.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  /** Name and arguments, {@code touch KEY EXPTIME [noreply]}. */
  String usage() {
    return (name + " " + syntax).strip();
  }
}
