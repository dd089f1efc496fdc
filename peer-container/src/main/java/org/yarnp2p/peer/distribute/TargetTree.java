package org.yarnp2p.peer.distribute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.output.LocalDirectory;

/**
 * The directory that a distribution fills on one node. Names become paths below it; none leads out
 * of it, and no two files have the same place, by whatever directories and links are there. For one
 * thread.
 */
final class TargetTree {
  private static final Logger LOG = LoggerFactory.getLogger(TargetTree.class);

  private static final Set<String> OWN =
      Set.of(KeptManifest.NAME, KeptManifest.NEXT, TargetLock.NAME);

  private final Rank rank;
  private final Path root;
  private final Path realRoot;

  /** Directories that are known to be inside, and where links lead them. */
  private final Map<Path, Path> checked = new HashMap<>();

  /** Those of them that have been made, or opened to be written to. */
  private final Set<Path> opened = new HashSet<>();

  /** Names of files and directories that are to be, by where they really are. */
  private final Map<Path, String> places = new HashMap<>();

  private TargetTree(Rank rank, Path root) throws IOException {
    this.rank = rank;
    this.root = root;
    realRoot = root.toRealPath();
  }

  /**
   * Makes the directory when it is not there.
   *
   * @param rank for messages
   * @param target absolute, with or without the scheme {@code file}
   * @param roots where targets may lie
   * @throws IOException when the target is not allowed or cannot be made; says why
   */
  static TargetTree open(Rank rank, String target, TargetRoots roots) throws IOException {
    Path root = path(rank, target);
    mustBeAllowed(rank, root, roots);
    LocalDirectory.make(rank, root);
    // Once more, since somebody may have put a link there meanwhile.
    mustBeAllowed(rank, root, roots);
    return new TargetTree(rank, root);
  }

  private static Path path(Rank rank, String target) throws IOException {
    org.apache.hadoop.fs.Path given;
    try {
      given = new org.apache.hadoop.fs.Path(target);
    } catch (IllegalArgumentException e) {
      throw new IncurableException(rank + ": target '" + target + "': " + e.getMessage(), e);
    }
    String scheme = given.toUri().getScheme();
    boolean local = scheme == null || scheme.equals("file");
    Path path = Path.of(given.toUri().getPath());
    if (!local || !path.isAbsolute()) {
      throw new IncurableException(
          "%s: target '%s' is not an absolute path on the node's own disks, such as /data/model"
              .formatted(rank, target));
    }
    return path.normalize();
  }

  private static void mustBeAllowed(Rank rank, Path root, TargetRoots roots) throws IOException {
    Optional<String> objection = LocalDirectory.objection(rank, roots, root);
    if (objection.isPresent()) {
      throw new IncurableException(rank + ": target " + root + ": " + objection.get());
    }
  }

  /** The directory. */
  Path root() {
    return root;
  }

  /**
   * Where a file is to be; its parent directories are made.
   *
   * @param deleted whether what distributions have put there has been deleted already
   * @throws IOException when the name leads out of the target, or something else has the place
   */
  Path file(String name, boolean deleted) throws IOException {
    Path path = resolve(name);
    enter(name, path.getParent(), true);
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw occupied(
          name,
          deleted
              ? "%s is a directory, and %s is not what a distribution has put there; remove it"
                  .formatted(path, first(path))
              : path + " is a directory; remove it, or have --delete remove what was put there");
    }
    String other = places.putIfAbsent(real(path), name);
    if (other != null && !other.equals(name)) {
      throw occupied(
          name,
          "a link below the target leads '%s' to the same place, %s; remove the link"
              .formatted(other, real(path)));
    }
    return path;
  }

  /** Something in a directory, a file if there is any; else the directory. */
  private static Path first(Path directory) throws IOException {
    try (Stream<Path> content = Files.walk(directory)) {
      return content.filter(path -> !Files.isDirectory(path)).findFirst().orElse(directory);
    } catch (UncheckedIOException e) {
      return directory; // it cannot be seen
    }
  }

  /**
   * Makes a directory with its parents.
   *
   * @throws IOException as for {@link #file}
   */
  Path directory(String name) throws IOException {
    Path path = resolve(name);
    enter(name, path, true);
    return path;
  }

  /**
   * Where something may be, with nothing made; empty when its parent directory is not there, or is
   * none.
   *
   * @throws IOException when the name leads out of the target
   */
  Optional<Path> find(String name) throws IOException {
    Path path = resolve(name);
    return enter(name, path.getParent(), false) ? Optional.of(path) : Optional.empty();
  }

  /** Whether a link on the way to a name leads out of the target. */
  boolean leadsOut(String name) throws IOException {
    Path directory = resolve(name).getParent();
    while (!directory.equals(root)) {
      if (Files.isDirectory(directory) && !directory.toRealPath().startsWith(realRoot)) {
        return true;
      }
      directory = directory.getParent();
    }
    return false;
  }

  /**
   * Whether a file or directory that is to be is at a path that {@link #find} has given, by
   * whatever name.
   */
  boolean isTaken(Path path) {
    return places.containsKey(real(path));
  }

  private Path real(Path path) {
    Path directory = path.getParent();
    return (directory.equals(root) ? realRoot : checked.get(directory)).resolve(path.getFileName());
  }

  /** The name below the target of a path that this has given. */
  String name(Path path) {
    return root.relativize(path).toString();
  }

  private Path resolve(String name) throws IOException {
    Optional<String> objection = objection(name);
    if (objection.isPresent()) {
      throw refused(name, objection.get());
    }
    return root.resolve(name);
  }

  /** Why a name can be nobody's below any target, if so. */
  static Optional<String> objection(String name) {
    String[] elements = name.split("/", -1);
    for (String element : elements) {
      if (element.isEmpty() || element.equals(".") || element.equals("..")) {
        return Optional.of("it is not a plain path below the target");
      }
    }
    if (OWN.contains(elements[0])) {
      return Optional.of("distributions keep a file of their own under this name");
    }
    try {
      var unused = Path.of(name);
    } catch (InvalidPathException e) {
      return Optional.of(e.getMessage());
    }
    return Optional.empty();
  }

  /** Whether the directory is there, after it has been made if it is to be. */
  private boolean enter(String name, Path directory, boolean make) throws IOException {
    if (directory.equals(root)
        || (make ? opened.contains(directory) : checked.containsKey(directory))) {
      return true;
    }
    if (!enter(name, directory.getParent(), make)) {
      return false;
    }
    if (make && !Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      LocalDirectory.make(rank, directory);
    }
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)
        || (!make && !Files.isDirectory(directory))) {
      return false;
    }
    mustBeInside(name, directory);
    Path real = directory.toRealPath();
    checked.put(directory, real);
    if (make) {
      opened.add(directory);
      places.putIfAbsent(real, name(directory));
      letWrite(directory);
    }
    return true;
  }

  /**
   * Lets this process write to a directory of its user, as one that has a source's permissions may
   * forbid. Where that cannot be, whoever writes there finds out.
   */
  static void letWrite(Path directory) throws IOException {
    if (Files.isWritable(directory)) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
      permissions.add(PosixFilePermission.OWNER_WRITE);
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      Files.setPosixFilePermissions(directory, permissions);
    } catch (FileSystemException | UnsupportedOperationException e) {
      LOG.info("{} stays read-only: {}", directory, e.toString());
    }
  }

  private void mustBeInside(String name, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw occupied(name, directory + " is not a directory; remove it");
    }
    BasicFileAttributes own =
        Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (own.isSymbolicLink() && !directory.toRealPath().startsWith(realRoot)) {
      throw occupied(
          name, directory + " is a link to " + directory.toRealPath() + ", outside the target");
    }
  }

  private IncurableException refused(String name, String why) {
    return new IncurableException(cannotPut(name, why));
  }

  private UnfitNodeException occupied(String name, String why) {
    return new UnfitNodeException(cannotPut(name, why));
  }

  private String cannotPut(String name, String why) {
    return "%s cannot put '%s' below %s: %s".formatted(rank, name, root, why);
  }
}
