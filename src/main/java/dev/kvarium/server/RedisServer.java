package dev.kvarium.server;

import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.aof.AofLoad;
import dev.kvarium.redis.cluster.ClusterSnapshot;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespParser;
import dev.kvarium.wire.RespWriter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Redis node on a port: one event loop accepts, reads, executes and writes, so the node needs no
 * lock and sees one request after the other. Linux's epoll is used where its library loads, else
 * Java's own selector.
 */
public final class RedisServer implements AutoCloseable {
  /** What one read takes at most: the largest size that Netty's pool keeps for a thread. */
  private static final int READ_BYTES = 32 << 10;

  private static final int BACKLOG = 511;
  private static final long STOP_MILLIS = 1_500;
  private static final Reply FULL = Reply.error("ERR max number of clients reached");

  private final ServerSettings settings;
  private final EventLoopGroup group;
  private final RedisNode node;
  private final Turns turns;
  private final ReplyBuffer replies;
  private final ChannelGroup clients;
  private volatile Channel listening;
  private volatile @Nullable Channel encrypted;
  private volatile @Nullable RuntimeException failure;

  private RedisServer(
      ServerSettings settings, EventLoopGroup group, Function<LiveWorld, RedisNode> nodes)
      throws Exception {
    this.settings = settings;
    this.replies = new ReplyBuffer(settings.limitBytes());
    this.group = group;
    EventLoop loop = group.next();
    this.clients = new DefaultChannelGroup(loop);
    LiveClock clock = new LiveClock();
    LoopTimers timers = new LoopTimers(loop);
    this.node = loop.submit(() -> nodes.apply(new LiveWorld(clock, timers))).get();
    this.turns = new Turns(loop, clock, node, this::fail);
    timers.runBy(turns::runTimer);
    SocketNetwork network =
        new SocketNetwork(loop, settings.address().getAddress(), turns::runTimer);
    loop.submit(() -> node.network(network)).get();
    if (loop.submit(node::start).get() instanceof AofLoad.Failed broken) {
      throw new IOException(String.join(" ", broken.messages()));
    }
    this.listening = bootstrap(null).bind(settings.address()).sync().channel();
    int tlsPort = Integer.parseInt(node.settings().get("tls-port"));
    if (tlsPort != 0) {
      InetSocketAddress address = new InetSocketAddress(settings.address().getAddress(), tlsPort);
      this.encrypted = bootstrap(Tls.of(node.settings())).bind(address).sync().channel();
    }
    loop.submit(this::takeWishes).get();
  }

  /** What a client may want of the server that the node alone cannot do. */
  private void takeWishes() {
    node.settings().applyBy("port", this::moveTo);
    node.timeScriptsBy(() -> System.nanoTime() / 1_000);
    node.figure("total_reads_processed", turns::reads);
    node.figure("total_net_input_bytes", turns::bytes);
    node.figure("total_writes_processed", replies::writes);
    node.figure("total_net_output_bytes", replies::bytes);
    node.endBy(
        wish -> {
          Thread.ofPlatform().name("shutdown").start(this::close);
          return true;
        });
  }

  /**
   * Listens on another port from now on, or on none when that is 0. Whether it is free is asked
   * before, since to wait for an answer would hold up the loop.
   */
  private String moveTo(String port) {
    InetSocketAddress address =
        new InetSocketAddress(settings.address().getAddress(), Integer.parseInt(port));
    if (address.getPort() != 0) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(address);
      } catch (IOException taken) {
        return "Unable to listen on this port. Check server logs.";
      }
    }
    listening.close();
    if (address.getPort() != 0) {
      listening = bootstrap(null).bind(address).channel();
    }
    return "";
  }

  /**
   * Makes a node, starts it and listens.
   *
   * @param nodes makes the node for the world that it is given; runs on the server's thread, as all
   *     calls of the node will
   * @throws IOException when the address cannot be listened on, or the log not be read
   */
  public static RedisServer start(ServerSettings settings, Function<LiveWorld, RedisNode> nodes)
      throws IOException {
    EventLoopGroup group = ServerThread.named("redis");
    try {
      return new RedisServer(settings, group, nodes);
    } catch (Exception e) {
      group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("cannot serve on " + settings.address() + ": " + e.getMessage(), e);
    }
  }

  /** Listens, and speaks TLS with whoever comes if that is given. */
  private ServerBootstrap bootstrap(@Nullable Tls tls) {
    return new ServerBootstrap()
        .group(group)
        .channel(
            Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(settings.pauseBytes() / 2, settings.pauseBytes()))
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                welcome(channel, tls);
              }
            });
  }

  private void welcome(Channel channel, @Nullable Tls tls) {
    if (tls != null) {
      channel.pipeline().addLast(tls.handler(channel));
    }
    if (clients.size() >= node.settings().maxClients) {
      channel
          .writeAndFlush(Unpooled.wrappedBuffer(RespWriter.bytes(FULL, false)))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    clients.add(channel);
    InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
    String name = peer.getAddress().getHostAddress() + ":" + peer.getPort();
    RedisConnection connection =
        new RedisConnection(
            node.connect(name, name),
            new RespParser(node.settings().maxBulkBytes, RespParser.DEFAULT_REQUEST_LIMIT),
            turns,
            replies,
            settings.limitBytes());
    channel.pipeline().addLast(connection);
    channel.closeFuture().addListener(closed -> node.disconnect(connection.session()));
  }

  /** Nobody gets a reply to what the node could not finish. */
  private void fail(RuntimeException broken) {
    if (failure == null) {
      failure = broken;
      clients.close();
      group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Why the server closed by itself; empty when it did not. */
  public Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Where it listens, with the port that was taken if any was to be. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Where it listens for TLS; empty when it does not. */
  public Optional<InetSocketAddress> encryptedAddress() {
    Channel channel = encrypted;
    return channel == null
        ? Optional.empty()
        : Optional.of((InetSocketAddress) channel.localAddress());
  }

  /** What the node knows of its cluster; empty when it is part of none. */
  public Optional<ClusterSnapshot> cluster() {
    return group.next().submit(node::cluster).awaitUninterruptibly().getNow();
  }

  /** Whether the node leads, or has all that its primary has. */
  public boolean isCurrent() {
    return group
        .next()
        .submit(() -> !node.settings().isReplica() || node.followsUp())
        .awaitUninterruptibly()
        .getNow();
  }

  /** Has something done with the node, on its thread, and waits for what comes of it. */
  public <T> T ask(Function<RedisNode, T> question) {
    return group.next().submit(() -> question.apply(node)).syncUninterruptibly().getNow();
  }

  /** Has the thread that all of this runs on stand still for so long, when it comes to it. */
  void rest(long nanos) {
    group.next().execute(() -> LockSupport.parkNanos(nanos));
  }

  /** Ends all connections; who wants to comes again. */
  void disconnectAll() {
    clients.close();
  }

  /** How many commands were executed, as far as another thread sees. */
  long executed() {
    return turns.executed();
  }

  /** The last command, as far as another thread sees. */
  byte[][] lastCommand() {
    return turns.last();
  }

  /** How many clients are connected. */
  public int clients() {
    return clients.size();
  }

  /** How many bytes of replies wait for clients that have not read them yet. */
  long heldBackBytes() {
    long bytes = 0;
    for (Channel each : clients) {
      ChannelOutboundBuffer buffer = each.unsafe().outboundBuffer();
      bytes += buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
    return bytes;
  }

  /** Waits until the server has been closed. */
  public void awaitClose() throws InterruptedException {
    group.terminationFuture().await();
  }

  /** Disconnects all clients and stops the node; within two seconds nothing of it is left. */
  @Override
  public synchronized void close() {
    if (group.isShuttingDown()) {
      return;
    }
    listening.close().awaitUninterruptibly(STOP_MILLIS);
    Channel tls = encrypted;
    if (tls != null) {
      tls.close().awaitUninterruptibly(STOP_MILLIS);
    }
    clients.close().awaitUninterruptibly(STOP_MILLIS);
    group.next().submit(node::stop).awaitUninterruptibly(STOP_MILLIS);
    group
        .shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(STOP_MILLIS);
  }
}
