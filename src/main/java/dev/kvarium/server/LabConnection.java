package dev.kvarium.server;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.Port;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespParser;
import dev.kvarium.wire.RespWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client of a lab that comes by a port. All of it runs on the port's thread. */
final class LabConnection extends ChannelInboundHandlerAdapter {
  /** Beyond this share of the memory nothing more is taken: all of it would have to be kept. */
  private static final double FULL = 0.92;

  private static final Reply NO_ROOM =
      Reply.error(
          "ERR kvarium keeps all that happens, and has no room left; :world redis begins anew");

  private final String name;
  private final Lab lab;
  private final LabServer server;
  private final RespParser parser = new RespParser();
  private final byte[] piece = new byte[16 << 10];
  private @Nullable ChannelHandlerContext context;
  private boolean waiting;
  private boolean ending;
  private long collectedNanos = System.nanoTime() - 20_000_000_000L;

  LabConnection(String name, Lab lab, LabServer server) {
    this.name = name;
    this.lab = lab;
    this.server = server;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext client, Object message) {
    ByteBuf in = (ByteBuf) message;
    while (in.isReadable() && !ending) {
      int length = Math.min(in.readableBytes(), piece.length);
      in.readBytes(piece, 0, length);
      parser.feed(piece, 0, length);
      serve(client);
    }
    in.release();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext client) {
    client.flush();
  }

  /** Has the requests followed that are whole. */
  private void serve(ChannelHandlerContext client) {
    try {
      while (!waiting && !ending && parser.next()) {
        follow(client, parser.args());
      }
    } catch (ProtocolError error) {
      write(client, error.reply(), false);
      end(client);
    }
    parser.keep();
  }

  private void follow(ChannelHandlerContext client, byte[][] argv) {
    if (isFull()) {
      write(client, NO_ROOM, false);
      return;
    }
    Optional<Port.Answer> asked;
    synchronized (lab) {
      lab.paceTo(System.nanoTime());
      asked = lab.portClients().ask(name, argv);
    }
    if (asked.isEmpty()) {
      end(client); // the node is down: whoever serves nobody says nothing
      return;
    }
    Port.Answer answer = asked.get();
    write(client, answer.reply(), answer.resp3());
    if (answer.waiting()) {
      waiting = true;
      server.waits(1);
    }
    if (answer.leaves()) {
      end(client);
    }
  }

  boolean isWaiting() {
    return waiting;
  }

  /** Whether what is kept, and not what nobody needs any more, takes nearly all of the memory. */
  private boolean isFull() {
    if (share() < FULL) {
      return false;
    }
    if (System.nanoTime() - collectedNanos > 10_000_000_000L) {
      System.gc();
      collectedNanos = System.nanoTime();
    }
    return share() >= FULL;
  }

  private static double share() {
    Runtime runtime = Runtime.getRuntime();
    return (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
  }

  /** Something for the client that it did not ask for just now. */
  void send(Reply reply, boolean resp3) {
    ChannelHandlerContext client = context;
    if (client == null || ending) {
      return;
    }
    write(client, reply, resp3);
    if (waiting) {
      waiting = false;
      server.waits(-1);
      serve(client);
    }
    client.flush();
  }

  private static void write(ChannelHandlerContext client, Reply reply, boolean resp3) {
    if (reply != Reply.None.NONE) {
      client.write(Unpooled.wrappedBuffer(RespWriter.bytes(reply, resp3)));
    }
  }

  private void end(ChannelHandlerContext client) {
    ending = true;
    client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelInactive(ChannelHandlerContext client) {
    server.left(name);
    if (waiting) {
      server.waits(-1);
    }
    synchronized (lab) {
      lab.paceTo(System.nanoTime());
      lab.portClients().left(name);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext client, Throwable cause) {
    client.close();
  }
}
