package org.yarnp2p.input;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An input directory after the check.
 *
 * @param inputs by rank; that of rank 0 only if there are origins
 * @param stored what stands behind the URIs of payloads and origins; without those that do not
 *     exist or were not looked at
 * @param problems all mistakes in the order of files and lines; the job can run only without any
 */
public record CheckedInput(
    List<InputFile> inputs, Map<URI, StoredFile> stored, List<InputProblem> problems) {
  /** Copies the collections. */
  public CheckedInput {
    inputs = List.copyOf(inputs);
    stored = Map.copyOf(stored);
    problems = List.copyOf(problems);
  }

  /** N. */
  public int peers() {
    return peers(inputs);
  }

  static int peers(List<InputFile> inputs) {
    return (int) inputs.stream().filter(input -> input.rank().isPeer()).count();
  }
}
