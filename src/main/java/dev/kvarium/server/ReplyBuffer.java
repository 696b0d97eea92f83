package dev.kvarium.server;

import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/** Where the replies to one batch of requests are gathered; one for all connections of a loop. */
final class ReplyBuffer {
  private final RespWriter writer = new RespWriter(this::take);
  private @Nullable ChannelHandlerContext receiver;
  private final long limitBytes;
  private long writes;
  private long bytes;

  /**
   * Gathers for all clients.
   *
   * @param limitBytes that may wait for one: the rest of a reply that is longer is not made, and
   *     the client is disconnected
   */
  ReplyBuffer(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Begins to gather for a client. */
  void begin(ChannelHandlerContext client) {
    receiver = client;
  }

  /** Adds a reply. */
  void add(Reply reply, boolean resp3) {
    writer.write(reply, resp3);
  }

  /** Adds a reply or message for a client, who need not be the one that is gathered for. */
  void addFor(ChannelHandlerContext client, Reply reply, boolean resp3) {
    ChannelHandlerContext before = receiver;
    if (before == client) {
      writer.write(reply, resp3);
    } else {
      writer.flush();
      receiver = client;
      writer.write(reply, resp3);
      writer.flush();
      receiver = before;
    }
  }

  /** Adds bytes as they are, for any client. */
  void streamTo(ChannelHandlerContext client, byte[] bytes) {
    writer.flush();
    ChannelHandlerContext before = receiver;
    receiver = client;
    take(bytes, 0, bytes.length);
    receiver = before;
  }

  /** Hands over to the client's channel what was gathered; it is not sent yet. */
  void end() {
    writer.flush();
    receiver = null;
  }

  /** How many pieces were handed over. */
  long writes() {
    return writes;
  }

  /** How many bytes were handed over. */
  long bytes() {
    return bytes;
  }

  private void take(byte[] bytes, int from, int to) {
    ChannelHandlerContext client = receiver;
    if (client == null) {
      return;
    }
    if (client.channel().bytesBeforeWritable() > limitBytes) {
      client.close();
    } else if (client.channel().isOpen()) {
      ByteBuf out = client.alloc().directBuffer(to - from);
      out.writeBytes(bytes, from, to - from);
      client.write(out, client.voidPromise());
      writes++;
      this.bytes += to - from;
    }
  }
}
