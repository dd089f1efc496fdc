package org.yarnp2p.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.yarnp2p.model.Rank;

/**
 * Reads one input file. Never throws because of what stands in it: every mistake is told to the
 * consumer. After a mistake it goes on where the rest can still be understood, and otherwise stops,
 * so that one mistake does not look like many.
 */
public final class InputParser {
  private InputParser() {}

  /**
   * Parses the content of a file.
   *
   * @param rank whose input it is; 0 for the origins
   * @param fileName for the messages
   * @param content not to be changed as long as the result is used
   * @param problems told of each mistake in the order of lines; of one file at most 101 times
   * @return the entries without mistakes
   */
  public static InputFile parse(
      Rank rank, String fileName, byte[] content, Consumer<InputProblem> problems) {
    return understand(rank, fileName, content, problems).input();
  }

  /**
   * Parses a stream to its end and leaves it open.
   *
   * @throws IOException when the stream cannot be read
   */
  public static InputFile parse(
      Rank rank, String fileName, InputStream in, Consumer<InputProblem> problems)
      throws IOException {
    return parse(rank, fileName, in.readAllBytes(), problems);
  }

  static ParsedInput understand(
      Rank rank, String fileName, byte[] content, Consumer<InputProblem> problems) {
    Lines lines = new Lines(content);
    Diagnosis diagnosis = new Diagnosis(fileName, problems);
    OwnedSection owned = new OwnedSection(rank, lines, diagnosis);
    WantedSection wanted = new WantedSection(rank, lines, diagnosis);
    int ownedEnd = lines.count();
    if (lines.count() == 0) {
      diagnosis.problem(1, Mistake.EMPTY_INPUT);
    } else {
      Line wantedCount = owned.read();
      if (wantedCount != null) {
        wanted.read(wantedCount, owned.hint());
        ownedEnd = diagnosis.isCertain() ? wantedCount.number() - 1 : ownedEnd;
      }
    }
    InputFile input = new InputFile(rank, owned.files(), wanted.files());
    return new ParsedInput(input, diagnosis, content, ownedEnd);
  }
}
