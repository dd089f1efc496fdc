package org.yarnp2p.peer.stream;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.download.Receiver;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SlotAnswer;
import org.yarnp2p.protocol.Contact;

/**
 * The asker's end of one connection. Its own thread opens it, reads what comes and hands it to the
 * receivers; any thread asks.
 */
final class AskerEnd implements Overseer.Watched {
  private static final Logger LOG = LoggerFactory.getLogger(AskerEnd.class);

  /** A source is asked again after this time at the latest, in ms. */
  private static final long MOST_RETRY_MILLIS = 10_000;

  private final Member self;
  private final Contact source;
  private final StreamSettings settings;
  private final Consumer<AskerEnd> onClose;
  private final SocketChannel channel;
  private final Wire wire;
  private final LongSupplier nanoClock;
  private final long since;
  private final Liveness liveness;

  /** Requests that are not over, the oldest first. */
  private final Map<Long, Asked> asked = new LinkedHashMap<>();

  /** Told when the source has a slot for this peer; null when none is wanted. */
  private Consumer<SlotAnswer> wanted;

  /** Sent when the connection is there; null from then on. */
  private Queue<ByteBuffer> early = new ArrayDeque<>();

  private boolean closed;

  private final News news = new News();

  /** Whether the source is asked if it is there, for no other reason than a long silence. */
  private boolean checking;

  /** A request that is not over. */
  private record Asked(Action.Fetch fetch, Receiver receiver) {}

  /**
   * @param source where to connect
   * @param channel not connected yet; closed with this
   * @param buffer for what comes in, not used by others until the connection is closed
   * @param onClose told once, when the buffer is not used any more
   */
  AskerEnd(
      Member self,
      Contact source,
      SocketChannel channel,
      ByteBuffer buffer,
      StreamSettings settings,
      LongSupplier nanoClock,
      Consumer<AskerEnd> onClose) {
    this.self = self;
    this.source = source;
    this.settings = settings;
    this.onClose = onClose;
    this.channel = channel;
    wire = new Wire(channel, buffer, nanoClock);
    this.nanoClock = nanoClock;
    since = nanoClock.getAsLong();
    liveness = new Liveness(settings, since);
  }

  Contact source() {
    return source;
  }

  synchronized boolean closed() {
    return closed;
  }

  /** When it was last used, in ns; empty when it is in use. */
  synchronized Optional<Long> unusedSince() {
    return inUse() ? Optional.empty() : Optional.of(wire.movedAt());
  }

  @Override
  public synchronized Optional<String> overdue(long now) {
    if (early != null) {
      long late = settings.connectMillis() + settings.answerMillis();
      return now - since > TimeUnit.MILLISECONDS.toNanos(late)
          ? Optional.of("the source does not finish the handshake")
          : Optional.empty();
    }
    if (!inUse()) {
      return idle(now);
    }
    return switch (liveness.look(now, wire.readingSince())) {
      case FINE -> Optional.empty();
      case PING -> {
        send(Frame.of(Frame.PING));
        yield Optional.empty();
      }
      case STUCK ->
          Optional.of("what was asked for has not moved for " + settings.silenceMillis() + " ms");
      case GONE ->
          Optional.of("the source has not answered for " + settings.answerMillis() + " ms");
    };
  }

  /**
   * A connection on which something was announced stays: its end would leave open what was heard.
   */
  private Optional<String> idle(long now) {
    boolean still = TimeUnit.NANOSECONDS.toMillis(now - wire.movedAt()) > settings.idleMillis();
    if (still && news.said()) {
      awaits();
      checking = true;
    }
    return still && !news.said() ? Optional.of("idle") : Optional.empty();
  }

  private synchronized boolean inUse() {
    return checking || !asked.isEmpty() || wanted != null || news.introducing();
  }

  /**
   * Asks for a slot.
   *
   * @return false when the connection is closed; nobody is then told
   */
  synchronized boolean want(Consumer<SlotAnswer> answered) {
    if (closed || wanted != null) {
      return false;
    }
    awaits();
    wanted = answered;
    send(Frame.of(Frame.WANT));
    return true;
  }

  /**
   * Asks for segments.
   *
   * @return false when the connection is closed; the receiver is then not told
   */
  synchronized boolean ask(Action.Fetch fetch, Receiver receiver) {
    if (closed) {
      return false;
    }
    awaits();
    asked.put(fetch.request(), new Asked(fetch, receiver));
    send(Frame.ask(fetch.request(), fetch.mostBytes(), fetch.candidates()));
    return true;
  }

  private void awaits() {
    if (!inUse()) {
      liveness.awaits(nanoClock.getAsLong());
    }
  }

  private void moved() {
    liveness.moved(nanoClock.getAsLong());
  }

  /** The rest of a request is not needed. */
  synchronized void cancel(long request) {
    if (asked.containsKey(request)) {
      send(Frame.of(Frame.CANCEL, request));
    }
  }

  /** The slot is not needed. */
  synchronized void release() {
    send(Frame.of(Frame.RELEASE));
  }

  /**
   * Says what this peer holds, before anything that it announces later.
   *
   * @param hello the frame
   * @param heard run when the source has taken it in
   * @param ifLost run when the connection ends, however that comes, instead of the one before
   * @return false when the connection is closed, the source has not taken in the one before, or is
   *     behind; nothing is run then
   */
  synchronized boolean introduce(ByteBuffer hello, Runnable heard, Runnable ifLost) {
    if (closed) {
      return false;
    }
    awaits();
    if (!news.introduce(Frame.news(hello), heard, ifLost)) {
      return false;
    }
    send(hello);
    return true;
  }

  /**
   * Announces segments, without an answer.
   *
   * @param ifLost run when the connection ends, however that comes, instead of the one before
   * @return false when the connection is closed, or the source is behind
   */
  synchronized boolean announce(List<SegmentRef> segments, Runnable ifLost) {
    if (closed || !news.announce(segments.size(), ifLost)) {
      return false;
    }
    send(Frame.have(segments));
    return true;
  }

  /** Opens the connection and reads until it ends; every request ends with it. */
  void run() {
    String reason = "closed";
    try {
      open();
      while (true) {
        read();
      }
    } catch (EOFException | ClosedChannelException e) {
      reason = "the source has closed it";
    } catch (IOException | RuntimeException e) {
      reason = e.toString();
    } finally {
      close(reason);
      onClose.accept(this);
      drain().forEach(left -> left.receiver().ended(new Outcome.Failed()));
      answer(new SlotAnswer.Failed());
      ifLost().run();
    }
  }

  private synchronized Runnable ifLost() {
    return news.ifLost();
  }

  @Override
  public void close(String reason) {
    boolean inUse;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      inUse = inUse() || early != null;
    }
    if (inUse) {
      LOG.info("Connection to {} ends: {}", source.member(), reason);
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.info("Connection to {} could not be closed: {}", source.member(), e.toString());
    }
  }

  private void open() throws IOException {
    InetSocketAddress address = source.endpoint().resolve();
    if (address.isUnresolved()) {
      throw new UnknownHostException(source.endpoint().host());
    }
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel
        .socket()
        .connect(
            new InetSocketAddress(address.getAddress(), source.endpoint().streamPort()),
            settings.connectMillis());
    Handshake.ask(wire, source.token(), self);
    synchronized (this) {
      Queue<ByteBuffer> first = early;
      early = null;
      first.forEach(this::send);
    }
  }

  /** A broken connection shows where it is read. */
  private void send(ByteBuffer frame) {
    if (early != null) {
      early.add(frame);
    } else if (!closed) {
      try {
        wire.send(frame);
      } catch (IOException e) {
        close(e.toString());
      }
    }
  }

  private void read() throws IOException {
    int type = wire.u8();
    switch (type) {
      case Frame.CHOSEN -> chosen(asked(wire.i64()));
      case Frame.NO_SLOT -> over(asked(wire.i64()), new Outcome.Busy(0));
      case Frame.MISSING -> over(asked(wire.i64()), new Outcome.Missing());
      case Frame.CLEAR -> answered(new SlotAnswer.Clear());
      case Frame.BUSY ->
          answered(new SlotAnswer.Busy((int) Math.max(0, Math.min(wire.i64(), MOST_RETRY_MILLIS))));
      case Frame.HEARD -> heard(wire.i64());
      case Frame.WELCOME -> welcome();
      case Frame.PONG -> isThere();
      default -> throw new StreamViolation("frame of type " + type);
    }
  }

  private synchronized void heard(long segments) throws StreamViolation {
    news.heard(segments);
  }

  private synchronized void isThere() {
    checking = false;
  }

  private void welcome() throws StreamViolation {
    Runnable heard;
    moved();
    synchronized (this) {
      heard = news.welcomed();
    }
    heard.run();
  }

  private void answered(SlotAnswer slot) throws StreamViolation {
    moved();
    if (!answer(slot)) {
      throw new StreamViolation("answers that nobody wants: " + slot);
    }
  }

  /** Whether somebody waited for it. */
  private boolean answer(SlotAnswer slot) {
    Consumer<SlotAnswer> waiting;
    synchronized (this) {
      waiting = wanted;
      wanted = null;
    }
    if (waiting != null) {
      waiting.accept(slot);
    }
    return waiting != null;
  }

  private synchronized Asked asked(long request) throws StreamViolation {
    Asked found = asked.get(request);
    if (found == null) {
      throw new StreamViolation("answer to request " + request + ", which is none");
    }
    return found;
  }

  private void over(Asked request, Outcome outcome) {
    moved();
    synchronized (this) {
      asked.remove(request.fetch().request());
    }
    request.receiver().ended(outcome);
  }

  private void chosen(Asked request) throws IOException {
    long number = request.fetch().request();
    new Incoming(
            wire,
            source.member(),
            request.receiver(),
            this::moved,
            request.fetch().lastPercent(),
            () -> received(number))
        .take();
    over(request, new Outcome.Done());
  }

  private synchronized void received(long request) {
    send(Frame.of(Frame.RECEIVED, request));
  }

  private synchronized List<Asked> drain() {
    List<Asked> left = List.copyOf(asked.values());
    asked.clear();
    return left;
  }
}
