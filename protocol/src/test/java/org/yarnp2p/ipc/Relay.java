package org.yarnp2p.ipc;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.yarnp2p.model.Endpoint;

/** Stands between callers and a server, passes everything on, and keeps all of it. */
final class Relay implements Closeable {
  private final ServerSocket listener = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
  private final Endpoint server;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  Relay(Endpoint server) throws IOException {
    this.server = server;
    start(this::accept);
  }

  /** Where callers shall call. */
  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", listener.getLocalPort());
  }

  /** What has gone through in both directions. */
  String heard() {
    synchronized (heard) {
      return heard.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket caller = listener.accept();
      Socket called = new Socket(server.host(), server.port());
      start(() -> pass(caller, called));
      start(() -> pass(called, caller));
    }
  }

  private void pass(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      byte[] bytes = new byte[8192];
      for (int n = from.getInputStream().read(bytes);
          n >= 0;
          n = from.getInputStream().read(bytes)) {
        synchronized (heard) {
          heard.write(bytes, 0, n);
        }
        to.getOutputStream().write(bytes, 0, n);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the two ends has closed the connection, or the test is over.
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
