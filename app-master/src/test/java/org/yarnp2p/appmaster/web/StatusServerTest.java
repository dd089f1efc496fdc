package org.yarnp2p.appmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.yarnp2p.security.JobSecret;

/** The real server over HTTP, with a job of two peers that only looks as if it ran. */
class StatusServerTest {
  private static final Path DOCUMENTS = Path.of("..", "docs");
  private static final String EVIL = "<b>a</script>&\"name";

  private final AtomicLong now = new AtomicLong();
  private final Clock clock = now::get;
  private final Roster roster = new Roster(2, clock);
  private final Configuration conf = P2pConf.create();
  private final HttpClient http = HttpClient.newHttpClient();
  private final CompletableFuture<String> url = new CompletableFuture<>();
  private final JobPlan plan =
      new JobPlan(
          JobPlan.VERSION,
          "application_1700000000000_0001",
          EVIL,
          "owner",
          2,
          List.of(
              new PlannedFile(0, EVIL, FileKind.INLINE, 0, null),
              new PlannedFile(
                  1, "model", FileKind.PAYLOAD, 1 << 20, new Origin("hdfs:///model", 3 << 20, 1))),
          "hdfs:///in",
          "hdfs:///out",
          false,
          null);
  private Sampler sampler;
  private StatusServer server;

  @BeforeEach
  void peerOneHasHalfOfWhatItWants() throws IOException {
    Member first = roster.requested(Rank.peer(1));
    roster.launched(first, "node1", "container_1");
    roster.registered(first, new Endpoint("127.0.0.1", 1));
    roster.heard(
        first,
        new RankStatus(
            RankPhase.EXCHANGING,
            0,
            1000,
            500,
            400,
            300,
            100,
            2,
            -1,
            -1,
            List.of(),
            new Dealings(3, 4, 1)));
    sampler = new Sampler(roster, clock, 1000);
    sampler.look();
    now.addAndGet(2000);
  }

  @AfterEach
  void stop() {
    server.stop();
    DefaultMetricsSystem.shutdown();
  }

  private JobView view() {
    return new JobView(
        plan,
        conf,
        roster,
        this::report,
        sampler,
        member -> Optional.of("http://node1:8042/logs/" + member.rank().value()),
        clock,
        since -> since);
  }

  private void start() throws Exception {
    start(
        new StatusServer(
            view(), roster, JobSecret.generate(), clock, () -> "127.0.0.1", url::complete));
  }

  private void start(FileMaps maps) throws Exception {
    start(new StatusServer(view(), clock, () -> "127.0.0.1", url::complete, unused -> maps));
  }

  private void start(StatusServer made) throws Exception {
    server = made;
    server.init(conf);
    server.start();
    url.get(60, TimeUnit.SECONDS);
  }

  private JobReport report() {
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
        2,
        1,
        1000,
        500,
        List.of(),
        plan.files().stream()
            .map(
                file ->
                    file.origin() == null
                        ? new FileReport(file.name(), file.kind(), null, null, null, null)
                        : new FileReport(
                            file.name(), file.kind(), file.origin().length(), 3, null, null))
            .toList());
  }

  @Test
  void theApiTellsTheValuesOfTheJob() throws Exception {
    start();
    JsonNode job = json("api/v1/job");
    assertThat(job.get("name").asText()).isEqualTo(EVIL);
    assertThat(job.get("phase").asText()).isEqualTo("EXCHANGE");
    assertThat(job.get("percent").asDouble()).isEqualTo(50);
    assertThat(job.get("originBytes").asLong()).isEqualTo(100);
    assertThat(job.get("elapsedMillis").asLong()).isEqualTo(3000);
    assertThat(job.get("bans").asInt()).isOne();
    JsonNode rank = json("api/v1/ranks").get(1);
    assertThat(rank.get("host").asText()).isEqualTo("node1");
    assertThat(rank.get("percent").asDouble()).isEqualTo(50);
    assertThat(rank.get("sources").asInt()).isEqualTo(3);
    assertThat(rank.get("silentMillis").asLong()).isEqualTo(2000);
    assertThat(rank.get("log").asText()).isEqualTo("http://node1:8042/logs/1");
    assertThat(json("api/v1/throughput").get("acquired").get(0).asLong()).isEqualTo(500);
    assertThat(json("api/v1/progress").get("columns").get(0).binaryValue()).containsExactly(50, 0);
    assertThat(json("api/v1/files").get(0).get("name").asText()).isEqualTo(EVIL);
    assertThat(json("api/v1/files").get(1).get("segments").asInt()).isEqualTo(3);
    assertThat(json("api/v1/files/largest")).isEqualTo(json("api/v1/files"));
    assertThat(json("api/v1/conf").get("p2p.queue").asText()).isEqualTo("default");
  }

  @Test
  void whatIsNotThereIsSaidInALineOfText() throws Exception {
    start();
    for (String path : List.of("nowhere", "api", "api/v2/job", "a/b;c=%3Cd%3E")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
      assertThat(answer.body())
          .isEqualTo(
              "There is no such page here. The job's page is at the root of this address, its"
                  + " figures are below /api/v1/\n");
      assertThat(answer.headers().map().toString()).as(path).doesNotContainIgnoringCase("jetty");
    }
  }

  @Test
  void theJobAndItsRanksTellOfTheSameMoment() throws Exception {
    start();
    roster.heard(
        roster.rank(Rank.peer(1)).member(),
        new RankStatus(
            RankPhase.EXCHANGING,
            0,
            1000,
            900,
            700,
            600,
            200,
            2,
            -1,
            -1,
            List.of(),
            new Dealings(3, 4, 1)));

    JsonNode job = json("api/v1/job");
    JsonNode rank = json("api/v1/ranks").get(1);
    for (String figure : List.of("downBytes", "upBytes", "originBytes")) {
      assertThat(job.get(figure).asLong()).as(figure).isEqualTo(rank.get(figure).asLong());
    }
    assertThat(job.get("downBytes").asLong()).isEqualTo(700);
  }

  @Test
  void whatTheTrackerGrantsIsNotCountedAsReadOnceMore() throws Exception {
    Member tracker = roster.requested(Rank.TRACKER);
    roster.launched(tracker, "node2", "container_2");
    roster.registered(tracker, new Endpoint("127.0.0.1", 2));
    roster.heard(tracker, RankStatus.ofTracker(RankPhase.EXCHANGING, 2, 0, -1, 150));
    sampler.look();
    start();

    assertThat(json("api/v1/job").get("originBytes").asLong()).isEqualTo(100);
    assertThat(json("api/v1/ranks").get(0).get("originBytes").asLong()).isZero();
  }

  @Test
  void whatIsNotThereIsNotFoundAndSaysWhatIs() throws Exception {
    start();
    for (String path :
        List.of(
            "nothing",
            "peers/0",
            "peers/3",
            "peers/1x",
            "files/2/map",
            "files/-1/map",
            "files/0/other",
            "tracker?file=99",
            "peers/99999999999")) {
      HttpResponse<String> answer = get("api/v1/" + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(new ObjectMapper().readTree(answer.body()).get("error").asText()).isNotBlank();
    }
  }

  @Test
  void nothingIsChangedByARequestAndTheApiRefusesInJson() throws Exception {
    start();
    for (String method : List.of("POST", "PUT", "DELETE", "TRACE", "OPTIONS")) {
      HttpResponse<String> answer = send(method, "api/v1/job");
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
      assertThat(new ObjectMapper().readTree(answer.body()).get("error").asText()).contains(method);
      assertThat(send(method, "index.html").statusCode()).as(method).isEqualTo(405);
    }
    HttpResponse<String> head = send("HEAD", "api/v1/job");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aTrackerThatDoesNotRunIsSaidSo() throws Exception {
    start();
    HttpResponse<String> answer = get("api/v1/tracker");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("rank 0 (tracker) does not run");
  }

  @Test
  void oneMapAtATimeIsPassedOn() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<String> answer = new CompletableFuture<>();
    start(
        new FileMaps() {
          @Override
          public String ofTracker(String name) {
            asked.complete(null);
            return answer.join();
          }

          @Override
          public String ofPeer(Rank peer, String name) {
            return "{}";
          }

          @Override
          public void close() {
            answer.complete("{}");
          }
        });
    CompletableFuture<HttpResponse<String>> first =
        http.sendAsync(request("api/v1/tracker"), BodyHandlers.ofString());
    asked.get(60, TimeUnit.SECONDS);
    assertThat(get("api/v1/peers/1").statusCode()).isEqualTo(503);
    assertThat(get("api/v1/peers/1").body()).contains("ask again");
    assertThat(get("api/v1/job").statusCode()).isEqualTo(200);
    answer.complete("{\"model\":[]}");
    assertThat(first.get(60, TimeUnit.SECONDS).body()).isEqualTo("{\"model\":[]}");
    while (get("api/v1/tracker").statusCode() != 200) {
      Thread.onSpinWait(); // the answer was there before its sender has come back
    }
  }

  @Test
  void thePageLoadsNothingFromElsewhere() throws Exception {
    start();
    HttpResponse<String> page = get("");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>", "src=\"p2p.js\"");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'");
    assertThat(get("p2p.js").statusCode()).isEqualTo(200);
    assertThat(get("p2p.css").headers().firstValue("Content-Type").orElse("")).contains("css");
  }

  @Test
  void withAclsNobodyWhomTheProxyDoesNotNameSeesAnything() throws Exception {
    conf.setBoolean("yarn.acl.enable", true);
    start();

    for (String path : List.of("", "index.html", "p2p.js", "api/v1/job", "jmx", "conf", "stacks")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(new ObjectMapper().readTree(get("api/v1/job").body()).get("error").asText())
        .contains("p2p.acl.view");
  }

  @Test
  void oneScrapeHasTheJobAndAllItsRanks() throws Exception {
    conf.setBoolean("hadoop.prometheus.endpoint.enabled", true);
    start();

    assertThat(get("prom").body().lines())
        .anyMatch(line -> line.matches("p2p_job_acquired_bytes\\{.*} 500"))
        .anyMatch(line -> line.matches("p2p_rank_down_bytes_total\\{.*rank=\"1\".*} 400"))
        .anyMatch(line -> line.matches("p2p_rank_up\\{.*rank=\"2\".*} 0"));
  }

  /** Each with its type, as the documents name them and as a scrape finds them. */
  @Test
  void theDocumentsAndTheExampleDashboardHaveTheMetricsThatThereAre() throws Exception {
    conf.setBoolean("hadoop.prometheus.endpoint.enabled", true);
    start();

    Map<String, String> there = new TreeMap<>();
    Matcher types = Pattern.compile("(?m)^# TYPE (p2p_\\w+) (\\w+)$").matcher(get("prom").body());
    while (types.find()) {
      there.put(types.group(1), types.group(2));
    }
    assertThat(there).isNotEmpty().isEqualTo(documented());
    assertThat(there)
        .allSatisfy(
            (name, type) ->
                assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter")));
    String dashboard = Files.readString(DOCUMENTS.resolve("grafana-dashboard.json"));
    assertThat(Pattern.compile("p2p_(job|rank)_\\w+").matcher(dashboard).results())
        .isNotEmpty()
        .allSatisfy(shown -> assertThat(there).containsKey(shown.group()));
    assertThat(dashboard).contains("application=").doesNotContain("{job=");
    assertThat(get("prom").body().lines().filter(line -> line.startsWith("p2p_")))
        .isNotEmpty()
        .allMatch(line -> line.contains("{application=\"" + plan.jobId() + "\""));
  }

  private static Map<String, String> documented() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(DOCUMENTS.resolve("metrics.md"))) {
      if (line.startsWith("| `p2p_")) {
        String[] cells = line.split(" *\\| *", -1);
        Pattern.compile("p2p_\\w+")
            .matcher(cells[1])
            .results()
            .forEach(name -> documented.put(name.group(), cells[2]));
      }
    }
    return documented;
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    return new ObjectMapper().readTree(answer.body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url.get() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest request(String path) throws Exception {
    return HttpRequest.newBuilder(URI.create(url.get() + path)).build();
  }
}
