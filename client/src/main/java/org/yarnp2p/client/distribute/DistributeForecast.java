package org.yarnp2p.client.distribute;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.forecast.Forecast;
import org.yarnp2p.client.forecast.Forecast.Containers;
import org.yarnp2p.client.forecast.Forecast.Place;
import org.yarnp2p.client.forecast.Forecast.Placement;
import org.yarnp2p.client.forecast.Forecast.Work;
import org.yarnp2p.client.forecast.ForecastMaker;
import org.yarnp2p.client.link.BitRate;
import org.yarnp2p.client.link.Bound;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.yarn.Cluster.Node;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.client.yarn.Racks;

/** What a distribution would be. */
public final class DistributeForecast {
  private static final Placement STRICT =
      new Placement(
          "strict node requests",
          "every rank asks for one node by name, which all schedulers honour without settings");

  private static final Placement PROCESSES =
      new Placement("processes of this host", "--local was given");

  private DistributeForecast() {}

  /** On a cluster. */
  public static Forecast of(
      Configuration conf, DistributeRequest request, PatientCluster cluster, BitRate link)
      throws IOException, YarnException, InterruptedException, UsageException {
    ForecastMaker maker =
        new ForecastMaker(conf, request.name(), request.peers())
            .enough(request.minNodes())
            .label(request.nodeLabel())
            .on(cluster);
    Containers peer = maker.peer();
    int tooSmall = 0;
    for (int i = 0; i < request.nodes().size(); i++) {
      Node node = request.nodes().get(i);
      boolean small = node.memoryMb() < peer.memoryMb() || node.vcores() < peer.vcores();
      tooSmall += small ? 1 : 0;
      maker.place(new Place(i + 1, node.name(), remark(node, peer, small, request)));
    }
    if (request.peers() - tooSmall < request.minNodes()) {
      maker.reason(
          tooSmall
              + " of "
              + request.peers()
              + " nodes are too small for a peer ("
              + peer.memoryMb()
              + " MiB, "
              + peer.vcores()
              + " vcores), and "
              + request.minNodes()
              + " must have everything; ask for less with p2p.peer.memory.mb, or --exclude them");
    }
    Racks racks = Racks.of(request.nodes());
    if (racks.areSeveral()) {
      maker.note("The nodes are in " + racks.describe() + ".");
    }
    request.absent().forEach(absent -> maker.note("Goes on without " + absent));
    request.overlooked().ifPresent(maker::note);
    request.leftOut().ifPresent(maker::note);
    request.cautions().forEach(maker::note);
    maker.note("What the nodes have already is known to them only: it will be skipped.");
    return maker.make(STRICT, work(request, link));
  }

  private static String remark(
      Node node, Containers peer, boolean small, DistributeRequest request) {
    if (small) {
      return "too small: has " + Quantities.bytes(node.memoryMb() << 20) + " in all";
    }
    return node.freeMemoryMb() < peer.memoryMb() || node.freeVcores() < peer.vcores()
        ? "busy now, is waited for up to " + Quantities.duration(request.nodeWaitMillis())
        : "";
  }

  /** Without a cluster. */
  static Forecast local(Configuration conf, DistributeRequest request, BitRate link)
      throws UsageException {
    ForecastMaker maker = new ForecastMaker(conf, request.name(), request.peers());
    for (int i = 0; i < request.nodes().size(); i++) {
      maker.place(new Place(i + 1, request.nodes().get(i).name(), ""));
    }
    request.leftOut().ifPresent(maker::note);
    return maker.make(PROCESSES, work(request, link));
  }

  private static Work work(DistributeRequest request, BitRate link) {
    return new Work(
        request.files(),
        request.bytes(),
        request.bytes() * request.peers(),
        link.toString(),
        Bound.seconds(request.bytes(), link, request.peers()));
  }
}
