package org.yarnp2p.client.fetch;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.yarnp2p.client.UsageException;

/**
 * The local directory that outputs are copied to.
 *
 * @param directory absolute; need not exist yet
 * @param overwrite whether files that are there may be replaced
 */
public record LocalTarget(Path directory, boolean overwrite) {
  private static final int MOST_NAMES = 5;

  /**
   * From the command line.
   *
   * @param option that the directory was given with
   * @throws UsageException when it is not a place for files
   */
  public static LocalTarget of(String option, String directory, boolean overwrite)
      throws UsageException {
    Path path;
    try {
      path = Path.of(directory).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UsageException(option + " " + directory + ": " + e.getMessage());
    }
    for (Path part = path; part != null; part = part.getParent()) {
      if (Files.exists(part)) {
        if (!Files.isDirectory(part) || !Files.isWritable(part)) {
          throw new UsageException(
              option + ": " + part + " is not a directory that you can write to");
        }
        break;
      }
    }
    return new LocalTarget(path, overwrite);
  }

  /**
   * Checks that files with these names can be put here.
   *
   * @throws UsageException when some are there already and may not be replaced, or are directories
   */
  public void checkFree(Collection<String> names) throws UsageException {
    List<String> taken =
        names.stream()
            .filter(
                name -> {
                  Path file = directory.resolve(name);
                  return overwrite ? Files.isDirectory(file) : Files.exists(file);
                })
            .sorted()
            .toList();
    if (!taken.isEmpty()) {
      String shown = String.join(", ", taken.subList(0, Math.min(MOST_NAMES, taken.size())));
      throw new UsageException(
          directory
              + " already has "
              + shown
              + (taken.size() > MOST_NAMES ? " and " + (taken.size() - MOST_NAMES) + " more" : "")
              + "; choose another directory"
              + (overwrite ? "" : ", or add --overwrite"));
    }
  }
}
