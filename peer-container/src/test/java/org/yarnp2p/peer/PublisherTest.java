package org.yarnp2p.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Digest;
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

  private final Tracker tracker = new Tracker();
  private final EventQueue events = new EventQueue(1);
  private final Publisher publisher =
      new Publisher(
          SELF, tracker, new Retry("the tracker", new Backoff(1, 1), 1000, () -> 0), events);

  @Test
  void trackerIsToldTheDigests() throws Exception {
    publisher.tell(7, new TreeMap<>(DIGESTS));

    assertThat(tracker.told)
        .containsExactly(
            new Acquired(new SegmentRef(7, 3), digest("three")),
            new Acquired(new SegmentRef(7, 5), digest("five")));
  }

  @Test
  void trackerThatIsAwayIsToldLater() throws Exception {
    tracker.failures = 2;
    publisher.tell(7, new TreeMap<>(DIGESTS));

    assertThat(tracker.told).hasSize(2);
  }

  @Test
  void trackerThatStaysAwayIsAFailure() {
    tracker.failures = Integer.MAX_VALUE;
    Publisher impatient =
        new Publisher(
            SELF, tracker, new Retry("the tracker", new Backoff(1, 1), -1, () -> 0), events);

    assertThatThrownBy(() -> impatient.tell(7, new TreeMap<>(DIGESTS)))
        .hasMessageContainingAll("the tracker has not answered", "digests");
  }

  @Test
  void swarmThatHasNotBegunIsNotTold() throws Exception {
    publisher.held(7, DIGESTS);

    assertThat(events.offer(new Event.Tick(), 0)).as("the queue has room").isTrue();
  }

  @Test
  void swarmIsToldWhatComesAfterItsBeginning() throws Exception {
    publisher.swarmBegins();
    publisher.held(7, DIGESTS);

    assertThat(events.offer(new Event.Tick(), 0)).as("the queue has room").isFalse();
  }

  private static Digest digest(String text) {
    return Digest.of(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private static final class Tracker implements TrackerProtocol {
    final List<Acquired> told = new ArrayList<>();
    int failures;

    @Override
    public List<SegmentRef> report(Member member, Report report) throws IOException {
      if (failures > 0) {
        failures--;
        throw new IOException("not there");
      }
      assertThat(member).isEqualTo(SELF);
      told.addAll(report.acquired());
      return List.of();
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
    public List<Integer> claim(Member member, int file, int most) {
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
