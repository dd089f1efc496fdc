package org.yarnp2p.bench.machine;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yarnp2p.client.view.Quantities;

/**
 * All files of one measurement. The directory carries the id of this process; what a process that
 * was killed has left is removed by the next measurement, with the processes that still work there.
 */
public final class BenchDirectory implements AutoCloseable {
  private static final String PREFIX = "p2p-bench-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]+)");

  /** Of a file system's free space; the rest is for logs and for others. */
  private static final double USABLE = 0.95;

  private final Path path;
  private final boolean keep;

  private BenchDirectory(Path path, boolean keep) {
    this.path = path;
    this.keep = keep;
  }

  /**
   * A new directory, readable for its owner only.
   *
   * @param parent where; made if need be
   * @param keep whether the files stay after the measurement, for a person to look at
   */
  public static BenchDirectory make(Path parent, boolean keep)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(parent.toAbsolutePath());
    removeStale(directory);
    Path path = directory.resolve(PREFIX + ProcessHandle.current().pid());
    delete(path); // of an earlier process of this id
    return new BenchDirectory(
        Files.createDirectory(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
        keep);
  }

  private static void removeStale(Path parent) throws IOException, InterruptedException {
    List<Path> ours;
    try (Stream<Path> entries = Files.list(parent)) {
      ours = entries.filter(BenchDirectory::isStale).toList();
    }
    for (Path directory : ours) {
      Processes.kill(Processes.inside(directory));
      delete(directory);
    }
  }

  private static boolean isStale(Path directory) {
    Matcher name = NAME.matcher(directory.getFileName().toString());
    return name.matches()
        && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && Files.isWritable(directory)
        && !Processes.runsThisProgram(Long.parseLong(name.group(1)));
  }

  /** Absolute. */
  public Path path() {
    return path;
  }

  /**
   * Checks that there is room.
   *
   * @param bytes that will be written at most, from 0; no long, which the sizes and numbers that
   *     people give can exceed together
   * @throws IOException saying what is missing and what to do
   */
  public void mustHold(double bytes) throws IOException {
    long usable = (long) (Files.getFileStore(path).getUsableSpace() * USABLE);
    if (bytes > usable) {
      throw new IOException(
          "this takes %s below %s, where %s can be used; choose another place with --dir, or less work"
              .formatted(
                  Quantities.bytes((long) bytes),
                  path.getParent(),
                  Quantities.bytes(Math.max(0, usable))));
    }
  }

  /** Removes everything, unless it is to be kept. */
  @Override
  public void close() throws IOException {
    if (!keep) {
      delete(path);
    }
  }

  /** Removes a file or a directory with all that is in it; without effect when it is not there. */
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // a process that ends has been faster
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
              throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
