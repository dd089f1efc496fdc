package org.yarnp2p.client.submit;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.input.CheckedInput;
import org.yarnp2p.input.InputCheck;
import org.yarnp2p.input.InputFile;
import org.yarnp2p.input.InputProblem;
import org.yarnp2p.input.JobPlanner;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.model.Rank;

/**
 * A job that could be submitted.
 *
 * @param name for people
 * @param directories checked
 * @param overwrite whether existing outputs may be replaced
 * @param input checked, without problems
 */
public record JobRequest(
    String name, JobDirectories directories, boolean overwrite, CheckedInput input) {
  /**
   * Reads the input and checks all that can be checked before there is a job.
   *
   * @param name of the job; null for that of the input directory
   * @param input as on the command line
   * @param output as on the command line
   * @throws UsageException with every mistake that was found
   */
  public static JobRequest check(
      Configuration conf, String name, String input, String output, boolean overwrite)
      throws UsageException, IOException, InterruptedException {
    JobDirectories directories = JobDirectories.check(conf, input, output, overwrite);
    InputCheck check = Settings.read(() -> new InputCheck(conf));
    CheckedInput checked = check.check(directories.input(), directories.output(), overwrite);
    List<InputProblem> problems = checked.problems();
    if (!problems.isEmpty()) {
      List<String> lines = new ArrayList<>();
      problems.forEach(problem -> lines.add(problem.toString()));
      lines.add(
          problems.size()
              + (problems.size() == 1 ? " mistake" : " mistakes")
              + " in the input; nothing was submitted");
      throw new UsageException(lines);
    }
    String called = name == null ? directories.input().getName() : name;
    return new JobRequest(called, directories, overwrite, checked);
  }

  /** Names of the files that will be collected in the output directory. */
  public List<String> outputNames() {
    return input.inputs().stream()
        .flatMap(
            file ->
                file.wanted().stream()
                    .filter(wanted -> wanted.target().isEmpty())
                    .map(wanted -> OutputLayout.clientFile(file.rank(), wanted.name())))
        .toList();
  }

  /** The plan of the job with this id. */
  JobPlan plan(Configuration conf, String jobId) throws IOException {
    return new JobPlanner(conf)
        .plan(
            input,
            jobId,
            name,
            UserGroupInformation.getCurrentUser().getShortUserName(),
            directories.input(),
            directories.output(),
            overwrite);
  }

  /** The ranks that have an input file. */
  List<Rank> ranks() {
    return input.inputs().stream().map(InputFile::rank).toList();
  }

  /** Paths whose file systems the job's containers use. */
  Set<Path> storage() {
    Set<Path> paths = new HashSet<>();
    paths.add(directories.input());
    paths.add(directories.output());
    for (URI uri : input.stored().keySet()) {
      paths.add(new Path(uri));
    }
    for (InputFile file : input.inputs()) {
      file.wanted().forEach(wanted -> wanted.target().map(Path::new).ifPresent(paths::add));
    }
    return paths;
  }
}
