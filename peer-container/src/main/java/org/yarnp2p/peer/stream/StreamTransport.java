package org.yarnp2p.peer.stream;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.download.ContactDirectory;
import org.yarnp2p.peer.download.IpcTransport;
import org.yarnp2p.peer.download.Receiver;
import org.yarnp2p.peer.download.SegmentTransport;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.ReserveAnswer;

/**
 * Rendezvous: slots are agreed on and bytes come on one connection to each source, which is opened
 * when the two meet, and on which they introduce themselves too: that costs a tenth of the CPU time
 * of Hadoop IPC. Where there are too many connections, what is not bytes goes over Hadoop IPC, and
 * so do eager segments.
 */
public final class StreamTransport implements SegmentTransport, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamTransport.class);

  /** Bytes that one connection reads at a time. */
  private static final int BUFFER = 256 * 1024;

  /** When to ask again where no connection is to be had, in ms. */
  private static final int RETRY_MILLIS = 100;

  private final Member self;
  private final ContactDirectory contacts;
  private final IpcTransport ipc;
  private final StreamSettings settings;
  private final LongSupplier nanoClock;
  private final SelectorProvider sockets;
  private final Overseer overseer;
  private final ExecutorService threads = DaemonThreads.asNeeded("stream-in");
  private final Map<Rank, AskerEnd> connections = new HashMap<>();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param self who asks
   * @param contacts where the sources are
   * @param ipc for slots and eager segments
   */
  public StreamTransport(
      Member self,
      ContactDirectory contacts,
      IpcTransport ipc,
      StreamSettings settings,
      LongSupplier nanoClock) {
    this(self, contacts, ipc, settings, nanoClock, SelectorProvider.provider());
  }

  /** With sockets of this provider. */
  StreamTransport(
      Member self,
      ContactDirectory contacts,
      IpcTransport ipc,
      StreamSettings settings,
      LongSupplier nanoClock,
      SelectorProvider sockets) {
    this.self = self;
    this.contacts = contacts;
    this.ipc = ipc;
    this.settings = settings;
    this.nanoClock = nanoClock;
    this.sockets = sockets;
    overseer = new Overseer(settings, nanoClock);
  }

  @Override
  public boolean introduce(Rank to, List<Holding> holdings, Runnable heard, Runnable lost) {
    synchronized (this) {
      boolean room = connections.size() < settings.connections();
      if (closed || (!room && !connections.containsKey(to))) {
        return false; // opened when it is needed
      }
    }
    Optional<ByteBuffer> hello = Frame.hello(new Introduction(self, holdings));
    if (hello.isEmpty()) {
      return false;
    }
    try {
      Optional<AskerEnd> connection = connection(to);
      return connection.isPresent() && connection.get().introduce(hello.get(), heard, lost);
    } catch (IOException e) {
      LOG.info("No connection to {} yet: {}", to, e.toString());
      return false;
    }
  }

  @Override
  public boolean announce(Rank to, List<SegmentRef> segments, Runnable lost) {
    AskerEnd connection = open(to);
    return connection != null && connection.announce(segments, lost);
  }

  @Override
  public void foretell(Rank to, List<SegmentRef> segments) {
    AskerEnd connection = open(to);
    if (connection != null) {
      connection.foretell(segments);
    }
  }

  @Override
  public void reserve(Rank source, Consumer<SlotAnswer> answered) {
    AskerEnd connection = open(source);
    if (connection != null && connection.want(answered)) {
      return;
    }
    ipc.ask(source, answer -> answered.accept(slot(source, answer)));
  }

  private SlotAnswer slot(Rank source, Optional<ReserveAnswer> answer) {
    if (answer.isEmpty()) {
      return new SlotAnswer.Failed();
    }
    if (answer.get() instanceof ReserveAnswer.Busy busy) {
      return new SlotAnswer.Busy(busy.retryAfterMillis());
    }
    try {
      connection(source);
    } catch (IOException e) {
      LOG.info("No connection to {}: {}", source, e.toString());
      return new SlotAnswer.Failed();
    }
    return new SlotAnswer.Clear();
  }

  @Override
  public void release(Rank source) {
    AskerEnd connection = open(source);
    if (connection != null) {
      connection.release();
    }
  }

  @Override
  public void fetch(Action.Fetch fetch, Receiver receiver) {
    if (fetch.eager()) {
      ipc.fetch(fetch, receiver);
      return;
    }
    try {
      // The first may have just been closed for having been idle.
      for (int attempt = 0; attempt < 2; attempt++) {
        Optional<AskerEnd> connection = connection(fetch.source());
        if (connection.isEmpty()) {
          end(receiver, new Outcome.Busy(RETRY_MILLIS));
          return;
        }
        if (connection.get().ask(fetch, receiver)) {
          return;
        }
      }
      end(receiver, new Outcome.Failed()); // nobody listens there
    } catch (IOException e) {
      LOG.info("No connection to {}: {}", fetch.source(), e.toString());
      end(receiver, new Outcome.Failed());
    }
  }

  private void end(Receiver receiver, Outcome outcome) {
    threads.execute(() -> receiver.ended(outcome));
  }

  @Override
  public void cancel(Action.Fetch fetch) {
    if (fetch.eager()) {
      ipc.cancel(fetch);
      return;
    }
    AskerEnd connection = open(fetch.source());
    if (connection != null) {
      connection.cancel(fetch.request());
    }
  }

  @Override
  public void neighbours(Collection<Member> members) {
    List<AskerEnd> others;
    synchronized (this) {
      others =
          connections.values().stream()
              .filter(connection -> !members.contains(connection.source().member()))
              .toList();
    }
    others.forEach(connection -> connection.close("it is no neighbour any more"));
  }

  /** Closes all connections; requests under way end. */
  @Override
  public void close() {
    List<AskerEnd> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(connections.values());
    }
    open.forEach(connection -> connection.close("the peer ends"));
    overseer.close();
  }

  /** Null when there is none. */
  private synchronized AskerEnd open(Rank source) {
    return connections.get(source);
  }

  /** The connection to a source, opened when there is none; empty when there are too many. */
  private Optional<AskerEnd> connection(Rank source) throws IOException {
    Contact contact = contacts.contact(source);
    AskerEnd former;
    AskerEnd opened;
    synchronized (this) {
      if (closed) {
        throw new IOException("the peer ends");
      }
      if (contact.endpoint().streamPort() == 0) {
        throw new IOException(source + " takes none; do all ranks have the same p2p.transport?");
      }
      former = connections.get(source);
      if (former != null
          && former.source().endpoint().equals(contact.endpoint())
          && former.source().member().equals(contact.member())
          && !former.closed()) {
        return Optional.of(former);
      }
      if (former == null && connections.size() >= settings.connections()) {
        former = unused();
        if (former == null) {
          return Optional.empty();
        }
      }
      opened = begin(contact); // without a socket all stays as it is
      if (former != null) {
        connections.remove(former.source().member().rank());
      }
      connections.put(source, opened);
    }
    if (former != null) {
      former.close("another one takes its place");
    }
    overseer.watch(opened);
    threads.execute(opened::run);
    return Optional.of(opened);
  }

  private AskerEnd begin(Contact contact) throws IOException {
    SocketChannel channel = sockets.openSocketChannel();
    ByteBuffer buffer = buffers.isEmpty() ? ByteBuffer.allocateDirect(BUFFER) : buffers.pop();
    return new AskerEnd(
        self, contact, channel, buffer, settings, nanoClock, end -> gone(end, buffer));
  }

  /** The connection that has not been used for longest, null when all are in use. */
  private AskerEnd unused() {
    AskerEnd longest = null;
    long since = 0;
    for (AskerEnd connection : connections.values()) {
      Optional<Long> unused = connection.unusedSince();
      if (unused.isPresent() && (longest == null || unused.get() - since < 0)) {
        longest = connection;
        since = unused.get();
      }
    }
    return longest;
  }

  private synchronized void gone(AskerEnd connection, ByteBuffer buffer) {
    overseer.forget(connection);
    connections.remove(connection.source().member().rank(), connection);
    buffers.push(buffer);
  }
}
