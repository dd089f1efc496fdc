package org.yarnp2p.appmaster.fleet;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.security.Credentials;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.model.Member;

/**
 * What a NodeManager would lay out for a container: {@code WORK/rank-3/} is its working directory,
 * with the job's files, the token file, {@code local/} for its data and {@code logs/}. All lives of
 * a rank have the same, so that the next finds what the last has stored, as on a node of YARN.
 *
 * @param path absolute
 * @param logs of this life of the rank
 */
record ProcessDirectory(Path path, Path logs) {
  /** The directory of a member below the fleet's. */
  static ProcessDirectory of(Path work, Member member) {
    Path path = work.toAbsolutePath().resolve("rank-" + member.rank().value());
    String logs = member.incarnation() == 1 ? "logs" : "logs-" + member.incarnation();
    return new ProcessDirectory(path, path.resolve(logs));
  }

  /**
   * Makes the directories and puts the files there. The jar is left out: processes have the class
   * path of this one.
   */
  void lay(LaunchSpec spec, Configuration conf) throws IOException {
    Files.createDirectories(logs);
    Files.createDirectories(local());
    writeTokens(spec.credentials());
    for (Map.Entry<String, FileStatus> file : spec.files().entrySet()) {
      if (!file.getKey().equals(JobFiles.JAR)) {
        copy(file.getValue().getPath(), path.resolve(file.getKey()), conf);
      }
    }
  }

  Path local() {
    return path.resolve("local");
  }

  Path tokens() {
    return path.resolve("container_tokens");
  }

  Path stdout() {
    return logs.resolve("stdout");
  }

  Path stderr() {
    return logs.resolve("stderr");
  }

  /** Readable by this user only, from its creation on. */
  private void writeTokens(Credentials credentials) throws IOException {
    Files.deleteIfExists(tokens());
    Files.createFile(
        tokens(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(tokens()))) {
      credentials.writeTokenStorageToStream(out);
    }
  }

  private static void copy(org.apache.hadoop.fs.Path from, Path to, Configuration conf)
      throws IOException {
    try (var in = from.getFileSystem(conf).open(from)) {
      Files.deleteIfExists(to);
      Files.copy(in, to);
    }
  }
}
