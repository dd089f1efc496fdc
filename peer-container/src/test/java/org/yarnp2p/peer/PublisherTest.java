package org.yarnp2p.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.peer.download.EventQueue;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.TrackerProtocol;

@Timeout(20)
class PublisherTest {
  private static final Member SELF = new Member(Rank.peer(4), 1);
  private static final Map<Integer, Digest> DIGESTS = Map.of(3, digest("three"), 5, digest("five"));

  private static final JoinRequest JOIN =
      new JoinRequest(
          SELF,
          new Endpoint("host", 1),
          List.of(),
          List.of(),
          List.of(),
          false,
          List.of(),
          Map.of());

  private final Tracker tracker = new Tracker();
  private final EventQueue events = new EventQueue(1);
  private final Set<Integer> vouched = new TreeSet<>();
  private final List<SegmentRef> doubted = new ArrayList<>();
  private final BitSet altered = new BitSet();
  private int trackerLife = 1;
  private final Publisher publisher = publisher(1000);

  @Test
  void whatIsHashedBeforeTheJoinIsToldWithIt() throws Exception {
    Publisher early = publisherBeforeJoin(1000);
    publish(early);

    assertThat(vouched).containsExactly(3, 5);
    early.introduction(
        () -> {
          assertThat(vouched).as("in the stores").containsExactly(3, 5);
          return JOIN;
        });
    early.joined();
    assertThat(tracker.told).isEmpty();
  }

  @Test
  void whatIsHashedDuringTheJoinWaitsForItsEnd() throws Exception {
    Publisher early = publisherBeforeJoin(1000);
    early.introduction(() -> JOIN);
    AtomicBoolean joined = new AtomicBoolean();
    tracker.onReport = () -> assertThat(joined).isTrue();
    FutureTask<Void> hashing =
        new FutureTask<>(
            () -> {
              publish(early);
              return null;
            });
    Thread hasher = new Thread(hashing);
    hasher.start();
    while (hasher.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(vouched).as("the join does not say it").isEmpty();
    joined.set(true);
    early.joined();

    hashing.get();
    assertThat(tracker.told).hasSize(2);
    assertThat(vouched).containsExactly(3, 5);
  }

  @Test
  void trackerIsToldTheDigests() throws Exception {
    publish(publisher);

    assertThat(tracker.told)
        .containsExactly(
            new Acquired(new SegmentRef(7, 3), digest("three")),
            new Acquired(new SegmentRef(7, 5), digest("five")));
  }

  @Test
  void storeHoldsWhatTheTrackerHasBeenTold() throws Exception {
    tracker.onReport = () -> assertThat(vouched).as("before the answer").isEmpty();
    publish(publisher);
    assertThat(vouched).containsExactly(3, 5);
  }

  @Test
  void trackerThatIsAwayIsToldLater() throws Exception {
    tracker.failures = 2;
    publish(publisher);

    assertThat(tracker.told).hasSize(2);
  }

  @Test
  void trackerThatIsJoinedMeanwhileIsToldToo() throws Exception {
    tracker.onReport = () -> trackerLife = 2;
    publish(publisher);

    assertThat(tracker.told).hasSize(4);
  }

  @Test
  void trackerThatStaysAwayIsAFailure() {
    tracker.failures = Integer.MAX_VALUE;

    assertThatThrownBy(() -> publish(publisher(-1)))
        .hasMessageContainingAll("the tracker has not answered", "digests");
    assertThat(vouched).isEmpty();
  }

  @Test
  void swarmThatHasNotBegunIsNotTold() throws Exception {
    publish(publisher);

    assertThat(events.offer(new Event.Tick(), 0)).as("the queue has room").isTrue();
  }

  @Test
  void swarmIsToldWhatComesAfterItsBeginning() throws Exception {
    publisher.swarmBegins(doubted::addAll);
    publish(publisher);

    assertThat(events.offer(new Event.Tick(), 0)).as("the queue has room").isFalse();
    assertThat(doubted).isEmpty();
  }

  /** An earlier life of the rank has told something else. */
  @Test
  void whatTheTrackerRefusesIsDoubtedWhenItIsInTheStore() throws Exception {
    publisher.swarmBegins(
        segments -> {
          assertThat(vouched).contains(5);
          doubted.addAll(segments);
        });
    tracker.refuses = List.of(new SegmentRef(7, 5));
    publish(publisher);

    assertThat(doubted).containsExactly(new SegmentRef(7, 5));
  }

  /** Neighbours would take it, and ban this peer for that. */
  @Test
  void swarmIsNotToldThatIsHeldWhatTheTrackerRefuses() throws Exception {
    publisher.swarmBegins(doubted::addAll);
    tracker.refuses = List.of(new SegmentRef(7, 3), new SegmentRef(7, 5));
    publish(publisher);

    assertThat(doubted).hasSize(2);
    assertThat(events.offer(new Event.Tick(), 0)).as("the queue has room").isTrue();
  }

  /** The tracker, which may know nothing of it, has been told what it was. */
  @Test
  void whatAnEarlierLifeHasToldOtherwiseIsDoubtedToo() throws Exception {
    publisher.swarmBegins(doubted::addAll);
    altered.set(5);
    publish(publisher);

    assertThat(vouched).containsExactly(3, 5);
    assertThat(doubted).containsExactly(new SegmentRef(7, 5));
  }

  @Test
  void whatIsToBeDoubtedBeforeTheSwarmBeginsIsDoubtedThen() throws Exception {
    altered.set(3);
    tracker.refuses = List.of(new SegmentRef(7, 5));
    publish(publisher);
    assertThat(doubted).isEmpty();

    publisher.swarmBegins(doubted::addAll);

    assertThat(doubted).containsExactlyInAnyOrder(new SegmentRef(7, 3), new SegmentRef(7, 5));
  }

  private void publish(Publisher by) throws Exception {
    by.publish(7, new TreeMap<>(DIGESTS), altered, () -> vouched.addAll(DIGESTS.keySet()));
  }

  private Publisher publisher(long patienceMillis) {
    Publisher publisher = publisherBeforeJoin(patienceMillis);
    publisher.introduction(() -> JOIN);
    publisher.joined();
    return publisher;
  }

  private Publisher publisherBeforeJoin(long patienceMillis) {
    Retry retry = new Retry("the tracker", new Backoff(1, 1), patienceMillis, () -> 0);
    return new Publisher(SELF, tracker, retry, () -> trackerLife, events);
  }

  private static Digest digest(String text) {
    return Digest.of(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private static final class Tracker implements TrackerProtocol {
    final List<Acquired> told = new ArrayList<>();
    int failures;
    List<SegmentRef> refuses = List.of();
    Runnable onReport = () -> {};

    @Override
    public List<SegmentRef> report(Member member, Report report) throws IOException {
      if (failures > 0) {
        failures--;
        throw new IOException("not there");
      }
      assertThat(member).isEqualTo(SELF);
      told.addAll(report.acquired());
      onReport.run();
      return refuses;
    }

    @Override
    public void join(JoinRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void ready(Member member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<DescribedFile> describe(Member member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<SegmentRef> claim(Member member, int file, int most, long mostBytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<SegmentRef> claimAnew(
        Member member, int file, int most, long mostBytes, List<SegmentRef> open) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void leave(Member member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fileMap(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
