package dev.kvarium.server;

import dev.kvarium.world.Network;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The network of this machine, for a node on the event loop: its way to other servers, and theirs
 * to its cluster bus. Its clients come by {@link RedisServer}.
 */
final class SocketNetwork implements Network {
  /** How many milliseconds a connection may take, no fewer than what Redis waits. */
  private static final int PATIENCE_MILLIS = 60_000;

  private static final Peer NOBODY =
      new Peer() {
        @Override
        public void received(byte[] bytes) {}

        @Override
        public void closed(String reason) {}
      };

  private final EventLoop loop;
  private final InetAddress bind;
  private final Consumer<Runnable> turn;

  /**
   * A network for a loop.
   *
   * @param bind the address of this machine on which ports are listened on
   * @param turn runs on the loop what becomes of a connection, as a turn of the node
   */
  SocketNetwork(EventLoop loop, InetAddress bind, Consumer<Runnable> turn) {
    this.loop = loop;
    this.bind = bind;
    this.turn = turn;
  }

  @Override
  public Listening listen(int port, Acceptor acceptor) {
    InetSocketAddress address = new InetSocketAddress(bind, port);
    // asked before, since to wait for the answer of the loop would hold up the loop
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
    } catch (IOException taken) {
      throw new UncheckedIOException("cannot listen on " + address, taken);
    }
    Channel listening =
        new ServerBootstrap()
            .group(loop)
            .channel(
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    Link link = new Link("", 0, NOBODY);
                    link.channel = channel;
                    turn.accept(() -> link.peer = acceptor.accepted(link));
                    channel.pipeline().addLast(link);
                  }
                })
            .bind(address)
            .channel();
    return listening::close;
  }

  @Override
  public Connection connect(String host, int port, Peer peer) {
    Link link = new Link(host, port, peer);
    ChannelFuture future =
        new Bootstrap()
            .group(loop)
            .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, PATIENCE_MILLIS)
            .handler(link)
            .connect(host, port);
    link.channel = future.channel();
    future.addListener(
        done -> {
          if (!done.isSuccess()) {
            Throwable cause = done.cause();
            link.over(cause == null ? "no connection" : String.valueOf(cause.getMessage()));
          }
        });
    return link;
  }

  /** A connection to another server. */
  private final class Link extends ChannelInboundHandlerAdapter implements Connection {
    private final String host;
    private final int port;
    private Peer peer;
    private @Nullable Channel channel;
    private boolean over;

    Link(String host, int port, Peer peer) {
      this.host = host;
      this.port = port;
      this.peer = peer;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (!over) {
        turn.accept(peer::connected);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf in = (ByteBuf) message;
      byte[] bytes = new byte[in.readableBytes()];
      in.readBytes(bytes);
      in.release();
      if (!over) {
        turn.accept(() -> peer.received(bytes));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      over("");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      over(String.valueOf(cause.getMessage()));
      context.close();
    }

    void over(String reason) {
      if (!over) {
        over = true;
        turn.accept(() -> peer.closed(reason));
      }
    }

    @Override
    public String remoteAddress() {
      return address(channel == null ? null : channel.remoteAddress(), host + ":" + port);
    }

    @Override
    public String localAddress() {
      return address(channel == null ? null : channel.localAddress(), "");
    }

    private static String address(@Nullable SocketAddress address, String otherwise) {
      return address instanceof InetSocketAddress known && known.getAddress() != null
          ? known.getAddress().getHostAddress() + ":" + known.getPort()
          : otherwise;
    }

    @Override
    public void send(byte[] bytes) {
      Channel open = channel;
      if (open != null && !over) {
        open.writeAndFlush(Unpooled.wrappedBuffer(bytes), open.voidPromise());
      }
    }

    @Override
    public long unacknowledgedBytes() {
      Channel open = channel;
      ChannelOutboundBuffer buffer = open == null ? null : open.unsafe().outboundBuffer();
      return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public void close() {
      over = true;
      Channel open = channel;
      if (open != null) {
        open.close();
      }
    }
  }
}
