package dev.kvarium.server;

import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Where the replies to one batch of requests are gathered; one for all connections of a loop. */
final class ReplyBuffer {
  private final RespWriter writer = new RespWriter(this::take);
  private @Nullable Channel channel;

  /** Begins to gather for a client. */
  void begin(Channel channel) {
    this.channel = channel;
  }

  /** Adds a reply. */
  void add(Reply reply, boolean resp3) {
    writer.write(reply, resp3);
  }

  /** Hands over to the channel what was gathered; it is not sent yet. */
  void end() {
    writer.flush();
    channel = null;
  }

  private void take(byte[] bytes, int from, int to) {
    Channel receiver = channel;
    if (receiver != null) {
      ByteBuf out = receiver.alloc().directBuffer(to - from);
      out.writeBytes(bytes, from, to - from);
      receiver.write(out, receiver.voidPromise());
    }
  }
}
