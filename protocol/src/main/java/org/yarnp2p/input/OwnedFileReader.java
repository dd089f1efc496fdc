package org.yarnp2p.input;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;

/** Reads owned files one by one: the line that names it, and the segments below it if inline. */
final class OwnedFileReader {
  private final Rank rank;
  private final Lines lines;
  private final Diagnosis diagnosis;
  private final List<OwnedFile> files = new ArrayList<>();
  private final Map<String, Integer> lineOf = new HashMap<>();
  private String lastSegments;

  OwnedFileReader(Rank rank, Lines lines, Diagnosis diagnosis) {
    this.rank = rank;
    this.lines = lines;
    this.diagnosis = diagnosis;
  }

  /** The files without mistakes. */
  List<OwnedFile> files() {
    return files;
  }

  /** Where the segments last read end, if the file last read has segments in this input. */
  Optional<String> lastSegments() {
    return Optional.ofNullable(lastSegments);
  }

  /**
   * Reads one file.
   *
   * @param line that names it
   * @return false when it is not known where the next file begins
   */
  boolean read(Line line) {
    lastSegments = null;
    List<String> words = line.words();
    String last = line.lastWord();
    if (words.size() == 2) {
      return readNamed(line, words.get(0), last);
    }
    if (words.size() > 2) {
      diagnosis.structural(line, Mistake.OWNED_WORDS, Shown.quoted(line.text()));
      String source = Line.isSource(last) ? last : words.get(1);
      return Line.isSource(source) && pass(line, source);
    }
    if (line.isIndented() && Line.isSource(last)) {
      diagnosis.structural(line, Mistake.BLANK_NAME, Shown.quoted(last));
      return pass(line, last);
    }
    diagnosis.structural(line, Mistake.OWNED_FORM, Shown.quoted(line.text()));
    return false;
  }

  private boolean readNamed(Line line, String name, String source) {
    if (Line.isInteger(source)) {
      Optional<Segments> segments = readSegments(line, Shown.quoted(name), source);
      segments.ifPresent(read -> add(line, new OwnedFile.Inline(name, line.number(), read)));
      return segments.isPresent();
    }
    if (StorageUri.hasScheme(source)) {
      readPayload(line, name, source);
      return true;
    }
    if (source.startsWith("/")) {
      diagnosis.structural(
          line,
          Mistake.PATH_WITHOUT_SCHEME,
          Shown.quoted(source),
          Shown.path(source),
          Shown.path(source));
      return true;
    }
    diagnosis.structural(line, Mistake.OWNED_FORM, Shown.quoted(line.text()));
    return false;
  }

  /** Passes over what belongs to a line that has been reported. */
  private boolean pass(Line line, String source) {
    return !Line.isInteger(source) || readSegments(line, "the file", source).isPresent();
  }

  private Optional<Segments> readSegments(Line line, String shown, String number) {
    long count = Line.value(number);
    String what = "the number of segments of " + shown;
    if (count < 0) {
      diagnosis.structural(line, Mistake.NOT_A_COUNT, Shown.quoted(number), what);
      return Optional.empty();
    }
    if (count > lines.remaining()) {
      diagnosis.structural(
          line,
          Mistake.COUNT_TOO_LARGE,
          Shown.quoted(number),
          what,
          Shown.count(lines.remaining(), "line"),
          "");
      return Optional.empty();
    }
    if (count > FileShape.MOST_SEGMENTS) {
      diagnosis.structural(
          line, Mistake.TOO_MANY_SEGMENTS, Shown.quoted(number), shown, FileShape.MOST_SEGMENTS);
      return Optional.empty();
    }
    lastSegments =
        String.format(
            "line %d announces %s of %s, up to line %d",
            line.number(), Shown.count(count, "segment"), shown, line.number() + count);
    return Optional.of(lines.segments((int) count, index -> checkSegment(index, count, shown)));
  }

  private void checkSegment(int index, long count, String shown) {
    if (!lines.atBlank()) {
      diagnosis.checkEncoding(lines);
    } else if (diagnosis.isCertain()) {
      diagnosis.problem(
          lines.number(),
          Mistake.BLANK_LINE,
          String.format("segment %d of %d of %s", index + 1, count, shown));
      // Whether the blank line stands for a segment or is one too many, nobody knows.
      diagnosis.doubt();
    }
  }

  private void readPayload(Line line, String name, String word) {
    Optional<URI> uri = StorageUri.parse(word);
    if (uri.isEmpty()) {
      diagnosis.problem(line, Mistake.BAD_URI, Shown.quoted(word));
    } else if (StorageUri.hasLocalHost(uri.get())) {
      String host = Shown.quoted(uri.get().getAuthority());
      diagnosis.problem(line, Mistake.FILE_URI_WITH_HOST, host, Shown.quoted(word));
    } else {
      add(line, new OwnedFile.Payload(name, line.number(), uri.get()));
    }
  }

  private void add(Line line, OwnedFile owned) {
    if (!NameRule.accepts(owned.name(), line, diagnosis)) {
      return;
    }
    Integer before = lineOf.putIfAbsent(owned.name(), line.number());
    if (before != null) {
      diagnosis.problem(line, Mistake.OWNED_TWICE, Shown.quoted(owned.name()), before);
    } else if (!rank.isPeer() && owned instanceof OwnedFile.Inline) {
      diagnosis.problem(line, Mistake.INLINE_ORIGIN, Shown.quoted(owned.name()));
    } else if (line.wellFormed()) {
      files.add(owned);
    }
  }
}
