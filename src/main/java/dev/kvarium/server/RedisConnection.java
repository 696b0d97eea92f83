package dev.kvarium.server;

import dev.kvarium.redis.command.Front;
import dev.kvarium.redis.command.Session;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client: takes what it sends apart into requests, has them executed at once, and gathers the
 * replies until the turn of the loop ends.
 *
 * <p>A client that does not read its replies is not listened to while more than {@link
 * ServerSettings#pauseBytes} wait for it, and is disconnected beyond {@link
 * ServerSettings#limitBytes}.
 */
final class RedisConnection extends ChannelInboundHandlerAdapter implements Front {
  private static final int LINGER_SECONDS = 1;

  private final Session session;
  private final Turns turns;
  private final ReplyBuffer replies;
  private final long limitBytes;
  private final RespParser parser;
  private @Nullable ChannelHandlerContext context;

  /** Whether it will be flushed at the end of the turn. */
  private boolean waitsForFlush;

  /** Whether replies have piled up, so that no request is looked at until some are gone. */
  private boolean paused;

  /** Whether no further request is looked at and the connection ends when the replies are out. */
  private boolean ending;

  RedisConnection(
      Session session, RespParser parser, Turns turns, ReplyBuffer replies, long limitBytes) {
    this.session = session;
    this.parser = parser;
    this.turns = turns;
    this.replies = replies;
    this.limitBytes = limitBytes;
    session.front = this;
  }

  /** Another client has had this one killed. */
  @Override
  public void end() {
    ending = true;
    flushSoon();
  }

  @Override
  public void send(Reply reply) {
    ChannelHandlerContext client = context;
    if (client == null || ending && session.closing) {
      return;
    }
    replies.addFor(client, reply, session.resp3());
    flushSoon();
    if (client.channel().bytesBeforeWritable() > limitBytes) {
      client.channel().close();
    }
  }

  @Override
  public void stream(byte[] bytes) {
    ChannelHandlerContext client = context;
    if (client != null && !ending) {
      replies.streamTo(client, bytes);
      flushSoon();
    }
  }

  @Override
  public void goOn() {
    turns.goOnSoon(this);
  }

  /** Looks at what the client sent while it waited. */
  void serveRest() {
    ChannelHandlerContext client = context;
    if (client != null && !ending && !paused) {
      serve(client);
    }
  }

  Session session() {
    return session;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    turns.count(in.readableBytes());
    session.buffers.read(parser.pendingBytes(), in.readableBytes());
    byte[] piece = turns.piece();
    while (in.isReadable() && !ending) {
      int length = Math.min(in.readableBytes(), piece.length);
      in.readBytes(piece, 0, length);
      parser.feed(piece, 0, length);
      if (paused || session.isWaiting()) {
        parser.keep();
      } else {
        serve(context);
      }
    }
    in.release();
  }

  /** Executes the requests that are whole. */
  private void serve(ChannelHandlerContext context) {
    turns.begin();
    replies.begin(context);
    long before = replies.bytes();
    Channel channel = context.channel();
    try {
      while (!ending && !paused && !session.isWaiting() && parser.next()) {
        replies.add(turns.execute(session, parser.args()), session.resp3());
        ending |= session.closing;
        if (!channel.isWritable()) {
          pause(channel);
        }
      }
    } catch (ProtocolError error) {
      replies.add(error.reply(), session.resp3());
      ending = true;
    }
    if (session.isWaiting()) {
      parser.keep();
    }
    replies.end();
    session.buffers.word(parser.longestWord());
    session.buffers.executed(parser.pendingBytes());
    session.buffers.replied(replies.bytes() - before);
    flushSoon();
  }

  private void pause(Channel channel) {
    paused = true;
    parser.keep();
    channel.config().setAutoRead(false);
    if (channel.bytesBeforeWritable() > limitBytes) {
      channel.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (paused && !ending && context.channel().isWritable()) {
      paused = false;
      serve(context);
      if (!paused) {
        context.channel().config().setAutoRead(true);
      }
    }
  }

  private void flushSoon() {
    if (!waitsForFlush) {
      waitsForFlush = true;
      turns.flushSoon(this);
    }
  }

  /** Sends what was gathered. */
  void flush() {
    waitsForFlush = false;
    session.buffers.sent();
    ChannelHandlerContext client = context;
    if (client == null) {
      return;
    }
    if (ending) {
      turns.leave(session);
      client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> linger(client.channel()));
    } else {
      client.flush();
    }
  }

  /**
   * Says that no more will come and gives the client a moment to leave. Closing at once would throw
   * away replies that it has not read yet if it has sent something that was not read here.
   */
  private static void linger(Channel channel) {
    if (channel instanceof DuplexChannel duplex && duplex.isActive() && !duplex.isInputShutdown()) {
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      if (tls == null) {
        duplex.shutdownOutput();
      } else {
        tls.closeOutbound().addListener(said -> duplex.shutdownOutput());
      }
      channel.config().setAutoRead(true);
      channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    } else {
      channel.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      if (ending && !waitsForFlush) {
        context.close();
      } else {
        end();
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
