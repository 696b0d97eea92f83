package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ByteText;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;

/** The meta commands, of two letters each: what is answered is what the flags ask for. */
final class MetaCommands {
  static final String BAD_LINE = "CLIENT_ERROR bad command line format";
  private static final int MOST_WORDS = 19;
  private static final int LONGEST_OPAQUE = 32;
  private static final int MOST_VALUE_BYTES = Integer.MAX_VALUE - 2;

  private final MemcachedNode node;
  private final Items items;
  private final NodeStats stats;
  private final Store store;

  MetaCommands(MemcachedNode node) {
    this.node = node;
    this.items = node.items();
    this.stats = node.stats();
    this.store = node.store();
  }

  /** Why a line cannot be looked into; empty when it can. */
  private static String unusable(Tokens line, String tooLong) {
    if (line.count() < 2) {
      return "ERROR";
    }
    if (line.length(1) > Settings.KEY_MAX_BYTES) {
      return BAD_LINE;
    }
    return line.count() > MOST_WORDS ? tooLong : "";
  }

  // mg

  void get(MemcachedSession session, Tokens line) {
    String wrong = unusable(line, "CLIENT_ERROR options flags are too long");
    if (!wrong.isEmpty()) {
      session.refuse(wrong);
      return;
    }
    MetaFlags flags;
    try {
      flags = MetaFlags.of(line, 2, node.clock());
    } catch (MetaFlags.Refused refused) {
      session.refuse(refused.line());
      return;
    }
    Item item = node.fetch(line, 1, !flags.locked && !flags.noUpdate);
    boolean created = false;
    if (item == null && flags.vivify) {
      item = items.allocate(line.get(1), 0, 0, Item.END_BYTES);
      if (item != null) {
        items.link(item);
        created = true;
      }
    }
    if (item == null) {
      missed(session, line, flags);
      return;
    }
    ByteText out = session.out();
    int start = out.length();
    if (flags.value) {
      out.append("VA ").append(item.length());
    } else {
      out.append("HD");
    }
    boolean won = false;
    for (int i = 2; i < line.count(); i++) {
      switch (line.at(i, 0)) {
        case 'T' -> item.expires = flags.expires;
        case 'N' -> {
          if (created) {
            item.expires = flags.vivifiedExpires;
            won = true;
          }
        }
        case 'R' ->
            won |=
                !item.tokenSent
                    && !created
                    && item.expires != 0
                    && item.expires < flags.recacheBefore;
        case 's' -> out.append(" s").append(item.length());
        case 't' -> ttl(out, item);
        case 'c' -> out.append(" c").appendUnsigned(item.cas);
        case 'f' -> out.append(" f").append(item.clientFlags);
        case 'l' -> out.append(" l").append(node.clock().now() - item.time);
        case 'h' -> out.append(item.fetched ? " h1" : " h0");
        case 'O' -> {
          if (line.length(i) > LONGEST_OPAQUE) {
            out.cut(start);
            items.release(item);
            session.refuse("CLIENT_ERROR opaque token too long");
            return;
          }
          out.append(' ').append(line.get(i));
        }
        case 'k' -> key(out, item.key, item.keyBinary);
        default -> {}
      }
    }
    if (item.tokenSent) {
      out.append(" Z");
    }
    if (item.stale) {
      out.append(" X");
      won |= !item.tokenSent;
    }
    if (won) {
      out.append(" W");
      item.tokenSent = true;
    }
    out.append("\r\n");
    if (flags.value) {
      out.append(item.value).append("\r\n");
    }
    if (flags.locked && !flags.noUpdate) {
      items.bump(item);
    }
    if (flags.newTtl) {
      stats.touchCommands++;
      store.count(item).touchHits++;
    } else {
      items.list(item).counts.hits++;
      stats.getCommands++;
    }
    items.release(item);
  }

  private void missed(MemcachedSession session, Tokens line, MetaFlags flags) {
    stats.getMisses++;
    stats.getCommands++;
    ByteText out = session.out();
    int start = out.length();
    out.append("EN");
    if (!returned(session, out, start, line, flags, line.get(1))) {
      return;
    }
    out.append("\r\n");
    if (flags.noReply) {
      out.cut(start);
    }
  }

  /** Appends the flags that are returned as they came; false when that was refused. */
  private static boolean returned(
      MemcachedSession session, ByteText out, int start, Tokens line, MetaFlags flags, byte[] key) {
    for (int i = 2; i < line.count(); i++) {
      if (line.at(i, 0) == 'O') {
        if (line.length(i) > LONGEST_OPAQUE) {
          out.cut(start);
          session.refuse("CLIENT_ERROR opaque token too long");
          return false;
        }
        out.append(' ').append(line.get(i));
      } else if (line.at(i, 0) == 'k') {
        key(out, key, flags.keyBinary);
      }
    }
    return true;
  }

  private static void key(ByteText out, byte[] key, boolean binary) {
    out.append(" k");
    if (binary) {
      out.append(Base64.getEncoder().encode(key)).append(" b");
    } else {
      out.append(key);
    }
  }

  private void ttl(ByteText out, Item item) {
    out.append(" t");
    if (item.expires == 0) {
      out.append("-1");
    } else {
      out.append(item.expires - node.clock().now() & 0xffff_ffffL);
    }
  }

  // ms

  void set(MemcachedSession session, Tokens line) {
    String wrong = unusable(line, "CLIENT_ERROR options flags too long");
    if (wrong.isEmpty() && line.count() == 2) {
      wrong = BAD_LINE;
    }
    OptionalLong length = wrong.isEmpty() ? line.signed32(2, 0) : OptionalLong.empty();
    if (wrong.isEmpty()
        && (length.isEmpty() || length.getAsLong() < 0 || length.getAsLong() > MOST_VALUE_BYTES)) {
      wrong = BAD_LINE;
    }
    if (!wrong.isEmpty()) {
      session.refuse(wrong);
      return;
    }
    int valueBytes = (int) length.orElse(0) + Item.END_BYTES;
    try {
      set(session, line, valueBytes);
    } catch (MetaFlags.Refused refused) {
      session.refuse(refused.line());
      session.swallow(valueBytes);
    }
  }

  private void set(MemcachedSession session, Tokens line, int valueBytes) throws MetaFlags.Refused {
    MetaFlags flags = MetaFlags.of(line, 3, node.clock());
    byte[] key = line.get(1);
    for (int i = 3; i < line.count(); i++) {
      if (line.at(i, 0) == 'O' && line.length(i) > LONGEST_OPAQUE) {
        throw new MetaFlags.Refused("CLIENT_ERROR opaque token too long");
      }
    }
    Store.Mode mode =
        switch (flags.mode) {
          case 0, 'S' -> Store.Mode.SET;
          case 'E' -> Store.Mode.ADD;
          case 'A' -> Store.Mode.APPEND;
          case 'P' -> Store.Mode.PREPEND;
          case 'R' -> Store.Mode.REPLACE;
          default -> throw new MetaFlags.Refused("CLIENT_ERROR invalid mode for ms M token");
        };
    if (flags.hasCas && (mode == Store.Mode.SET || mode == Store.Mode.REPLACE)) {
      mode = Store.Mode.CAS;
    }
    Item item = items.allocate(key, flags.clientFlags, flags.expires, valueBytes);
    if (item == null) {
      boolean fits = items.fits(key.length, flags.clientFlags, valueBytes);
      node.refusedItem(session, key, mode, fits);
      store.forget(key);
      throw new MetaFlags.Refused(
          fits
              ? "SERVER_ERROR out of memory storing object"
              : "SERVER_ERROR object too large for cache");
    }
    if (item.large && !items.extend(item)) {
      items.release(item);
      throw new MetaFlags.Refused("SERVER_ERROR Out of memory during read");
    }
    item.cas = flags.cas;
    item.keyBinary = flags.keyBinary;
    boolean stale = flags.setStale && mode == Store.Mode.CAS;
    Store.Mode how = mode;
    Tokens words = line.kept();
    session.expect(
        new Upload(
            item.length(),
            Item.END_BYTES,
            upload -> complete(session, words, flags, item, how, stale, upload)));
  }

  private void complete(
      MemcachedSession session,
      Tokens line,
      MetaFlags flags,
      Item item,
      Store.Mode mode,
      boolean stale,
      Upload upload) {
    store.count(item).setCommands++;
    if (!upload.endsLine()) {
      session.refuse("CLIENT_ERROR bad data chunk");
      items.release(item);
      return;
    }
    item.value = upload.value();
    Store.Stored stored = store.store(item, mode, stale);
    node.stored(session, item, mode, stored);
    if (!(stored == Store.Stored.STORED && flags.noReply)) {
      ByteText out = session.out();
      out.append(
          switch (stored) {
            case STORED -> "HD";
            case EXISTS -> "EX";
            case NOT_FOUND -> "NF";
            case NOT_STORED -> "NS";
          });
      for (int i = 3; i < line.count(); i++) {
        byte[] token = line.get(i);
        switch (token[0]) {
          case 'O' -> out.append(' ').append(line.get(i));
          case 'k' -> key(out, item.key, item.keyBinary);
          case 'c' ->
              out.append(" c").appendUnsigned(stored == Store.Stored.STORED ? store.lastCas() : 0);
          default -> {}
        }
      }
      out.append("\r\n");
    }
    items.release(item);
  }

  // md

  void delete(MemcachedSession session, Tokens line) {
    String wrong = unusable(line, "CLIENT_ERROR options flags too long");
    if (!wrong.isEmpty()) {
      session.answer(wrong);
      return;
    }
    MetaFlags flags;
    try {
      flags = MetaFlags.of(line, 2, node.clock());
    } catch (MetaFlags.Refused refused) {
      session.refuse("CLIENT_ERROR invalid or duplicate flag");
      return;
    }
    byte[] key = line.get(1);
    ByteText out = session.out();
    int start = out.length();
    out.append("HD");
    if (!returned(session, out, start, line, flags, key)) {
      return;
    }
    byte[] behind = Arrays.copyOfRange(out.array(), start + 2, out.length());
    out.cut(start);
    String code = delete(key, flags);
    if (!(code.equals("HD") && flags.noReply)) {
      out.append(code).append(behind).append("\r\n");
    }
  }

  private String delete(byte[] key, MetaFlags flags) {
    Item item = node.fetch(key, false);
    if (item == null) {
      stats.deleteMisses++;
      return "NF";
    }
    String code = "HD";
    if (flags.hasCas && item.cas != flags.cas) {
      stats.deleteMisses++;
      code = "EX";
    } else if (flags.setStale) {
      if (flags.newTtl) {
        item.expires = flags.expires;
      }
      item.stale = true;
      item.tokenSent = false;
      item.cas = items.nextCas();
    } else {
      store.count(item).deleteHits++;
      items.unlink(item);
    }
    items.release(item);
    return code;
  }

  // ma

  void arithmetic(MemcachedSession session, Tokens line) {
    String wrong = unusable(line, "CLIENT_ERROR options flags too long");
    if (!wrong.isEmpty()) {
      session.answer(wrong);
      return;
    }
    try {
      arithmetic(session, line, MetaFlags.of(line, 2, node.clock()));
    } catch (MetaFlags.Refused refused) {
      session.refuse("CLIENT_ERROR invalid or duplicate flag");
    }
  }

  private void arithmetic(MemcachedSession session, Tokens line, MetaFlags flags) {
    byte[] key = line.get(1);
    boolean up;
    switch (flags.mode) {
      case 0, 'I', '+' -> up = true;
      case 'D', '-' -> up = false;
      default -> {
        session.refuse("CLIENT_ERROR invalid mode for ma M token");
        return;
      }
    }
    Store.Delta done = store.add(key, up, flags.delta, flags.cas);
    Item item = done.item();
    long value = done.value();
    boolean created = false;
    String code = "";
    switch (done.result()) {
      case OK -> {}
      case NON_NUMERIC -> {
        session.refuse("CLIENT_ERROR cannot increment or decrement non-numeric value");
        return;
      }
      case NO_MEMORY -> {
        session.refuse("SERVER_ERROR out of memory");
        return;
      }
      case NOT_FOUND -> {
        if (flags.vivify) {
          byte[] digits = Bytes.latin1(Long.toUnsignedString(flags.initial));
          item = items.allocate(key, 0, 0, digits.length + Item.END_BYTES);
          if (item == null) {
            session.refuse("SERVER_ERROR Out of memory allocating new item");
            return;
          }
          item.value = digits;
          store.store(item, Store.Mode.ADD, false);
          value = flags.initial;
          created = true;
        } else {
          node.text().countMiss(up);
          code = "NF";
        }
      }
      case CAS_MISMATCH -> code = "EX";
    }
    ByteText out = session.out();
    int start = out.length();
    String digits = Long.toUnsignedString(value);
    if (item == null) {
      out.append(code);
      if (returned(session, out, start, line, flags, key)) {
        out.append("\r\n");
      }
      return;
    }
    if (flags.value) {
      out.append("VA ").append(digits.length());
    } else {
      out.append("HD");
    }
    for (int i = 2; i < line.count(); i++) {
      switch (line.at(i, 0)) {
        case 'c' -> out.append(" c").appendUnsigned(item.cas);
        case 't' -> ttl(out, item);
        case 'T' -> item.expires = flags.expires;
        case 'N' -> {
          if (created) {
            item.expires = flags.vivifiedExpires;
          }
        }
        case 'O' -> {
          if (line.length(i) > LONGEST_OPAQUE) {
            out.cut(start);
            items.release(item);
            session.refuse("CLIENT_ERROR opaque token too long");
            return;
          }
          out.append(' ').append(line.get(i));
        }
        case 'k' -> key(out, key, flags.keyBinary);
        default -> {}
      }
    }
    out.append("\r\n");
    if (flags.value) {
      out.append(digits).append("\r\n");
    }
    items.release(item);
    if (flags.noReply && !created) {
      out.cut(start);
    }
  }

  // me

  void debug(MemcachedSession session, Tokens line) {
    if (line.count() < 2 || line.length(1) > Settings.KEY_MAX_BYTES) {
      session.answer(BAD_LINE);
      return;
    }
    byte[] key = line.get(1);
    if (line.is(2, "b")) {
      key = MetaFlags.decoded(key);
      if (key.length == 0) {
        session.answer(BAD_LINE);
        return;
      }
    }
    stats.metaCommands++;
    Item item = node.fetch(key, false);
    if (item == null) {
      session.answer("EN");
      return;
    }
    long now = node.clock().now();
    ByteText out = session.out().append("ME ");
    out.append(item.keyBinary ? Base64.getEncoder().encode(item.key) : item.key);
    out.append(" exp=").append(item.expires == 0 ? -1 : now - item.expires);
    out.append(" la=").append(now - item.time);
    out.append(" cas=").appendUnsigned(item.cas);
    out.append(" fetch=").append(item.fetched ? "yes" : "no");
    out.append(" cls=").append(item.classId);
    out.append(" size=").append(item.bytes()).append("\r\n");
    items.release(item);
  }
}
