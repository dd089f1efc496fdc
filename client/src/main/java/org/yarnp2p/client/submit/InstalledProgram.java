package org.yarnp2p.client.submit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Digest;

/**
 * Names of the programs that {@code p2p install} makes: {@code p2p-DIGEST-TIME.tar.gz} in the
 * directory of {@code p2p.job.programs}, with the first digits of the digest of the {@code p2p.jar}
 * in it. A name is never used twice, so that a job keeps the one that it began with.
 */
public final class InstalledProgram {
  private static final String PREFIX = "p2p-";
  private static final String SUFFIX = ".tar.gz";
  private static final int DIGITS = 16;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

  private InstalledProgram() {}

  /** Where they are, fully qualified; empty when jobs bring their own jar. */
  public static Optional<Path> directory(Configuration conf) throws IOException {
    String configured = P2pConf.text(conf, P2pKeys.PROGRAMS);
    if (configured.isEmpty()) {
      return Optional.empty();
    }
    Path directory = new Path(configured);
    return Optional.of(directory.getFileSystem(conf).makeQualified(directory));
  }

  /** The name of one that is made at a time. */
  public static String name(java.nio.file.Path jar, Instant now) throws IOException {
    return PREFIX + digits(jar) + "-" + TIME.format(now) + SUFFIX;
  }

  /** The latest with the same p2p.jar, fully qualified; empty when there is none. */
  public static Optional<Path> latest(Configuration conf, java.nio.file.Path jar)
      throws IOException {
    Optional<Path> directory = directory(conf);
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    FileSystem fs = directory.get().getFileSystem(conf);
    FileStatus[] found =
        fs.globStatus(new Path(directory.get(), PREFIX + digits(jar) + "-*" + SUFFIX));
    if (found == null) {
      return Optional.empty();
    }
    return Arrays.stream(found).map(FileStatus::getPath).max(Path::compareTo);
  }

  private static String digits(java.nio.file.Path jar) throws IOException {
    try (FileChannel file = FileChannel.open(jar, StandardOpenOption.READ)) {
      Digest digest = Digest.of(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
      return digest.toString().substring(0, DIGITS);
    }
  }
}
