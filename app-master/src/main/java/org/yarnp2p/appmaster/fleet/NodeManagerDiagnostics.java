package org.yarnp2p.appmaster.fleet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.yarn.api.records.ContainerStatus;

/**
 * Reads what a NodeManager says of a container that has ended. For an exit status other than 0 it
 * quotes the end of the container's stderr, and says all of that twice; when memory was exceeded it
 * lists all processes.
 */
final class NodeManagerDiagnostics {
  private static final Pattern QUOTED_STDERR =
      Pattern.compile("Last \\d+ bytes of \\S*stderr\\S* :\n");
  private static final Pattern NEXT_MESSAGE =
      Pattern.compile("\n\\[\\d{4}-\\d{2}-\\d{2} [\\d:.]+\\]");
  private static final Pattern TIME_STAMP =
      Pattern.compile("^\\[\\d{4}-\\d{2}-\\d{2} [\\d:.]+\\]", Pattern.MULTILINE);
  private static final Pattern DETAILS =
      Pattern.compile(
          "(Error file: prelaunch\\.err|Last \\d+ bytes of |Dump of the process-tree|Exception from"
              + " container-launch)");

  /** What the exit status says already. */
  private static final Pattern REPETITION =
      Pattern.compile(
          "Container exited with a non-zero exit code -?\\d+\\.?"
              + "|Container killed on request\\. Exit code is \\d+"
              + "|Container killed by the ApplicationMaster\\."
              + "|Killed by external signal");

  private static final int MOST_CHARACTERS = 1000;

  private NodeManagerDiagnostics() {}

  /** The exit report of a container that YARN says has ended. */
  static ExitReport report(ContainerStatus status) {
    return report(status.getExitStatus(), status.getDiagnostics());
  }

  /** The exit report of a container with these diagnostics, which may be null. */
  static ExitReport report(int exitStatus, String diagnostics) {
    if (diagnostics == null) {
      return new ExitReport(exitStatus, "", "");
    }
    String summary = diagnostics;
    String stderr = "";
    Matcher quote = QUOTED_STDERR.matcher(diagnostics);
    if (quote.find()) {
      stderr = StderrTail.lastLines(untilNextMessage(diagnostics.substring(quote.end())));
      summary = diagnostics.substring(0, quote.start());
    }
    return new ExitReport(exitStatus, summary(summary), stderr);
  }

  private static String untilNextMessage(String text) {
    Matcher next = NEXT_MESSAGE.matcher(text);
    return next.find() ? text.substring(0, next.start()) : text;
  }

  private static String summary(String text) {
    Matcher details = DETAILS.matcher(text);
    String head = details.find() ? text.substring(0, details.start()) : text;
    String bare = TIME_STAMP.matcher(head).replaceAll("");
    String news = REPETITION.matcher(bare).replaceAll("").strip();
    return news.length() <= MOST_CHARACTERS ? news : news.substring(0, MOST_CHARACTERS) + "...";
  }
}
