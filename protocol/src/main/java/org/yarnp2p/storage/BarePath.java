package org.yarnp2p.storage;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.Optional;

/** What those exceptions of local disks mean whose message is nothing but a path. */
public final class BarePath {
  private static final Map<Class<?>, String> WORDS =
      Map.of(
          NoSuchFileException.class, "no such file or directory",
          AccessDeniedException.class, "permission denied",
          FileAlreadyExistsException.class, "something has this name already",
          NotDirectoryException.class, "not a directory",
          DirectoryNotEmptyException.class, "the directory is not empty");

  private BarePath() {}

  /** Without the path; empty when the message says more, or nobody knows what has happened. */
  public static Optional<String> meaning(FileSystemException e) {
    return e.getReason() != null ? Optional.empty() : Optional.ofNullable(WORDS.get(e.getClass()));
  }
}
