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
}
