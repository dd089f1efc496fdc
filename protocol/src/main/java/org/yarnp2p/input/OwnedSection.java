package org.yarnp2p.input;

import java.util.List;
import org.yarnp2p.model.Rank;

/**
 * The first part of an input file: the number of owned files, the files, and the line after them,
 * which is the number of wanted files. The lines of this part tell themselves apart (an owned file
 * has two words, the number of wanted files is one number), so a wrong number of owned files does
 * not keep the rest from being understood.
 */
final class OwnedSection {
  private static final int UNKNOWN = -1;
  private static final String OWNED_COUNT = "the number of owned files";
  private static final String WANTED_COUNT = "the number of wanted files";

  private final Lines lines;
  private final Diagnosis diagnosis;
  private final OwnedFileReader reader;

  /** The announced number of owned files; {@link #UNKNOWN} when it is known to be wrong. */
  private long announced = UNKNOWN;

  private int countLine;

  OwnedSection(Rank rank, Lines lines, Diagnosis diagnosis) {
    this.lines = lines;
    this.diagnosis = diagnosis;
    this.reader = new OwnedFileReader(rank, lines, diagnosis);
  }

  List<OwnedFile> files() {
    return reader.files();
  }

  /** Reads the part; the line with the number of wanted files, or null when it was not reached. */
  Line read() {
    Line first = nextLine(OWNED_COUNT);
    if (first == null) {
      return null;
    }
    readCount(first);
    if (announced == UNKNOWN && first.looksOwned() && !reader.read(first)) {
      // The number is missing, and the line is the first owned file already.
      return null;
    }
    for (long n = 1; !diagnosis.isFull(); n++) {
      Line line = nextLine(isAfterLast(n) ? WANTED_COUNT : "owned file " + n);
      if (line == null) {
        return null;
      }
      if (isWantedCount(line, n)) {
        return line;
      }
      if (isAfterLast(n)) {
        reportMore(line);
        announced = UNKNOWN;
      }
      boolean lost = announced == UNKNOWN && !line.looksOwned();
      if (lost || !reader.read(line)) {
        return null;
      }
    }
    return null;
  }

  private void readCount(Line line) {
    countLine = line.number();
    if (!line.isCount() || line.count() < 0) {
      diagnosis.problem(line, Mistake.NOT_A_COUNT, Shown.quoted(line.text()), OWNED_COUNT);
    } else if (line.count() > lines.remaining()) {
      diagnosis.problem(
          line,
          Mistake.COUNT_TOO_LARGE,
          Shown.quoted(line.text()),
          OWNED_COUNT,
          Shown.count(lines.remaining(), "line"),
          "");
    } else {
      announced = line.count();
    }
  }

  private boolean isAfterLast(long n) {
    return announced != UNKNOWN && n > announced;
  }

  private boolean isWantedCount(Line line, long n) {
    if (!line.isCount()) {
      return false;
    }
    if (announced == UNKNOWN || isAfterLast(n)) {
      return true;
    }
    if (line.isIndented()) {
      // An owned file without a name, not the next part.
      return false;
    }
    diagnosis.structural(
        line, Mistake.TOO_FEW_OWNED, Shown.quoted(line.text()), n, announced, countLine);
    return true;
  }

  private void reportMore(Line line) {
    diagnosis.structural(
        line,
        Mistake.TOO_MANY_OWNED,
        Shown.quoted(line.text()),
        "line " + countLine + " announces " + Shown.count(announced, "owned file") + hint());
  }

  /** The next line that is not blank; null, and reported, at the end of the file. */
  private Line nextLine(String expected) {
    boolean skipped = false;
    while (lines.hasNext()) {
      Line line = lines.next();
      if (!line.isBlank()) {
        diagnosis.checkEncoding(lines);
        return line;
      }
      if (!skipped) {
        diagnosis.structural(line, Mistake.BLANK_LINE, expected + hint());
      }
      skipped = true;
      // Whether the blank line stands for a file or is one too many, nobody knows.
      announced = UNKNOWN;
    }
    if (announced != UNKNOWN) {
      Line end = new Line(lines.number() + 1, "", true);
      diagnosis.structural(end, Mistake.END_OF_FILE, expected + hint());
    }
    return null;
  }

  /**
   * What the file last read announces, for messages about the lines after it, where a wrong number
   * of segments shows; empty when it has no segments.
   */
  String hint() {
    return reader.lastSegments().map(last -> "; " + last).orElse("");
  }
}
