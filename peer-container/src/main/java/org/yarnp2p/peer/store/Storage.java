package org.yarnp2p.peer.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.PrivilegedExceptionAction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The cluster's file systems, as the job's user sees them.
 *
 * @param user whose rights count
 * @param conf names the file systems
 */
public record Storage(UserGroupInformation user, Configuration conf) {
  /** The file system of a path; acts for the user, whoever calls it. */
  public FileSystem of(Path path) throws IOException {
    try {
      return user.doAs((PrivilegedExceptionAction<FileSystem>) () -> path.getFileSystem(conf));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while opening the file system of " + path);
    }
  }
}
