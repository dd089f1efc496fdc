package org.yarnp2p.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hadoop.fs.Path;

/** Where readers of {@link HeldFileSystem} wait until the test closes the door behind them. */
final class Door implements Closeable {
  private final ServerSocket socket;
  private Socket visitor;

  Door() throws IOException {
    socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /** The path by which a job reads a local file through this door. */
  Path path(Path localFile) {
    return new Path(
        HeldFileSystem.SCHEME,
        socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort(),
        localFile.toUri().getPath());
  }

  /** Returns when a reader stands at the door. */
  void awaitReader(Duration patience) throws IOException {
    socket.setSoTimeout((int) patience.toMillis());
    try {
      visitor = socket.accept();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no reader came within " + patience, e);
    }
  }

  /** Lets the reader that came last go on. */
  void letIn() throws IOException {
    visitor.close();
  }

  /** Lets the reader, and all that come later, fail or go on. */
  @Override
  public void close() throws IOException {
    try (socket) {
      if (visitor != null) {
        visitor.close();
      }
    }
  }
}
