package org.yarnp2p.appmaster.commit;

import java.io.IOException;
import java.util.Locale;
import org.yarnp2p.appmaster.attempt.StagingDirectory;

/**
 * A journal of empty files in the job's staging directory.
 *
 * @param staging goes when the job has ended
 */
public record StagedJournal(StagingDirectory staging) implements CommitJournal {
  @Override
  public boolean has(Mark mark) throws IOException {
    return staging.has(file(mark));
  }

  @Override
  public void make(Mark mark) throws IOException {
    if (!has(mark)) {
      staging.put(file(mark), out -> {});
    }
  }

  private static String file(Mark mark) {
    return "commit-" + mark.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
