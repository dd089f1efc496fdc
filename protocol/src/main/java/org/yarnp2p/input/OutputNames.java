package org.yarnp2p.input;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.input.FileTable.Wanter;
import org.yarnp2p.job.OutputLayout;

/** Which paths in the output directory the job itself writes. */
final class OutputNames {
  private static final Pattern COLLECTED = Pattern.compile("client([0-9]{1,9})_(.+)");

  private final FileTable table;
  private final Path output;

  /**
   * @param output the fully qualified output directory
   */
  OutputNames(FileTable table, Path output) {
    this.table = table;
    this.output = output;
  }

  /**
   * Whether the path is the job's for other things than wanted files, or one where the commit
   * removes what an earlier job has collected.
   */
  boolean isReserved(Path path) {
    Path temporary = OutputLayout.temporary(output);
    for (Path at = path; at != null; at = at.getParent()) {
      if (at.equals(temporary)) {
        return true;
      }
    }
    return Set.of(
                OutputLayout.report(output),
                OutputLayout.page(output),
                OutputLayout.success(output))
            .contains(path)
        || (output.equals(path.getParent()) && OutputLayout.isClientFile(path.getName()));
  }

  /** Whose wanted file without a target is collected at the path. */
  Optional<Wanter> collectedAt(Path path) {
    Matcher matcher = COLLECTED.matcher(path.getName());
    if (!output.equals(path.getParent()) || !matcher.matches()) {
      return Optional.empty();
    }
    int rank = Integer.parseInt(matcher.group(1));
    return table
        .find(matcher.group(2))
        .flatMap(
            entry ->
                entry.wanters().stream()
                    .filter(wanter -> wanter.rank().value() == rank)
                    .filter(wanter -> wanter.wanted().target().isEmpty())
                    .findFirst())
        .filter(
            wanter ->
                path.getName()
                    .equals(OutputLayout.clientFile(wanter.rank(), wanter.wanted().name())));
  }
}
