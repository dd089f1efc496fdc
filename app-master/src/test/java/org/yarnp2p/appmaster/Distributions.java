package org.yarnp2p.appmaster;

import java.util.List;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;

/** A distribution to node1, node2 and node3 of a file of 1000 bytes. */
public final class Distributions {
  private Distributions() {}

  /** Of which so many nodes must have everything. */
  static Distribution toThree(int minNodes) {
    return to(List.of("node1", "node2", "node3"), minNodes, List.of());
  }

  /** Which others were asked for too. */
  static Distribution without(String... absent) {
    return to(List.of("node1", "node2", "node3"), 3, List.of(absent));
  }

  private static Distribution to(List<String> nodes, int minNodes, List<String> absent) {
    return new Distribution(
        "/data/models",
        nodes,
        minNodes,
        60_000,
        Distribution.Verify.SIZE,
        true,
        false,
        0,
        List.of(),
        List.of(new Distribution.Attributes(0644, 1)),
        absent,
        List.of());
  }

  /** The plan of a job with these nodes, all of which are needed. */
  public static JobPlan plan(List<String> nodes) {
    return plan(to(nodes, nodes.size(), List.of()), "hdfs://nn/out");
  }

  static JobPlan plan(Distribution distribution, String out) {
    return new JobPlan(
        JobPlan.VERSION,
        JobFixture.JOB_ID,
        "nightly",
        System.getProperty("user.name"),
        distribution.nodes().size(),
        List.of(
            new PlannedFile(
                0, "model", FileKind.PAYLOAD, 400, new Origin("hdfs://nn/model", 1000, 1))),
        "hdfs://nn/model",
        out,
        false,
        distribution);
  }
}
