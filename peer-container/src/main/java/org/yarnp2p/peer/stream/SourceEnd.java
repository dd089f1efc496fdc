package org.yarnp2p.peer.stream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.DaemonThreads;
import org.yarnp2p.peer.stream.OpenRequests.Asked;
import org.yarnp2p.protocol.IntroductionBytes;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.ReserveAnswer;

/**
 * The source's end of one connection. One thread reads what the asker says, another sends segments,
 * so that a request can be cancelled while its bytes are on their way.
 */
final class SourceEnd implements Overseer.Watched {
  private static final Logger LOG = LoggerFactory.getLogger(SourceEnd.class);

  /** What may wait to be sent, besides the answers to requests. */
  private static final int MOST_OUTGOING = 2 * Frame.MOST_SEGMENTS;

  private final Wire wire;
  private final Member asker;
  private final StreamSource source;
  private final StreamSettings settings;
  private final SendGate gate;
  private final Consumer<SourceEnd> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Held while an answer is sent: nothing else fits between its bytes. */
  private final ReentrantLock speaking = new ReentrantLock();

  private final OpenRequests requests = new OpenRequests();

  /** Held until all is given back that the asker had by this connection. */
  private final Object closing = new Object();

  /** What the sender's thread has to send, each whole before the next. */
  private final Queue<Outgoing> outgoing = new ArrayDeque<>();

  /** Whether the asker waits for a slot, or for the answer to be sent. */
  private boolean wanted;

  /** Segments announced since the asker was told how many were heard; for the reading thread. */
  private int heard;

  /** Set under the lock and while {@link #closing} is held; read under either. */
  private boolean closed;

  /** Sends something. */
  @FunctionalInterface
  private interface Outgoing {
    /** By the sender's thread. */
    void send() throws IOException, InterruptedException;
  }

  /**
   * @param wire after the handshake
   * @param asker who has proven to be the other end
   * @param onClose told once
   */
  SourceEnd(
      Wire wire,
      Member asker,
      StreamSource source,
      StreamSettings settings,
      SendGate gate,
      Consumer<SourceEnd> onClose) {
    this.wire = wire;
    this.asker = asker;
    this.source = source;
    this.settings = settings;
    this.gate = gate;
    this.onClose = onClose;
  }

  Member asker() {
    return asker;
  }

  /** When it was last used, in ns; empty when it is in use. */
  Optional<Long> unusedSince() {
    lock.lock();
    try {
      return requests.isEmpty() && !wanted ? Optional.of(wire.movedAt()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> overdue(long now) {
    long still = TimeUnit.NANOSECONDS.toMillis(now - wire.movedAt());
    boolean unused = unusedSince().isPresent();
    if (!unused && still > settings.silenceMillis()) {
      return Optional.of("nothing has moved for " + still + " ms");
    }
    // Later than the asker, so that it does not ask while this closes.
    return unused && still > 2 * settings.idleMillis() ? Optional.of("idle") : Optional.empty();
  }

  /** Ends the handshake and reads until the connection ends; starts the thread that sends. */
  void run() {
    DaemonThreads.named("stream-out-" + asker.rank().value()).newThread(this::sendAll).start();
    String reason = "closed";
    try {
      Handshake.accept(wire);
      while (true) {
        read();
      }
    } catch (EOFException | ClosedChannelException e) {
      reason = "the asker has closed it";
    } catch (IOException e) {
      reason = e.getMessage();
      LOG.info("Connection from {} ends: {}", asker, e.toString());
    } catch (RuntimeException e) {
      reason = e.toString();
      LOG.warn("Connection from {} ends", asker, e);
    } finally {
      close(reason);
    }
  }

  private void read() throws IOException {
    int type = wire.u8();
    switch (type) {
      case Frame.ASK -> asked(wire.i64());
      case Frame.CANCEL -> requests.cancel(wire.i64());
      case Frame.RECEIVED -> over(requests.confirm(wire.i64()));
      case Frame.RELEASE -> whileOpen(() -> source.release(asker.rank()));
      case Frame.WANT -> want();
      case Frame.HAVE -> have();
      case Frame.COMING -> coming();
      case Frame.PING -> pong();
      case Frame.HELLO -> hello();
      default -> throw new StreamViolation("frame of type " + type);
    }
  }

  /**
   * Does something about the asker's slot, unless the end of the connection has given that back:
   * then it is another connection's.
   */
  private void whileOpen(Runnable turn) {
    synchronized (closing) {
      if (!closed) {
        turn.run();
      }
    }
  }

  private void want() throws StreamViolation {
    lock.lock();
    try {
      if (wanted) {
        throw new StreamViolation("wants a second slot");
      }
      wanted = true;
    } finally {
      lock.unlock();
    }
    whileOpen(this::reserve);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what completes it is what is sent
  private void reserve() {
    source.reserve(asker.rank()).thenAccept(this::slot);
  }

  /** The end of the connection gives back what it cannot tell any more. */
  private void slot(ReserveAnswer answer) {
    boolean clear = answer instanceof ReserveAnswer.Clear;
    long retry = answer instanceof ReserveAnswer.Busy busy ? busy.retryAfterMillis() : 0;
    ByteBuffer frame = clear ? Frame.of(Frame.CLEAR) : Frame.of(Frame.BUSY, retry);
    lock.lock();
    try {
      put(() -> sendSlot(frame));
    } finally {
      lock.unlock();
    }
  }

  /** By the sender's thread. From now on the asker may want the next. */
  private void sendSlot(ByteBuffer answer) throws IOException {
    lock.lock();
    try {
      wanted = false;
    } finally {
      lock.unlock();
    }
    wire.send(answer);
  }

  private void hello() throws IOException {
    int length = StreamViolation.within("introduction", wire.i32(), 1, Frame.MOST_HELLO);
    Introduction said = IntroductionBytes.decode(wire.bytes(length));
    if (!said.member().equals(asker)) {
      throw new StreamViolation("introduces itself as " + said.member());
    }
    source.introduced(said);
    tell(Frame.of(Frame.WELCOME));
  }

  /** When what is being sent has gone out. */
  private void tell(ByteBuffer frame) throws StreamViolation {
    lock.lock();
    try {
      StreamViolation.within("answers that it does not read", outgoing.size(), 0, MOST_OUTGOING);
      put(() -> wire.send(frame));
    } finally {
      lock.unlock();
    }
  }

  private void have() throws IOException {
    List<SegmentRef> segments = wire.segments(Frame.MOST_NEWS);
    source.announced(asker, segments);
    heard(segments.size());
  }

  private void coming() throws IOException {
    List<SegmentRef> segments = wire.segments(Frame.MOST_NEWS);
    source.foretold(asker, segments);
    heard(segments.size());
  }

  private void heard(int segments) throws StreamViolation {
    heard += segments;
    if (heard >= Frame.NEWS_BETWEEN_HEARD) {
      ByteBuffer frame = Frame.of(Frame.HEARD, heard);
      heard = 0;
      tell(frame);
    }
  }

  /** Under the lock. Nothing is sent any more when the connection has ended. */
  private void put(Outgoing next) {
    if (!closed) {
      outgoing.add(next);
      changed.signal();
    }
  }

  /** At once, however many wait to be served; who is being served sees it by that. */
  private void pong() throws IOException {
    if (speaking.tryLock()) {
      try {
        wire.send(Frame.of(Frame.PONG));
      } finally {
        speaking.unlock();
      }
    }
  }

  private void asked(long number) throws IOException {
    int mostBytes = StreamViolation.within("mostBytes", wire.i32(), 0, Integer.MAX_VALUE);
    List<SegmentRef> candidates = wire.segments(Frame.MOST_SEGMENTS);
    requests.admit(number);
    boolean slot = source.begin(asker.rank(), candidates);
    Asked request = new Asked(number, mostBytes, candidates, slot);
    if (!requests.add(request)) {
      over(request);
      return;
    }
    lock.lock();
    try {
      put(() -> answer(request)); // else the end of the connection has ended it
    } finally {
      lock.unlock();
    }
  }

  private void over(Asked request) {
    if (request.underSlot()) {
      source.ended(asker.rank());
    }
  }

  private void sendAll() {
    try {
      for (Outgoing next = next(); next != null; next = next()) {
        next.send();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does so
    } catch (AsynchronousCloseException e) {
      LOG.debug("Connection from {} was closed while it was used", asker);
    } catch (IOException | RuntimeException e) {
      LOG.info("Connection from {} breaks: {}", asker, e.toString());
    } finally {
      close("nothing can be sent");
    }
  }

  private Outgoing next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (outgoing.isEmpty() && !closed) {
        changed.await(); // the overseer closes a connection that is silent for too long
      }
      return outgoing.poll();
    } finally {
      lock.unlock();
    }
  }

  private void answer(Asked request) throws IOException, InterruptedException {
    if (!request.underSlot()) {
      refuse(request, Frame.NO_SLOT);
      return;
    }
    SendGate.Passage passage = gate.enter();
    speaking.lock();
    try {
      serve(request);
    } finally {
      speaking.unlock();
      passage.leave();
    }
  }

  private void serve(Asked request) throws IOException {
    StreamSource.Choice choice =
        request.cancelled()
            ? new StreamSource.Choice(List.of(), true)
            : source.choose(asker.rank(), request.candidates(), request.mostBytes());
    if (choice.pieces().isEmpty()) {
      refuse(request, Frame.MISSING);
      return;
    }
    requests.sending(request);
    Sending sending = new Sending(wire, source, choice, request::cancelled);
    sending.send(request.number(), () -> requests.sent(request));
  }

  private void refuse(Asked request, int type) throws IOException {
    if (requests.refuse(request)) {
      over(request);
    }
    wire.send(Frame.of(type, request.number()));
  }

  /**
   * {@inheritDoc} When this returns all that the asker had by this connection is given back,
   * whoever has begun to close it: the next connection of the asker may get a slot then.
   */
  @Override
  public void close(String reason) {
    synchronized (closing) {
      closeOnce(reason);
    }
  }

  private void closeOnce(String reason) {
    boolean waits;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      waits = wanted;
      outgoing.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    LOG.debug("Connection from {} at {} is closed: {}", asker, wire, reason);
    try {
      wire.close();
    } catch (IOException e) {
      LOG.info("Connection from {} could not be closed: {}", asker, e.toString());
    }
    requests.close().forEach(this::over);
    if (waits) {
      source.withdraw(asker.rank());
    }
    source.release(asker.rank()); // it may not have heard of it
    onClose.accept(this);
  }
}
