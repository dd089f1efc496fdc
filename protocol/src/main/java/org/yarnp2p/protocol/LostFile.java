package org.yarnp2p.protocol;

import java.util.List;
import org.yarnp2p.model.Rank;

/**
 * A file that not everybody who wants it can get.
 *
 * @param lost the segments that nobody can give
 * @param wantedBy peers that want the file and lack some of them
 */
public record LostFile(Holding lost, List<Rank> wantedBy) {
  /** Copies the list. */
  public LostFile {
    wantedBy = List.copyOf(wantedBy);
  }

  /** Id of the file. */
  public int file() {
    return lost.file();
  }
}
