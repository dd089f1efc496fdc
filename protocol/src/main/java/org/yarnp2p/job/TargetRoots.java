package org.yarnp2p.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * Which directories of a node may be filled: {@code p2p.target.roots} and what is below them. Where
 * that is empty all may, but those of the operating system. The client asks about paths as they are
 * written, each node about where they lead there. Immutable.
 */
public final class TargetRoots {
  private static final List<Path> SYSTEM =
      Stream.of("bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "proc", "sbin", "sys", "usr")
          .map(name -> Path.of("/", name))
          .toList();

  private final List<Path> roots;

  private TargetRoots(List<Path> roots) {
    this.roots = roots;
  }

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException when a root is not an absolute path without scheme
   */
  public static TargetRoots of(Configuration conf) {
    return new TargetRoots(P2pConf.directories(conf, P2pKeys.TARGET_ROOTS));
  }

  /** Whether none are configured. */
  public boolean isEmpty() {
    return roots.isEmpty();
  }

  /** What is wrong with a target as it is written; empty when nothing is. */
  public Optional<String> objection(Path target) {
    return objection(target.normalize(), roots, SYSTEM);
  }

  /**
   * What is wrong with a target on this host, where it and the roots may lead elsewhere through
   * symbolic links; empty when nothing is. It need not be there.
   *
   * @throws IOException when it cannot be seen where the target leads
   */
  public Optional<String> objectionHere(Path target) throws IOException {
    return objection(real(target.normalize()), real(roots), real(SYSTEM));
  }

  private static Optional<String> objection(Path target, List<Path> roots, List<Path> system) {
    if (!roots.isEmpty()) {
      return roots.stream().anyMatch(target::startsWith)
          ? Optional.empty()
          : Optional.of(
              target + " is not below one of " + roots + ", which p2p.target.roots allows");
    }
    if (target.getNameCount() == 0) {
      return Optional.of(target + " is the root of the file system");
    }
    return system.stream()
        .filter(target::startsWith)
        .findFirst()
        .map(
            directory ->
                target
                    + " is in "
                    + directory
                    + ", which is the operating system's; only p2p.target.roots can allow it");
  }

  private static List<Path> real(List<Path> paths) throws IOException {
    List<Path> real = new ArrayList<>();
    for (Path path : paths) {
      real.add(real(path));
    }
    return real;
  }

  /** With the links of all that is there resolved. */
  private static Path real(Path path) throws IOException {
    if (path.getParent() == null || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      try {
        return path.toRealPath();
      } catch (IOException e) {
        throw new IOException("it cannot be seen where " + path + " leads: " + e, e);
      }
    }
    return real(path.getParent()).resolve(path.getFileName());
  }
}
