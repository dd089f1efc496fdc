package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Accused;

class ComplaintsTest {
  private final Complaints complaints = new Complaints();

  @Test
  void firstComplaintAboutARankIsNews() {
    assertThat(accuse(2, 1, false)).containsExactly(Rank.peer(1));
    assertThat(accuse(2, 1, true)).isEmpty();
    assertThat(accuse(3, 1, false)).isEmpty();
    assertThat(complaints.accused().get(0).complaints()).isEqualTo(3);
  }

  @Test
  void banIsOfOnePeerOnly() {
    accuse(2, 1, false);
    assertThat(complaints.anyBan()).isFalse();

    accuse(2, 1, true);

    assertThat(complaints.bans(2, 1)).isTrue();
    assertThat(complaints.bans(3, 1)).isFalse();
    assertThat(complaints.accused()).containsExactly(new Accused(Rank.peer(1), 2, 1));
  }

  @Test
  void banStaysWhenAFurtherComplaintComes() {
    accuse(2, 1, true);
    accuse(2, 1, false);

    assertThat(complaints.bans(2, 1)).isTrue();
  }

  @Test
  void whoAccusesTwoOthersIsSuspect() {
    accuse(2, 1, false);
    assertThat(complaints.suspects()).isEmpty();

    accuse(2, 3, false);

    assertThat(complaints.suspects()).containsExactly(Rank.peer(2));
  }

  @Test
  void whoAccusesTheSameTwiceIsNoSuspect() {
    accuse(2, 1, false);
    accuse(2, 1, true);

    assertThat(complaints.suspects()).isEmpty();
  }

  @Test
  void whoAccusesThoseWhomOthersAccuseTooIsNoSuspect() {
    accuse(2, 1, false);
    accuse(3, 1, false);
    accuse(2, 4, false);
    assertThat(complaints.suspects()).isEmpty();

    accuse(2, 5, false);

    assertThat(complaints.suspects()).containsExactly(Rank.peer(2));
  }

  @Test
  void lifeThatIsOverSuspectsNobodyAndIsBannedByNobody() {
    accuse(2, 1, true);
    accuse(2, 3, true);
    accuse(1, 2, true);

    complaints.forget(2);

    assertThat(complaints.suspects()).isEmpty();
    assertThat(complaints.bans(2, 1)).isFalse();
    assertThat(complaints.bans(1, 2)).isFalse();
    assertThat(complaints.anyBan()).isFalse();
    assertThat(complaints.accused().get(0).complaints()).isEqualTo(1);
  }

  private List<Rank> accuse(int by, int about, boolean ban) {
    complaints.accuse(by, about, ban);
    return complaints.count(Rank.peer(about)) ? List.of(Rank.peer(about)) : List.of();
  }
}
