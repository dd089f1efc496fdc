package org.yarnp2p.appmaster.fleet;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The class path of this process, for processes that run the same program. */
final class OwnClassPath {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private OwnClassPath() {}

  /**
   * Absolute entries, separated as the platform does. The program comes first: {@code hadoop jar}
   * loads it beside the class path.
   */
  static String get() {
    Set<String> entries = new LinkedHashSet<>();
    entries.add(program());
    SEPARATOR
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !entry.isEmpty())
        .forEach(entry -> entries.add(new File(entry).getAbsolutePath()));
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
