package org.yarnp2p.client.submit;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.Cluster.Node;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.client.yarn.Racks;
import org.yarnp2p.input.CheckedInput;
import org.yarnp2p.input.InputCheck;
import org.yarnp2p.input.InputFile;
import org.yarnp2p.input.InputProblem;
import org.yarnp2p.input.JobPlanner;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.model.Rank;

/**
 * A job whose ranks hold and want what their input files say.
 *
 * @param name for people
 * @param directories checked
 * @param overwrite whether existing outputs may be replaced
 * @param input checked, without problems
 * @param local whether the ranks are processes of this host
 */
public record RunRequest(
    String name, JobDirectories directories, boolean overwrite, CheckedInput input, boolean local)
    implements JobRequest {
  /**
   * Reads the input and checks all that can be checked before there is a job.
   *
   * @param name of the job; null for that of the input directory
   * @param input as on the command line
   * @param output as on the command line
   * @param local whether the ranks are processes of this host
   * @throws UsageException with every mistake that was found
   */
  public static RunRequest check(
      Configuration conf,
      String name,
      String input,
      String output,
      boolean overwrite,
      boolean local)
      throws UsageException, IOException, InterruptedException {
    JobDirectories directories = JobDirectories.check(conf, input, output, overwrite);
    String called = JobName.of(name, directories.input().getName());
    InputCheck check = Settings.read(() -> new InputCheck(conf));
    CheckedInput checked;
    try {
      checked = check.check(directories.input(), directories.output(), overwrite);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage()); // a segment size that does not fit a file
    }
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
    return new RunRequest(called, directories, overwrite, checked, local);
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

  @Override
  public int peers() {
    return input.peers();
  }

  @Override
  public Path output(String jobId) {
    return directories.output();
  }

  @Override
  public boolean outputExists() {
    return directories.outputExists();
  }

  @Override
  public JobPlan plan(Configuration conf, String jobId) throws IOException {
    return new JobPlanner(conf)
        .plan(
            input,
            jobId,
            name,
            UserGroupInformation.getCurrentUser().getShortUserName(),
            directories.input(),
            directories.output(),
            overwrite,
            local);
  }

  /** Ranks may be anywhere. Where all nodes are in one rack, it says nothing. */
  @Override
  public Map<String, String> racks(PatientCluster cluster)
      throws IOException, YarnException, InterruptedException {
    Racks racks = Racks.of(cluster.ask(Cluster::nodes).stream().filter(Node::running).toList());
    return racks.areSeveral() ? racks.byNode() : Map.of();
  }

  @Override
  public Map<Rank, Path> inputs() {
    return input.inputs().stream()
        .map(InputFile::rank)
        .collect(
            Collectors.toMap(
                rank -> rank, rank -> new Path(directories.input(), JobFiles.inputName(rank))));
  }

  @Override
  public Set<Path> storage(String jobId) {
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
