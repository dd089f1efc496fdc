package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.fleet.ExitReport;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

class FailureTextTest {
  private final Roster roster = new Roster(30, () -> 0);

  @Test
  void anEndNamesRankHostContainerStatusAndStderr() {
    String text =
        FailureText.ended(
            launched(3), new ExitReport(137, "", "INFO reading\nERROR no space left"));
    assertThat(text)
        .isEqualTo(
            "rank 3 on node1 (container_3) ended with exit status 137 (killed with SIGKILL, by a"
                + " person or by the operating system when memory ran out)\n"
                + "Its stderr ends with:\n  INFO reading\n  ERROR no space left");
  }

  @Test
  void ownWordsAreKeptAndTheContainerIsAdded() {
    assertThat(FailureText.failed(launched(3), "rank 3 on node1: disk full\n"))
        .isEqualTo("rank 3 on node1: disk full [container_3]");
  }

  @Test
  void aSilenceSaysHowLongAndWhichDeadline() {
    assertThat(FailureText.silent(launched(3), 30_000))
        .startsWith("rank 3 on node1 (container_3) has not been heard of for 30 s")
        .contains("p2p.am.heartbeat.timeout");
  }

  @Test
  void missingContainersAreNamedWithHowFarTheyCame() {
    launched(1);
    for (int rank = 4; rank <= 30; rank++) {
      roster.requested(new Rank(rank));
    }
    String text = FailureText.notUp(roster.snapshot(), 1500, "Asked for a lot.");
    assertThat(text)
        .startsWith("0 of 31 containers are up after 1500 ms; missing: ")
        .contains("rank 1 on node1 (container_1), started but not heard of")
        .contains("rank 4, not given by the cluster")
        .contains(" and 21 more. ")
        .endsWith("Asked for a lot.");
  }

  private RankSnapshot launched(int rank) {
    Member member = roster.requested(new Rank(rank));
    roster.launched(member, "node1", "container_" + rank);
    return roster.rank(member.rank());
  }
}
