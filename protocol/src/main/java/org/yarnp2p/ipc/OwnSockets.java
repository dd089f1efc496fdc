package org.yarnp2p.ipc;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one line to a server of the job. Hadoop keeps one IPC client for all that use an
 * equal socket factory, with the timeouts of whoever came first, and closes its connections when
 * the last of them has gone; a factory that equals no other gets a client with timeouts and an end
 * of its own. What comes in on these sockets is {@link ServerProof} first. Thread-safe.
 */
final class OwnSockets extends SocketFactory implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnSockets.class);

  private final Set<Socket> open = new HashSet<>();
  private boolean closed;

  /** Not yet connected. */
  @Override
  public synchronized Socket createSocket() throws IOException {
    if (closed) {
      throw new IOException("the connection was closed");
    }
    Socket socket = new ProvenSocket();
    open.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, localHost, localPort);
  }

  /** Whoever reads or writes on a socket of this factory gets an IOException, now and later. */
  @Override
  public void close() {
    Set<Socket> last;
    synchronized (this) {
      closed = true;
      last = Set.copyOf(open);
    }
    for (Socket socket : last) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("{} did not close well", socket, e);
      }
    }
  }

  private synchronized void forget(Socket socket) {
    open.remove(socket);
  }

  private Socket connected(InetSocketAddress server, InetSocketAddress local) throws IOException {
    Socket socket = createSocket();
    try {
      socket.bind(local);
      socket.connect(server);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  /** Has no channel, from which Hadoop would read in its place. */
  private final class ProvenSocket extends Socket {
    private InputStream proof;

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      if (proof == null) {
        proof = new ServerProof(super.getInputStream());
      }
      return proof;
    }

    @Override
    public synchronized void close() throws IOException {
      forget(this);
      super.close();
    }
  }
}
