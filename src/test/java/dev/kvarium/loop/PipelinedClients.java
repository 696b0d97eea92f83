package dev.kvarium.loop;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.RespWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections of one thread to a real server, each of which sends a batch, waits for all its
 * replies and sends the next: what the model calls a client process.
 */
final class PipelinedClients implements AutoCloseable {
  private final Selector selector = Selector.open();
  private final List<Connection> connections = new ArrayList<>();
  private final ByteBuffer received = ByteBuffer.allocateDirect(1 << 20);
  private final byte[] bytes = new byte[1 << 20];

  /** What a run took. */
  record Run(long commands, long batches, long wakes, long wallNanos, long cpuNanos) {
    double perSecond() {
      return commands * 1e9 / wallNanos;
    }
  }

  /** One connection, and how far its replies have come. */
  private static final class Connection {
    final SocketChannel channel;
    int left;
    int replies;
    final ReplyCount count = new ReplyCount();

    Connection(SocketChannel channel) {
      this.channel = channel;
    }
  }

  PipelinedClients(int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Connection connection = new Connection(channel);
      channel.register(selector, SelectionKey.OP_READ, connection);
      connections.add(connection);
    }
  }

  /** A batch of so many commands; {@code {n}} is the number of the command in it. */
  static byte[] batch(String command, int depth) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 1; i <= depth; i++) {
      String[] words = command.replace("{n}", Integer.toString(i)).split(" ");
      byte[][] argv = new byte[words.length][];
      for (int w = 0; w < words.length; w++) {
        argv[w] = Bytes.of(words[w]);
      }
      out.writeBytes(RespWriter.request(argv));
    }
    return out.toByteArray();
  }

  /** Sends a batch of so many commands so many times on every connection. */
  Run run(byte[] batch, int depth, int times) throws IOException {
    for (Connection each : connections) {
      each.left = times;
    }
    ByteBuffer out = ByteBuffer.allocateDirect(batch.length);
    out.put(batch);
    long wakes = 0;
    long cpu = cpuNanos();
    long began = System.nanoTime();
    int running = times == 0 ? 0 : connections.size();
    for (Connection each : connections) {
      send(each, out, depth);
    }
    while (running > 0) {
      selector.select();
      wakes++;
      for (SelectionKey key : selector.selectedKeys()) {
        Connection each = (Connection) key.attachment();
        receive(each);
        if (each.replies == 0) {
          if (each.left > 0) {
            send(each, out, depth);
          } else {
            running--;
          }
        }
      }
      selector.selectedKeys().clear();
    }
    long wall = System.nanoTime() - began;
    long batches = (long) times * connections.size();
    return new Run(batches * depth, batches, wakes, wall, cpuNanos() - cpu);
  }

  /** Sends a batch on every connection and waits for no reply. */
  void sendAll(byte[] batch, int depth) throws IOException {
    ByteBuffer out = ByteBuffer.allocateDirect(batch.length);
    out.put(batch);
    for (Connection each : connections) {
      each.left = 1;
      send(each, out, depth);
    }
  }

  /** Waits for the replies to what {@link #sendAll} sent. */
  void receiveAll() throws IOException {
    for (Connection each : connections) {
      while (each.replies > 0) {
        receive(each);
      }
    }
  }

  private void send(Connection each, ByteBuffer out, int depth) throws IOException {
    out.rewind();
    while (out.hasRemaining()) {
      if (each.channel.write(out) == 0) {
        Thread.onSpinWait();
      }
    }
    each.left--;
    each.replies = depth;
  }

  private void receive(Connection each) throws IOException {
    received.clear();
    int read = each.channel.read(received);
    if (read < 0) {
      throw new IOException("the server has closed the connection");
    }
    received.flip();
    received.get(bytes, 0, read);
    each.replies -= each.count.take(bytes, read);
  }

  static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Override
  public void close() throws IOException {
    for (Connection each : connections) {
      each.channel.close();
    }
    selector.close();
  }

  /** Counts whole replies in a stream of bytes. */
  static final class ReplyCount {
    private long open = 1;
    private long skip;
    private long number;
    private int kind;
    private boolean negative;

    /** How many replies are complete after these bytes that were not before. */
    int take(byte[] bytes, int length) {
      int complete = 0;
      for (int i = 0; i < length; i++) {
        if (skip > 0) {
          long step = Math.min(skip, length - i);
          skip -= step;
          i += (int) step - 1;
          if (skip == 0) {
            complete += item(0);
          }
          continue;
        }
        byte each = bytes[i];
        if (kind == 0) {
          kind = each;
          number = 0;
          negative = false;
        } else if (each == '\n') {
          int was = kind;
          kind = 0;
          if (was == '$' && !negative) {
            skip = number + 2;
          } else {
            complete += item(was == '*' && !negative ? number : 0);
          }
        } else if (each == '-') {
          negative = true;
        } else if (each >= '0' && each <= '9') {
          number = number * 10 + each - '0';
        }
      }
      return complete;
    }

    private int item(long more) {
      open += more - 1;
      if (open == 0) {
        open = 1;
        return 1;
      }
      return 0;
    }
  }
}
