package org.yarnp2p.client.distribute;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.job.TargetRoots;

/**
 * The target directory as it was written, with {@code {host}} and {@code {rank}} still in it.
 *
 * @param text absolute
 */
record TargetPattern(String text) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^/}]*}");
  private static final String HOST = "{host}";
  private static final String RANK = "{rank}";

  /**
   * Checks what was written.
   *
   * @param roots where targets may lie
   * @throws UsageException when it is not an absolute path of a local file system, or not one that
   *     may be filled
   */
  static TargetPattern of(String text, TargetRoots roots) throws UsageException {
    if (text == null) {
      throw new UsageException("--target is missing: say into which directory of every node");
    }
    if (!text.startsWith("/")) {
      throw new UsageException(
          "--target: found '" + text + "', expected an absolute path of the nodes, without scheme");
    }
    Path normal = Path.of(text).normalize();
    if (normal.getNameCount() == 0) {
      throw new UsageException("--target: found '" + text + "', expected a directory below /");
    }
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      if (!List.of(HOST, RANK).contains(placeholder.group())) {
        throw new UsageException(
            "--target: found " + placeholder.group() + ", expected {host} or {rank}");
      }
    }
    Optional<String> objection = roots.objection(normal);
    if (objection.isPresent()) {
      throw new UsageException("--target: " + objection.get());
    }
    return new TargetPattern(normal.toString());
  }

  /**
   * Checks that no two ranks of one host write to the same directory.
   *
   * @param oneHost whether some ranks share a host
   * @param namesDiffer whether {@code {host}} differs between them
   * @throws UsageException when they would
   */
  void checkApart(boolean oneHost, boolean namesDiffer) throws UsageException {
    boolean apart = text.contains(RANK) || (namesDiffer && text.contains(HOST));
    if (oneHost && !apart) {
      throw new UsageException(
          "--target "
              + text
              + ": several ranks would write there, they are on one host; put {rank} into it, such"
              + " as "
              + text
              + "/{rank}");
    }
  }
}
