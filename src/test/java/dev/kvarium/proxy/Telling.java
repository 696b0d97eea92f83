package dev.kvarium.proxy;

import dev.kvarium.base.Bytes;
import dev.kvarium.wire.ProtocolError;
import dev.kvarium.wire.RespParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers every request with its own name: so a reply tells where a key went. */
final class Telling implements AutoCloseable {
  private final ServerSocket listening;
  private final byte[] reply;
  private final List<Socket> clients = new CopyOnWriteArrayList<>();

  Telling(String name) throws IOException {
    reply = Bytes.of("$" + name.length() + "\r\n" + name + "\r\n");
    listening = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException over) {
      // The test has ended it.
    }
  }

  private void serve(Socket client) {
    RespParser parser = new RespParser();
    byte[] piece = new byte[1 << 16];
    try (InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream()) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        parser.feed(piece, 0, count);
        int requests = 0;
        while (parser.next()) {
          requests++;
        }
        parser.keep();
        byte[] replies = new byte[requests * reply.length];
        for (int i = 0; i < requests; i++) {
          System.arraycopy(reply, 0, replies, i * reply.length, reply.length);
        }
        out.write(replies);
        out.flush();
      }
    } catch (IOException | ProtocolError over) {
      // A proxy that goes.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket each : clients) {
      each.close();
    }
  }
}
