package org.yarnp2p.client.submit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.view.Summary;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.model.Rank;

/** A job that could be submitted: all that can be checked without an id has been checked. */
public interface JobRequest {
  /** For people. */
  String name();

  /** N: the ranks of the peers are 1..N. */
  int peers();

  /**
   * Where the job puts its report and collected outputs, fully qualified.
   *
   * @param jobId the directory may be named by it
   */
  Path output(String jobId);

  /** Whether the output directory was there before the job. */
  boolean outputExists();

  /** The plan of the job with this id. */
  JobPlan plan(Configuration conf, String jobId) throws IOException;

  /**
   * Racks of the nodes on which the ranks may run, by the nodes' names, as the ResourceManager
   * knows them; empty when the job has no use for them.
   */
  Map<String, String> racks(PatientCluster cluster)
      throws IOException, YarnException, InterruptedException;

  /** Input files that ranks find among the staged files; none for ranks that have no input. */
  Map<Rank, Path> inputs();

  /** Paths whose file systems the job's containers use; the caller's to change. */
  Set<Path> storage(String jobId);

  /** A label that every node of the job must have; empty when any node will do. */
  default Optional<String> nodeLabel() {
    return Optional.empty();
  }

  /** The tables that a person gets at the end, from the job's last report. */
  default List<String> summary(JobReport report, JobReport.State state) {
    return Summary.of(report, state);
  }
}
