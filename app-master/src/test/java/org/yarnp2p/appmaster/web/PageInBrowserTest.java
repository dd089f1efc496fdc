package org.yarnp2p.appmaster.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page and the report as Chromium shows them; skipped on hosts without it. */
class PageInBrowserTest {
  private static final String EVIL = "<b>a</script>&\u202etxt.exe";
  private static final int FILES = 300;

  private static final String JOB =
      """
      {"jobId": "application_1_0001", "name": "%s", "user": "owner", "state": "RUNNING",
       "phase": "EXCHANGE", "diagnostics": "", "startedAt": "2026-01-01T00:00:00Z",
       "elapsedMillis": 9000, "swarmMillis": null, "peers": 1, "ranksUp": 2, "ranksComplete": 0,
       "files": 300, "wantedBytes": 2000, "acquiredBytes": 900, "percent": 45, "downBytes": 900,
       "upBytes": 0, "originBytes": 0, "bytesPerSecond": 100, "etaMillis": 11000, "bans": 0,
       "phases": {"submit": 0, "amUp": 0, "containersUp": 0, "gateOpen": 0, "swarmDone": null,
                  "committed": null}}
      """
          .formatted(EVIL);

  private static final String THROUGHPUT =
      """
      {"atMillis": [0, 3600000, 7200000], "acquired": [0, 400, 900], "down": [0, 400, 900],
       "up": [0, 0, 0], "origin": [0, 0, 0]}
      """;

  /** Of two segments the first is there. */
  private static final String MAP =
      """
      {"id": 0, "name": "file0",
       "map": {"ranks": 1, "segments": 2, "ranksPerRow": 1, "segmentsPerColumn": 1,
               "rows": ["ZAA="]}}
      """;

  private static final String PROGRESS =
      """
      {"ranks": 1, "ranksPerRow": 1, "atMillis": [0, 3600000, 7200000],
       "columns": ["AA==", "FA==", "LQ=="]}
      """;

  /**
   * A person who asks why rank 1 was started again, looks at a log's link for some polls, and at
   * the first segment.
   */
  private static final String PERSON =
      """
      const note = (name, value) => document.documentElement.setAttribute("data-" + name, value);
      const link = () => document.querySelector("[aria-label='logs of rank 1']");
      const comes = setInterval(() => {
        if (!link()) return;
        clearInterval(comes);
        const why = document.querySelector("#ranks details");
        why.firstChild.click();
        note("keyboard", why.firstChild.tabIndex);
        link().focus();
        setTimeout(() => {
          note("focus", document.activeElement.getAttribute("aria-label"));
          note("why", why.isConnected && why.open && why.textContent);
          note("aloud", document.getElementById("throughput-text").getAttribute("aria-live"));
          document.getElementById("map").dispatchEvent(
              new KeyboardEvent("keydown", { key: "ArrowRight" }));
          note("cell", document.getElementById("map-text").textContent);
        }, 5000);
      }, 50);
      """;

  @TempDir private Path directory;

  /** How often the job still answers. */
  private final AtomicInteger answers = new AtomicInteger(4);

  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/api/v1/job") && answers.decrementAndGet() < 0) {
        send(exchange, "text/html", "the ResourceManager's own page");
      } else if (path.startsWith("/api/v1/")) {
        send(exchange, "application/json", told(path.substring("/api/v1/".length())));
      } else if (path.equals("/person.js")) {
        send(exchange, "text/javascript", PERSON);
      } else if (path.equals("/")) {
        String person = "<script src=\"person.js\" defer></script></body>";
        send(exchange, "text/html", part("index.html").replace("</body>", person));
      } else {
        send(exchange, path.endsWith(".css") ? "text/css" : "text/javascript", part(path));
      }
    }
  }

  private static void send(HttpExchange exchange, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String part(String name) throws IOException {
    try (InputStream in =
        PageInBrowserTest.class.getResourceAsStream(
            "/webapps/p2p/" + name.replaceFirst("^/", ""))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String told(String call) {
    return switch (call) {
      case "job" -> JOB;
      case "throughput" -> THROUGHPUT;
      case "progress" -> PROGRESS;
      case "files/0/map" -> MAP;
      case "ranks" -> ranks();
      case "files/largest" -> files();
      default -> "{}";
    };
  }

  private static String ranks() {
    return IntStream.of(0, 1)
        .mapToObj(
            rank ->
                """
                {"rank": %d, "incarnation": %2$d, "host": "node%1$d", "state": "REGISTERED",
                 "phase": "EXCHANGING", "percent": 45, "downBytes": 900, "upBytes": 0,
                 "originBytes": 0, "segmentsRefused": 0, "sources": 1, "uploads": 0, "bans": 0,
                 "exchangeMillis": null, "finishedMillis": null, "log": "http://node%1$d:8042/logs", "losses": [%3$s]}
                """
                    .formatted(rank, rank + 1, rank == 0 ? "" : "\"killed <on> node7\""))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String files() {
    return IntStream.range(0, FILES)
        .mapToObj(
            id ->
                """
                {"id": %d, "name": "file%1$d", "kind": "PAYLOAD", "segmentSize": 1, "bytes": %d,
                 "segments": 2, "firstHolderCopies": null, "originCopies": null}
                """
                    .formatted(id, FILES - id))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void whoReadsARowKeepsTheirPlaceAndAJobThatIsGoneIsSaidToBe() throws Exception {
    String page = shown("http://localhost:" + server.getAddress().getPort() + "/");

    assertThat(page).contains("data-focus=\"logs of rank 1\"");
    assertThat(page).contains("data-keyboard=\"0\"", "data-why=\"2killed &lt;on&gt; node7\"");
    assertThat(page).contains("data-aloud=\"off\"");
    assertThat(page).contains("data-cell=\"rank 1 on node1, segment 1: 100 % there\"");
    assertThat(page).contains("role=\"status\">no answer</span>");
    assertThat(page).contains("The job does not answer (any more). The figures are those of");
    assertThat(page).contains("200 of 300").doesNotContain(">file200</td>");
    assertThat(page)
        .contains("<title>no answer · &lt;b&gt;a&lt;/script&gt;&amp;\\u202etxt.exe</title>");
  }

  @Test
  void theReportsChartHasTheWindowsWidthAndItsTimesAreHours() throws Exception {
    Path file = directory.resolve("report.html");
    Files.writeString(file, ReportPage.render(everything()));

    String page = shown(file.toUri().toString());

    Matcher chart = Pattern.compile("id=\"throughput\" viewBox=\"0 0 (\\d+) ").matcher(page);
    assertThat(chart.find()).isTrue();
    assertThat(Integer.parseInt(chart.group(1))).isLessThan(600);
    assertThat(page)
        .contains(
            "<summary aria-label=\"started 2 times; why\">2</summary><p>killed &lt;on&gt;"
                + " node7</p>");
    assertThat(page).contains(">1:00 h</text>").doesNotContain(">3600 s</text>");
  }

  private static String everything() {
    return """
    {"job": %s, "throughput": %s, "progress": %s, "files": %s, "ranks": %s, "conf": {}}
    """
        .formatted(JOB.replace("<", "\\u003c"), THROUGHPUT, PROGRESS, files(), ranks());
  }

  /** The page after quarter of a minute of its own time, in a window as narrow as a telephone's. */
  private String shown(String address) throws Exception {
    Optional<Path> chromium = chromium();
    assumeThat(chromium).as("a Chromium on the PATH").isPresent();
    Path out = directory.resolve("page");
    Process process =
        new ProcessBuilder(
                chromium.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=500,900",
                "--virtual-time-budget=15000",
                "--user-data-dir=" + directory.resolve("chromium"),
                "--dump-dom",
                address)
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("Chromium ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out);
  }

  private static Optional<Path> chromium() {
    List<String> names = List.of("chromium", "chromium-browser", "google-chrome");
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
