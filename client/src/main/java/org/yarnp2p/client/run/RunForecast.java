package org.yarnp2p.client.run;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.forecast.Forecast;
import org.yarnp2p.client.forecast.Forecast.Placement;
import org.yarnp2p.client.forecast.Forecast.Work;
import org.yarnp2p.client.forecast.ForecastMaker;
import org.yarnp2p.client.link.BitRate;
import org.yarnp2p.client.link.Bound;
import org.yarnp2p.client.submit.OutputPlace;
import org.yarnp2p.client.submit.RunRequest;
import org.yarnp2p.client.yarn.PatientCluster;

/** What a job of {@code p2p run} would be. */
public final class RunForecast {
  private static final Placement ANYWHERE =
      new Placement("anywhere", "the ranks of a run may share nodes; YARN chooses");

  private static final Placement PROCESSES =
      new Placement("processes of this host", "--local was given");

  private RunForecast() {}

  /** On a cluster. */
  public static Forecast of(
      Configuration conf, RunRequest request, PatientCluster cluster, BitRate link)
      throws IOException, YarnException, InterruptedException, UsageException {
    ForecastMaker maker = new ForecastMaker(conf, request.name(), request.peers()).on(cluster);
    maker.note("All ranks must run at the same time.");
    OutputPlace.caution(request.directories().output()).ifPresent(maker::note);
    return maker.make(ANYWHERE, work(request, link));
  }

  /** Without a cluster. */
  static Forecast local(Configuration conf, RunRequest request, BitRate link)
      throws UsageException {
    return new ForecastMaker(conf, request.name(), request.peers())
        .make(PROCESSES, work(request, link));
  }

  private static Work work(RunRequest request, BitRate link) {
    Demand demand = Demand.of(request.input());
    double bound = demand.busiestBytes() / link.bytesPerSecond();
    for (Map.Entry<String, Integer> file : demand.receivers().entrySet()) {
      long length = demand.lengths().getOrDefault(file.getKey(), 0L);
      bound = Math.max(bound, Bound.seconds(length, link, file.getValue()));
    }
    return new Work(
        demand.lengths().size(), demand.bytes(), demand.bytesToMove(), link.toString(), bound);
  }
}
