package org.yarnp2p.input;

import java.util.List;
import java.util.Objects;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.model.Rank;

/**
 * What one rank holds and wants.
 *
 * @param rank a peer; 0 for {@code in0.txt}, whose owned files are origins
 * @param owned in the order of the file; each name once
 * @param wanted in the order of the file; each name once
 */
public record InputFile(Rank rank, List<OwnedFile> owned, List<WantedFile> wanted) {
  /** Copies the lists. */
  public InputFile {
    Objects.requireNonNull(rank, "rank");
    owned = List.copyOf(owned);
    wanted = List.copyOf(wanted);
  }

  /** The name under which people know the file: {@code in1.txt} for rank 1. */
  public String fileName() {
    return JobFiles.inputName(rank);
  }
}
