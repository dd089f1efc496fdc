package org.yarnp2p.peer.stream;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.security.ServerKey;

/**
 * Takes the stream connections of other peers, on a port that the system chooses. Each peer of the
 * job may have one; those who do not prove in time who they are have none. Thread-safe.
 */
public final class StreamServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);

  /** For requests; segments do not come in here. */
  private static final int BUFFER = 8 * 1024;

  private static final int PAUSE_MILLIS = 100;

  private final ServerSocketChannel listener;
  private final String jobId;
  private final Rank self;
  private final ServerKey key;
  private final StreamSource source;
  private final StreamSettings settings;
  private final LongSupplier nanoClock;
  private final Overseer overseer;
  private final SendGate gate;
  private final ExecutorService readers = DaemonThreads.asNeeded("stream-ask");

  /** Connections whose other end has not yet proven who it is, the oldest first. */
  private final Set<Stranger> strangers = new LinkedHashSet<>();

  private final Map<Rank, SourceEnd> askers = new HashMap<>();

  /** Of connections that have ended. */
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();

  private boolean closed;

  private StreamServer(
      ServerSocketChannel listener,
      String jobId,
      Rank self,
      ServerKey key,
      StreamSource source,
      StreamSettings settings,
      LongSupplier nanoClock) {
    this.listener = listener;
    this.jobId = jobId;
    this.self = self;
    this.key = key;
    this.source = source;
    this.settings = settings;
    this.nanoClock = nanoClock;
    overseer = new Overseer(settings, nanoClock);
    gate = new SendGate(settings.sending(), nanoClock);
  }

  /**
   * Starts to listen.
   *
   * @param bindHost address to listen on, {@code 0.0.0.0} for all
   * @param self whose server this is
   * @param key of that rank
   * @param source serves what is asked for
   * @throws IOException when the address cannot be bound
   */
  public static StreamServer start(
      String bindHost,
      String jobId,
      Rank self,
      ServerKey key,
      StreamSource source,
      StreamSettings settings,
      LongSupplier nanoClock)
      throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.bind(new InetSocketAddress(bindHost, 0));
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    StreamServer server = new StreamServer(listener, jobId, self, key, source, settings, nanoClock);
    DaemonThreads.named("stream-accept").newThread(server::accept).start();
    return server;
  }

  /** Where it listens. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() throws IOException {
    List<Overseer.Watched> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(strangers);
      open.addAll(askers.values());
    }
    listener.close();
    open.forEach(connection -> connection.close("the peer ends"));
    overseer.close();
    readers.shutdown();
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        take(listener.accept());
      } catch (ClosedChannelException e) {
        LOG.debug("{} listens no more", self);
      } catch (IOException | RuntimeException e) {
        // Such as too many open files: that may pass.
        LOG.warn("{} could not take a stream connection: {}", self, e.toString());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does so
    }
  }

  private void take(SocketChannel channel) throws IOException {
    boolean taken = false;
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.sendBuffer());
      begin(channel);
      taken = true;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private void begin(SocketChannel channel) throws IOException {
    Stranger stranger;
    ByteBuffer buffer;
    Optional<Stranger> oldest = Optional.empty();
    synchronized (this) {
      if (closed) {
        channel.close();
        return;
      }
      buffer = buffers.isEmpty() ? ByteBuffer.allocateDirect(BUFFER) : buffers.pop();
      stranger = new Stranger(new Wire(channel, buffer, nanoClock));
      if (strangers.size() >= settings.connections()) {
        oldest = strangers.stream().findFirst();
      }
      strangers.add(stranger);
    }
    oldest.ifPresent(old -> old.close("others come, and it does not say who it is"));
    overseer.watch(stranger);
    readers.execute(
        () -> {
          serve(stranger);
          keep(buffer);
        });
  }

  private synchronized void keep(ByteBuffer unused) {
    buffers.push(unused);
  }

  private void serve(Stranger stranger) {
    try {
      Member asker = Handshake.answer(stranger.wire, jobId, self, key);
      source.admit(asker);
      SourceEnd end = new SourceEnd(stranger.wire, asker, source, settings, gate, this::gone);
      admit(stranger, end);
      overseer.forget(stranger);
      end.run();
    } catch (IOException | RuntimeException e) {
      stranger.close(e.toString());
    }
  }

  /** From now on the connection is its asker's only one. */
  private void admit(Stranger stranger, SourceEnd end) throws IOException {
    Optional<SourceEnd> leaves;
    synchronized (this) {
      SourceEnd former = askers.get(end.asker().rank());
      if (closed || !strangers.contains(stranger)) {
        throw new StreamViolation("came too late");
      }
      if (former != null && former.asker().incarnation() > end.asker().incarnation()) {
        throw new StreamViolation(end.asker() + " has a successor");
      }
      leaves = former == null ? room() : Optional.of(former);
      strangers.remove(stranger);
      askers.put(end.asker().rank(), end);
      // Before another can take its place, which has it forgotten.
      overseer.watch(end);
    }
    leaves.ifPresent(connection -> connection.close("another one takes its place"));
  }

  /** The connection that must go so that there is room for another. */
  private Optional<SourceEnd> room() throws IOException {
    if (askers.size() < settings.connections()) {
      return Optional.empty();
    }
    Map<SourceEnd, Long> unused = new HashMap<>();
    askers.values().forEach(end -> end.unusedSince().ifPresent(since -> unused.put(end, since)));
    Optional<SourceEnd> leaves = earliest(unused);
    if (leaves.isEmpty()) {
      throw new StreamViolation("all " + askers.size() + " connections are in use");
    }
    return leaves;
  }

  /**
   * The one of the earliest time; empty when there are none.
   *
   * @param times of the system's clock, in ns, less than 292 years apart
   */
  static <T> Optional<T> earliest(Map<T, Long> times) {
    return times.entrySet().stream()
        .min((a, b) -> Long.signum(a.getValue() - b.getValue()))
        .map(Map.Entry::getKey);
  }

  private synchronized void gone(SourceEnd end) {
    overseer.forget(end);
    askers.remove(end.asker().rank(), end);
  }

  /** A connection during its handshake. */
  private final class Stranger implements Overseer.Watched {
    private final Wire wire;
    private final long since = nanoClock.getAsLong();

    Stranger(Wire wire) {
      this.wire = wire;
    }

    @Override
    public Optional<String> overdue(long now) {
      return now - since > TimeUnit.MILLISECONDS.toNanos(settings.answerMillis())
          ? Optional.of("has not said in time who it is")
          : Optional.empty();
    }

    @Override
    public void close(String reason) {
      synchronized (StreamServer.this) {
        if (!strangers.remove(this) && !closed) {
          return; // it has become an asker's, or is closed already
        }
      }
      overseer.forget(this);
      LOG.info("Connection from {} is refused: {}", wire, reason);
      try {
        wire.close();
      } catch (IOException e) {
        LOG.info("Connection from {} could not be closed: {}", wire, e.toString());
      }
    }
  }
}
