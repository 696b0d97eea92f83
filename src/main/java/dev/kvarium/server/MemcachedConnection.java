package dev.kvarium.server;

import dev.kvarium.memcached.MemcachedSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/** One client of a Memcached node: what it sends is run at once, and what it is answered sent. */
final class MemcachedConnection extends ChannelInboundHandlerAdapter {
  private static final int PIECE_BYTES = 16 << 10;

  private final MemcachedSession session;
  private final LiveClock clock;
  private final byte[] piece = new byte[PIECE_BYTES];
  private @Nullable ChannelHandlerContext context;

  MemcachedConnection(MemcachedSession session, LiveClock clock) {
    this.session = session;
    this.clock = clock;
    session.onOutput(this::send);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    clock.read();
    while (in.isReadable() && !session.closing()) {
      int length = Math.min(in.readableBytes(), piece.length);
      in.readBytes(piece, 0, length);
      session.receive(piece, 0, length);
    }
    in.release();
    write(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  private void send() {
    ChannelHandlerContext client = context;
    if (client != null && (client.channel().isWritable() || session.closing())) {
      write(client);
      client.flush();
    }
  }

  private void write(ChannelHandlerContext client) {
    if (session.hasOutput()) {
      client.write(Unpooled.wrappedBuffer(session.takeOutput()));
    }
    if (session.closing()) {
      client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    if (!client.channel().isWritable()) {
      client.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      send();
      context.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
