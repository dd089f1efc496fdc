package org.yarnp2p.appmaster.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.appmaster.commit.CommitJournal.Mark;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.job.WholeFile;
import org.yarnp2p.storage.StorageStream;

/**
 * Puts a job's outputs in place. Until the commit nothing of them can be taken for finished: peers
 * write below {@code OUT/_temporary/JOB_ID}, and {@code OUT/_SUCCESS} comes last. Thread-safe: a
 * job that is abandoned during its commit is committed first.
 *
 * <p>A commit that breaks off is gone on with by the next attempt, from where the journal and the
 * output directory say it has come: each step leaves alone what it finds done.
 */
public final class OutputCommitter {
  private final FileSystem fs;
  private final Path out;
  private final Path temporary;
  private final boolean overwrite;
  private final CommitJournal journal;
  private final Steps steps;
  private boolean recalled;
  private boolean madeOut;
  private boolean begun;
  private boolean cleared;
  private boolean over;

  /** Makes a page of a report. */
  @FunctionalInterface
  public interface Page {
    String of(JobReport report) throws IOException;
  }

  /**
   * @param out the job's output directory
   * @param overwrite whether outputs of an earlier job may be there; they are replaced
   * @param journal of all attempts
   */
  public OutputCommitter(
      FileSystem fs,
      Path out,
      String jobId,
      boolean overwrite,
      CommitJournal journal,
      Steps steps) {
    this.fs = fs;
    this.out = out;
    this.temporary = OutputLayout.temporary(out, jobId);
    this.overwrite = overwrite;
    this.journal = journal;
    this.steps = steps;
    // On a local file system: no hidden checksum files among people's outputs.
    fs.setWriteChecksum(false);
  }

  /**
   * Makes the directory that the peers write to, unless the commit has begun. May be repeated.
   *
   * @throws IOException when the output directory exists and may not be overwritten, or cannot be
   *     made
   */
  public synchronized void prepare() throws IOException {
    steps.repeat(this::recall);
    if (!begun) {
      steps.repeat(this::make);
    }
  }

  /** Whether an earlier attempt has begun the commit: then all outputs were complete. */
  public synchronized boolean hasBegun() {
    return begun;
  }

  private void recall() throws IOException {
    begun = journal.has(Mark.BEGUN);
    cleared = journal.has(Mark.CLEARED);
    madeOut = (begun || fs.exists(temporary)) && !journal.has(Mark.OUTPUT_EXISTED);
    recalled = true;
  }

  private void make() throws IOException {
    if (!fs.exists(temporary)) {
      boolean existed = fs.exists(out);
      if (existed && !overwrite) {
        throw new IOException(
            "output directory " + out + " exists; choose another one, or use --overwrite");
      }
      if (existed) {
        journal.make(Mark.OUTPUT_EXISTED);
      }
      madeOut = !existed;
    }
    if (!fs.mkdirs(temporary)) {
      throw new IOException("cannot make " + temporary);
    }
  }

  /**
   * Moves the outputs into place, or goes on where an earlier attempt has broken off.
   *
   * @param expected the files that there must be
   * @param report asked for when the outputs are in place
   * @param page the same for people, as HTML
   * @throws FileNotFoundException when a file is missing; nothing has changed then
   * @throws IOException when the file system fails; {@link #abort} takes back what has been moved
   */
  public synchronized void commit(ExpectedOutputs expected, Supplier<JobReport> report, Page page)
      throws IOException {
    steps.take(this::lookForSuccess);
    if (over) {
      // Whoever makes the report notes with it that the outputs are in place.
      var unused = report.get();
      return;
    }
    if (!begun) {
      steps.take(() -> checkComplete(expected));
      steps.take(() -> journal.make(Mark.BEGUN));
      begun = true;
    }
    if (!madeOut && !cleared) {
      steps.take(this::removeEarlierOutputs);
      steps.take(() -> journal.make(Mark.CLEARED));
      cleared = true;
    }
    for (String name : expected.names()) {
      steps.take(() -> bring(name));
    }
    JobReport made = report.get();
    byte[] html = page.of(made).getBytes(StandardCharsets.UTF_8);
    steps.take(() -> write(OutputLayout.report(out), made::write));
    steps.take(() -> write(OutputLayout.page(out), stream -> stream.write(html)));
    steps.take(this::removeTemporary);
    steps.take(() -> succeed(expected));
    over = true;
  }

  /** Whether a peer has written an output. */
  public boolean isWritten(String name) throws IOException {
    AtomicBoolean written = new AtomicBoolean();
    steps.repeat(
        () -> written.set(fs.exists(new Path(temporary, name)) || fs.exists(new Path(out, name))));
    return written.get();
  }

  /**
   * Removes what the job has written, and the output directory when the job has made it and nothing
   * else is in it. Without effect after a successful {@link #commit}, by whichever attempt, or
   * another abort.
   */
  public synchronized void abort() throws IOException {
    if (over) {
      return;
    }
    if (!recalled) {
      recall();
    }
    lookForSuccess();
    if (over) {
      return;
    }
    if (begun && (madeOut || cleared)) {
      removeCollected();
    }
    removeTemporary();
    if (madeOut) {
      removeIfEmpty(out);
    }
    over = true;
  }

  /** An earlier attempt may have come to the end of the commit, and no further. */
  private void lookForSuccess() throws IOException {
    over = begun && (madeOut || cleared) && fs.exists(OutputLayout.success(out));
  }

  private void checkComplete(ExpectedOutputs expected) throws IOException {
    checkIn(temporary, expected);
  }

  private void checkIn(Path directory, ExpectedOutputs expected) throws IOException {
    Set<String> found = new HashSet<>();
    for (FileStatus status : fs.listStatus(directory)) {
      if (status.isFile()) {
        found.add(status.getPath().getName());
      }
    }
    List<String> missing = expected.names().stream().filter(n -> !found.contains(n)).toList();
    if (!missing.isEmpty()) {
      throw new FileNotFoundException(
          missing.get(0)
              + (missing.size() == 1 ? " is" : " and " + (missing.size() - 1) + " more are")
              + " missing in "
              + directory
              + " although all peers were done");
    }
  }

  /** First the sign of success: a directory without it is not taken for finished. */
  private void removeEarlierOutputs() throws IOException {
    fs.delete(OutputLayout.success(out), false);
    removeCollected();
  }

  private void removeCollected() throws IOException {
    fs.delete(OutputLayout.report(out), false);
    fs.delete(OutputLayout.page(out), false);
    for (FileStatus status : list(out)) {
      if (status.isFile() && OutputLayout.isClientFile(status.getPath().getName())) {
        fs.delete(status.getPath(), false);
      }
    }
  }

  /** What is in place is the job's own, from an earlier attempt or an earlier try. */
  private void bring(String name) throws IOException {
    Path from = new Path(temporary, name);
    Path to = new Path(out, name);
    boolean moved;
    try {
      moved = fs.rename(from, to);
    } catch (FileNotFoundException e) {
      moved = false;
    }
    if (!moved && !fs.exists(to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  private void write(Path target, WholeFile.Content content) throws IOException {
    Path written = new Path(temporary, target.getName());
    try (OutputStream stream = new StorageStream(fs.create(written, true))) {
      content.writeTo(stream);
    }
    WholeFile.replace(fs, written, target);
  }

  /** Nothing is called a success of which a part is missing, whatever has happened before. */
  private void succeed(ExpectedOutputs expected) throws IOException {
    checkIn(out, expected);
    fs.create(OutputLayout.success(out), true).close();
  }

  private void removeTemporary() throws IOException {
    fs.delete(temporary, true);
    removeIfEmpty(temporary.getParent());
  }

  private void removeIfEmpty(Path directory) throws IOException {
    if (fs.exists(directory) && list(directory).length == 0) {
      fs.delete(directory, false);
    }
  }

  /** Nothing when the directory is not there at all. */
  private FileStatus[] list(Path directory) throws IOException {
    try {
      return fs.listStatus(directory);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
