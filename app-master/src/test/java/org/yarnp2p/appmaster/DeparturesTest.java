package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.Replacements.Lost;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

class DeparturesTest {
  private static final RankStatus COMPLETE =
      new RankStatus(RankPhase.COMPLETE, 0, 10, 10, 10, 0, 0, 0, 5, List.of(), 0, -1, -1);

  private final Roster roster = new Roster(3, () -> 0);
  private final Member one = roster.requested(Rank.peer(1));
  private final Member tracker = roster.requested(Rank.TRACKER);

  private final Departures ofRun = new Departures(roster, new Attendance(null, roster));
  private final Departures ofDistribution =
      new Departures(roster, new Attendance(Distributions.toThree(1), roster));

  @Test
  void peerOfARunThatIsAskedBackLeavesWhenItIsNamed() throws IOException {
    up();
    ofRun.askedBack(one);
    ofRun.askedBack(tracker);

    assertThat(ofRun.leaving()).containsExactly(one);
    assertThat(reason(ofRun)).contains("YARN had asked for it");
  }

  @Test
  void peerOfADistributionDoesNotLeaveItsNode() throws IOException {
    up();
    ofDistribution.askedBack(one);

    assertThat(ofDistribution.leaving()).isEmpty();
  }

  @Test
  void formerLifeThatIsAskedBackSaysNothingOfThePresentOne() throws IOException {
    up();
    Member next = roster.replace(one, "it was lost").orElseThrow();

    ofRun.askedBack(one);

    assertThat(ofRun.leaving()).isEmpty();
    assertThat(ofRun.named(one)).isEmpty();
    ofRun.askedBack(next);
    assertThat(ofRun.leaving()).containsExactly(next);
  }

  @Test
  void lifeThatIsOverLeavesNoMore() throws IOException {
    up();
    ofRun.askedBack(one);

    ofRun.ended(one);

    assertThat(ofRun.leaving()).isEmpty();
  }

  @Test
  void nodeThatHasEverythingIsNotTakenAnythingFrom() throws IOException {
    up();
    assertThat(reason(ofDistribution)).contains("spoils what it sends or receives");

    roster.heard(one, COMPLETE);

    assertThat(ofDistribution.named(one)).isEmpty();
    assertThat(reason(ofRun)).as("a source of a run has everything, too").contains("spoils");
  }

  @Test
  void onlyALifeThatWorksIsEnded() {
    assertThat(ofRun.named(one)).as("it is not up").isEmpty();
  }

  private void up() throws IOException {
    roster.launched(one, "node1", "c1");
    roster.registered(one, new Endpoint("node1", 4711));
  }

  private String reason(Departures departures) {
    return departures.named(one).map(Lost::loss).map(Loss::text).orElse("");
  }
}
