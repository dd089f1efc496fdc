package org.yarnp2p.appmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.yarn.util.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Dealings;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** What a browser gets of a job of 1,000 peers and 4,096 segments: pictures, not the map. */
class LargeJobPageTest {
  private static final int PEERS = 1000;
  private static final int SEGMENTS = 4096;

  /** Stands still: a picture would be made anew after a second. */
  private final Clock clock = () -> 1_000;

  private final Configuration conf = P2pConf.create();
  private final HttpClient http = HttpClient.newHttpClient();
  private final CompletableFuture<String> url = new CompletableFuture<>();
  private final AtomicInteger asked = new AtomicInteger();
  private StatusServer server;

  /** Peer r has the first r * 4 segments. */
  private final FileMaps maps =
      new FileMaps() {
        @Override
        public String ofTracker(String name) {
          asked.incrementAndGet();
          return IntStream.range(0, SEGMENTS)
              .mapToObj(segment -> "[\"" + "0".repeat(64) + "\",[" + holders(segment) + "]]")
              .collect(Collectors.joining(",", "{\"model\":[", "]}"));
        }

        private String holders(int segment) {
          return IntStream.rangeClosed(1, PEERS)
              .filter(rank -> segment < 4 * rank)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(","));
        }

        @Override
        public String ofPeer(Rank peer, String name) {
          throw new AssertionError("no browser asks a peer by itself");
        }

        @Override
        public void close() {}
      };

  @BeforeEach
  void start() throws Exception {
    JobPlan plan =
        new JobPlan(
            JobPlan.VERSION,
            "application_1700000000000_0001",
            "model",
            "owner",
            PEERS,
            List.of(
                new PlannedFile(
                    0,
                    "model",
                    FileKind.PAYLOAD,
                    1 << 20,
                    new Origin("hdfs:///model", (long) SEGMENTS << 20, 1))),
            "hdfs:///in",
            "hdfs:///out",
            false,
            null);
    Roster roster = new Roster(PEERS, clock);
    for (int rank = 1; rank <= PEERS; rank++) {
      heard(roster, rank);
    }
    Sampler sampler = new Sampler(roster, clock, 1000);
    sampler.look();
    JobView view =
        new JobView(
            plan,
            conf,
            roster,
            () -> report(plan),
            sampler,
            member -> Optional.of("http://node" + member.rank().value() + ":8042/logs"),
            clock,
            since -> since);
    server = new StatusServer(view, clock, () -> "127.0.0.1", url::complete, conf -> maps);
    server.init(conf);
    server.start();
    url.get(60, TimeUnit.SECONDS);
  }

  private static JobReport report(JobPlan plan) {
    return new JobReport(
        JobReport.VERSION,
        plan.jobId(),
        plan.name(),
        State.RUNNING,
        "",
        plan.inputDirectory(),
        plan.outputDirectory(),
        "2026-01-01T00:00:00Z",
        new Phases(100L, 200L, 300L, 400L, null, null),
        null,
        PEERS,
        0,
        ((long) PEERS * SEGMENTS) << 20,
        0,
        List.of(),
        List.of(new FileReport("model", FileKind.PAYLOAD, null, null, null, null)));
  }

  private static void heard(Roster roster, int rank) throws IOException {
    Member peer = roster.requested(Rank.peer(rank));
    roster.launched(peer, "node" + rank + ".rack" + rank % 20, "container_" + rank);
    roster.registered(peer, new Endpoint("127.0.0.1", 1));
    long acquired = (4L * rank) << 20;
    roster.heard(
        peer,
        new RankStatus(
            RankPhase.EXCHANGING,
            0,
            (long) SEGMENTS << 20,
            acquired,
            acquired,
            acquired / 2,
            0,
            0,
            -1,
            -1,
            List.of(),
            new Dealings(4, 4, 0)));
  }

  @AfterEach
  void stop() {
    server.stop();
    DefaultMetricsSystem.shutdown();
  }

  @Test
  void aLookTakesLessThanAMebibyteAndThePictureIsMadeOnceForAll() throws Exception {
    int bytes = 0;
    for (String path : List.of("job", "ranks", "throughput", "files/0/map")) {
      bytes += get(path).length;
    }
    assertThat(bytes).isBetween(1, 1 << 20);

    JsonNode map = new ObjectMapper().readTree(get("files/0/map")).get("map");
    assertThat(map.get("rows").size()).isBetween(100, PEERS / 2);
    assertThat(asked).hasValue(1);
  }

  private byte[] get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url.get() + "api/v1/" + path)).build();
    return http.send(request, BodyHandlers.ofByteArray()).body();
  }
}
