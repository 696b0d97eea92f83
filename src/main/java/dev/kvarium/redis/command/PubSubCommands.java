package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.FAST;
import static dev.kvarium.redis.command.Flags.LOADING;
import static dev.kvarium.redis.command.Flags.MAY_REPLICATE;
import static dev.kvarium.redis.command.Flags.NOSCRIPT;
import static dev.kvarium.redis.command.Flags.PUBSUB;
import static dev.kvarium.redis.command.Flags.STALE;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Glob;
import dev.kvarium.redis.command.Subscriptions.Kind;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** SUBSCRIBE, PUBLISH and their kin. */
final class PubSubCommands {
  private static final int ANY = PUBSUB | NOSCRIPT | LOADING | STALE;
  private static final int TELLS = PUBSUB | LOADING | STALE;

  private final PubSub pubSub;

  PubSubCommands(PubSub pubSub) {
    this.pubSub = pubSub;
  }

  private Handler subscribe(Kind kind) {
    return call -> {
      Session session = call.session();
      if (session.denyBlocking && (session.transaction == null || kind == Kind.SHARD)) {
        throw new CommandError(
            "ERR "
                + kind.began.toUpperCase(Locale.ROOT)
                + " isn't allowed for a DENY BLOCKING client");
      }
      List<Reply> messages = new ArrayList<>();
      for (int i = 1; i < call.argc(); i++) {
        messages.add(pubSub.subscribe(session, kind, call.arg(i)));
      }
      return messages(messages);
    };
  }

  private Handler unsubscribe(Kind kind) {
    return call -> {
      if (call.argc() == 1) {
        return pubSub.unsubscribeAll(call.session(), kind);
      }
      List<Reply> messages = new ArrayList<>();
      for (int i = 1; i < call.argc(); i++) {
        messages.add(pubSub.unsubscribe(call.session(), kind, call.arg(i)));
      }
      return messages(messages);
    };
  }

  private static Reply messages(List<Reply> messages) {
    return messages.size() == 1 ? messages.getFirst() : new Reply.Several(messages);
  }

  private Handler publish(Kind kind) {
    return call -> {
      if (!pubSub.isCarried()) {
        call.replicate();
      }
      return Reply.of(pubSub.publish(call.session(), kind, call.arg(1), call.arg(2)));
    };
  }

  private Handler channels(Kind kind) {
    return call -> {
      if (call.argc() > 3) {
        throw call.wrongArity();
      }
      List<Reply> names = new ArrayList<>();
      for (Blob each : pubSub.listeners(kind).keySet()) {
        if (call.argc() == 2 || Glob.matches(call.arg(2), each.bytes())) {
          names.add(Reply.of(each.bytes()));
        }
      }
      return new Reply.Array(names);
    };
  }

  private Handler subscribers(Kind kind) {
    return call -> {
      List<Reply> counts = new ArrayList<>();
      for (int i = 2; i < call.argc(); i++) {
        var there = pubSub.listeners(kind).get(Blob.of(call.arg(i)));
        counts.add(Reply.of(call.arg(i)));
        counts.add(Reply.of(there == null ? 0 : there.size()));
      }
      return new Reply.Array(counts);
    };
  }

  List<CommandRow> rows() {
    List<KeySpec> shards = List.of(KeySpec.range(1, -1, 1, "NOT_KEY"));
    return List.of(
        row(
            "subscribe",
            "channel [channel ...]",
            ANY,
            "2.0.0",
            KeySpec.NONE,
            subscribe(Kind.CHANNEL),
            "Listens to channels"),
        row(
            "unsubscribe",
            "[channel [channel ...]]",
            ANY,
            "2.0.0",
            KeySpec.NONE,
            unsubscribe(Kind.CHANNEL),
            "Stops listening to channels"),
        row(
            "psubscribe",
            "pattern [pattern ...]",
            ANY,
            "2.0.0",
            KeySpec.NONE,
            subscribe(Kind.PATTERN),
            "Listens to all channels whose names match a pattern"),
        row(
            "punsubscribe",
            "[pattern [pattern ...]]",
            ANY,
            "2.0.0",
            KeySpec.NONE,
            unsubscribe(Kind.PATTERN),
            "Stops listening by patterns"),
        row(
            "ssubscribe",
            "shardchannel [shardchannel ...]",
            ANY,
            "7.0.0",
            shards,
            subscribe(Kind.SHARD),
            "Listens to shard channels"),
        row(
            "sunsubscribe",
            "[shardchannel [shardchannel ...]]",
            ANY,
            "7.0.0",
            shards,
            unsubscribe(Kind.SHARD),
            "Stops listening to shard channels"),
        row(
            "publish",
            "channel message",
            TELLS | FAST | MAY_REPLICATE,
            "2.0.0",
            KeySpec.NONE,
            publish(Kind.CHANNEL),
            "Sends a message to all who listen to a channel now"),
        row(
            "spublish",
            "shardchannel message",
            TELLS | FAST | MAY_REPLICATE,
            "7.0.0",
            List.of(KeySpec.at(1, "NOT_KEY")),
            publish(Kind.SHARD),
            "Sends a message to all who listen to a shard channel now"),
        Help.container(
            "pubsub", "subcommand", Group.PUBSUB, "2.8.0", "Tells of channels and who listens"),
        row(
            "pubsub|channels",
            "[pattern]",
            TELLS,
            "2.8.0",
            KeySpec.NONE,
            channels(Kind.CHANNEL),
            "Lists the channels that somebody listens to"),
        row(
            "pubsub|numsub",
            "[channel [channel ...]]",
            TELLS,
            "2.8.0",
            KeySpec.NONE,
            subscribers(Kind.CHANNEL),
            "Counts who listens to channels, patterns left out"),
        row(
            "pubsub|numpat",
            "",
            TELLS,
            "2.8.0",
            KeySpec.NONE,
            call -> Reply.of(pubSub.count(Kind.PATTERN)),
            "Counts the patterns that somebody listens by"),
        row(
            "pubsub|shardchannels",
            "[pattern]",
            TELLS,
            "7.0.0",
            KeySpec.NONE,
            channels(Kind.SHARD),
            "Lists the shard channels that somebody listens to"),
        row(
            "pubsub|shardnumsub",
            "[shardchannel [shardchannel ...]]",
            TELLS,
            "7.0.0",
            KeySpec.NONE,
            subscribers(Kind.SHARD),
            "Counts who listens to shard channels"),
        Help.row(
            "pubsub",
            Group.PUBSUB,
            "6.2.0",
            "CHANNELS [<pattern>]",
            "    The channels that somebody listens to, those that match a pattern or all.",
            "NUMPAT",
            "    How many patterns somebody listens by.",
            "NUMSUB [<channel> ...]",
            "    How many listen to each of these channels, patterns left out.",
            "SHARDCHANNELS [<pattern>]",
            "    The shard channels that somebody listens to.",
            "SHARDNUMSUB [<shardchannel> ...]",
            "    How many listen to each of these shard channels."));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      List<KeySpec> keys,
      Handler handler,
      String summary) {
    return new CommandRow(name, syntax, flags, Group.PUBSUB, since, summary, keys, handler);
  }
}
