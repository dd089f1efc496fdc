package org.yarnp2p.appmaster.commit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.input.InputFile;
import org.yarnp2p.input.InputParser;
import org.yarnp2p.input.InputProblem;
import org.yarnp2p.input.WantedFile;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.model.Rank;

/**
 * The files that the peers of a job must write into the output directory: those that they want
 * without a target.
 *
 * @param names such as {@code client3_file1}
 */
public record ExpectedOutputs(SortedSet<String> names) {
  /** Of a job whose peers write elsewhere: a distribution. */
  public static final ExpectedOutputs NONE = new ExpectedOutputs(new TreeSet<>());

  /** Makes the set unmodifiable. */
  public ExpectedOutputs {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  /**
   * Reads the staged input of all peers.
   *
   * @param jobDirectory STAGING/JOB_ID
   * @param peers N
   * @throws IOException when an input file cannot be read or is not the one that the client checked
   */
  public static ExpectedOutputs read(Configuration conf, Path jobDirectory, int peers)
      throws IOException {
    FileSystem fs = jobDirectory.getFileSystem(conf);
    SortedSet<String> names = new TreeSet<>();
    for (int n = 1; n <= peers; n++) {
      Rank rank = Rank.peer(n);
      for (WantedFile wanted : parse(fs, jobDirectory, rank).wanted()) {
        if (wanted.target().isEmpty()) {
          names.add(OutputLayout.clientFile(rank, wanted.name()));
        }
      }
    }
    return new ExpectedOutputs(names);
  }

  private static InputFile parse(FileSystem fs, Path jobDirectory, Rank rank) throws IOException {
    Path path = JobFiles.input(jobDirectory, rank);
    List<InputProblem> problems = new ArrayList<>();
    InputFile input;
    try (InputStream in = fs.open(path)) {
      input = InputParser.parse(rank, path.getName(), in, problems::add);
    }
    if (!problems.isEmpty()) {
      throw new IOException("the staged input is damaged: " + problems.get(0));
    }
    return input;
  }
}
