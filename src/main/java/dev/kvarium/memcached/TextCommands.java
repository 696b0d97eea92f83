package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ByteText;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The classic commands of the text protocol. */
final class TextCommands {
  private static final String BAD_LINE = "CLIENT_ERROR bad command line format";
  private static final int MOST_VALUE_BYTES = Integer.MAX_VALUE - 2;
  private static final int MOST_VERBOSITY = 2;

  private final MemcachedNode node;
  private final Settings settings;
  private final Items items;
  private final NodeStats stats;
  private final Store store;
  private final MetaCommands meta;
  private final AdminCommands admin;

  TextCommands(MemcachedNode node) {
    this.node = node;
    this.settings = node.settings();
    this.items = node.items();
    this.stats = node.stats();
    this.store = node.store();
    this.meta = new MetaCommands(node);
    this.admin = new AdminCommands(node);
  }

  /** Runs the command of a line. */
  void run(MemcachedSession session, Tokens line) {
    int words = line.count();
    if (words < 1 || line.length(0) < 2) {
      session.answer("ERROR");
    } else if (line.is(0, "get") && words >= 2) {
      get(session, line, 1, false, 0);
    } else if (line.is(0, "set")) {
      update(session, line, Store.Mode.SET);
    } else if (line.is(0, "mg")) {
      meta.get(session, line);
    } else if (line.is(0, "ms")) {
      meta.set(session, line);
    } else {
      runSeldom(session, line);
    }
  }

  /** All but those that most clients send most of the time, which are looked for before. */
  private void runSeldom(MemcachedSession session, Tokens line) {
    int words = line.count();
    switch (line.text(0)) {
      case "md" -> meta.delete(session, line);
      case "ma" -> meta.arithmetic(session, line);
      case "me" -> meta.debug(session, line);
      case "mn" -> session.answer("MN");
      case "get", "bget" -> orError(session, words >= 2, () -> get(session, line, 1, false, 0));
      case "gets" -> orError(session, words >= 2, () -> get(session, line, 1, true, 0));
      case "gat" -> orError(session, words >= 2, () -> getAndTouch(session, line, false));
      case "gats" -> orError(session, words >= 2, () -> getAndTouch(session, line, true));
      case "add" -> update(session, line, Store.Mode.ADD);
      case "replace" -> update(session, line, Store.Mode.REPLACE);
      case "append" -> update(session, line, Store.Mode.APPEND);
      case "prepend" -> update(session, line, Store.Mode.PREPEND);
      case "cas" -> update(session, line, Store.Mode.CAS);
      case "incr" ->
          orError(session, words == 3 || words == 4, () -> arithmetic(session, line, true));
      case "decr" ->
          orError(session, words == 3 || words == 4, () -> arithmetic(session, line, false));
      case "delete" -> orError(session, words >= 2 && words <= 4, () -> delete(session, line));
      case "touch" -> orError(session, words == 3 || words == 4, () -> touch(session, line));
      case "flush_all" -> orError(session, words <= 3, () -> flushAll(session, line));
      case "version" -> session.answer("VERSION " + MemcachedNode.VERSION);
      case "quit" -> session.close("normal");
      case "verbosity" ->
          orError(session, words == 2 || words == 3, () -> verbosity(session, line));
      default -> {
        if (!admin.run(session, line)) {
          unknown(session, line);
        }
      }
    }
  }

  private static void unknown(MemcachedSession session, Tokens line) {
    if (Bytes.latin1Text(line.last()).startsWith("HTTP/")) {
      session.close("error");
    } else {
      session.answer("ERROR");
    }
  }

  static void orError(MemcachedSession session, boolean fits, Runnable action) {
    if (fits) {
      action.run();
    } else {
      session.answer("ERROR");
    }
  }

  /** Notes whether the last word asks for silence. */
  static void noReplyMaybe(MemcachedSession session, Tokens line) {
    if (line.lastIs("noreply")) {
      session.noReply = true;
    }
  }

  // Reading

  private void getAndTouch(MemcachedSession session, Tokens line, boolean withCas) {
    OptionalLong expiry = line.signed32(1, 0);
    if (expiry.isEmpty()) {
      session.answer("CLIENT_ERROR invalid exptime argument");
      return;
    }
    if (line.count() < 3) {
      session.answer("ERROR");
      return;
    }
    get(session, line, 2, withCas, node.clock().expiry(expiry.getAsLong()), true);
  }

  private void get(
      MemcachedSession session, Tokens line, int first, boolean withCas, long expires) {
    get(session, line, first, withCas, expires, false);
  }

  private void get(
      MemcachedSession session,
      Tokens line,
      int first,
      boolean withCas,
      long expires,
      boolean touch) {
    ByteText out = session.out();
    int start = out.length();
    for (int i = first; i < line.count(); i++) {
      if (line.length(i) > Settings.KEY_MAX_BYTES) {
        out.cut(start);
        session.answer(BAD_LINE);
        return;
      }
      if (i > first && !session.mayAnswer()) {
        out.cut(start);
        session.answer("SERVER_ERROR out of memory writing get response");
        return;
      }
      Item item = node.fetch(line, i, true);
      if (settings.detailEnabled) {
        node.prefixes().get(line.get(i), item != null);
      }
      if (touch) {
        stats.touchCommands++;
      } else {
        stats.getCommands++;
      }
      if (item == null) {
        if (touch) {
          stats.touchMisses++;
        } else {
          stats.getMisses++;
        }
        continue;
      }
      if (touch) {
        item.expires = expires;
        store.count(item).touchHits++;
      } else {
        items.list(item).counts.hits++;
      }
      out.append("VALUE ").append(item.key).append(' ').append(item.clientFlags).append(' ');
      out.append(item.length());
      if (withCas) {
        out.append(' ').appendUnsigned(item.cas);
      }
      out.append("\r\n").append(item.value).append("\r\n");
      items.release(item);
    }
    out.append("END\r\n");
  }

  // Writing

  private void update(MemcachedSession session, Tokens line, Store.Mode mode) {
    int words = mode == Store.Mode.CAS ? 6 : 5;
    if (line.count() != words && line.count() != words + 1) {
      session.answer("ERROR");
      return;
    }
    noReplyMaybe(session, line);
    byte[] key = line.get(1);
    OptionalLong flags = line.unsigned32(2, 0);
    OptionalLong expiry = line.signed32(3, 0);
    OptionalLong length = line.signed32(4, 0);
    OptionalLong cas = mode == Store.Mode.CAS ? line.unsigned64(5, 0) : OptionalLong.of(0);
    if (key.length > Settings.KEY_MAX_BYTES
        || flags.isEmpty()
        || expiry.isEmpty()
        || length.isEmpty()
        || cas.isEmpty()
        || length.getAsLong() < 0
        || length.getAsLong() > MOST_VALUE_BYTES) {
      session.answer(BAD_LINE);
      return;
    }
    node.prefixes().set(key);
    int valueBytes = (int) length.getAsLong() + Item.END_BYTES;
    long expires = node.clock().expiry(expiry.getAsLong());
    Item item = items.allocate(key, flags.getAsLong(), expires, valueBytes);
    if (item == null) {
      boolean fits = items.fits(key.length, flags.getAsLong(), valueBytes);
      session.answer(
          fits
              ? "SERVER_ERROR out of memory storing object"
              : "SERVER_ERROR object too large for cache");
      node.refusedItem(session, key, mode, fits);
      session.swallow(valueBytes);
      if (mode == Store.Mode.SET) {
        store.forget(key);
      }
      return;
    }
    if (item.large && !items.extend(item)) {
      items.release(item);
      session.answer("SERVER_ERROR Out of memory during read");
      session.swallow(valueBytes);
      return;
    }
    item.cas = cas.getAsLong();
    session.expect(
        new Upload(item.length(), Item.END_BYTES, upload -> complete(session, item, mode, upload)));
  }

  private void complete(MemcachedSession session, Item item, Store.Mode mode, Upload upload) {
    store.count(item).setCommands++;
    if (upload.endsLine()) {
      item.value = upload.value();
      Store.Stored stored = store.store(item, mode, false);
      node.stored(session, item, mode, stored);
      session.answer(stored.name());
    } else {
      session.answer("CLIENT_ERROR bad data chunk");
    }
    items.release(item);
  }

  private void arithmetic(MemcachedSession session, Tokens line, boolean up) {
    noReplyMaybe(session, line);
    if (line.length(1) > Settings.KEY_MAX_BYTES) {
      session.answer(BAD_LINE);
      return;
    }
    OptionalLong delta = line.unsigned64(2, 0);
    if (delta.isEmpty()) {
      session.answer("CLIENT_ERROR invalid numeric delta argument");
      return;
    }
    Store.Delta done = store.add(line.get(1), up, delta.getAsLong(), 0);
    switch (done.result()) {
      case OK -> session.answer(Long.toUnsignedString(done.value()));
      case NON_NUMERIC ->
          session.answer("CLIENT_ERROR cannot increment or decrement non-numeric value");
      case NO_MEMORY -> session.answer("SERVER_ERROR out of memory");
      case NOT_FOUND, CAS_MISMATCH -> {
        countMiss(up);
        session.answer("NOT_FOUND");
      }
    }
    release(done.item());
  }

  void countMiss(boolean up) {
    if (up) {
      stats.incrementMisses++;
    } else {
      stats.decrementMisses++;
    }
  }

  private void release(@Nullable Item item) {
    if (item != null) {
      items.release(item);
    }
  }

  private void delete(MemcachedSession session, Tokens line) {
    int words = line.count();
    if (words > 2) {
      boolean zero = line.is(2, "0");
      noReplyMaybe(session, line);
      boolean silent = session.noReply;
      if (!(words == 3 && (zero || silent) || words == 4 && zero && silent)) {
        session.answer(BAD_LINE + ".  Usage: delete <key> [noreply]");
        return;
      }
    }
    byte[] key = line.get(1);
    if (key.length > Settings.KEY_MAX_BYTES) {
      session.answer(BAD_LINE);
      return;
    }
    node.prefixes().delete(key);
    Item item = node.fetch(key, false);
    if (item == null) {
      stats.deleteMisses++;
      session.answer("NOT_FOUND");
      return;
    }
    store.count(item).deleteHits++;
    items.unlink(item);
    items.release(item);
    session.answer("DELETED");
  }

  private void touch(MemcachedSession session, Tokens line) {
    noReplyMaybe(session, line);
    if (line.length(1) > Settings.KEY_MAX_BYTES) {
      session.answer(BAD_LINE);
      return;
    }
    OptionalLong expiry = line.signed32(2, 0);
    if (expiry.isEmpty()) {
      session.answer("CLIENT_ERROR invalid exptime argument");
      return;
    }
    Item item = node.fetch(line.get(1), true);
    stats.touchCommands++;
    if (item == null) {
      stats.touchMisses++;
      session.answer("NOT_FOUND");
      return;
    }
    item.expires = node.clock().expiry(expiry.getAsLong());
    store.count(item).touchHits++;
    session.answer("TOUCHED");
    items.release(item);
  }

  private void flushAll(MemcachedSession session, Tokens line) {
    noReplyMaybe(session, line);
    stats.flushCommands++;
    if (!settings.flushEnabled) {
      session.answer("CLIENT_ERROR flush_all not allowed");
      return;
    }
    long delay = 0;
    if (line.count() != (session.noReply ? 2 : 1)) {
      OptionalLong given = line.signed32(1, 0);
      if (given.isEmpty()) {
        session.answer("CLIENT_ERROR invalid exptime argument");
        return;
      }
      delay = given.getAsLong();
    }
    node.flushAll(delay);
    session.answer("OK");
  }

  private void verbosity(MemcachedSession session, Tokens line) {
    noReplyMaybe(session, line);
    OptionalLong level = line.unsigned32(1, 0);
    if (level.isEmpty()) {
      session.answer(BAD_LINE);
      return;
    }
    settings.verbosity = (int) Math.min(level.getAsLong(), MOST_VERBOSITY);
    session.answer("OK");
  }
}
