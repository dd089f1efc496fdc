package org.yarnp2p.client.distribute;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.UsageException;

/**
 * Names of hosts from a local file, one to a line; what follows {@code #} is a comment. So Hadoop's
 * include and exclude files are written.
 */
final class HostFile {
  private HostFile() {}

  /**
   * A host.
   *
   * @param where file and line
   */
  record Entry(String host, String where) {}

  /**
   * Whether there is such a file, or a pipe such as a shell makes of {@code <(command)}.
   *
   * @throws java.nio.file.InvalidPathException when no file can have this name in this locale
   */
  static boolean isOne(String name) {
    Path file = Path.of(name);
    return Files.exists(file) && !Files.isDirectory(file);
  }

  /**
   * Reads the file.
   *
   * @param option that names it
   * @throws UsageException when it cannot be read, or a line is not one name
   */
  static List<Entry> read(String option, String file) throws UsageException {
    List<Entry> hosts = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(file));
    } catch (MalformedInputException e) {
      throw new UsageException(option + ": " + file + " is not a text in UTF-8");
    } catch (NoSuchFileException e) {
      throw new UsageException(option + ": " + file + " does not exist");
    } catch (IOException e) {
      throw new UsageException(option + ": cannot read " + file + ": " + Reason.of(e));
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      String where = file + ":" + (i + 1);
      if (line.matches(".*\\s.*")) {
        throw new UsageException(where + ": found '" + line + "', expected the name of one host");
      }
      if (!line.isEmpty()) {
        hosts.add(new Entry(line, where));
      }
    }
    return hosts;
  }
}
