package org.yarnp2p.appmaster.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.OutputLayout;

/**
 * Puts a job's outputs in place. Until the commit nothing of them can be taken for finished: peers
 * write below {@code OUT/_temporary/JOB_ID}, and {@code OUT/_SUCCESS} comes last. Thread-safe: a
 * job that is abandoned during its commit is committed first.
 */
public final class OutputCommitter {
  private static final Pattern COLLECTED = Pattern.compile("client\\d+_.*", Pattern.DOTALL);

  private final FileSystem fs;
  private final Path out;
  private final Path temporary;
  private final boolean overwrite;
  private final List<Path> moved = new ArrayList<>();
  private boolean madeOut;
  private boolean over;

  /** Makes a page of a report. */
  @FunctionalInterface
  public interface Page {
    String of(JobReport report) throws IOException;
  }

  /** What a file is to have in it. */
  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream stream) throws IOException;
  }

  /**
   * @param out the job's output directory
   * @param overwrite whether outputs of an earlier job may be there; they are replaced
   */
  public OutputCommitter(FileSystem fs, Path out, String jobId, boolean overwrite) {
    this.fs = fs;
    this.out = out;
    this.temporary = OutputLayout.temporary(out, jobId);
    this.overwrite = overwrite;
    // On a local file system: no hidden checksum files among people's outputs.
    fs.setWriteChecksum(false);
  }

  /**
   * Makes the directory that the peers write to. May be repeated.
   *
   * @throws IOException when the output directory exists and may not be overwritten, or cannot be
   *     made
   */
  public synchronized void prepare() throws IOException {
    boolean begunBefore = fs.exists(temporary);
    boolean existed = fs.exists(out);
    if (existed && !overwrite && !begunBefore) {
      throw new IOException(
          "output directory " + out + " exists; choose another one, or use --overwrite");
    }
    madeOut = !existed || (begunBefore && !overwrite);
    if (!fs.mkdirs(temporary)) {
      throw new IOException("cannot make " + temporary);
    }
  }

  /**
   * Moves the outputs into place.
   *
   * @param expected the files that there must be
   * @param report asked for when the outputs are in place
   * @param page the same for people, as HTML
   * @throws FileNotFoundException when a file is missing; nothing has changed then
   * @throws IOException when the file system fails; {@link #abort} takes back what has been moved
   */
  public synchronized void commit(ExpectedOutputs expected, Supplier<JobReport> report, Page page)
      throws IOException {
    checkComplete(expected);
    if (!madeOut) {
      removeEarlierOutputs();
    }
    for (String name : expected.names()) {
      move(new Path(temporary, name), new Path(out, name));
    }
    writeReport(report.get(), page);
    removeTemporary();
    fs.create(OutputLayout.success(out), true).close();
    over = true;
  }

  /** Whether a peer has written an output. */
  public boolean isWritten(String name) throws IOException {
    return fs.exists(new Path(temporary, name)) || fs.exists(new Path(out, name));
  }

  /**
   * Removes what the job has written, and the output directory when the job has made it and nothing
   * else is in it. Without effect after a successful {@link #commit} or another abort.
   */
  public synchronized void abort() throws IOException {
    if (over) {
      return;
    }
    for (Path file : moved) {
      fs.delete(file, false);
    }
    removeTemporary();
    if (madeOut) {
      removeIfEmpty(out);
    }
    over = true;
  }

  private void checkComplete(ExpectedOutputs expected) throws IOException {
    Set<String> found = new HashSet<>();
    for (FileStatus status : fs.listStatus(temporary)) {
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
              + temporary
              + " although all peers were done");
    }
  }

  /** First the sign of success: a directory without it is not taken for finished. */
  private void removeEarlierOutputs() throws IOException {
    fs.delete(OutputLayout.success(out), false);
    fs.delete(OutputLayout.report(out), false);
    fs.delete(OutputLayout.page(out), false);
    for (FileStatus status : fs.listStatus(out)) {
      if (status.isFile() && COLLECTED.matcher(status.getPath().getName()).matches()) {
        fs.delete(status.getPath(), false);
      }
    }
  }

  private void writeReport(JobReport report, Page page) throws IOException {
    write(OutputLayout.report(out), report::write);
    byte[] html = page.of(report).getBytes(StandardCharsets.UTF_8);
    write(OutputLayout.page(out), stream -> stream.write(html));
  }

  private void write(Path target, Content content) throws IOException {
    Path written = new Path(temporary, target.getName());
    try (OutputStream stream = fs.create(written, true)) {
      content.writeTo(stream);
    }
    move(written, target);
  }

  private void move(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
    moved.add(to);
  }

  private void removeTemporary() throws IOException {
    fs.delete(temporary, true);
    removeIfEmpty(temporary.getParent());
  }

  private void removeIfEmpty(Path directory) throws IOException {
    try {
      if (fs.listStatus(directory).length == 0) {
        fs.delete(directory, false);
      }
    } catch (FileNotFoundException e) {
      // It is not there at all.
    }
  }
}
