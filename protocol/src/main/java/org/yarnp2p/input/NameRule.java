package org.yarnp2p.input;

import java.nio.charset.StandardCharsets;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.model.Rank;

/**
 * What a file may be called: a name is part of a path on every node and in HDFS, which takes no
 * colon.
 */
final class NameRule {
  private NameRule() {}

  /** Whether the name is allowed; reports why not. */
  static boolean accepts(String name, Line line, Diagnosis diagnosis) {
    String shown = Shown.quoted(name);
    int bytes = bytes(name);
    if (name.equals(".") || name.equals("..")) {
      diagnosis.problem(line, Mistake.DOTS_NAME, shown);
    } else if (name.codePoints().anyMatch(NameRule::isForbidden)) {
      diagnosis.problem(line, Mistake.FORBIDDEN_NAME, shown);
    } else if (bytes > OutputLayout.MAX_NAME_BYTES) {
      diagnosis.problem(line, Mistake.LONG_NAME, bytes, shown, OutputLayout.MAX_NAME_BYTES);
    } else {
      return true;
    }
    return false;
  }

  /** Whether an allowed name is also short enough to be collected for a rank; reports if not. */
  static boolean acceptsCollected(String name, Rank rank, Line line, Diagnosis diagnosis) {
    int bytes = bytes(name);
    int most = OutputLayout.MAX_NAME_BYTES - bytes(OutputLayout.clientFile(rank, ""));
    if (bytes > most) {
      diagnosis.problem(
          line, Mistake.LONG_OUTPUT_NAME, bytes, Shown.quoted(name), rank.value(), most);
    }
    return bytes <= most;
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isForbidden(int c) {
    return c == '/'
        || c == ':'
        || Character.isISOControl(c)
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c);
  }
}
