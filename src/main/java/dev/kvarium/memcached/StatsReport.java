package dev.kvarium.memcached;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code stats} and its subcommands tell, in memcached's order.
 *
 * <p>What a model has no part of is told as a quiet server would: no process, no buffers that ran
 * out, no NAPI.
 */
final class StatsReport {
  private static final long BUFFER_BYTES = 16_384;

  private final MemcachedNode node;
  private final Settings settings;
  private final Items items;
  private final NodeStats stats;

  StatsReport(MemcachedNode node) {
    this.node = node;
    this.settings = node.settings();
    this.items = node.items();
    this.stats = node.stats();
  }

  void general(StatLines to) {
    NodeStats.OfClass all = summed();
    to.add("pid", node.processId());
    to.add("uptime", node.clock().now() - NodeClock.UPDATE_INTERVAL_SECONDS);
    to.add("time", node.clock().now() + node.clock().startedSeconds());
    to.add("version", MemcachedNode.VERSION);
    to.add("libevent", "2.1.12-stable");
    to.add("pointer_size", 64);
    to.add("rusage_user", "0.000000");
    to.add("rusage_system", "0.000000");
    int connections = node.sessions().size();
    to.add("max_connections", settings.maxConnections);
    to.add("curr_connections", connections);
    to.add("total_connections", stats.totalConnections);
    if (settings.maxConnectionsFast) {
      to.add("rejected_connections", stats.rejectedConnections);
    }
    to.add("connection_structures", node.mostSessions() + 1L);
    to.add("response_obj_oom", stats.responseOutOfMemory);
    int answers = 1;
    for (MemcachedSession each : node.sessions()) {
      answers += each.awaitsAnswer() ? 1 : 0;
    }
    int buffers = Math.max(node.mostBuffers(), 1);
    to.add("response_obj_count", answers);
    to.add("response_obj_bytes", BUFFER_BYTES);
    to.add("read_buf_count", buffers);
    to.add("read_buf_bytes", buffers * BUFFER_BYTES);
    to.add("read_buf_bytes_free", Math.max(buffers - node.buffersInUse(), 0) * BUFFER_BYTES);
    to.add("read_buf_oom", 0);
    to.add("reserved_fds", settings.threads * 5L);
    to.add("cmd_get", stats.getCommands);
    to.add("cmd_set", all.setCommands);
    to.add("cmd_flush", stats.flushCommands);
    to.add("cmd_touch", stats.touchCommands);
    to.add("cmd_meta", stats.metaCommands);
    to.add("get_hits", all.getHits);
    to.add("get_misses", stats.getMisses);
    to.add("get_expired", stats.getExpired);
    to.add("get_flushed", stats.getFlushed);
    to.add("delete_misses", stats.deleteMisses);
    to.add("delete_hits", all.deleteHits);
    to.add("incr_misses", stats.incrementMisses);
    to.add("incr_hits", all.incrementHits);
    to.add("decr_misses", stats.decrementMisses);
    to.add("decr_hits", all.decrementHits);
    to.add("cas_misses", stats.casMisses);
    to.add("cas_hits", all.casHits);
    to.add("cas_badval", all.casBadValue);
    to.add("touch_hits", all.touchHits);
    to.add("touch_misses", stats.touchMisses);
    to.add("store_too_large", stats.storeTooLarge);
    to.add("store_no_memory", stats.storeNoMemory);
    to.add("auth_cmds", stats.authCommands);
    to.add("auth_errors", stats.authErrors);
    if (settings.idleTimeoutSeconds != 0) {
      to.add("idle_kicks", stats.idleKicks);
    }
    to.add("bytes_read", stats.bytesRead);
    to.add("bytes_written", stats.bytesWritten);
    to.add("limit_maxbytes", settings.maxBytes);
    to.add("accepting_conns", node.accepting() ? 1 : 0);
    to.add("listen_disabled_num", node.timesNotAccepting());
    to.add("time_in_listen_disabled_us", node.notAcceptingMicros());
    to.add("threads", settings.threads);
    to.add("conn_yields", stats.yields);
    to.add("hash_power_level", items.table.power());
    to.add("hash_bytes", items.table.bytes());
    to.add("hash_is_expanding", 0);
    if (settings.slabReassign) {
      to.add("slab_reassign_rescues", stats.rescues);
      to.add("slab_reassign_chunk_rescues", stats.chunkRescues);
      to.add("slab_reassign_evictions_nomem", stats.evictionsNoMemory);
      to.add("slab_reassign_inline_reclaim", stats.inlineReclaims);
      to.add("slab_reassign_busy_items", stats.busyItems);
      to.add("slab_reassign_busy_deletes", stats.busyDeletes);
      to.add("slab_reassign_running", node.mover().running() ? 1 : 0);
      to.add("slabs_moved", stats.slabsMoved);
    }
    if (settings.lruCrawler) {
      to.add("lru_crawler_running", node.crawler().running() ? 1 : 0);
      to.add("lru_crawler_starts", stats.crawlerStarts);
    }
    if (settings.lruMaintainer) {
      to.add("lru_maintainer_juggles", stats.maintainerJuggles);
    }
    to.add("malloc_fails", 0);
    to.add("log_worker_dropped", 0);
    to.add("log_worker_written", stats.logWorkerWritten);
    to.add("log_watcher_skipped", stats.logWatcherSkipped);
    to.add("log_watcher_sent", stats.logWatcherSent);
    to.add("log_watchers", node.watch().watchers());
    to.add("unexpected_napi_ids", 0);
    to.add("round_robin_fallback", 0);
    to.add("bytes", items.bytes());
    to.add("curr_items", items.count());
    to.add("total_items", stats.totalItems);
    to.add("slab_global_page_pool", items.slabs.pooledPages());
    totals(to);
  }

  private NodeStats.OfClass summed() {
    NodeStats.OfClass all = new NodeStats.OfClass();
    for (NodeStats.OfClass each : stats.classes) {
      all.setCommands += each.setCommands;
      all.touchHits += each.touchHits;
      all.deleteHits += each.deleteHits;
      all.casHits += each.casHits;
      all.casBadValue += each.casBadValue;
      all.incrementHits += each.incrementHits;
      all.decrementHits += each.decrementHits;
    }
    for (int classId = 1; classId < SlabTable.MOST_CLASSES; classId++) {
      all.getHits += hits(classId);
    }
    return all;
  }

  /** How many reads found an item of a class, whichever list it was on. */
  private long hits(int classId) {
    long hits = 0;
    for (Segment segment : Segment.ALL) {
      hits += items.list(classId, segment).counts.hits;
    }
    return hits;
  }

  private LruList.Counts totals(int fromClass, int toClass) {
    LruList.Counts sum = new LruList.Counts();
    for (int classId = fromClass; classId <= toClass; classId++) {
      for (Segment segment : Segment.ALL) {
        LruList.Counts each = items.list(classId, segment).counts;
        sum.evicted += each.evicted;
        sum.evictedNonzero += each.evictedNonzero;
        sum.evictedUnfetched += each.evictedUnfetched;
        sum.evictedActive += each.evictedActive;
        sum.reclaimed += each.reclaimed;
        sum.outOfMemory += each.outOfMemory;
        sum.tailRepairs += each.tailRepairs;
        sum.expiredUnfetched += each.expiredUnfetched;
        sum.crawlerReclaimed += each.crawlerReclaimed;
        sum.crawlerChecked += each.crawlerChecked;
        sum.movesToCold += each.movesToCold;
        sum.movesToWarm += each.movesToWarm;
        sum.movesWithin += each.movesWithin;
        sum.directReclaims += each.directReclaims;
      }
    }
    return sum;
  }

  private void totals(StatLines to) {
    LruList.Counts sum = totals(1, SlabTable.MOST_CLASSES - 1);
    to.add("expired_unfetched", sum.expiredUnfetched);
    to.add("evicted_unfetched", sum.evictedUnfetched);
    if (settings.lruMaintainer) {
      to.add("evicted_active", sum.evictedActive);
    }
    to.add("evictions", sum.evicted);
    to.add("reclaimed", sum.reclaimed);
    to.add("crawler_reclaimed", sum.crawlerReclaimed);
    to.add("crawler_items_checked", sum.crawlerChecked);
    to.add("lrutail_reflocked", 0);
    if (settings.lruMaintainer) {
      to.add("moves_to_cold", sum.movesToCold);
      to.add("moves_to_warm", sum.movesToWarm);
      to.add("moves_within_lru", sum.movesWithin);
      to.add("direct_reclaims", sum.directReclaims);
      to.add("lru_bumps_dropped", items.droppedBumps());
    }
  }

  void items(StatLines to) {
    for (int classId = 1; classId < SlabTable.MOST_CLASSES; classId++) {
      long number = 0;
      long bytes = 0;
      for (Segment segment : Segment.ALL) {
        number += items.list(classId, segment).size;
        bytes += items.list(classId, segment).bytes;
      }
      if (number > 0) {
        itemsOf(classId, number, bytes, to);
      }
    }
  }

  private void itemsOf(int classId, long number, long bytes, StatLines to) {
    String front = "items:" + classId + ":";
    LruList.Counts sum = totals(classId, classId);
    to.add(front + "number", number);
    if (settings.lruMaintainer) {
      to.add(front + "number_hot", items.list(classId, Segment.HOT).size);
      to.add(front + "number_warm", items.list(classId, Segment.WARM).size);
      to.add(front + "number_cold", items.list(classId, Segment.COLD).size);
      if (settings.temporaryLru) {
        to.add(front + "number_temp", items.list(classId, Segment.TEMPORARY).size);
      }
      to.add(front + "age_hot", age(classId, Segment.HOT));
      to.add(front + "age_warm", age(classId, Segment.WARM));
    }
    to.add(front + "age", age(classId, Segment.COLD));
    to.add(front + "mem_requested", bytes);
    to.add(front + "evicted", sum.evicted);
    to.add(front + "evicted_nonzero", sum.evictedNonzero);
    to.add(front + "evicted_time", items.list(classId, Segment.COLD).counts.evictedTime);
    to.add(front + "outofmemory", sum.outOfMemory);
    to.add(front + "tailrepairs", sum.tailRepairs);
    to.add(front + "reclaimed", sum.reclaimed);
    to.add(front + "expired_unfetched", sum.expiredUnfetched);
    to.add(front + "evicted_unfetched", sum.evictedUnfetched);
    if (settings.lruMaintainer) {
      to.add(front + "evicted_active", sum.evictedActive);
    }
    to.add(front + "crawler_reclaimed", sum.crawlerReclaimed);
    to.add(front + "crawler_items_checked", sum.crawlerChecked);
    to.add(front + "lrutail_reflocked", 0);
    if (settings.lruMaintainer) {
      to.add(front + "moves_to_cold", sum.movesToCold);
      to.add(front + "moves_to_warm", sum.movesToWarm);
      to.add(front + "moves_within_lru", sum.movesWithin);
      to.add(front + "direct_reclaims", sum.directReclaims);
      to.add(front + "hits_to_hot", items.list(classId, Segment.HOT).counts.hits);
      to.add(front + "hits_to_warm", items.list(classId, Segment.WARM).counts.hits);
      to.add(front + "hits_to_cold", items.list(classId, Segment.COLD).counts.hits);
      to.add(front + "hits_to_temp", items.list(classId, Segment.TEMPORARY).counts.hits);
    }
  }

  private long age(int classId, Segment segment) {
    Item tail = items.list(classId, segment).tail;
    return tail == null ? 0 : node.clock().now() - tail.time;
  }

  void slabs(StatLines to) {
    int active = 0;
    for (SlabClass each : items.slabs.table().classes()) {
      Slabs.Shelf shelf = items.slabs.shelf(each.id());
      if (shelf.pages.isEmpty()) {
        continue;
      }
      active++;
      String front = each.id() + ":";
      long chunks = (long) shelf.pages.size() * each.chunksPerPage();
      NodeStats.OfClass counts = stats.classes[each.id()];
      to.add(front + "chunk_size", each.chunkBytes());
      to.add(front + "chunks_per_page", each.chunksPerPage());
      to.add(front + "total_pages", shelf.pages.size());
      to.add(front + "total_chunks", chunks);
      to.add(front + "used_chunks", chunks - shelf.freeChunks);
      to.add(front + "free_chunks", shelf.freeChunks);
      to.add(front + "free_chunks_end", 0);
      to.add(front + "get_hits", hits(each.id()));
      to.add(front + "cmd_set", counts.setCommands);
      to.add(front + "delete_hits", counts.deleteHits);
      to.add(front + "incr_hits", counts.incrementHits);
      to.add(front + "decr_hits", counts.decrementHits);
      to.add(front + "cas_hits", counts.casHits);
      to.add(front + "cas_badval", counts.casBadValue);
      to.add(front + "touch_hits", counts.touchHits);
    }
    to.add("active_slabs", active);
    to.add("total_malloced", items.slabs.mallocedBytes());
  }

  void sizes(StatLines to) {
    if (!items.sizes.on()) {
      to.add("sizes_status", "disabled");
      return;
    }
    for (Map.Entry<Integer, Long> each : items.sizes.counts().entrySet()) {
      to.add(Integer.toString(each.getKey()), each.getValue());
    }
  }

  /** Who is connected, by descriptor; whoever listens comes first. */
  void connections(StatLines to, MemcachedSession asking) {
    String listening = node.listenDescriptor() + ":";
    to.add(listening + "addr", "tcp:" + node.listenAddress());
    to.add(listening + "state", "conn_listening");
    to.add(listening + "secs_since_last_cmd", node.clock().now() - node.startedSeconds());
    List<MemcachedSession> sessions = new ArrayList<>(node.sessions());
    sessions.sort(Comparator.comparingInt(MemcachedSession::descriptor));
    for (MemcachedSession each : sessions) {
      String front = each.descriptor() + ":";
      to.add(front + "addr", "tcp:" + each.address());
      to.add(front + "listen_addr", "tcp:" + node.listenAddress());
      to.add(front + "state", each == asking ? "conn_parse_cmd" : each.stateName());
      to.add(front + "secs_since_last_cmd", node.clock().now() - each.lastCommandSeconds());
    }
  }

  void settings(StatLines to) {
    to.add("maxbytes", settings.maxBytes);
    to.add("maxconns", settings.maxConnections);
    to.add("tcpport", settings.port);
    to.add("udpport", settings.udpPort);
    to.add("inter", settings.listen.isEmpty() ? "NULL" : settings.listen);
    to.add("verbosity", settings.verbosity);
    to.add("oldest", settings.oldestLive);
    to.add("evictions", settings.evictToFree ? "on" : "off");
    to.add("domain_socket", "NULL");
    to.add("umask", "700");
    to.add("shutdown_command", settings.shutdownCommand);
    to.add("growth_factor", decimals(settings.factor));
    to.add("chunk_size", settings.chunkSizeBytes);
    to.add("num_threads", settings.threads);
    to.add("num_threads_per_udp", settings.threads);
    to.add("stat_key_prefix", String.valueOf(settings.prefixDelimiter));
    to.add("detail_enabled", settings.detailEnabled);
    to.add("reqs_per_event", settings.requestsPerEvent);
    to.add("cas_enabled", settings.useCas);
    to.add("tcp_backlog", settings.backlog);
    to.add("binding_protocol", settings.protocol.shown());
    to.add("auth_enabled_sasl", "no");
    to.add("auth_enabled_ascii", settings.authFile.isEmpty() ? "no" : settings.authFile);
    to.add("item_size_max", settings.itemSizeMaxBytes);
    to.add("maxconns_fast", settings.maxConnectionsFast);
    to.add("hashpower_init", settings.hashPowerInit);
    to.add("slab_reassign", settings.slabReassign);
    to.add("slab_automove", settings.slabAutomove);
    to.add("slab_automove_ratio", decimals(settings.slabAutomoveRatio));
    to.add("slab_automove_window", settings.slabAutomoveWindow);
    to.add("slab_chunk_max", settings.slabChunkMaxBytes);
    to.add("lru_crawler", settings.lruCrawler);
    to.add("lru_crawler_sleep", settings.lruCrawlerSleepMicros);
    to.add("lru_crawler_tocrawl", settings.lruCrawlerToCrawl);
    to.add("tail_repair_time", settings.tailRepairSeconds);
    to.add("flush_enabled", settings.flushEnabled);
    to.add("dump_enabled", settings.dumpEnabled);
    to.add("hash_algorithm", settings.hashAlgorithm);
    to.add("lru_maintainer_thread", settings.lruMaintainer);
    to.add("lru_segmented", settings.lruSegmented);
    to.add("hot_lru_pct", settings.hotLruPercent);
    to.add("warm_lru_pct", settings.warmLruPercent);
    to.add("hot_max_factor", decimals(settings.hotMaxFactor));
    to.add("warm_max_factor", decimals(settings.warmMaxFactor));
    to.add("temp_lru", settings.temporaryLru);
    to.add("temporary_ttl", settings.temporaryTtlSeconds);
    to.add("idle_timeout", settings.idleTimeoutSeconds);
    to.add("watcher_logbuf_size", settings.watcherLogbufBytes);
    to.add("worker_logbuf_size", settings.workerLogbufBytes);
    to.add("read_buf_mem_limit", settings.readBufMemLimitBytes);
    to.add("track_sizes", items.sizes.on());
    to.add("inline_ascii_response", "no");
    for (String absent : ABSENT) {
      int blank = absent.indexOf(' ');
      to.add(absent.substring(0, blank), absent.substring(blank + 1));
    }
  }

  /** What Debian's build tells of external storage and TLS when neither is used. */
  private static final String[] ABSENT = {
    "ext_item_size 512",
    "ext_item_age 4294967295",
    "ext_low_ttl 0",
    "ext_recache_rate 2000",
    "ext_wbuf_size 4194304",
    "ext_compact_under 0",
    "ext_drop_under 0",
    "ext_max_sleep 1000000",
    "ext_max_frag 0.80",
    "slab_automove_freeratio 0.010",
    "ext_drop_unread no",
    "ssl_enabled no",
    "ssl_chain_cert (null)",
    "ssl_key (null)",
    "ssl_verify_mode 0",
    "ssl_keyformat 1",
    "ssl_ciphers NULL",
    "ssl_ca_cert NULL",
    "ssl_wbuf_size 16384",
    "ssl_session_cache no",
    "ssl_kernel_tls no",
    "ssl_min_version tlsv1.2",
    "num_napi_ids (null)",
    "memory_file (null)"
  };

  private static String decimals(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
