package dev.kvarium.sentinel;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Glob;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespParser;
import dev.kvarium.wire.RespWriter;
import dev.kvarium.world.Network;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where clients and other sentinels reach a sentinel, and hear what it announces. */
final class SentinelPort implements Network.Acceptor {
  private final SentinelCommands commands;
  private final List<Guest> guests = new ArrayList<>();

  SentinelPort(Sentinel sentinel) {
    this.commands = new SentinelCommands(sentinel);
  }

  @Override
  public Network.Peer accepted(Network.Connection connection) {
    Guest guest = new Guest(connection);
    guests.add(guest);
    return guest;
  }

  /** Tells all who listen to a channel. */
  void publish(String channel, String text) {
    for (Guest each : List.copyOf(guests)) {
      each.hear(channel, text);
    }
  }

  /** One that has connected. */
  private final class Guest implements Network.Peer {
    private final Network.Connection connection;
    private final RespParser parser = new RespParser();
    private final Set<String> channels = new LinkedHashSet<>();
    private final Set<String> patterns = new LinkedHashSet<>();

    Guest(Network.Connection connection) {
      this.connection = connection;
    }

    @Override
    public void received(byte[] bytes) {
      parser.feed(bytes, 0, bytes.length);
      try {
        while (parser.next()) {
          answer(parser.args());
        }
        parser.keep();
      } catch (ProtocolError error) {
        send(error.reply());
        guests.remove(this);
        connection.close();
      }
    }

    @Override
    public void closed(String reason) {
      guests.remove(this);
    }

    private void answer(byte[][] argv) {
      if (argv.length == 0) {
        return;
      }
      switch (SentinelCommands.word(argv[0])) {
        case "subscribe" -> listen("subscribe", channels, argv);
        case "psubscribe" -> listen("psubscribe", patterns, argv);
        case "unsubscribe" -> leave("unsubscribe", channels, argv);
        case "punsubscribe" -> leave("punsubscribe", patterns, argv);
        default -> send(commands.answer(argv));
      }
    }

    private void listen(String word, Set<String> to, byte[][] argv) {
      for (int i = 1; i < argv.length; i++) {
        to.add(Bytes.text(argv[i]));
        send(Reply.of(Reply.of(word), Reply.of(argv[i]), Reply.of(listens())));
      }
    }

    private void leave(String word, Set<String> from, byte[][] argv) {
      List<String> gone = new ArrayList<>();
      for (int i = 1; i < argv.length; i++) {
        gone.add(Bytes.text(argv[i]));
      }
      for (String each : gone.isEmpty() ? List.copyOf(from) : gone) {
        from.remove(each);
        send(Reply.of(Reply.of(word), Reply.of(each), Reply.of(listens())));
      }
      if (gone.isEmpty() && from.isEmpty() && argv.length == 1) {
        send(Reply.of(Reply.of(word), Reply.Nil.STRING, Reply.of(listens())));
      }
    }

    private long listens() {
      return channels.size() + patterns.size();
    }

    private void hear(String channel, String text) {
      if (channels.contains(channel)) {
        send(Reply.of(Reply.of("message"), Reply.of(channel), Reply.of(text)));
      }
      for (String each : patterns) {
        if (Glob.matches(Bytes.of(each), Bytes.of(channel))) {
          send(Reply.of(Reply.of("pmessage"), Reply.of(each), Reply.of(channel), Reply.of(text)));
        }
      }
    }

    private void send(Reply reply) {
      connection.send(RespWriter.bytes(reply, false));
    }
  }
}
