package org.yarnp2p.protocol;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.yarnp2p.model.Rank;

/**
 * A file that not everybody who wants it can get.
 *
 * @param lost the segments that nobody can give; none where nobody who is left knows how many there
 *     are, and all are lost
 * @param wantedBy peers that want the file and lack some of them
 */
public record LostFile(Holding lost, List<Rank> wantedBy) {
  /** Copies the list. */
  public LostFile {
    wantedBy = List.copyOf(wantedBy);
  }

  /**
   * The same file with another loss of it, which was found later, or by another tracker: who has
   * left since then lacks it still.
   */
  public LostFile and(LostFile other) {
    BitSet segments = (BitSet) lost.segments().clone();
    segments.or(other.lost.segments());
    return new LostFile(
        new Holding(file(), segments),
        Stream.concat(wantedBy.stream(), other.wantedBy.stream()).distinct().toList());
  }

  /** Id of the file. */
  public int file() {
    return lost.file();
  }
}
