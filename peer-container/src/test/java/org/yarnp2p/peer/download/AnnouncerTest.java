package org.yarnp2p.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.PeerCalls;
import org.yarnp2p.protocol.ReserveAnswer;

@Timeout(20)
class AnnouncerTest {
  private static final Member SELF = new Member(Rank.peer(1), 1);
  private static final Member OTHER = new Member(Rank.peer(2), 1);

  private final BitSet held = new BitSet();
  private final Queue<Runnable> calls = new ArrayDeque<>();
  private final SynchronousQueue<Runnable> repeated = new SynchronousQueue<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Neighbour neighbour = new Neighbour();
  private final Connection connection = new Connection();
  private final AtomicLong now = new AtomicLong();
  private boolean started;
  private final Announcer announcer = announcer(0);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void newNeighbourIsIntroducedFirst() {
    held.set(3);
    announcer.neighbours(List.of(OTHER));
    announcer.announce(segment(3), List.of(OTHER.rank()));
    work();
    assertThat(neighbour.heard).containsExactly("hello {3}");
  }

  @Test
  void neighboursAreMetWhenAllHaveHeardAnIntroduction() {
    announcer.neighbours(List.of(OTHER, new Member(Rank.peer(3), 1)));
    CompletableFuture<Void> met = announcer.met();
    assertThat(calls).hasSize(2);
    calls.remove().run();
    assertThat(met).isNotDone();
    work();
    assertThat(met).isCompleted();
    assertThat(announcer.met()).isCompleted();
  }

  @Test
  void neighbourThatCannotBeReachedIsNotWaitedFor() {
    neighbour.failing = true;
    announcer.neighbours(List.of(OTHER));
    work();
    assertThat(announcer.met()).isCompleted();
  }

  @Test
  void whatComesWhileACallIsOnItsWayGoesTogetherIntoTheNext() {
    introduce();
    announcer.announce(segment(1), List.of(OTHER.rank()));
    announcer.announce(segment(2), List.of(OTHER.rank()));
    announcer.announce(segment(2), List.of(OTHER.rank()));
    assertThat(calls).hasSize(1);
    work();
    assertThat(neighbour.heard).containsExactly("have [1, 2]");
    announcer.announce(segment(3), List.of(OTHER.rank()));
    work();
    assertThat(neighbour.heard).containsExactly("have [1, 2]", "have [3]");
  }

  @Test
  void onlyThoseNamedAreTold() {
    introduce();
    announcer.announce(segment(1), List.of(Rank.peer(7)));
    assertThat(calls).isEmpty();
  }

  @Test
  void whatBecameNewDuringTheIntroductionIsToldAfterwards() {
    held.set(0);
    announcer.neighbours(List.of(OTHER));
    neighbour.duringHello = () -> held.set(5);
    work();
    assertThat(neighbour.heard).containsExactly("hello {0}", "have [5]");
  }

  @Test
  void whatBecameNewBeforeTheSwarmKnewTheNeighbourIsToldAfterwards() {
    introduce();
    held.set(5);
    announcer.introduced(OTHER.rank());
    work();
    announcer.introduced(OTHER.rank());
    work();
    assertThat(neighbour.heard).containsExactly("have [5]");
  }

  @Test
  void whatBecameNewBeforeTheSwarmNamesANeighbourIsToldToo() {
    introduce();
    held.set(5);
    announcer.catchUp();
    work();
    announcer.catchUp();
    work();
    assertThat(neighbour.heard).containsExactly("have [5]");
  }

  @Test
  void neighbourThatFailsIsIntroducedAgain() throws InterruptedException {
    introduce();
    neighbour.failing = true;
    announcer.announce(segment(1), List.of(OTHER.rank()));
    started = true;
    work();
    neighbour.failing = false;
    held.set(1);
    repeated.poll(10, TimeUnit.SECONDS).run();
    assertThat(neighbour.heard).containsExactly("hello {1}");
  }

  @Test
  void nextLifeOfANeighbourIsIntroducedAgain() {
    introduce();
    announcer.neighbours(List.of(OTHER));
    work();
    assertThat(neighbour.heard).isEmpty();
    announcer.neighbours(List.of(new Member(OTHER.rank(), 2)));
    work();
    assertThat(neighbour.heard).containsExactly("hello {}");
  }

  @Test
  void formerNeighbourIsToldNothing() {
    introduce();
    announcer.announce(segment(1), List.of(OTHER.rank()));
    announcer.neighbours(List.of());
    announcer.announce(segment(2), List.of(OTHER.rank()));
    work();
    assertThat(neighbour.heard).isEmpty();
  }

  @Test
  void whatIsNewWithinTheIntervalIsGathered() throws InterruptedException {
    Announcer gathering = announcer(50);
    introduce(gathering);
    gathering.announce(segment(1), List.of(OTHER.rank()));
    started = true;
    work();
    gathering.announce(segment(2), List.of(OTHER.rank()));
    gathering.announce(segment(3), List.of(OTHER.rank()));
    assertThat(neighbour.heard).containsExactly("have [1]");
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
    repeated.poll(10, TimeUnit.SECONDS).run();
    assertThat(neighbour.heard).containsExactly("have [1]", "have [2, 3]");
  }

  @Test
  void linkThatHasBeenQuietForTheIntervalIsUsedAtOnce() {
    Announcer gathering = announcer(1);
    introduce(gathering);
    gathering.announce(segment(1), List.of(OTHER.rank()));
    work();
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(20));
    gathering.announce(segment(2), List.of(OTHER.rank()));
    assertThat(calls).hasSize(1);
  }

  @Test
  void connectionIsUsedWhereThereIsOne() {
    introduce();
    connection.open = true;
    announcer.announce(segment(1), List.of(OTHER.rank()));
    assertThat(connection.heard).containsExactly("[1]");
    connection.open = false;
    announcer.announce(segment(2), List.of(OTHER.rank()));
    work();
    assertThat(neighbour.heard).containsExactly("have [2]");
  }

  @Test
  void introductionTravelsOnTheConnectionWhereOneIsToBeHad() {
    held.set(3);
    connection.open = true;
    announcer.neighbours(List.of(OTHER));
    work();
    announcer.announce(segment(4), List.of(OTHER.rank()));
    assertThat(connection.heard).containsExactly("hello {3}");
    connection.welcome.run();
    assertThat(connection.heard).containsExactly("hello {3}", "[4]");
    assertThat(neighbour.heard).isEmpty();
  }

  @Test
  void neighbourThatWillBeCalledForSmallSegmentsIsCalledWhenTheyMeet() {
    connection.open = true;
    Announcer calling = announcer(0, true);
    calling.neighbours(List.of(OTHER));
    work();
    assertThat(neighbour.heard).containsExactly("hello {}");
    assertThat(connection.heard).containsExactly("hello {}");
    assertThat(calling.met()).isNotDone();
    connection.welcome.run();
    assertThat(calling.met()).isCompleted();
  }

  @Test
  void neighbourThatWillBeCalledIsCalledOnceWhereThereIsNoConnection() {
    announcer(0, true).neighbours(List.of(OTHER));
    work();
    assertThat(neighbour.heard).containsExactly("hello {}");
  }

  @Test
  void introductionsFollowEachOtherWhenTheOneBeforeIsWelcome() {
    connection.open = true;
    announcer.neighbours(List.of(OTHER));
    work();
    held.set(3);
    announcer.introduceAgain();
    held.set(4);
    announcer.introduceAgain();
    work();
    assertThat(connection.heard).containsExactly("hello {}");
    connection.welcome.run();
    work();
    assertThat(connection.heard).containsExactly("hello {}", "hello {3, 4}");
  }

  @Test
  void neighbourIsMetWhenItWelcomes() {
    connection.open = true;
    announcer.neighbours(List.of(OTHER));
    work();
    assertThat(announcer.met()).isNotDone();
    connection.welcome.run();
    assertThat(announcer.met()).isCompleted();
  }

  @Test
  void neighbourWhoseConnectionBreaksAtTheIntroductionIsNotWaitedFor() throws Exception {
    connection.open = true;
    announcer.neighbours(List.of(OTHER));
    work();
    connection.open = false;
    neighbourForgets();
    assertThat(announcer.met()).isCompleted();
    assertThat(neighbour.heard).containsExactly("hello {}");
  }

  @Test
  void neighbourIsIntroducedToAgainWhenTheConnectionIsLost() throws InterruptedException {
    introduce();
    connection.open = true;
    announcer.announce(segment(1), List.of(OTHER.rank()));
    held.set(1);
    connection.open = false;
    neighbourForgets();
    assertThat(neighbour.heard).containsExactly("hello {1}");
  }

  @Test
  void connectionThatIsLostDuringACallIsNotForgotten() throws InterruptedException {
    introduce();
    connection.open = true;
    announcer.announce(segment(1), List.of(OTHER.rank()));
    connection.open = false;
    held.set(1);
    held.set(2);
    neighbour.duringHave = connection.lost;
    announcer.announce(segment(2), List.of(OTHER.rank()));
    work();
    assertThat(neighbour.heard).containsExactly("have [2]", "hello {1, 2}");
  }

  @Test
  void whatIsNewWithinTheIntervalIsGatheredOnAConnectionToo() {
    Announcer gathering = announcer(TimeUnit.HOURS.toMillis(1)); // the timer is a real one
    introduce(gathering);
    connection.open = true;
    gathering.announce(segment(1), List.of(OTHER.rank()));
    gathering.announce(segment(2), List.of(OTHER.rank()));
    gathering.announce(segment(3), List.of(OTHER.rank()));
    assertThat(connection.heard).containsExactly("[1]");
    now.addAndGet(TimeUnit.HOURS.toNanos(1));
    gathering.announce(segment(4), List.of(OTHER.rank()));
    assertThat(connection.heard).containsExactly("[1]", "[2, 3, 4]");
  }

  /** Runs what the timer starts after a failure. */
  private void neighbourForgets() throws InterruptedException {
    started = true;
    connection.lost.run();
    repeated.poll(10, TimeUnit.SECONDS).run();
  }

  private Announcer announcer(long intervalMillis) {
    return announcer(intervalMillis, false);
  }

  private Announcer announcer(long intervalMillis, boolean callsToo) {
    return new Announcer(
        SELF,
        new NeighbourLink.Outlets(rank -> neighbour, connection, callsToo),
        () -> List.of(new Holding(0, (BitSet) held.clone())),
        new Pace(intervalMillis, intervalMillis, new Backoff(1, 1), now::get),
        this::execute,
        timer);
  }

  private void introduce() {
    introduce(announcer);
  }

  private void introduce(Announcer to) {
    to.neighbours(List.of(OTHER));
    work();
    neighbour.heard.clear();
  }

  private void work() {
    while (!calls.isEmpty()) {
      calls.poll().run();
    }
  }

  /** The test runs calls by itself, apart from those that the timer starts. */
  private void execute(Runnable call) {
    if (!started) {
      calls.add(call);
      return;
    }
    try {
      repeated.put(call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SegmentRef segment(int index) {
    return new SegmentRef(0, index);
  }

  private static final class Connection implements Announcements {
    final List<String> heard = new ArrayList<>();
    boolean open;
    Runnable welcome = () -> {};
    Runnable lost = () -> {};

    @Override
    public boolean introduce(Rank to, List<Holding> holdings, Runnable ifHeard, Runnable ifLost) {
      if (open) {
        heard.add("hello " + holdings.get(0).segments());
        welcome = ifHeard;
        lost = ifLost;
      }
      return open;
    }

    @Override
    public boolean announce(Rank to, List<SegmentRef> segments, Runnable ifLost) {
      if (open) {
        heard.add(segments.stream().map(SegmentRef::segment).toList().toString());
        lost = ifLost;
      }
      return open;
    }

    @Override
    public void foretell(Rank to, List<SegmentRef> segments) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Neighbour implements PeerCalls {
    final List<String> heard = new ArrayList<>();
    boolean failing;
    Runnable duringHello = () -> {};
    Runnable duringHave = () -> {};

    @Override
    public Introduction hello(Introduction caller) throws IOException {
      hear("hello " + caller.holdings().get(0).segments());
      duringHello.run();
      return new Introduction(OTHER, List.of());
    }

    @Override
    public void have(Member member, List<SegmentRef> segments) throws IOException {
      hear("have " + segments.stream().map(SegmentRef::segment).toList());
      duringHave.run();
    }

    @Override
    public FetchAnswer fetch(Member member, FetchRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReserveAnswer reserve(Member member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release(Member member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fileMap(String name) {
      throw new UnsupportedOperationException();
    }

    private void hear(String call) throws IOException {
      if (failing) {
        throw new IOException("not there");
      }
      heard.add(call);
    }
  }
}
