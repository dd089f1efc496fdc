package org.yarnp2p.appmaster.commit;

import java.io.IOException;

/** How far the commit of a job has come, over all attempts of its ApplicationMaster. */
public interface CommitJournal {
  /** What cannot be told from the output directory itself. */
  enum Mark {
    /** The output directory was there before the job. */
    OUTPUT_EXISTED,
    /** All outputs are complete, and from now on only the commit may change them. */
    BEGUN,
    /** The outputs of earlier jobs are gone: what is there now is the job's own. */
    CLEARED
  }

  /** Whether this or an earlier attempt has made the mark. */
  boolean has(Mark mark) throws IOException;

  /** Makes the mark, which then stays; may be repeated. */
  void make(Mark mark) throws IOException;
}
