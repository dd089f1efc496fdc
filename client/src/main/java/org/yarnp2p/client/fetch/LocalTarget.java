package org.yarnp2p.client.fetch;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yarnp2p.client.UsageException;

/**
 * The local directory that outputs are copied to.
 *
 * @param directory absolute; need not exist yet
 * @param overwrite whether files that are there may be replaced
 */
public record LocalTarget(Path directory, boolean overwrite) {
  private static final int MOST_NAMES = 5;

  /** With a path where it is one of this host. */
  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):((//)?(?<path>/(?!/).*)|.*)", Pattern.DOTALL);

  /**
   * From the command line, as a path or with the scheme {@code file}.
   *
   * @param option that the directory was given with
   * @throws UsageException when it is not a place for files
   */
  public static LocalTarget of(String option, String directory, boolean overwrite)
      throws UsageException {
    if (directory.isBlank()) {
      throw new UsageException(option + " is empty: say which local directory");
    }
    Path path;
    try {
      path = Path.of(withoutScheme(option, directory)).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UsageException(option + " " + directory + ": " + e.getMessage());
    }
    for (Path part = path; part != null; part = part.getParent()) {
      if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
        if (!Files.exists(part)) {
          throw new UsageException(
              option
                  + ": "
                  + part
                  + " is a link to nothing; remove it, or choose another directory");
        }
        if (!Files.isDirectory(part) || !Files.isWritable(part)) {
          throw new UsageException(
              option + ": " + part + " is not a directory that you can write to");
        }
        break;
      }
    }
    return new LocalTarget(path, overwrite);
  }

  private static String withoutScheme(String option, String directory) throws UsageException {
    Matcher url = URL.matcher(directory);
    if (!url.matches()) {
      return directory;
    }
    if (!url.group("scheme").equals("file") || url.group("path") == null) {
      throw new UsageException(
          option
              + ": found '"
              + directory
              + "', expected a directory of this host, such as /tmp/out");
    }
    return url.group("path");
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
