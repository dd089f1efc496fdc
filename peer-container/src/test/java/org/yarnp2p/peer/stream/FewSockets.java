package org.yarnp2p.peer.stream;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that may open so many sockets, and no more. */
final class FewSockets extends SelectorProvider {
  private final SelectorProvider real = SelectorProvider.provider();
  private final AtomicInteger left;

  FewSockets(int most) {
    left = new AtomicInteger(most);
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    if (left.getAndDecrement() <= 0) {
      throw new SocketException("Too many open files");
    }
    return real.openSocketChannel();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return real.openServerSocketChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return real.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return real.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return real.openPipe();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return real.openSelector();
  }
}
