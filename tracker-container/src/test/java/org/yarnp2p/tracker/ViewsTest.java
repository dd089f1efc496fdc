package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.endpoint;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.protocol.SwarmPhase;

class ViewsTest {
  private final Membership members = new Membership(4);
  private final Views views = new Views(members);

  @BeforeEach
  void allJoin() {
    for (int rank = 1; rank <= 4; rank++) {
      members.enter(joins(rank).request());
    }
  }

  @Test
  void nobodyHasNeighboursAtFirst() {
    assertThat(view(1).neighbours()).isEmpty();
    assertThat(view(1).endpoint()).isEqualTo(endpoint(member(1)));
  }

  @Test
  void lossAndReturnBeforeTheMeetingChangeNoView() {
    views.remove(members.of(1));
    views.restore(members.of(1));
    views.replace(members.of(1));
    assertThat(views.takeChanged()).isEqualTo(bits());
  }

  @Test
  void membersOfASwarmAreNeighboursInTheOrderOfTheirRanks() {
    connect(bits(2, 3, 4));
    assertThat(view(3).neighbours()).containsExactly(neighbour(1), neighbour(2), neighbour(4));
  }

  @Test
  void nobodyHasNeighboursInASwarmThatHasFailed() {
    connect(bits(2, 3, 4));
    PeerView view = views.of(members.of(2), SwarmPhase.FAILED, "no more", List.of(), List.of());
    assertThat(view.neighbours()).isEmpty();
    assertThat(view.failure()).isEqualTo("no more");
  }

  @Test
  void versionGrowsForThoseWhoseViewHasChanged() {
    views.changeAll();
    views.change(members.of(2));
    assertThat(view(1).version()).isEqualTo(1);
    assertThat(view(2).version()).isEqualTo(2);
  }

  @Test
  void changesAreTakenOnce() {
    views.change(members.of(2));
    views.change(members.of(4));
    views.change(members.of(2));
    assertThat(views.takeChanged()).isEqualTo(bits(2, 4));
    assertThat(views.takeChanged()).isEqualTo(bits());
    views.changeAll();
    assertThat(views.takeChanged()).isEqualTo(bits(1, 2, 3, 4));
  }

  @Test
  void lossOfARankConcernsItsNeighboursOnly() {
    connect(bits(2, 3));
    views.remove(members.of(3));
    assertThat(views.takeChanged()).isEqualTo(bits(1, 2, 3));
    assertThat(view(1).neighbours()).containsExactly(neighbour(2));
  }

  @Test
  void rankThatIsBackHasNeighboursAgain() {
    connect(bits(2, 3));
    views.remove(members.of(3));
    views.takeChanged();
    views.restore(members.of(3));
    assertThat(views.takeChanged()).isEqualTo(bits(1, 2, 3));
    assertThat(view(3).neighbours()).containsExactly(neighbour(1), neighbour(2));
  }

  @Test
  void neighboursOfANewLifeAreToldOfIt() {
    connect(bits(2, 3));
    members.enter(joins(member(3, 2)).request());
    views.replace(members.of(3));
    assertThat(views.takeChanged()).isEqualTo(bits(1, 2));
    assertThat(view(1).neighbours())
        .contains(new PeerView.Neighbour(member(3, 2), endpoint(member(3, 2))));
  }

  /** Rank 1 holds a file that these want. */
  private void connect(BitSet wanting) {
    SwarmMembers swarm = new SwarmMembers(wanting, bits(1), bits());
    views.connect(
        new NeighbourGraph(
            4, List.of(swarm), new TrackerSettings(10, 16), rank -> null, new SplittableRandom(1)));
  }

  private PeerView view(int rank) {
    return views.of(members.of(rank), SwarmPhase.EXCHANGE, null, List.of(), List.of());
  }

  private static PeerView.Neighbour neighbour(int rank) {
    return new PeerView.Neighbour(member(rank), endpoint(member(rank)));
  }
}
