package dev.kvarium.twin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A link between two servers that can be cut: a port that hands on to another what comes. */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int to;
  private final List<Socket> open = new ArrayList<>();
  private boolean cut;

  Relay(int to) throws IOException {
    this.to = to;
    listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket here = listening.accept();
        synchronized (this) {
          if (cut) {
            here.close();
            continue;
          }
          Socket there = new Socket();
          there.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
          here.setTcpNoDelay(true);
          there.setTcpNoDelay(true);
          open.add(here);
          open.add(there);
          Thread.ofPlatform().daemon().start(() -> pump(here, there));
          Thread.ofPlatform().daemon().start(() -> pump(there, here));
        }
      } catch (IOException over) {
        // closed, or the server is not there: the next may come
      }
    }
  }

  private static void pump(Socket from, Socket to) {
    byte[] piece = new byte[64 << 10];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(piece); count > 0; count = in.read(piece)) {
        out.write(piece, 0, count);
      }
    } catch (IOException cut) {
      // both ends are closed
    }
  }

  /** Ends what there is and lets nothing through. */
  synchronized void cut() throws IOException {
    cut = true;
    for (Socket each : open) {
      each.close();
    }
    open.clear();
  }

  /** Lets connections through again. */
  synchronized void mend() {
    cut = false;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
