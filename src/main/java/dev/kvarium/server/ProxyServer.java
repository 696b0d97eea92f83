package dev.kvarium.server;

import dev.kvarium.event.Probe;
import dev.kvarium.proxy.Pool;
import dev.kvarium.proxy.PoolSettings;
import dev.kvarium.proxy.Proxy;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Real ports for a twemproxy: one for each pool and one for its statistics, all on one thread. */
public final class ProxyServer implements AutoCloseable {
  private static final int STOP_MILLIS = 500;
  private static final int READ_BYTES = 64 << 10;
  private static final int STATS_BACKLOG = 128;

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final LiveClock clock = new LiveClock();
  private final DefaultChannelGroup channels;
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final Proxy proxy;

  private ProxyServer(List<PoolSettings> pools, EventLoopGroup group)
      throws InterruptedException, ExecutionException {
    this.group = group;
    this.loop = group.next();
    this.channels = new DefaultChannelGroup(loop);
    LoopTimers timers = new LoopTimers(loop);
    timers.runBy(this::turn);
    SocketNetwork network = new SocketNetwork(loop, InetAddress.getLoopbackAddress(), this::later);
    this.proxy = loop.submit(() -> new Proxy(pools, network, clock, timers, Probe.NONE)).get();
  }

  /**
   * Listens for all pools.
   *
   * @throws IOException when one of their addresses cannot be listened on
   */
  public static ProxyServer start(List<PoolSettings> pools) throws IOException {
    EventLoopGroup group = ServerThread.named("twemproxy");
    ProxyServer server;
    try {
      server = new ProxyServer(pools, group);
    } catch (ExecutionException failed) {
      group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
      throw new IOException(failed.getCause());
    } catch (InterruptedException interrupted) {
      group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
    try {
      for (Pool each : server.proxy.pools()) {
        InetSocketAddress address = address(each.settings().host(), each.settings().port());
        int backlog = each.settings().backlog();
        server.addresses.add(server.listen(address, backlog, () -> server.new Visitor(each)));
      }
    } catch (IOException failed) {
      server.close();
      throw failed;
    }
    server.loop.execute(() -> server.turn(server.proxy::start));
    return server;
  }

  private static InetSocketAddress address(String host, int port) throws IOException {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException unknown) {
      throw new IOException("there is no host '" + host + "' to listen on", unknown);
    }
  }

  private interface Welcome {
    ChannelHandler handler();
  }

  private InetSocketAddress listen(InetSocketAddress address, int backlog, Welcome welcome)
      throws IOException {
    try {
      Channel listening =
          new ServerBootstrap()
              .group(group)
              .channel(
                  Epoll.isAvailable()
                      ? EpollServerSocketChannel.class
                      : NioServerSocketChannel.class)
              .option(ChannelOption.SO_BACKLOG, backlog)
              .option(ChannelOption.SO_REUSEADDR, true)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
              .childOption(
                  ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channels.add(channel);
                      channel.pipeline().addLast(welcome.handler());
                    }
                  })
              .bind(address)
              .sync()
              .channel();
      channels.add(listening);
      return (InetSocketAddress) listening.localAddress();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } catch (Exception failed) {
      throw new IOException(
          "cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + failed.getMessage(),
          failed);
    }
  }

  /**
   * Lets whoever connects read the statistics, as nutcracker's own port does.
   *
   * @return where
   * @throws IOException when it cannot be listened on
   */
  public InetSocketAddress serveStats(String host, int port) throws IOException {
    return listen(address(host, port), STATS_BACKLOG, Statistics::new);
  }

  /** Where each pool listens, in their order. */
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** Waits until the server has been closed. */
  public void awaitClose() throws InterruptedException {
    group.terminationFuture().await();
  }

  @Override
  public void close() {
    if (!group.isShuttingDown()) {
      channels.close().awaitUninterruptibly(STOP_MILLIS);
      loop.submit(proxy::stop).awaitUninterruptibly(STOP_MILLIS);
      group
          .shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS)
          .awaitUninterruptibly(STOP_MILLIS);
    }
  }

  private void turn(Runnable action) {
    clock.read();
    action.run();
  }

  /** What becomes of a connection is never told within the call that began it. */
  private void later(Runnable action) {
    loop.execute(() -> turn(action));
  }

  /** A client of a pool. */
  private final class Visitor extends ChannelInboundHandlerAdapter {
    private final Pool pool;
    private Proxy.@Nullable Guest guest;

    Visitor(Pool pool) {
      this.pool = pool;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      clock.read();
      guest = pool.accepted(new ChannelConnection(context.channel()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      byte[] bytes = ChannelConnection.bytes(message);
      Proxy.Guest known = guest;
      if (known != null) {
        turn(() -> known.received(bytes));
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      Proxy.Guest known = guest;
      if (known != null && event instanceof ChannelInputShutdownEvent) {
        turn(known::sendsNoMore);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      closed("");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      closed(String.valueOf(cause.getMessage()));
      context.close();
    }

    private void closed(String reason) {
      Proxy.Guest known = guest;
      guest = null;
      if (known != null) {
        turn(() -> known.closed(reason));
      }
    }
  }

  /** Who connects to the statistics port: is sent all, and goes. */
  private final class Statistics extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      clock.read();
      byte[] json = proxy.stats(machine()).getBytes(StandardCharsets.UTF_8);
      context.writeAndFlush(Unpooled.wrappedBuffer(json)).addListener(ChannelFutureListener.CLOSE);
    }

    private static String machine() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException nameless) {
        return "localhost";
      }
    }
  }
}
