package org.yarnp2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class TroubleTest {
  @Test
  void nextTrackerCountsOnAndWhatIsLostStaysLost() {
    Trouble former =
        new Trouble(
            List.of(new Accused(Rank.peer(2), 3, 2)), List.of(Rank.peer(4)), List.of(lost(1, 5)));
    Trouble now =
        new Trouble(
            List.of(new Accused(Rank.peer(1), 1, 0), new Accused(Rank.peer(2), 2, 1)),
            List.of(Rank.peer(4)),
            List.of(lost(0, 5), lost(1, 6)));

    assertThat(now.after(former))
        .isEqualTo(
            new Trouble(
                List.of(new Accused(Rank.peer(1), 1, 0), new Accused(Rank.peer(2), 5, 1)),
                List.of(Rank.peer(4)),
                List.of(lost(0, 5), lost(1, 6))));
    assertThat(Trouble.NONE.after(former)).isEqualTo(former);
    assertThat(now.after(Trouble.NONE)).isEqualTo(now);
  }

  private static LostFile lost(int file, int rank) {
    BitSet segments = new BitSet();
    segments.set(file);
    return new LostFile(new Holding(file, segments), List.of(Rank.peer(rank)));
  }
}
