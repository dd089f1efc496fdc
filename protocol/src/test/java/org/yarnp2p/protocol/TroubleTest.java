package org.yarnp2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

class TroubleTest {
  @Test
  void nextTrackerCountsOnAndWhatIsLostStaysLost() {
    Trouble former =
        new Trouble(
            List.of(new Accused(Rank.peer(2), 3, 2)),
            List.of(Rank.peer(4)),
            List.of(lost(1, 5)),
            List.of(life(4, 1)));
    Trouble now =
        new Trouble(
            List.of(new Accused(Rank.peer(1), 1, 0), new Accused(Rank.peer(2), 2, 1)),
            List.of(Rank.peer(4)),
            List.of(lost(0, 5), lost(1, 6)),
            List.of(life(4, 2)));

    assertThat(now.after(former))
        .isEqualTo(
            new Trouble(
                List.of(new Accused(Rank.peer(1), 1, 0), new Accused(Rank.peer(2), 5, 1)),
                List.of(Rank.peer(4)),
                List.of(lost(0, 5), lost(1, 5, 6)),
                List.of(life(4, 2))));
    assertThat(now.after(Trouble.NONE)).isEqualTo(now);
    assertThat(Trouble.NONE.after(former).lost()).isEqualTo(former.lost());
  }

  private static Member life(int rank, int incarnation) {
    return new Member(Rank.peer(rank), incarnation);
  }

  private static LostFile lost(int file, int... ranks) {
    BitSet segments = new BitSet();
    segments.set(file);
    return new LostFile(
        new Holding(file, segments), IntStream.of(ranks).mapToObj(Rank::peer).toList());
  }
}
