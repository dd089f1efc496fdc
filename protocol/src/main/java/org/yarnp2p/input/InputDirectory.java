package org.yarnp2p.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.model.Rank;

/** Finds and reads the input files of a directory of any Hadoop file system. */
final class InputDirectory {
  private final Configuration conf;
  private final int maxBytes;
  private final ParallelLook look;

  InputDirectory(Configuration conf) {
    this.conf = conf;
    this.maxBytes = (int) P2pConf.bytes(conf, P2pKeys.INPUT_MAX_BYTES);
    this.look = new ParallelLook(conf);
  }

  /**
   * What a directory contains.
   *
   * @param inputs by rank
   * @param complete whether all input files that exist could be read
   * @param problems in no order
   */
  record Content(List<ParsedInput> inputs, boolean complete, List<InputProblem> problems) {}

  /** One file; without input when it cannot be read. */
  private record Read(Optional<ParsedInput> input, List<InputProblem> problems) {
    static Read failed(InputProblem problem) {
      return new Read(Optional.empty(), List.of(problem));
    }
  }

  Content read(Path directory) throws InterruptedException {
    List<InputProblem> problems = new ArrayList<>();
    Optional<List<FileStatus>> files = list(directory, problems);
    if (files.isEmpty()) {
      return new Content(List.of(), false, problems);
    }
    Map<Rank, FileStatus> byRank = new TreeMap<>();
    for (FileStatus file : files.get()) {
      String name = file.getPath().getName();
      Optional<Rank> rank = InputFileName.rank(name);
      if (rank.isPresent()) {
        byRank.put(rank.get(), file);
      } else if (InputFileName.resembles(name) && !file.isDirectory()) {
        problems.add(Mistake.STRANGE_NAME.at(name, 1));
      }
    }
    Map<Rank, String> lost = lost(directory, problems);
    lost.forEach(
        (rank, to) ->
            problems.add(Mistake.INPUT_LEADS_NOWHERE.at(JobFiles.inputName(rank), 1, to)));
    Set<Rank> named = new TreeSet<>(byRank.keySet());
    named.addAll(lost.keySet());
    if (named.stream().noneMatch(Rank::isPeer)) {
      problems.add(Mistake.NO_INPUT.at(directory.toString(), 1));
    }
    reportGaps(named, problems);
    Map<FileStatus, Read> read =
        look.at(
            byRank.values(),
            this::read,
            (file, reason) ->
                Read.failed(Mistake.UNREADABLE_INPUT.at(file.getPath().getName(), 1, reason)));
    read.values().forEach(one -> problems.addAll(one.problems()));
    List<ParsedInput> inputs = read.values().stream().flatMap(one -> one.input().stream()).toList();
    boolean complete = inputs.size() == byRank.size() && lost.isEmpty();
    return new Content(inputs, complete, problems);
  }

  /** Input files that are links to nothing, each with what it leads to. */
  private Map<Rank, String> lost(Path directory, List<InputProblem> problems) {
    Map<Rank, String> lost = new TreeMap<>();
    try {
      LocalFiles.linksToNothing(directory.getFileSystem(conf), directory)
          .forEach((name, to) -> InputFileName.rank(name).ifPresent(rank -> lost.put(rank, to)));
    } catch (IOException e) {
      problems.add(Mistake.CLOSED_DIRECTORY.at(directory.toString(), 1, Failure.reason(e)));
    }
    return lost;
  }

  /** Empty after a problem. */
  private Optional<List<FileStatus>> list(Path directory, List<InputProblem> problems) {
    String shown = directory.toString();
    try {
      FileSystem system = directory.getFileSystem(conf);
      if (LocalFiles.status(system, directory).isDirectory()) {
        return Optional.of(List.of(system.listStatus(directory)));
      }
      problems.add(Mistake.NOT_A_DIRECTORY.at(shown, 1));
    } catch (FileNotFoundException e) {
      problems.add(Mistake.NO_DIRECTORY.at(shown, 1));
    } catch (IOException | RuntimeException e) {
      // File systems throw unchecked exceptions too, for instance about an unknown host.
      problems.add(Mistake.CLOSED_DIRECTORY.at(shown, 1, Failure.reason(e)));
    }
    return Optional.empty();
  }

  /**
   * One problem for each run of missing ranks.
   *
   * @param ranks in order
   */
  private static void reportGaps(Set<Rank> ranks, List<InputProblem> problems) {
    int last = ranks.stream().mapToInt(Rank::value).max().orElse(0);
    int expected = 1;
    for (Rank rank : ranks) {
      if (rank.isPeer()) {
        if (rank.value() > expected) {
          String first = JobFiles.inputName(Rank.peer(expected));
          String until = JobFiles.inputName(Rank.peer(rank.value() - 1));
          String missing = first.equals(until) ? first + " is" : first + " to " + until + " are";
          problems.add(Mistake.MISSING_RANK.at(first, 1, last, missing));
        }
        expected = rank.value() + 1;
      }
    }
  }

  private Read read(FileStatus file) {
    String name = file.getPath().getName();
    if (file.isDirectory()) {
      return Read.failed(Mistake.INPUT_IS_DIRECTORY.at(name, 1));
    }
    if (file.getLen() > maxBytes) {
      return Read.failed(Mistake.INPUT_TOO_LARGE.at(name, 1, file.getLen(), maxBytes));
    }
    byte[] content;
    try {
      FileSystem system = file.getPath().getFileSystem(conf);
      if (LocalFiles.isSpecial(system, file.getPath())) {
        return Read.failed(Mistake.INPUT_IS_SPECIAL.at(name, 1));
      }
      content = content(system, file.getPath());
    } catch (IOException | RuntimeException e) {
      return Read.failed(Mistake.UNREADABLE_INPUT.at(name, 1, Failure.reason(e)));
    }
    List<InputProblem> problems = new ArrayList<>();
    Rank rank = InputFileName.rank(name).orElseThrow();
    ParsedInput parsed = InputParser.understand(rank, name, content, problems::add);
    return new Read(Optional.of(parsed), problems);
  }

  private byte[] content(FileSystem system, Path file) throws IOException {
    try (InputStream in = system.open(file)) {
      return in.readNBytes(maxBytes);
    }
  }
}
