package org.yarnp2p.peer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.SlotAnswer;

/** What an asker does when its source says nothing, at times that the test sets. */
@Timeout(60)
class AskerEndTest {
  private static final int IDLE_MILLIS = 60_000;

  private final Job job = new Job();
  private final AtomicLong millis = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<SlotAnswer> slot = new CompletableFuture<>();
  private ServerSocketChannel listener;
  private AskerEnd asker;
  private Wire source;

  @BeforeEach
  void connect() throws Exception {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    asker =
        new AskerEnd(
            Job.ASKER,
            job.source(listener.socket().getLocalPort()),
            SocketChannel.open(),
            ByteBuffer.allocate(4096),
            new StreamSettings(4, 2, 1 << 18, 2000, 10_000, Integer.MAX_VALUE, IDLE_MILLIS),
            this::nanos,
            end -> {});
    threads.execute(asker::run);
    source = new Wire(listener.accept(), ByteBuffer.allocate(4096), this::nanos);
    Handshake.answer(
        source, Job.ID, Job.SOURCE.rank(), job.secret.serverKey(Job.ID, Job.SOURCE.rank()));
    Handshake.accept(source);
    assertThat(asker.want(slot::complete)).isTrue();
    assertThat(source.u8()).isEqualTo(Frame.WANT);
  }

  @AfterEach
  void close() throws IOException {
    source.close();
    listener.close();
    threads.shutdownNow();
  }

  @Test
  void sourceThatDoesNotSayThatItIsThereIsGivenUp() throws Exception {
    assertThat(givenUp(() -> {})).contains("has not answered for 10000 ms");
    assertThat(millis.get()).isGreaterThanOrEqualTo(10_000);
    assertThat(source.u8()).isEqualTo(Frame.PING);
    asker.close("overdue");
    assertThat(slot.get(20, TimeUnit.SECONDS)).isEqualTo(new SlotAnswer.Failed());
  }

  @Test
  void newsForASilentSourceDoesNotMakeItHeard() {
    List<SegmentRef> news = List.of(new SegmentRef(0, 1));
    assertThat(asker.announce(news, () -> {})).isTrue();
    assertThat(givenUp(() -> asker.announce(news, () -> {})))
        .contains("has not answered for 10000 ms");
  }

  @Test
  void sourceThatSaysThatItIsThereIsListenedTo() throws Exception {
    answerPing();
    source.send(Frame.of(Frame.CLEAR));
    assertThat(slot.get(20, TimeUnit.SECONDS)).isEqualTo(new SlotAnswer.Clear());
  }

  @Test
  void sourceIsNotAskedAsLongAsItOwesNothing() throws Exception {
    source.send(Frame.of(Frame.CLEAR));
    assertThat(slot.get(20, TimeUnit.SECONDS)).isEqualTo(new SlotAnswer.Clear());
    while (millis.get() < 30_000) {
      assertThat(asker.overdue(later())).isEmpty();
    }
    assertThat(asker.announce(List.of(new SegmentRef(0, 1)), () -> {})).isTrue();
    assertThat(source.u8()).isEqualTo(Frame.HAVE);
  }

  @Test
  void whatComesIsToldUnlessTheSourceIsBehind() throws Exception {
    asker.foretell(List.of(new SegmentRef(0, 3)));
    assertThat(source.u8()).isEqualTo(Frame.COMING);
    assertThat(source.segments(1)).containsExactly(new SegmentRef(0, 3));
    asker.foretell(Collections.nCopies(Frame.MOST_NEWS, new SegmentRef(0, 3)));
    asker.foretell(List.of(new SegmentRef(0, 4)));
    assertThat(source.u8()).isEqualTo(Frame.COMING);
    assertThat(source.segments(1))
        .as("the many were not said")
        .containsExactly(new SegmentRef(0, 4));
  }

  @Test
  void connectionWithNewsIsKeptAsLongAsTheSourceIsThere() throws Exception {
    source.send(Frame.of(Frame.CLEAR));
    assertThat(slot.get(20, TimeUnit.SECONDS)).isEqualTo(new SlotAnswer.Clear());
    assertThat(asker.announce(List.of(new SegmentRef(0, 1)), () -> {})).isTrue();
    assertThat(source.u8()).isEqualTo(Frame.HAVE);
    source.segments(1);
    for (int round = 0; round < 3; round++) {
      millis.addAndGet(IDLE_MILLIS + 1);
      answerPing();
      while (asker.unusedSince().isEmpty()) { // ended by the test's timeout
        Thread.onSpinWait();
      }
    }
    assertThat(asker.overdue(nanos())).isEmpty();
    millis.addAndGet(IDLE_MILLIS + 1);
    assertThat(givenUp(() -> {})).contains("has not answered for 10000 ms");
  }

  @Test
  void connectionWithoutNewsIsClosedWhenItIsIdle() throws Exception {
    source.send(Frame.of(Frame.CLEAR));
    assertThat(slot.get(20, TimeUnit.SECONDS)).isEqualTo(new SlotAnswer.Clear());
    assertThat(asker.overdue(nanos())).isEmpty();
    millis.addAndGet(IDLE_MILLIS + 1);
    assertThat(asker.overdue(nanos())).contains("idle");
  }

  @Test
  void sourceThatGivesSlotsThatNobodyWantsDoesNotHoldUpTheAsker() throws Exception {
    threads.execute(this::giveSlots);

    assertThat(slot.get(20, TimeUnit.SECONDS)).isEqualTo(new SlotAnswer.Clear());
    CompletableFuture<Void> over = CompletableFuture.runAsync(this::awaitClosed, threads);
    over.get(20, TimeUnit.SECONDS);
  }

  @Test
  void sourceThatIsBusyWithoutHavingBeenAskedIsNotListenedTo() throws Exception {
    source.send(Frame.of(Frame.BUSY, 10));
    assertThat(slot.get(20, TimeUnit.SECONDS)).isEqualTo(new SlotAnswer.Busy(10));

    source.send(Frame.of(Frame.BUSY, 10));

    assertThatThrownBy(() -> source.u8()).isInstanceOf(EOFException.class);
  }

  /** Without reading what the asker says. */
  private void giveSlots() {
    byte[] clear = new byte[1 << 16];
    Arrays.fill(clear, (byte) Frame.CLEAR);
    try {
      while (true) {
        source.send(ByteBuffer.wrap(clear));
      }
    } catch (IOException e) {
      return; // the asker has closed the connection
    }
  }

  private void awaitClosed() {
    while (!asker.closed()) { // ended by the test's timeout
      Thread.onSpinWait();
    }
  }

  /** Why the source is given up, which is not before the asker waits for its bytes. */
  private String givenUp(Runnable meanwhile) {
    Optional<String> reason = Optional.empty();
    while (reason.isEmpty()) { // ended by the test's timeout
      meanwhile.run();
      reason = asker.overdue(later());
    }
    return reason.get();
  }

  /** The asker asks whether the source is there, and hears that it is. */
  private void answerPing() throws Exception {
    CompletableFuture<Integer> heard = new CompletableFuture<>();
    threads.execute(() -> heard.complete(next()));
    while (!heard.isDone()) {
      asker.overdue(later()); // whose word does not count here
    }
    assertThat(heard.get()).isEqualTo(Frame.PING);
    source.send(Frame.of(Frame.PONG));
  }

  private int next() {
    try {
      return source.u8();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long later() {
    Thread.onSpinWait();
    millis.addAndGet(100);
    return nanos();
  }

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(millis.get());
  }
}
