package org.yarnp2p.cluster.demo;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The input files in examples/demo. Read here in a way of the demo's own, so that what is expected
 * does not come from the code that is shown.
 *
 * @param lines of the input file of each rank, 1..N
 */
record ExampleInput(Map<Integer, List<String>> lines) {
  private static final int RANKS = 5;

  /** Copies the map, in the order of ranks. */
  ExampleInput {
    lines = Collections.unmodifiableMap(new TreeMap<>(lines));
  }

  static ExampleInput shipped() throws IOException {
    Map<Integer, List<String>> lines = new TreeMap<>();
    for (int rank = 1; rank <= RANKS; rank++) {
      lines.put(rank, read("in" + rank + ".txt"));
    }
    return new ExampleInput(lines);
  }

  private static List<String> read(String name) throws IOException {
    try (InputStream in = ExampleInput.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " of examples/demo is not on the class path");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    }
  }

  /** The same input with one more owned file, held by path. */
  ExampleInput owning(int rank, String name, String uri) {
    List<String> file = new ArrayList<>(lines.get(rank));
    int wantedAt = wantedAt(file);
    file.add(wantedAt, name + " " + uri);
    file.set(0, Integer.toString(count(file, 0) + 1));
    return with(rank, file);
  }

  /** The same input with one more wanted file. */
  ExampleInput wanting(int rank, String name) {
    List<String> file = new ArrayList<>(lines.get(rank));
    int wantedAt = wantedAt(file);
    file.set(wantedAt, Integer.toString(count(file, wantedAt) + 1));
    file.add(name);
    return with(rank, file);
  }

  private ExampleInput with(int rank, List<String> file) {
    Map<Integer, List<String>> changed = new TreeMap<>(lines);
    changed.put(rank, file);
    return new ExampleInput(changed);
  }

  /** Names of the files that a rank wants. */
  List<String> wanted(int rank) {
    List<String> file = lines.get(rank);
    return file.subList(wantedAt(file) + 1, file.size());
  }

  /** Inline files by name, as they shall come out: the longest holding, segments joined by LF. */
  Map<String, String> contents() {
    Map<String, List<String>> longest = new LinkedHashMap<>();
    for (List<String> file : lines.values()) {
      for (int at = 1; at < wantedAt(file); at = afterOwned(file, at)) {
        List<String> segments = file.subList(at + 1, afterOwned(file, at));
        longest.merge(words(file, at)[0], segments, (a, b) -> a.size() >= b.size() ? a : b);
      }
    }
    Map<String, String> contents = new LinkedHashMap<>();
    longest.forEach((name, segments) -> contents.put(name, String.join("\n", segments)));
    return contents;
  }

  private static int wantedAt(List<String> file) {
    int at = 1;
    for (int owned = count(file, 0); owned > 0; owned--) {
      at = afterOwned(file, at);
    }
    return at;
  }

  /** Behind the segments of an inline file, or the line of one held by path. */
  private static int afterOwned(List<String> file, int at) {
    String second = words(file, at)[1];
    boolean inline = second.chars().allMatch(Character::isDigit);
    return at + 1 + (inline ? Integer.parseInt(second) : 0);
  }

  private static String[] words(List<String> file, int at) {
    return file.get(at).split(" ", 2);
  }

  private static int count(List<String> file, int at) {
    return Integer.parseInt(file.get(at));
  }
}
