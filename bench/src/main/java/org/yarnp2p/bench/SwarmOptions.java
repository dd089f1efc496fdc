package org.yarnp2p.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.bench.swarm.SwarmJob;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Mixin;

/** What measurements of real swarms have in common: the options, and the way to the figures. */
final class SwarmOptions {
  private static final int RUNS = 3;

  @Mixin private PayloadOptions payloadOptions;
  @Mixin private JobOptions jobOptions;
  @Mixin private ResultOptions result = new ResultOptions(RUNS);
  @Mixin private PlaceOptions place;

  /** Tells of a wrong option, before hours of measurement. */
  void check() throws UsageException {
    result.check();
    payloadOptions.sizes();
  }

  /** Measures, and shows the figures. */
  ExitCode run(Session session, SwarmBench bench) throws Exception {
    Configuration conf = session.conf();
    jobOptions.applyTo(conf);
    result.show(
        session.console(),
        place.work(session.console(), directory -> measure(session, bench, directory)));
    return ExitCode.DONE;
  }

  private Findings measure(Session session, SwarmBench bench, BenchDirectory directory)
      throws Exception {
    List<Long> sizes = payloadOptions.sizes();
    directory.mustHold((bench.peers() + 1) * sizes.stream().mapToDouble(Long::doubleValue).sum());
    Path root = directory.path();
    Payload payload = Payload.write(root.resolve("payload"), sizes);
    Configuration conf = session.conf();
    SwarmFigures figures =
        bench.measure(
            root,
            payload,
            site -> {
              site.applyTo(conf);
              SwarmJob job = new SwarmJob(conf, site, payload, bench.peers(), place.keep());
              return result
                  .runs()
                  .of(
                      result.progress(session.console()),
                      run -> job.run(root.resolve("run-" + run)),
                      SwarmFigures::summary);
            });
    return new Findings(
        title(bench, conf, payload),
        figures.boundSeconds(),
        figures.medianRun().tracks(),
        figures.lines(),
        figures.document(heading(bench, conf, payload)));
  }

  private static String title(SwarmBench bench, Configuration conf, Payload payload) {
    return "%s: %s, %s, %s"
        .formatted(
            bench.name(),
            bench.peersInWords(),
            PayloadOptions.describe(payload),
            JobOptions.describe(conf));
  }

  private static Map<String, Object> heading(
      SwarmBench bench, Configuration conf, Payload payload) {
    Map<String, Object> heading = new LinkedHashMap<>();
    heading.put("bench", bench.name());
    heading.put("peers", bench.peers());
    heading.putAll(bench.peersInFields());
    heading.put("files", payload.sizes().size());
    heading.put("bytes", payload.bytes());
    heading.put("transport", JobOptions.transport(conf));
    heading.put("heapMebibytes", JobOptions.heapMb(conf));
    return heading;
  }
}
