package org.yarnp2p.peer.distribute;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.peer.distribute.KeptManifest.KeptFile;

/** What earlier distributions have left below a target and nobody needs. For one thread. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  /** The names of parts, as this program gives them. */
  private static final Pattern PART = Pattern.compile("\\.application_\\d+_\\d+-\\d+-\\d+\\.part");

  private final TargetTree tree;

  Leftovers(TargetTree tree) {
    this.tree = tree;
  }

  /**
   * Deletes a file that an earlier distribution put there, unless it has been changed since, or a
   * link that somebody has put there since leads to another.
   *
   * @return whether it was deleted
   */
  boolean delete(KeptFile file) throws IOException {
    Optional<Path> path = find(file.name());
    if (path.isEmpty() || !Files.exists(path.get(), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    BasicFileAttributes now =
        Files.readAttributes(path.get(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    boolean same =
        now.isRegularFile()
            && now.size() == file.origin().length()
            && now.lastModifiedTime().toMillis() == file.modificationTime();
    if (!same) {
      LOG.warn("{} is not as it arrived; it stays, though the source has it no more", path.get());
      return false;
    }
    TargetTree.letWrite(path.get().getParent());
    Files.delete(path.get());
    LOG.info("Deleted {}: the source has it no more", path.get());
    return true;
  }

  /**
   * Makes way for names that are of another kind now: deletes files that earlier distributions put
   * where a directory is to be, and, if asked to, directories with such files where a file is to
   * be. What was changed since, or is not ours, stays.
   *
   * @param files names of those that are to be
   * @param directories names of those that are to be
   * @param withDirectories whether directories make way for files
   * @return what of the manifest is there still
   */
  KeptManifest makeWay(
      KeptManifest kept, Set<String> files, Set<String> directories, boolean withDirectories)
      throws IOException {
    List<KeptFile> stay = new ArrayList<>();
    Set<String> emptied = new TreeSet<>();
    if (withDirectories) {
      kept.directories().stream().filter(name -> isAtOrBelow(name, files)).forEach(emptied::add);
    }
    for (KeptFile file : kept.files()) {
      boolean inTheWay = withDirectories && isBelow(file.name(), files);
      if (inTheWay || directories.contains(file.name())) {
        delete(file);
        parents(file.name()).stream()
            .filter(name -> isAtOrBelow(name, files))
            .forEach(emptied::add);
      } else {
        stay.add(file);
      }
    }
    deleteEmpty(emptied);
    List<String> others = new ArrayList<>(kept.directories());
    others.removeAll(emptied);
    return new KeptManifest(KeptManifest.VERSION, stay, kept.parts(), others);
  }

  private static boolean isAtOrBelow(String name, Set<String> files) {
    return files.contains(name) || isBelow(name, files);
  }

  private static boolean isBelow(String name, Set<String> files) {
    return parents(name).stream().anyMatch(files::contains);
  }

  /** Where something is that may be deleted. */
  private Optional<Path> find(String name) throws IOException {
    if (tree.leadsOut(name)) {
      LOG.warn("{} stays: a link leads out of the target", name);
      return Optional.empty();
    }
    Optional<Path> path = tree.find(name);
    return path.filter(found -> !tree.isTaken(found));
  }

  private Optional<Path> directory(String name) throws IOException {
    return find(name).filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Those of these directories that nobody needs and that can be looked into: not those that are to
   * be, nor those in a target of their own, where another distribution may be at work.
   */
  List<Path> left(Collection<String> directories) throws IOException {
    List<Path> left = new ArrayList<>();
    for (String name : directories) {
      Optional<Path> path = directory(name).filter(Files::isReadable);
      if (path.isPresent() && !isInOtherTarget(path.get())) {
        left.add(path.get());
      }
    }
    return left;
  }

  private boolean isInOtherTarget(Path path) {
    for (Path on = path; !on.equals(tree.root()); on = on.getParent()) {
      if (Files.exists(on.resolve(TargetLock.NAME), LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
    }
    return false;
  }

  /** Deletes those of these directories that are empty, children before their parents. */
  void deleteEmpty(Collection<String> directories) throws IOException {
    Set<String> childrenFirst = new TreeSet<>(Comparator.reverseOrder());
    childrenFirst.addAll(directories);
    for (String name : childrenFirst) {
      Optional<Path> path = directory(name);
      if (path.isPresent()) {
        TargetTree.letWrite(path.get().getParent());
        try {
          Files.delete(path.get());
          LOG.info("Deleted the empty directory {}", path.get());
        } catch (DirectoryNotEmptyException e) {
          LOG.debug("{} holds something else", path.get());
        }
      }
    }
  }

  /**
   * Deletes parts of files in these directories. No distribution is at work here but this one,
   * whose files have all arrived.
   *
   * @param directories the target, and those in it
   * @param names of files that have arrived
   */
  void deleteParts(Collection<Path> directories, Set<String> names) throws IOException {
    for (Path directory : directories) {
      try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, Leftovers::isPart)) {
        for (Path part : parts) {
          if (!names.contains(tree.name(part))) {
            TargetTree.letWrite(directory);
            Files.delete(part);
            LOG.info("Deleted {}, left by an earlier distribution", part);
          }
        }
      }
    }
  }

  private static boolean isPart(Path path) {
    return PART.matcher(path.getFileName().toString()).matches()
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The directories that a file is in, the nearest first, the target left out. */
  static List<String> parents(String name) {
    TreeSet<String> parents = new TreeSet<>(Comparator.reverseOrder());
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      parents.add(name.substring(0, slash));
    }
    return List.copyOf(parents);
  }
}
