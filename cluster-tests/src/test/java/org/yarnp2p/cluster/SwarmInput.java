package org.yarnp2p.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The input files of a job in the making, and the outputs that shall come of them. */
final class SwarmInput {
  private final Map<Integer, List<String>> owned = new TreeMap<>();
  private final Map<Integer, List<String>> wanted = new TreeMap<>();
  private final Map<String, List<String>> inline = new TreeMap<>();
  private final Map<String, String> digests = new TreeMap<>();

  /** Peers 1..N that hold and want nothing. */
  SwarmInput(int peers) {
    IntStream.rangeClosed(1, peers).forEach(this::rank);
  }

  private void rank(int rank) {
    owned.computeIfAbsent(rank, r -> new ArrayList<>());
    wanted.computeIfAbsent(rank, r -> new ArrayList<>());
  }

  /** Lines that tell their place and their file. */
  static List<String> segments(String name, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "segment " + i + " of " + name + " " + "*".repeat(1 + i % 37))
        .toList();
  }

  /** The rank holds the segments inline. The longest holding of a name is the whole file. */
  SwarmInput holds(int rank, String name, List<String> segments) {
    owned.get(rank).add(name + " " + segments.size() + "\n" + String.join("\n", segments));
    if (inline.getOrDefault(name, List.of()).size() < segments.size()) {
      inline.put(name, segments);
      digests.put(name, Sha256.of(String.join("\n", segments).getBytes(StandardCharsets.UTF_8)));
    }
    return this;
  }

  /** The rank holds all of a payload file; rank 0 has it as origin. */
  SwarmInput holds(int rank, String name, Payload payload) {
    digests.put(name, payload.sha256());
    return holdsPrefix(rank, name, payload);
  }

  /** The rank holds the beginning of a payload file. */
  SwarmInput holdsPrefix(int rank, String name, Payload payload) {
    rank(rank);
    owned.get(rank).add(name + " " + payload.path());
    return this;
  }

  SwarmInput wants(int rank, String... names) {
    wanted.get(rank).addAll(List.of(names));
    return this;
  }

  /** Writes the input files and returns the directory. */
  Path writeTo(FileSystem fs, Path directory) throws IOException {
    for (int rank : owned.keySet()) {
      List<String> lines = new ArrayList<>();
      lines.add(Integer.toString(owned.get(rank).size()));
      lines.addAll(owned.get(rank));
      lines.add(Integer.toString(wanted.get(rank).size()));
      lines.addAll(wanted.get(rank));
      try (OutputStream out = fs.create(new Path(directory, "in" + rank + ".txt"))) {
        out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return directory;
  }

  /** SHA-256 of each output by its name. */
  Map<String, String> expectedOutputs() {
    Map<String, String> outputs = new TreeMap<>();
    wanted.forEach(
        (rank, names) ->
            names.forEach(name -> outputs.put("client" + rank + "_" + name, digests.get(name))));
    return outputs;
  }
}
