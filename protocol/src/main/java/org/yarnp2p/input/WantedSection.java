package org.yarnp2p.input;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yarnp2p.model.Rank;

/** The second part of an input file: the number of wanted files, and the files, one to a line. */
final class WantedSection {
  private static final int UNKNOWN = -1;
  private static final String WANTED_COUNT = "the number of wanted files";

  private final Rank rank;
  private final Lines lines;
  private final Diagnosis diagnosis;
  private final List<WantedFile> files = new ArrayList<>();
  private final Map<String, Integer> lineOf = new HashMap<>();

  WantedSection(Rank rank, Lines lines, Diagnosis diagnosis) {
    this.rank = rank;
    this.lines = lines;
    this.diagnosis = diagnosis;
  }

  /** The files without mistakes. */
  List<WantedFile> files() {
    return files;
  }

  /**
   * Reads the part.
   *
   * @param countLine its first line, which has been read
   * @param hint about segments just before; when there were any, their number may be what is wrong
   */
  void read(Line countLine, String hint) {
    long count = countLine.count();
    if (!diagnosis.isCertain() && count != lines.remaining()) {
      // The lines have got out of step before.
      return;
    }
    if (count < 0) {
      diagnosis.problem(
          countLine, Mistake.NOT_A_COUNT, Shown.quoted(countLine.text()), WANTED_COUNT);
      readFiles(UNKNOWN);
    } else if (count > lines.remaining()) {
      diagnosis.problem(
          countLine,
          Mistake.COUNT_TOO_LARGE,
          Shown.quoted(countLine.text()),
          WANTED_COUNT,
          Shown.count(lines.remaining(), "line"),
          hint);
      if (hint.isEmpty()) {
        readFiles(UNKNOWN);
      }
    } else if (count > 0 && !rank.isPeer()) {
      diagnosis.problem(countLine, Mistake.WANTED_BY_TRACKER, Shown.quoted(countLine.text()));
    } else {
      readFiles(count);
      if (lines.hasNext() && !diagnosis.isFull()) {
        reportMore(countLine, count);
        if (!hint.isEmpty()) {
          files.clear();
        }
      }
    }
  }

  private void readFiles(long count) {
    long announced = rank.isPeer() ? count : 0;
    for (long n = 1;
        (announced == UNKNOWN || n <= announced) && lines.hasNext() && !diagnosis.isFull();
        n++) {
      Line line = lines.next();
      if (line.isBlank()) {
        diagnosis.problem(line, Mistake.BLANK_LINE, "wanted file " + n);
        // Whether the blank line stands for a file or is one too many, nobody knows.
        announced = UNKNOWN;
      } else {
        diagnosis.checkEncoding(lines);
        read(line, line.words());
      }
    }
  }

  private void reportMore(Line countLine, long announced) {
    Line line = lines.next();
    diagnosis.problem(
        line,
        Mistake.MORE_LINES,
        line.isBlank() ? "a blank line" : Shown.quoted(line.text()),
        Shown.count(lines.remaining(), "line"),
        Shown.count(announced, "wanted file"),
        countLine.number());
  }

  private void read(Line line, List<String> words) {
    String name = words.get(0);
    if (words.size() > 2) {
      diagnosis.problem(line, Mistake.WANTED_FORM, Shown.quoted(line.text()));
    } else if (words.size() == 1 && line.isIndented() && StorageUri.hasScheme(name)) {
      diagnosis.problem(line, Mistake.BLANK_NAME, Shown.quoted(name));
    } else if (NameRule.accepts(name, line, diagnosis)) {
      Integer before = lineOf.putIfAbsent(name, line.number());
      if (before != null) {
        diagnosis.problem(line, Mistake.WANTED_TWICE, Shown.quoted(name), before);
      } else if (words.size() == 2) {
        add(line, name, target(line, words.get(1)));
      } else if (NameRule.acceptsCollected(name, rank, line, diagnosis)) {
        add(line, name, Optional.empty());
      }
    }
  }

  private void add(Line line, String name, Optional<URI> target) {
    if (line.wellFormed()) {
      files.add(new WantedFile(name, line.number(), target));
    }
  }

  /** The target's URI; empty, and reported, when it is none. */
  private Optional<URI> target(Line line, String word) {
    if (!StorageUri.hasScheme(word)) {
      diagnosis.problem(line, Mistake.TARGET_FORM, Shown.quoted(word));
      return Optional.empty();
    }
    Optional<URI> uri = StorageUri.parse(word);
    if (uri.isEmpty()) {
      diagnosis.problem(line, Mistake.BAD_URI, Shown.quoted(word));
    } else if (StorageUri.hasLocalHost(uri.get())) {
      String host = Shown.quoted(uri.get().getAuthority());
      diagnosis.problem(line, Mistake.FILE_URI_WITH_HOST, host, Shown.quoted(word));
      return Optional.empty();
    }
    return uri;
  }
}
