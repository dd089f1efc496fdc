package org.yarnp2p.client.submit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.input.LocalFiles;

/** Whether an output directory could be made or written to, before there is a job. */
public final class OutputPlace {
  private OutputPlace() {}

  /**
   * Looks at the output directory or, where it is not there yet, at its nearest parent that is.
   *
   * @param output fully qualified
   * @throws UsageException when nothing can be put there
   */
  public static void check(Configuration conf, Path output) throws UsageException, IOException {
    FileSystem fs = output.getFileSystem(conf);
    if (LocalFiles.isLocal(fs)) {
      checkLocal(output, LocalFiles.path(fs, output));
      return;
    }
    try {
      FileStatus nearest = nearest(fs, output);
      if (!nearest.isDirectory()) {
        throw noDirectory(output, nearest.getPath());
      }
      fs.access(nearest.getPath(), FsAction.WRITE);
    } catch (AccessControlException | AccessDeniedException | ParentNotDirectoryException e) {
      throw new UsageException(
          "output " + output + " cannot be written: " + Reason.of(e) + "; choose another output");
    }
  }

  /**
   * What the check cannot know of an output of a job on a cluster, if anything: the containers
   * write to the local disks of their own nodes.
   */
  public static Optional<String> caution(Path output) {
    return "file".equals(output.toUri().getScheme())
        ? Optional.of(
            output
                + " must be the same directory on every node, such as one on a network file system,"
                + " where the user that containers run as may write; only this host was looked at")
        : Optional.empty();
  }

  private static FileStatus nearest(FileSystem fs, Path output) throws IOException {
    for (Path path = output; !path.isRoot(); path = path.getParent()) {
      try {
        return fs.getFileStatus(path);
      } catch (FileNotFoundException e) {
        // Its parent may be there.
      }
    }
    return fs.getFileStatus(new Path(output, "/"));
  }

  private static void checkLocal(Path output, java.nio.file.Path local) throws UsageException {
    java.nio.file.Path nearest = local;
    while (!Files.exists(nearest, LinkOption.NOFOLLOW_LINKS) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    if (!Files.exists(nearest)) {
      throw new UsageException(
          "output "
              + output
              + ": "
              + nearest
              + " is a link to nothing; remove it, or choose"
              + " another output");
    }
    if (!Files.isDirectory(nearest)) {
      throw noDirectory(output, nearest);
    }
    if (!Files.isWritable(nearest)) {
      throw new UsageException(
          "output " + output + ": you may not write to " + nearest + "; choose another output");
    }
  }

  private static UsageException noDirectory(Path output, Object found) {
    return new UsageException(
        "output "
            + output
            + ": "
            + found
            + " is a file, expected a directory; choose another output");
  }
}
