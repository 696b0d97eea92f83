package dev.kvarium.server;

import dev.kvarium.world.Network;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A connection that somebody made to a port of ours. */
final class ChannelConnection implements Network.Connection {
  private final Channel channel;

  ChannelConnection(Channel channel) {
    this.channel = channel;
  }

  /** What a message of the channel holds, and the message released. */
  static byte[] bytes(Object message) {
    ByteBuf in = (ByteBuf) message;
    byte[] bytes = new byte[in.readableBytes()];
    in.readBytes(bytes);
    in.release();
    return bytes;
  }

  @Override
  public String remoteAddress() {
    return text(channel.remoteAddress());
  }

  @Override
  public String localAddress() {
    return text(channel.localAddress());
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress known && known.getAddress() != null
        ? known.getAddress().getHostAddress() + ":" + known.getPort()
        : "";
  }

  @Override
  public void send(byte[] bytes) {
    channel.writeAndFlush(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
  }

  @Override
  public long unacknowledgedBytes() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  @Override
  public void close() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}
