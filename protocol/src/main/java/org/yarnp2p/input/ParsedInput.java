package org.yarnp2p.input;

import java.util.Set;

/** What could be understood of an input file. */
final class ParsedInput {
  private final InputFile input;
  private final Diagnosis diagnosis;
  private final byte[] content;
  private final int ownedEnd;

  /**
   * @param input the entries without mistakes
   * @param diagnosis what else was found
   * @param content of the file
   * @param ownedEnd the number of the last line that may belong to the owned files
   */
  ParsedInput(InputFile input, Diagnosis diagnosis, byte[] content, int ownedEnd) {
    this.input = input;
    this.diagnosis = diagnosis;
    this.content = content;
    this.ownedEnd = ownedEnd;
  }

  /** The entries without mistakes. */
  InputFile input() {
    return input;
  }

  /** Whether the segments are what the file's author means, as far as can be known. */
  boolean hasSegmentsAsMeant() {
    return !diagnosis.isBroken();
  }

  /**
   * Removes the names that a file with mistakes may own in lines that could not be understood, so
   * that nobody is told that these files have no holder.
   */
  void forgetMentioned(Set<String> names) {
    if (diagnosis.isEmpty()) {
      return;
    }
    Lines lines = new Lines(content);
    while (!names.isEmpty() && lines.hasNext() && lines.number() < ownedEnd) {
      Line line = lines.next();
      if (!line.isBlank()) {
        String name = line.words().get(0);
        if (name.indexOf(Lines.REPLACEMENT) >= 0) {
          // It may be any name.
          names.clear();
        }
        names.remove(name);
      }
    }
  }
}
