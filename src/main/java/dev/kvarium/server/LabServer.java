package dev.kvarium.server;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Port;
import dev.kvarium.wire.Reply;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A port on a lab's world: what clients send over it are inputs like those that are typed, so they
 * can be looked at, taken back and cut off from the power.
 *
 * <p>Each connection is a client of the lab, {@code app-1} and so on, also after the world has been
 * taken back or has given way to another. Whoever touches the lab holds it as a lock, this too.
 */
public final class LabServer implements AutoCloseable, Port {
  private static final long STOP_MILLIS = 1_000;

  /** How often time is let pass for a client that waits. */
  private static final long TICK_MILLIS = 10;

  private static final Reply TAKEN_BACK =
      Reply.error("UNBLOCKED the world was taken to another time, in which nothing is waited for");

  private final Lab lab;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Map<String, LabConnection> connections = new ConcurrentHashMap<>();
  private final Channel listening;
  private int accepted;
  private int waiting;
  private boolean ticking;

  private LabServer(InetSocketAddress address, Lab lab, EventLoopGroup group)
      throws InterruptedException {
    this.lab = lab;
    this.group = group;
    this.loop = group.next();
    this.listening =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
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
    synchronized (lab) {
      lab.portClients().serve(this);
    }
  }

  /**
   * Listens for clients of a lab.
   *
   * @throws IOException when the address cannot be listened on
   */
  public static LabServer start(InetSocketAddress address, Lab lab) throws IOException {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("port", true), NioIoHandler.newFactory());
    try {
      return new LabServer(address, lab, group);
    } catch (Exception e) {
      group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("cannot serve on " + address + ": " + e.getMessage(), e);
    }
  }

  private void welcome(Channel channel) {
    String name = "app-" + ++accepted;
    LabConnection connection = new LabConnection(name, lab, this);
    connections.put(name, connection);
    channel.pipeline().addLast(connection);
  }

  void left(String name) {
    connections.remove(name);
  }

  /** One client more waits, or one less; while any does, time is let pass for it. */
  void waits(int more) {
    waiting += more;
    if (waiting > 0 && !ticking) {
      ticking = true;
      loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    ticking = false;
    waits(0);
    if (waiting > 0) {
      synchronized (lab) {
        lab.paceTo(System.nanoTime());
        lab.portClients().deliver();
        for (Map.Entry<String, LabConnection> each : connections.entrySet()) {
          if (isForgotten(each.getKey(), each.getValue())) {
            // what it waits for may have been sent and be on its way here
            loop.execute(() -> release(each.getKey(), each.getValue()));
          }
        }
      }
    }
  }

  /** Whether a client waits that does not in the world as it is now. */
  private boolean isForgotten(String name, LabConnection connection) {
    return connection.isWaiting() && !lab.portClients().waits(name);
  }

  private void release(String name, LabConnection connection) {
    synchronized (lab) {
      if (isForgotten(name, connection)) {
        connection.send(TAKEN_BACK, false);
      }
    }
  }

  /** Called by whoever holds the lab, on any thread. */
  @Override
  public boolean takes(String client, Reply reply, boolean resp3) {
    LabConnection connection = connections.get(client);
    if (connection == null) {
      return false;
    }
    if (loop.inEventLoop()) {
      connection.send(reply, resp3);
    } else {
      loop.execute(() -> connection.send(reply, resp3));
    }
    return true;
  }

  /** Where it listens, with the port that was taken if any was to be. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public void close() {
    synchronized (lab) {
      lab.portClients().serve(Port.NONE);
    }
    group
        .shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(STOP_MILLIS);
  }
}
