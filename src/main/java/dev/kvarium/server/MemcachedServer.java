package dev.kvarium.server;

import dev.kvarium.memcached.MemcachedNode;
import dev.kvarium.memcached.MemcachedSession;
import dev.kvarium.memcached.Settings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Listens on a TCP port for a Memcached node, all of which runs on one thread. */
public final class MemcachedServer implements AutoCloseable {
  private static final int READ_BYTES = 16 << 10;
  private static final int STOP_MILLIS = 500;
  private static final int WAITING_BYTES = 4 << 20;
  private static final byte[] FULL =
      "ERROR Too many open connections\r\n".getBytes(StandardCharsets.US_ASCII);

  private final EventLoopGroup group;
  private final MemcachedNode node;
  private final LiveClock clock = new LiveClock();
  private final DefaultChannelGroup clients;
  private final Channel listening;

  private MemcachedServer(
      InetSocketAddress address, EventLoopGroup group, Function<LiveWorld, MemcachedNode> nodes)
      throws Exception {
    this.group = group;
    EventLoop loop = group.next();
    this.clients = new DefaultChannelGroup(loop);
    LoopTimers timers = new LoopTimers(loop);
    timers.runBy(
        action -> {
          clock.read();
          action.run();
        });
    this.node = loop.submit(() -> nodes.apply(new LiveWorld(clock, timers))).get();
    this.listening = listen(address);
    InetSocketAddress at = address();
    loop.submit(
            () -> {
              node.listening(
                  at.getAddress().getHostAddress() + ":" + at.getPort(),
                  ProcessHandle.current().pid());
              node.settings().port = at.getPort();
              node.onShutdown(
                  () -> group.shutdownGracefully(50, STOP_MILLIS, TimeUnit.MILLISECONDS));
              node.start();
            })
        .get();
  }

  /**
   * Makes a node, starts it and listens.
   *
   * @param nodes makes the node; runs on the server's thread, as all calls of the node will
   * @throws IOException when the address cannot be listened on
   */
  public static MemcachedServer start(
      InetSocketAddress address, Function<LiveWorld, MemcachedNode> nodes) throws IOException {
    EventLoopGroup group = ServerThread.named("memcached");
    try {
      return new MemcachedServer(address, group, nodes);
    } catch (Exception e) {
      group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("cannot serve on " + address + ": " + e.getMessage(), e);
    }
  }

  private Channel listen(InetSocketAddress address) throws InterruptedException {
    return new ServerBootstrap()
        .group(group)
        .channel(
            Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, node.settings().backlog)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(WAITING_BYTES / 2, WAITING_BYTES))
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                welcome(channel);
              }
            })
        .bind(address)
        .sync()
        .channel();
  }

  private void welcome(Channel channel) {
    Settings settings = node.settings();
    if (settings.maxConnectionsFast && node.isFull()) {
      node.turnedAway();
      channel.writeAndFlush(Unpooled.wrappedBuffer(FULL)).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    clients.add(channel);
    InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
    MemcachedSession session =
        node.connect(peer.getAddress().getHostAddress() + ":" + peer.getPort());
    channel.pipeline().addLast(new MemcachedConnection(session, clock));
    channel
        .closeFuture()
        .addListener(
            closed -> {
              node.disconnect(session);
              room();
            });
    room();
  }

  /** Without {@code maxconns_fast}, further clients wait in the kernel's queue for room. */
  private void room() {
    if (!node.settings().maxConnectionsFast && listening != null) {
      boolean accepts = !node.isFull();
      node.accepting(accepts);
      listening.config().setAutoRead(accepts);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Waits until the server has been closed. */
  public void awaitClose() throws InterruptedException {
    group.terminationFuture().await();
  }

  /** Disconnects all clients and stops the node. */
  @Override
  public void close() {
    if (group.isShuttingDown()) {
      return;
    }
    listening.close().awaitUninterruptibly(STOP_MILLIS);
    clients.close().awaitUninterruptibly(STOP_MILLIS);
    group.next().submit(node::stop).awaitUninterruptibly(STOP_MILLIS);
    group
        .shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(STOP_MILLIS);
  }
}
