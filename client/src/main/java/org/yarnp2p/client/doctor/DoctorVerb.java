package org.yarnp2p.client.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.doctor.Finding.Verdict;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.view.Table;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.YarnCluster;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p doctor}: a look at a cluster before the first job. */
@Command(
    name = "doctor",
    customSynopsis = "p2p doctor [--queue QUEUE] [OPTIONS]",
    description = {
      "Checks from this host whether jobs can run on the cluster, and says what to change.",
      "Starts no container, so it also says what it has not seen."
    },
    footer = "Exit codes: 0 jobs can run, warnings or not, 1 they cannot, 2 bad usage.")
public final class DoctorVerb implements Verb {
  @Option(names = "--queue", paramLabel = "QUEUE", description = "YARN queue; else p2p.queue.")
  private String queue;

  @Mixin private OutputOptions out;

  @Override
  public ExitCode run(Session session) throws Exception {
    ShortPatience.setIn(session.conf());
    try (Cluster cluster = new YarnCluster(session.conf())) {
      return run(session, cluster);
    }
  }

  /** The same with any cluster. */
  ExitCode run(Session session, Cluster cluster) {
    if (queue != null) {
      session.conf().set(P2pKeys.QUEUE, queue);
    }
    List<Finding> findings = new ArrayList<>(new ClientChecks(session.conf()).all());
    findings.addAll(new ClusterChecks(session.conf(), cluster).all());
    findings.addAll(unchecked());
    out.print(session.console(), text(findings), findings);
    boolean failed = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAIL);
    return failed ? ExitCode.JOB_FAILED : ExitCode.DONE;
  }

  private static List<Finding> unchecked() {
    return List.of(
        Finding.unchecked(
            "Java on the nodes", "the NodeManagers' JAVA_HOME must be Java 17 or later"),
        Finding.unchecked(
            "ports between nodes",
            "containers listen on free ports; a firewall must let the nodes reach each other"),
        Finding.unchecked(
            "disks of the nodes",
            "the target needs room for all files; a distribution checks it and keeps --reserve"
                + " free"),
        Finding.unchecked(
            "the target's permissions",
            "containers run as your user on secure clusters, else as the NodeManager's"));
  }

  private static List<String> text(List<Finding> findings) {
    Table table = new Table(3, List.of("", "check", "found"));
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      table.row(
          List.of(
              finding.verdict().toString().toLowerCase(Locale.ROOT),
              finding.what(),
              finding.found()));
    }
    lines.addAll(table.lines());
    lines.add("");
    for (Finding finding : findings) {
      if (!finding.remedy().isEmpty()) {
        lines.add(finding.what() + ": " + finding.remedy());
      }
    }
    return lines;
  }
}
