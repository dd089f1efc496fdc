package org.yarnp2p.appmaster.commit;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A journal on the file system of a test. */
record FileJournal(FileSystem fs, Path directory) implements CommitJournal {
  @Override
  public boolean has(Mark mark) throws IOException {
    return fs.exists(file(mark));
  }

  @Override
  public void make(Mark mark) throws IOException {
    fs.create(file(mark), true).close();
  }

  private Path file(Mark mark) {
    return new Path(directory, mark.name());
  }
}
