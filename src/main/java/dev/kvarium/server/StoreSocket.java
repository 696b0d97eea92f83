package dev.kvarium.server;

import dev.kvarium.app.MetaAnswer;
import dev.kvarium.app.MetaReader;
import dev.kvarium.app.StorePort;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.Reply;
import dev.kvarium.wire.RespReader;
import dev.kvarium.wire.RespWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A connection of an application's process to a real store: requests go out as they are asked,
 * answers are read by a thread of their own and come back on the thread of the loop, in order. When
 * the connection breaks, all that are open are answered by what stands for nobody.
 */
final class StoreSocket<Q, A> implements StorePort<Q, A>, Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int TIMEOUT_MILLIS = 10_000;

  private final String name;
  private final Socket socket;
  private final OutputStream out;
  private final WallLoop loop;
  private final Function<Q, byte[]> encoded;
  private final A nobody;
  private final ArrayDeque<Consumer<A>> open = new ArrayDeque<>();
  private boolean broken;

  /** Reads answers out of a stream. */
  private interface Answers<A> {
    void feed(byte[] bytes, int count);

    Optional<A> next() throws IOException;
  }

  private StoreSocket(
      String host,
      int port,
      WallLoop loop,
      Function<Q, byte[]> encoded,
      Answers<A> answers,
      A nobody)
      throws IOException {
    this.name = host + ":" + port;
    this.loop = loop;
    this.encoded = encoded;
    this.nobody = nobody;
    socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      Thread.ofVirtual().name("answers of " + name).start(() -> read(in, answers));
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** A connection to a Redis. */
  static StoreSocket<byte[][], Reply> redis(String host, int port, WallLoop loop)
      throws IOException {
    RespReader reader = new RespReader();
    return new StoreSocket<>(
        host,
        port,
        loop,
        RespWriter::request,
        new Answers<>() {
          @Override
          public void feed(byte[] bytes, int count) {
            reader.feed(bytes, 0, count);
          }

          @Override
          public Optional<Reply> next() throws IOException {
            try {
              return reader.next();
            } catch (ProtocolError wrong) {
              throw new IOException(wrong);
            }
          }
        },
        new Reply.Error("ERR the connection is broken"));
  }

  /** A connection to a Memcached. */
  static StoreSocket<byte[], MetaAnswer> memcached(String host, int port, WallLoop loop)
      throws IOException {
    MetaReader reader = new MetaReader();
    return new StoreSocket<>(
        host,
        port,
        loop,
        request -> request,
        new Answers<>() {
          @Override
          public void feed(byte[] bytes, int count) {
            reader.feed(bytes, 0, count);
          }

          @Override
          public Optional<MetaAnswer> next() {
            return reader.next();
          }
        },
        MetaAnswer.unreachable());
  }

  @Override
  public void ask(byte[] key, Q request, Consumer<A> then) {
    if (broken) {
      loop.post(() -> then.accept(nobody));
      return;
    }
    open.add(then);
    try {
      out.write(encoded.apply(request));
    } catch (IOException failed) {
      loop.post(this::end);
    }
  }

  @Override
  public String whom(byte[] key) {
    return name;
  }

  private void read(InputStream in, Answers<A> answers) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        answers.feed(buffer, count);
        for (Optional<A> next = answers.next(); next.isPresent(); next = answers.next()) {
          A answer = next.get();
          loop.post(() -> answered(answer));
        }
      }
    } catch (IOException | RuntimeException closed) {
      loop.post(this::end);
      return;
    }
    loop.post(this::end);
  }

  private void answered(A answer) {
    Consumer<A> then = open.poll();
    if (then != null) {
      then.accept(answer);
    }
  }

  private void end() {
    broken = true;
    while (!open.isEmpty()) {
      open.removeFirst().accept(nobody);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
