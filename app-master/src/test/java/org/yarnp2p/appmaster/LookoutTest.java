package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.RankStatus;

class LookoutTest {
  private final AtomicLong time = new AtomicLong(1_000_000);
  private final Roster roster = new Roster(1, time::get);
  private final Roster nodes = new Roster(3, time::get);
  private final List<String> found = new ArrayList<>();
  private Lookout lookout;
  private Member peer;

  @BeforeEach
  void aTrackerAndAPeerAreUp() throws IOException {
    Configuration conf = P2pConf.create();
    conf.set("p2p.am.heartbeat.interval", "1s");
    conf.set("p2p.am.heartbeat.timeout", "30s");
    Member tracker = roster.requested(Rank.TRACKER);
    peer = roster.requested(Rank.peer(1));
    roster.registered(tracker, new Endpoint("node1", 1));
    roster.registered(peer, new Endpoint("node1", 2));
    roster.done(tracker, RankStatus.starting());
    lookout =
        new Lookout(
            roster,
            new Attendance(null, roster),
            new FakeProvision(),
            time::get,
            conf,
            0,
            new Noting());
  }

  @Test
  void whoHasNotCalledForTooLongIsLostOnce() {
    lookFor(30);
    assertThat(found).isEmpty();
    lookFor(2);
    assertThat(found).containsExactly("silent rank 1");
    assertThat(roster.lost()).containsExactly(peer);
  }

  @Test
  void whoCallsInTimeIsNotLost() throws IOException {
    for (int i = 0; i < 10; i++) {
      lookFor(29);
      roster.heard(peer, RankStatus.starting());
    }
    assertThat(found).isEmpty();
  }

  @Test
  void nobodyIsLostForTheTimeInWhichThisProcessWasHeldUp() {
    lookFor(10);
    time.addAndGet(600_000);
    lookout.look();
    assertThat(found).as("its calls wait in the socket").isEmpty();
    lookFor(30);
    assertThat(found).isEmpty();
    lookFor(1);
    assertThat(found).hasSize(1);
  }

  @Test
  void noNodeIsGivenUpForTheTimeInWhichThisProcessWasHeldUp() throws IOException {
    for (int rank = 0; rank <= 3; rank++) {
      nodes.requested(new Rank(rank));
    }
    nodes.registered(new Member(Rank.TRACKER, 1), new Endpoint("node1", 1));
    nodes.registered(new Member(Rank.peer(1), 1), new Endpoint("node1", 2));
    Configuration conf = P2pConf.create();
    conf.set("p2p.am.heartbeat.interval", "1s");
    conf.set("p2p.am.heartbeat.timeout", "1h");
    conf.set("p2p.tracker.gate.timeout", "90s");
    Attendance attendance = new Attendance(Distributions.toThree(1), nodes);
    lookout =
        new Lookout(nodes, attendance, new FakeProvision(), time::get, conf, 60_000, new Noting());
    lookFor(10);
    time.addAndGet(3_600_000);
    lookout.look();
    assertThat(found).as("their calls wait in the socket").isEmpty();
    lookFor(59);
    assertThat(found).isEmpty();
    lookFor(1);
    assertThat(found).containsExactly("give up rank 2 as ABSENT", "give up rank 3 as ABSENT");
    lookFor(31);
    assertThat(found).contains("give up rank 1 as FAILED");
  }

  @Test
  void aDecommissionedNodeIsNotWaitedFor() {
    FakeProvision provision = lookAtThreeNodes();
    lookFor(1);
    assertThat(found).isEmpty();
    provision.decommissioned.add(Rank.peer(2));
    lookFor(1);
    assertThat(found).containsExactly("give up rank 2 as ABSENT");
  }

  @Test
  void nodesThatWereDecommissionedBeforeAreAskedForWhenTheyAreLate() {
    FakeProvision provision = lookAtThreeNodes();
    provision.decommissionedBefore.add(Rank.peer(3));
    lookFor(4);
    assertThat(found).isEmpty();
    lookFor(1);
    assertThat(found).containsExactly("give up rank 3 as ABSENT");
  }

  @Test
  void whatWasStartedOnANodeThatIsDecommissionedEndsByYarnFirst() {
    FakeProvision provision = lookAtThreeNodes();
    nodes.launched(new Member(Rank.peer(2), 1), "node2", "container_2");
    provision.decommissioned.add(Rank.peer(2));
    lookFor(1);
    assertThat(found).isEmpty();
  }

  private FakeProvision lookAtThreeNodes() {
    for (int rank = 0; rank <= 3; rank++) {
      nodes.requested(new Rank(rank));
    }
    FakeProvision provision = new FakeProvision();
    Attendance attendance = new Attendance(Distributions.toThree(1), nodes);
    lookout =
        new Lookout(
            nodes, attendance, provision, time::get, P2pConf.create(), 60_000, new Noting());
    return provision;
  }

  private void lookFor(int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.addAndGet(1000);
      lookout.look();
    }
  }

  private final class Noting implements Lookout.Findings {
    @Override
    public void silent(RankSnapshot rank, Loss loss) {
      found.add("silent " + rank.rank());
    }

    @Override
    public void giveUp(Member member, RankState as, String reason) {
      found.add("give up " + member.rank() + " as " + as);
      nodes.giveUp(member, as, reason);
    }

    @Override
    public void fail(String diagnostics) {
      found.add("fail");
    }
  }
}
