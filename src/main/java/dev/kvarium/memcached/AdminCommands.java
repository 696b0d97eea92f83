package dev.kvarium.memcached;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ByteText;
import java.util.EnumSet;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands for who looks after the server: statistics, pages, lists, crawler, watching. */
final class AdminCommands {
  private static final String BAD_LINE = "CLIENT_ERROR bad command line format";
  private static final long LEAST_LIMIT_MEGABYTES = 8;
  private static final long MOST_LIMIT_MEGABYTES = 1_000_000_000;
  private static final int MOST_PERCENT = 80;
  private static final long MOST_SLEEP_MICROS = 1_000_000;
  private static final int CACHEDUMP_BYTES = 2 << 20;

  private final MemcachedNode node;
  private final Settings settings;
  private final Items items;

  AdminCommands(MemcachedNode node) {
    this.node = node;
    this.settings = node.settings();
    this.items = node.items();
  }

  /** Runs it; false when it is none of these commands. */
  boolean run(MemcachedSession session, Tokens line) {
    int words = line.count();
    switch (line.text(0)) {
      case "stats" -> stats(session, line);
      case "slabs" -> slabs(session, line);
      case "lru_crawler" -> crawler(session, line);
      case "lru" -> TextCommands.orError(session, words >= 2, () -> lru(session, line));
      case "watch" -> watch(session, line);
      case "cache_memlimit" ->
          TextCommands.orError(session, words == 2 || words == 3, () -> limit(session, line));
      case "shutdown" -> shutdown(session, line);
      default -> {
        return false;
      }
    }
    return true;
  }

  // stats

  private void stats(MemcachedSession session, Tokens line) {
    ByteText out = session.out();
    StatLines lines = StatLines.text(out);
    StatsReport report = new StatsReport(node);
    if (line.count() == 1) {
      report.general(lines);
      out.append("END\r\n");
      return;
    }
    switch (line.text(1)) {
      case "reset" -> {
        node.resetStats();
        session.answer("RESET");
      }
      case "detail" -> detail(session, line);
      case "cachedump" -> cachedump(session, line);
      case "settings" -> {
        report.settings(lines);
        out.append("END\r\n");
      }
      case "conns" -> {
        report.connections(lines, session);
        out.append("END\r\n");
      }
      case "items" -> {
        report.items(lines);
        out.append("END\r\n");
      }
      case "slabs" -> {
        report.slabs(lines);
        out.append("END\r\n");
      }
      case "sizes" -> {
        report.sizes(lines);
        out.append("END\r\n");
      }
      case "sizes_enable" -> sizesEnable(lines);
      case "sizes_disable" -> {
        items.sizes.end();
        lines.add("sizes_status", "disabled");
      }
      default -> session.answer("ERROR");
    }
  }

  private void sizesEnable(StatLines lines) {
    if (!settings.useCas) {
      lines.add("sizes_status", "error");
      lines.add("sizes_error", "cas_support_disabled");
      return;
    }
    if (!items.sizes.on()) {
      items.sizes.begin(items.nextCas());
    }
    lines.add("sizes_status", "enabled");
  }

  private void detail(MemcachedSession session, Tokens line) {
    switch (line.count() < 3 ? "" : line.text(2)) {
      case "on" -> {
        settings.detailEnabled = true;
        session.answer("OK");
      }
      case "off" -> {
        settings.detailEnabled = false;
        session.answer("OK");
      }
      case "dump" -> node.prefixes().dump(session.out());
      default -> session.answer("CLIENT_ERROR usage: stats detail on|off|dump");
    }
  }

  private void cachedump(MemcachedSession session, Tokens line) {
    if (!settings.dumpEnabled) {
      session.answer("CLIENT_ERROR stats cachedump not allowed");
      return;
    }
    if (line.count() < 4) {
      session.answer("CLIENT_ERROR bad command line");
      return;
    }
    OptionalLong classId = line.unsigned32(2, 0);
    OptionalLong limit = line.unsigned32(3, 0);
    if (classId.isEmpty() || limit.isEmpty()) {
      session.answer(BAD_LINE);
      return;
    }
    if (classId.getAsLong() >= SlabTable.MOST_CLASSES) {
      session.answer("CLIENT_ERROR Illegal slab id");
      return;
    }
    ByteText out = session.out();
    int start = out.length();
    long shown = 0;
    LruList list = items.list((int) classId.getAsLong(), Segment.COLD);
    for (Item each = list.head; each != null; each = each.next) {
      if (limit.getAsLong() != 0 && shown == limit.getAsLong()
          || out.length() - start > CACHEDUMP_BYTES) {
        break;
      }
      if (!each.keyBinary) {
        out.append("ITEM ").append(each.key).append(" [").append(each.length()).append(" b; ");
        out.append(each.expires == 0 ? 0 : each.expires + node.clock().startedSeconds());
        out.append(" s]\r\n");
        shown++;
      }
    }
    out.append("END\r\n");
  }

  // slabs

  private void slabs(MemcachedSession session, Tokens line) {
    if (line.count() == 4 && line.is(1, "reassign")) {
      reassign(session, line);
    } else if (line.count() >= 3 && line.is(1, "automove")) {
      automove(session, line);
    } else {
      session.answer("ERROR");
    }
  }

  private void reassign(MemcachedSession session, Tokens line) {
    if (!settings.slabReassign) {
      session.answer("CLIENT_ERROR slab reassignment disabled");
      return;
    }
    OptionalLong from = line.signed32(2, 0);
    OptionalLong to = line.signed32(3, 0);
    if (from.isEmpty() || to.isEmpty()) {
      session.answer(BAD_LINE);
      return;
    }
    session.answer(
        switch (node.mover().move((int) from.getAsLong(), (int) to.getAsLong())) {
          case STARTED -> "OK";
          case RUNNING -> "BUSY currently processing reassign request";
          case BAD_CLASS -> "BADCLASS invalid src or dst class id";
          case NO_SPARE -> "NOSPARE source class has no spare pages";
          case SAME -> "SAME src and dst class are identical";
        });
  }

  private void automove(MemcachedSession session, Tokens line) {
    TextCommands.noReplyMaybe(session, line);
    if (line.is(2, "ratio")) {
      OptionalDoubleText ratio = OptionalDoubleText.of(line, 3);
      if (ratio.absent()) {
        session.answer("ERROR");
        return;
      }
      settings.slabAutomoveRatio = ratio.value();
      session.answer("OK");
      return;
    }
    OptionalLong level = line.unsigned32(2, 0);
    if (level.isEmpty()) {
      session.answer(BAD_LINE);
    } else if (level.getAsLong() > 2) {
      session.answer("ERROR");
    } else {
      settings.slabAutomove = (int) level.getAsLong();
      session.answer("OK");
    }
  }

  /** A word that should be a decimal number. */
  private record OptionalDoubleText(boolean absent, double value) {
    static OptionalDoubleText of(Tokens line, int word) {
      if (line.count() <= word
          || !line.text(word).matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
        return new OptionalDoubleText(true, 0);
      }
      return new OptionalDoubleText(false, Double.parseDouble(line.text(word)));
    }
  }

  // lru_crawler

  private void crawler(MemcachedSession session, Tokens line) {
    if (line.count() == 2 && line.is(1, "enable")) {
      boolean was = settings.lruCrawler;
      settings.lruCrawler = true;
      session.answer(was ? "ERROR failed to start lru crawler thread" : "OK");
    } else if (line.count() == 2 && line.is(1, "disable")) {
      settings.lruCrawler = false;
      session.answer("OK");
    } else if (line.count() == 3 && line.is(1, "crawl")) {
      crawl(session, line.text(2));
    } else if (line.count() == 3 && line.is(1, "metadump")) {
      metadump(session, line.text(2));
    } else if (line.count() == 3 && line.is(1, "tocrawl")) {
      OptionalLong most = line.unsigned32(2, 0);
      if (most.isEmpty()) {
        session.answer(BAD_LINE);
      } else {
        settings.lruCrawlerToCrawl = most.getAsLong();
        session.answer("OK");
      }
    } else if (line.count() == 3 && line.is(1, "sleep")) {
      OptionalLong micros = line.unsigned32(2, 0);
      if (micros.isEmpty()) {
        session.answer(BAD_LINE);
      } else if (micros.getAsLong() > MOST_SLEEP_MICROS) {
        session.answer("CLIENT_ERROR sleep must be one second or less");
      } else {
        settings.lruCrawlerSleepMicros = (int) micros.getAsLong();
        session.answer("OK");
      }
    } else {
      session.answer("ERROR");
    }
  }

  private void crawl(MemcachedSession session, String classes) {
    if (!settings.lruCrawler) {
      session.answer("CLIENT_ERROR lru crawler disabled");
      return;
    }
    String refused = start(classes, null, () -> {});
    session.answer(refused.isEmpty() ? "OK" : refused);
  }

  private void metadump(MemcachedSession session, String classes) {
    if (!settings.lruCrawler) {
      session.answer("CLIENT_ERROR lru crawler disabled");
      return;
    }
    if (!settings.dumpEnabled) {
      session.answer("ERROR metadump not allowed");
      return;
    }
    if (session.hasOutput()) {
      session.answer("ERROR cannot pipeline other commands before metadump");
      return;
    }
    String refused =
        start(
            classes,
            item -> dump(session.out(), item),
            () -> {
              session.out().append("END\r\n");
              session.resume();
            });
    if (refused.isEmpty()) {
      session.park();
    } else {
      session.answer(refused);
    }
  }

  private void dump(ByteText out, Item item) {
    long now = node.clock().now();
    if (item.expires != 0 && item.expires < now || items.isFlushed(item)) {
      return;
    }
    long start = node.clock().startedSeconds();
    out.append("key=").append(Watch.encoded(item.key));
    out.append(" exp=").append(item.expires == 0 ? -1 : item.expires + start);
    out.append(" la=").append(item.time + start);
    out.append(" cas=").appendUnsigned(item.cas);
    out.append(" fetch=").append(item.fetched ? "yes" : "no");
    out.append(" cls=").append(item.classId);
    out.append(" size=").append(item.bytes()).append("\n");
  }

  /** Starts the crawler; why it cannot, or nothing. */
  private String start(String classes, @Nullable Consumer<Item> viewer, Runnable done) {
    return switch (node.crawler().start(classes, viewer, done)) {
      case STARTED -> "";
      case RUNNING -> "BUSY currently processing crawler request";
      case BAD_CLASS -> "BADCLASS invalid class id";
      case NOTHING_TO_DO -> "NOTSTARTED no items to crawl";
      case FAILED -> "ERROR an unknown error happened";
    };
  }

  // lru

  private void lru(MemcachedSession session, Tokens line) {
    TextCommands.noReplyMaybe(session, line);
    if (line.is(1, "tune") && line.count() >= 6) {
      tune(session, line);
    } else if (line.is(1, "mode") && line.count() >= 3 && settings.lruMaintainer) {
      switch (line.text(2)) {
        case "flat" -> settings.lruSegmented = false;
        case "segmented" -> settings.lruSegmented = true;
        default -> {
          session.answer("ERROR");
          return;
        }
      }
      session.answer("OK");
    } else if (line.is(1, "temp_ttl") && line.count() >= 3 && settings.lruMaintainer) {
      OptionalLong ttl = line.signed32(2, 0);
      if (ttl.isEmpty()) {
        session.answer("ERROR");
        return;
      }
      settings.temporaryLru = ttl.getAsLong() >= 0;
      if (settings.temporaryLru) {
        settings.temporaryTtlSeconds = (int) ttl.getAsLong();
      }
      session.answer("OK");
    } else {
      session.answer("ERROR");
    }
  }

  private void tune(MemcachedSession session, Tokens line) {
    OptionalLong hot = line.unsigned32(2, 0);
    OptionalLong warm = line.unsigned32(3, 0);
    OptionalDoubleText hotFactor = OptionalDoubleText.of(line, 4);
    OptionalDoubleText warmFactor = OptionalDoubleText.of(line, 5);
    if (hot.isEmpty() || warm.isEmpty() || hotFactor.absent() || warmFactor.absent()) {
      session.answer("ERROR");
    } else if (hot.getAsLong() + warm.getAsLong() > MOST_PERCENT) {
      session.answer("ERROR hot and warm pcts must not exceed 80");
    } else if (hotFactor.value() <= 0 || warmFactor.value() <= 0) {
      session.answer("ERROR hot/warm age factors must be greater than 0");
    } else {
      settings.hotLruPercent = (int) hot.getAsLong();
      settings.warmLruPercent = (int) warm.getAsLong();
      settings.hotMaxFactor = hotFactor.value();
      settings.warmMaxFactor = warmFactor.value();
      session.answer("OK");
    }
  }

  // watch, cache_memlimit, shutdown

  private void watch(MemcachedSession session, Tokens line) {
    TextCommands.noReplyMaybe(session, line);
    if (!settings.watchEnabled) {
      session.answer("CLIENT_ERROR watch commands not allowed");
      return;
    }
    if (session.hasOutput()) {
      session.answer("ERROR cannot pipeline other commands before watch");
      return;
    }
    Set<Watch.Kind> kinds = EnumSet.noneOf(Watch.Kind.class);
    for (int i = 1; i < line.count(); i++) {
      String word = line.text(i);
      Watch.Kind kind = null;
      for (Watch.Kind each : Watch.Kind.values()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
          kind = each;
        }
      }
      if (kind == null) {
        session.answer("ERROR");
        return;
      }
      kinds.add(kind);
    }
    if (kinds.isEmpty()) {
      kinds.add(Watch.Kind.FETCHERS);
    }
    if (node.watch().add(session, kinds)) {
      session.out().append(Bytes.latin1("OK\r\n"));
      session.park();
    } else {
      session.answer("WATCHER_TOO_MANY log watcher limit reached");
    }
  }

  private void limit(MemcachedSession session, Tokens line) {
    TextCommands.noReplyMaybe(session, line);
    OptionalLong megabytes = line.unsigned32(1, 0);
    if (megabytes.isEmpty()) {
      session.answer("ERROR");
    } else if (megabytes.getAsLong() < LEAST_LIMIT_MEGABYTES) {
      session.answer("MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m");
    } else if (megabytes.getAsLong() > MOST_LIMIT_MEGABYTES) {
      session.answer("MEMLIMIT_ADJUST_FAILED input value is megabytes not bytes");
    } else {
      items.slabs.limit(megabytes.getAsLong() << 20);
      session.answer("OK");
    }
  }

  private void shutdown(MemcachedSession session, Tokens line) {
    if (!settings.shutdownCommand) {
      session.answer("ERROR: shutdown not enabled");
    } else if (line.count() == 1 || line.count() == 2 && line.is(1, "graceful")) {
      session.close("shutdown");
      node.shutdown();
    } else {
      session.answer("CLIENT_ERROR invalid shutdown mode");
    }
  }
}
