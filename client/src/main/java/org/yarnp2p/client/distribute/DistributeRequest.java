package org.yarnp2p.client.distribute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.yarnp2p.client.distribute.SourceTree.SourceFile;
import org.yarnp2p.client.submit.JobDirectories;
import org.yarnp2p.client.submit.JobRequest;
import org.yarnp2p.client.submit.OutputPlace;
import org.yarnp2p.client.submit.Reports;
import org.yarnp2p.client.view.DistributionSummary;
import org.yarnp2p.client.yarn.Cluster.Node;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.client.yarn.Racks;
import org.yarnp2p.input.SegmentSizes;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.Distribution.Verify;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Rank;

/** A distribution that could be submitted. */
public final class DistributeRequest implements JobRequest {
  private final String name;
  private final SourceTree tree;
  private final NodeChoice choice;
  private final Terms terms;
  private final List<PlannedFile> files;
  private final Output output;

  /** All that {@link Distribution} has and neither sources nor nodes say. */
  record Terms(
      String target,
      int minNodes,
      long nodeWaitMillis,
      Verify verify,
      boolean preserve,
      boolean delete,
      long reserveBytes) {}

  /**
   * Where the report goes.
   *
   * @param directory null for one named by the job's id below {@code reports}
   * @param reports below it, the directories named by job ids
   * @param exists whether the directory is there already
   */
  record Output(Path directory, Path reports, boolean exists) {
    static Output at(Configuration conf, Path directory) throws IOException {
      return new Output(
          directory,
          Reports.root(conf),
          directory != null && JobDirectories.status(conf, directory) != null);
    }
  }

  /**
   * @throws IllegalArgumentException when the segment size does not fit a file
   */
  DistributeRequest(
      String name,
      SourceTree tree,
      NodeChoice choice,
      Terms terms,
      SegmentSizes sizes,
      Output output) {
    this.name = name;
    this.tree = tree;
    this.choice = choice;
    this.terms = terms;
    this.files = planned(tree, sizes);
    this.output = output;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int peers() {
    return choice.nodes().size();
  }

  /** How many files there are. */
  public int files() {
    return tree.files().size();
  }

  /** F: bytes of all files together. */
  public long bytes() {
    return tree.bytes();
  }

  /** Where ranks 1, 2, ... N are to run. */
  public List<Node> nodes() {
    return choice.nodes();
  }

  /** Nodes that were asked for and cannot take part, each with the reason. */
  public List<String> absent() {
    return choice.without();
  }

  /** What of the sources will not arrive, if anything. */
  public Optional<String> leftOut() {
    int links = tree.dangling().size();
    if (links == 0) {
      return Optional.empty();
    }
    return Optional.of(
        links == 1
            ? tree.dangling().get(0) + " is left out, a link to nothing"
            : links + " links to nothing are left out, such as " + tree.dangling().get(0));
  }

  /** What was said of nodes that means none of them, if anything. */
  public Optional<String> overlooked() {
    return choice.caution();
  }

  /** What must be so on a cluster, and cannot be seen from this host. */
  public List<String> cautions() {
    List<String> lines = new ArrayList<>();
    Optional.ofNullable(output.directory()).flatMap(OutputPlace::caution).ifPresent(lines::add);
    List<Path> shared =
        tree.roots().stream().filter(source -> "file".equals(source.toUri().getScheme())).toList();
    if (!shared.isEmpty()) {
      String more = shared.size() == 1 ? "" : " and " + (shared.size() - 1) + " more";
      lines.add(shared.get(0) + more + " must be the same on every node");
    }
    return lines;
  }

  /** How many nodes must have everything for success. */
  public int minNodes() {
    return terms.minNodes();
  }

  /** How long a node may take to start its container, in ms. */
  public long nodeWaitMillis() {
    return terms.nodeWaitMillis();
  }

  /** The sources, fully qualified. */
  public List<Path> sources() {
    return tree.roots();
  }

  @Override
  public Path output(String jobId) {
    return output.directory() == null ? new Path(output.reports(), jobId) : output.directory();
  }

  @Override
  public boolean outputExists() {
    return output.exists();
  }

  @Override
  public Optional<String> nodeLabel() {
    return choice.label();
  }

  /** Also where all are in one: requests for these very nodes name it. */
  @Override
  public Map<String, String> racks(PatientCluster cluster) {
    return Racks.of(choice.nodes()).byNode();
  }

  @Override
  public Map<Rank, Path> inputs() {
    return Map.of();
  }

  @Override
  public Set<Path> storage(String jobId) {
    Set<Path> paths = new HashSet<>(tree.roots());
    paths.add(output(jobId));
    return paths;
  }

  @Override
  public JobPlan plan(Configuration conf, String jobId) throws IOException {
    return new JobPlan(
        JobPlan.VERSION,
        jobId,
        name,
        UserGroupInformation.getCurrentUser().getShortUserName(),
        peers(),
        files,
        tree.roots().get(0).toString(),
        output(jobId).toString(),
        true,
        new Distribution(
            terms.target(),
            choice.nodes().stream().map(Node::name).toList(),
            terms.minNodes(),
            terms.nodeWaitMillis(),
            terms.verify(),
            terms.preserve(),
            terms.delete(),
            terms.reserveBytes(),
            tree.directories(),
            tree.files().stream().map(SourceFile::attributes).toList(),
            absent(),
            SourceBlocks.of(conf, files)));
  }

  private static List<PlannedFile> planned(SourceTree tree, SegmentSizes sizes) {
    List<PlannedFile> files = new ArrayList<>();
    for (SourceFile file : tree.files()) {
      files.add(
          new PlannedFile(
              files.size(),
              file.name(),
              FileKind.PAYLOAD,
              // The same for any number of nodes: a later distribution to more of them finds what
              // these have.
              sizes.of(file.name(), OptionalLong.of(file.length()), SegmentSizes.MOST_PEERS),
              new Origin(
                  file.path().toString(), file.length(), file.attributes().modificationTime())));
    }
    return files;
  }

  @Override
  public List<String> summary(JobReport report, JobReport.State state) {
    return DistributionSummary.of(report, state);
  }
}
