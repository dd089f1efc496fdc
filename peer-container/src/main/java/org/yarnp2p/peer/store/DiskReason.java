package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** What local disks say to people: of some exceptions the message is nothing but a path. */
public final class DiskReason {
  private DiskReason() {}

  /** The message, with what has happened. */
  public static String of(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof NoSuchFileException gone
        ? gone.getFile() + ": no such file or directory"
        : e.getMessage();
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
