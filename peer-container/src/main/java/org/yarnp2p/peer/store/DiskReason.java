package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Rank;
import org.yarnp2p.storage.BarePath;

/** What local disks say to people: of some exceptions the message is nothing but a path. */
public final class DiskReason {
  private DiskReason() {}

  /**
   * The message, with what has happened.
   *
   * @param named the path that stands before it, and is not repeated; may be none
   */
  public static String of(IOException e, Object named) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message =
        e instanceof NoSuchFileException gone
            ? gone.getFile() + ": no such file or directory"
            : String.valueOf(e.getMessage());
    String path = named + ": ";
    return message.startsWith(path) ? message.substring(path.length()) : message;
  }

  /**
   * A failure for people. Where its message is nothing but a path it gets words and a remedy, else
   * it stays as it is.
   *
   * @param rank whose failure it is
   */
  public static IOException explained(Rank rank, IOException failure) {
    if (!(failure instanceof FileSystemException bare) || bare.getReason() != null) {
      return failure;
    }
    String where = rank + ": " + bare.getFile() + ": ";
    if (bare instanceof AccessDeniedException) {
      return new UnfitNodeException(
          where + "permission denied; let the job's user read and write there", bare);
    }
    String what = BarePath.meaning(bare).orElse(bare.getClass().getSimpleName());
    return new IOException(where + what + "; see who else changes what is there", bare);
  }

  /** What to do so that it can be written there, as words that others may follow. */
  public static String remedy(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Read-only file system")) {
      return "mount that disk for writing; dmesg on that host may say why it is not";
    }
    if (message.contains("Input/output error")) {
      return "look at that disk; dmesg on that host may say what is wrong";
    }
    if (message.contains("Disk quota exceeded")) {
      return "raise the quota of the job's user on that disk (quota -s)";
    }
    return "make room on that disk (df, df -i), let the job's user write there";
  }
}
