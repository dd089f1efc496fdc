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
import java.util.List;
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
import org.yarnp2p.peer.stream.Awaited.Asked;
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
  private final long since;
  private final News news = new News();
  private final Awaited awaited;

  /** Sent when the connection is there; null from then on. */
  private Queue<ByteBuffer> early = new ArrayDeque<>();

  private boolean closed;

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
    since = nanoClock.getAsLong();
    awaited = new Awaited(settings, news, nanoClock);
  }

  Contact source() {
    return source;
  }

  synchronized boolean closed() {
    return closed;
  }

  /** When it was last used, in ns; empty when it is in use. */
  synchronized Optional<Long> unusedSince() {
    return awaited.anything() ? Optional.empty() : Optional.of(wire.movedAt());
  }

  @Override
  public synchronized Optional<String> overdue(long now) {
    if (early != null) {
      long late = settings.connectMillis() + settings.answerMillis();
      return now - since > TimeUnit.MILLISECONDS.toNanos(late)
          ? Optional.of("the source does not finish the handshake")
          : Optional.empty();
    }
    if (!awaited.anything()) {
      return idle(now);
    }
    return switch (awaited.look(now, wire.readingSince())) {
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
      awaited.sign();
    }
    return still && !news.said() ? Optional.of("idle") : Optional.empty();
  }

  /**
   * Asks for a slot.
   *
   * @return false when the connection is closed; nobody is then told
   */
  synchronized boolean want(Consumer<SlotAnswer> answered) {
    if (closed || !awaited.slot(answered)) {
      return false;
    }
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
    awaited.request(fetch, receiver);
    send(Frame.ask(fetch.request(), fetch.mostBytes(), fetch.candidates()));
    return true;
  }

  /** The rest of a request is not needed. */
  synchronized void cancel(long request) {
    if (awaited.awaits(request)) {
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
    awaited.more();
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

  /** Says that segments come here, if the connection is open and the source is not behind. */
  synchronized void foretell(List<SegmentRef> segments) {
    if (!closed && news.foretell(segments.size())) {
      send(Frame.coming(segments));
    }
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
      left().forEach(request -> request.receiver().ended(new Outcome.Failed()));
      answer(new SlotAnswer.Failed());
      ifLost().run();
    }
  }

  private synchronized List<Asked> left() {
    return awaited.end();
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
      inUse = awaited.anything() || early != null;
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
    awaited.signed();
  }

  private void welcome() throws StreamViolation {
    Runnable heard;
    awaited.moved();
    synchronized (this) {
      heard = news.welcomed();
    }
    heard.run();
  }

  private void answered(SlotAnswer slot) throws StreamViolation {
    awaited.moved();
    if (!answer(slot)) {
      throw new StreamViolation("answers that nobody wants: " + slot);
    }
  }

  /** Whether somebody waited for it. */
  private boolean answer(SlotAnswer slot) {
    Optional<Consumer<SlotAnswer>> waiting;
    synchronized (this) {
      waiting = awaited.slotAnswered();
    }
    waiting.ifPresent(one -> one.accept(slot));
    return waiting.isPresent();
  }

  private synchronized Asked asked(long request) throws StreamViolation {
    return awaited.asked(request);
  }

  private void over(Asked request, Outcome outcome) {
    awaited.moved();
    synchronized (this) {
      awaited.over(request.fetch().request());
    }
    request.receiver().ended(outcome);
  }

  private void chosen(Asked request) throws IOException {
    long number = request.fetch().request();
    new Incoming(
            wire,
            source.member(),
            request.receiver(),
            awaited::moved,
            request.fetch().lastPercent(),
            () -> received(number))
        .take();
    over(request, new Outcome.Done());
  }

  private synchronized void received(long request) {
    send(Frame.of(Frame.RECEIVED, request));
  }
}
