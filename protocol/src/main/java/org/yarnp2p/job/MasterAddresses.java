package org.yarnp2p.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.model.Endpoint;

/**
 * Where the second and further attempts of a job's ApplicationMaster listen, in files of the
 * staging directory: {@code STAGING/JOB_ID/masters/attempt-2} holds HOST:PORT. Containers are given
 * the address of the attempt that starts them.
 */
public final class MasterAddresses {
  private static final String DIRECTORY = "masters";
  private static final Pattern NAME = Pattern.compile("attempt-(\\d{1,9})");

  private MasterAddresses() {}

  /** Writes down where an attempt listens; nobody sees half of it. */
  public static void publish(FileSystem fs, Path jobDirectory, int attempt, Endpoint endpoint)
      throws IOException {
    byte[] text = (endpoint + "\n").getBytes(StandardCharsets.UTF_8);
    WholeFile.write(fs, file(jobDirectory, attempt), out -> out.write(text));
  }

  /**
   * Where the latest attempt listens.
   *
   * @return empty while there is the first one only
   * @throws FileNotFoundException when the job's directory is gone, as after its end
   */
  public static Optional<Endpoint> latest(FileSystem fs, Path jobDirectory) throws IOException {
    FileStatus[] files;
    try {
      files = fs.listStatus(new Path(jobDirectory, DIRECTORY));
    } catch (FileNotFoundException e) {
      fs.getFileStatus(jobDirectory);
      return Optional.empty();
    }
    int latest = 0;
    for (FileStatus file : files) {
      Matcher name = NAME.matcher(file.getPath().getName());
      if (name.matches()) {
        latest = Math.max(latest, Integer.parseInt(name.group(1)));
      }
    }
    return latest == 0 ? Optional.empty() : Optional.of(read(fs, file(jobDirectory, latest)));
  }

  private static Path file(Path jobDirectory, int attempt) {
    return new Path(new Path(jobDirectory, DIRECTORY), "attempt-" + attempt);
  }

  private static Endpoint read(FileSystem fs, Path file) throws IOException {
    String text;
    try (InputStream in = fs.open(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": found '" + text + "', expected HOST:PORT", e);
    }
  }
}
