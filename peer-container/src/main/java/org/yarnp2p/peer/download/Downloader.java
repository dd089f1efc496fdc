package org.yarnp2p.peer.download;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.SegmentData;

/**
 * Carries out requests for segments: asks the source, verifies what comes, stores it, and tells the
 * swarm. Its threads hash and write, so that nobody else has to.
 */
final class Downloader {
  private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);

  private final SegmentTransport transport;
  private final Intake intake;
  private final Announcer announcer;
  private final EventQueue events;
  private final Progress progress;
  private final ExecutorService threads;
  private final Consumer<Exception> failure;
  private final Map<Long, Fetching> running = new ConcurrentHashMap<>();

  /**
   * @param announcer tells the source that a request is over
   * @param threads as many as requests may be outstanding
   * @param failure told what this peer cannot live with, such as a full disk
   */
  Downloader(
      Surroundings around,
      Intake intake,
      Announcer announcer,
      ExecutorService threads,
      Consumer<Exception> failure) {
    transport = around.transport();
    events = around.events();
    progress = around.progress();
    this.intake = intake;
    this.announcer = announcer;
    this.threads = threads;
    this.failure = failure;
  }

  /** Returns at once; ends with {@link Event.RequestEnded}. */
  void fetch(Action.Fetch fetch) {
    Fetching fetching = new Fetching();
    running.put(fetch.request(), fetching);
    threads.execute(() -> run(fetch, fetching));
  }

  /** The rest of a request is not needed. */
  void cancel(long request) {
    Fetching fetching = running.get(request);
    if (fetching != null) {
      fetching.cancel();
    }
  }

  private void run(Action.Fetch fetch, Fetching fetching) {
    Outcome outcome = new Outcome.Failed();
    try {
      outcome = ask(fetch, fetching);
    } catch (IOException e) {
      failure.accept(e);
    } finally {
      running.remove(fetch.request());
      if (outcome instanceof Outcome.Done) {
        confirm(fetch);
      }
      events.put(new Event.RequestEnded(fetch.request(), outcome));
    }
  }

  /** One segment suffices: the source then knows that its answer has left it. */
  private void confirm(Action.Fetch fetch) {
    fetch.segments().stream()
        .filter(intake::holds)
        .findFirst()
        .ifPresent(segment -> announcer.announce(segment, List.of(fetch.source())));
  }

  private Outcome ask(Action.Fetch fetch, Fetching fetching) throws IOException {
    if (!fetching.begin()) {
      return new Outcome.Done();
    }
    FetchAnswer answer = null;
    try {
      answer = transport.fetch(fetch.source(), fetch.segments());
    } catch (IOException e) {
      LOG.info("{} did not answer {}: {}", fetch.source(), fetch, e.toString());
    }
    if (!fetching.end()) {
      return new Outcome.Done();
    }
    return answer == null ? new Outcome.Failed() : take(fetch, answer);
  }

  private Outcome take(Action.Fetch fetch, FetchAnswer answer) throws IOException {
    if (answer instanceof FetchAnswer.Busy busy) {
      return new Outcome.Busy(busy.retryAfterMillis());
    }
    if (answer instanceof FetchAnswer.Served served) {
      Set<SegmentRef> asked = new HashSet<>(fetch.segments());
      for (SegmentData data : served.segments()) {
        if (!asked.remove(data.segment())) {
          LOG.warn("{} sent {}, which was not asked for", fetch.source(), data.segment());
          return new Outcome.Failed();
        }
        take(fetch.request(), fetch.source(), data);
      }
      return new Outcome.Done();
    }
    return new Outcome.Missing();
  }

  private void take(long request, Rank source, SegmentData data) throws IOException {
    SegmentRef segment = data.segment();
    progress.received(segment.file(), data.data().remaining());
    if (intake.take(segment, data.digest(), data.data())) {
      events.put(new Event.SegmentStored(request, segment));
    } else {
      LOG.warn("{} sent wrong bytes for {}", source, intake.describe(segment));
      progress.refused();
      events.put(new Event.SegmentRefused(request, segment));
    }
  }
}
