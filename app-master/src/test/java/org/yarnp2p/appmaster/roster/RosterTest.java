package org.yarnp2p.appmaster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

class RosterTest {
  private static final Rank ONE = Rank.peer(1);
  private static final Endpoint HERE = new Endpoint("node1", 4711);

  private final AtomicLong time = new AtomicLong(1000);
  private final Roster roster = new Roster(2, time::get);

  @Test
  void everyRankIsPlannedBeforeItIsAskedFor() {
    assertThat(roster.snapshot())
        .extracting(RankSnapshot::rank)
        .containsExactly(Rank.TRACKER, ONE, Rank.peer(2));
    assertThat(roster.snapshot())
        .allSatisfy(
            rank -> {
              assertThat(rank.state()).isEqualTo(RankState.PLANNED);
              assertThat(rank.incarnation()).isZero();
            });
    assertThat(roster.allEnded()).isTrue();
  }

  @Test
  void aContainerGoesFromRequestedToDone() throws IOException {
    Member member = roster.requested(ONE);
    assertThat(state()).isEqualTo(RankState.REQUESTED);
    roster.launched(member, "node1", "container_7");
    assertThat(state()).isEqualTo(RankState.LAUNCHED);
    roster.registered(member, HERE);
    assertThat(state()).isEqualTo(RankState.REGISTERED);
    assertThat(roster.rank(ONE).isUp()).isTrue();
    RankStatus last = RankStatus.ofTracker(RankPhase.LEFT, 2, 10, 5);
    roster.done(member, last);
    assertThat(state()).isEqualTo(RankState.DONE);
    assertThat(roster.rank(ONE).status()).isEqualTo(last);
    roster.ended(member);
    assertThat(state()).isEqualTo(RankState.DONE);
    assertThat(roster.rank(ONE).isUp()).isFalse();
  }

  @Test
  void aLateLaunchDoesNotTakeARegisteredRankBack() throws IOException {
    Member member = roster.requested(ONE);
    roster.registered(member, HERE);
    roster.launched(member, "node1", "container_7");
    assertThat(state()).isEqualTo(RankState.REGISTERED);
    assertThat(roster.rank(ONE).host()).isEqualTo("node1");
  }

  @Test
  void aContainerThatEndsBeforeItIsDoneHasFailed() {
    Member member = roster.requested(ONE);
    roster.launched(member, "node1", "container_7");
    assertThat(roster.ended(member).orElseThrow().state()).isEqualTo(RankState.LAUNCHED);
    assertThat(state()).isEqualTo(RankState.FAILED);
  }

  @Test
  void theEndOfAContainerIsNewsOnce() {
    Member member = roster.requested(ONE);
    assertThat(roster.ended(member)).isPresent();
    assertThat(roster.ended(member)).isEmpty();
  }

  @Test
  void anInheritedContainerSaysItselfWhichIncarnationItIs() throws IOException {
    Roster second = new Roster(2, time::get, 1000);
    second.inherit(ONE, "node1", "container_7");
    Member first = new Member(ONE, 1);
    second.heard(first, RankStatus.starting());
    assertThat(second.hasRegistered(first)).isFalse();
    second.registered(first, HERE);
    assertThat(second.rank(ONE).member()).isEqualTo(first);
    assertThat(second.rank(ONE).whoAndWhere()).isEqualTo("rank 1 on node1 (container_7)");

    Member later = new Member(ONE, 3);
    second.heard(later, RankStatus.starting());
    assertThat(second.hasRegistered(later)).isFalse();
    assertThatThrownBy(() -> second.heard(first, RankStatus.starting()))
        .isInstanceOf(FencedException.class);
  }

  @Test
  void theFleetKnowsAnInheritedContainerByTheHighestIncarnation() throws IOException {
    Roster second = new Roster(2, time::get, 1000);
    second.inherit(ONE, "node1", "container_7");
    second.registered(new Member(ONE, 1), HERE);
    assertThat(second.ended(new Member(ONE, 1000))).isPresent();
    assertThat(second.rank(ONE).ended()).isTrue();
  }

  @Test
  void incarnationsOfAFurtherAttemptAreAboveAllBefore() throws IOException {
    Roster second = new Roster(2, time::get, 1000);
    second.inherit(ONE, "node1", "container_7");
    assertThat(second.requested(ONE)).isEqualTo(new Member(ONE, 1001));
    assertThat(second.requested(Rank.peer(2)).incarnation()).isEqualTo(1001);
    assertThat(second.requested(ONE).incarnation()).isEqualTo(1002);
    assertThatThrownBy(() -> second.heard(new Member(ONE, 7), RankStatus.starting()))
        .isInstanceOf(FencedException.class);
  }

  @Test
  void aNumberThatNoAttemptHasGivenIsRefused() {
    Roster second = new Roster(2, time::get, 1000);
    second.inherit(ONE, "node1", "container_7");
    assertThatThrownBy(() -> second.heard(new Member(ONE, 1001), RankStatus.starting()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("never been started");
  }

  @Test
  void anInheritedContainerThatDoesNotCallIsSilent() {
    Roster second = new Roster(2, time::get, 1000);
    second.inherit(ONE, "node1", "container_7");
    time.addAndGet(31);
    assertThat(second.silentFor(30, 0)).extracting(RankSnapshot::rank).containsExactly(ONE);
  }

  @Test
  void anInheritedContainerIsNotToldToTheTrackerAsLost() throws IOException {
    Roster second = new Roster(2, time::get, 1000);
    second.inherit(ONE, "node1", "container_7");
    assertThat(second.lost()).isEmpty();
    second.registered(new Member(ONE, 2), HERE);
    assertThat(second.lost()).isEmpty();
    assertThat(second.replace(new Member(ONE, 2), "killed")).contains(new Member(ONE, 1001));
    assertThat(second.lost()).containsExactly(new Member(ONE, 1000));
  }

  @Test
  void anInheritedContainerThatIsSilentIsReplaced() {
    Roster second = new Roster(2, time::get, 1000);
    second.inherit(ONE, "node1", "container_7");
    assertThat(second.awaitedFor(1, 0)).isEmpty();
    Member unheard = second.rank(ONE).member();
    assertThat(second.lose(unheard)).isTrue();
    assertThat(second.replace(unheard, "silent")).contains(new Member(ONE, 1001));
  }

  @Test
  void whatWasDoneBeforeIsDoneWithOrWithoutItsContainer() {
    Roster second = new Roster(1, time::get, 1000);
    second.inherit(ONE, "node1", "container_7");
    RankStatus last = RankStatus.ofTracker(RankPhase.LEFT, 2, 10, 5);
    RankStatus none = RankStatus.starting();
    second.doneBefore(
        ONE, new RankPast(1, "node1", "container_7", last, none, 3L, 7L, List.of(), List.of()));
    second.doneBefore(
        Rank.TRACKER,
        new RankPast(
            2, "node2", "container_6", last, none, null, null, List.of("lost"), List.of("c1")));
    assertThat(second.allDone()).isTrue();
    assertThat(second.allEnded()).isFalse();
    assertThat(second.rank(Rank.TRACKER).incarnation()).isEqualTo(2);
    assertThat(second.rank(Rank.TRACKER).losses()).containsExactly("lost");
    second.ended(new Member(ONE, 1000));
    assertThat(second.allEnded()).isTrue();
    assertThat(second.rank(ONE).state()).isEqualTo(RankState.DONE);
    assertThat(second.rank(ONE).exchangingAt()).isEqualTo(3);
    assertThat(second.rank(ONE).finishedAt()).isEqualTo(7);
  }

  @Test
  void whatAPeerWillWantCountsUntilItSaysItItself() throws IOException {
    roster.expect(1000);
    assertThat(wanted(ONE)).isEqualTo(1000);
    assertThat(wanted(Rank.TRACKER)).isZero();
    Member member = roster.requested(ONE);
    roster.registered(member, new Endpoint("node1", 1));
    roster.heard(member, RankStatus.starting());
    assertThat(wanted(ONE)).isEqualTo(1000);
    roster.heard(member, moved(RankPhase.EXCHANGING, 900, 7));
    assertThat(wanted(ONE)).isEqualTo(900);
  }

  @Test
  void aPeerThatHasNotComeAndIsGivenUpWantsNothing() {
    roster.expect(1000);
    roster.giveUp(roster.requested(ONE), RankState.ABSENT, "no container");
    assertThat(wanted(ONE)).isZero();
  }

  @Test
  void aRankThatAnotherAttemptStartsAnewHasMovedWhatItsLivesHaveMoved() throws IOException {
    Roster second = new Roster(1, time::get, 1000);
    second.recall(ONE, past(moved(RankPhase.EXCHANGING, 900, 7), moved(RankPhase.LEFT, 900, 3)));
    assertThat(second.rank(ONE).status().wantedBytes()).isEqualTo(900);
    assertThat(second.rank(ONE).status().downBytes()).isEqualTo(7);
    Member member = second.requested(ONE);
    second.registered(member, new Endpoint("node1", 1));
    second.heard(member, moved(RankPhase.EXCHANGING, 900, 2));
    assertThat(second.rank(ONE).status().downBytes()).isEqualTo(9);
    assertThat(second.rank(ONE).losses())
        .containsExactly(
            "out of memory",
            "rank 1 on node1 (container_7) was gone when another ApplicationMaster took over");
    assertThat(second.rank(ONE).lostContainers()).containsExactly("container_3", "container_7");
  }

  @Test
  void aRankThatGoesOnUnderAnotherAttemptIsNotCountedTwice() throws IOException {
    Roster second = new Roster(1, time::get, 1000);
    second.inherit(ONE, "node1", "container_7");
    second.recall(ONE, past(moved(RankPhase.EXCHANGING, 900, 7), moved(RankPhase.LEFT, 900, 3)));
    assertThat(second.rank(ONE).status().wantedBytes()).isEqualTo(900);
    Member member = new Member(ONE, 2);
    second.registered(member, new Endpoint("node1", 1));
    second.heard(member, moved(RankPhase.EXCHANGING, 900, 5));
    assertThat(second.rank(ONE).status().downBytes()).isEqualTo(8);
    assertThat(second.rank(ONE).losses()).containsExactly("out of memory");
  }

  @Test
  void tenthsOfThePeersThatExchangeAndThatHaveEverythingAreToldTogether() throws IOException {
    assertThat(roster.tenths()).isZero();
    Member member = roster.requested(ONE);
    roster.registered(member, new Endpoint("node1", 1));
    roster.heard(member, moved(RankPhase.EXCHANGING, 900, 5));
    int exchanging = roster.tenths();
    roster.heard(member, moved(RankPhase.COMPLETE, 900, 900));
    assertThat(exchanging).isPositive();
    assertThat(roster.tenths()).isEqualTo(2 * exchanging);
  }

  private long wanted(Rank rank) {
    return roster.rank(rank).status().wantedBytes();
  }

  private static RankStatus moved(RankPhase phase, long wanted, long down) {
    return new RankStatus(phase, 0, wanted, down, down, 0, 0, 0, -1, List.of(), 0, -1, -1);
  }

  private static RankPast past(RankStatus all, RankStatus former) {
    return new RankPast(
        2,
        "node1",
        "container_7",
        all,
        former,
        null,
        null,
        List.of("out of memory"),
        List.of("container_3"));
  }

  @Test
  void momentsThatAContainerTellsOfAreTakenOnThisClockAndTheEarliestCounts() throws IOException {
    Member peer = roster.requested(ONE);
    roster.registered(peer, HERE);
    time.set(1000);
    roster.heard(peer, finishedAgo(-1));
    assertThat(roster.rank(ONE).finishedAt()).isNull();
    roster.heard(peer, finishedAgo(300));
    time.set(2000);
    roster.heard(peer, finishedAgo(1290));
    assertThat(roster.rank(ONE).finishedAt()).isEqualTo(700);
    roster.heard(peer, finishedAgo(-1));
    assertThat(roster.rank(ONE).finishedAt()).as("a segment has gone bad").isNull();
    roster.heard(peer, finishedAgo(0));
    assertThat(roster.rank(ONE).finishedAt()).isEqualTo(2000);
    roster.replace(peer, "killed");
    assertThat(roster.rank(ONE).finishedAt()).as("what it had may be lost").isNull();
  }

  private static RankStatus finishedAgo(long millis) {
    return new RankStatus(RankPhase.EXCHANGING, 0, 0, 0, 0, 0, 0, 0, millis, List.of(), 0, -1, -1);
  }

  @Test
  void wordsOfAnOlderIncarnationAreFencedOff() throws IOException {
    Member old = roster.requested(ONE);
    Member current = roster.requested(ONE);
    roster.registered(current, HERE);
    assertThatThrownBy(() -> roster.heard(old, RankStatus.starting()))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("rank 1")
        .hasMessageContaining("incarnation 2");
    assertThatThrownBy(() -> roster.admit(old)).isInstanceOf(FencedException.class);
  }

  @Test
  void newsOfAnOlderIncarnationArePassedOver() {
    Member old = roster.requested(ONE);
    roster.requested(ONE);
    roster.launched(old, "node1", "container_7");
    assertThat(roster.ended(old)).isEmpty();
    assertThat(state()).isEqualTo(RankState.REQUESTED);
  }

  @Test
  void aMemberThatWasNeverStartedIsRefused() {
    assertThatThrownBy(() -> roster.registered(new Member(ONE, 1), HERE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("never been started");
    assertThatThrownBy(() -> roster.registered(new Member(Rank.peer(3), 1), HERE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ranks 0 to 2");
  }

  @Test
  void onlyRanksAtWorkCanBeSilent() throws IOException {
    Member tracker = roster.requested(Rank.TRACKER);
    Member one = roster.requested(ONE);
    roster.requested(Rank.peer(2));
    roster.registered(tracker, HERE);
    roster.registered(one, HERE);
    roster.done(one, RankStatus.starting());
    time.addAndGet(100);
    assertThat(roster.silentFor(100, 0)).isEmpty();
    time.addAndGet(1);
    assertThat(roster.silentFor(100, 0))
        .extracting(RankSnapshot::rank)
        .containsExactly(Rank.TRACKER);
    roster.heard(tracker, RankStatus.starting());
    assertThat(roster.silentFor(100, 0)).isEmpty();
  }

  @Test
  void allIsSaidWhenTheLastRankHasSaidIt() throws IOException {
    Member[] members = new Member[3];
    for (int rank = 0; rank < 3; rank++) {
      members[rank] = roster.requested(new Rank(rank));
    }
    for (int rank = 0; rank < 3; rank++) {
      assertThat(roster.allRegistered()).isFalse();
      roster.registered(members[rank], HERE);
    }
    assertThat(roster.allRegistered()).isTrue();
    for (int rank = 0; rank < 3; rank++) {
      assertThat(roster.allDone()).isFalse();
      roster.done(members[rank], RankStatus.starting());
    }
    assertThat(roster.allDone()).isTrue();
    for (int rank = 0; rank < 3; rank++) {
      assertThat(roster.allEnded()).isFalse();
      roster.ended(members[rank]);
    }
    assertThat(roster.allEnded()).isTrue();
  }

  @Test
  void aRankThatIsGivenUpIsWaitedForByNobody() throws IOException {
    Member tracker = roster.requested(Rank.TRACKER);
    Member one = roster.requested(ONE);
    Member two = roster.requested(Rank.peer(2));
    roster.registered(tracker, HERE);
    roster.registered(two, HERE);
    assertThat(roster.giveUp(one, RankState.ABSENT, "late")).isTrue();
    assertThat(roster.giveUp(one, RankState.FAILED, "later")).isFalse();
    assertThat(roster.rank(ONE).reason()).isEqualTo("late");
    assertThat(roster.gone()).containsExactly(ONE);
    assertThat(roster.allRegistered()).isTrue();
    roster.done(tracker, RankStatus.starting());
    roster.done(two, RankStatus.starting());
    assertThat(roster.allDone()).isTrue();
    roster.ended(tracker);
    roster.ended(two);
    assertThat(roster.allEnded()).isTrue();
    roster.registered(one, HERE);
    assertThat(state()).isEqualTo(RankState.ABSENT);
  }

  @Test
  void anOlderIncarnationCannotBeGivenUp() {
    Member old = roster.requested(ONE);
    roster.requested(ONE);
    assertThat(roster.giveUp(old, RankState.FAILED, "gone")).isFalse();
    assertThat(roster.rank(ONE).isGivenUp()).isFalse();
  }

  @Test
  void aRankIsLateWhenItIsUpAndDoesNotJoin() throws IOException {
    Member tracker = roster.requested(Rank.TRACKER);
    roster.registered(tracker, HERE);
    roster.heard(tracker, RankStatus.ofTracker(RankPhase.JOINED, 0, -1, -1));
    Member one = roster.requested(ONE);
    roster.registered(one, HERE);
    time.addAndGet(50);
    roster.registered(one, HERE);
    roster.heard(one, RankStatus.starting());
    assertThat(roster.notJoinedFor(50, 0)).isEmpty();
    time.addAndGet(1);
    assertThat(roster.notJoinedFor(50, 0)).hasSize(1);
    roster.heard(one, RankStatus.ofTracker(RankPhase.JOINED, 0, -1, -1));
    assertThat(roster.notJoinedFor(50, 0)).isEmpty();
  }

  @Test
  void nobodyIsLateForATrackerThatIsNotThere() throws IOException {
    Member tracker = roster.requested(Rank.TRACKER);
    Member one = roster.requested(ONE);
    roster.registered(one, HERE);
    roster.heard(one, RankStatus.starting());
    time.addAndGet(1000);
    assertThat(roster.notJoinedFor(50, 0)).isEmpty();
    roster.registered(tracker, HERE);
    roster.heard(tracker, RankStatus.ofTracker(RankPhase.JOINED, 0, -1, -1));
    time.addAndGet(50);
    assertThat(roster.notJoinedFor(50, 0)).isEmpty();
    time.addAndGet(1);
    assertThat(roster.notJoinedFor(50, 0)).hasSize(1);
  }

  @Test
  void aRankIsNamedWithItsHostAndContainer() {
    Member member = roster.requested(ONE);
    assertThat(roster.rank(ONE).whoAndWhere()).isEqualTo("rank 1");
    roster.launched(member, "node1", "container_7");
    assertThat(roster.rank(ONE).whoAndWhere()).isEqualTo("rank 1 on node1 (container_7)");
    Member second = roster.requested(ONE);
    roster.launched(second, "node2", "container_8");
    assertThat(roster.rank(ONE).whoAndWhere())
        .isEqualTo("rank 1 (incarnation 2) on node2 (container_8)");
  }

  @Test
  void silenceWhileNobodyListenedDoesNotCount() throws IOException {
    Member one = roster.requested(ONE);
    roster.registered(one, HERE);
    time.addAndGet(500);
    assertThat(roster.silentFor(100, time.get() - 100)).isEmpty();
    assertThat(roster.silentFor(100, time.get() - 101)).hasSize(1);
  }

  @Test
  void aLostRankIsReplacedOnce() throws IOException {
    Member one = roster.requested(ONE);
    roster.registered(one, HERE);
    assertThat(roster.lose(one)).isTrue();
    assertThat(roster.lose(one)).isFalse();
    assertThat(roster.lost()).containsExactly(one);
    Member second = roster.replace(one, "silent").orElseThrow();
    assertThat(second).isEqualTo(new Member(ONE, 2));
    assertThat(roster.replace(one, "silent")).isEmpty();
    assertThat(roster.lost()).containsExactly(one);
    assertThat(roster.rank(ONE).losses()).containsExactly("silent");
    assertThat(state()).isEqualTo(RankState.REQUESTED);
  }

  @Test
  void whoIsDoneOrGivenUpIsNeitherReplacedNorLost() throws IOException {
    Member one = roster.requested(ONE);
    roster.done(one, RankStatus.starting());
    roster.ended(one);
    assertThat(roster.replace(one, "ended")).isEmpty();
    Member two = roster.requested(Rank.peer(2));
    roster.ended(two);
    roster.giveUp(two, RankState.FAILED, "ended");
    assertThat(roster.replace(two, "ended")).isEmpty();
    assertThat(roster.lost()).isEmpty();
  }

  @Test
  void theTimeToComeUpBeginsAnewWithEveryContainer() throws IOException {
    Member one = roster.requested(ONE);
    time.addAndGet(100);
    assertThat(roster.awaitedFor(100, 0)).extracting(RankSnapshot::rank).containsExactly(ONE);
    Member second = roster.replace(one, "ended").orElseThrow();
    time.addAndGet(99);
    assertThat(roster.awaitedFor(100, 0)).isEmpty();
    time.addAndGet(1);
    assertThat(roster.awaitedFor(100, 0)).hasSize(1);
    roster.registered(second, HERE);
    assertThat(roster.awaitedFor(100, 0)).isEmpty();
  }

  @Test
  void aTrackerThatIsLostWhenAllPeersAreDoneIsNotMissed() throws IOException {
    Member tracker = roster.requested(Rank.TRACKER);
    roster.registered(tracker, HERE);
    for (int rank = 1; rank <= 2; rank++) {
      Member peer = roster.requested(Rank.peer(rank));
      roster.registered(peer, HERE);
      roster.done(peer, RankStatus.starting());
    }
    assertThat(roster.allDone()).isFalse();
    roster.ended(tracker);
    assertThat(roster.allDone()).isTrue();
  }

  @Test
  void aNewTrackerDoesNotWaitForPeersThatAreDone() throws IOException {
    Member tracker = roster.requested(Rank.TRACKER);
    Member one = roster.requested(ONE);
    roster.registered(one, HERE);
    roster.done(one, RankStatus.starting());
    assertThat(roster.gone()).isEmpty();
    roster.replace(tracker, "ended");
    assertThat(roster.gone()).containsExactly(ONE);
  }

  @Test
  void peersThatAreOnTheirWayBackAreOutsideTheSwarmUntilTheyJoin() throws IOException {
    Member one = roster.requested(ONE);
    roster.registered(one, HERE);
    assertThat(roster.outsiders()).as("its first life may be in the swarm already").isEmpty();
    Member second = roster.replace(one, "ended").orElseThrow();
    roster.registered(second, HERE);
    assertThat(roster.outsiders()).hasSize(1);
    roster.heard(second, RankStatus.ofTracker(RankPhase.JOINED, 0, -1, -1));
    assertThat(roster.outsiders()).isEmpty();
  }

  @Test
  void heartbeatThatTheLastWordHasOvertakenDoesNotReplaceItsFigures() throws IOException {
    Member one = roster.requested(ONE);
    roster.registered(one, HERE);
    RankStatus last = RankStatus.ofTracker(RankPhase.LEFT, 3, -1, -1);
    roster.done(one, last);
    roster.heard(one, RankStatus.ofTracker(RankPhase.EXCHANGING, 2, -1, -1));
    assertThat(roster.rank(ONE).status()).isEqualTo(last);
  }

  @Test
  void rankThatBeginsAnewWantsWhatItHasWanted() throws IOException {
    Member one = roster.requested(ONE);
    roster.registered(one, HERE);
    roster.heard(one, wanting(RankPhase.EXCHANGING, 100));
    Member second = roster.replace(one, "killed").orElseThrow();
    assertThat(roster.rank(ONE).status().wantedBytes()).isEqualTo(100);
    roster.registered(second, HERE);
    roster.heard(second, wanting(RankPhase.JOINED, 0));
    assertThat(roster.rank(ONE).status().wantedBytes()).isEqualTo(100);
    roster.heard(second, wanting(RankPhase.EXCHANGING, 60));
    assertThat(roster.rank(ONE).status().wantedBytes()).isEqualTo(60);
  }

  private static RankStatus wanting(RankPhase phase, long bytes) {
    return new RankStatus(phase, 0, bytes, 0, 0, 0, 0, 0, -1, List.of(), 0, -1, -1);
  }

  private RankState state() {
    return roster.rank(ONE).state();
  }
}
