package org.yarnp2p.appmaster.fleet;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The class path of this process, for processes that run the same program. */
final class OwnClassPath {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private static final String JAR = ".jar";

  private OwnClassPath() {}

  /**
   * Absolute entries, separated as the platform does. The program comes first: {@code hadoop jar}
   * loads it beside the class path. Directories come last: a class-data archive is of jars, and
   * fits where they are the beginning of the class path.
   */
  static String get() {
    Set<String> entries = new LinkedHashSet<>();
    entries.add(program());
    List<String> others =
        SEPARATOR
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> new File(entry).getAbsolutePath())
            .toList();
    others.stream().filter(entry -> entry.endsWith(JAR)).forEach(entries::add);
    entries.addAll(others);
    return String.join(File.pathSeparator, entries);
  }

  /** The jar or directory that this class was loaded from. */
  private static String program() {
    try {
      return Path.of(OwnClassPath.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath()
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of a loaded class is a URI", e);
    }
  }
}
