package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.WRITE;
import static dev.kvarium.redis.command.StreamCommands.row;

import dev.kvarium.redis.value.StreamConsumer;
import dev.kvarium.redis.value.StreamDelivery;
import dev.kvarium.redis.value.StreamGroup;
import dev.kvarium.redis.value.StreamPending;
import dev.kvarium.redis.value.StreamValue;
import dev.kvarium.structure.RaxCursor;
import dev.kvarium.structure.StreamId;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XCLAIM and XAUTOCLAIM: what is pending for one consumer is given to another. */
public final class StreamClaimCommands {
  private static final CommandError CLAIM_IDLE =
      new CommandError("ERR Invalid min-idle-time argument for XCLAIM");
  private static final CommandError CLAIM_IDLE_OPTION =
      new CommandError("ERR Invalid IDLE option argument for XCLAIM");
  private static final CommandError CLAIM_TIME =
      new CommandError("ERR Invalid TIME option argument for XCLAIM");
  private static final CommandError CLAIM_RETRY =
      new CommandError("ERR Invalid RETRYCOUNT option argument for XCLAIM");
  private static final CommandError AUTO_IDLE =
      new CommandError("ERR Invalid min-idle-time argument for XAUTOCLAIM");
  private static final CommandError AUTO_COUNT = new CommandError("ERR COUNT must be > 0");
  private static final CommandError AUTO_MEMORY =
      new CommandError(
          "ERR Insufficient memory, failed allocating transient memory, COUNT too high.");

  /** So many times COUNT pending entries are looked at. */
  private static final int ATTEMPTS = 10;

  /** The real server makes room for COUNT ids, for which no address space has more. */
  private static final long MOST_COUNT = (1L << 47) / StreamId.KEY_BYTES;

  private StreamClaimCommands() {}

  /** One call: who claims what, from which group, and what became of it. */
  private static final class Claim {
    final Call call;
    final byte[] key;
    final StreamValue stream;
    final StreamGroup group;
    final StreamDelivery delivery;
    final boolean justId;
    final List<Reply> claimed = new ArrayList<>();
    private @Nullable StreamConsumer consumer;

    Claim(Call call, StreamValue stream, StreamGroup group, boolean justId) {
      this.call = call;
      this.key = call.arg(1);
      this.stream = stream;
      this.group = group;
      this.justId = justId;
      call.shaping().at(call.db().number(), key);
      this.delivery =
          new StreamDelivery(call.shaping(), stream, group, call.keyspace().nowMillis());
    }

    /** Who claims, made when needed first. */
    StreamConsumer consumer() {
      StreamConsumer known = consumer;
      if (known == null) {
        known = delivery.active(call.arg(3));
        if (known == null) {
          known = delivery.create(call.arg(3));
          call.dirty(1);
          call.notice(Notice.STREAM, "xgroup-createconsumer", key);
        }
        consumer = known;
      }
      return known;
    }

    /** The entry is deleted: what is pending of it is dropped, and that is logged. */
    void drop(StreamPending entry, StreamId id, byte[] idText) {
      log(entry, idText);
      delivery.dropPending(entry, id);
    }

    void take(
        StreamPending entry, StreamId id, byte[] idText, long deliveredMillis, long deliveries) {
      delivery.claim(entry, id, consumer(), deliveredMillis, deliveries);
      claimed.add(
          justId ? StreamReplies.id(id) : StreamReplies.entry(stream, id, StreamReplies.gone(id)));
      log(entry, idText);
    }

    private void log(StreamPending entry, byte[] idText) {
      call.alsoPropagate(call.db().number(), StreamPropagation.claim(key, group, idText, entry));
      call.dirty(1);
    }
  }

  // XCLAIM.

  /** What stands behind the ids of XCLAIM. */
  private record Options(
      long deliveredMillis, long retryCount, boolean force, boolean justId, StreamId lastId) {
    static Options of(Call call, int from) throws CommandError {
      final long now = call.keyspace().nowMillis();
      long delivered = -1;
      long retries = -1;
      boolean force = false;
      boolean justId = false;
      StreamId last = StreamId.MIN;
      for (int i = from; i < call.argc(); i++) {
        boolean more = i + 1 < call.argc();
        if (call.is(i, "force")) {
          force = true;
        } else if (call.is(i, "justid")) {
          justId = true;
        } else if (more && call.is(i, "idle")) {
          delivered = now - call.longArg(++i, CLAIM_IDLE_OPTION);
        } else if (more && call.is(i, "time")) {
          delivered = call.longArg(++i, CLAIM_TIME);
        } else if (more && call.is(i, "retrycount")) {
          retries = call.longArg(++i, CLAIM_RETRY);
        } else if (more && call.is(i, "lastid")) {
          last = StreamIds.strict(call.arg(++i), 0);
        } else {
          throw new CommandError(
              "ERR Unrecognized XCLAIM option '" + StreamGroupCommands.shown(call.arg(i)) + "'");
        }
      }
      long millis = delivered < 0 || delivered > now ? now : delivered;
      return new Options(millis, retries, force, justId, last);
    }
  }

  private static Reply claim(Call call) throws CommandError {
    byte[] key = call.arg(1);
    StreamValue stream = call.read(key, StreamValue.class);
    StreamGroup group = stream == null ? null : stream.group(call.arg(2));
    if (stream == null || group == null) {
      throw StreamGroupCommands.noKeyOrGroup(key, call.arg(2));
    }
    final long idle = Math.max(call.longArg(4, CLAIM_IDLE), 0);
    List<StreamId> ids = new ArrayList<>();
    for (int i = 5; i < call.argc(); i++) {
      StreamId id = StreamIds.strictOrNull(call.arg(i), 0);
      if (id == null) {
        break;
      }
      ids.add(id);
    }
    Options options = Options.of(call, 5 + ids.size());
    Claim claim = new Claim(call, stream, group, options.justId());
    boolean moved = options.lastId().isAfter(group.lastId());
    if (moved) {
      stream.moveGroup(call.shaping(), group, options.lastId(), group.entriesRead());
    }
    final long before = call.dirty();
    for (int i = 0; i < ids.size(); i++) {
      one(claim, ids.get(i), call.arg(5 + i), idle, options);
    }
    if (moved && call.dirty() == before) {
      call.alsoPropagate(call.db().number(), StreamPropagation.position(key, group));
      call.dirty(1);
    }
    call.dontPropagate();
    return new Reply.Array(claim.claimed);
  }

  private static void one(Claim claim, StreamId id, byte[] idText, long idle, Options options) {
    StreamPending entry = claim.group.pending().get(id.key());
    if (!claim.stream.entries().contains(id)) {
      if (entry != null) {
        claim.drop(entry, id, idText);
      }
      return;
    }
    if (entry == null) {
      if (!options.force()) {
        return;
      }
      entry = claim.delivery.force(id);
    } else if (idle != 0 && !claim.delivery.hasWaited(entry, idle)) {
      return;
    }
    long deliveries = entry.deliveries();
    if (options.retryCount() >= 0) {
      deliveries = options.retryCount();
    } else if (!claim.justId) {
      deliveries++;
    }
    claim.take(entry, id, idText, options.deliveredMillis(), deliveries);
  }

  // XAUTOCLAIM.

  private static Reply autoClaim(Call call) throws CommandError {
    byte[] key = call.arg(1);
    // The real server looks the key up first, and tells its type last.
    var value = call.db().read(key);
    final long idle = Math.max(call.longArg(4, AUTO_IDLE), 0);
    final StreamId start = StreamIds.start(call.arg(5));
    long count = 100;
    boolean justId = false;
    for (int i = 6; i < call.argc(); i++) {
      if (i + 1 < call.argc() && call.is(i, "count")) {
        count = call.longArg(++i, 1, Long.MAX_VALUE / StreamId.KEY_BYTES, AUTO_COUNT);
      } else if (call.is(i, "justid")) {
        justId = true;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    StreamValue stream = Call.typed(value, StreamValue.class);
    StreamGroup group = stream == null ? null : stream.group(call.arg(2));
    if (stream == null || group == null) {
      throw StreamGroupCommands.noKeyOrGroup(key, call.arg(2));
    }
    if (count > MOST_COUNT) {
      throw AUTO_MEMORY;
    }
    Claim claim = new Claim(call, stream, group, justId);
    List<Reply> deleted = new ArrayList<>();
    long attempts = count * ATTEMPTS;
    RaxCursor<StreamPending> pending = new RaxCursor<>(group.pending());
    boolean there = pending.atLeast(start.key());
    while (there && attempts-- > 0 && count > 0) {
      StreamId id = StreamId.ofKey(pending.key());
      StreamPending entry = pending.value();
      if (!stream.entries().contains(id)) {
        claim.drop(entry, id, id.text());
        deleted.add(StreamReplies.id(id));
        count--;
        there = pending.atLeast(id.key());
        continue;
      }
      if (idle == 0 || claim.delivery.hasWaited(entry, idle)) {
        long deliveries = justId ? entry.deliveries() : entry.deliveries() + 1;
        claim.take(entry, id, id.text(), call.keyspace().nowMillis(), deliveries);
        count--;
      }
      there = pending.next();
    }
    call.dontPropagate();
    return Reply.of(
        StreamReplies.id(there ? StreamId.ofKey(pending.key()) : StreamId.MIN),
        new Reply.Array(claim.claimed),
        new Reply.Array(deleted));
  }

  public static List<CommandRow> rows() {
    return List.of(
        row(
            "xclaim",
            "key group consumer min-idle-time id [id ...] [IDLE ms] [TIME unix-time-milliseconds]"
                + " [RETRYCOUNT count] [FORCE] [JUSTID] [LASTID lastid]",
            WRITE | FAST,
            "5.0.0",
            "Gives pending entries to another consumer",
            KeySpec.UPDATE,
            StreamClaimCommands::claim),
        row(
            "xautoclaim",
            "key group consumer min-idle-time start [COUNT count] [JUSTID]",
            WRITE | FAST,
            "6.2.0",
            "Gives entries that are pending for long to another consumer, a part at a time",
            KeySpec.DELETE,
            StreamClaimCommands::autoClaim));
  }
}
