package org.yarnp2p.client.fetch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.input.LocalFiles;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.OutputLayout;

/**
 * Copies the outputs of a committed job. A reader of the local directory never sees part of one.
 */
public final class OutputFetch {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFetch.class);
  private static final Pattern OUTPUT = Pattern.compile("client[1-9][0-9]*_.+", Pattern.DOTALL);
  private static final int BUFFER_BYTES = 1 << 20;

  private final Configuration conf;

  /**
   * What was copied.
   *
   * @param files how many
   * @param bytes of all together
   */
  public record Fetched(int files, long bytes) {
    /** For the screen. */
    public String line(LocalTarget target) {
      return "Fetched "
          + files
          + (files == 1 ? " file, " : " files, ")
          + Quantities.bytes(bytes)
          + ", to "
          + target.directory();
    }
  }

  /** With the configuration of the file systems. */
  public OutputFetch(Configuration conf) {
    this.conf = conf;
  }

  /**
   * Copies every {@code client<R>_<file>}.
   *
   * @param output directory of a job
   * @throws UsageException when a file is there already and may not be replaced, or the job was a
   *     distribution; nothing is copied
   * @throws IOException when the job has not finished, or a copy fails
   */
  public Fetched fetch(org.apache.hadoop.fs.Path output, LocalTarget target)
      throws IOException, UsageException {
    FileSystem fs = output.getFileSystem(conf);
    List<FileStatus> outputs = finishedOutputs(fs, output);
    target.checkFree(outputs.stream().map(status -> status.getPath().getName()).toList());
    Files.createDirectories(target.directory());
    long bytes = 0;
    for (FileStatus status : outputs) {
      copy(fs, status, target.directory());
      bytes += status.getLen();
    }
    return new Fetched(outputs.size(), bytes);
  }

  private static List<FileStatus> finishedOutputs(FileSystem fs, org.apache.hadoop.fs.Path output)
      throws IOException, UsageException {
    // It comes last: what is listed before it is there may be a part of the outputs.
    FileStatus success = success(fs, output);
    FileStatus[] content;
    try {
      content = fs.listStatus(output);
    } catch (FileNotFoundException e) {
      throw new IOException("there is no output directory " + output, e);
    }
    if (success == null) {
      throw new IOException(
          output
              + " has no _SUCCESS: the job has not finished, has failed, or it is another kind"
              + " of directory");
    }
    FileStatus still = success(fs, output);
    if (still == null || still.getModificationTime() != success.getModificationTime()) {
      throw new IOException(
          output + ": another job is replacing the outputs; fetch again when it has ended");
    }
    List<FileStatus> outputs =
        Arrays.stream(content)
            .filter(
                status -> status.isFile() && OUTPUT.matcher(status.getPath().getName()).matches())
            .toList();
    if (outputs.isEmpty() && isOfDistribution(fs, output)) {
      throw new UsageException(
          output + " has the report of a distribution, whose files are on its nodes");
    }
    return outputs;
  }

  /** The sign that all outputs are there; null without it. */
  private static FileStatus success(FileSystem fs, org.apache.hadoop.fs.Path output)
      throws IOException {
    try {
      return LocalFiles.status(fs, OutputLayout.success(output));
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private static boolean isOfDistribution(FileSystem fs, org.apache.hadoop.fs.Path output) {
    try (InputStream in = fs.open(OutputLayout.report(output))) {
      return JobReport.read(in).distribution() != null;
    } catch (IOException e) {
      LOG.debug("{} has no report that can be read", output, e);
      return false;
    }
  }

  private static void copy(FileSystem fs, FileStatus source, Path directory) throws IOException {
    Path target = directory.resolve(source.getPath().getName());
    Path part = directory.resolve(".p2p-fetch-" + UUID.randomUUID());
    part.toFile().deleteOnExit();
    try {
      long copied;
      try (InputStream in = fs.open(source.getPath());
          OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        copied = copy(in, out, target);
      }
      if (copied != source.getLen()) {
        throw new IOException(
            source.getPath()
                + ": "
                + copied
                + " bytes read of "
                + source.getLen()
                + "; has it been replaced meanwhile? Fetch again");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Copies all; returns how many bytes. */
  static long copy(InputStream in, OutputStream out, Path target) throws IOException {
    long copied = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      try {
        out.write(buffer, 0, n);
      } catch (IOException e) {
        throw new IOException(
            "cannot write "
                + target
                + ": "
                + e.getMessage()
                + "; make room there (df, df -i), or choose another directory",
            e);
      }
      copied += n;
    }
    return copied;
  }
}
