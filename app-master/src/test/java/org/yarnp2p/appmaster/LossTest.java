package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.appmaster.Loss.Kind;
import org.yarnp2p.appmaster.Loss.Remedy;
import org.yarnp2p.appmaster.fleet.ExitReport;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.security.TokenEnd;

class LossTest {
  private static final RankSnapshot RANK = rank();

  @ParameterizedTest
  @ValueSource(
      ints = {
        ContainerExitStatus.PREEMPTED,
        ContainerExitStatus.ABORTED,
        ContainerExitStatus.DISKS_FAILED,
        ContainerExitStatus.KILLED_BY_RESOURCEMANAGER,
        ContainerExitStatus.KILLED_BY_CONTAINER_SCHEDULER
      })
  void whatYarnTakesAwayDoesNotCount(int status) {
    assertThat(ended(status).counts()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        3,
        137,
        ContainerExitStatus.KILLED_EXCEEDED_PMEM,
        ContainerExitStatus.KILLED_EXCEEDED_VMEM,
        ContainerExitStatus.KILLED_FOR_EXCESS_LOGS
      })
  void anyOtherEndIsAFailureAndTheDataIsWhereTheProcessWas(int status) {
    assertThat(ended(status).counts()).isTrue();
    assertThat(ended(status).remedy()).isEqualTo(Remedy.SAME_NODE);
  }

  @ParameterizedTest
  @CsvSource({"-100, ANY_NODE", "-101, ANY_NODE", "-1000, ANY_NODE", "-102, SAME_NODE"})
  void aNodeThatMayBeGoneIsNotAskedAgain(int status, Remedy remedy) {
    assertThat(ended(status).remedy()).isEqualTo(remedy);
  }

  @ParameterizedTest
  @ValueSource(ints = {126, 127})
  void aNodeWithoutJavaIsNoUse(int status) {
    assertThat(ended(status).remedy()).isEqualTo(Remedy.OTHER_NODE);
  }

  @Test
  void tokensThatHaveEndedAreNotBetterOnAnotherNode() {
    String told =
        """
        Token  has expired, current time: 14:19:35
        org.apache.hadoop.ipc.RemoteException(\
        org.apache.hadoop.security.token.SecretManager$InvalidToken): Token  has expired\
        """;
    Loss loss = Loss.ended(RANK, new ExitReport(ContainerExitStatus.INVALID, told, ""));

    assertThat(loss.remedy()).isEqualTo(Remedy.NONE);
    assertThat(loss.text()).endsWith(TokenEnd.REMEDY);
  }

  @Test
  void aContainersOwnWordsSayWhatHelps() {
    assertThat(Loss.failed(RANK, "no neighbours", Cure.RESTART))
        .isEqualTo(new Loss(Kind.OWN_WORDS, "no neighbours [c1]", Remedy.SAME_NODE, true));
    assertThat(Loss.failed(RANK, "disk full", Cure.ELSEWHERE).remedy())
        .isEqualTo(Remedy.OTHER_NODE);
    assertThat(Loss.failed(RANK, "mistake", Cure.NONE).remedy()).isEqualTo(Remedy.NONE);
  }

  @Test
  void ofASilentContainerNothingIsKnown() {
    assertThat(Loss.silent(RANK, 30_000).remedy()).isEqualTo(Remedy.ANY_NODE);
    assertThat(Loss.silent(RANK, 30_000).counts()).isTrue();
  }

  private static Loss ended(int status) {
    return Loss.ended(RANK, new ExitReport(status, "", ""));
  }

  private static RankSnapshot rank() {
    Roster roster = new Roster(1, () -> 0);
    Member member = roster.requested(Rank.peer(1));
    roster.launched(member, "node1", "c1");
    return roster.rank(Rank.peer(1));
  }
}
